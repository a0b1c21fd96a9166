/** An expression. `children` are evaluated from left to right before the node itself. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly children: readonly [Expression] }
  | { readonly kind: 'element'; readonly name: string; readonly children: readonly Expression[] }
  | { readonly kind: 'in'; readonly name: string; readonly children: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: '!' | '-' | '+'; readonly children: readonly [Expression] }
  | { readonly kind: 'binary'; readonly operator: string; readonly children: readonly [Expression, Expression] }
  | { readonly kind: 'match'; readonly negated: boolean; readonly children: readonly [Expression, Expression] }
  | { readonly kind: 'logic'; readonly operator: '&&' | '||'; readonly children: readonly [Expression, Expression] }
  | { readonly kind: 'choice'; readonly children: readonly [Expression, Expression, Expression] }
  | {
      readonly kind: 'assign';
      readonly operator: string;
      readonly target: Target;
      readonly children: readonly Expression[];
    }
  | {
      readonly kind: 'step';
      readonly by: 1 | -1;
      readonly before: boolean;
      readonly target: Target;
      readonly children: readonly Expression[];
    }
  | { readonly kind: 'call'; readonly name: string; readonly children: readonly Expression[] }
  | { readonly kind: 'builtin'; readonly name: string; readonly children: readonly Expression[] }
  | {
      readonly kind: 'getline';
      readonly from: 'main' | 'file' | 'command';
      readonly target: Target | undefined;
      readonly children: readonly Expression[];
    }
  | { readonly kind: 'group'; readonly children: readonly Expression[] };

/** What can be assigned to. */
export type Target = Extract<Expression, { kind: 'variable' | 'field' | 'element' }>;

export interface Redirection {
  readonly kind: '>' | '>>' | '|';
  readonly to: Expression;
}

export type Statement =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'print'; readonly values: readonly Expression[]; readonly redirection: Redirection | undefined }
  | { readonly kind: 'printf'; readonly values: readonly Expression[]; readonly redirection: Redirection | undefined }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly body: Statement;
      readonly otherwise: Statement | undefined;
    }
  | { readonly kind: 'while'; readonly condition: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly condition: Expression; readonly body: Statement }
  | {
      readonly kind: 'for';
      readonly first: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly next: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly kind: 'each'; readonly variable: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly kind: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly kind: 'delete'; readonly name: string; readonly index: readonly Expression[] | undefined };

export interface Rule {
  readonly kind: 'BEGIN' | 'END' | 'pattern' | 'range';
  readonly pattern: Expression | undefined;
  readonly to: Expression | undefined;
  /** undefined: print the record. */
  readonly body: Statement | undefined;
}

export interface AwkFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface Program {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
  /** Where simple statements stand. */
  readonly lines: ReadonlyMap<Statement, number>;
  /** Functions that are called and not there, in the order of their calls. */
  readonly undefinedCalls: readonly string[];
  /** The last line's number. */
  readonly end: number;
}

/** A mistake in a program: where it was met, and at which token. */
export class AwkSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number,
    readonly token: Token | undefined,
  ) {
    super(message);
  }
}

export interface Token {
  readonly kind:
    | 'number'
    | 'string'
    | 'regex'
    | 'name'
    | 'function'
    | 'word'
    | 'builtin'
    | 'operator'
    | 'newline'
    | 'end';
  readonly text: string;
  readonly value?: number;
  readonly line: number;
}

const WORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);
/** Functions of both; some are only one's. */
const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush systime strftime mktime'.split(
    ' ',
  ),
);
/** What each has besides. */
const BUSYBOX_BUILTINS = new Set(['gensub', 'and', 'or', 'xor', 'lshift', 'rshift', 'compl']);

const OPERATORS = [
  '**=',
  '&&',
  '||',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '**',
  '==',
  '<=',
  '>=',
  '!=',
  '!~',
  '>>',
  ...'{}()[];,+-*/%^!<>|?:~$='.split(''),
];

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** A string's escapes; an unknown one keeps its backslash in mawk and busybox, as their regular expressions want it. */
export function unescapeAwk(text: string, mawk: boolean): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, rest: string) => {
    if (/^[0-7]/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8) & 255);
    if (rest === '\n') return '';
    if (rest === '/' && mawk) return whole;
    return ESCAPES[rest] ?? whole;
  });
}

/** Reads tokens; whether a slash begins an expression depends on what stands before it. */
export class Lexer {
  #at = 0;
  line = 1;
  #last: Token | undefined;

  constructor(
    readonly text: string,
    readonly gnu: boolean,
  ) {}

  next(): Token {
    const token = this.#read();
    this.#last = token;
    return token;
  }

  #make(kind: Token['kind'], text: string, value?: number): Token {
    return { kind, text, line: this.line, ...(value === undefined ? {} : { value }) };
  }

  /** Can an operand end here? Then a slash divides. */
  #afterOperand(): boolean {
    const last = this.#last;
    if (!last) return false;
    if (last.kind === 'number' || last.kind === 'string' || last.kind === 'name' || last.kind === 'builtin')
      return true;
    return last.kind === 'operator' && /^(\)|\]|\$|\+\+|--)$/.test(last.text) && last.text !== '$';
  }

  #read(): Token {
    const { text } = this;
    for (;;) {
      const c = text[this.#at];
      if (c === ' ' || c === '\t' || c === '\r') this.#at++;
      else if (c === '\\' && text[this.#at + 1] === '\n') {
        this.#at += 2;
        this.line++;
      } else if (c === '#') while (this.#at < text.length && text[this.#at] !== '\n') this.#at++;
      else break;
    }
    const c = text[this.#at];
    if (c === undefined) return this.#make('end', '');
    if (c === '\n') {
      const token = this.#make('newline', '\n');
      this.#at++;
      this.line++;
      return token;
    }
    const rest = text.slice(this.#at);
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest);
    if (number) {
      this.#at += number[0].length;
      return this.#make('number', number[0], this.#value(number[0]));
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (name !== undefined) {
      this.#at += name.length;
      if (WORDS.has(name)) return this.#make('word', name === 'func' ? 'function' : name);
      if (BUILTINS.has(name) || (!this.gnu && BUSYBOX_BUILTINS.has(name))) return this.#make('builtin', name);
      // A function's name has its parenthesis right behind it.
      return this.#make(text[this.#at] === '(' ? 'function' : 'name', name);
    }
    if (c === '"') return this.#string();
    if (c === '/' && !this.#afterOperand()) return this.#regex();
    const operator = OPERATORS.find((one) => rest.startsWith(one) && !(this.gnu && one.startsWith('**')));
    if (operator === undefined) {
      this.#at++;
      throw new AwkSyntaxError('unexpected', this.line, this.#make('operator', c));
    }
    this.#at += operator.length;
    return this.#make('operator', operator === '**' ? '^' : operator === '**=' ? '^=' : operator);
  }

  /** busybox reads a leading zero as octal, as strtoul does. */
  #value(digits: string): number {
    return !this.gnu && /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  }

  #string(): Token {
    const { text } = this;
    let end = this.#at + 1;
    for (; text[end] !== '"'; end++) {
      if (text[end] === undefined || text[end] === '\n')
        throw new AwkSyntaxError('runaway string', this.line, this.#make('string', text.slice(this.#at, end)));
      if (text[end] === '\\') {
        if (text[end + 1] === '\n') this.line++;
        end++;
      }
    }
    const inner = text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return this.#make('string', unescapeAwk(inner, this.gnu));
  }

  #regex(): Token {
    const { text } = this;
    let end = this.#at + 1;
    let bracket = false;
    for (; text[end] !== '/' || bracket; end++) {
      const c = text[end];
      if (c === undefined || c === '\n')
        throw new AwkSyntaxError(
          'runaway regular expression',
          this.line,
          this.#make('regex', text.slice(this.#at, end)),
        );
      if (c === '\\') end++;
      else if (c === '[' && !bracket) {
        bracket = this.gnu || text.indexOf(']', end + 2) >= 0;
        if (text[end + 1] === ']' || (text[end + 1] === '^' && text[end + 2] === ']'))
          end += text[end + 1] === '^' ? 2 : 1;
      } else if (c === ']') bracket = false;
    }
    const inner = text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return this.#make('regex', inner.replace(/\\\//g, '/'));
  }
}

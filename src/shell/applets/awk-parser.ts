import {
  type AwkFunction,
  AwkSyntaxError,
  type Expression,
  Lexer,
  type Program,
  type Redirection,
  type Rule,
  type Statement,
  type Target,
  type Token,
} from './awk-syntax.ts';
import { indexOf, isTarget } from './awk-targets.ts';

/** Reads a program: recursive descent over POSIX's grammar. */
export class AwkParser {
  readonly #lexer: Lexer;
  #token: Token;
  #ahead: Token | undefined;
  /** Within print's list a `>` redirects, within `for (` an `in` is no operator. */
  #noGreater = 0;
  #noIn = 0;
  readonly #functions = new Map<string, AwkFunction>();
  readonly #called: Token[] = [];
  readonly #lines = new Map<Statement, number>();

  constructor(
    text: string,
    readonly gnu: boolean,
  ) {
    this.#lexer = new Lexer(text, gnu);
    this.#token = this.#lexer.next();
  }

  /** @throws {AwkSyntaxError} */
  parse(): Program {
    const rules: Rule[] = [];
    this.#skipEnds();
    while (this.#token.kind !== 'end') {
      if (this.#word('function')) this.#function();
      else rules.push(this.#rule());
      this.#skipEnds();
    }
    const undefinedCalls = this.#called.filter(({ text }) => !this.#functions.has(text)).map(({ text }) => text);
    return { rules, functions: this.#functions, lines: this.#lines, undefinedCalls, end: this.#token.line };
  }

  #advance(): Token {
    const token = this.#token;
    this.#token = this.#ahead ?? this.#lexer.next();
    this.#ahead = undefined;
    return token;
  }

  #peek(): Token {
    this.#ahead ??= this.#lexer.next();
    return this.#ahead;
  }

  #fail(): never {
    throw new AwkSyntaxError('syntax error', this.#token.line, this.#token);
  }

  #is(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }

  #word(text: string): boolean {
    return this.#token.kind === 'word' && this.#token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#advance();
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#fail();
  }

  #skipNewlines(): void {
    while (this.#token.kind === 'newline') this.#advance();
  }

  #skipEnds(): void {
    while (this.#token.kind === 'newline' || this.#is(';')) this.#advance();
  }

  #function(): void {
    this.#advance();
    const name = this.#token;
    if (name.kind !== 'name' && name.kind !== 'function') this.#fail();
    this.#advance();
    this.#expect('(');
    const parameters: string[] = [];
    while (!this.#is(')')) {
      const parameter = this.#token;
      if (this.gnu && parameter.text === name.text) throw new AwkSyntaxError('own name', parameter.line, parameter);
      if (parameter.kind !== 'name' || parameters.includes(parameter.text)) this.#fail();
      parameters.push(this.#advance().text);
      this.#skipNewlines();
      if (!this.#is(')')) this.#expect(',');
      this.#skipNewlines();
    }
    this.#advance();
    this.#skipNewlines();
    this.#functions.set(name.text, { name: name.text, parameters, body: this.#block() });
  }

  #rule(): Rule {
    if (this.#word('BEGIN') || this.#word('END')) {
      const kind = this.#advance().text as 'BEGIN' | 'END';
      if (!this.#is('{')) this.#fail();
      return { kind, pattern: undefined, to: undefined, body: this.#block() };
    }
    if (this.#is('}')) throw new AwkSyntaxError('extra brace', this.#token.line, this.#token);
    if (this.#is('{')) return { kind: 'pattern', pattern: undefined, to: undefined, body: this.#block() };
    const pattern = this.#expression();
    let to: Expression | undefined;
    if (this.#accept(',')) {
      this.#skipNewlines();
      to = this.#expression();
    }
    const body = this.#is('{') ? this.#block() : undefined;
    if (!body && this.#token.kind !== 'newline' && this.#token.kind !== 'end' && !this.#is(';')) this.#fail();
    return { kind: to ? 'range' : 'pattern', pattern, to, body };
  }

  #block(): Statement {
    this.#expect('{');
    const body: Statement[] = [];
    this.#skipEnds();
    while (!this.#is('}')) {
      if (this.#token.kind === 'end') this.#fail();
      body.push(this.#statement());
      this.#skipEnds();
    }
    this.#advance();
    return { kind: 'block', body };
  }

  /** The end of a simple statement. */
  #end(): void {
    if (this.#token.kind === 'newline' || this.#is(';')) this.#advance();
    else if (!this.#is('}') && this.#token.kind !== 'end') this.#fail();
  }

  /** The body of an if or a loop: a lone semicolon is none. */
  #body(): Statement {
    this.#skipNewlines();
    if (this.#accept(';')) return { kind: 'block', body: [] };
    return this.#statement();
  }

  #statement(): Statement {
    if (this.#is('{')) return this.#block();
    const token = this.#token;
    if (token.kind === 'word')
      switch (token.text) {
        case 'if':
          return this.#if();
        case 'while': {
          this.#advance();
          const condition = this.#condition();
          return { kind: 'while', condition, body: this.#body() };
        }
        case 'do':
          return this.#do();
        case 'for':
          return this.#for();
      }
    const statement = this.#simple();
    this.#lines.set(statement, token.line);
    this.#end();
    return statement;
  }

  #condition(): Expression {
    this.#expect('(');
    const condition = this.#expression();
    this.#expect(')');
    return condition;
  }

  #if(): Statement {
    this.#advance();
    const condition = this.#condition();
    const body = this.#body();
    // An else may come behind newlines and a semicolon.
    let token = this.#token;
    while (token.kind === 'newline' || this.#is(';')) {
      const next = this.#peek();
      if (next.kind === 'newline' || (next.kind === 'operator' && next.text === ';') || next.text === 'else') {
        this.#advance();
        token = this.#token;
      } else break;
    }
    if (!this.#word('else')) return { kind: 'if', condition, body, otherwise: undefined };
    this.#advance();
    return { kind: 'if', condition, body, otherwise: this.#body() };
  }

  #do(): Statement {
    this.#advance();
    const body = this.#body();
    this.#skipEnds();
    if (!this.#word('while')) this.#fail();
    this.#advance();
    const condition = this.#condition();
    this.#end();
    return { kind: 'do', body, condition };
  }

  #for(): Statement {
    this.#advance();
    this.#expect('(');
    let first: Statement | undefined;
    if (!this.#is(';')) {
      if (this.#token.kind === 'name' && this.#peek().kind === 'word' && this.#peek().text === 'in') {
        const variable = this.#advance().text;
        this.#advance();
        if (this.#token.kind !== 'name') this.#fail();
        const array = this.#advance().text;
        this.#expect(')');
        return { kind: 'each', variable, array, body: this.#body() };
      }
      first = this.#simple();
    }
    this.#expect(';');
    this.#skipNewlines();
    const condition = this.#is(';') ? undefined : this.#expression();
    this.#expect(';');
    this.#skipNewlines();
    const next = this.#is(')') ? undefined : this.#simple();
    this.#expect(')');
    return { kind: 'for', first, condition, next, body: this.#body() };
  }

  #ends(): boolean {
    return this.#token.kind === 'newline' || this.#token.kind === 'end' || this.#is(';') || this.#is('}');
  }

  #simple(): Statement {
    const token = this.#token;
    if (token.kind !== 'word') return { kind: 'expression', value: this.#expression() };
    switch (token.text) {
      case 'print':
      case 'printf':
        return this.#print();
      case 'break':
      case 'continue':
      case 'next':
      case 'nextfile':
        this.#advance();
        return { kind: token.text };
      case 'exit':
      case 'return':
        this.#advance();
        return { kind: token.text, value: this.#ends() ? undefined : this.#expression() };
      case 'delete': {
        this.#advance();
        if (this.#token.kind !== 'name') this.#fail();
        const name = this.#advance().text;
        return { kind: 'delete', name, index: this.#accept('[') ? this.#list(']') : undefined };
      }
      case 'getline':
        return { kind: 'expression', value: this.#expression() };
    }
    return this.#fail();
  }

  #print(): Statement {
    const kind = this.#advance().text as 'print' | 'printf';
    this.#noGreater++;
    let values: Expression[] = [];
    if (!this.#ends() && !this.#is('>') && !this.#is('>>') && !this.#is('|')) {
      const first = this.#expression();
      // A parenthesized list is the whole list, unless an operator goes on behind it.
      if (first.kind === 'group' && first.children.length > 1) values = [...first.children];
      else {
        values = [first];
        while (this.#accept(',')) {
          this.#skipNewlines();
          values.push(this.#expression());
        }
      }
    }
    this.#noGreater--;
    let redirection: Redirection | undefined;
    if (this.#is('>') || this.#is('>>') || this.#is('|')) {
      const sign = this.#advance().text as Redirection['kind'];
      this.#noGreater++;
      redirection = { kind: sign, to: this.#ternary() };
      this.#noGreater--;
    }
    if (kind === 'printf' && values.length === 0) this.#fail();
    return { kind, values, redirection };
  }

  #list(end: string): Expression[] {
    const list: Expression[] = [];
    this.#skipNewlines();
    const [greater, inside] = [this.#noGreater, this.#noIn];
    this.#noGreater = this.#noIn = 0;
    while (!this.#is(end)) {
      if (end === ')' && this.#is('}')) throw new AwkSyntaxError('unclosed', this.#token.line, this.#token);
      list.push(this.#expression());
      this.#skipNewlines();
      if (!this.#is(end)) this.#expect(',');
      this.#skipNewlines();
    }
    this.#noGreater = greater;
    this.#noIn = inside;
    this.#advance();
    return list;
  }

  #expression(): Expression {
    return this.#assignment();
  }

  #assignment(): Expression {
    const left = this.#ternary();
    const sign = this.#token;
    if (sign.kind !== 'operator' || !/^(=|[-+*/%^]=)$/.test(sign.text)) return left;
    if (!isTarget(left)) this.#fail();
    this.#advance();
    this.#skipNewlines();
    const right = this.#assignment();
    return {
      kind: 'assign',
      operator: sign.text === '=' ? '=' : sign.text[0]!,
      target: left,
      children: [...indexOf(left), right],
    };
  }

  #ternary(): Expression {
    const condition = this.#or();
    if (!this.#is('?')) return condition;
    this.#advance();
    this.#skipNewlines();
    const yes = this.#assignment();
    this.#skipNewlines();
    this.#expect(':');
    this.#skipNewlines();
    const no = this.#assignment();
    return { kind: 'choice', children: [condition, yes, no] };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#is('||')) {
      // busybox takes the first bar for print's pipe.
      if (!this.gnu && this.#noGreater > 0) this.#fail();
      this.#advance();
      this.#skipNewlines();
      left = { kind: 'logic', operator: '||', children: [left, this.#and()] };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#membership();
    while (this.#accept('&&')) {
      this.#skipNewlines();
      left = { kind: 'logic', operator: '&&', children: [left, this.#membership()] };
    }
    return left;
  }

  #membership(): Expression {
    let left = this.#matching();
    while (this.#word('in') && this.#noIn === 0) {
      this.#advance();
      if (this.#token.kind !== 'name') this.#fail();
      const children = left.kind === 'group' && left.children.length > 1 ? left.children : [left];
      left = { kind: 'in', name: this.#advance().text, children };
    }
    return left;
  }

  #matching(): Expression {
    let left = this.#comparison();
    while (this.#is('~') || this.#is('!~')) {
      const negated = this.#advance().text === '!~';
      left = { kind: 'match', negated, children: [left, this.#comparison()] };
    }
    return left;
  }

  #comparison(): Expression {
    const left = this.#concatenation();
    const sign = this.#token;
    if (sign.kind === 'operator') {
      if (/^(<|<=|==|!=|>=)$/.test(sign.text) || (sign.text === '>' && this.#noGreater === 0)) {
        this.#advance();
        return { kind: 'binary', operator: sign.text, children: [left, this.#concatenation()] };
      }
      if (sign.text === '|' && this.#peek().kind === 'word' && this.#peek().text === 'getline')
        return this.#piped(left);
    }
    return left;
  }

  /** `command | getline [variable]`, several times over. */
  #piped(command: Expression): Expression {
    let left = command;
    while (this.#is('|') && this.#peek().kind === 'word' && this.#peek().text === 'getline') {
      this.#advance();
      this.#advance();
      const target = this.#target();
      left = { kind: 'getline', from: 'command', target, children: [left, ...indexOf(target)] };
    }
    return left;
  }

  /** The variable behind a getline, if there is one. */
  #target(): Target | undefined {
    if (this.#token.kind !== 'name' && !this.#is('$')) return undefined;
    const target = this.#primary();
    return isTarget(target) ? target : this.#fail();
  }

  /** Does an operand begin here, that the one before is joined to? */
  #begins(): boolean {
    const { kind, text } = this.#token;
    if (kind === 'number' || kind === 'string' || kind === 'regex' || kind === 'name') return true;
    if (kind === 'function' || kind === 'builtin') return true;
    if (kind === 'operator') return /^(\$|!|\(|-|\+|\+\+|--)$/.test(text);
    return false;
  }

  #concatenation(): Expression {
    let left = this.#additive();
    while (this.#begins() && !this.#is('+') && !this.#is('-')) {
      if (this.#word('in') || (this.gnu && left.kind === 'group' && left.children.length > 1)) break;
      left = { kind: 'binary', operator: ' ', children: [left, this.#additive()] };
    }
    return left;
  }

  #additive(): Expression {
    let left = this.#multiplicative();
    while (this.#is('+') || this.#is('-')) {
      const operator = this.#advance().text;
      left = { kind: 'binary', operator, children: [left, this.#multiplicative()] };
    }
    return left;
  }

  #multiplicative(): Expression {
    let left = this.#unary();
    while (this.#is('*') || this.#is('/') || this.#is('%')) {
      const operator = this.#advance().text;
      left = { kind: 'binary', operator, children: [left, this.#unary()] };
    }
    return left;
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+'] as const)
      if (this.#is(operator)) {
        this.#advance();
        return { kind: 'unary', operator, children: [this.#unary()] };
      }
    return this.#power();
  }

  #power(): Expression {
    const base = this.#postfix();
    if (!this.#is('^')) return base;
    this.#advance();
    // To the right, and a sign may stand before the exponent.
    const exponent = this.#is('-') || this.#is('+') || this.#is('!') ? this.#unary() : this.#power();
    return { kind: 'binary', operator: '^', children: [base, exponent] };
  }

  #postfix(): Expression {
    const operand = this.#primary();
    if ((this.#is('++') || this.#is('--')) && isTarget(operand)) {
      const by = this.#advance().text === '++' ? 1 : -1;
      return { kind: 'step', by, before: false, target: operand, children: indexOf(operand) };
    }
    return operand;
  }

  #primary(): Expression {
    const token = this.#token;
    switch (token.kind) {
      case 'number':
        this.#advance();
        return { kind: 'number', value: token.value! };
      case 'string':
        this.#advance();
        return { kind: 'string', value: token.text };
      case 'regex':
        this.#advance();
        return { kind: 'regex', source: token.text };
      case 'builtin':
        return this.#builtin();
      case 'function': {
        this.#advance();
        this.#advance();
        this.#called.push(token);
        return { kind: 'call', name: token.text, children: this.#list(')') };
      }
      case 'name': {
        this.#advance();
        if (!this.#accept('[')) return { kind: 'variable', name: token.text };
        const children = this.#list(']');
        if (children.length === 0) this.#fail();
        return { kind: 'element', name: token.text, children };
      }
      case 'word':
        if (token.text === 'getline') return this.#getline();
        break;
      case 'operator':
        return this.#signed(token);
    }
    return this.#fail();
  }

  #signed(token: Token): Expression {
    switch (token.text) {
      case '$': {
        this.#advance();
        if (this.#is('++') || this.#is('--')) {
          const by = this.#advance().text === '++' ? 1 : -1;
          const operand = this.#primary();
          if (!isTarget(operand)) this.#fail();
          return {
            kind: 'field',
            children: [{ kind: 'step', by, before: true, target: operand, children: indexOf(operand) }],
          };
        }
        const sign = this.#is('-') || this.#is('+') || this.#is('!');
        return { kind: 'field', children: [sign ? this.#unary() : this.#primary()] };
      }
      case '++':
      case '--': {
        this.#advance();
        const operand = this.#primary();
        if (!isTarget(operand)) this.#fail();
        return {
          kind: 'step',
          by: token.text === '++' ? 1 : -1,
          before: true,
          target: operand,
          children: indexOf(operand),
        };
      }
      case '(': {
        this.#advance();
        const children = this.#list(')');
        if (children.length === 0) this.#fail();
        if (children.length > 1 && !this.#word('in') && this.#noGreater === 0) this.#fail();
        return { kind: 'group', children };
      }
    }
    return this.#fail();
  }

  #builtin(): Expression {
    const name = this.#advance().text;
    if (!this.#is('(')) {
      if (name !== 'length') this.#fail();
      return { kind: 'builtin', name, children: [] };
    }
    this.#advance();
    const children = this.#list(')');
    const least: Readonly<Record<string, number>> = {
      substr: 2,
      index: 2,
      split: 2,
      sub: 2,
      gsub: 2,
      match: 2,
      gensub: 3,
      sprintf: 1,
    };
    if (children.length < (least[name] ?? 0)) this.#fail();
    return { kind: 'builtin', name, children };
  }

  #getline(): Expression {
    this.#advance();
    const target = this.#target();
    if (!this.#is('<')) return { kind: 'getline', from: 'main', target, children: indexOf(target) };
    this.#advance();
    const file = this.#postfix();
    return { kind: 'getline', from: 'file', target, children: [file, ...indexOf(target)] };
  }
}

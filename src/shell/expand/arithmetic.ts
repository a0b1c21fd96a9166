import type { DialectName } from '../dialect.ts';
import { compute, type Int, isZero, power, wrap } from './integer.ts';

/** The variables that an expression reads and sets. A subscript is handed over as it is written. */
export interface ArithmeticVariables {
  get(name: string, subscript?: string): string | undefined;
  set(name: string, value: string, subscript?: string): void;
}

/** A bad expression; `message` is what the shell prints behind its prefix. */
export class ArithmeticError extends Error {}

/**
 * The value of an arithmetic expression, in 64 bits.
 * bash and ash evaluate a variable's value as an expression itself; dash wants a number there.
 * @throws {ArithmeticError}
 */
export function evaluate(text: string, variables: ArithmeticVariables, dialect: DialectName): Int {
  return new Evaluator(dialect === 'bash' ? text.trimStart() : text, variables, dialect, 0).value();
}

/** Deep enough for anybody; bash's own limit is 1024. */
const RECURSION = 128;

type Kind = 'number' | 'name' | 'operator' | 'end' | 'bad';

interface Place {
  readonly name: string;
  readonly subscript: string | undefined;
}

const BINARY: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const OPERATORS = /<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\*=|\/=|%=|\+=|-=|&=|\^=|\|=|[-+*/%<>=&|^!~?:,()]/y;

class Evaluator {
  private at = 0;
  /** Where the present token begins, and the last one that was not the end. */
  private tokenStart = 0;
  private kind: Kind = 'end';
  private token = '';
  private place: Place | undefined;
  private number: Int = 0;
  /** Above zero: only the grammar matters, in the branch not taken. */
  private skipping = 0;
  private readonly bash: boolean;
  private readonly dash: boolean;

  constructor(
    private readonly text: string,
    private readonly variables: ArithmeticVariables,
    private readonly dialect: DialectName,
    private readonly depth: number,
  ) {
    this.bash = dialect === 'bash';
    this.dash = dialect === 'dash';
  }

  value(): Int {
    // The usual expressions: a name, a number.
    if (/^[0-9]{1,15}$/.test(this.text) && this.text[0] !== '0') return Number(this.text);
    this.next();
    if (this.kind === 'end' && !this.dash) return 0;
    const value = this.comma();
    if (this.kind !== 'end') this.trailing();
    return value;
  }

  private trailing(): never {
    if (this.dash) return this.fail('expecting EOF');
    if (this.dialect === 'ash') return this.fail(this.token === ':' ? 'malformed ?: operator' : '');
    if (this.kind === 'bad') return this.fail('arithmetic syntax error: invalid arithmetic operator');
    return this.fail(
      ASSIGNING.has(this.token) ? 'attempted assignment to non-variable' : 'arithmetic syntax error in expression',
    );
  }

  private fail(what: string, token = this.text.slice(this.tokenStart)): never {
    if (this.bash) throw new ArithmeticError(`${this.text}: ${what} (error token is "${token}")`);
    if (this.dash) throw new ArithmeticError(`arithmetic expression: ${what}: "${this.text}"`);
    throw new ArithmeticError(what === '' ? 'arithmetic syntax error' : what);
  }

  private operandExpected(): never {
    if (this.dash) return this.fail('expecting primary');
    return this.fail(this.bash ? 'arithmetic syntax error: operand expected' : '');
  }

  private next(): void {
    const { text } = this;
    const before = this.kind;
    while (this.at < text.length && ' \t\n'.includes(text[this.at]!)) this.at++;
    if (this.at >= text.length) {
      this.kind = 'end';
      this.token = '';
      return;
    }
    const start = this.at;
    this.tokenStart = start;
    const letter = text[start]!;
    if (/[A-Za-z_]/.test(letter)) {
      this.kind = 'name';
      NAME.lastIndex = start;
      this.token = NAME.exec(text)![0];
      this.at = start + this.token.length;
      this.place = { name: this.token, subscript: undefined };
      if (text[this.at] === '[' && this.bash) this.subscript();
      return;
    }
    if (letter >= '0' && letter <= '9') {
      this.kind = 'number';
      this.readNumber(start);
      return;
    }
    OPERATORS.lastIndex = start;
    let operator = OPERATORS.exec(text)?.[0];
    if (operator && this.dash && (operator === '++' || operator === '--' || operator === '**')) operator = operator[0]!;
    if (this.dash && operator === ',') operator = undefined;
    if (operator && (operator === '++' || operator === '--')) {
      // They are two signs where no variable stands beside them.
      const prefix = before !== 'name' && /^[ \t\n]*[A-Za-z_]/.test(text.slice(start + 2));
      if (before !== 'name' && !prefix) operator = operator[0]!;
    }
    if (operator === undefined) {
      this.kind = 'bad';
      this.token = letter;
      this.at = start + 1;
      return;
    }
    this.kind = 'operator';
    this.token = operator;
    this.at = start + operator.length;
  }

  private subscript(): void {
    let depth = 0;
    for (let i = this.at; i < this.text.length; i++) {
      if (this.text[i] === '[') depth++;
      if (this.text[i] === ']' && --depth === 0) {
        this.place = { name: this.token, subscript: this.text.slice(this.at + 1, i) };
        this.at = i + 1;
        return;
      }
    }
    this.fail('bad array subscript');
  }

  private readNumber(start: number): void {
    const { text } = this;
    if (this.dash) {
      const match = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text.slice(start))![0];
      this.at = start + match.length;
      if (/[0-9A-Za-z_]/.test(text[this.at] ?? '')) this.fail('expecting EOF');
      const value = BigInt(/^0[0-7]/.test(match) ? `0o${match.slice(1)}` : match);
      this.number = value > MAX ? MAX : wrap(value);
      return;
    }
    const word = /^[0-9A-Za-z_@#]+/.exec(text.slice(start))![0];
    this.at = start + word.length;
    const parsed = parseInteger(word);
    if (typeof parsed === 'string' || (!this.bash && /^0[xX]$/.test(word))) {
      if (this.bash) this.fail(String(parsed), word);
      this.fail('');
    }
    this.number = parsed;
  }

  private is(operator: string): boolean {
    return this.kind === 'operator' && this.token === operator;
  }

  private comma(): Int {
    let value = this.assignment();
    while (this.is(',')) {
      this.next();
      value = this.assignment();
    }
    return value;
  }

  private assignment(): Int {
    const { place, kind } = this;
    const mark = { at: this.at, tokenStart: this.tokenStart, token: this.token };
    if (kind === 'name' && place) {
      this.next();
      if (this.kind === 'operator' && ASSIGNING.has(this.token)) {
        const operator = this.token.slice(0, -1);
        this.next();
        const right = this.assignment();
        const value = operator === '' ? right : this.binary(operator, this.read(place), right);
        this.store(place, value);
        return value;
      }
      // It was none: read the name again as an operand.
      this.at = mark.at;
      this.tokenStart = mark.tokenStart;
      this.token = mark.token;
      this.kind = 'name';
      this.place = place;
    }
    return this.conditional();
  }

  private conditional(): Int {
    const condition = this.or();
    if (!this.is('?')) return condition;
    this.next();
    if (this.bash && (this.kind === 'end' || this.is(':'))) this.fail('expression expected');
    const yes = this.branch(isZero(condition), () => this.comma());
    if (!this.is(':')) {
      if (this.dash) this.fail("expecting ':'");
      this.fail(this.bash ? "`:' expected for conditional expression" : '');
    }
    this.next();
    if (this.bash && this.kind === 'end') this.fail('expression expected');
    const no = this.branch(!isZero(condition), () => this.conditionalOrAssignment());
    return isZero(condition) ? no : yes;
  }

  private conditionalOrAssignment(): Int {
    return this.dash ? this.assignment() : this.conditional();
  }

  private branch(skip: boolean, read: () => Int): Int {
    if (skip) this.skipping++;
    const value = read();
    if (skip) this.skipping--;
    return value;
  }

  private or(): Int {
    let value = this.and();
    while (this.is('||')) {
      this.next();
      const right = this.branch(!isZero(value) && this.dialect !== 'ash', () => this.and());
      value = isZero(value) && isZero(right) ? 0 : 1;
    }
    return value;
  }

  private and(): Int {
    let value = this.level(0);
    while (this.is('&&')) {
      this.next();
      const right = this.branch(isZero(value) && this.dialect !== 'ash', () => this.level(0));
      value = isZero(value) || isZero(right) ? 0 : 1;
    }
    return value;
  }

  private level(level: number): Int {
    const operators = BINARY[level];
    if (!operators) return this.power();
    let value = this.level(level + 1);
    while (this.kind === 'operator' && operators.includes(this.token)) {
      const operator = this.token;
      this.next();
      value = this.binary(operator, value, this.level(level + 1));
    }
    return value;
  }

  private binary(operator: string, left: Int, right: Int): Int {
    if ((operator === '/' || operator === '%') && isZero(right)) {
      if (this.skipping > 0) return 0;
      if (this.dash) this.fail('division by zero');
      this.fail(this.bash ? 'division by 0' : 'divide by zero', this.text.slice(this.operandStart));
    }
    return compute(operator, left, right);
  }

  private power(): Int {
    const base = this.unary();
    if (!this.is('**')) return base;
    this.next();
    const exponent = this.power();
    if (exponent < 0) {
      if (this.skipping > 0) return 0;
      this.fail('exponent less than 0', this.text.slice(this.operandStart));
    }
    return power(base, exponent);
  }

  private unary(): Int {
    if (this.kind !== 'operator') return this.postfix();
    switch (this.token) {
      case '!':
        this.next();
        return isZero(this.unary()) ? 1 : 0;
      case '~': {
        this.next();
        return wrap(~BigInt(this.unary()));
      }
      case '-':
        this.next();
        return compute('-', 0, this.unary());
      case '+':
        this.next();
        return this.unary();
      case '++':
      case '--': {
        const step = this.token === '++' ? 1 : -1;
        this.next();
        const { place } = this;
        if ((this.kind as Kind) !== 'name' || !place) return this.operandExpected();
        this.operandStart = this.tokenStart;
        this.next();
        const value = compute('+', this.read(place), step);
        this.store(place, value);
        return value;
      }
      default:
        return this.postfix();
    }
  }

  private operandStart = 0;

  private postfix(): Int {
    if (this.kind === 'number') {
      const { number } = this;
      this.operandStart = this.tokenStart;
      this.next();
      return number;
    }
    if (this.kind === 'name' && this.place) {
      const { place } = this;
      this.operandStart = this.tokenStart;
      this.next();
      if (this.is('++') || this.is('--')) {
        const value = this.read(place);
        this.store(place, compute('+', value, this.token === '++' ? 1 : -1));
        this.kind = 'number';
        this.next();
        return value;
      }
      return this.read(place);
    }
    if (!this.is('(')) return this.operandExpected();
    this.next();
    const value = this.comma();
    if (!this.is(')')) {
      if (this.dash) this.fail("expecting ')'");
      this.fail(this.bash ? "missing `)'" : '');
    }
    this.operandStart = this.tokenStart;
    this.next();
    return value;
  }

  private read(place: Place): Int {
    if (this.skipping > 0) return 0;
    const text = this.variables.get(place.name, place.subscript);
    if (text === undefined || text === '') return 0;
    if (text.length < 16 && /^[1-9][0-9]*$/.test(text)) return Number(text);
    if (text === '0') return 0;
    if (this.dash) {
      const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)\s*$/.exec(text);
      if (!match) throw new ArithmeticError(`Illegal number: ${text}`);
      const size = BigInt(/^0[0-7]/.test(match[2]!) ? `0o${match[2]!.slice(1)}` : match[2]!);
      return wrap(match[1] === '-' ? -size : size);
    }
    if (this.depth >= RECURSION) {
      if (this.bash)
        throw new ArithmeticError(`${text}: expression recursion level exceeded (error token is "${text}")`);
      throw new ArithmeticError('expression recursion loop detected');
    }
    const inner = this.bash ? text.trimStart() : text;
    return new Evaluator(inner, this.variables, this.dialect, this.depth + 1).value();
  }

  private store(place: Place, value: Int): void {
    if (this.skipping === 0) this.variables.set(place.name, String(value), place.subscript);
  }
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const ASSIGNING = new Set(['=', '*=', '/=', '%=', '+=', '-=', '<<=', '>>=', '&=', '^=', '|=']);
const MAX = 2n ** 63n - 1n;

/** A constant as bash and ash write it: `10`, `017`, `0x1f`, `2#101`. A string is what is wrong with it. */
function parseInteger(word: string): Int | string {
  const based = /^([0-9]+)#(.*)$/.exec(word);
  let base = 10;
  let digits = word;
  if (based) {
    base = Number(based[1]);
    if (base < 2 || base > 64 || based[1]!.startsWith('0')) return 'invalid arithmetic base';
    digits = based[2]!;
    if (digits === '') return 'invalid integer constant';
  } else if (/^0[xX]/.test(word)) {
    base = 16;
    digits = word.slice(2);
  } else if (word.length > 1 && word[0] === '0') {
    base = 8;
    digits = word.slice(1);
  }
  let value = 0n;
  for (const letter of digits) {
    const digit = digitValue(letter, base);
    if (digit === undefined) return 'invalid number';
    if (digit >= base) return 'value too great for base';
    value = value * BigInt(base) + BigInt(digit);
  }
  return wrap(value);
}

function digitValue(letter: string, base: number): number | undefined {
  const code = letter.charCodeAt(0);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 122) return code - 87;
  if (code >= 65 && code <= 90) return base <= 36 ? code - 55 : code - 29;
  if (letter === '@') return 62;
  return letter === '_' ? 63 : undefined;
}

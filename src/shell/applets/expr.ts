import { compileRegex } from './regex.ts';
import { type Text, textApplet } from './text.ts';

/** Reads and evaluates at once, by precedence: `|`, `&`, comparisons, `+ -`, `* / %`, `:`, words. */
class Expr {
  #at = 0;
  constructor(
    private readonly text: Text,
    private readonly words: readonly string[],
  ) {}

  all(): string {
    const value = this.#or();
    const rest = this.words[this.#at];
    if (rest !== undefined) this.#fail(this.text.gnu ? `syntax error: unexpected argument '${rest}'` : 'syntax error');
    return value;
  }

  #fail(message: string): never {
    return this.text.die(message, 2);
  }
  #take(...operators: readonly string[]): string | undefined {
    const word = this.words[this.#at];
    if (word === undefined || !operators.includes(word)) return undefined;
    this.#at++;
    return word;
  }
  #number(word: string): bigint {
    if (!/^-?\d+$/.test(word)) this.#fail(this.text.gnu ? 'non-integer argument' : 'non-numeric argument');
    return BigInt(word);
  }
  #or(): string {
    let left = this.#and();
    while (this.#take('|')) {
      const right = this.#and();
      left = isNull(left) ? (isNull(right) ? '0' : right) : left;
    }
    return left;
  }
  #and(): string {
    let left = this.#compare();
    while (this.#take('&')) {
      const right = this.#compare();
      left = isNull(left) || isNull(right) ? '0' : left;
    }
    return left;
  }
  #compare(): string {
    let left = this.#add();
    for (let operator = this.#relation(); operator; operator = this.#relation()) {
      const right = this.#add();
      const numbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
      const [a, b] = numbers ? [BigInt(left), BigInt(right)] : [left, right];
      const order = a < b ? -1 : a > b ? 1 : 0;
      left = holds(operator, order) ? '1' : '0';
    }
    return left;
  }
  #relation(): string | undefined {
    return this.#take('<', '<=', '=', '==', '!=', '>=', '>');
  }
  #add(): string {
    let left = this.#multiply();
    for (let operator = this.#take('+', '-'); operator; operator = this.#take('+', '-')) {
      const right = this.#multiply();
      const [a, b] = [this.#number(left), this.#number(right)];
      left = String(operator === '+' ? a + b : a - b);
    }
    return left;
  }
  #multiply(): string {
    let left = this.#match();
    for (let operator = this.#take('*', '/', '%'); operator; operator = this.#take('*', '/', '%')) {
      const right = this.#match();
      const [a, b] = [this.#number(left), this.#number(right)];
      if (operator !== '*' && b === 0n) this.#fail('division by zero');
      left = String(operator === '*' ? a * b : operator === '/' ? a / b : a % b);
    }
    return left;
  }
  #match(): string {
    let left = this.#word();
    while (this.#take(':')) left = this.#matched(left, this.#word());
    return left;
  }
  #matched(value: string, pattern: string): string {
    const regex = compileRegex(`^${pattern.replace(/^\^/, '')}`, {});
    if ('error' in regex) this.#fail(regex.error);
    const found = regex.exec(value);
    if (regex.groups > 0) return found?.groups[1] ?? '';
    return String(found ? [...found.groups[0]!].length : 0);
  }
  #word(): string {
    const word = this.words[this.#at++];
    const before = this.words[this.#at - 2];
    if (word === undefined)
      this.#fail(this.text.gnu ? `syntax error: missing argument after '${before}'` : 'syntax error');
    switch (word) {
      case '(': {
        const value = this.#or();
        if (!this.#take(')'))
          this.#fail(
            this.text.gnu ? `syntax error: expecting ')' after '${this.words[this.#at - 1]}'` : 'syntax error',
          );
        return value;
      }
      case '+':
        if (this.words[this.#at] !== undefined && this.text.gnu) return this.words[this.#at++]!;
        break;
      case 'length':
        return String([...this.#word()].length);
      case 'match':
        return this.#matched(this.#word(), this.#word());
      case 'index': {
        const [value, set] = [[...this.#word()], new Set(this.#word())];
        return String(value.findIndex((character) => set.has(character)) + 1);
      }
      case 'substr': {
        const [value, from, count] = [this.#word(), this.#word(), this.#word()];
        if (!/^\d+$/.test(from) || !/^\d+$/.test(count) || Number(from) === 0) return '';
        return [...value].slice(Number(from) - 1, Number(from) - 1 + Number(count)).join('');
      }
      case ')':
        this.#fail(this.text.gnu ? "syntax error: unexpected ')'" : 'syntax error');
        break;
      default:
    }
    return word;
  }
}

const isNull = (value: string) => value === '' || /^-?0+$/.test(value);

function holds(operator: string, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}

export const expr = textApplet('expr', function* (text) {
  const { args, gnu } = text;
  if (gnu && args.length === 1 && /^--(help|version)$/.test(args[0]!)) text.parse({});
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words.length === 0) {
    if (gnu) text.usage('missing operand', 2);
    text.die('too few arguments', 2);
  }
  const value = new Expr(text, words).all();
  text.put(`${value}\n`);
  return isNull(value) ? 1 : 0;
});

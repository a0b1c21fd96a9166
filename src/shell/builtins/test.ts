import type { Stat } from '../../fs/index.ts';
import type { Flavor } from './flavor.ts';

/** What `test` asks of the system. `stat` and `lstat` give undefined for what isn't there. */
export interface FileTests {
  stat(path: string): Stat | undefined;
  lstat(path: string): Stat | undefined;
  access(path: string, mode: { read?: boolean; write?: boolean; execute?: boolean }): boolean;
  isatty(fd: number): boolean;
  readonly uid: number;
  readonly gid: number;
  /** bash's `-v NAME` and `-o OPTION`, `-R NAME`. */
  variable?(name: string): boolean;
  option?(name: string): boolean;
  reference?(name: string): boolean;
  /** ash's `[[`: `=` compares with a pattern. */
  pattern?(pattern: string, text: string): boolean;
}

export interface Tested {
  /** 0 true, 1 false, 2 error. */
  readonly status: number;
  /** For standard error, without the command's name. */
  readonly error?: string;
}

/** What was wrong; caught by {@link evaluateTest}. */
export class TestError {
  constructor(readonly message: string) {}
}

/** `test ARGS` and `[ ARGS ]`: argv with its name first. */
export function evaluateTest(
  argv: readonly string[],
  files: FileTests,
  flavor: Flavor,
  bashVersion: '5.2' | '5.3' = '5.3',
): Tested {
  const [name = 'test', ...rest] = argv;
  let args = rest;
  if (name.endsWith('[')) {
    if (args.at(-1) !== ']') return { status: 2, error: MISSING[flavor] };
    args = args.slice(0, -1);
  }
  try {
    return { status: evaluator(flavor)(args, files) ? 0 : 1 };
  } catch (problem) {
    if (problem instanceof TestError) {
      const older = flavor === 'bash' && bashVersion === '5.2';
      const error = older
        ? problem.message.replace(/: integer expected$/, ': integer expression expected')
        : problem.message;
      return { status: 2, error };
    }
    throw problem;
  }
}

const MISSING: Readonly<Record<Flavor, string>> = {
  bash: "missing `]'",
  dash: 'missing ]',
  busybox: 'missing ]',
  gnu: "missing ']'",
};

function evaluator(flavor: Flavor): (args: readonly string[], files: FileTests) => boolean {
  if (flavor === 'dash') return dash;
  return flavor === 'busybox' ? busybox : (args, files) => posix(args, files, flavor);
}

const UNARY = 'abcdefghkprstuwxzGLNOS';
/** The letters of bash's unary tests. */
export const UNARY_FILE_TESTS = `${UNARY}noRv`;
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

function isUnary(word: string | undefined, flavor: Flavor): boolean {
  return word !== undefined && word.length === 2 && word[0] === '-' && LETTERS[flavor].includes(word[1]!);
}

const LETTERS: Readonly<Record<Flavor, string>> = {
  bash: UNARY_FILE_TESTS,
  gnu: 'bcdefghknprstuwxzGLNOS',
  dash: 'rwxefdcbpugkshLzntOGS',
  busybox: 'rwxefdcbpugkshLzntOGS',
};

function isBinary(word: string | undefined, flavor: Flavor): boolean {
  return word !== undefined && BINARY.has(word) && !(flavor === 'dash' && word === '==');
}

/** A unary operator that every flavor shares. */
export function unaryTest(operator: string, operand: string, files: FileTests, flavor: Flavor): boolean {
  const stat = () => files.stat(operand);
  switch (operator[1]) {
    case 'n':
      return operand !== '';
    case 'z':
      return operand === '';
    case 'a':
    case 'e':
      return stat() !== undefined;
    case 'f':
      return stat()?.type === 'file';
    case 'd':
      return stat()?.type === 'directory';
    case 'c':
      return stat()?.type === 'chardev';
    case 'b':
      return false; // There are no block devices.
    case 'p':
      return stat()?.type === 'fifo';
    case 'S':
      return stat()?.type === 'socket';
    case 'h':
    case 'L':
      return files.lstat(operand)?.type === 'symlink';
    case 's':
      return (stat()?.size ?? 0) > 0;
    case 'r':
      return files.access(operand, { read: true });
    case 'w':
      return files.access(operand, { write: true });
    case 'x':
      return files.access(operand, { execute: true });
    case 'u':
      return ((stat()?.mode ?? 0) & 0o4000) !== 0;
    case 'g':
      return ((stat()?.mode ?? 0) & 0o2000) !== 0;
    case 'k':
      return ((stat()?.mode ?? 0) & 0o1000) !== 0;
    case 'O':
      return stat()?.uid === files.uid;
    case 'G':
      return stat()?.gid === files.gid;
    case 'N': {
      const found = stat();
      return found !== undefined && found.mtime > found.atime;
    }
    case 't':
      return terminal(operand, files, flavor);
    case 'v':
      return files.variable?.(operand) ?? false;
    case 'o':
      return files.option?.(operand) ?? false;
    case 'R':
      return files.reference?.(operand) ?? false;
    default:
      throw new Error(`no such test: ${operator}`);
  }
}

function terminal(operand: string, files: FileTests, flavor: Flavor): boolean {
  if (flavor === 'bash') return /^\s*[+-]?\d+\s*$/.test(operand) && files.isatty(Number(operand));
  return files.isatty(Number(number(operand, flavor)));
}

/** A binary operator; -nt and -ot take a missing file for older. */
export function binaryTest(left: string, operator: string, right: string, files: FileTests, flavor: Flavor): boolean {
  switch (operator) {
    case '=':
    case '==':
      return files.pattern ? files.pattern(right, left) : left === right;
    case '!=':
      return files.pattern ? !files.pattern(right, left) : left !== right;
    case '<':
      return compareText(left, right) < 0;
    case '>':
      return compareText(left, right) > 0;
    case '-nt':
    case '-ot': {
      const [a, b] = operator === '-nt' ? [files.stat(left), files.stat(right)] : [files.stat(right), files.stat(left)];
      // busybox looks at whole seconds.
      const newer = (x: Stat, y: Stat) =>
        flavor === 'busybox' ? Math.floor(x.mtime / 1000) > Math.floor(y.mtime / 1000) : x.mtime > y.mtime;
      if (flavor === 'dash' || flavor === 'busybox') return a !== undefined && b !== undefined && newer(a, b);
      return a !== undefined && (b === undefined || a.mtime > b.mtime);
    }
    case '-ef': {
      const [a, b] = [files.stat(left), files.stat(right)];
      return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
    }
    default:
      return compareNumbers(number(left, flavor), operator, number(right, flavor));
  }
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The arithmetic comparisons `-eq` to `-ge`. */
export function compareNumbers(a: bigint, operator: string, b: bigint): boolean {
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

function number(text: string, flavor: Flavor): bigint {
  const match = /^[ \t\n\v\f\r]*([+-]?)(\d+)[ \t\n\v\f\r]*$/.exec(text);
  const value = match ? BigInt(match[2]!) * (match[1] === '-' ? -1n : 1n) : undefined;
  const fits = value !== undefined && BigInt.asIntN(64, value) === value;
  switch (flavor) {
    case 'bash':
      if (!fits) throw new TestError(`${text}: integer expected`);
      return value;
    case 'gnu':
      if (value === undefined) throw new TestError(`invalid integer '${text}'`);
      return value;
    case 'dash':
      if (value === undefined) throw new TestError(`Illegal number: ${text}`);
      if (!fits) throw new TestError(`Illegal number: ${text}`);
      return value;
    case 'busybox':
      if (value === undefined) throw new TestError(text === '' ? 'bad number' : `${text}: bad number`);
      if (!fits) throw new TestError(`${text}: out of range`);
      return value;
    default:
      return flavor satisfies never;
  }
}

/** bash and GNU: POSIX's rules by the number of arguments, and a grammar for more than four. */
function posix(args: readonly string[], files: FileTests, flavor: 'bash' | 'gnu'): boolean {
  let at = 0;
  const gnu = flavor === 'gnu';
  const one = (word: string | undefined) => word !== '' && word !== undefined;
  const quote = (word: string) => (gnu ? `'${word}'` : word);

  function two(): boolean {
    const word = args[at]!;
    if (word === '!') {
      at += 2;
      return !one(args[at - 1]);
    }
    if (!isUnary(word, flavor)) {
      if (gnu && !/^-.$/.test(word)) throw new TestError(`missing argument after '${args.at(-1)}'`);
      throw new TestError(`${quote(word)}: unary operator expected`);
    }
    at += 2;
    return unaryTest(word, args[at - 1]!, files, flavor);
  }

  function three(): boolean {
    const [a, b, c] = [args[at]!, args[at + 1]!, args[at + 2]!];
    if (isBinary(b, flavor)) {
      at += 3;
      return binaryTest(a, b, c, files, flavor);
    }
    if (b === '-a' || b === '-o') {
      if (gnu) return or();
      at += 3;
      return b === '-a' ? one(a) && one(c) : one(a) || one(c);
    }
    if (a === '!') {
      at++;
      return !two();
    }
    if (a === '(' && c === ')') {
      at += 3;
      return one(b);
    }
    throw new TestError(`${quote(b)}: binary operator expected`);
  }

  function counted(count: number): boolean {
    if (count === 1) return one(args[at++]);
    if (count === 2) return two();
    if (count === 3) return three();
    if (count === 4) {
      if (args[at] === '!') {
        at++;
        return !three();
      }
      if (args[at] === '(' && args[at + 3] === ')') {
        at++;
        const value = two();
        at++;
        return value;
      }
    }
    return or();
  }

  function or(): boolean {
    let value = and();
    while (args[at] === '-o') {
      at++;
      value = and() || value;
    }
    return value;
  }

  function and(): boolean {
    let value = term();
    while (args[at] === '-a') {
      at++;
      value = term() && value;
    }
    return value;
  }

  function term(): boolean {
    const word = args[at];
    if (word === undefined) {
      if (gnu) throw new TestError(`missing argument after '${args.at(-1)}'`);
      throw new TestError('argument expected');
    }
    if (word === '!') {
      at++;
      return !term();
    }
    if (word === '(') {
      at++;
      if (args[at] === undefined) {
        if (gnu) throw new TestError(`missing argument after '('`);
        throw new TestError('argument expected');
      }
      const close = args.indexOf(')', at + 1);
      const count = (close < 0 ? args.length : close) - at;
      const few = gnu ? (close >= 0 && count <= 4) || args.length - at <= 4 : close >= 0 && count <= 4;
      const value = few ? counted(count) : or();
      if (args[at] === undefined) throw new TestError(gnu ? "')' expected" : "`)' expected");
      if (args[at] !== ')')
        throw new TestError(gnu ? `')' expected, found '${args[at]}'` : `\`)' expected, found ${args[at]}`);
      at++;
      return value;
    }
    if (args.length - at >= 3 && isBinary(args[at + 1], flavor)) {
      at += 3;
      return binaryTest(word, args[at - 2]!, args[at - 1]!, files, flavor);
    }
    if (isUnary(word, flavor) && args.length - at >= 2) {
      at += 2;
      return unaryTest(word, args[at - 1]!, files, flavor);
    }
    if (gnu && /^-.$/s.test(word)) {
      if (isUnary(word, flavor)) throw new TestError(`missing argument after '${word}'`);
      throw new TestError(`'${word}': unary operator expected`);
    }
    at++;
    return word !== '';
  }

  if (args.length === 0) return false;
  const value = counted(args.length);
  if (at < args.length) {
    if (gnu) throw new TestError(`extra argument '${args[at]}'`);
    if (args[at]!.startsWith('-')) throw new TestError(`syntax error: \`${args[at]}' unexpected`);
    throw new TestError('too many arguments');
  }
  return value;
}

/** dash's test.c. */
function dash(given: readonly string[], files: FileTests): boolean {
  let args = given;
  let negate = false;
  let direct = false;
  // 1. Leading `!` and enclosing parentheses of three or four arguments are taken away first.
  for (;;) {
    if (args.length === 0) return negate;
    if (args.length === 3 && isBinary(args[1], 'dash')) {
      direct = true;
      break;
    }
    if (args.length !== 3 && args.length !== 4) break;
    if (args[0] === '(' && args.at(-1) === ')') {
      args = args.slice(1, -1);
      break;
    }
    if (args[0] !== '!') break;
    negate = !negate;
    args = args.slice(1);
  }
  // 2. The rest by dash's grammar; a word that could be an operator is an operand where an operator follows it.
  let at = 0;
  const kind = (i: number): string => {
    const word = args[i];
    if (word === undefined) return 'end';
    if (word === '-a' || word === '-o' || word === '!' || word === ')') return word;
    if (word === '(') return args[i + 1] === undefined ? 'operand' : '(';
    if (isBinary(word, 'dash')) return 'binary';
    if (!isUnary(word, 'dash')) return 'operand';
    const operand = args[i + 1] === undefined || (args[i + 2] !== undefined && isBinary(args[i + 1], 'dash'));
    return operand ? 'operand' : 'unary';
  };
  function or(first: string): boolean {
    let value = false;
    for (let next = first; ; ) {
      value = and(next) || value;
      if (kind(at + 1) !== '-o') return value;
      at += 2;
      next = kind(at);
    }
  }
  function and(first: string): boolean {
    let value = true;
    for (let next = first; ; ) {
      value = not(next) && value;
      if (kind(at + 1) !== '-a') return value;
      at += 2;
      next = kind(at);
    }
  }
  function not(next: string): boolean {
    if (next !== '!') return primary(next);
    const following = kind(at + 1);
    if (following !== 'end') at++;
    return !not(following);
  }
  function primary(next: string): boolean {
    if (next === 'end') return false;
    if (next === '(') {
      at++;
      const inner = kind(at);
      if (inner === ')') return false;
      const value = or(inner);
      at++;
      if (kind(at) !== ')') throw new TestError('closing paren expected');
      return value;
    }
    if (next === 'unary') {
      at++;
      if (args[at] === undefined) throw new TestError(`${args[at - 1]}: argument expected`);
      return unaryTest(args[at - 1]!, args[at]!, files, 'dash');
    }
    if (kind(at + 1) === 'binary') {
      if (args[at + 2] === undefined) throw new TestError(`${args[at + 1]}: argument expected`);
      at += 2;
      return binaryTest(args[at - 2]!, args[at - 1]!, args[at]!, files, 'dash');
    }
    return args[at] !== '';
  }
  const value = or(direct ? 'operand' : kind(0)) !== negate;
  if (args[at] !== undefined && args[at + 1] !== undefined)
    throw new TestError(args[at] === '' ? 'unexpected operator' : `${args[at]}: unexpected operator`);
  return value;
}

/** busybox's test.c. */
function busybox(given: readonly string[], files: FileTests): boolean {
  // One, two and three words, with a `!` before them or not, are no matter of the grammar.
  const comparison = given.length === 3 && isBinary(given[1], 'busybox');
  const negate = given[0] === '!' && given.length > 1 && !comparison;
  const plain = negate ? given.slice(1) : given;
  if (plain.length === 0) return false;
  if (plain.length === 1) return (plain[0] !== '') !== negate;
  if (plain.length === 3 && isBinary(plain[1], 'busybox'))
    return binaryTest(plain[0]!, plain[1]!, plain[2]!, files, 'busybox') !== negate;
  const args = given;
  let at = 0;
  const kind = (i: number): string => {
    const word = args[i];
    if (word === undefined) return 'end';
    if (word === '-a' || word === '-o' || word === '!' || word === ')' || word === '(') return word;
    if (isBinary(word, 'busybox')) return 'binary';
    return isUnary(word, 'busybox') ? 'unary' : 'operand';
  };
  function or(first: string): boolean {
    let value = false;
    for (let next = first; ; ) {
      value = and(next) || value;
      if (kind(at + 1) !== '-o') return value;
      at += 2;
      next = kind(at);
    }
  }
  function and(first: string): boolean {
    let value = true;
    for (let next = first; ; ) {
      value = not(next) && value;
      if (kind(at + 1) !== '-a') return value;
      at += 2;
      next = kind(at);
    }
  }
  function not(next: string): boolean {
    if (next !== '!') return primary(next);
    at++;
    return !not(kind(at));
  }
  function primary(next: string): boolean {
    if (next === 'end') throw new TestError('argument expected');
    if (next === '(') {
      at++;
      const value = or(kind(at));
      at++;
      if (kind(at) !== ')') throw new TestError('closing paren expected');
      return value;
    }
    if (kind(at + 1) === 'binary' && args[at + 2] !== undefined) {
      at += 2;
      return binaryTest(args[at - 2]!, args[at - 1]!, args[at]!, files, 'busybox');
    }
    if (next === 'unary' && args[at + 1] !== undefined) {
      at++;
      return unaryTest(args[at - 1]!, args[at]!, files, 'busybox');
    }
    if (kind(at + 1) === 'binary') throw new TestError(`${args[at + 1]}: argument expected`);
    return args[at] !== '';
  }
  const value = or(kind(0));
  if (args[at] !== undefined && args[at + 1] !== undefined) throw new TestError(`${args[at + 1]}: unknown operand`);
  return value;
}

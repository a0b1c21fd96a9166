import { isErrno } from '../../fs/index.ts';
import { type Op, SIGNALS } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { decodeWord, encodeWord } from './binary.ts';
import { busyboxNumber } from './counts.ts';
import { quote, quoteFile, shellQuote } from './quote.ts';
import { type Input, inputOn, readLine, type Text, takeLine, textApplet } from './text.ts';

const GNU: OptionSpec = {
  null: ['0', 'flag'],
  'arg-file': ['a', 'value'],
  delimiter: ['d', 'value'],
  E: ['E', 'value'],
  eof: ['e', 'optional'],
  I: ['I', 'value'],
  replace: ['i', 'optional'],
  L: ['L', 'value'],
  'max-lines': ['l', 'optional'],
  'max-args': ['n', 'value'],
  'open-tty': ['o', 'flag'],
  'max-procs': ['P', 'value'],
  interactive: ['p', 'flag'],
  'process-slot-var': [undefined, 'value'],
  'no-run-if-empty': ['r', 'flag'],
  'max-chars': ['s', 'value'],
  'show-limits': ['S', 'flag'],
  verbose: ['t', 'flag'],
  exit: ['x', 'flag'],
};
const BUSYBOX: OptionSpec = {
  null: ['0', 'flag'],
  'arg-file': ['a', 'value'],
  E: ['E', 'value'],
  eof: ['e', 'optional'],
  I: ['I', 'value'],
  replace: ['i', 'optional'],
  'max-args': ['n', 'value'],
  'open-tty': ['o', 'flag'],
  'max-procs': ['P', 'value'],
  interactive: ['p', 'flag'],
  'no-run-if-empty': ['r', 'flag'],
  'max-chars': ['s', 'value'],
  verbose: ['t', 'flag'],
  exit: ['x', 'flag'],
};

interface Plan {
  readonly command: readonly string[];
  readonly delimiter: string | undefined;
  readonly replace: string | undefined;
  readonly eof: string | undefined;
  readonly maxArgs: number;
  readonly maxLines: number;
  readonly maxChars: number;
  readonly parallel: number;
  readonly runIfEmpty: boolean;
  readonly verbose: boolean;
  readonly ask: boolean;
  readonly exit: boolean;
  readonly file: string | undefined;
}

/** What xargs reads next: an argument and whether a line ended behind it; what is wrong with the quotes. */
type Item =
  | { readonly kind: 'word'; readonly word: string; readonly lineEnd: boolean }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly message: string };

const MAX_CHARS = 131_072;

function delimiterOf(text: Text, word: string): string {
  const escapes: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    '0': '\0',
    a: '\x07',
    b: '\b',
    f: '\f',
    r: '\r',
    v: '\v',
    '\\': '\\',
  };
  const bytes = encodeWord(word);
  if (bytes.length === 1) return bytes;
  if (bytes.startsWith('\\')) {
    const rest = bytes.slice(1);
    if (/^[0-7]{1,3}$/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8) & 255);
    if (/^x[0-9a-fA-F]{1,2}$/.test(rest)) return String.fromCharCode(Number.parseInt(rest.slice(1), 16));
    if (escapes[rest] !== undefined) return escapes[rest];
    return text.die(`Invalid escape sequence ${word} in input delimiter specification.`);
  }
  return text.die(
    `Invalid input delimiter specification ${word}: the delimiter must be either a single character or an escape sequence starting with \\.`,
  );
}

function planOf(text: Text): Plan {
  const { gnu } = text;
  const parsed = text.parse(gnu ? GNU : BUSYBOX, { stopAtOperand: true });
  const number = (name: string, letter: string, least: number, fallback: number): number => {
    const value = parsed.value(name);
    if (value === undefined) return fallback;
    if (!gnu) return busyboxNumber(text, value, { min: least, max: 2_147_483_647 });
    if (!/^[-+]?\d+$/.test(value)) return text.usage(`invalid number "${value}" for -${letter} option`);
    if (Number(value) < least) return text.usage(`value ${value} for -${letter} option should be >= ${least}`);
    return Number(value);
  };
  let replace: string | undefined;
  let maxLines = Number.POSITIVE_INFINITY;
  let maxArgs = Number.POSITIVE_INFINITY;
  // Of -I, -L and -n the last one counts.
  for (const { name, value } of parsed.order) {
    if (name === 'I' || name === 'replace') {
      replace = value || '{}';
      maxLines = maxArgs = Number.POSITIVE_INFINITY;
    } else if (name === 'L' || name === 'max-lines') {
      maxLines = name === 'L' || value !== '' ? number(name, name === 'L' ? 'L' : 'l', 1, 1) : 1;
      replace = undefined;
      maxArgs = Number.POSITIVE_INFINITY;
    } else if (name === 'max-args') {
      maxArgs = number('max-args', 'n', 1, 1);
      maxLines = Number.POSITIVE_INFINITY;
      if (replace !== undefined && maxArgs === 1) maxArgs = Number.POSITIVE_INFINITY;
      else replace = undefined;
    }
  }
  const delimiter = parsed.value('delimiter');
  return {
    command: parsed.operands.length > 0 ? parsed.operands : ['echo'],
    delimiter: delimiter !== undefined ? delimiterOf(text, delimiter) : parsed.has('null') ? '\0' : undefined,
    replace: replace === undefined ? undefined : encodeWord(replace),
    eof: parsed.value('E') || parsed.value('eof') || undefined,
    maxArgs,
    maxLines,
    maxChars: Math.min(number('max-chars', 's', 1, MAX_CHARS), MAX_CHARS),
    parallel: number('max-procs', 'P', 0, 1) || Number.POSITIVE_INFINITY,
    runIfEmpty: !parsed.has('no-run-if-empty'),
    verbose: parsed.has('verbose') || parsed.has('interactive'),
    ask: parsed.has('interactive'),
    exit: parsed.has('exit'),
    file: parsed.value('arg-file'),
  };
}

/** Splits a line at blanks, with quotes and backslashes; `more`: the line ends in a backslash and goes on. */
function splitLine(
  line: string,
  unmatched: string,
): { words: string[]; error?: string; more: boolean; blankEnd: boolean } {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === ' ' || c === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (c === '"' || c === "'") {
      const end = line.indexOf(c, i + 1);
      if (end < 0)
        return {
          words,
          error: `unmatched ${c === '"' ? 'double' : 'single'} quote${unmatched}`,
          more: false,
          blankEnd: false,
        };
      word = (word ?? '') + line.slice(i + 1, end);
      i = end;
    } else if (c === '\\') {
      if (i === line.length - 1) return { words, more: true, blankEnd: false };
      word = (word ?? '') + line[++i];
    } else word = (word ?? '') + c;
  }
  if (word !== undefined) words.push(word);
  return { words, more: false, blankEnd: /[ \t]$/.test(line) };
}

const GNU_UNMATCHED = '; by default quotes are special to xargs unless you use the -0 option';

/** Reads arguments one after another. */
function reader(text: Text, plan: Plan, input: Input): () => Op<Item> {
  const queue: Item[] = [];
  const { gnu } = text;
  const end = plan.delimiter ?? '\n';
  return function* () {
    for (;;) {
      const item = queue.shift();
      if (item) return item;
      let line = takeLine(input, end) ?? (yield* readLine(text, input, undefined, end));
      if (line === undefined) return { kind: 'end' };
      if (plan.delimiter !== undefined) return { kind: 'word', word: line, lineEnd: true };
      if (plan.replace !== undefined) {
        // The whole line is one argument; GNU takes quotes away all the same, busybox doesn't.
        const trimmed = line.replace(/^[ \t]+/, '');
        if (plan.eof !== undefined && trimmed === plan.eof) return { kind: 'end' };
        if (trimmed === '') continue;
        if (!gnu) return { kind: 'word', word: trimmed, lineEnd: true };
        const word = unquoted(trimmed);
        if (word === undefined) return quoteError(trimmed);
        return { kind: 'word', word, lineEnd: true };
      }
      let split = splitLine(line, gnu ? GNU_UNMATCHED : '');
      while (split.more) {
        const next: string | undefined = takeLine(input) ?? (yield* readLine(text, input, undefined));
        if (next === undefined) {
          split = splitLine(line.slice(0, -1), gnu ? GNU_UNMATCHED : '');
          break;
        }
        // A newline after a backslash is part of the argument.
        line = `${line.slice(0, -1)}\\\n${next}`;
        split = splitLine(line, gnu ? GNU_UNMATCHED : '');
      }
      for (const [i, word] of split.words.entries()) {
        if (plan.eof !== undefined && word === plan.eof) {
          queue.push({ kind: 'end' }, { kind: 'end' });
          break;
        }
        // A blank at a line's end joins it to the next one.
        queue.push({ kind: 'word', word, lineEnd: i === split.words.length - 1 && !split.blankEnd });
      }
      if (split.error !== undefined) queue.push({ kind: 'error', message: split.error });
    }
  };
}

function quoteError(line: string): Item {
  const { error } = splitLine(line, GNU_UNMATCHED);
  return { kind: 'error', message: error ?? '' };
}

/** A line without its quotes and backslashes, blanks and all; undefined: a quote is open. */
function unquoted(line: string): string | undefined {
  let out = '';
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === '"' || c === "'") {
      const end = line.indexOf(c, i + 1);
      if (end < 0) return undefined;
      out += line.slice(i + 1, end);
      i = end;
    } else if (c === '\\' && i + 1 < line.length) out += line[++i];
    else out += c;
  }
  return out;
}

/** Runs commands, at most so many at once, and keeps the worst status. */
function runner(text: Text, plan: Plan) {
  const { gnu, sys } = text;
  let running = 0;
  let devNull: number | undefined;
  function* reap(): Op<void> {
    const { status } = yield* sys.wait(-1);
    running--;
    const [command] = plan.command as [string];
    if (status.kind === 'signaled') {
      const number = SIGNALS[status.signal];
      text.die(gnu ? `${command}: terminated by signal ${number}` : `'${command}' terminated by signal ${number}`, 125);
    }
    if (status.kind !== 'exited') return;
    if (status.status === 255) text.die(`${command}: exited with status 255; aborting`, 124);
    if (status.status !== 0) text.status = 123;
  }
  return {
    *run(args: readonly string[]): Op<void> {
      const argv = args.map(decodeWord);
      if (plan.verbose) {
        const line = gnu ? argv.map((word) => shellQuote(word)).join(' ') : argv.join(' ');
        yield* sys.write(2, line + (plan.ask ? ' ?...' : '\n'));
        if (plan.ask && !(yield* agreed(text))) return;
      }
      while (running >= plan.parallel) yield* reap();
      devNull ??= sys.open('/dev/null');
      try {
        sys.spawn({ path: sys.which(argv[0]!), argv, fds: { 0: devNull, 1: 1, 2: 2 }, env: { ...sys.env } });
        running++;
      } catch (error) {
        if (!isErrno(error)) throw error;
        const status = error.code === 'ENOENT' ? 127 : 126;
        text.die(
          gnu ? `failed to run command ${quoteFile(argv[0]!)}: ${error.message}` : `${argv[0]}: ${error.message}`,
          status,
        );
      }
      if (plan.parallel === 1) while (running > 0) yield* reap();
    },
    *finish(): Op<void> {
      while (running > 0) yield* reap();
    },
  };
}

/** -p: a line from the terminal that begins with y. */
function* agreed({ sys }: Text): Op<boolean> {
  let fd: number;
  try {
    fd = sys.open('/dev/tty');
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
  const answer = yield* sys.read(fd);
  sys.close(fd);
  return answer[0] === 0x79 || answer[0] === 0x59;
}

function* main(text: Text): Op<number> {
  const { gnu, sys } = text;
  const plan = planOf(text);
  let fd = 0;
  if (plan.file !== undefined && plan.file !== '-')
    try {
      fd = sys.open(plan.file);
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(
        gnu
          ? `Cannot open input file ${quote(plan.file)}: ${error.message}`
          : `can't open '${plan.file}': ${error.message}`,
      );
    }
  const next = reader(text, plan, inputOn(fd));
  const { run, finish } = runner(text, plan);
  const command = plan.command.map(encodeWord);
  const base = command.reduce((sum, word) => sum + word.length + 1, 0);
  let args: string[] = [];
  let size = base;
  let lines = 0;
  let ran = false;
  const flush = function* (): Op<void> {
    yield* run([...command, ...args]);
    ran = true;
    args = [];
    size = base;
    lines = 0;
  };
  for (;;) {
    const item = yield* next();
    if (item.kind === 'error') {
      yield* finish();
      text.die(item.message, 1);
    }
    if (item.kind === 'end') break;
    if (plan.replace !== undefined) {
      yield* run(command.map((word, i) => (i === 0 ? word : word.replaceAll(plan.replace!, () => item.word))));
      ran = true;
      continue;
    }
    if (args.length > 0 && size + item.word.length + 1 > plan.maxChars) yield* flush();
    if (size + item.word.length + 1 > plan.maxChars) text.die('argument line too long', 1);
    args.push(item.word);
    size += item.word.length + 1;
    if (item.lineEnd) lines++;
    if (args.length >= plan.maxArgs || lines >= plan.maxLines) yield* flush();
  }
  if (plan.replace === undefined && (args.length > 0 || (!ran && plan.runIfEmpty))) yield* flush();
  yield* finish();
  return text.status;
}

export const xargs = textApplet('xargs', main);

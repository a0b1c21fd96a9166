import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import type { OptionSpec, Parsed } from './applet.ts';
import { encodeWord, fromBinary } from './binary.ts';
import { quote, quoteName } from './quote.ts';
import { type Comparison, compareLines, type Key, keyOptions, type Order, orderOf, parseKey } from './sort-keys.ts';
import {
  busyboxPlain,
  closeOperand,
  inputError,
  inputOn,
  openOperand,
  readLine,
  type Text,
  takeLine,
  textApplet,
} from './text.ts';

const GNU: OptionSpec = {
  'ignore-leading-blanks': ['b', 'flag'],
  'dictionary-order': ['d', 'flag'],
  'ignore-case': ['f', 'flag'],
  'general-numeric-sort': ['g', 'flag'],
  'ignore-nonprinting': ['i', 'flag'],
  'month-sort': ['M', 'flag'],
  'human-numeric-sort': ['h', 'flag'],
  'numeric-sort': ['n', 'flag'],
  reverse: ['r', 'flag'],
  'version-sort': ['V', 'flag'],
  sort: [undefined, 'value'],
  'batch-size': [undefined, 'value'],
  c: ['c', 'flag'],
  check: [undefined, 'optional'],
  C: ['C', 'flag'],
  'compress-program': [undefined, 'value'],
  key: ['k', 'value'],
  merge: ['m', 'flag'],
  output: ['o', 'value'],
  stable: ['s', 'flag'],
  'buffer-size': ['S', 'value'],
  'field-separator': ['t', 'value'],
  'temporary-directory': ['T', 'value'],
  parallel: [undefined, 'value'],
  unique: ['u', 'flag'],
  'zero-terminated': ['z', 'flag'],
};
const BUSYBOX: OptionSpec = {
  'numeric-sort': ['n', 'flag'],
  'general-numeric-sort': ['g', 'flag'],
  'human-numeric-sort': ['h', 'flag'],
  'month-sort': ['M', 'flag'],
  'version-sort': ['V', 'flag'],
  unique: ['u', 'flag'],
  reverse: ['r', 'flag'],
  'ignore-nonprinting': ['i', 'flag'],
  'dictionary-order': ['d', 'flag'],
  'ignore-case': ['f', 'flag'],
  'ignore-leading-blanks': ['b', 'flag'],
  c: ['c', 'flag'],
  stable: ['s', 'flag'],
  'zero-terminated': ['z', 'flag'],
  merge: ['m', 'flag'],
  'buffer-size': ['S', 'value'],
  'temporary-directory': ['T', 'value'],
  output: ['o', 'value'],
  key: ['k', 'value'],
  'field-separator': ['t', 'value'],
};
const TROUBLE = 2;

interface Plan {
  readonly comparison: Comparison;
  readonly unique: boolean;
  /** The files are sorted already. */
  readonly merge: boolean;
  readonly check: 'no' | 'tell' | 'quiet';
  readonly output: string | undefined;
  readonly separator: string;
  readonly names: readonly string[];
}

const SORTS: Readonly<Record<string, string>> = {
  'general-numeric': 'g',
  'human-numeric': 'h',
  month: 'M',
  numeric: 'n',
  random: 'R',
  version: 'V',
};

function tabOf(text: Text, parsed: Parsed): string | undefined {
  const given = parsed.value('field-separator');
  if (given === undefined) return undefined;
  if (!text.gnu) {
    if (given.length !== 1) text.die('bad -t parameter', TROUBLE);
    return encodeWord(given);
  }
  if (given === '') text.die('empty tab', TROUBLE);
  if (given === '\\0') return '\0';
  if (encodeWord(given).length > 1) text.die(`multi-character tab ${quote(given)}`, TROUBLE);
  return encodeWord(given);
}

function plan(text: Text): Plan {
  const { gnu } = text;
  const parsed = text.parse(gnu ? GNU : BUSYBOX, { status: TROUBLE });
  let letters = '';
  for (const { name, value } of parsed.order) {
    letters += keyOptions(name);
    if (name === 'sort') {
      const sort = SORTS[value];
      if (!sort) text.usage(`invalid argument ${quote(value)} for '--sort'`, TROUBLE);
      letters += sort;
    }
  }
  const order: Order = orderOf(letters);
  const keys: Key[] = (parsed.options.get('key') ?? []).map((word) => {
    const key = parseKey(word, gnu);
    return 'error' in key ? text.die(key.error, TROUBLE) : key;
  });
  for (const name of ['batch-size', 'parallel', 'buffer-size']) {
    const value = parsed.value(name);
    if (gnu && value !== undefined && !/^\d+[bkKmMGTPE%]?$/.test(value))
      text.die(`invalid --${name} argument ${quote(value)}`, TROUBLE);
  }
  const checks = parsed.order.filter(({ name }) => name === 'c' || name === 'check' || name === 'C');
  const quiet = checks.some(({ name, value }) => name === 'C' || value === 'quiet' || value === 'silent');
  if (gnu && checks.length > 0 && parsed.operands.length > 1)
    text.die(`extra operand ${quote(parsed.operands[1]!)} not allowed with -${quiet ? 'C' : 'c'}`, TROUBLE);
  const unique = parsed.has('unique');
  return {
    comparison: {
      keys: keys.map((key) => (key.own ? key : { ...key, order })),
      order,
      tab: tabOf(text, parsed),
      lastResort: !(gnu && unique) && !parsed.has('stable'),
      gnu,
    },
    unique,
    merge: gnu && parsed.has('merge'),
    check: checks.length === 0 ? 'no' : quiet ? 'quiet' : 'tell',
    output: parsed.value('output'),
    separator: parsed.has('zero-terminated') ? '\0' : '\n',
    names: parsed.operands.length > 0 ? parsed.operands : ['-'],
  };
}

/** The lines of each operand; an operand that can't be read ends the command. */
function* readLines(text: Text, { names, separator }: Plan): Op<string[][]> {
  const files: string[][] = [];
  const { gnu } = text;
  for (const name of names) {
    const fd = yield* openOperand(
      text,
      name,
      gnu ? (path, error) => `cannot read: ${quoteName(path)}: ${error.message}` : busyboxPlain,
      TROUBLE,
    );
    if (fd === undefined) return text.die('', TROUBLE);
    const input = inputOn(fd);
    const lines: string[] = [];
    for (;;) {
      const line = takeLine(input, separator) ?? (yield* readLine(text, input, undefined, separator));
      if (line === undefined) break;
      lines.push(line);
    }
    if (input.error && gnu) text.die(`read failed: ${quoteName(name)}: ${inputError(input)}`, TROUBLE);
    closeOperand(text, fd);
    files.push(lines);
  }
  return files;
}

const RUN = 2048;

type Compare = (a: string, b: string) => number;

/** Sorts lines piece by piece, so that others have a turn; equal lines keep their order. */
function* sorted(text: Text, lines: readonly string[], compare: Compare): Op<string[]> {
  const runs: string[][] = [];
  for (let i = 0; i < lines.length; i += RUN) {
    runs.push(lines.slice(i, i + RUN).sort(compare));
    yield* text.sys.turn();
  }
  return yield* merged(text, runs, compare);
}

/** Joins sorted runs, two by two. */
function* merged(text: Text, given: string[][], compare: Compare): Op<string[]> {
  let runs = given;
  while (runs.length > 1) {
    const next: string[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [a, b] = [runs[i]!, runs[i + 1]];
      if (!b) {
        next.push(a);
        continue;
      }
      const out: string[] = [];
      for (let x = 0, y = 0; x < a.length || y < b.length; ) {
        if (y >= b.length || (x < a.length && compare(a[x]!, b[y]!) <= 0)) out.push(a[x++]!);
        else out.push(b[y++]!);
        if (out.length % RUN === 0) yield* text.sys.turn();
      }
      next.push(out);
    }
    runs = next;
  }
  return runs[0] ?? [];
}

function* main(text: Text): Op<number> {
  const how = plan(text);
  const { comparison, unique, check, output, separator } = how;
  const files = yield* readLines(text, how);
  const lines = files.flat();
  const compare = compareLines(comparison);
  if (check !== 'no') {
    for (let i = 1; i < lines.length; i++) {
      const difference = compare(lines[i - 1]!, lines[i]!);
      if (difference < 0 || (difference === 0 && !unique)) continue;
      if (!text.gnu) yield* text.sys.write(2, `Check line ${i}\n`);
      else if (check === 'tell') {
        const where = encodeWord(`sort: ${how.names[0]}:${i + 1}: disorder: `);
        yield* text.sys.write(2, fromBinary(`${where}${lines[i]}\n`));
      }
      return 1;
    }
    return 0;
  }
  const all = yield* how.merge ? merged(text, files, compare) : sorted(text, lines, compare);
  const equal = compareLines({ ...comparison, lastResort: false });
  const kept = unique ? all.filter((line, i) => i === 0 || equal(all[i - 1]!, line) !== 0) : all;
  if (output === undefined) {
    for (const line of kept) {
      text.put(line + separator);
      if (text.full) yield* text.flush();
    }
    return 0;
  }
  yield* writeOutput(text, output, kept.map((line) => line + separator).join(''));
  return 0;
}

/** Writes what `-o` names. busybox makes that its standard output. */
function* writeOutput(text: Text, output: string, sorted: string): Op<void> {
  const { sys, gnu } = text;
  let fd: Fd;
  try {
    fd = sys.open(output, { write: true, create: true, truncate: true }, 0o666);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const { message } = error;
    text.die(gnu ? `open failed: ${quoteName(output)}: ${message}` : `can't open '${output}': ${message}`, TROUBLE);
  }
  try {
    yield* sys.write(fd, fromBinary(sorted));
    sys.close(fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (!gnu) throw error;
    yield* text.say(`fflush failed: ${quoteName(output)}: ${error.message}`);
    text.die('write error', TROUBLE);
  }
}

export const sort = textApplet('sort', main);

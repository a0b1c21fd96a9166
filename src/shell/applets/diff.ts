import { Errno, isErrno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { matches } from '../expand/pattern.ts';
import { type OptionSpec, type Parsed, readAll, UsageError } from './applet.ts';
import { encodeWord, toBinary } from './binary.ts';
import { busyboxNumber } from './counts.ts';
import { type Format, formatChanges, type Side } from './diff-format.ts';
import { type Change, compareKeys } from './diff-lines.ts';
import { typeName } from './modes.ts';
import { quote, quoteName, shellQuote } from './quote.ts';
import { compileRegex, type Regex } from './regex.ts';
import { type Text, textApplet } from './text.ts';
import { fullTime, strftime } from './times.ts';

const GNU: OptionSpec = {
  normal: [undefined, 'flag'],
  brief: ['q', 'flag'],
  'report-identical-files': ['s', 'flag'],
  c: ['c', 'flag'],
  context: ['C', 'value'],
  u: ['u', 'flag'],
  unified: ['U', 'value'],
  ed: ['e', 'flag'],
  rcs: ['n', 'flag'],
  'side-by-side': ['y', 'flag'],
  width: ['W', 'value'],
  'left-column': [undefined, 'flag'],
  'suppress-common-lines': [undefined, 'flag'],
  'show-c-function': ['p', 'flag'],
  'show-function-line': ['F', 'value'],
  label: ['L', 'value'],
  'expand-tabs': ['t', 'flag'],
  'initial-tab': ['T', 'flag'],
  recursive: ['r', 'flag'],
  'no-dereference': [undefined, 'flag'],
  'new-file': ['N', 'flag'],
  'unidirectional-new-file': ['P', 'flag'],
  exclude: ['x', 'value'],
  'starting-file': ['S', 'value'],
  'ignore-case': ['i', 'flag'],
  'ignore-tab-expansion': ['E', 'flag'],
  'ignore-trailing-space': ['Z', 'flag'],
  'ignore-space-change': ['b', 'flag'],
  'ignore-all-space': ['w', 'flag'],
  'ignore-blank-lines': ['B', 'flag'],
  'ignore-matching-lines': ['I', 'value'],
  text: ['a', 'flag'],
  'strip-trailing-cr': [undefined, 'flag'],
  minimal: ['d', 'flag'],
  'speed-large-files': ['H', 'flag'],
  color: [undefined, 'optional'],
};
const BUSYBOX: OptionSpec = {
  text: ['a', 'flag'],
  'ignore-space-change': ['b', 'flag'],
  minimal: ['d', 'flag'],
  'ignore-case': ['i', 'flag'],
  'expand-tabs': ['t', 'flag'],
  'initial-tab': ['T', 'flag'],
  'ignore-all-space': ['w', 'flag'],
  'ignore-blank-lines': ['B', 'flag'],
  label: ['L', 'value'],
  'new-file': ['N', 'flag'],
  'starting-file': ['S', 'value'],
  brief: ['q', 'flag'],
  'report-identical-files': ['s', 'flag'],
  recursive: ['r', 'flag'],
  u: ['u', 'flag'],
  unified: ['U', 'value'],
  'ignore-tab-expansion': ['E', 'flag'],
  p: ['p', 'flag'],
};
const BUSYBOX_LONGS = [
  'text',
  'ignore-space-change',
  'minimal',
  'ignore-case',
  'expand-tabs',
  'initial-tab',
  'ignore-all-space',
  'ignore-blank-lines',
  'label',
  'new-file',
  'starting-file',
  'brief',
  'report-identical-files',
  'recursive',
  'unified',
];
const TROUBLE = 2;

interface Plan {
  readonly format: Format;
  readonly brief: boolean;
  readonly identical: boolean;
  readonly recursive: boolean;
  readonly newFile: 'no' | 'second' | 'both';
  readonly exclude: readonly string[];
  readonly start: string;
  readonly key: (line: string) => string;
  readonly blankLines: boolean;
  readonly ignored: Regex | undefined;
  readonly text: boolean;
  readonly labels: readonly string[];
  /** The options as they are repeated above each file of a folder. */
  readonly options: string;
}

function keyOf(parsed: Parsed): Plan['key'] {
  const fold = parsed.has('ignore-case');
  const all = parsed.has('ignore-all-space');
  const change = parsed.has('ignore-space-change');
  const trailing = parsed.has('ignore-trailing-space');
  const tabs = parsed.has('ignore-tab-expansion');
  const cr = parsed.has('strip-trailing-cr');
  return (line) => {
    let key = cr ? line.replace(/\r$/, '') : line;
    if (all) key = key.replace(/[ \t-\r]/g, '');
    else if (change) key = key.replace(/[ \t-\r]+/g, ' ').replace(/ $/, '');
    else if (trailing) key = key.replace(/[ \t-\r]+$/, '');
    if (tabs && !all && !change) key = key.replace(/\t/g, () => '        ');
    return fold ? key.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : key;
  };
}

/** Digits among GNU's options are lines of context. */
function withoutDigits(args: readonly string[]): { args: string[]; context: number | undefined } {
  let context: number | undefined;
  const rest = args.map((arg) => {
    const match = /^-([a-zA-Z]*)(\d+)([a-zA-Z]*)$/.exec(arg);
    if (!match || /[CUWLxXIFS]/.test(match[1]!)) return arg;
    context = Number(match[2]);
    const letters = match[1]! + match[3]!;
    return letters === '' ? '--' : `-${letters}`;
  });
  // An argument that was digits alone is gone.
  return { args: rest.filter((arg, i) => arg !== '--' || args[i] === '--'), context };
}

function number(text: Text, word: string | undefined, what: string): number | undefined {
  if (word === undefined) return undefined;
  if (!text.gnu) return busyboxNumber(text, word);
  if (!/^\d+$/.test(word)) return text.usage(`invalid ${what} length ${quote(word)}`, TROUBLE);
  return Number(word);
}

function planOf(text: Text): { plan: Plan; names: readonly string[] } {
  const { gnu, sys } = text;
  // --unified and --context may have a length or not.
  const long = text.args.map((arg) => (arg === '--unified' ? '-u' : arg === '--context' ? '-c' : arg));
  const { args, context } = gnu ? withoutDigits(long) : { args: long, context: undefined };
  const parsed = gnu ? text.parse(GNU, { status: TROUBLE, args }) : text.parse(BUSYBOX, { args, longs: BUSYBOX_LONGS });
  const styles: Readonly<Record<string, Format['style']>> = {
    normal: 'normal',
    c: 'context',
    context: 'context',
    u: 'unified',
    unified: 'unified',
    ed: 'ed',
    rcs: 'rcs',
    'side-by-side': 'side-by-side',
  };
  const chosen = new Set(parsed.order.flatMap(({ name }) => styles[name] ?? []));
  if (gnu && chosen.size > 1) text.usage('conflicting output style options', TROUBLE);
  const ignored = parsed.value('ignore-matching-lines');
  const regex = ignored === undefined ? undefined : compileRegex(encodeWord(ignored));
  if (regex && 'error' in regex) return text.die(`${ignored}: ${regex.error}`, TROUBLE);
  const functions = parsed.value('show-function-line');
  const heading = functions === undefined ? undefined : compileRegex(encodeWord(functions));
  if (heading && 'error' in heading) return text.die(`${functions}: ${heading.error}`, TROUBLE);
  const color = parsed.value('color');
  const colored = color === 'always' || ((color === '' || color === 'auto') && sys.isatty(1));
  const format: Format = {
    style: gnu ? ([...chosen][0] ?? (parsed.has('show-c-function') ? 'context' : 'normal')) : 'unified',
    context: number(text, parsed.value('unified') ?? parsed.value('context'), 'context') ?? context ?? 3,
    color: gnu && colored,
    initialTab: parsed.has('initial-tab'),
    expandTabs: parsed.has('expand-tabs'),
    heading: parsed.has('show-c-function') ? /^[A-Za-z$_]/ : heading?.search,
    width: number(text, parsed.value('width'), 'width') ?? 130,
    leftColumn: parsed.has('left-column'),
    suppressCommon: parsed.has('suppress-common-lines'),
  };
  const plan: Plan = {
    format,
    brief: parsed.has('brief'),
    identical: parsed.has('report-identical-files'),
    recursive: parsed.has('recursive'),
    newFile: parsed.has('new-file') ? 'both' : parsed.has('unidirectional-new-file') ? 'second' : 'no',
    exclude: parsed.options.get('exclude') ?? [],
    start: parsed.value('starting-file') ?? '',
    key: keyOf(parsed),
    blankLines: parsed.has('ignore-blank-lines'),
    ignored: regex,
    text: parsed.has('text'),
    labels: parsed.options.get('label') ?? [],
    options: text.args
      .filter((arg, i) => !isOperand(text.args, parsed.operands, i, arg))
      .map((arg) => `${shellQuote(arg)} `)
      .join(''),
  };
  return { plan, names: parsed.operands };
}

/** The last occurrences of the operands' words are the operands. */
function isOperand(args: readonly string[], operands: readonly string[], index: number, arg: string): boolean {
  if (!operands.includes(arg)) return false;
  const left = args.slice(index + 1).filter((other) => other === arg).length;
  return left < operands.filter((other) => other === arg).length;
}

/** One file of a comparison; no stat: it isn't there. */
interface File {
  readonly name: string;
  readonly stat: Stat | undefined;
}

function* contentOf(text: Text, file: File): Op<string> {
  if (!file.stat) return '';
  const { sys } = text;
  const fd = file.name === '-' ? 0 : sys.open(file.name);
  const content = toBinary(yield* readAll(sys, fd));
  if (fd !== 0) sys.close(fd);
  return content;
}

function titleOf(text: Text, plan: Plan, file: File, label: string | undefined, inFolder: boolean): string {
  if (label !== undefined) return encodeWord(label);
  if (!text.gnu) return encodeWord(inFolder && !file.stat ? '/dev/null' : file.name);
  const time = file.stat ? (file.name === '-' ? text.sys.now() : file.stat.mtime) : 0;
  const shown = plan.format.style === 'context' ? strftime('%a %b %e %H:%M:%S %Y', time) : fullTime(time);
  return `${encodeWord(file.name)}\t${shown}`;
}

function sideOf(content: string, title: string): Side {
  const open = content !== '' && !content.endsWith('\n');
  const lines = content.split('\n');
  if (!open) lines.pop();
  return { lines, open, title };
}

/** Changes that -B and -I leave out. */
function counts(plan: Plan, a: Side, b: Side, change: Change): boolean {
  if (!plan.blankLines && !plan.ignored) return true;
  const lines = [
    ...a.lines.slice(change.from, change.from + change.deleted),
    ...b.lines.slice(change.to, change.to + change.inserted),
  ];
  return !lines.every((line) => (plan.blankLines && plan.key(line) === '') || plan.ignored?.test(line));
}

/** Compares two files; true: they differ. */
function* compareFiles(text: Text, plan: Plan, one: File, two: File, inFolder: boolean): Op<boolean> {
  const { gnu, sys } = text;
  const [left, right] = [yield* contentOf(text, one), yield* contentOf(text, two)];
  const header = inFolder && gnu ? `diff ${plan.options}${shellQuote(one.name)} ${shellQuote(two.name)}\n` : '';
  const tellSame = () => {
    if (plan.identical) text.put(encodeWord(`Files ${one.name} and ${two.name} are identical\n`));
    return false;
  };
  if (left === right) return tellSame();
  const binary = !plan.text && (left.slice(0, 65_536).includes('\0') || right.slice(0, 65_536).includes('\0'));
  if (binary) {
    const what = gnu && !plan.brief ? 'Binary files' : 'Files';
    text.put(encodeWord(`${what} ${one.name} and ${two.name} differ\n`));
    return true;
  }
  const a = sideOf(left, titleOf(text, plan, one, plan.labels[0], inFolder));
  const b = sideOf(right, titleOf(text, plan, two, plan.labels[1], inFolder));
  // A missing end is a difference, unless blanks are none.
  const key = (side: Side) => (line: string, i: number) =>
    plan.key(line) + (side.open && i === side.lines.length - 1 && plan.key(' ') === ' ' ? '\0' : '');
  const all = yield* compareKeys(a.lines.map(key(a)), b.lines.map(key(b)), () => sys.turn());
  const changes = all.filter((change) => counts(plan, a, b, change));
  if (changes.length === 0 && plan.format.style !== 'side-by-side') return tellSame();
  if (plan.brief) {
    text.put(encodeWord(`Files ${one.name} and ${two.name} differ\n`));
    return changes.length > 0;
  }
  text.put(encodeWord(header));
  text.put(formatChanges(a, b, changes, plan.format));
  return changes.length > 0;
}

const join = (dir: string, name: string): string => (dir.endsWith('/') ? dir + name : `${dir}/${name}`);

function statOf(text: Text, name: string): Stat | undefined {
  try {
    return name === '-' ? text.sys.fstat(0) : text.sys.stat(name);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The names in a folder, sorted by their bytes. */
function namesIn(text: Text, plan: Plan, dir: string): string[] {
  return text.sys
    .readdir(dir)
    .map(({ name }) => name)
    .filter((name) => !plan.exclude.some((pattern) => matches(pattern, name)))
    .sort((a, b) => (encodeWord(a) < encodeWord(b) ? -1 : 1));
}

/** GNU: folder by folder. */
function* compareFolders(text: Text, plan: Plan, one: string, two: string, top: boolean): Op<boolean> {
  const { sys } = text;
  const left = namesIn(text, plan, one);
  const right = namesIn(text, plan, two);
  let differ = false;
  const names = [...new Set([...left, ...right])].sort((a, b) => (encodeWord(a) < encodeWord(b) ? -1 : 1));
  for (const name of names) {
    if (top && encodeWord(name) < encodeWord(plan.start)) continue;
    yield* sys.turn();
    if (text.full) yield* text.flush();
    const files = [
      { name: join(one, name), stat: left.includes(name) ? statOf(text, join(one, name)) : undefined },
      { name: join(two, name), stat: right.includes(name) ? statOf(text, join(two, name)) : undefined },
    ] as const;
    if (yield* compareEntry(text, plan, one, two, name, files)) differ = true;
  }
  return differ;
}

function* compareEntry(
  text: Text,
  plan: Plan,
  one: string,
  two: string,
  name: string,
  [a, b]: readonly [File, File],
): Op<boolean> {
  const missing = !a.stat ? 'first' : !b.stat ? 'second' : undefined;
  const fills = plan.newFile === 'both' || (plan.newFile === 'second' && missing === 'first');
  if (missing && !fills) {
    text.put(encodeWord(`Only in ${missing === 'first' ? two : one}: ${name}\n`));
    return true;
  }
  const kinds = [a.stat?.type ?? b.stat!.type, b.stat?.type ?? a.stat!.type];
  if (kinds[0] === 'directory' && kinds[1] === 'directory') {
    if (!plan.recursive) {
      if (!missing) text.put(encodeWord(`Common subdirectories: ${a.name} and ${b.name}\n`));
      return false;
    }
    if (!missing) return yield* compareFolders(text, plan, a.name, b.name, false);
    return yield* onlyFolder(text, plan, a, b);
  }
  if (kinds[0] !== kinds[1]) {
    const what = (file: File) => typeName(file.stat!);
    text.put(encodeWord(`File ${a.name} is a ${what(a)} while file ${b.name} is a ${what(b)}\n`));
    return true;
  }
  if (kinds[0] !== 'file') return false;
  return yield* compareFiles(text, plan, a, b, true);
}

/** -N: a folder on one side is compared with an empty one. */
function* onlyFolder(text: Text, plan: Plan, a: File, b: File): Op<boolean> {
  const there = a.stat ? a : b;
  let differ = false;
  for (const name of namesIn(text, plan, there.name)) {
    const file = (side: File): File => ({
      name: join(side.name, name),
      stat: side === there ? statOf(text, join(side.name, name)) : undefined,
    });
    if (yield* compareEntry(text, plan, a.name, b.name, name, [file(a), file(b)])) differ = true;
  }
  return differ;
}

/** busybox with -r: the files of both trees, by their paths. */
function* filesBelow(text: Text, plan: Plan, dir: string, prefix: string): Op<string[]> {
  const found: string[] = [];
  for (const name of namesIn(text, plan, prefix === '' ? dir : join(dir, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    yield* text.sys.turn();
    const stat = statOf(text, join(dir, path));
    if (stat?.type !== 'directory') found.push(path);
    else if (plan.recursive) found.push(...(yield* filesBelow(text, plan, dir, path)));
    else found.push(path);
  }
  return found;
}

function* compareTrees(text: Text, plan: Plan, one: string, two: string): Op<boolean> {
  const left = yield* filesBelow(text, plan, one, '');
  const right = yield* filesBelow(text, plan, two, '');
  let differ = false;
  const all = [...new Set([...left, ...right])].sort((a, b) => (encodeWord(a) < encodeWord(b) ? -1 : 1));
  for (const name of all) {
    if (encodeWord(name) < encodeWord(plan.start)) {
      differ = true;
      continue;
    }
    const a = { name: join(one, name), stat: left.includes(name) ? statOf(text, join(one, name)) : undefined };
    const b = { name: join(two, name), stat: right.includes(name) ? statOf(text, join(two, name)) : undefined };
    if (text.full) yield* text.flush();
    if (yield* compareEntry(text, plan, one, two, name, [a, b])) differ = true;
  }
  return differ;
}

/** The operands, both files or both folders; a file beside a folder is compared with the file of its name there. */
function* operandsOf(text: Text, plan: Plan, names: readonly string[]): Op<[File, File] | undefined> {
  const { gnu } = text;
  let broken = false;
  const files: File[] = [];
  for (const name of names) {
    let stat: Stat | undefined;
    try {
      stat = statOf(text, name);
      if (!stat && plan.newFile === 'no') throw new Errno('ENOENT');
    } catch (error) {
      if (!isErrno(error)) throw error;
      const { message } = error;
      if (!gnu) text.die(`can't stat '${name}': ${message}`, TROUBLE);
      yield* text.fail(`${quoteName(name)}: ${message}`, TROUBLE);
      broken = true;
    }
    files.push({ name, stat });
  }
  if (broken) return undefined;
  const [a, b] = files as [File, File];
  const folders = [a, b].map(({ stat }) => stat?.type === 'directory');
  if (folders[0] === folders[1]) return [a, b];
  const base = (name: string) => name.replace(/\/+$/, '').split('/').at(-1)!;
  const inside = folders[0] ? join(a.name, base(b.name)) : join(b.name, base(a.name));
  const stat = statOf(text, inside);
  if (!stat && plan.newFile === 'no') {
    if (!gnu) text.die(`can't stat '${inside}': No such file or directory`);
    yield* text.fail(`${quoteName(inside)}: No such file or directory`, TROUBLE);
    return undefined;
  }
  return folders[0] ? [{ name: inside, stat }, b] : [a, { name: inside, stat }];
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  const { plan, names } = planOf(text);
  if (names.length < 2)
    text.usage(gnu ? `missing operand after ${quote(names[0] ?? text.args.at(-1) ?? 'diff')}` : '', gnu ? TROUBLE : 1);
  if (names.length > 2) text.usage(gnu ? `extra operand ${quote(names[2]!)}` : '', gnu ? TROUBLE : 1);
  const files = yield* operandsOf(text, plan, names);
  if (!files) return TROUBLE;
  const [a, b] = files;
  const same = a.name === b.name || (a.stat && b.stat && a.stat.ino === b.stat.ino && a.stat.dev === b.stat.dev);
  try {
    if (same && !plan.identical && plan.format.style !== 'side-by-side') return 0;
    if (a.stat?.type === 'directory') {
      const trees = gnu ? compareFolders(text, plan, a.name, b.name, true) : compareTrees(text, plan, a.name, b.name);
      return (yield* trees) ? 1 : 0;
    }
    return (yield* compareFiles(text, plan, a, b, false)) ? 1 : 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return text.die(`${error.message}`, TROUBLE);
  }
}

/** GNU's diffutils say their name in front of the hint too. */
export const diff = textApplet('diff', function* (text: Text): Op<number> {
  try {
    return yield* main(text);
  } catch (error) {
    if (!(error instanceof UsageError) || !text.gnu || !error.hint) throw error;
    throw new UsageError(`${error.message}\ndiff: Try 'diff --help' for more information.`, error.status, false);
  }
});

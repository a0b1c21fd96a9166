import type { OptionSpec, Parsed } from './applet.ts';
import { encodeWord, toBinary } from './binary.ts';
import { busyboxNumber } from './counts.ts';
import type { Text } from './text.ts';

/** What a run of grep looks for, where, and how it tells. */
export interface GrepPlan {
  readonly syntax: 'basic' | 'extended' | 'fixed' | 'perl';
  readonly patterns: readonly string[];
  /** Files of patterns, to be read. */
  readonly patternFiles: readonly string[];
  readonly ignoreCase: boolean;
  readonly whole: 'word' | 'line' | undefined;
  readonly invert: boolean;
  readonly output: 'lines' | 'matches' | 'count' | 'with-matches' | 'without-match' | 'nothing';
  readonly maxCount: number;
  readonly before: number;
  readonly after: number;
  readonly groupSeparator: string | undefined;
  readonly lineNumbers: boolean;
  readonly byteOffsets: boolean;
  /** undefined: when there are several files. */
  readonly fileNames: boolean | undefined;
  readonly label: string;
  readonly nullAfterName: boolean;
  readonly initialTab: boolean;
  readonly separator: string;
  readonly quietErrors: boolean;
  readonly recurse: 'no' | 'physical' | 'all';
  readonly directories: 'read' | 'skip';
  readonly binary: 'binary' | 'text' | 'skip';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly excludeDir: readonly string[];
  readonly color: boolean;
  readonly names: readonly string[];
}

const GNU: OptionSpec = {
  'extended-regexp': ['E', 'flag'],
  'fixed-strings': ['F', 'flag'],
  'basic-regexp': ['G', 'flag'],
  'perl-regexp': ['P', 'flag'],
  regexp: ['e', 'value'],
  file: ['f', 'value'],
  'ignore-case': ['i', 'flag'],
  y: ['y', 'flag'],
  'no-ignore-case': [undefined, 'flag'],
  'word-regexp': ['w', 'flag'],
  'line-regexp': ['x', 'flag'],
  'null-data': ['z', 'flag'],
  'no-messages': ['s', 'flag'],
  'invert-match': ['v', 'flag'],
  'max-count': ['m', 'value'],
  'byte-offset': ['b', 'flag'],
  'line-number': ['n', 'flag'],
  'line-buffered': [undefined, 'flag'],
  'with-filename': ['H', 'flag'],
  'no-filename': ['h', 'flag'],
  label: [undefined, 'value'],
  'only-matching': ['o', 'flag'],
  quiet: ['q', 'flag'],
  silent: [undefined, 'flag'],
  'binary-files': [undefined, 'value'],
  text: ['a', 'flag'],
  I: ['I', 'flag'],
  directories: ['d', 'value'],
  devices: ['D', 'value'],
  recursive: ['r', 'flag'],
  'dereference-recursive': ['R', 'flag'],
  include: [undefined, 'value'],
  exclude: [undefined, 'value'],
  'exclude-from': [undefined, 'value'],
  'exclude-dir': [undefined, 'value'],
  'files-without-match': ['L', 'flag'],
  'files-with-matches': ['l', 'flag'],
  count: ['c', 'flag'],
  'initial-tab': ['T', 'flag'],
  null: ['Z', 'flag'],
  'before-context': ['B', 'value'],
  'after-context': ['A', 'value'],
  context: ['C', 'value'],
  'group-separator': [undefined, 'value'],
  'no-group-separator': [undefined, 'flag'],
  color: [undefined, 'optional'],
  colour: [undefined, 'optional'],
  binary: ['U', 'flag'],
  u: ['u', 'flag'],
};
const BUSYBOX: OptionSpec = {
  'files-with-matches': ['l', 'flag'],
  'line-number': ['n', 'flag'],
  quiet: ['q', 'flag'],
  'invert-match': ['v', 'flag'],
  'no-messages': ['s', 'flag'],
  count: ['c', 'flag'],
  'fixed-strings': ['F', 'flag'],
  'ignore-case': ['i', 'flag'],
  'with-filename': ['H', 'flag'],
  'no-filename': ['h', 'flag'],
  regexp: ['e', 'value'],
  file: ['f', 'value'],
  'files-without-match': ['L', 'flag'],
  'only-matching': ['o', 'flag'],
  recursive: ['r', 'flag'],
  'dereference-recursive': ['R', 'flag'],
  'max-count': ['m', 'value'],
  'word-regexp': ['w', 'flag'],
  'line-regexp': ['x', 'flag'],
  'after-context': ['A', 'value'],
  'before-context': ['B', 'value'],
  context: ['C', 'value'],
  'extended-regexp': ['E', 'flag'],
  'null-data': ['z', 'flag'],
  text: ['a', 'flag'],
  I: ['I', 'flag'],
  color: [undefined, 'optional'],
};
const TROUBLE = 2;

/** GNU's -NUM: digits among the options become a context. */
function withContext(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, i) => {
    const match = end < 0 || i < end ? /^-([a-zA-Z]*)(\d+)([a-zA-Z]*)$/.exec(arg) : null;
    if (!match || /[efmABCdD]$/.test(match[1]!) || takesValue(args[i - 1])) return arg;
    const letters = match[1]! + match[3]!;
    return letters === '' ? `-C${match[2]}` : `-${letters}C${match[2]}`;
  });
}

const takesValue = (arg: string | undefined): boolean => arg !== undefined && /^-[a-zA-Z]*[efmABCdD]$/.test(arg);

function contexts(text: Text, parsed: Parsed): { before: number; after: number } {
  const number = (name: string): number | undefined => {
    const value = parsed.value(name);
    if (value === undefined) return undefined;
    if (!text.gnu) return busyboxNumber(text, value, { status: TROUBLE });
    return /^\d+$/.test(value) ? Number(value) : text.die(`${value}: invalid context length argument`, TROUBLE);
  };
  const both = number('context') ?? 0;
  return { before: number('before-context') ?? both, after: number('after-context') ?? both };
}

function outputOf(parsed: Parsed): GrepPlan['output'] {
  if (parsed.has('quiet') || parsed.has('silent')) return 'nothing';
  const list = parsed.order.findLast(
    ({ name }) => name === 'files-with-matches' || name === 'files-without-match',
  )?.name;
  if (list) return list === 'files-with-matches' ? 'with-matches' : 'without-match';
  if (parsed.has('count')) return 'count';
  return parsed.has('only-matching') ? 'matches' : 'lines';
}

function syntaxOf(text: Text, parsed: Parsed, called: string): GrepPlan['syntax'] {
  if (!text.gnu && parsed.has('fixed-strings')) return 'fixed';
  const last = parsed.order.findLast(({ name }) => /^(extended|basic|perl)-regexp$|^fixed-strings$/.test(name))?.name;
  if (last === 'extended-regexp') return 'extended';
  if (last === 'fixed-strings') return 'fixed';
  if (last === 'perl-regexp') return 'perl';
  if (last === 'basic-regexp') return 'basic';
  return called === 'egrep' ? 'extended' : called === 'fgrep' ? 'fixed' : 'basic';
}

function colored(text: Text, parsed: Parsed): boolean {
  const order = parsed.order.findLast(({ name }) => name === 'color' || name === 'colour');
  if (!order || !text.gnu) return false;
  const { value } = order;
  if (['always', 'yes', 'force'].includes(value)) return true;
  if (['never', 'no', 'none'].includes(value)) return false;
  if (!['', 'auto', 'tty', 'if-tty'].includes(value)) text.usage('', TROUBLE);
  // Asked once, before the first checkpoint.
  if (text.saved) return (text.saved as { readonly color: boolean }).color;
  return text.sys.isatty(1) && text.sys.env.TERM !== undefined && text.sys.env.TERM !== 'dumb';
}

/** The patterns of one argument: a newline parts two. */
const patternsIn = (word: string): string[] => encodeWord(word).split('\n');

/** The patterns of a file: its lines. */
export function patternsOf(bytes: Uint8Array): string[] {
  const content = toBinary(bytes);
  if (content === '') return [];
  return content.replace(/\n$/, '').split('\n');
}

/** Reads the options. Without a pattern grep ends with its usage. */
export function grepPlan(text: Text, called: string): GrepPlan {
  const { gnu } = text;
  const parsed = gnu
    ? text.parse(GNU, { status: TROUBLE, args: withContext(text.args) })
    : text.parse(BUSYBOX, { status: TROUBLE, longs: ['color'] });
  if (parsed.has('u')) text.usage('', TROUBLE);
  const files = parsed.options.get('file') ?? [];
  const given = parsed.options.get('regexp');
  const names = [...parsed.operands];
  let patterns = (given ?? []).flatMap(patternsIn);
  if (given === undefined && files.length === 0) {
    const first = names.shift();
    if (first === undefined) return text.usage('', TROUBLE);
    patterns = patternsIn(first);
  }
  const max = parsed.value('max-count');
  if (gnu && max !== undefined && !/^[-+]?\d+$/.test(max)) text.die('invalid max count', TROUBLE);
  const maxCount = max === undefined ? -1 : gnu ? Number(max) : busyboxNumber(text, max, { min: -1, status: TROUBLE });
  const binary = parsed.value('binary-files');
  if (binary !== undefined && !['binary', 'text', 'without-match'].includes(binary))
    text.die('unknown binary-files type', TROUBLE);
  const directories = parsed.value('directories');
  if (directories !== undefined && !['read', 'skip', 'recurse'].includes(directories))
    text.usage(
      `invalid argument '${directories}' for '--directories'\nValid arguments are:\n  - 'read'\n  - 'recurse'\n  - 'skip'`,
      TROUBLE,
    );
  const recursive = parsed.has('recursive') || directories === 'recurse';
  const last = parsed.order.findLast(({ name }) => name === 'with-filename' || name === 'no-filename')?.name;
  const insensitive = parsed.order.findLast(({ name }) => /^(no-)?ignore-case$|^y$/.test(name))?.name;
  return {
    syntax: syntaxOf(text, parsed, called),
    patterns,
    patternFiles: files,
    ignoreCase: insensitive !== undefined && insensitive !== 'no-ignore-case',
    whole: parsed.has('line-regexp') ? 'line' : parsed.has('word-regexp') ? 'word' : undefined,
    invert: parsed.has('invert-match'),
    output: outputOf(parsed),
    maxCount: maxCount < 0 ? Number.POSITIVE_INFINITY : maxCount,
    ...contexts(text, parsed),
    groupSeparator: parsed.has('no-group-separator') ? undefined : encodeWord(parsed.value('group-separator') ?? '--'),
    lineNumbers: parsed.has('line-number'),
    byteOffsets: parsed.has('byte-offset'),
    fileNames: last === undefined ? undefined : last === 'with-filename',
    label: encodeWord(parsed.value('label') ?? '(standard input)'),
    nullAfterName: parsed.has('null'),
    initialTab: parsed.has('initial-tab'),
    separator: parsed.has('null-data') ? '\0' : '\n',
    quietErrors: parsed.has('no-messages'),
    recurse: parsed.has('dereference-recursive') ? 'all' : recursive ? 'physical' : 'no',
    directories: directories === 'skip' ? 'skip' : 'read',
    binary:
      !gnu || parsed.has('text') || binary === 'text'
        ? 'text'
        : parsed.has('I') || binary === 'without-match'
          ? 'skip'
          : 'binary',
    include: parsed.options.get('include') ?? [],
    exclude: parsed.options.get('exclude') ?? [],
    excludeDir: parsed.options.get('exclude-dir') ?? [],
    color: colored(text, parsed),
    names,
  };
}

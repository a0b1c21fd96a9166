import { type OptionSpec, type Parsed, parseOptions, UsageError } from './applet.ts';
import { Printed } from './command.ts';
import { type ModeChange, parseMode } from './modes.ts';
import { quote } from './quote.ts';
import type { Text } from './text.ts';
import { TEXT_USAGE } from './usage/texts.ts';

/** A name to work on, or a folder to go to first. */
export type TarOperand = { readonly name: string } | { readonly folder: string } | { readonly list: string };

export interface TarPlan {
  readonly mode: 'create' | 'extract' | 'list' | 'append' | 'update' | 'compare' | 'delete' | 'concatenate';
  /** undefined: standard input or output. */
  readonly file: string | undefined;
  readonly operands: readonly TarOperand[];
  readonly gzip: boolean;
  /** A compressor that isn't there. */
  readonly other: string | undefined;
  readonly verbose: number;
  readonly toStdout: boolean;
  readonly numericOwner: boolean;
  readonly sameOwner: boolean | undefined;
  readonly samePermissions: boolean | undefined;
  readonly keepTimes: boolean;
  readonly existing: 'replace' | 'keep' | 'skip' | 'overwrite';
  readonly strip: number;
  readonly absolute: boolean;
  readonly dereference: boolean;
  readonly recursion: boolean;
  readonly exclude: readonly string[];
  readonly excludeFiles: readonly string[];
  readonly wildcards: boolean;
  readonly occurrence: number | undefined;
  readonly flavor: 'gnu' | 'ustar' | 'busybox';
  readonly sort: boolean;
  readonly removeFiles: boolean;
  readonly owner: Ownership | undefined;
  readonly group: Ownership | undefined;
  readonly modeChange: readonly ModeChange[] | undefined;
  /** A date, to be read. */
  readonly mtime: string | undefined;
  readonly oneFileSystem: boolean;
  readonly transform: readonly string[];
  readonly ignoreZeros: boolean;
  readonly totals: boolean;
}

/** `NAME`, `ID`, `NAME:ID`. */
export interface Ownership {
  readonly name: string | undefined;
  readonly id: number | undefined;
}

const MODES: Readonly<Record<string, TarPlan['mode']>> = {
  create: 'create',
  extract: 'extract',
  get: 'extract',
  list: 'list',
  append: 'append',
  update: 'update',
  diff: 'compare',
  compare: 'compare',
  delete: 'delete',
  concatenate: 'concatenate',
  catenate: 'concatenate',
};

const GNU: OptionSpec = {
  create: ['c', 'flag'],
  extract: ['x', 'flag'],
  get: [undefined, 'flag'],
  list: ['t', 'flag'],
  append: ['r', 'flag'],
  update: ['u', 'flag'],
  diff: ['d', 'flag'],
  compare: [undefined, 'flag'],
  delete: [undefined, 'flag'],
  concatenate: ['A', 'flag'],
  catenate: [undefined, 'flag'],
  file: ['f', 'value'],
  directory: ['C', 'value'],
  verbose: ['v', 'flag'],
  gzip: ['z', 'flag'],
  gunzip: [undefined, 'flag'],
  ungzip: [undefined, 'flag'],
  bzip2: ['j', 'flag'],
  xz: ['J', 'flag'],
  compress: ['Z', 'flag'],
  lzip: [undefined, 'flag'],
  lzma: [undefined, 'flag'],
  lzop: [undefined, 'flag'],
  zstd: [undefined, 'flag'],
  'auto-compress': ['a', 'flag'],
  'to-stdout': ['O', 'flag'],
  'numeric-owner': [undefined, 'flag'],
  'same-owner': [undefined, 'flag'],
  'no-same-owner': [undefined, 'flag'],
  o: ['o', 'flag'],
  'preserve-permissions': ['p', 'flag'],
  'same-permissions': [undefined, 'flag'],
  'no-same-permissions': [undefined, 'flag'],
  touch: ['m', 'flag'],
  'keep-old-files': ['k', 'flag'],
  'skip-old-files': [undefined, 'flag'],
  overwrite: [undefined, 'flag'],
  'unlink-first': ['U', 'flag'],
  'recursive-unlink': [undefined, 'flag'],
  'strip-components': [undefined, 'value'],
  'absolute-names': ['P', 'flag'],
  dereference: ['h', 'flag'],
  'no-recursion': [undefined, 'flag'],
  recursion: [undefined, 'flag'],
  exclude: [undefined, 'value'],
  'exclude-from': ['X', 'value'],
  'files-from': ['T', 'value'],
  wildcards: [undefined, 'flag'],
  'no-wildcards': [undefined, 'flag'],
  occurrence: [undefined, 'optional'],
  format: ['H', 'value'],
  sort: [undefined, 'value'],
  'remove-files': [undefined, 'flag'],
  owner: [undefined, 'value'],
  group: [undefined, 'value'],
  mode: [undefined, 'value'],
  mtime: [undefined, 'value'],
  'one-file-system': [undefined, 'flag'],
  'ignore-zeros': ['i', 'flag'],
  totals: [undefined, 'optional'],
  transform: [undefined, 'value'],
  xform: [undefined, 'value'],
  'blocking-factor': ['b', 'value'],
  xattrs: [undefined, 'flag'],
  'no-xattrs': [undefined, 'flag'],
  acls: [undefined, 'flag'],
  'no-acls': [undefined, 'flag'],
  selinux: [undefined, 'flag'],
  'no-selinux': [undefined, 'flag'],
  sparse: ['S', 'flag'],
  warning: [undefined, 'value'],
};
const BUSYBOX: OptionSpec = {
  list: ['t', 'flag'],
  extract: ['x', 'flag'],
  directory: ['C', 'value'],
  file: ['f', 'value'],
  'to-stdout': ['O', 'flag'],
  'preserve-permissions': ['p', 'flag'],
  'same-permissions': [undefined, 'flag'],
  'no-same-permissions': [undefined, 'flag'],
  'keep-old-files': ['k', 'flag'],
  verbose: ['v', 'flag'],
  create: ['c', 'flag'],
  dereference: ['h', 'flag'],
  bzip2: ['j', 'flag'],
  xz: ['J', 'flag'],
  gzip: ['z', 'flag'],
  lzma: [undefined, 'flag'],
  compress: ['Z', 'flag'],
  'auto-compress': ['a', 'flag'],
  touch: ['m', 'flag'],
  o: ['o', 'flag'],
  'no-same-owner': [undefined, 'flag'],
  'numeric-owner': [undefined, 'flag'],
  'strip-components': [undefined, 'value'],
  overwrite: [undefined, 'flag'],
  'no-recursion': [undefined, 'flag'],
};
/** Letters and words of busybox's tar that are long there. */
const BUSYBOX_LONGS = new Set(
  Object.keys(BUSYBOX).filter((name) => !['o', 'keep-old-files', 'auto-compress'].includes(name)),
);
const USAGE_STATUS = 64;

const TRY = "Try 'tar --help' or 'tar --usage' for more information.";

/** Ends tar with a message and GNU's own hint. */
function fail(text: Text, message: string, status: number): never {
  return text.die(`${message}\n${TRY}`, status);
}

interface Item {
  readonly option?: string;
  readonly value: string;
}

/** The arguments in their order: an option or an operand each. Letters without a dash may come first, as in `tar xzf`. */
function items(text: Text): Item[] {
  const { gnu } = text;
  const spec: OptionSpec = gnu ? { ...GNU, help: [undefined, 'flag'], version: [undefined, 'flag'] } : busyboxSpec();
  const args = [...text.args];
  const found: Item[] = [];
  const first = args[0];
  if (first !== undefined && !first.startsWith('-')) {
    args.shift();
    for (const letter of first) {
      const entry = Object.entries(spec).find(([, [short]]) => short === letter);
      const takes = entry?.[1][1] === 'value';
      if (takes && args.length === 0 && gnu) fail(text, `Old option '${letter}' requires an argument.`, 2);
      found.push(...alone(text, spec, takes && args.length > 0 ? [`-${letter}`, args.shift()!] : [`-${letter}`]));
    }
  }
  let options = true;
  while (args.length > 0) {
    const arg = args.shift()!;
    if (!options || arg === '-' || !arg.startsWith('-')) {
      found.push({ value: arg });
      continue;
    }
    if (arg === '--') {
      options = false;
      continue;
    }
    try {
      found.push(...one(text, spec, [arg]));
    } catch (error) {
      if (!(error instanceof NeedsValue) || args.length === 0) throw error instanceof NeedsValue ? error.error : error;
      found.push(...one(text, spec, [arg, args.shift()!]));
    }
  }
  return found;
}

/** Parses an option behind which nothing more comes. */
function alone(text: Text, spec: OptionSpec, args: readonly string[]): Item[] {
  try {
    return one(text, spec, args);
  } catch (error) {
    throw error instanceof NeedsValue ? error.error : error;
  }
}

/** An option stands last: its value is in the next argument. */
class NeedsValue extends Error {
  constructor(readonly error: Error) {
    super();
  }
}

function busyboxSpec(): OptionSpec {
  return Object.fromEntries(
    Object.entries(BUSYBOX).map(([name, [short, kind]]) =>
      BUSYBOX_LONGS.has(name) || short === undefined ? [name, [short, kind] as const] : [short, [short, kind] as const],
    ),
  );
}

const BUSYBOX_NAMES: Readonly<Record<string, string>> = { k: 'keep-old-files', a: 'auto-compress' };

/** Parses the options of one argument. */
function one(text: Text, spec: OptionSpec, args: readonly string[]): Item[] {
  let parsed: Parsed;
  try {
    parsed = parseOptions(args, spec, { stopAtOperand: true });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const needs = /requires an argument/.test(error.message);
    const told = text.gnu ? new UsageError(`${error.message}\n${TRY}`, USAGE_STATUS, false) : error;
    throw needs && args.length === 1 ? new NeedsValue(told) : told;
  }
  return parsed.order.map(({ name, value }) => ({ option: text.gnu ? name : (BUSYBOX_NAMES[name] ?? name), value }));
}

function ownership(text: Text, word: string | undefined, what: string): Ownership | undefined {
  if (word === undefined) return undefined;
  const colon = word.indexOf(':');
  const [name, id] = colon < 0 ? [word, undefined] : [word.slice(0, colon), word.slice(colon + 1)];
  if (id !== undefined) {
    if (!/^\d+$/.test(id)) text.die(`${id}: Invalid ${what} ID`, 2);
    return { name, id: Number(id) };
  }
  return /^\+?\d+$/.test(name) ? { name: undefined, id: Number(name) } : { name, id: undefined };
}

const COMPRESSORS: Readonly<Record<string, string>> = {
  bzip2: 'bzip2',
  xz: 'xz',
  compress: 'compress',
  lzip: 'lzip',
  lzma: 'lzma',
  lzop: 'lzop',
  zstd: 'zstd',
};

/** By a file's suffix, for -a. */
const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/\.(gz|tgz|taz)$/, 'gzip'],
  [/\.(bz2|tbz2?|tz2)$/, 'bzip2'],
  [/\.(xz|txz)$/, 'xz'],
  [/\.(zst|tzst)$/, 'zstd'],
  [/\.lz$/, 'lzip'],
  [/\.(lzma|tlz)$/, 'lzma'],
  [/\.lzo$/, 'lzop'],
  [/\.Z$/, 'compress'],
];

/** Options that only count for the names behind them. */
const POSITIONAL = ['exclude', 'exclude-from', 'no-recursion', 'wildcards'];

/** Reads tar's arguments. */
export function tarPlan(text: Text): TarPlan {
  const { gnu } = text;
  const all = items(text);
  if (all.some(({ option }) => option === 'help')) throw new Printed(TEXT_USAGE.tar?.gnu ?? '');
  if (all.some(({ option }) => option === 'version')) throw new Printed(TEXT_USAGE.tar?.version ?? '');
  const has = (name: string) => all.some(({ option }) => option === name);
  const values = (name: string) => all.filter(({ option }) => option === name).map(({ value }) => value);
  const value = (name: string) => values(name).at(-1);
  const modes = new Set(all.flatMap(({ option }) => (option ? (MODES[option] ?? []) : [])));
  if (modes.size === 0)
    gnu ? fail(text, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options", 2) : text.usage();
  if (modes.size > 1)
    gnu
      ? fail(text, "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option", 2)
      : text.usage();
  const mode = [...modes][0]!;
  const operands = all.flatMap(({ option, value: word }): TarOperand[] => {
    if (option === undefined) return [{ name: word }];
    if (option === 'directory') return [{ folder: word }];
    return option === 'files-from' ? [{ list: word }] : [];
  });
  if (!gnu && mode === 'create' && (has('xz') || has('lzma') || has('compress'))) text.usage();
  const file = value('file');
  const suffix =
    has('auto-compress') && file !== undefined ? SUFFIXES.find(([pattern]) => pattern.test(file))?.[1] : undefined;
  const other = all.findLast(({ option }) => option !== undefined && COMPRESSORS[option])?.option;
  const strip = value('strip-components');
  if (strip !== undefined && !/^\d+$/.test(strip))
    gnu ? fail(text, `${strip}: Invalid number of elements`, 2) : text.die(`invalid number '${strip}'`);
  const format = value('format');
  if (format !== undefined && !['gnu', 'oldgnu', 'ustar', 'v7', 'posix', 'pax'].includes(format))
    fail(text, `${format}: Invalid archive format`, 2);
  const change = value('mode');
  const modeChange = change === undefined ? undefined : parseMode(change);
  if (change !== undefined && !modeChange)
    text.die('Invalid mode given on option\ntar: Error is not recoverable: exiting now', 2);
  const same = all.findLast(({ option }) => option && ['same-owner', 'no-same-owner', 'o'].includes(option))?.option;
  const permissions = all.findLast(
    ({ option }) => option && ['preserve-permissions', 'same-permissions', 'no-same-permissions'].includes(option),
  )?.option;
  return {
    mode,
    file: file === '-' ? undefined : file,
    operands,
    gzip: has('gzip') || has('gunzip') || has('ungzip') || suffix === 'gzip',
    other: other ?? (suffix && suffix !== 'gzip' ? suffix : undefined),
    verbose: all.filter(({ option }) => option === 'verbose').length,
    toStdout: has('to-stdout'),
    numericOwner: has('numeric-owner'),
    sameOwner: same === undefined ? undefined : same === 'same-owner',
    samePermissions: permissions === undefined ? undefined : permissions !== 'no-same-permissions',
    keepTimes: !has('touch'),
    existing: has('keep-old-files')
      ? 'keep'
      : has('skip-old-files')
        ? 'skip'
        : has('overwrite')
          ? 'overwrite'
          : 'replace',
    strip: strip === undefined ? 0 : Number(strip),
    absolute: has('absolute-names'),
    dereference: has('dereference'),
    recursion: !has('no-recursion'),
    exclude: values('exclude'),
    excludeFiles: values('exclude-from'),
    wildcards: has('wildcards'),
    occurrence: has('occurrence') ? Number(value('occurrence') || 1) : undefined,
    flavor: gnu
      ? format === 'ustar' || format === 'v7' || format === 'posix' || format === 'pax'
        ? 'ustar'
        : 'gnu'
      : 'busybox',
    sort: value('sort') === 'name',
    removeFiles: has('remove-files'),
    owner: ownership(text, value('owner'), 'owner'),
    group: ownership(text, value('group'), 'group'),
    modeChange,
    mtime: value('mtime'),
    oneFileSystem: has('one-file-system'),
    transform: all.flatMap(({ option, value: word }) => (option === 'transform' || option === 'xform' ? [word] : [])),
    ignoreZeros: has('ignore-zeros'),
    totals: has('totals'),
  };
}

/** GNU: options that came too late for the names before them, as they are told. */
export function lateOptions(text: Text): string[] {
  const late: string[] = [];
  let named = false;
  const all = items(text);
  const last = all.findLastIndex(({ option }) => option === undefined);
  for (const [i, { option, value }] of all.entries()) {
    if (option === undefined) named = true;
    else if (named && i > last && POSITIONAL.includes(option)) late.push(`--${option} ${quote(value)}`);
  }
  return late;
}

import type { Parsed } from './applet.ts';
import { type Command, choose } from './command.ts';
import { matcher } from './compare.ts';
import { type Colors, knownTerminal, parseColors } from './ls-colors.ts';
import { quote, utf8Locale } from './quote.ts';
import { type BlockSize, KILOBYTES, parseBlockSize } from './sizes.ts';

export type LsFormat = 'long' | 'commas' | 'across' | 'columns' | 'single';
export type LsSort = 'none' | 'name' | 'size' | 'time' | 'version' | 'extension' | 'width';
export type QuotingStyle =
  | 'literal'
  | 'shell'
  | 'shell-always'
  | 'shell-escape'
  | 'shell-escape-always'
  | 'c'
  | 'c-maybe'
  | 'escape';

/** What GNU ls was asked for. */
export interface LsPlan {
  readonly format: LsFormat;
  readonly hidden: 'none' | 'almost' | 'all';
  readonly ignored: (name: string) => boolean;
  readonly directory: boolean;
  readonly recursive: boolean;
  readonly sort: LsSort;
  readonly reverse: boolean;
  readonly directoriesFirst: boolean;
  readonly time: 'mtime' | 'atime' | 'ctime';
  /** Formats of a time that is not of the last six months, and of one that is. */
  readonly timeFormats: readonly [old: string, recent: string];
  readonly dereference: 'never' | 'argument' | 'argument-directory' | 'always';
  readonly inode: boolean;
  readonly blocks: boolean;
  readonly context: boolean;
  readonly numeric: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly author: boolean;
  /** How blocks and the total are counted, and how sizes are. */
  readonly blockSize: BlockSize;
  readonly fileSize: BlockSize;
  readonly indicator: 'none' | 'slash' | 'file-type' | 'classify';
  readonly quoting: QuotingStyle;
  readonly hideControls: boolean;
  readonly utf8: boolean;
  readonly colors: Colors | undefined;
  readonly width: number;
  readonly tab: number;
  readonly end: string;
  readonly hyperlink: boolean;
}

const WHEN = [
  ['always', 'yes', 'force'],
  ['never', 'no', 'none'],
  ['auto', 'tty', 'if-tty'],
] as const;
const SORTS = [['none'], ['size'], ['time'], ['version'], ['extension'], ['name'], ['width']] as const;
const TIMES = [
  ['atime', 'access', 'use'],
  ['ctime', 'status'],
  ['mtime', 'modification'],
  ['birth', 'creation'],
] as const;
const FORMATS = [['verbose', 'long'], ['commas'], ['horizontal', 'across'], ['vertical'], ['single-column']] as const;
const INDICATORS = [['none'], ['slash'], ['file-type'], ['classify']] as const;
const QUOTINGS = [
  ['literal'],
  ['shell'],
  ['shell-always'],
  ['shell-escape'],
  ['shell-escape-always'],
  ['c'],
  ['c-maybe'],
  ['escape'],
  ['locale'],
  ['clocale'],
] as const;

export const LS_OPTIONS = {
  all: ['a', 'flag'],
  escape: ['b', 'flag'],
  directory: ['d', 'flag'],
  'full-time': [undefined, 'flag'],
  'group-directories-first': [undefined, 'flag'],
  'human-readable': ['h', 'flag'],
  inode: ['i', 'flag'],
  kibibytes: ['k', 'flag'],
  'numeric-uid-gid': ['n', 'flag'],
  'no-group': ['G', 'flag'],
  'hide-control-chars': ['q', 'flag'],
  reverse: ['r', 'flag'],
  size: ['s', 'flag'],
  width: ['w', 'value'],
  'almost-all': ['A', 'flag'],
  'ignore-backups': ['B', 'flag'],
  classify: [undefined, 'optional'],
  'file-type': [undefined, 'flag'],
  si: [undefined, 'flag'],
  'dereference-command-line': ['H', 'flag'],
  'dereference-command-line-symlink-to-dir': [undefined, 'flag'],
  hide: [undefined, 'value'],
  ignore: ['I', 'value'],
  'indicator-style': [undefined, 'value'],
  dereference: ['L', 'flag'],
  literal: ['N', 'flag'],
  'quote-name': ['Q', 'flag'],
  'quoting-style': [undefined, 'value'],
  recursive: ['R', 'flag'],
  format: [undefined, 'value'],
  'show-control-chars': [undefined, 'flag'],
  sort: [undefined, 'value'],
  tabsize: ['T', 'value'],
  time: [undefined, 'value'],
  'time-style': [undefined, 'value'],
  zero: [undefined, 'flag'],
  color: [undefined, 'optional'],
  hyperlink: [undefined, 'optional'],
  'block-size': [undefined, 'value'],
  context: ['Z', 'flag'],
  author: [undefined, 'flag'],
  F: ['F', 'flag'],
  c: ['c', 'flag'],
  f: ['f', 'flag'],
  g: ['g', 'flag'],
  l: ['l', 'flag'],
  m: ['m', 'flag'],
  o: ['o', 'flag'],
  p: ['p', 'flag'],
  t: ['t', 'flag'],
  u: ['u', 'flag'],
  v: ['v', 'flag'],
  x: ['x', 'flag'],
  C: ['C', 'flag'],
  S: ['S', 'flag'],
  U: ['U', 'flag'],
  X: ['X', 'flag'],
  1: ['1', 'flag'],
} as const;

const OLD = '%b %e  %Y';
const RECENT = '%b %e %H:%M';
const TIME_STYLES: Readonly<Record<string, readonly [string, string]>> = {
  'full-iso': ['%Y-%m-%d %H:%M:%S.%N %z', '%Y-%m-%d %H:%M:%S.%N %z'],
  'long-iso': ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M'],
  iso: ['%Y-%m-%d ', '%m-%d %H:%M'],
  locale: [OLD, RECENT],
};

function timeFormats(command: Command, style: string): readonly [string, string] {
  if (style.startsWith('posix-')) return [OLD, RECENT];
  if (style.startsWith('+')) {
    const [old, recent = old!, more] = style.slice(1).split('\n');
    if (more !== undefined) command.die(`invalid time style format ${quote(style.slice(1))}`, 2);
    return [old!, recent];
  }
  const exact = TIME_STYLES[style];
  if (exact) return exact;
  const found = Object.keys(TIME_STYLES).filter((name) => name.startsWith(style));
  if (found.length === 1) return TIME_STYLES[found[0]!]!;
  const kind = found.length > 1 ? 'ambiguous' : 'invalid';
  const list = ['full-iso', 'long-iso', 'iso', 'locale'].map((name) => `  - [posix-]${name}`).join('\n');
  const plus = "  - +FORMAT (e.g., +%H:%M) for a 'date'-style format";
  return command.usage(`${kind} argument ${quote(style)} for 'time style'\nValid arguments are:\n${list}\n${plus}`, 2);
}

/** A line width as -w and COLUMNS have it; undefined: not one. */
function lineWidth(text: string): number | undefined {
  if (!/^\s*\+?(0[xX][\da-fA-F]+|\d+)$/.test(text)) return undefined;
  return /^0[0-7]+$/.test(text.trim()) ? Number.parseInt(text, 8) : Number(text);
}

/** Reads GNU ls's options. */
export function lsPlan(command: Command, parsed: Parsed, warnings: string[]): LsPlan {
  const { sys } = command;
  const tty = sys.isatty(1);
  const when = (name: string, value: string) => {
    const word = value === '' ? 'always' : choose(command, name, value, WHEN);
    return word === 'always' || (word === 'auto' && tty);
  };
  let format: LsFormat | undefined;
  let hidden: LsPlan['hidden'] = 'none';
  let sort: LsSort | undefined;
  let time: LsPlan['time'] = 'mtime';
  let timeSaid = false;
  let timeStyle: string | undefined;
  let dereference: LsPlan['dereference'] | undefined;
  let owner = true;
  let group = true;
  let blockSize: BlockSize | undefined;
  let fileSize: BlockSize = { unit: 1, suffix: '' };
  let kibibytes = false;
  let indicator: LsPlan['indicator'] = 'none';
  let quoting: QuotingStyle | undefined;
  let hideControls: boolean | undefined;
  let color = false;
  let hyperlink = false;
  let width: number | undefined;
  let tab: number | undefined;
  let end = '\n';
  const hide: string[] = [];
  const ignore: string[] = [];
  for (const { name, value } of parsed.order) {
    switch (name) {
      case 'all':
        hidden = 'all';
        break;
      case 'almost-all':
        hidden = 'almost';
        break;
      case 'f':
        hidden = 'all';
        sort = 'none';
        break;
      case 'escape':
        quoting = 'escape';
        break;
      case 'literal':
        quoting = 'literal';
        break;
      case 'quote-name':
        quoting = 'c';
        break;
      case 'quoting-style': {
        const style = choose(command, '--quoting-style', value, QUOTINGS);
        quoting = style === 'clocale' ? 'c' : (style as QuotingStyle);
        if (style === 'locale') quoting = 'shell-escape-always';
        break;
      }
      case 'c':
        time = 'ctime';
        timeSaid = true;
        break;
      case 'u':
        time = 'atime';
        timeSaid = true;
        break;
      case 'time': {
        const which = choose(command, '--time', value, TIMES);
        time = which === 'birth' ? 'mtime' : (which as LsPlan['time']);
        timeSaid = true;
        break;
      }
      case 'file-type':
        indicator = 'file-type';
        break;
      case 'p':
        indicator = 'slash';
        break;
      case 'F':
        indicator = 'classify';
        break;
      case 'classify':
        if (when('--classify', value)) indicator = 'classify';
        break;
      case 'indicator-style':
        indicator = choose(command, '--indicator-style', value, INDICATORS) as LsPlan['indicator'];
        break;
      case 'g':
        format = 'long';
        owner = false;
        break;
      case 'o':
        format = 'long';
        group = false;
        break;
      case 'no-group':
        group = false;
        break;
      case 'l':
      case 'numeric-uid-gid':
        format = 'long';
        break;
      case 'full-time':
        format = 'long';
        timeStyle = 'full-iso';
        break;
      case 'm':
        format = 'commas';
        break;
      case 'x':
        format = 'across';
        break;
      case 'C':
        format = 'columns';
        break;
      case '1':
        if (format !== 'long') format = 'single';
        break;
      case 'format': {
        const word = choose(command, '--format', value, FORMATS);
        const formats: Readonly<Record<string, LsFormat>> = {
          verbose: 'long',
          commas: 'commas',
          horizontal: 'across',
          vertical: 'columns',
          'single-column': 'single',
        };
        format = formats[word];
        break;
      }
      case 'human-readable':
        blockSize = fileSize = { unit: 1, human: 1024, suffix: '' };
        break;
      case 'si':
        blockSize = fileSize = { unit: 1, human: 1000, suffix: '' };
        break;
      case 'kibibytes':
        kibibytes = true;
        break;
      case 'block-size':
        blockSize = fileSize = parseBlockSize(value) ?? command.die(`invalid --block-size argument ${quote(value)}`, 2);
        break;
      case 'hide-control-chars':
        hideControls = true;
        break;
      case 'show-control-chars':
        hideControls = false;
        break;
      case 't':
        sort = 'time';
        break;
      case 'S':
        sort = 'size';
        break;
      case 'v':
        sort = 'version';
        break;
      case 'X':
        sort = 'extension';
        break;
      case 'U':
        sort = 'none';
        break;
      case 'sort':
        sort = choose(command, '--sort', value, SORTS) as LsSort;
        break;
      case 'time-style':
        timeStyle = value;
        break;
      case 'dereference-command-line':
        dereference = 'argument';
        break;
      case 'dereference-command-line-symlink-to-dir':
        dereference = 'argument-directory';
        break;
      case 'dereference':
        dereference = 'always';
        break;
      case 'width':
        width = lineWidth(value) ?? command.die(`invalid line width: ${quote(value)}`, 2);
        break;
      case 'tabsize':
        tab = /^\d+$/.test(value) ? Number(value) : command.die(`invalid tab size: ${quote(value)}`, 2);
        break;
      case 'ignore-backups':
        ignore.push('*~', '.*~');
        break;
      case 'ignore':
        ignore.push(value);
        break;
      case 'hide':
        hide.push(value);
        break;
      case 'color':
        color = when('--color', value);
        break;
      case 'hyperlink':
        hyperlink = when('--hyperlink', value);
        break;
      case 'zero':
        end = '\0';
        hideControls = false;
        if (format !== 'long') format = 'single';
        color = false;
        quoting = 'literal';
        break;
      default:
        break;
    }
  }
  format ??= tty ? 'columns' : 'single';
  if (!blockSize) {
    const said = sys.env.LS_BLOCK_SIZE ?? sys.env.BLOCK_SIZE;
    const read = said === undefined ? undefined : parseBlockSize(said);
    if (read) fileSize = read;
    blockSize = read ?? ('POSIXLY_CORRECT' in sys.env ? { unit: 512, suffix: '' } : KILOBYTES);
    if (kibibytes) blockSize = KILOBYTES;
  }
  if (width === undefined && tty) {
    const { columns } = sys.windowSize(1);
    if (columns > 0) width = columns;
  }
  const columnsEnv = sys.env.COLUMNS;
  const needsWidth = format === 'columns' || format === 'across' || format === 'commas' || color;
  if (width === undefined && columnsEnv && needsWidth) {
    width = lineWidth(columnsEnv);
    if (width === undefined)
      warnings.push(`ignoring invalid width in environment variable COLUMNS: ${quote(columnsEnv)}`);
  }
  let colors: Colors | undefined;
  if (color) {
    const read = parseColors(sys.env.LS_COLORS ?? '');
    if ('error' in read) warnings.push(...read.error);
    else if (sys.env.LS_COLORS || sys.env.COLORTERM || knownTerminal(sys.env.TERM)) colors = read;
  }
  const styleEnv = sys.env.QUOTING_STYLE;
  if (quoting === undefined && styleEnv !== undefined) {
    const known = QUOTINGS.find(([name]) => name === styleEnv);
    if (known) quoting = styleEnv as QuotingStyle;
    else warnings.push(`ignoring invalid value of environment variable QUOTING_STYLE: ${quote(styleEnv)}`);
  }
  // A pattern of --hide hides only what -a and -A don't ask for; a dot in front must be matched by a dot.
  const match = (pattern: string) => {
    const test = matcher(pattern);
    return (name: string) => test(name) && (!name.startsWith('.') || pattern.startsWith('.'));
  };
  const ignores = ignore.map(match);
  const hides = hidden === 'none' ? hide.map(match) : [];
  return {
    format,
    hidden,
    ignored: (name) => ignores.some((test) => test(name)) || hides.some((test) => test(name)),
    directory: parsed.has('directory'),
    recursive: parsed.has('recursive') && !parsed.has('directory'),
    sort: sort ?? (format !== 'long' && timeSaid ? 'time' : 'name'),
    reverse: parsed.has('reverse'),
    directoriesFirst: parsed.has('group-directories-first'),
    time,
    timeFormats: format === 'long' ? timeFormats(command, timeStyle ?? sys.env.TIME_STYLE ?? 'locale') : [OLD, RECENT],
    dereference:
      dereference ??
      (parsed.has('directory') || indicator === 'classify' || format === 'long' ? 'never' : 'argument-directory'),
    inode: parsed.has('inode'),
    blocks: parsed.has('size'),
    context: parsed.has('context'),
    numeric: parsed.has('numeric-uid-gid'),
    owner,
    group,
    author: parsed.has('author'),
    blockSize,
    fileSize,
    indicator,
    quoting: quoting ?? (tty ? 'shell-escape' : 'literal'),
    hideControls: hideControls ?? tty,
    utf8: utf8Locale(sys.env),
    colors,
    width: width ?? 80,
    tab: colors ? 0 : (tab ?? 8),
    end,
    hyperlink,
  };
}

import { type DirEntry, Errno, type FileType, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { displayWidth, fitColumns, indent } from './columns.ts';
import { attempt, type Command } from './command.ts';
import { compareBytes, compareVersions } from './compare.ts';
import { colorOf, isColored } from './ls-colors.ts';
import { LS_OPTIONS, type LsPlan, lsPlan } from './ls-plan.ts';
import { modeString, typeLetter } from './modes.ts';
import { type Owners, readOwners } from './owners.ts';
import { absolute, joinPath, normalize } from './paths.ts';
import {
  cQuote,
  escapeName,
  hideControls,
  quoteFile,
  quoteName,
  shellQuote,
  shellQuoteAlways,
  shellQuoteRaw,
} from './quote.ts';
import { type BlockSize, inBlocks } from './sizes.ts';
import { strftime } from './times.ts';

/** One file to be shown. */
interface Entry {
  readonly name: string;
  readonly path: string;
  readonly type: FileType | undefined;
  readonly ino: number | undefined;
  /** Undefined: not needed, or it failed. */
  readonly stat: Stat | undefined;
  readonly statFailed: boolean;
  readonly link: string | undefined;
  /** What a link leads to, where that was looked at. */
  readonly target: Stat | undefined;
}

interface Listing {
  readonly command: Command;
  readonly plan: LsPlan;
  readonly owners: Owners | undefined;
  readonly now: number;
  /** A heading has been printed: the next one has an empty line before it. */
  headed: boolean;
  colored: boolean;
}

const HALF_YEAR = (31_556_952 / 2) * 1000;
const SERIOUS = 2;

/** Which extra characters must be quoted besides the shell's. */
function extraQuoted({ plan }: Listing): string {
  return { none: '', slash: '', 'file-type': '=@|', classify: '*=@|' }[plan.indicator];
}

function shown(listing: Listing, name: string, also = extraQuoted(listing)): string {
  const { quoting, utf8, hideControls: hide } = listing.plan;
  switch (quoting) {
    case 'literal':
      return hide ? hideControls(name, { utf8 }) : name;
    case 'shell':
    case 'shell-always': {
      const text = shellQuoteRaw(name, quoting === 'shell-always', also);
      return hide ? hideControls(text, { utf8 }) : text;
    }
    case 'shell-escape':
      return shellQuote(name, { utf8, also });
    case 'shell-escape-always':
      return shellQuoteAlways(name, { utf8 });
    case 'c':
      return cQuote(name, { utf8 });
    case 'c-maybe': {
      const text = cQuote(name, { utf8 });
      return text.replaceAll('\\\\', '\\') === `"${name}"` ? name : text;
    }
    case 'escape':
      return escapeName(name, { utf8 });
  }
}

/** Does the plan line names up by a blank before those without quotes? */
function aligns({ plan }: Listing): boolean {
  const styled = /^(shell|shell-escape|c-maybe)$/.test(plan.quoting);
  return (
    styled && (plan.format === 'long' || ((plan.format === 'columns' || plan.format === 'across') && plan.width > 0))
  );
}

const needsStat = (plan: LsPlan): boolean =>
  plan.sort === 'time' || plan.sort === 'size' || plan.format === 'long' || plan.blocks || plan.hyperlink;

/** Types matter, but d_type tells most of them. */
const needsType = (plan: LsPlan): boolean =>
  !needsStat(plan) &&
  (plan.recursive || plan.colors !== undefined || plan.directoriesFirst || plan.indicator !== 'none');

function* complain(listing: Listing, argument: boolean, text: string): Op<void> {
  yield* listing.command.fail(text, argument ? SERIOUS : 1);
}

/** Looks at one file as far as the plan needs it; undefined: it can't be shown. */
function* look(
  listing: Listing,
  path: string,
  name: string,
  argument: boolean,
  entry?: DirEntry,
): Op<Entry | undefined> {
  const { command, plan } = listing;
  const { sys } = command;
  yield* command.pace();
  const { colors } = plan;
  const linkModes =
    plan.directoriesFirst ||
    (colors !== undefined &&
      (colors.by.ln === 'target' || isColored(colors, 'or') || (plan.format === 'long' && isColored(colors, 'mi'))));
  const known = entry?.type;
  const wanted =
    argument ||
    needsStat(plan) ||
    known === undefined ||
    (known === 'directory' && colors !== undefined) ||
    (known === 'file' && (plan.indicator === 'classify' || colors !== undefined)) ||
    (known === 'symlink' && (needsType(plan) || plan.inode) && (plan.dereference === 'always' || linkModes));
  let stat: Stat | undefined;
  let type = known;
  if (wanted) {
    let follow = plan.dereference === 'always' || (argument && plan.dereference === 'argument');
    let found = attempt(() => (follow ? sys.stat(path) : sys.lstat(path)));
    if (argument && plan.dereference === 'argument-directory') {
      const through = attempt(() => sys.stat(path));
      if (through instanceof Errno ? through.code !== 'ENOENT' : through.type === 'directory') {
        found = through;
        follow = true;
      }
    }
    if (found instanceof Errno) {
      yield* complain(listing, argument, `cannot access ${quoteFile(path)}: ${found.message}`);
      if (argument) return undefined;
      return {
        name,
        path,
        type,
        ino: entry?.ino,
        stat: undefined,
        statFailed: true,
        link: undefined,
        target: undefined,
      };
    }
    stat = found;
    type = found.type;
  }
  let link: string | undefined;
  let target: Stat | undefined;
  if (type === 'symlink' && (plan.format === 'long' || linkModes)) {
    const text = attempt(() => sys.readlink(path));
    if (text instanceof Errno)
      yield* complain(listing, argument, `cannot read symbolic link ${quoteFile(path)}: ${text.message}`);
    else {
      link = text;
      if (plan.indicator === 'file-type' || plan.indicator === 'classify' || linkModes) {
        const through = attempt(() => sys.stat(path));
        if (!(through instanceof Errno)) target = through;
      }
    }
  }
  return { name, path, type, ino: stat?.ino ?? entry?.ino, stat, statFailed: false, link, target };
}

const isDirectory = (entry: Entry): boolean =>
  entry.type === 'directory' || (entry.type === 'symlink' && entry.target?.type === 'directory');

const extension = (name: string): string => (name.includes('.') ? name.slice(name.lastIndexOf('.')) : '');

function sortEntries(listing: Listing, entries: Entry[]): void {
  const { plan } = listing;
  if (plan.sort === 'none' && !plan.directoriesFirst) return;
  const by: Readonly<Record<LsPlan['sort'], (a: Entry, b: Entry) => number>> = {
    none: () => 0,
    name: () => 0,
    size: (a, b) => (b.stat?.size ?? 0) - (a.stat?.size ?? 0),
    time: (a, b) => (b.stat?.[plan.time] ?? 0) - (a.stat?.[plan.time] ?? 0),
    version: (a, b) => compareVersions(a.name, b.name),
    extension: (a, b) => compareBytes(extension(a.name), extension(b.name)),
    width: (a, b) => displayWidth(shown(listing, a.name)) - displayWidth(shown(listing, b.name)),
  };
  const order = by[plan.sort];
  const sign = plan.reverse ? -1 : 1;
  entries.sort((a, b) => {
    if (plan.directoriesFirst && isDirectory(a) !== isDirectory(b)) return isDirectory(a) ? -1 : 1;
    if (plan.sort === 'none') return 0;
    return sign * (order(a, b) || compareBytes(a.name, b.name));
  });
}

function indicatorOf(plan: LsPlan, type: FileType | undefined, mode: number | undefined): string {
  if (plan.indicator === 'none') return '';
  if (type === 'directory') return '/';
  if (plan.indicator === 'slash') return '';
  if (type === 'file') return plan.indicator === 'classify' && (mode ?? 0) & 0o111 ? '*' : '';
  if (type === 'symlink') return '@';
  if (type === 'fifo') return '|';
  return type === 'socket' ? '=' : '';
}

/** A name with its colour and quotes, and how many columns it takes. */
function styled(
  listing: Listing,
  entry: Entry,
  target: boolean,
  start: number,
  pad: boolean,
): { readonly text: string; readonly width: number } {
  const { plan } = listing;
  const name = target ? entry.link! : entry.name;
  let text = shown(listing, name);
  const width = displayWidth(text, !plan.utf8) + (pad ? 1 : 0);
  if (plan.hyperlink) {
    const path = attempt(() => listing.command.sys.realpath(entry.path));
    const full = path instanceof Errno ? normalize(absolute(listing.command.sys.cwd, entry.path)) : path;
    const uri = encodeURI(full).replace(/[?#]/g, encodeURIComponent);
    text = `\x1b]8;;file://${listing.command.sys.hostname}${uri}\x1b\\${text}\x1b]8;;\x1b\\`;
  }
  const { colors } = plan;
  if (!colors) return { text: (pad ? ' ' : '') + text, width };
  const { by } = colors;
  const asTarget = target || (by.ln === 'target' && entry.type === 'symlink' && entry.target !== undefined);
  const sequence = colorOf(
    colors,
    asTarget
      ? { name, type: entry.target?.type ?? '', stat: entry.target, broken: entry.target === undefined }
      : {
          name,
          type: entry.type ?? '',
          stat: entry.stat,
          broken: entry.type === 'symlink' && entry.target === undefined,
        },
    target,
  );
  const normal = isColored(colors, 'no');
  const reset = by.ec || `${by.lc}${by.rs}${by.rc}`;
  if (sequence === undefined && !normal) return { text: (pad ? ' ' : '') + text, width };
  const before =
    sequence === undefined ? '' : `${firstReset(listing)}${normal ? by.lc! + by.rc! : ''}${by.lc}${sequence}${by.rc}`;
  const wraps = plan.width > 0 && Math.floor(start / plan.width) !== Math.floor((start + width - 1) / plan.width);
  return { text: `${pad ? ' ' : ''}${before}${text}${reset}${wraps ? by.cl : ''}`, width };
}

/** What stands once before the first colour of all. */
function firstReset(listing: Listing): string {
  if (listing.colored) return '';
  listing.colored = true;
  const { by } = listing.plan.colors!;
  return by.ec || `${by.lc}${by.rs}${by.rc}`;
}

/** The colour of text that is no name (`no=`), at the beginning of a line or cell. */
function normalColor(listing: Listing): string {
  const { colors } = listing.plan;
  if (!colors || !isColored(colors, 'no')) return '';
  return `${firstReset(listing)}${colors.by.lc}${colors.by.no}${colors.by.rc}`;
}

interface Widths {
  readonly ino: number;
  readonly blocks: number;
  readonly nlink: number;
  readonly owner: number;
  readonly group: number;
  readonly author: number;
  readonly major: number;
  readonly minor: number;
  readonly size: number;
  /** Some name is quoted: the others get a blank before them. */
  readonly quoted: boolean;
}

const longest = (texts: Iterable<string>): number => {
  let most = 0;
  for (const text of texts) most = Math.max(most, displayWidth(text));
  return most;
};

const blocksOf = (entry: Entry, size: BlockSize): string =>
  entry.stat ? inBlocks(entry.stat.blocks * 512, size) : '?';

const ownerOf = ({ plan, owners }: Listing, entry: Entry): string =>
  entry.stat ? ((plan.numeric ? undefined : owners?.user(entry.stat.uid)) ?? String(entry.stat.uid)) : '?';

const groupOf = ({ plan, owners }: Listing, entry: Entry): string =>
  entry.stat ? ((plan.numeric ? undefined : owners?.group(entry.stat.gid)) ?? String(entry.stat.gid)) : '?';

const isDevice = (entry: Entry): boolean => entry.stat?.type === 'chardev';

function measure(listing: Listing, entries: readonly Entry[]): Widths {
  const { plan } = listing;
  const devices = entries.filter(isDevice);
  const major = longest(devices.map((entry) => String(entry.stat!.rdev?.[0] ?? 0)));
  const minor = longest(devices.map((entry) => String(entry.stat!.rdev?.[1] ?? 0)));
  const sizes = longest(
    entries.filter((entry) => !isDevice(entry)).map((e) => (e.stat ? inBlocks(e.stat.size, plan.fileSize) : '?')),
  );
  return {
    ino: longest(entries.map((entry) => String(entry.ino ?? '?'))),
    blocks: longest(entries.map((entry) => blocksOf(entry, plan.blockSize))),
    nlink: longest(entries.map((entry) => String(entry.stat?.nlink ?? '?'))),
    owner: longest(entries.map((entry) => ownerOf(listing, entry))),
    author: longest(entries.map((entry) => ownerOf(listing, entry))),
    group: longest(entries.map((entry) => groupOf(listing, entry))),
    major,
    minor,
    size: devices.length > 0 ? Math.max(sizes, major + 2 + minor) : sizes,
    quoted: aligns(listing) && entries.some(({ name }) => shown(listing, name) !== name),
  };
}

const padded = (listing: Listing, entry: Entry, widths: Widths): boolean =>
  widths.quoted && shown(listing, entry.name) === entry.name;

/** The inode and the blocks in front of a name. */
function frills({ plan }: Listing, entry: Entry, widths: Widths): string {
  const free = plan.format === 'commas';
  let text = '';
  if (plan.inode) text += `${String(entry.ino ?? '?').padStart(free ? 0 : widths.ino)} `;
  if (plan.blocks) text += `${blocksOf(entry, plan.blockSize).padStart(free ? 0 : widths.blocks)} `;
  if (plan.context) text += '? ';
  return text;
}

function longTime({ plan, now }: Listing, entry: Entry): string {
  if (!entry.stat) return '?'.padStart(12);
  const time = entry.stat[plan.time];
  const recent = now - HALF_YEAR < time && time < now;
  return strftime(plan.timeFormats[recent ? 1 : 0], time);
}

/** A name is left-aligned, a number that stands for one right-aligned. */
const ownerColumn = (text: string, width: number): string =>
  /^\d+$/.test(text) ? `${text.padStart(width)} ` : `${text.padEnd(width)} `;

function longLine(listing: Listing, entry: Entry, widths: Widths): string {
  const { plan } = listing;
  const { stat } = entry;
  let text = '';
  if (plan.inode) text += `${String(entry.ino ?? '?').padStart(widths.ino)} `;
  if (plan.blocks) text += `${blocksOf(entry, plan.blockSize).padStart(widths.blocks)} `;
  text += stat ? modeString(stat) : `${entry.type ? typeLetter(entry.type) : '?'}?????????`;
  text += ` ${String(stat?.nlink ?? '?').padStart(widths.nlink)} `;
  if (plan.owner) text += ownerColumn(ownerOf(listing, entry), widths.owner);
  if (plan.group) text += ownerColumn(groupOf(listing, entry), widths.group);
  if (plan.author) text += ownerColumn(ownerOf(listing, entry), widths.author);
  if (plan.context) text += '? ';
  if (stat?.type === 'chardev') {
    const [maj, min] = stat.rdev ?? [0, 0];
    const blanks = widths.size - (widths.major + 2 + widths.minor);
    text += `${String(maj).padStart(widths.major + Math.max(0, blanks))}, ${String(min).padStart(widths.minor)} `;
  } else text += `${(stat ? inBlocks(stat.size, plan.fileSize) : '?').padStart(widths.size)} `;
  text += `${longTime(listing, entry)} `;
  const start = displayWidth(text);
  text = normalColor(listing) + text;
  const name = styled(listing, entry, false, start, padded(listing, entry, widths));
  text += name.text;
  if (entry.type === 'symlink') {
    if (entry.link !== undefined) {
      text += ` -> ${styled(listing, entry, true, start + name.width + 4, false).text}`;
      if (entry.target) text += indicatorOf(plan, entry.target.type, entry.target.mode);
    }
  } else text += indicatorOf(plan, entry.type, stat?.mode);
  return text;
}

/** Shows some entries in columns as wide as those of `all` need. */
function* showEntries(listing: Listing, entries: readonly Entry[], all = entries): Op<void> {
  const { command, plan } = listing;
  const widths = measure(listing, all);
  const print = (text: string) => command.print(text);
  if (plan.format === 'long') {
    for (const entry of entries) {
      yield* print(longLine(listing, entry, widths) + plan.end);
      yield* command.pace();
    }
    return;
  }
  const cell = (entry: Entry, start: number) => {
    const normal = normalColor(listing);
    const before = frills(listing, entry, widths);
    const name = styled(listing, entry, false, start, padded(listing, entry, widths));
    const mark = indicatorOf(plan, entry.type, entry.stat?.mode);
    return { text: normal + before + name.text + mark, width: before.length + name.width + mark.length };
  };
  const widthOf = (entry: Entry) =>
    frills(listing, entry, widths).length +
    displayWidth(shown(listing, entry.name), !plan.utf8) +
    (padded(listing, entry, widths) ? 1 : 0) +
    indicatorOf(plan, entry.type, entry.stat?.mode).length;
  if (plan.format === 'single') {
    for (const entry of entries) yield* print(cell(entry, 0).text + plan.end);
    return;
  }
  if (plan.format === 'commas' || plan.width === 0) {
    const separator = plan.format === 'commas' ? ',' : ' ';
    let at = 0;
    for (const [i, entry] of entries.entries()) {
      const width = widthOf(entry);
      if (i > 0) {
        const fits = plan.width === 0 || at + width + 2 < plan.width;
        yield* print(separator + (fits ? ' ' : plan.end));
        at = fits ? at + 2 : 0;
      }
      yield* print(cell(entry, at).text);
      at += width;
    }
    if (entries.length > 0) yield* print(plan.end);
    return;
  }
  const sizes = entries.map(widthOf);
  const down = plan.format === 'columns';
  const columns = fitColumns(sizes, plan.width, down);
  const rows = Math.ceil(entries.length / columns.length);
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (let column = 0; column < columns.length; column++) {
      const i = down ? column * rows + row : row * columns.length + column;
      if (i >= entries.length) break;
      yield* print(cell(entries[i]!, at).text);
      const next = down ? i + rows : i + 1;
      const more = next < entries.length && column + 1 < columns.length;
      if (!more) break;
      yield* print(indent(at + sizes[i]!, at + columns[column]!, plan.tab));
      at += columns[column]!;
    }
    yield* print(plan.end);
  }
}

const visible = ({ plan }: Listing, name: string): boolean =>
  (plan.hidden !== 'none' || !name.startsWith('.')) && !plan.ignored(name);

function* showDirectory(
  listing: Listing,
  path: string,
  argument: boolean,
  heading: boolean,
  above: readonly Stat[],
): Op<void> {
  const { command, plan } = listing;
  const { sys } = command;
  const children = attempt(() => sys.readdir(path));
  if (children instanceof Errno) {
    yield* complain(listing, argument, `cannot open directory ${quoteFile(path)}: ${children.message}`);
    return;
  }
  const here = attempt(() => sys.stat(path));
  if (plan.recursive && !(here instanceof Errno)) {
    if (above.some((one) => one.ino === here.ino && one.dev === here.dev)) {
      yield* command.fail(`${quoteName(path)}: not listing already-listed directory`, SERIOUS);
      return;
    }
  }
  if (heading || plan.recursive) {
    if (listing.headed) yield* command.print('\n');
    listing.headed = true;
    yield* command.print(`${shown(listing, path, `${extraQuoted(listing)}:`)}:\n`);
  }
  const dots: DirEntry[] =
    plan.hidden === 'all' && !(here instanceof Errno)
      ? ['.', '..'].map((name) => ({ name, ino: here.ino, type: 'directory' as const }))
      : [];
  const entries: Entry[] = [];
  for (const child of [...dots, ...children]) {
    if (!visible(listing, child.name)) continue;
    const at = path === '.' ? child.name : joinPath(path, child.name);
    const entry = yield* look(listing, at, child.name, false, child);
    if (entry) entries.push(entry);
  }
  sortEntries(listing, entries);
  if (plan.format === 'long' || plan.blocks) {
    const total = entries.reduce((sum, { stat }) => sum + (stat?.blocks ?? 0), 0);
    yield* command.print(`total ${inBlocks(total * 512, plan.blockSize)}${plan.end}`);
  }
  if (entries.length > 0) yield* showEntries(listing, entries);
  if (!plan.recursive) return;
  const stack = here instanceof Errno ? above : [...above, here];
  for (const entry of entries)
    if (entry.type === 'directory' && entry.name !== '.' && entry.name !== '..')
      yield* showDirectory(listing, joinPath(path, entry.name), false, true, stack);
}

/** GNU ls. */
export function* gnuLs(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse(LS_OPTIONS, { status: SERIOUS });
  const warnings: string[] = [];
  const plan = lsPlan(command, parsed, warnings);
  for (const warning of warnings) yield* command.say(warning);
  const long = plan.format === 'long';
  const listing: Listing = {
    command,
    plan,
    owners: long && !plan.numeric ? yield* readOwners(sys) : undefined,
    now: sys.now(),
    headed: false,
    colored: false,
  };
  const operands = parsed.operands.length > 0 ? parsed.operands : ['.'];
  if (parsed.operands.length === 0 && !plan.directory) {
    yield* showDirectory(listing, '.', true, false, []);
    return;
  }
  const entries: Entry[] = [];
  for (const path of operands) {
    const entry = yield* look(listing, path, path, true);
    if (entry) entries.push(entry);
  }
  sortEntries(listing, entries);
  const directories = plan.directory ? [] : entries.filter(({ type }) => type === 'directory');
  const files = plan.directory ? entries : entries.filter(({ type }) => type !== 'directory');
  if (files.length > 0) {
    yield* showEntries(listing, files, entries);
    if (directories.length > 0) yield* command.print('\n');
  }
  const heading = operands.length > 1;
  for (const { path } of directories) yield* showDirectory(listing, path, true, heading, []);
}

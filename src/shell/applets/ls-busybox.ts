import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { Parsed } from './applet.ts';
import { displayWidth } from './columns.ts';
import { attempt, type Command } from './command.ts';
import { compareBytes, compareNumbered } from './compare.ts';
import { modeString } from './modes.ts';
import { type Owners, readOwners } from './owners.ts';
import { joinPath } from './paths.ts';
import { hideControls, utf8Locale } from './quote.ts';
import { busyboxSize } from './sizes.ts';
import { strftime } from './times.ts';

interface Node {
  readonly path: string;
  readonly name: string;
  readonly stat: Stat;
}

interface Listing {
  readonly command: Command;
  readonly options: Parsed;
  readonly format: 'long' | 'single' | 'across' | 'columns';
  readonly owners: Owners | undefined;
  readonly now: number;
  readonly width: number;
  readonly color: boolean;
  readonly time: 'mtime' | 'atime' | 'ctime';
  readonly sort: 'name' | 'size' | 'time' | 'version' | 'extension';
  readonly utf8: boolean;
  /** Directories have headings. */
  readonly headings: boolean;
}

const isExecutable = (stat: Stat): boolean => stat.type === 'file' && (stat.mode & 0o111) !== 0;

/** busybox's colours: attribute and foreground. */
function colorOf(stat: Stat): string {
  if (isExecutable(stat)) return '1;32';
  const colors = { file: '0;0', directory: '1;34', symlink: '1;36', chardev: '1;35', fifo: '0;35', socket: '1;35' };
  return colors[stat.type];
}

function mark({ options }: Listing, stat: Stat): string {
  if (!options.has('F') && !options.has('p')) return '';
  if (stat.type === 'directory') return '/';
  if (!options.has('F')) return '';
  if (isExecutable(stat)) return '*';
  return stat.type === 'symlink' ? '@' : stat.type === 'fifo' ? '|' : stat.type === 'socket' ? '=' : '';
}

const printable = (listing: Listing, name: string): string => {
  const text = hideControls(name, { utf8: listing.utf8 });
  return listing.options.has('Q') ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
};

/** One file's line or cell, and its width. */
function* line(listing: Listing, node: Node): Op<{ text: string; width: number }> {
  const { command, options, owners } = listing;
  const { stat } = node;
  const long = listing.format === 'long';
  let text = '';
  let end = mark(listing, stat);
  let link: string | undefined;
  if (long && stat.type === 'symlink') {
    const target = attempt(() => command.sys.readlink(node.path));
    if (target instanceof Errno) yield* command.say(`${node.path}: cannot read link: ${target.message}`);
    else link = target;
  }
  if (options.has('i')) text += `${String(stat.ino).padStart(7)} `;
  if (options.has('s'))
    text += options.has('h')
      ? `${busyboxSize(stat.blocks * 512).padStart(7)} `
      : `${String(Math.floor(stat.blocks / 2)).padStart(6)} `;
  if (long) {
    text += `${modeString(stat)} ${String(stat.nlink).padStart(4)} `;
    const user = owners?.user(stat.uid) ?? String(stat.uid);
    const group = owners?.group(stat.gid) ?? String(stat.gid);
    if (!options.has('g')) text += `${user.padEnd(8)} `;
    text += `${group.padEnd(8)} `;
    if (stat.type === 'chardev') {
      const [maj, min] = stat.rdev ?? [0, 0];
      text += `${String(maj).padStart(4)}, ${String(min).padStart(3)} `;
    } else text += options.has('h') ? `${busyboxSize(stat.size).padStart(7)} ` : `${String(stat.size).padStart(9)} `;
    const time = stat[listing.time];
    const age = Math.floor(listing.now / 1000) - Math.floor(time / 1000);
    if (options.has('full-time')) text += strftime('%Y-%m-%d %H:%M:%S %z ', time);
    else if (age < (3600 * 24 * 365) / 2 && age > -15 * 60) text += strftime('%b %e %H:%M ', time);
    else text += strftime('%b %e  %Y ', time);
  }
  const name = printable(listing, node.name);
  let width = displayWidth(text) + displayWidth(name);
  const paint = (shown: string, of: Stat | undefined) =>
    listing.color ? `\x1b[${of ? colorOf(of) : '1;31'}m${shown}\x1b[m` : shown;
  text += paint(name, stat);
  if (link !== undefined) {
    const through = attempt(() => command.sys.stat(node.path));
    const target = through instanceof Errno ? undefined : through;
    if (options.has('F') || options.has('p')) end = target ? mark(listing, target) : '';
    text += ` -> ${paint(printable(listing, link), target)}`;
    width += 4 + displayWidth(link);
  }
  return { text: text + end, width: width + end.length };
}

function sortNodes(listing: Listing, nodes: Node[]): void {
  const { options } = listing;
  const dot = (name: string) => (name.includes('.') ? name.slice(name.indexOf('.')) : '');
  const by: Readonly<Record<Listing['sort'], (a: Node, b: Node) => number>> = {
    name: () => 0,
    size: (a, b) => b.stat.size - a.stat.size,
    time: (a, b) => Math.floor(b.stat[listing.time] / 1000) - Math.floor(a.stat[listing.time] / 1000),
    version: (a, b) => compareNumbered(a.name, b.name),
    extension: (a, b) => compareBytes(dot(a.name), dot(b.name)),
  };
  const sign = options.has('r') ? -1 : 1;
  const first = (node: Node) => (node.stat.type === 'directory' ? 0 : 1);
  nodes.sort((a, b) => {
    const groups = options.has('group-directories-first') ? first(a) - first(b) : 0;
    return sign * (groups || by[listing.sort](a, b) || compareBytes(a.name, b.name));
  });
}

function* show(listing: Listing, nodes: readonly Node[]): Op<void> {
  const { command, options } = listing;
  let columns = 1;
  let size = 0;
  if (listing.format === 'columns' || listing.format === 'across') {
    size = nodes.reduce((most, { name }) => Math.max(most, displayWidth(printable(listing, name))), 0);
    size += 2 + (options.has('i') ? 8 : 0) + (options.has('s') ? 5 : 0);
    columns = Math.max(1, Math.floor(listing.width / size));
  }
  const rows = Math.ceil(nodes.length / columns);
  for (let row = 0; row < rows; row++) {
    let at = 0;
    let next = 0;
    for (let column = 0; column < columns; column++) {
      const i = listing.format === 'across' ? row * columns + column : column * rows + row;
      const node = nodes[i];
      if (!node) continue;
      if (at > 0) {
        yield* command.print(' '.repeat(Math.max(0, next - at)));
        at = Math.max(at, next);
      }
      next = at + size;
      const cell = yield* line(listing, node);
      yield* command.print(cell.text);
      at += cell.width;
    }
    yield* command.print('\n');
    yield* command.pace();
  }
}

function* look(listing: Listing, path: string, name: string, follow: boolean): Op<Node | undefined> {
  const { command, options } = listing;
  yield* command.pace();
  const stat = attempt(() => (follow || options.has('L') ? command.sys.stat(path) : command.sys.lstat(path)));
  if (!(stat instanceof Errno)) return { path, name, stat };
  yield* command.fail(`${path}: ${stat.message}`);
  return undefined;
}

function* showDirectories(listing: Listing, directories: readonly Node[], first: boolean): Op<void> {
  const { command, options } = listing;
  let begun = !first;
  for (const directory of directories) {
    if (listing.headings || options.has('R')) {
      if (begun) yield* command.print('\n');
      begun = true;
      yield* command.print(`${directory.path}:\n`);
    }
    const entries = attempt(() => command.sys.readdir(directory.path));
    const nodes: Node[] = [];
    if (entries instanceof Errno) yield* command.fail(`can't open '${directory.path}': ${entries.message}`);
    else {
      const dots = options.has('a') ? ['.', '..'] : [];
      for (const name of [...dots, ...entries.map((entry) => entry.name)]) {
        if (name.startsWith('.') && !options.has('a') && !options.has('A')) continue;
        const node = yield* look(listing, joinPath(directory.path, name), name, false);
        if (node) nodes.push(node);
      }
    }
    if (listing.format === 'long' || options.has('s')) {
      const blocks = nodes.reduce((sum, { stat }) => sum + stat.blocks, 1);
      const total = Math.floor(blocks / 2);
      yield* command.print(
        options.has('h') ? `total ${busyboxSize(total * 1024, false).padEnd(7)}\n` : `total ${total}\n`,
      );
    }
    if (nodes.length === 0) continue;
    sortNodes(listing, nodes);
    yield* show(listing, nodes);
    if (!options.has('R')) continue;
    const below = nodes.filter(({ stat, name }) => stat.type === 'directory' && name !== '.' && name !== '..');
    if (below.length > 0) yield* showDirectories(listing, below, false);
  }
}

/** The last of some options that exclude each other. */
const lastOf = (options: Parsed, names: readonly string[]): string | undefined =>
  options.order.findLast(({ name }) => names.includes(name))?.name;

/** busybox ls. */
export function* busyboxLs(command: Command): Op<void> {
  const { sys } = command;
  const options = command.parse({
    C: ['C', 'flag'],
    a: ['a', 'flag'],
    d: ['d', 'flag'],
    i: ['i', 'flag'],
    l: ['l', 'flag'],
    n: ['n', 'flag'],
    g: ['g', 'flag'],
    s: ['s', 'flag'],
    x: ['x', 'flag'],
    A: ['A', 'flag'],
    k: ['k', 'flag'],
    1: ['1', 'flag'],
    F: ['F', 'flag'],
    p: ['p', 'flag'],
    R: ['R', 'flag'],
    L: ['L', 'flag'],
    H: ['H', 'flag'],
    c: ['c', 'flag'],
    t: ['t', 'flag'],
    u: ['u', 'flag'],
    S: ['S', 'flag'],
    X: ['X', 'flag'],
    r: ['r', 'flag'],
    v: ['v', 'flag'],
    h: ['h', 'flag'],
    Q: ['Q', 'flag'],
    T: ['T', 'value'],
    w: ['w', 'value'],
    'full-time': [undefined, 'flag'],
    'group-directories-first': [undefined, 'flag'],
    color: [undefined, 'optional'],
  });
  const long = options.has('l') || options.has('n') || options.has('g') || options.has('full-time');
  const layout = lastOf(options, ['C', 'x', 'l', 'n', 'g', 'full-time', '1']);
  const tty = sys.isatty(1);
  let format: Listing['format'] = tty ? 'columns' : 'single';
  if (layout === '1') format = long ? 'long' : 'single';
  else if (layout === 'x') format = 'across';
  else if (layout === 'C') format = 'columns';
  else if (layout !== undefined) format = 'long';
  const times = lastOf(options, ['c', 'u']);
  const sorts = lastOf(options, ['t', 'S']);
  const byTime = sorts === 't' || (sorts === undefined && times !== undefined && format !== 'long');
  const widthText = options.value('w');
  if (widthText !== undefined && !/^\d+$/.test(widthText)) command.die(`invalid number '${widthText}'`);
  const terminal = sys.isatty(0) ? sys.windowSize(0).columns : 0;
  // COLUMNS goes before the terminal's own width.
  const said = Number.parseInt(sys.env.COLUMNS ?? '', 10) || terminal;
  const color = options.value('color');
  const word = color === undefined ? 'never' : color === '' ? 'always' : color;
  const auto = ['auto', 'tty', 'if-tty'].some((name) => name.startsWith(word)) && !'always'.startsWith(word);
  const always = ['always', 'yes', 'force'].some((name) => name.startsWith(word));
  const listing: Listing = {
    command,
    options,
    format,
    owners: format === 'long' && !options.has('n') ? yield* readOwners(sys) : undefined,
    now: sys.now(),
    width: widthText !== undefined ? Number(widthText) : (said > 1 && said < 30_000 ? said : 80) - 1,
    color: always || (auto && tty && sys.env.TERM !== 'dumb'),
    time: times === 'c' ? 'ctime' : times === 'u' ? 'atime' : 'mtime',
    sort:
      sorts === 'S' ? 'size' : byTime ? 'time' : options.has('v') ? 'version' : options.has('X') ? 'extension' : 'name',
    utf8: utf8Locale(sys.env),
    headings: options.operands.length > 1,
  };
  const physical = format === 'long' || options.has('i') || options.has('s') || options.has('F');
  const nodes: Node[] = [];
  for (const path of options.operands.length > 0 ? options.operands : ['.']) {
    const node = yield* look(listing, path, path, !physical || options.has('H'));
    if (node) nodes.push(node);
  }
  if (nodes.length === 0) return;
  sortNodes(listing, nodes);
  if (options.has('d')) {
    yield* show(listing, nodes);
    return;
  }
  const files = nodes.filter(({ stat }) => stat.type !== 'directory');
  if (files.length > 0) yield* show(listing, files);
  const directories = nodes.filter(({ stat }) => stat.type === 'directory');
  if (directories.length > 0) yield* showDirectories(listing, directories, files.length === 0);
}

import { Errno, type Mount, type StatFs } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { OptionSpec, Parsed } from './applet.ts';
import { blockSize } from './block-size.ts';
import { displayWidth } from './columns.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { quote, quoteName } from './quote.ts';
import { type BlockSize, busyboxSize, inBlocks, parseBlockSize } from './sizes.ts';

type FsStat = StatFs & { readonly mount: Mount };

/** One line of df: a mount and what its file system tells. `file` is the operand, if it was one. */
interface Row {
  readonly source: string;
  readonly target: string;
  readonly stat: FsStat;
  readonly file: string;
}

/** File systems that df leaves out unless they are asked for: they hold no files of anybody's. */
const DUMMY = new Set([
  'proc',
  'sysfs',
  'cgroup',
  'cgroup2',
  'devpts',
  'mqueue',
  'securityfs',
  'debugfs',
  'autofs',
  'rootfs',
  'none',
]);

const FIELDS: Readonly<Record<string, readonly [heading: string, width: number, right: boolean]>> = {
  source: ['Filesystem', 14, false],
  fstype: ['Type', 4, false],
  size: ['1K-blocks', 5, true],
  used: ['Used', 5, true],
  avail: ['Available', 5, true],
  pcent: ['Use%', 4, true],
  itotal: ['Inodes', 5, true],
  iused: ['IUsed', 5, true],
  iavail: ['IFree', 5, true],
  ipcent: ['IUse%', 4, true],
  target: ['Mounted on', 0, false],
  file: ['File', 0, false],
};

const GNU_OPTIONS: OptionSpec = {
  all: ['a', 'flag'],
  'block-size': ['B', 'value'],
  direct: [undefined, 'flag'],
  inodes: ['i', 'flag'],
  'human-readable': ['h', 'flag'],
  si: ['H', 'flag'],
  local: ['l', 'flag'],
  output: [undefined, 'optional'],
  portability: ['P', 'flag'],
  'print-type': ['T', 'flag'],
  sync: [undefined, 'flag'],
  'no-sync': [undefined, 'flag'],
  total: [undefined, 'flag'],
  type: ['t', 'value'],
  'exclude-type': ['x', 'value'],
  k: ['k', 'flag'],
  m: ['m', 'flag'],
  v: ['v', 'flag'],
};

const percent = (used: number, available: number): string => {
  const all = used + available;
  return all > 0 ? `${Math.ceil((used * 100) / all)}%` : '-';
};

/** What the column of sizes is called: `1K-blocks`, `1M-blocks`, `512B-blocks`, or in portable form in full. */
function blocksHeading(size: BlockSize, portable: boolean): string {
  if (portable) return `${size.unit}-blocks`;
  if (size.human) return 'Size';
  if (size.suffix !== '') return `1${size.suffix}-blocks`;
  for (const [power, letter] of [...'KMGTPE'].entries()) {
    const unit = 1024 ** (power + 1);
    if (size.unit % unit === 0 && size.unit / unit < 1024) return `${size.unit / unit}${letter}-blocks`;
  }
  for (const [power, letter] of [...'kMGTPE'].entries()) {
    const unit = 1000 ** (power + 1);
    if (size.unit % unit === 0 && size.unit / unit < 1000) return `${size.unit / unit}${letter}B-blocks`;
  }
  return `${size.unit}B-blocks`;
}

/** The mount that a path is on, and what statfs says; told if it isn't there. */
function* rowOf(command: Command, path: string): Op<Row | undefined> {
  const { sys, gnu } = command;
  const found = attempt(() => {
    sys.stat(path);
    return sys.statfs(path);
  });
  if (!(found instanceof Errno))
    return { source: found.mount.source, target: found.mount.path, stat: found, file: path };
  yield* command.fail(gnu ? `${quoteName(path)}: ${found.message}` : `${path}: can't find mount point`);
  return undefined;
}

/** All mounts; of several that show one file system GNU keeps the shortest path. */
function mountRows(command: Command, all: boolean): Row[] {
  const { sys, gnu } = command;
  const rows: Row[] = [];
  const byDevice = new Map<string, number>();
  for (const mount of sys.mounts()) {
    const stat = attempt(() => sys.statfs(mount.path));
    // A mount that another one covers shows nothing of itself.
    if (stat instanceof Errno || stat.mount.id !== mount.id) continue;
    const dummy = stat.size === 0 || (gnu && DUMMY.has(stat.type));
    if (!all && dummy) continue;
    const row: Row = { source: mount.source, target: mount.path, stat, file: '-' };
    const before = byDevice.get(mount.fs);
    if (!gnu || all || before === undefined) {
      byDevice.set(mount.fs, rows.length);
      rows.push(row);
    } else if (row.target.length < rows[before]!.target.length) rows[before] = row;
  }
  return rows;
}

function cell(field: string, row: Row, size: BlockSize): string {
  const { stat } = row;
  const used = stat.used;
  const [files, free] = [stat.files ?? 0, stat.filesFree ?? 0];
  const count: BlockSize = size.human ? size : { unit: 1, suffix: '' };
  const known = (total: number, text: string) => (total > 0 ? text : '0');
  switch (field) {
    case 'source':
      return row.source;
    case 'fstype':
      return stat.type;
    case 'size':
      return inBlocks(stat.size, size);
    case 'used':
      return inBlocks(used, size);
    case 'avail':
      return inBlocks(stat.available, size);
    case 'pcent':
      return percent(used, stat.available);
    case 'itotal':
      return known(files, inBlocks(files, count));
    case 'iused':
      return known(files, inBlocks(files - free, count));
    case 'iavail':
      return known(files, inBlocks(free, count));
    case 'ipcent':
      return percent(files - free, free);
    case 'file':
      return row.file;
    default:
      return row.target;
  }
}

function fieldsOf(command: Command, parsed: Parsed): readonly string[] {
  const given = parsed.options.get('output');
  const inodes = parsed.has('inodes');
  if (given) {
    for (const [option, shown] of [
      ['inodes', '-i'],
      ['portability', '-P'],
      ['print-type', '-T'],
    ] as const)
      if (parsed.has(option)) command.usage(`options ${shown} and --output are mutually exclusive`);
    const words = given.filter((word) => word !== '').join(',');
    if (words === '')
      return Object.keys(FIELDS)
        .filter((name) => name !== 'file')
        .toSpliced(2, 0, 'itotal', 'iused', 'iavail', 'ipcent')
        .filter((name, i, all) => all.indexOf(name) === i)
        .toSpliced(10, 0, 'file');
    const list = words.split(',');
    for (const [i, name] of list.entries()) {
      if (!(name in FIELDS)) command.usage(`option --output: field ${quote(name)} unknown`);
      if (list.indexOf(name) !== i) command.usage(`option --output: field ${quote(name)} used more than once`);
    }
    return list;
  }
  const type = parsed.has('print-type') ? ['fstype'] : [];
  if (inodes) return ['source', ...type, 'itotal', 'iused', 'iavail', 'ipcent', 'target'];
  return ['source', ...type, 'size', 'used', 'avail', 'pcent', 'target'];
}

function* gnuDf(command: Command): Op<void> {
  const parsed = command.parse(GNU_OPTIONS);
  const size = blockSize(command, parsed, 'DF_BLOCK_SIZE');
  const fields = fieldsOf(command, parsed);
  const portable = parsed.has('portability');
  const types = parsed.options.get('type') ?? [];
  const excluded = parsed.options.get('exclude-type') ?? [];
  for (const type of types)
    if (excluded.includes(type)) command.die(`file system type ${quote(type)} both selected and excluded`);
  let rows: Row[] = [];
  if (parsed.operands.length === 0) rows = mountRows(command, parsed.has('all'));
  else
    for (const path of parsed.operands) {
      const row = yield* rowOf(command, path);
      if (row) rows.push(row);
    }
  rows = rows.filter(({ stat }) => (types.length === 0 || types.includes(stat.type)) && !excluded.includes(stat.type));
  if (rows.length === 0) {
    if (command.status === 0) yield* command.fail('no file systems processed');
    return;
  }
  const headings = fields.map((name) => {
    const [heading] = FIELDS[name]!;
    if (name === 'size') return blocksHeading(size, portable);
    if (name === 'avail' && size.human) return 'Avail';
    return name === 'pcent' && portable ? 'Capacity' : heading;
  });
  const table = rows.map((row) => fields.map((name) => cell(name, row, size)));
  if (parsed.has('total')) {
    const sum = (pick: (stat: FsStat) => number) => rows.reduce((total, { stat }) => total + pick(stat), 0);
    const total: FsStat = {
      ...rows[0]!.stat,
      type: '-',
      size: sum((stat) => stat.size),
      used: sum((stat) => stat.used),
      available: sum((stat) => stat.available),
      files: sum((stat) => stat.files ?? 0),
      filesFree: sum((stat) => stat.filesFree ?? 0),
    };
    table.push(
      fields.map((name) =>
        cell(
          name,
          { source: 'total', target: fields.includes('source') ? '-' : 'total', stat: total, file: '-' },
          size,
        ),
      ),
    );
  }
  const widths = fields.map((name, i) =>
    Math.max(FIELDS[name]![1], displayWidth(headings[i]!), ...table.map((line) => displayWidth(line[i]!))),
  );
  for (const line of [headings, ...table]) {
    const cells = line.map((text, i) => {
      const [, , right] = FIELDS[fields[i]!]!;
      if (right) return text.padStart(widths[i]!);
      return i === line.length - 1 ? text : text.padEnd(widths[i]!);
    });
    yield* command.print(`${cells.join(' ')}\n`);
  }
}

/** busybox's scaling: to the nearest unit, or for people. */
const scaled = (bytes: number, unit: number): string =>
  unit === 0 ? busyboxSize(bytes) : String(Math.floor((bytes + Math.floor(unit / 2)) / unit));

function* busyboxDf(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    k: ['k', 'flag'],
    P: ['P', 'flag'],
    T: ['T', 'flag'],
    t: ['t', 'value'],
    a: ['a', 'flag'],
    i: ['i', 'flag'],
    B: ['B', 'value'],
    h: ['h', 'flag'],
    H: ['H', 'flag'],
    m: ['m', 'flag'],
  });
  let unit = 'POSIXLY_CORRECT' in sys.env ? 512 : 1024;
  const block = parsed.order.findLast(({ name }) => /^[kmB]$/.test(name));
  if (block?.name === 'm') unit = 1 << 20;
  else if (block?.name === 'k') unit = 1024;
  else if (block?.name === 'B') {
    const size = parseBlockSize(block.value);
    if (!size || !/^\d*([KMGTPE](i?B)?)?$/i.test(block.value)) command.die(`invalid number '${block.value}'`);
    else unit = size.unit;
  }
  const human = parsed.has('h') || parsed.has('H');
  if (human) unit = 0;
  const inodes = parsed.has('i');
  const posix = parsed.has('P');
  const heading = human
    ? '     Size'
    : inodes
      ? '   Inodes'
      : `${posix ? unit : busyboxSize(unit).replace(/\.0/, '')}-blocks`;
  yield* command.print(
    `Filesystem           ${parsed.has('T') ? 'Type       ' : ''}${heading.padEnd(15)}Used Available ${posix ? 'Capacity' : 'Use%'} Mounted on\n`,
  );
  const rows: Row[] = [];
  if (parsed.operands.length === 0) rows.push(...mountRows(command, true));
  else
    for (const path of parsed.operands) {
      const row = yield* rowOf(command, path);
      if (row) rows.push(row);
    }
  for (const { source, target, stat } of rows) {
    const type = parsed.value('t');
    if (type !== undefined && stat.type !== type) continue;
    if (stat.size === 0 && parsed.operands.length === 0 && !parsed.has('a')) continue;
    let [total, free, available] = [stat.size, stat.size - stat.used, stat.available];
    let divide = unit;
    if (inodes) {
      total = stat.files ?? 0;
      free = available = stat.filesFree ?? 0;
      if (divide !== 0) divide = 1;
    }
    const used = total - free;
    const all = used + available;
    const share = all === 0 ? 0 : Math.floor((used * 100 + all / 2) / all);
    const wide = displayWidth(source) > 20 && !posix;
    let text = wide ? `${source}\n${' '.repeat(20)}` : source.padEnd(20);
    if (parsed.has('T')) text += ` ${stat.type.padEnd(10)}`;
    text += ` ${scaled(total, divide).padStart(9)} ${scaled(used, divide).padStart(9)} ${scaled(available, divide).padStart(9)}`;
    yield* command.print(`${text} ${String(share).padStart(3)}% ${target}\n`);
  }
}

export const df = fileApplet('df', (command) => (command.gnu ? gnuDf(command) : busyboxDf(command)));

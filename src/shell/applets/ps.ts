import type { Op, ProcessInfo } from '../../os/index.ts';
import { type Owners, readOwners } from './owners.ts';
import { type Text, textApplet } from './text.ts';
import { strftime } from './times.ts';

interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** As wide as procps has it at least. */
  readonly width: number;
  of(process: ProcessInfo, owners: Owners, now: number): string;
}

const name = ({ argv }: ProcessInfo) => (argv[0] ?? '').replace(/^-/, '').replace(/^.*\//, '').slice(0, 15);
const command = (process: ProcessInfo) =>
  process.state === 'Z' ? `[${name(process)}] <defunct>` : process.argv.join(' ');
const user = ({ uid }: ProcessInfo, owners: Owners) => owners.user(uid) ?? String(uid);
const tty = ({ tty: terminal }: ProcessInfo) => terminal?.replace('/dev/', '') ?? '?';

/** procps' columns by their `-o` names. The machine's processes use no time and no memory worth a figure. */
const COLUMNS: Readonly<Record<string, Column>> = {
  pid: { title: 'PID', width: 7, right: true, of: ({ pid }) => String(pid) },
  ppid: { title: 'PPID', width: 7, right: true, of: ({ ppid }) => String(ppid) },
  pgid: { title: 'PGID', width: 7, right: true, of: ({ pgid }) => String(pgid) },
  sid: { title: 'SID', width: 7, right: true, of: ({ sid }) => String(sid) },
  uid: { title: 'UID', width: 5, right: true, of: ({ uid }) => String(uid) },
  gid: { title: 'GID', width: 5, right: true, of: ({ gid }) => String(gid) },
  user: { title: 'USER', width: 8, of: user },
  group: { title: 'GROUP', width: 8, of: ({ gid }, owners) => owners.group(gid) ?? String(gid) },
  tty: { title: 'TTY', width: 8, of: tty },
  stat: { title: 'STAT', width: 4, of: ({ state, pid, sid }) => state + (pid === sid ? 's' : '') },
  state: { title: 'S', width: 1, of: ({ state }) => state },
  time: { title: 'TIME', width: 8, right: true, of: () => '00:00:00' },
  bsdtime: { title: 'TIME', width: 6, right: true, of: () => '0:00' },
  pcpu: { title: '%CPU', width: 4, right: true, of: () => '0.0' },
  pmem: { title: '%MEM', width: 4, right: true, of: () => '0.0' },
  vsz: { title: 'VSZ', width: 6, right: true, of: () => '0' },
  rss: { title: 'RSS', width: 5, right: true, of: () => '0' },
  c: { title: 'C', width: 2, right: true, of: () => '0' },
  start: { title: 'START', width: 5, right: true, of: ({ started }) => strftime('%H:%M', started) },
  stime: { title: 'STIME', width: 5, of: ({ started }) => strftime('%H:%M', started) },
  etime: { title: 'ELAPSED', width: 11, right: true, of: ({ started }, _, now) => elapsed(now - started) },
  comm: { title: 'COMMAND', width: 15, of: (process) => name(process) + (process.state === 'Z' ? ' <defunct>' : '') },
  cmd: { title: 'CMD', width: 27, of: command },
  args: { title: 'COMMAND', width: 27, of: command },
  ucmd: { title: 'CMD', width: 15, of: (process) => name(process) + (process.state === 'Z' ? ' <defunct>' : '') },
};

const PLAIN = ['pid', 'tty', 'time', 'ucmd'];
const FULL = ['user:UID', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd'];
const BSD = ['pid', 'tty', 'stat', 'bsdtime', 'args'];
const BSD_USER = ['user', 'pid', 'pcpu', 'pmem', 'vsz', 'rss', 'tty', 'stat', 'start', 'bsdtime', 'args'];
const ALIASES: Readonly<Record<string, string>> = {
  command: 'args',
  tt: 'tty',
  tname: 'tty',
  s: 'state',
  '%cpu': 'pcpu',
  '%mem': 'pmem',
  ucomm: 'comm',
  euser: 'user',
};

function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const hours = Math.floor(seconds / 3_600);
  return hours > 0 ? `${two(hours)}:${clock}` : clock;
}

/** Lays the rows out: each column as wide as its widest value, the last one open. */
function* table(
  text: Text,
  columns: readonly { readonly column: Column; readonly title: string }[],
  processes: readonly ProcessInfo[],
): Op<void> {
  const owners = yield* readOwners(text.sys);
  const now = text.sys.now();
  const cells = processes.map((process) => columns.map(({ column }) => column.of(process, owners, now)));
  const headed = columns.some(({ title }) => title !== '') ? [columns.map(({ title }) => title), ...cells] : cells;
  const widths = columns.map(({ column }, i) =>
    Math.max(column.width, ...cells.map((row) => row[i]!.length), columns[i]!.title.length),
  );
  for (const row of headed) {
    const line = row.map((cell, i) => {
      if (columns[i]!.column.right) return cell.padStart(widths[i]!);
      return i === row.length - 1 ? cell : cell.padEnd(widths[i]!);
    });
    text.put(`${line.join(' ')}\n`);
  }
}

function* procps(text: Text): Op<number> {
  const { sys } = text;
  let columns: string[] | undefined;
  let listed: string[] = PLAIN;
  let all = false;
  let every = false;
  const pids: number[] = [];
  const args = [...text.args];
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    const value = (rest: string) => (rest !== '' ? rest : (args.shift() ?? ''));
    if (/^-[eAaNdTx]*f?[eAaNdTx]*l?$/.test(arg) && arg !== '-') {
      every ||= /[eA]/.test(arg);
      all ||= /[ad]/.test(arg);
      if (arg.includes('f')) listed = FULL;
    } else if (/^-o/.test(arg)) columns = [...(columns ?? []), ...value(arg.slice(2)).split(/[ ,]+/)];
    else if (/^(-p|--pid=?)/.test(arg))
      pids.push(
        ...value(arg.replace(/^(-p|--pid=?)/, ''))
          .split(/[ ,]+/)
          .map(Number),
      );
    else if (/^[aux]+$/.test(arg)) {
      listed = arg.includes('u') ? BSD_USER : BSD;
      every ||= arg.includes('a') && arg.includes('x');
      all ||= arg.includes('a');
    } else if (/^\d+$/.test(arg)) pids.push(Number(arg));
    else {
      yield* sys.write(
        2,
        "error: unsupported option (BSD syntax)\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n",
      );
      return 1;
    }
  }
  const own = sys.processes().find(({ pid }) => pid === sys.pid);
  const shown = sys.processes().filter((process) => {
    if (pids.length > 0) return pids.includes(process.pid);
    if (every) return true;
    if (all) return process.tty !== undefined && process.pid !== process.sid;
    return process.tty === own?.tty && (own?.tty !== undefined || process.uid === own?.uid);
  });
  const wanted: { column: Column; title: string }[] = [];
  for (const spec of columns ?? listed) {
    const [key = '', title] = spec.split(/[=:]/);
    const column = COLUMNS[ALIASES[key] ?? key];
    if (!column) {
      yield* sys.write(
        2,
        `error: unknown user-defined format specifier "${key}"\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n`,
      );
      return 1;
    }
    wanted.push({ column, title: title ?? column.title });
  }
  yield* table(text, wanted, shown);
  return pids.length > 0 && shown.length === 0 ? 1 : 0;
}

const BUSYBOX: Readonly<Record<string, Column>> = {
  pid: { title: 'PID', width: 5, right: true, of: ({ pid }) => String(pid) },
  ppid: { title: 'PPID', width: 5, right: true, of: ({ ppid }) => String(ppid) },
  pgid: { title: 'PGID', width: 5, right: true, of: ({ pgid }) => String(pgid) },
  user: { title: 'USER', width: 8, of: (process, owners) => user(process, owners).slice(0, 8) },
  comm: { title: 'COMMAND', width: 16, of: name },
  args: {
    title: 'COMMAND',
    width: 7,
    of: (process) =>
      name(process) === (process.argv[0] ?? '').replace(/^.*\//, '')
        ? command(process)
        : `{${name(process)}} ${command(process)}`,
  },
  stat: { title: 'STAT', width: 4, of: ({ state }) => state },
  tty: { title: 'TT', width: 6, of: tty },
};

function* busybox(text: Text): Op<number> {
  const parsed = text.parse({ o: ['o', 'value'], T: ['T', 'flag'] });
  const keys = (parsed.options.get('o') ?? ['pid,user,args']).flatMap((list) => list.split(','));
  for (const key of keys)
    if (!BUSYBOX[key]) text.die(`bad -o argument '${key}', supported arguments: ${Object.keys(BUSYBOX).join(',')}`);
  const owners = yield* readOwners(text.sys);
  const columns = keys.map((key) => BUSYBOX[key]!);
  const pad = (cell: string, { right, width }: Column, last: boolean) =>
    right ? cell.padStart(width) : last ? cell : cell.padEnd(width);
  const last = columns.length - 1;
  text.put(
    `${columns.map((column, i) => (i === last ? column.title : column.title.padEnd(column.width))).join(' ')}\n`,
  );
  for (const process of text.sys.processes())
    text.put(`${columns.map((column, i) => pad(column.of(process, owners, 0), column, i === last)).join(' ')}\n`);
  return 0;
}

export const ps = textApplet('ps', (text) => (text.gnu ? procps(text) : busybox(text)));

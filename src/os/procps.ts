import type { Pid, ProcessInfo } from './sys.ts';

/*
 * What procps' ps prints of processes: its columns, its ways to choose them, its layout. The host's command prints it, and
 * so does the daemon for `docker top`, which runs that command.
 */

/** The names of users and groups. */
export interface IdNames {
  user(uid: number): string | undefined;
  group(gid: number): string | undefined;
}

interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** As wide as procps has it at least. */
  readonly width: number;
  of(process: ProcessInfo, names: IdNames, now: number): string;
}

/** A process's name: the last part of its program's path, 15 characters of it. */
export const processName = ({ argv }: ProcessInfo): string =>
  (argv[0] ?? '').replace(/^-/, '').replace(/^.*\//, '').slice(0, 15);

/** A process's words, or its name in brackets if it is dead. */
export const processCommand = (process: ProcessInfo): string =>
  process.state === 'Z' ? `[${processName(process)}] <defunct>` : process.argv.join(' ');

const userOf = ({ uid }: ProcessInfo, names: IdNames) => names.user(uid) ?? String(uid);
const groupOf = ({ gid }: ProcessInfo, names: IdNames) => names.group(gid) ?? String(gid);
const shortName = (process: ProcessInfo) => processName(process) + (process.state === 'Z' ? ' <defunct>' : '');
const clockTime = (started: number) => new Date(started).toISOString().slice(11, 19);

function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const hours = Math.floor(seconds / 3_600);
  return hours > 0 ? `${two(hours)}:${clock}` : clock;
}

/** By their `-o` names. The machine's processes use no time and no memory worth a figure. */
const COLUMNS: Readonly<Record<string, Column>> = {
  pid: { title: 'PID', width: 7, right: true, of: ({ pid }) => String(pid) },
  ppid: { title: 'PPID', width: 7, right: true, of: ({ ppid }) => String(ppid) },
  pgid: { title: 'PGID', width: 7, right: true, of: ({ pgid }) => String(pgid) },
  sid: { title: 'SID', width: 7, right: true, of: ({ sid }) => String(sid) },
  uid: { title: 'UID', width: 5, right: true, of: ({ uid }) => String(uid) },
  gid: { title: 'GID', width: 5, right: true, of: ({ gid }) => String(gid) },
  user: { title: 'USER', width: 8, of: userOf },
  euser: { title: 'EUSER', width: 8, of: userOf },
  ruser: { title: 'RUSER', width: 8, of: userOf },
  group: { title: 'GROUP', width: 8, of: groupOf },
  tty: { title: 'TT', width: 8, of: ({ tty }) => tty?.replace('/dev/', '') ?? '?' },
  stat: { title: 'STAT', width: 4, of: ({ state, pid, sid }) => state + (pid === sid ? 's' : '') },
  state: { title: 'S', width: 1, of: ({ state }) => state },
  time: { title: 'TIME', width: 8, right: true, of: () => '00:00:00' },
  bsdtime: { title: 'TIME', width: 6, right: true, of: () => '0:00' },
  pcpu: { title: '%CPU', width: 4, right: true, of: () => '0.0' },
  pmem: { title: '%MEM', width: 4, right: true, of: () => '0.0' },
  vsz: { title: 'VSZ', width: 6, right: true, of: () => '0' },
  rss: { title: 'RSS', width: 5, right: true, of: () => '0' },
  c: { title: 'C', width: 2, right: true, of: () => '0' },
  ni: { title: 'NI', width: 3, right: true, of: () => '0' },
  pri: { title: 'PRI', width: 3, right: true, of: () => '19' },
  nlwp: { title: 'NLWP', width: 4, right: true, of: () => '1' },
  start: { title: 'STARTED', width: 8, right: true, of: ({ started }) => clockTime(started) },
  bsdstart: { title: 'START', width: 6, right: true, of: ({ started }) => clockTime(started).slice(0, 5) },
  stime: { title: 'STIME', width: 5, of: ({ started }) => clockTime(started).slice(0, 5) },
  etime: { title: 'ELAPSED', width: 11, right: true, of: ({ started }, _, now) => elapsed(now - started) },
  comm: { title: 'COMMAND', width: 15, of: shortName },
  cmd: { title: 'CMD', width: 27, of: processCommand },
  args: { title: 'COMMAND', width: 27, of: processCommand },
  ucmd: { title: 'CMD', width: 15, of: shortName },
};

const PLAIN = ['pid', 'tty:TTY', 'time', 'ucmd'];
const JOBS = ['pid', 'pgid', 'sid', 'tty:TTY', 'time', 'ucmd'];
const FULL = ['user:UID', 'pid', 'ppid', 'c', 'stime', 'tty:TTY', 'time', 'cmd'];
const BSD = ['pid', 'tty:TTY', 'stat', 'bsdtime', 'args'];
const BSD_USER = ['user', 'pid', 'pcpu', 'pmem', 'vsz', 'rss', 'tty:TTY', 'stat', 'bsdstart', 'bsdtime', 'args'];
const ALIASES: Readonly<Record<string, string>> = {
  command: 'args',
  tt: 'tty',
  tname: 'tty',
  s: 'state',
  '%cpu': 'pcpu',
  '%mem': 'pmem',
  ucomm: 'comm',
  nice: 'ni',
  uname: 'user',
};

/** What ps was asked for. */
export interface PsRequest {
  readonly columns: readonly { readonly column: Column; readonly title: string }[];
  /** Processes named by their number; none: see the two others. */
  readonly pids: readonly Pid[];
  /** Every process there is. */
  readonly every: boolean;
  /** Those with a terminal, but the leaders of sessions. */
  readonly all: boolean;
}

/** Reads ps's words. `error`: what it complains of, without its name. */
export function readPs(words: readonly string[]): PsRequest | { readonly error: string } {
  let columns: string[] | undefined;
  let listed = PLAIN;
  let all = false;
  let every = false;
  const pids: Pid[] = [];
  const args = [...words];
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    const value = (rest: string) => (rest !== '' ? rest : (args.shift() ?? '')).split(/[ ,]+/);
    // Letters of several words in one, the last of which may take a value: `-eo pid,args`, `axo pid,args`.
    const format = /^(-?)([aAdefjNuxT]*)o(.*)$/.exec(arg);
    if (/^(-p|--pid=?)/.test(arg)) pids.push(...value(arg.replace(/^(-p|--pid=?)/, '')).map(Number));
    else if (format) {
      columns = [...(columns ?? []), ...value(format[3]!)];
      if (format[2] !== '') args.unshift(format[1]! + format[2]!);
    } else if (/^-[aAdefjNTx]+l?$/.test(arg)) {
      every ||= /[eA]/.test(arg);
      all ||= /[ad]/.test(arg);
      listed = arg.includes('f') ? FULL : arg.includes('j') ? JOBS : arg.includes('x') ? BSD : listed;
    } else if (/^-?[aux]+$/.test(arg)) {
      // procps takes `-aux` for what was meant, too.
      listed = arg.includes('u') ? BSD_USER : BSD;
      every ||= arg.includes('a') && arg.includes('x');
      all ||= arg.includes('a');
    } else if (/^\d+$/.test(arg)) pids.push(Number(arg));
    else return { error: 'error: unsupported option (BSD syntax)' };
  }
  const wanted: { column: Column; title: string }[] = [];
  for (const spec of columns ?? listed) {
    const [key = '', title] = spec.split(/[=:]/);
    const column = COLUMNS[ALIASES[key] ?? key];
    if (!column) return { error: `error: unknown user-defined format specifier "${key}"` };
    wanted.push({ column, title: title ?? column.title });
  }
  return { columns: wanted, pids, every, all };
}

/** Lays the rows out as lines: each column as wide as its widest value, the last one open. */
export function psLines(
  { columns }: PsRequest,
  processes: readonly ProcessInfo[],
  names: IdNames,
  now: number,
): readonly string[] {
  const cells = processes.map((process) => columns.map(({ column }) => column.of(process, names, now)));
  const headed = columns.some(({ title }) => title !== '') ? [columns.map(({ title }) => title), ...cells] : cells;
  const widths = columns.map(({ column }, i) =>
    Math.max(column.width, ...cells.map((row) => row[i]!.length), columns[i]!.title.length),
  );
  return headed.map((row) =>
    row
      .map((cell, i) => {
        if (columns[i]!.column.right) return cell.padStart(widths[i]!);
        return i === row.length - 1 ? cell : cell.padEnd(widths[i]!);
      })
      .join(' '),
  );
}

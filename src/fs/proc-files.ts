import { CAPABILITIES, type Capability, type Credentials, capable } from './credentials.ts';
import { isErrno } from './errno.ts';
import type { FileSystem } from './filesystem.ts';
import { mountInfoLine, mountLine } from './mount-lines.ts';
import type { Mount } from './mounts.ts';
import { pathWithin } from './paths.ts';

/** A process as /proc/PID tells of it; numbers as its pid namespace counts. */
export interface ProcProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  readonly state: 'R' | 'S' | 'D' | 'T' | 'Z';
  readonly credentials: Credentials;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Paths in the process's own namespace. */
  readonly cwd: string;
  readonly exe: string;
  readonly umask: number;
  /** Milliseconds since boot. */
  readonly started: number;
  /** [major, minor] of the controlling terminal. */
  readonly tty: readonly [number, number] | undefined;
  readonly fds: readonly ProcDescriptor[];
  readonly mounts: readonly Mount[];
  /** The path in the cgroup tree: `/` or `/docker/ID`. */
  readonly cgroup: string;
}

export interface ProcDescriptor {
  readonly fd: number;
  /** A path, or `pipe:[7]`, `socket:[7]`. */
  readonly target: string;
  readonly read: boolean;
  readonly write: boolean;
}

/** What /proc shows of the machine; the kernel implements it. */
export interface ProcSource {
  /** The pids of a namespace (0: the host's), ascending, as it counts. */
  pids(namespace: number): readonly number[];
  process(namespace: number, pid: number): ProcProcess | undefined;
  /** The process that asks; undefined if it is none of this namespace. */
  self(namespace: number): number | undefined;
  /** Of the process that asks. */
  hostname(): string;
  /** Milliseconds since boot. */
  uptime(): number;
  /** Milliseconds since the epoch at boot. */
  readonly boot: number;
  readonly machine: ProcMachine;
}

/** The hardware and the kernel, as uname(1), /proc/cpuinfo and /proc/meminfo show them. */
export interface ProcMachine {
  readonly release: string;
  /** What `uname -v` prints. */
  readonly version: string;
  readonly processors: number;
  readonly model: string;
  readonly mhz: number;
  /** Bytes. */
  readonly memory: { readonly total: number; readonly used: number; readonly cached: number };
}

/** Whom a file is made for: the source, the pid namespace, and the process whose directory it is in. */
export interface ProcContext {
  readonly source: ProcSource;
  readonly namespace: number;
  fs(id: string): FileSystem;
}

type Content = (context: ProcContext) => string;
type Tree = { readonly [name: string]: Content | Tree };

const TICKS = 100;

/** What lies in /proc itself, apart from processes. */
export const PROC_TREE: Tree = {
  cmdline: () => 'root=/dev/sda1 ro quiet\n',
  cpuinfo: ({ source: { machine } }) =>
    Array.from({ length: machine.processors }, (_, processor) =>
      lines([
        `processor\t: ${processor}`,
        `model name\t: ${machine.model}`,
        `cpu MHz\t\t: ${machine.mhz.toFixed(3)}`,
        `physical id\t: 0`,
        `siblings\t: ${machine.processors}`,
        `core id\t\t: ${processor}`,
        `cpu cores\t: ${machine.processors}`,
        '',
      ]),
    ).join(''),
  filesystems: () => lines(['nodev\ttmpfs', 'nodev\tproc', 'nodev\tdevtmpfs', '\text4', 'nodev\toverlay']),
  loadavg: ({ source, namespace }) => {
    const pids = source.pids(namespace);
    const running = pids.filter((pid) => source.process(namespace, pid)?.state === 'R').length;
    return `0.00 0.00 0.00 ${Math.max(1, running)}/${pids.length} ${pids.at(-1) ?? 1}\n`;
  },
  meminfo: ({ source: { machine } }) => {
    const { total, used, cached } = machine.memory;
    const free = total - used - cached;
    return lines(
      Object.entries({ MemTotal: total, MemFree: free, MemAvailable: free + cached, Buffers: 0, Cached: cached }).map(
        ([name, bytes]) => `${`${name}:`.padEnd(15)} ${kilobytes(bytes)}`,
      ),
    ).concat(lines(['SwapTotal:             0 kB', 'SwapFree:              0 kB']));
  },
  stat: ({ source }) => lines([`cpu  0 0 0 0 0 0 0 0 0 0`, `btime ${Math.floor(source.boot / 1000)}`]),
  swaps: () => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n',
  sys: {
    fs: { 'file-max': () => '9223372036854775807\n', protected_hardlinks: () => '1\n' },
    kernel: {
      hostname: ({ source }) => `${source.hostname()}\n`,
      osrelease: ({ source }) => `${source.machine.release}\n`,
      ostype: () => 'Linux\n',
      pid_max: () => '4194304\n',
      version: ({ source }) => `${source.machine.version}\n`,
    },
  },
  uptime: ({ source }) => `${seconds(source.uptime())} ${seconds(source.uptime())}\n`,
  version: ({ source: { machine } }) => `Linux version ${machine.release} ${machine.version}\n`,
};

interface ProcFile {
  readonly mode: number;
  readonly content: (process: ProcProcess, context: ProcContext) => string;
}

/** The files of a process's directory. */
export const PROCESS_FILES: Readonly<Record<string, ProcFile>> = {
  cgroup: { mode: 0o444, content: ({ cgroup }) => `0::${cgroup}\n` },
  // The dead have no arguments any more.
  cmdline: { mode: 0o444, content: (process) => (dead(process) ? '' : zeroEnded(process.argv)) },
  comm: { mode: 0o644, content: (process) => `${commandName(process)}\n` },
  environ: {
    mode: 0o400,
    content: ({ env }) => zeroEnded(Object.entries(env).map(([name, value]) => `${name}=${value}`)),
  },
  mountinfo: {
    mode: 0o444,
    content: ({ mounts }, { fs }) =>
      lines(
        mounts.map((mount) => {
          const of = fs(mount.fs);
          return mountInfoLine(mount, of, rootPath(of, mount.root));
        }),
      ),
  },
  mounts: {
    mode: 0o444,
    content: ({ mounts }, { fs }) => lines(mounts.map((mount) => mountLine(mount, fs(mount.fs)))),
  },
  stat: { mode: 0o444, content: processStat },
  statm: { mode: 0o444, content: () => '578 414 396 396 0 77 0\n' },
  status: { mode: 0o444, content: processStatus },
};

function rootPath(fs: FileSystem, root: number): string {
  try {
    return pathWithin(fs, root);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return '//deleted';
    throw error;
  }
}

/** The name in /proc/PID/comm: 15 bytes of the last component of what was executed. */
export function commandName({ argv, exe }: ProcProcess): string {
  const name = (argv[0] ?? exe).replace(/^-/, '');
  return name.slice(name.lastIndexOf('/') + 1).slice(0, 15);
}

export function dead({ state }: ProcProcess): boolean {
  return state === 'Z';
}

const STATES = { R: 'running', S: 'sleeping', D: 'disk sleep', T: 'stopped', Z: 'zombie' };

/** proc_pid_status(5). */
function processStatus(process: ProcProcess): string {
  const { pid, ppid, pgid, sid, state, umask } = process;
  const { uid, gid, groups } = process.credentials;
  const four = (id: number) => `${id}\t${id}\t${id}\t${id}`;
  return lines([
    `Name:\t${commandName(process)}`,
    ...(dead(process) ? [] : [`Umask:\t${umask.toString(8).padStart(4, '0')}`]),
    `State:\t${state} (${STATES[state]})`,
    `Tgid:\t${pid}`,
    'Ngid:\t0',
    `Pid:\t${pid}`,
    `PPid:\t${ppid}`,
    'TracerPid:\t0',
    `Uid:\t${four(uid)}`,
    `Gid:\t${four(gid)}`,
    'FDSize:\t64',
    `Groups:\t${groups.map((group) => `${group} `).join('')}`,
    `NStgid:\t${pid}`,
    `NSpid:\t${pid}`,
    `NSpgid:\t${pgid}`,
    `NSsid:\t${sid}`,
    'Kthread:\t0',
    ...(dead(process) ? [] : ['VmPeak:\t    2312 kB', 'VmSize:\t    2312 kB', 'VmRSS:\t    1656 kB']),
    'Threads:\t1',
    ...privileges(process.credentials),
  ]);
}

/** What the process may beyond its ids, as capability masks. */
function privileges(who: Credentials): readonly string[] {
  const mask = (has: (name: Capability) => boolean) => {
    const bits = CAPABILITIES.reduce((sum, name, bit) => (has(name) ? sum + 2 ** bit : sum), 0);
    return bits.toString(16).padStart(16, '0');
  };
  const none = mask(() => false);
  const effective = mask((name) => capable(who, name));
  return [
    `CapInh:\t${none}`,
    `CapPrm:\t${effective}`,
    `CapEff:\t${effective}`,
    `CapBnd:\t${mask((name) => who.capabilities?.includes(name) ?? true)}`,
    `CapAmb:\t${none}`,
    `NoNewPrivs:\t${who.noNewPrivileges ? 1 : 0}`,
    `Seccomp:\t${who.filtered ? 2 : 0}`,
    `Seccomp_filters:\t${who.filtered ? 1 : 0}`,
  ];
}

/** proc_pid_stat(5). */
function processStat(process: ProcProcess): string {
  const { pid, ppid, pgid, sid, state, tty, started } = process;
  const device = tty ? tty[0] * 256 + tty[1] : 0;
  const ticks = Math.floor((started * TICKS) / 1000);
  const before = `${pid} (${commandName(process)}) ${state} ${ppid} ${pgid} ${sid} ${device}`;
  return `${before} -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 ${ticks} 2367488 414${' 0'.repeat(28)}\n`;
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line}\n`).join('');
}

function zeroEnded(list: readonly string[]): string {
  return list.map((item) => `${item}\0`).join('');
}

function kilobytes(bytes: number): string {
  return `${String(Math.floor(bytes / 1024)).padStart(8)} kB`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

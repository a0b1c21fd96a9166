import type { Credentials, Ino } from '../fs/index.ts';
import type { Fault, FileId } from './kernel.ts';
import type { Wait } from './program.ts';
import type { Rlimits } from './rlimits.ts';
import type { Signal } from './signals.ts';
import type { Fd, Pid, TtyMode, WaitStatus, WindowSize } from './sys.ts';

/*
 * All that the kernel knows, as plain data in tables keyed by numbers. Indexes that only make things quick (who waits
 * for which name, the members of a process group) are built from it anew when a state is loaded.
 */

/** Bytes on their way, in pieces; none of them is empty. */
export interface ByteQueue {
  chunks: Uint8Array[];
  length: number;
  /** Bytes used of the last chunk, if it is a page that takes more; 0: it is full. */
  tail: number;
}

/** A pipe, one direction of a socket, or a named pipe (FIFO) while it is open. */
export interface Pipe {
  readonly id: number;
  readonly queue: ByteQueue;
  readers: number;
  writers: number;
  /** Has there been a reader, a writer? Only a FIFO begins without. */
  hadReader: boolean;
  hadWriter: boolean;
  /** `fs:ino` of a FIFO. */
  readonly fifo?: string;
}

/** A pseudo-terminal: the line discipline's state between its master and its slave. */
export interface Tty {
  readonly id: number;
  /** N of /dev/pts/N within its instance. */
  index: number;
  /** The pid namespace whose /dev/pts shows it: a container has its own. */
  instance: number;
  size: WindowSize;
  mode: TtyMode;
  /** The line being edited, as bytes. */
  line: number[];
  /** What is ready for reading: lines, or whatever came in raw mode; an empty one is an end of file. */
  ready: Uint8Array[];
  /** Bytes in `ready`. */
  queued: number;
  readonly output: ByteQueue;
  /** The output's column, for erasing tabs. */
  column: number;
  /** The column where the line being edited begins. */
  startColumn: number;
  /** ^V was typed: the next character has no meaning. */
  literal: boolean;
  /** ^S was typed. */
  stopped: boolean;
  hungUp: boolean;
  /** The user who has it. */
  owner: number;
  session: Pid;
  foreground: Pid;
  masters: number;
  slaves: number;
}

/** A place on a file system that is held open. */
export interface Inode {
  readonly namespace: string;
  readonly mount: number;
  readonly fs: string;
  readonly ino: Ino;
}

export type Device = 'null' | 'zero' | 'full' | 'random';

export type OpenKind =
  | { readonly kind: 'file'; readonly at: Inode; offset: number; readonly append: boolean; readonly path: string }
  | { readonly kind: 'device'; readonly device: Device; readonly at: Inode; readonly path: string }
  | { readonly kind: 'pipe'; readonly pipe: number; readonly at?: Inode; readonly path?: string }
  | { readonly kind: 'tty'; readonly tty: number; readonly path: string }
  | { readonly kind: 'master'; readonly tty: number }
  /** `reset`: nobody is at the other end, and that shows only when it is read (ECONNRESET). */
  | { readonly kind: 'socket'; readonly incoming: number; readonly outgoing: number; readonly reset?: true }
  | { readonly kind: 'listener'; readonly network: string; readonly port: number; readonly backlog: FileId[] };

/** An open file description: what descriptors, of one process or several, point at. */
export type OpenFile = OpenKind & {
  readonly id: FileId;
  refs: number;
  readonly read: boolean;
  readonly write: boolean;
};

/** What a process runs. */
export type Image =
  | { readonly kind: 'step'; state: unknown; started: boolean }
  | {
      readonly kind: 'generator';
      /** The last checkpoint's state. */
      saved: unknown;
      /** The environment at the start or at the last checkpoint. */
      env: Record<string, string>;
      /** Which call gave each kept result, and how often in a row (see replay.ts). */
      calls: number[];
      results: unknown[];
      /** What the kept results count for the memory limit. */
      bytes: number;
      /** How often it was resumed from a wait of its own. */
      resumes: number;
      /** How far the call that waits has come. */
      progress: number;
      started: boolean;
    }
  /** The host's init, and the dead. */
  | { readonly kind: 'none' };

export interface Process {
  readonly pid: Pid;
  /** The pid namespace, and the process's number in it. */
  readonly ns: number;
  readonly nspid: Pid;
  ppid: Pid;
  pgid: Pid;
  sid: Pid;
  /** Group and session as the process's own pid namespace counts. */
  nspgid: Pid;
  readonly nssid: Pid;
  /** The process of Kernel.start that this one descends from: limits count by it. */
  readonly login: Pid;
  /** Somebody outside asks for its status: no parent reaps it. */
  readonly supervised: boolean;
  readonly children: Set<Pid>;
  argv: readonly string[];
  /** The executable's program. */
  program: string;
  /** The executable's path, for /proc/PID/exe. */
  exe: string;
  image: Image;
  env: Record<string, string>;
  cwd: string;
  directory: Inode;
  credentials: Credentials;
  umask: number;
  /** Its resources' limits, where they differ from the machine's. */
  rlimits: Rlimits;
  readonly hostname: string;
  readonly network: string;
  /** The mount namespace's id. */
  readonly namespace: string;
  readonly fds: Map<Fd, FileId>;
  /** The controlling terminal; 0: none. */
  tty: number;
  readonly actions: Map<Signal, 'ignore' | 'catch'>;
  /** Caught signals that the program hasn't taken yet. */
  pending: Signal[];
  /** What came while it was stopped or frozen. */
  held: { readonly signal: Signal; readonly from: number }[];
  /** A caught signal came since it last waited: the next wait ends at once. */
  interrupted: boolean;
  state: 'ready' | 'waiting' | 'zombie';
  wait: Wait | undefined;
  /** When the wait ends, in clock ticks. */
  due: number | undefined;
  stopped: boolean;
  /** A stop or continuation that the parent hasn't been told of. */
  report: WaitStatus | undefined;
  status: WaitStatus | undefined;
  /** Milliseconds since the epoch. */
  readonly started: number;
}

export interface PidNamespace {
  readonly id: number;
  readonly parent: number;
  /** The pid of its init as the host counts; 0 before it is known. */
  init: Pid;
  next: Pid;
  frozen: boolean;
  /** How many processes it may hold; undefined: no limit of its own. */
  readonly limit?: number;
  /** Numbers within -> the host's. */
  readonly pids: Map<Pid, Pid>;
}

/** A network namespace's place on a bridge. Those with the same gateway are on the same bridge. */
export interface Link {
  readonly address: string;
  /** The host's own address there. */
  readonly gateway: string;
}

/** A network namespace. */
export interface Network {
  readonly name: string;
  readonly links: readonly Link[];
  readonly hosts: Readonly<Record<string, string>>;
  readonly listeners: Map<number, FileId>;
}

export interface State {
  /** Virtual microseconds since boot. */
  ticks: number;
  /** The last moment that `now` gave, in ticks. */
  lastNow: number;
  random: number;
  nextPid: Pid;
  nextId: number;
  /** Bytes in pipes, terminals and kept results. */
  memory: number;
  /** Whose turn it is, and how many steps of it are left. */
  turn: Pid;
  left: number;
  /** Wake-ups that are told to others too, and which of them came: {@link Kernel.watch}. */
  readonly watches: Map<string, string>;
  readonly fired: Map<string, Set<string>>;
  readonly processes: Map<Pid, Process>;
  /** How supervised processes ended. */
  readonly ended: Map<Pid, WaitStatus>;
  readonly pidNamespaces: Map<number, PidNamespace>;
  readonly files: Map<FileId, OpenFile>;
  readonly pipes: Map<number, Pipe>;
  readonly ttys: Map<number, Tty>;
  readonly networks: Map<string, Network>;
  /** Ports of the host -> where they lead. */
  readonly published: Map<number, { readonly address: string; readonly port: number }>;
  readonly faults: Fault[];
}

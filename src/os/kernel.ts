import type { Credentials, MountNamespace, ProcSource } from '../fs/index.ts';
import type { Program, Wait } from './program.ts';
import type { Rlimits } from './rlimits.ts';
import type { Signal } from './signals.ts';
import type { Link } from './state.ts';
import type { Pid, ProcessInfo, WaitStatus, WindowSize } from './sys.ts';

/** The number of an open file description (what descriptors point at) in the kernel's table. */
export type FileId = number;

/** What the machine may use before Linux's own errors answer: EAGAIN for processes, `Killed` for memory. */
export interface Limits {
  /** Processes at once in the whole machine (kernel.pid_max). Default 4096. */
  readonly processes: number;
  /** Processes at once that descend from one {@link Kernel.start}: a login or a container. Default 256. */
  readonly session: number;
  /** Descriptors per process. Default 1024. */
  readonly files: number;
  /** Bytes in pipes, terminals' queues and kept results, all processes together; who takes more is killed. Default 256 MiB. */
  readonly memory: number;
}

export interface KernelOptions {
  /** Milliseconds since the epoch at boot. */
  readonly epoch: number;
  /** Seeds random(). */
  readonly seed: number;
  /** By name. The list may grow later: a program that isn't there when it is called can't be executed (ENOEXEC). */
  readonly programs: readonly Program[];
  readonly limits?: Partial<Limits>;
  readonly hostname: string;
  /** Classes of errors, besides Errno, that `sys.call` and `sys.operate` let through: restored processes see them again. */
  readonly errors?: readonly { readonly name: string; readonly prototype: Error }[];
}

/** A bug in a program, or a restored program that went another way: it ended its process, by SIGABRT. */
export interface Fault {
  readonly pid: Pid;
  readonly program: string;
  readonly message: string;
}

/** A process that the kernel starts for somebody outside: the first shell, the engine's containers. */
export interface StartProcess {
  readonly path: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly credentials: Credentials;
  /** Limits of its resources that differ from the machine's. */
  readonly rlimits?: Rlimits;
  readonly namespace: MountNamespace;
  /** Descriptor -> open file description; the kernel takes a reference of its own. */
  readonly fds: Readonly<Record<number, FileId>>;
  readonly hostname: string;
  /**
   * `new`: the process is pid 1 of a namespace of its own; `of`: it is pid 1 of this one, made by
   * {@link Kernel.pidNamespace}; a pid: it joins that process's namespace (docker exec). Default: the host's.
   */
  readonly pidNamespace?: 'new' | { readonly of: number } | Pid;
  /** The network namespace's name; `host` for the host's. */
  readonly network: string;
  /** Who waits for it: default the kernel keeps its status until {@link Kernel.reap}. */
  readonly parent?: Pid;
  /** Its controlling terminal, a session of its own. */
  readonly tty?: FileId;
}

/** What one run of the scheduler came to. */
export interface RunResult {
  /** `idle`: every process waits. `busy`: the steps were used up. */
  readonly state: 'idle' | 'busy';
  readonly steps: number;
}

/**
 * The kernel: processes, descriptors, pipes, terminals, signals, time and sockets of one machine, all plain data but for
 * the programs. Ready processes take turns in pid order, a fixed number of steps each; each step costs a fixed
 * virtual time, so that the order of everything follows from the inputs alone.
 */
export interface Kernel {
  /** Virtual milliseconds since boot. */
  uptime(): number;
  /** Milliseconds since the epoch: never the same twice. */
  now(): number;
  /**
   * Runs ready processes for so many steps; the last one may count for several, as one that moves many bytes does. Time
   * moves only by the steps' own cost.
   */
  run(maxSteps: number): RunResult;
  /** The earliest moment (virtual) that a waiting process asked for; undefined: none. */
  nextTimer(): number | undefined;
  /** Moves the clock forward when everybody waits, waking who asked for a moment up to then. */
  advance(to: number): void;
  /** Wakes the processes that wait on this name. */
  notify(name: string): void;
  /**
   * From now on the wake-up `name` also wakes who waits on `to`, and {@link fired} tells of it: so one process can look
   * after thousands of files at the cost of those where something happens (epoll(7), edge-triggered).
   */
  watch(name: string, to: string): void;
  unwatch(name: string): void;
  /** The names watched by `to` that woke since the last call, in order. */
  fired(to: string): readonly string[];

  /** ENOENT, EACCES, ENOEXEC, EISDIR, EAGAIN. */
  start(process: StartProcess): Pid;
  /** A pid namespace without processes yet, for `limit` of them at most: its number is what `Vfs.proc` wants. It goes with its last process. */
  pidNamespace(limit?: number): number;
  /** A signal to a process from outside (the engine): no permission check. ESRCH. */
  signal(pid: Pid, signal: Signal): void;
  /** Stops a whole pid namespace from running, or lets it go on (the freezer cgroup). */
  freeze(pidNamespaceInit: Pid, frozen: boolean): void;
  /** How a process of {@link start} ended; undefined while it runs. Wakes `exit:PID`. */
  status(pid: Pid): WaitStatus | undefined;
  /** Forgets an ended process. */
  reap(pid: Pid): void;
  /** The processes of the namespace that `pid` is in (the host's sees all), by the host's numbers. */
  processes(pid?: Pid): readonly ProcessInfo[];
  alive(pid: Pid): boolean;
  /** The name (argv[0]) of the program whose turn it is: who does what is being done; undefined for nobody. */
  acting(): string | undefined;
  /** The state of a step program, to look at; undefined for other programs and for no process. */
  programState(pid: Pid): unknown;

  /** Both ends of a pipe: [read, write]. Each has one reference, the caller's. */
  pipe(): readonly [FileId, FileId];
  /** A pseudo-terminal: what is written to the master is typed; reading the master gives what the screen shows. */
  pty(size: WindowSize): { readonly master: FileId; readonly slave: FileId };
  resize(tty: FileId, size: WindowSize): void;
  /** /dev/null and the like, or a file, opened by the kernel for a {@link StartProcess}. */
  openFile(
    namespace: MountNamespace,
    path: string,
    flags: { read?: boolean; write?: boolean; create?: boolean; append?: boolean },
  ): FileId;
  /** undefined: would wait; empty: the end. */
  read(file: FileId, max?: number): Uint8Array | undefined;
  /** How many bytes were taken. EPIPE. */
  write(file: FileId, data: Uint8Array): number;
  close(file: FileId): void;
  readable(file: FileId): Wait;
  writable(file: FileId): Wait;

  /** Gives a network namespace its addresses and the names it knows; creates it. The host answers at every gateway. */
  network(name: string, links: readonly Link[], hosts?: Readonly<Record<string, string>>): void;
  removeNetwork(name: string): void;
  /** A published port: connections to `port` of the host go to `address`:`to`. EADDRINUSE. */
  publish(port: number, address: string, to: number): void;
  unpublish(port: number): void;
  /** From outside the machine (the page's preview): a connection to a port of the host; both directions as open files. */
  connect(port: number): FileId;

  /** What /proc shows: for `Vfs.attachKernel`, which a kernel that is given its Vfs calls itself. */
  readonly proc: ProcSource;
  /** Bytes that count for {@link Limits.memory} now. */
  readonly memory: number;
  /** Bugs that showed so far; tests find it empty. */
  readonly faults: readonly Fault[];
  /** The state as plain data (structured-cloneable): processes, files, pipes, terminals, clock, sockets. */
  save(): unknown;
}

import type { Credentials, DirEntry, FileType, Mount, Stat, StatFs } from '../fs/index.ts';
import type { Op, Wait } from './program.ts';
import type { Resource, Rlimit } from './rlimits.ts';
import type { Signal } from './signals.ts';

export type Pid = number;
export type Fd = number;

/** open(2)'s flags. Reading is the default. */
export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
  readonly directory?: boolean;
  readonly nofollow?: boolean;
}

/** How a process ended or stopped, as waitpid(2) tells it. */
export type WaitStatus =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'signaled'; readonly signal: Signal }
  | { readonly kind: 'stopped'; readonly signal: Signal }
  | { readonly kind: 'continued' };

/** The status that a shell's `$?` shows: 128 + n for a signal. */
export type ExitStatus = number;

/** A new process: fork and exec in one. */
export interface Spawn {
  /** The executable's path, already looked up in PATH (see {@link Sys.which}). */
  readonly path: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The child's descriptors: child's number -> ours. Default: 0, 1 and 2 are inherited. */
  readonly fds?: Readonly<Record<number, Fd>>;
  /** A process group to join, or 0 for one of its own. Default: ours. */
  readonly pgid?: Pid;
  /** Makes the child's group the terminal's foreground group (tcsetpgrp), given the tty's descriptor. */
  readonly foreground?: Fd;
  /** Needs root. */
  readonly credentials?: Credentials;
}

export interface ProcessInfo {
  readonly pid: Pid;
  readonly ppid: Pid;
  readonly pgid: Pid;
  readonly sid: Pid;
  readonly uid: number;
  readonly gid: number;
  /** R, S, T, Z, D as ps shows it. */
  readonly state: string;
  readonly tty: string | undefined;
  readonly argv: readonly string[];
  /** Virtual milliseconds since the epoch. */
  readonly started: number;
}

export interface TtyMode {
  /** Line by line with erase and kill (ICANON). */
  readonly canonical: boolean;
  readonly echo: boolean;
  /** Ctrl-C, Ctrl-Z and Ctrl-\ send signals (ISIG). */
  readonly signals: boolean;
  /** Output: newline becomes carriage return and newline (OPOST | ONLCR). */
  readonly output: boolean;
}

export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The system calls of one process. Paths are relative to its working directory. Methods throw `Errno`.
 * Generators (`*`) may wait; the others return at once, and a program that calls many of them in a row yields
 * `TURN` now and then (`yield* sys.turn()`), so that nothing runs long without a chance for Ctrl-C.
 * Every result is kept for replay (see GeneratorProgram): treat what you get as frozen.
 */
export interface Sys {
  readonly pid: Pid;
  readonly ppid: Pid;
  readonly pgid: Pid;
  readonly argv: readonly string[];
  /** The process's own environment; assign and delete freely. */
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly credentials: Credentials;
  readonly hostname: string;

  // Files
  open(path: string, flags?: OpenFlags, mode?: number): Fd;
  close(fd: Fd): void;
  stat(path: string): Stat;
  lstat(path: string): Stat;
  fstat(fd: Fd): Stat;
  readdir(path: string): readonly DirEntry[];
  mkdir(path: string, mode?: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(existing: string, path: string): void;
  symlink(target: string, path: string): void;
  mknod(path: string, type: FileType, mode: number, rdev?: readonly [number, number]): void;
  readlink(path: string): string;
  realpath(path: string): string;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number, follow?: boolean): void;
  /** Milliseconds since the epoch. `now` for both (UTIME_NOW) is allowed to whoever may write, other times to the owner. */
  utimes(path: string, atime: number | 'now', mtime: number | 'now', follow?: boolean): void;
  truncate(path: string, size: number): void;
  access(path: string, mode: { read?: boolean; write?: boolean; execute?: boolean }): boolean;
  statfs(path: string): StatFs & { readonly mount: Mount };
  mounts(): readonly Mount[];
  chdir(path: string): void;
  /** Sets the mask if one is given; returns the one before. */
  umask(mask?: number): number;
  /** A limit as it is now; sets it if one is given. EINVAL: soft above hard; EPERM: hard raised without the right to. */
  rlimit(resource: Resource, limit?: Rlimit): Rlimit;

  // Descriptors
  /** At most `max` bytes (default 65536); empty at the end of the file. Waits for the first byte. EINTR if a caught signal comes. */
  read(fd: Fd, max?: number): Op<Uint8Array>;
  /** Writes all of it. EPIPE after SIGPIPE (whose default ends the process), ENOSPC, EBADF. */
  write(fd: Fd, data: Uint8Array | string): Op<void>;
  /** undefined: nothing there yet. */
  tryRead(fd: Fd, max?: number): Uint8Array | undefined;
  /** How many bytes were taken: 0 if the pipe is full. */
  tryWrite(fd: Fd, data: Uint8Array): number;
  readable(fd: Fd): Wait;
  writable(fd: Fd): Wait;
  seek(fd: Fd, offset: number, whence?: 'set' | 'current' | 'end'): number;
  ftruncate(fd: Fd, size: number): void;
  pipe(): readonly [Fd, Fd];
  /** Makes `to` a copy of `fd`; without `to` the lowest free number from `from`. */
  dup(fd: Fd, to?: Fd, from?: Fd): Fd;
  /** The descriptors that are open, ascending. */
  fds(): readonly Fd[];

  // Terminals
  isatty(fd: Fd): boolean;
  ttyname(fd: Fd): string;
  ttyMode(fd: Fd, mode?: Partial<TtyMode>): TtyMode;
  windowSize(fd: Fd): WindowSize;
  /** tcgetpgrp and tcsetpgrp. */
  foreground(fd: Fd, pgid?: Pid): Pid;

  // Processes
  /** Looks a command up as execvp does: in PATH unless it has a slash. ENOENT, EACCES. */
  which(command: string, path?: string): string;
  /** ENOENT, EACCES, ENOEXEC, EISDIR, EAGAIN (too many processes). A `#!` line starts its interpreter. */
  spawn(spawn: Spawn): Pid;
  /** For step programs: a child that runs the same program from `state` (deep-copied), with our descriptors. */
  fork(state: unknown, options?: { fds?: Readonly<Record<number, Fd>>; pgid?: Pid; foreground?: Fd }): Pid;
  /** Becomes another program: does not return (for a generator: unwinds it by throwing; for a step program, return 'continue' after it). */
  exec(path: string, argv: readonly string[], env?: Readonly<Record<string, string>>): void;
  /** A child that ended (or stopped, with `stopped`), -1 for any; ECHILD if there is none; undefined if none has yet. */
  tryWait(pid: Pid | -1, options?: { stopped?: boolean }): { pid: Pid; status: WaitStatus } | undefined;
  /** EINTR if a caught signal comes. */
  wait(pid: Pid | -1): Op<{ pid: Pid; status: WaitStatus }>;
  childWait(): Wait;
  /** 0: our group; -n: group n. ESRCH, EPERM. */
  kill(pid: Pid, signal: Signal | 0): void;
  setpgid(pid: Pid, pgid: Pid): void;
  /** What happens on a signal: `catch` queues it for {@link takeSignal} and interrupts waits. */
  onSignal(signal: Signal, action: 'default' | 'ignore' | 'catch'): void;
  takeSignal(): Signal | undefined;
  signalAction(signal: Signal): 'default' | 'ignore' | 'catch';
  /** Needs root, as setuid(2) and setgroups(2). */
  setCredentials(credentials: Credentials): void;
  /** All processes of our pid namespace. */
  processes(): readonly ProcessInfo[];

  // Time
  /** Milliseconds since the epoch (with a fraction). */
  now(): number;
  /** Virtual milliseconds since boot: what `Wait.until` counts in. */
  uptime(): number;
  sleep(ms: number): Op<void>;
  turn(): Op<void>;
  /** Seeded; in [0, 1). */
  random(): number;

  // Sockets: byte streams over the machine's own networks
  /** EADDRINUSE. */
  listen(port: number): Fd;
  accept(listener: Fd): Op<Fd>;
  tryAccept(listener: Fd): Fd | undefined;
  /** A name, an address or `localhost`; ECONNREFUSED, EHOSTUNREACH, ENETUNREACH; ENXIO: the name is not known. */
  connect(host: string, port: number): Op<Fd>;
  /** The address of a name as the machine's name service tells it; undefined: not known. */
  lookup(host: string): string | undefined;

  // Replay
  /** Calls a service outside the process (the engine) and keeps its result. */
  call<T>(call: () => T): T;
  /**
   * The same for an operation that waits. It may be begun anew from its start while it waits: see engine/api.ts. EINTR if
   * a caught signal comes while it waits; it may then be begun again.
   */
  operate<T>(operation: () => Op<T>): Op<T>;
  /** See {@link GeneratorProgram}. */
  checkpoint(state: unknown): void;
}

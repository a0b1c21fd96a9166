import {
  type Credentials,
  type DirEntry,
  Errno,
  type FileType,
  isErrno,
  type Mount,
  type MountNamespace,
  type Stat,
  type StatFs,
  type Walker,
} from '../fs/index.ts';
import type { Core } from './core.ts';
import type { FileId } from './kernel.ts';
import { listenerWake } from './networks.ts';
import type { Opener } from './opening.ts';
import { childWake, type NewProcess } from './processes.ts';
import { type Op, TURN, type Wait } from './program.ts';
import { type Action, KERNEL } from './signalling.ts';
import type { Signal } from './signals.ts';
import type { Inode, Process, Tty } from './state.ts';
import type { Fd, OpenFlags, Pid, ProcessInfo, Spawn, Sys, TtyMode, WaitStatus, WindowSize } from './sys.ts';

/** Thrown through a program whose process has ended or runs something else by now. Programs let it pass. */
export class Unwind extends Error {}

const encoder = new TextEncoder();

/** execvp(3)'s PATH when there is none. */
const DEFAULT_PATH = '/bin:/usr/bin';

/** The system calls of one process: permission, numbers and paths as seen by it, done by the kernel's parts. */
export class ProcessSys implements Sys {
  constructor(
    protected readonly core: Core,
    protected readonly process: Process,
  ) {}

  get pid(): Pid {
    return this.process.nspid;
  }
  get ppid(): Pid {
    return this.#number(this.process.ppid);
  }
  get pgid(): Pid {
    return this.process.nspgid;
  }
  get argv(): readonly string[] {
    return this.process.argv;
  }
  get env(): Record<string, string> {
    return this.process.env;
  }
  get cwd(): string {
    return this.#workingDirectory();
  }
  get credentials(): Credentials {
    return this.process.credentials;
  }
  get hostname(): string {
    return this.process.hostname;
  }

  get #namespace(): MountNamespace {
    return this.core.namespace(this.process.namespace);
  }
  get #walker(): Walker {
    const { cwd, directory, credentials } = this.process;
    return { cwd, directory, credentials };
  }
  get #opener(): Opener {
    return { namespace: this.#namespace, walker: this.#walker, umask: this.process.umask, process: this.process };
  }
  #number(pid: Pid): Pid {
    return this.core.processes.numberIn(this.process.ns, pid);
  }

  /** getcwd(2): where the working directory is by now; its last path if it has been removed. */
  #workingDirectory(): string {
    const { process } = this;
    const root: Walker = { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } };
    try {
      const { mount, ino } = this.#namespace.resolve(process.cwd, root);
      if (mount !== process.directory.mount || ino !== process.directory.ino) {
        process.cwd = this.#namespace.pathOf(process.directory);
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
      try {
        process.cwd = this.#namespace.pathOf(process.directory);
      } catch (gone) {
        if (!isErrno(gone)) throw gone;
      }
    }
    return process.cwd;
  }

  // Files

  open(path: string, flags: OpenFlags = {}, mode = 0o666): Fd {
    const fd = this.#freeFd(0);
    const file = this.core.opening.open(this.#opener, path, flags, mode);
    this.process.fds.set(fd, file.id);
    return fd;
  }
  close(fd: Fd): void {
    const file = this.#file(fd);
    this.process.fds.delete(fd);
    this.core.files.release(file);
    this.#alive();
  }
  stat(path: string): Stat {
    return this.core.opening.stat(this.#opener, path);
  }
  lstat(path: string): Stat {
    return this.core.opening.lstat(this.#opener, path);
  }
  fstat(fd: Fd): Stat {
    return this.core.files.stat(this.#file(fd));
  }
  readdir(path: string): readonly DirEntry[] {
    return this.core.opening.readdir(this.#opener, path);
  }
  mkdir(path: string, mode = 0o777): void {
    this.#namespace.create(path, { type: 'directory', mode: mode & ~this.process.umask }, this.#walker);
  }
  rmdir(path: string): void {
    this.#namespace.rmdir(path, this.#walker);
  }
  unlink(path: string): void {
    this.#namespace.unlink(path, this.#walker);
  }
  rename(from: string, to: string): void {
    this.#namespace.rename(from, to, this.#walker);
  }
  link(existing: string, path: string): void {
    this.#namespace.link(existing, path, this.#walker);
  }
  symlink(target: string, path: string): void {
    this.#namespace.create(path, { type: 'symlink', mode: 0o777, target }, this.#walker);
  }
  mknod(path: string, type: FileType, mode: number, rdev?: readonly [number, number]): void {
    const inode = { type, mode: mode & ~this.process.umask, ...(rdev ? { rdev } : {}) };
    this.#namespace.create(path, inode, this.#walker);
  }
  readlink(path: string): string {
    return this.#namespace.readlink(path, this.#walker);
  }
  realpath(path: string): string {
    return this.#namespace.realpath(path, this.#walker);
  }
  chmod(path: string, mode: number): void {
    this.#namespace.setattr(path, { mode }, this.#walker);
  }
  chown(path: string, uid: number, gid: number, follow = true): void {
    const owner = { ...(uid < 0 ? {} : { uid }), ...(gid < 0 ? {} : { gid }) };
    this.#namespace.setattr(path, owner, this.#walker, follow);
  }
  utimes(path: string, atime: number | 'now', mtime: number | 'now', follow = true): void {
    const time = this.core.clock.now();
    const times = { atime: atime === 'now' ? time : atime, mtime: mtime === 'now' ? time : mtime };
    const now = atime === 'now' && mtime === 'now';
    this.#namespace.setattr(path, { ...times, now }, this.#walker, follow);
  }
  truncate(path: string, size: number): void {
    this.#namespace.setattr(path, { size }, this.#walker);
  }
  access(path: string, mode: { read?: boolean; write?: boolean; execute?: boolean }): boolean {
    try {
      this.core.opening.access(this.#opener, path, mode);
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }
  statfs(path: string): StatFs & { readonly mount: Mount } {
    return this.#namespace.statfs(path, this.#walker);
  }
  mounts(): readonly Mount[] {
    return this.#namespace.mounts;
  }
  chdir(path: string): void {
    const { process } = this;
    const directory = this.#directory(path);
    const cwd = this.#namespace.realpath(path, this.#walker);
    this.core.opening.retainDirectory(directory);
    this.core.opening.releaseDirectory(process.directory);
    process.directory = directory;
    process.cwd = cwd;
  }
  /** A directory that one may go to. ENOENT, ENOTDIR, EACCES. */
  #directory(path: string): Inode {
    const directory = this.core.opening.directory(this.#opener, path);
    if (this.core.files.fileSystem(directory).stat(directory.ino).type !== 'directory') throw new Errno('ENOTDIR');
    this.#namespace.access(path, { execute: true }, this.#walker);
    return directory;
  }
  umask(mask?: number): number {
    const before = this.process.umask;
    if (mask !== undefined) this.process.umask = mask & 0o777;
    return before;
  }

  // Descriptors

  #file(fd: Fd): FileId {
    const file = this.process.fds.get(fd);
    if (file === undefined) throw new Errno('EBADF');
    return file;
  }
  #freeFd(from: Fd): Fd {
    let fd = from;
    while (this.process.fds.has(fd)) fd++;
    if (fd >= this.core.limits.files) throw new Errno('EMFILE');
    return fd;
  }
  *read(fd: Fd, max = 65_536): Op<Uint8Array> {
    for (;;) {
      const bytes = this.tryRead(fd, max);
      if (bytes !== undefined) return bytes;
      this.interrupt();
      yield this.readable(fd);
    }
  }
  *write(fd: Fd, data: Uint8Array | string): Op<void> {
    let rest = bytesOf(data);
    for (;;) {
      rest = rest.subarray(this.tryWrite(fd, rest));
      if (rest.length === 0) return;
      yield this.writable(fd);
    }
  }
  tryRead(fd: Fd, max = 65_536): Uint8Array | undefined {
    return this.core.files.read(this.#file(fd), max, this.process);
  }
  tryWrite(fd: Fd, data: Uint8Array): number {
    try {
      return this.core.files.write(this.#file(fd), data, this.process);
    } catch (error) {
      if (isErrno(error, 'EPIPE')) {
        this.core.signals.send(this.process, 'PIPE', KERNEL);
        this.#alive();
      }
      throw error;
    }
  }
  readable(fd: Fd): Wait {
    return this.core.files.readable(this.#file(fd));
  }
  writable(fd: Fd): Wait {
    return this.core.files.writable(this.#file(fd));
  }
  seek(fd: Fd, offset: number, whence: 'set' | 'current' | 'end' = 'set'): number {
    return this.core.files.seek(this.#file(fd), offset, whence);
  }
  ftruncate(fd: Fd, size: number): void {
    this.core.files.truncate(this.#file(fd), size);
  }
  pipe(): readonly [Fd, Fd] {
    const { files, pipes } = this.core;
    const reading = this.#freeFd(0);
    const writing = this.#freeFd(reading + 1);
    const pipe = pipes.create().id;
    this.process.fds.set(reading, files.create({ kind: 'pipe', pipe }, true, false).id);
    this.process.fds.set(writing, files.create({ kind: 'pipe', pipe }, false, true).id);
    return [reading, writing];
  }
  dup(fd: Fd, to?: Fd, from = 0): Fd {
    const file = this.#file(fd);
    const target = to ?? this.#freeFd(from);
    if (target < 0 || target >= this.core.limits.files) throw new Errno('EBADF');
    const before = this.process.fds.get(target);
    if (target === fd) return target;
    this.core.files.retain(file);
    this.process.fds.set(target, file);
    if (before !== undefined) this.core.files.release(before);
    return target;
  }
  fds(): readonly Fd[] {
    return [...this.process.fds.keys()].sort((a, b) => a - b);
  }

  // Terminals

  #tty(fd: Fd): Tty {
    const file = this.core.files.get(this.#file(fd));
    if (file.kind !== 'tty' && file.kind !== 'master') throw new Errno('ENOTTY');
    return this.core.ttys.get(file.tty);
  }
  isatty(fd: Fd): boolean {
    const id = this.process.fds.get(fd);
    return id !== undefined && this.core.files.get(id).kind === 'tty';
  }
  ttyname(fd: Fd): string {
    return `/dev/pts/${this.#tty(fd).index}`;
  }
  ttyMode(fd: Fd, mode?: Partial<TtyMode>): TtyMode {
    const tty = this.#tty(fd);
    if (mode) this.core.ttys.setMode(tty, mode);
    return tty.mode;
  }
  windowSize(fd: Fd): WindowSize {
    return this.#tty(fd).size;
  }
  foreground(fd: Fd, pgid?: Pid): Pid {
    const tty = this.#tty(fd);
    if (tty.session !== this.process.sid || tty.session === 0) throw new Errno('ENOTTY');
    if (pgid !== undefined) {
      const group = this.core.processes.groupByNumber(this.process.ns, pgid);
      if (group === undefined) throw new Errno('EPERM');
      this.core.ttys.setForeground(tty, group);
    }
    return this.core.processes.groupNumber(this.process.ns, tty.foreground);
  }

  // Processes

  which(command: string, path = this.process.env.PATH ?? DEFAULT_PATH): string {
    if (command === '') throw new Errno('ENOENT');
    const candidates = command.includes('/')
      ? [command]
      : path.split(':').map((directory) => `${directory === '' ? '.' : directory}/${command}`);
    let denied = false;
    for (const candidate of candidates) {
      try {
        if (this.#namespace.stat(candidate, this.#walker).type !== 'file') throw new Errno('EACCES');
        this.#namespace.access(candidate, { execute: true }, this.#walker);
        return candidate;
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (error.code === 'EACCES') denied = true;
        else if (command.includes('/')) throw error;
      }
    }
    throw new Errno(denied ? 'EACCES' : 'ENOENT');
  }

  /** What a child takes over; descriptors apart. */
  #inherited(): NewProcess {
    const { process } = this;
    return {
      ns: process.ns,
      ppid: process.pid,
      supervised: false,
      argv: process.argv,
      program: process.program,
      exe: process.exe,
      image: { kind: 'none' },
      env: { ...process.env },
      cwd: process.cwd,
      directory: process.directory,
      credentials: process.credentials,
      umask: process.umask,
      hostname: process.hostname,
      network: process.network,
      namespace: process.namespace,
      tty: process.tty,
      sid: process.sid,
      nssid: process.nssid,
      pgid: process.pgid,
      login: process.login,
    };
  }

  /** A group of its own, one of its session's, or ours. EPERM. */
  #group(pgid: Pid | undefined): Pid | undefined {
    if (pgid === undefined) return this.process.pgid;
    if (pgid === 0) return undefined;
    const group = this.core.processes.groupByNumber(this.process.ns, pgid);
    if (group === undefined || this.core.processes.group(group)[0]?.sid !== this.process.sid) throw new Errno('EPERM');
    return group;
  }

  #child(fields: NewProcess, fds: Readonly<Record<number, Fd>> | undefined, foreground: Fd | undefined): Process {
    const { core } = this;
    const pairs = fds ? Object.entries(fds).map(([to, from]) => [Number(to), this.#file(from)] as const) : undefined;
    const tty = foreground === undefined ? undefined : this.#tty(foreground);
    const child = core.processes.create(fields);
    for (const [fd, file] of pairs ?? []) {
      core.files.retain(file);
      child.fds.set(fd, file);
    }
    core.opening.retainDirectory(child.directory);
    if (tty) core.ttys.setForeground(tty, child.pgid);
    return child;
  }

  spawn({ path, argv, env, cwd, fds, pgid, foreground, credentials }: Spawn): Pid {
    const { core, process } = this;
    if (credentials && process.credentials.uid !== 0 && credentials.uid !== process.credentials.uid) {
      throw new Errno('EPERM');
    }
    core.processes.checkLimits(process.login);
    const directory = cwd === undefined ? process.directory : this.#directory(cwd);
    const walker = { ...this.#walker, directory, credentials: credentials ?? process.credentials };
    const found = core.images.find(this.#namespace, walker, path, argv);
    const ignored = [...process.actions].filter(([, action]) => action === 'ignore');
    const standard = Object.fromEntries([0, 1, 2].filter((fd) => process.fds.has(fd)).map((fd) => [fd, fd]));
    const child = this.#child(
      {
        ...this.#inherited(),
        env: { ...(env ?? process.env) },
        cwd: cwd === undefined ? process.cwd : this.#namespace.realpath(cwd, this.#walker),
        directory,
        credentials: walker.credentials,
        pgid: this.#group(pgid),
        actions: new Map(ignored),
      },
      fds ?? standard,
      foreground,
    );
    core.images.install(child, found);
    core.scheduler.update(child);
    return child.nspid;
  }

  fork(state: unknown, options: { fds?: Readonly<Record<number, Fd>>; pgid?: Pid; foreground?: Fd } = {}): Pid {
    const { core, process } = this;
    if (process.image.kind !== 'step') throw new Errno('ENOSYS');
    core.processes.checkLimits(process.login);
    const all = Object.fromEntries(this.fds().map((fd) => [fd, fd]));
    const copy = structuredClone(state);
    const fields = { ...this.#inherited(), pgid: this.#group(options.pgid), actions: process.actions };
    const child = this.#child(fields, options.fds ?? all, options.foreground);
    core.images.installState(child, copy);
    core.scheduler.update(child);
    return child.nspid;
  }

  exec(path: string, argv: readonly string[], env?: Readonly<Record<string, string>>): void {
    const { core, process } = this;
    const found = core.images.find(this.#namespace, this.#walker, path, argv);
    if (env) process.env = { ...env };
    for (const [signal, action] of process.actions) if (action === 'catch') process.actions.delete(signal);
    process.pending = [];
    core.images.install(process, found);
  }

  tryWait(pid: Pid | -1, options: { stopped?: boolean } = {}): { pid: Pid; status: WaitStatus } | undefined {
    const { core, process } = this;
    let wanted = pid;
    if (pid > 0) wanted = core.processes.byNumber(process.ns, pid)?.pid ?? 0;
    else if (pid < -1) wanted = -(core.processes.groupByNumber(process.ns, -pid) ?? 0);
    if (wanted === 0 && pid !== 0) throw new Errno('ECHILD');
    const found = core.processes.collect(process, wanted, options.stopped ?? false);
    return found && { pid: found.process.nspid, status: found.status };
  }
  *wait(pid: Pid | -1): Op<{ pid: Pid; status: WaitStatus }> {
    for (;;) {
      const found = this.tryWait(pid);
      if (found) return found;
      this.interrupt();
      yield this.childWait();
    }
  }
  childWait(): Wait {
    return { on: [childWake(this.process.pid)] };
  }

  kill(pid: Pid, signal: Signal | 0): void {
    const { core, process } = this;
    const targets = this.#targets(pid);
    if (targets.length === 0) throw new Errno('ESRCH');
    const { uid } = process.credentials;
    const allowed = targets.filter(
      (target) => uid === 0 || uid === target.credentials.uid || (signal === 'CONT' && target.sid === process.sid),
    );
    if (allowed.length === 0) throw new Errno('EPERM');
    if (signal !== 0) for (const target of allowed) core.signals.send(target, signal, process.ns);
    this.#alive();
  }
  #targets(pid: Pid): readonly Process[] {
    const { core, process } = this;
    if (pid > 0) {
      const found = core.processes.byNumber(process.ns, pid);
      return found ? [found] : [];
    }
    if (pid === 0) return core.processes.group(process.pgid);
    if (pid === -1) return core.processes.list(process.ns).filter((each) => each !== process && each.nspid !== 1);
    const group = core.processes.groupByNumber(process.ns, -pid);
    return group === undefined ? [] : core.processes.group(group);
  }
  setpgid(pid: Pid, pgid: Pid): void {
    const { core, process } = this;
    const target = pid === 0 ? process : core.processes.byNumber(process.ns, pid);
    if (!target || (target !== process && target.ppid !== process.pid)) throw new Errno('ESRCH');
    if (target.sid !== process.sid || target.sid === target.pid) throw new Errno('EPERM');
    const group = pgid === 0 || pgid === target.nspid ? target.pid : core.processes.groupByNumber(process.ns, pgid);
    if (group === undefined) throw new Errno('EPERM');
    if (group !== target.pid && core.processes.group(group)[0]?.sid !== process.sid) throw new Errno('EPERM');
    core.processes.regroup(target, group);
  }
  onSignal(signal: Signal, action: Action): void {
    if (signal === 'KILL' || signal === 'STOP') throw new Errno('EINVAL');
    const { process } = this;
    if (action === 'default') process.actions.delete(signal);
    else process.actions.set(signal, action);
    if (action !== 'catch') process.pending = process.pending.filter((each) => each !== signal);
  }
  takeSignal(): Signal | undefined {
    return this.process.pending.shift();
  }
  signalAction(signal: Signal): Action {
    return this.core.signals.action(this.process, signal);
  }
  setCredentials(credentials: Credentials): void {
    if (this.process.credentials.uid !== 0) throw new Errno('EPERM');
    this.process.credentials = credentials;
  }
  processes(): readonly ProcessInfo[] {
    const { core, process } = this;
    return core.processes.list(process.ns).map((each) => core.processes.info(each, process.ns));
  }

  // Time

  now(): number {
    return this.core.clock.now();
  }
  uptime(): number {
    return this.core.clock.uptime();
  }
  *sleep(ms: number): Op<void> {
    const until = this.core.clock.uptime() + ms;
    while (this.core.clock.uptime() < until) {
      this.interrupt();
      yield { on: [], until };
    }
  }
  *turn(): Op<void> {
    yield TURN;
  }
  random(): number {
    return this.core.clock.random();
  }

  // Sockets

  listen(port: number): Fd {
    const fd = this.#freeFd(0);
    this.process.fds.set(fd, this.core.networks.listen(this.process.network, port).id);
    return fd;
  }
  *accept(listener: Fd): Op<Fd> {
    for (;;) {
      const fd = this.tryAccept(listener);
      if (fd !== undefined) return fd;
      this.interrupt();
      yield this.readable(listener);
    }
  }
  tryAccept(listener: Fd): Fd | undefined {
    const fd = this.#freeFd(0);
    const connection = this.core.networks.accept(this.#file(listener));
    if (connection === undefined) return undefined;
    this.process.fds.set(fd, connection);
    return fd;
  }
  *connect(host: string, port: number): Op<Fd> {
    for (;;) {
      const made = this.tryConnect(host, port);
      if (typeof made === 'number') return made;
      this.interrupt();
      yield made;
    }
  }
  /** The connection's descriptor, or what to wait for. */
  protected tryConnect(host: string, port: number): Fd | Wait {
    const fd = this.#freeFd(0);
    const listener = this.core.networks.find(this.process.network, host, port);
    const connection = this.core.networks.connect(listener);
    if (!connection) return { on: [listenerWake(Number(listener))] };
    this.process.fds.set(fd, connection.id);
    return fd;
  }

  // Replay

  call<T>(call: () => T): T {
    const result = call();
    this.#alive();
    return result;
  }
  *operate<T>(operation: () => Op<T>): Op<T> {
    return yield* operation();
  }
  checkpoint(_state: unknown): void {}

  /** EINTR if a caught signal has come. */
  protected interrupt(): void {
    if (this.process.pending.length > 0) throw new Errno('EINTR');
  }

  /** The call that ended its own process doesn't return. */
  #alive(): void {
    if (this.process.state === 'zombie') throw new Unwind();
  }
}

export function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data;
}

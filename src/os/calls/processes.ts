import { type Credentials, capable, Errno, isErrno, withIds } from '../../fs/index.ts';
import { childWake, type NewProcess } from '../processes.ts';
import type { Op, Wait } from '../program.ts';
import type { Action } from '../signalling.ts';
import type { Signal } from '../signals.ts';
import type { Process } from '../state.ts';
import type { Fd, Pid, ProcessInfo, Spawn, WaitStatus } from '../sys.ts';
import { DescriptorCalls } from './descriptors.ts';

/** execvp(3)'s PATH when there is none. */
const DEFAULT_PATH = '/bin:/usr/bin';

/** System calls on processes: who one is, children, signals. */
export class ProcessCalls extends DescriptorCalls {
  get pid(): Pid {
    return this.process.nspid;
  }
  get ppid(): Pid {
    return this.number(this.process.ppid);
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
  get credentials(): Credentials {
    return this.process.credentials;
  }
  get hostname(): string {
    return this.process.hostname;
  }

  which(command: string, path = this.process.env.PATH ?? DEFAULT_PATH): string {
    if (command === '') throw new Errno('ENOENT');
    const candidates = command.includes('/')
      ? [command]
      : path.split(':').map((directory) => `${directory === '' ? '.' : directory}/${command}`);
    let denied = false;
    for (const candidate of candidates) {
      try {
        if (this.namespace.stat(candidate, this.walker).type !== 'file') throw new Errno('EACCES');
        this.namespace.access(candidate, { execute: true }, this.walker);
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
      rlimits: process.rlimits,
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

  /**
   * A process that makes others ends its turn by it, in vain too: so a fork bomb's turns are short, and whoever wants to
   * end it gets a turn soon. EAGAIN.
   */
  #makeRoom(): void {
    this.core.scheduler.endTurn();
    this.core.processes.checkLimits(this.process.login, this.process.ns);
  }

  #child(fields: NewProcess, fds: Readonly<Record<number, Fd>> | undefined, foreground: Fd | undefined): Process {
    const { core } = this;
    const pairs = fds ? Object.entries(fds).map(([to, from]) => [Number(to), this.file(from)] as const) : undefined;
    const tty = foreground === undefined ? undefined : this.tty(foreground);
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
    if (credentials && !capable(process.credentials, 'SETUID') && credentials.uid !== process.credentials.uid) {
      throw new Errno('EPERM');
    }
    this.#makeRoom();
    const directory = cwd === undefined ? process.directory : this.directory(cwd);
    const walker = {
      ...this.walker,
      directory,
      credentials: credentials ? withIds(process.credentials, credentials) : process.credentials,
    };
    const found = core.images.find(this.namespace, walker, path, argv);
    const ignored = [...process.actions].filter(([, action]) => action === 'ignore');
    const standard = Object.fromEntries([0, 1, 2].filter((fd) => process.fds.has(fd)).map((fd) => [fd, fd]));
    const child = this.#child(
      {
        ...this.#inherited(),
        env: { ...(env ?? process.env) },
        cwd: cwd === undefined ? process.cwd : this.namespace.realpath(cwd, this.walker),
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
    this.#makeRoom();
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
    const found = core.images.find(this.namespace, this.walker, path, argv);
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
    const all = capable(process.credentials, 'KILL');
    const allowed = targets.filter(
      (target) => all || uid === target.credentials.uid || (signal === 'CONT' && target.sid === process.sid),
    );
    // To everybody (-1) it is no error to be allowed to send to nobody (kill(2) as Linux does it).
    if (allowed.length === 0 && pid !== -1) throw new Errno('EPERM');
    if (signal !== 0) for (const target of allowed) core.signals.send(target, signal, process.ns);
    this.alive();
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
    if (!capable(this.process.credentials, 'SETUID')) throw new Errno('EPERM');
    this.process.credentials = withIds(this.process.credentials, credentials);
  }
  processes(): readonly ProcessInfo[] {
    const { core, process } = this;
    return core.processes.list(process.ns).map((each) => core.processes.info(each, process.ns));
  }
}

import { Errno } from '../fs/index.ts';
import type { Core } from './core.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { KERNEL } from './signalling.ts';
import type { Process } from './state.ts';
import type { Pid, WaitStatus } from './sys.ts';

/** What a new process begins with; the table gives it its numbers. */
export type NewProcess = Pick<
  Process,
  | 'ns'
  | 'ppid'
  | 'supervised'
  | 'argv'
  | 'program'
  | 'exe'
  | 'image'
  | 'env'
  | 'cwd'
  | 'directory'
  | 'credentials'
  | 'umask'
  | 'rlimits'
  | 'hostname'
  | 'network'
  | 'namespace'
  | 'tty'
> & {
  /** undefined: a session and a group of its own. */
  readonly sid: Pid | undefined;
  readonly nssid: Pid | undefined;
  /** undefined: a group of its own. */
  readonly pgid: Pid | undefined;
  /** undefined: it is one itself. */
  readonly login: Pid | undefined;
  readonly actions?: Process['actions'];
};

export interface Processes extends Numbers {
  /** ESRCH. */
  get(pid: Pid): Process;
  find(pid: Pid): Process | undefined;
  /** EAGAIN if there are too many, all together or of one login. */
  checkLimits(login: Pid | undefined, namespace?: number): void;
  create(process: NewProcess): Process;
  /** The members of a process group, ascending; zombies too. */
  group(pgid: Pid): readonly Process[];
  /** Moves a process to another group. */
  regroup(process: Process, pgid: Pid): void;
  /** POSIX's orphaned process group: nobody outside of it in its session would continue it. */
  orphaned(pgid: Pid): boolean;
  /** Ends a process. */
  exit(process: Process, status: WaitStatus): void;
  /** SIGCHLD and the wake-up for who waits for children. */
  tellParent(process: Process): void;
  /** waitpid(2): -1 any child, 0 one of our group, -n one of group n. ECHILD. */
  collect(parent: Process, pid: Pid, stopped: boolean): { process: Process; status: WaitStatus } | undefined;
  /** Forgets a dead process. */
  remove(process: Process): void;
}

/** The name of the wake-up when a child of `pid` ends, stops or goes on. */
export const childWake = (pid: Pid): string => `child:${pid}`;
/** The name of the wake-up when a process of Kernel.start has ended. */
export const exitWake = (pid: Pid): string => `exit:${pid}`;

/** Linux's PID_MAX_LIMIT. */
const PID_MAX = 4_194_304;

export function createProcesses(core: Core): Processes {
  const { state } = core;
  const groups = new Map<Pid, Set<Process>>();
  const logins = new Map<Pid, number>();

  function index(process: Process): void {
    const group = groups.get(process.pgid);
    if (group) group.add(process);
    else groups.set(process.pgid, new Set([process]));
    logins.set(process.login, (logins.get(process.login) ?? 0) + 1);
    core.hold(process.namespace);
  }

  function leaveGroup(process: Process): void {
    const group = groups.get(process.pgid);
    group?.delete(process);
    if (group?.size === 0) groups.delete(process.pgid);
  }

  for (const process of state.processes.values()) index(process);
  const numbers = createNumbers(core, (pgid) => groups.get(pgid));

  const find = (pid: Pid) => state.processes.get(pid);

  function get(pid: Pid): Process {
    const process = find(pid);
    if (!process) throw new Errno('ESRCH');
    return process;
  }

  const group = (pgid: Pid) => [...(groups.get(pgid) ?? [])].sort((a, b) => a.pid - b.pid);

  function freePid(): Pid {
    while (state.processes.has(state.nextPid) || groups.has(state.nextPid) || state.ended.has(state.nextPid)) advance();
    const pid = state.nextPid;
    advance();
    return pid;
  }

  function advance(): void {
    state.nextPid = state.nextPid >= PID_MAX ? 2 : state.nextPid + 1;
  }

  function orphaned(pgid: Pid): boolean {
    return group(pgid).every((member) => {
      const parent = find(member.ppid);
      return (
        member.state === 'zombie' || !parent || parent.pid === 1 || parent.pgid === pgid || parent.sid !== member.sid
      );
    });
  }

  function tellParent(process: Process): void {
    const parent = find(process.ppid);
    if (!parent || process.supervised) return;
    core.signals.send(parent, 'CHLD', KERNEL);
    core.scheduler.wake(childWake(parent.pid));
  }

  /** Ignoring SIGCHLD means: no zombies (wait(2)). */
  function dead(process: Process): void {
    const parent = find(process.ppid);
    if (process.supervised) {
      state.ended.set(process.pid, process.status!);
      remove(process);
      core.forget(process.namespace);
      core.scheduler.wake(exitWake(process.pid));
    } else if (!parent || parent.pid === 1 || core.signals.action(parent, 'CHLD') === 'ignore') {
      remove(process);
      if (parent) core.scheduler.wake(childWake(parent.pid));
    } else tellParent(process);
  }

  function remove(process: Process): void {
    state.processes.delete(process.pid);
    find(process.ppid)?.children.delete(process.pid);
    leaveGroup(process);
    core.letGo(process.namespace);
    const left = (logins.get(process.login) ?? 1) - 1;
    if (left === 0) logins.delete(process.login);
    else logins.set(process.login, left);
    const namespace = state.pidNamespaces.get(process.ns);
    namespace?.pids.delete(process.nspid);
    if (namespace && namespace.id !== 0 && namespace.pids.size === 0) state.pidNamespaces.delete(namespace.id);
  }

  function reaperOf(process: Process): Process | undefined {
    const init = find(state.pidNamespaces.get(process.ns)?.init ?? 1);
    return init && init !== process && init.state !== 'zombie' ? init : find(1);
  }

  function exit(process: Process, status: WaitStatus): void {
    if (process.state === 'zombie') return;
    // 1. From here on it is dead: nothing that follows can end it twice.
    process.state = 'zombie';
    process.status = status;
    process.stopped = false;
    process.report = undefined;
    process.held = [];
    process.pending = [];
    core.scheduler.update(process);
    core.images.drop(process);
    // 2. What it held.
    for (const fd of [...process.fds.keys()].sort((a, b) => a - b)) core.files.release(process.fds.get(fd)!);
    process.fds.clear();
    core.opening.releaseDirectory(process.directory);
    // 3. With a namespace's init all its others go; with a session's leader the terminal.
    const namespace = state.pidNamespaces.get(process.ns);
    if (namespace?.init === process.pid) {
      for (const pid of [...namespace.pids.values()].sort((a, b) => a - b)) {
        const other = find(pid);
        if (other && other !== process) exit(other, { kind: 'signaled', signal: 'KILL' });
      }
    }
    if (process.sid === process.pid && process.tty !== 0) core.ttys.leaderGone(process);
    // 4. Its children get another parent.
    const reaper = reaperOf(process);
    const affected = new Set<Pid>([process.pgid]);
    for (const pid of process.children) {
      const child = find(pid);
      if (!child) continue;
      if (child.pgid !== process.pgid && child.sid === process.sid) affected.add(child.pgid);
      child.ppid = reaper?.pid ?? 0;
      reaper?.children.add(pid);
      if (child.state === 'zombie') dead(child);
    }
    process.children.clear();
    // 5. Stopped jobs that nobody could continue any more (POSIX _exit).
    for (const pgid of affected) {
      if (!orphaned(pgid) || !group(pgid).some((member) => member.stopped)) continue;
      core.signals.sendGroup(pgid, 'HUP', KERNEL);
      core.signals.sendGroup(pgid, 'CONT', KERNEL);
    }
    // 6. Who waits for it.
    dead(process);
  }

  return {
    ...numbers,
    get,
    find,
    checkLimits(login, ns = 0) {
      const own = login === undefined ? 0 : (logins.get(login) ?? 0);
      if (state.processes.size > core.limits.processes || own >= core.limits.session) throw new Errno('EAGAIN');
      const namespace = state.pidNamespaces.get(ns);
      if (namespace?.limit !== undefined && namespace.pids.size >= namespace.limit) throw new Errno('EAGAIN');
    },
    create(fields) {
      const pid = freePid();
      const namespace = state.pidNamespaces.get(fields.ns)!;
      const nspid = namespace.id === 0 ? pid : namespace.next++;
      if (namespace.init === 0) namespace.init = pid;
      namespace.pids.set(nspid, pid);
      const process: Process = {
        ...fields,
        pid,
        nspid,
        pgid: fields.pgid ?? pid,
        sid: fields.sid ?? pid,
        nspgid: fields.pgid === undefined ? nspid : numbers.groupNumber(namespace.id, fields.pgid),
        nssid: fields.nssid ?? nspid,
        login: fields.login ?? pid,
        children: new Set(),
        fds: new Map(),
        actions: new Map(fields.actions),
        pending: [],
        held: [],
        interrupted: false,
        state: 'ready',
        wait: undefined,
        due: undefined,
        stopped: false,
        report: undefined,
        status: undefined,
        started: core.clock.now(),
      };
      state.processes.set(pid, process);
      if (!process.supervised) find(process.ppid)?.children.add(pid);
      index(process);
      return process;
    },
    group,
    regroup(process, pgid) {
      leaveGroup(process);
      process.nspgid = numbers.groupNumber(process.ns, pgid);
      process.pgid = pgid;
      const members = groups.get(pgid);
      if (members) members.add(process);
      else groups.set(pgid, new Set([process]));
    },
    orphaned,
    exit,
    tellParent,
    collect(parent, pid, stopped) {
      let any = false;
      for (const number of parent.children) {
        const child = find(number)!;
        const matches = pid > 0 ? child.pid === pid : pid === -1 || child.pgid === (pid === 0 ? parent.pgid : -pid);
        if (!matches) continue;
        any = true;
        if (child.state === 'zombie') {
          remove(child);
          return { process: child, status: child.status! };
        }
        if (stopped && child.report) {
          const status = child.report;
          child.report = undefined;
          return { process: child, status };
        }
      }
      if (!any) throw new Errno('ECHILD');
      return undefined;
    },
    remove,
  };
}

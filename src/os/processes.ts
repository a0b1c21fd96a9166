import { Errno } from '../fs/index.ts';
import type { Core } from './core.ts';
import { KERNEL } from './signalling.ts';
import type { PidNamespace, Process } from './state.ts';
import type { Pid, ProcessInfo, WaitStatus } from './sys.ts';

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

export interface Processes {
  /** ESRCH. */
  get(pid: Pid): Process;
  find(pid: Pid): Process | undefined;
  /** EAGAIN if there are too many, all together or of one login. */
  checkLimits(login: Pid | undefined): void;
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

  newNamespace(parent: number): PidNamespace;
  /** A process's number as a namespace counts; 0 if it can't be seen there. */
  numberIn(ns: number, pid: Pid): Pid;
  /** The same for a process group, whose leader may be gone. */
  groupNumber(ns: number, pgid: Pid): Pid;
  /** The group that a namespace knows by a number. */
  groupByNumber(ns: number, number: Pid): Pid | undefined;
  /** The process that a namespace knows by a number. */
  byNumber(ns: number, number: Pid): Process | undefined;
  /** The processes that can be seen in a namespace, by their numbers there. */
  list(ns: number): readonly Process[];
  info(process: Process, ns: number): ProcessInfo;
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
  }

  function leaveGroup(process: Process): void {
    const group = groups.get(process.pgid);
    group?.delete(process);
    if (group?.size === 0) groups.delete(process.pgid);
  }

  for (const process of state.processes.values()) index(process);

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

  function numberIn(ns: number, pid: Pid): Pid {
    if (ns === 0) return pid;
    const process = find(pid);
    return process?.ns === ns ? process.nspid : 0;
  }

  /** A group's number in the namespace of a member; the leader may be gone. */
  function groupNumber(ns: number, pgid: Pid): Pid {
    for (const member of groups.get(pgid) ?? []) if (member.ns === ns) return member.nspgid;
    return numberIn(ns, pgid);
  }

  return {
    get,
    find,
    checkLimits(login) {
      const own = login === undefined ? 0 : (logins.get(login) ?? 0);
      if (state.processes.size > core.limits.processes || own >= core.limits.session) throw new Errno('EAGAIN');
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
        nspgid: fields.pgid === undefined ? nspid : groupNumber(namespace.id, fields.pgid),
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
      process.nspgid = groupNumber(process.ns, pgid);
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
    newNamespace(parent) {
      const namespace: PidNamespace = { id: state.nextId++, parent, init: 0, next: 1, frozen: false, pids: new Map() };
      state.pidNamespaces.set(namespace.id, namespace);
      return namespace;
    },
    numberIn,
    groupNumber: (ns, pgid) => (ns === 0 ? pgid : groupNumber(ns, pgid)),
    groupByNumber(ns, number) {
      if (ns === 0) return groups.has(number) ? number : undefined;
      for (const pid of state.pidNamespaces.get(ns)?.pids.values() ?? []) {
        const member = get(pid);
        if (member.nspgid === number) return member.pgid;
      }
      return undefined;
    },
    byNumber(ns, number) {
      const pid = ns === 0 ? number : state.pidNamespaces.get(ns)?.pids.get(number);
      return pid === undefined ? undefined : find(pid);
    },
    list(ns) {
      if (ns === 0) return [...state.processes.values()].sort((a, b) => a.pid - b.pid);
      const pids = [...(state.pidNamespaces.get(ns)?.pids ?? [])].sort(([a], [b]) => a - b);
      return pids.map(([, pid]) => get(pid));
    },
    info(process, ns) {
      const letters = { ready: 'R', waiting: 'S', zombie: 'Z' };
      const tty = process.tty === 0 ? undefined : state.ttys.get(process.tty);
      return {
        pid: numberIn(ns, process.pid),
        ppid: numberIn(ns, process.ppid),
        pgid: ns === 0 ? process.pgid : process.nspgid,
        sid: ns === 0 ? process.sid : process.nssid,
        uid: process.credentials.uid,
        gid: process.credentials.gid,
        state: process.stopped ? 'T' : letters[process.state],
        tty: tty && `pts/${tty.index}`,
        argv: process.argv,
        started: process.started,
      };
    },
  };
}

import type { Core } from './core.ts';
import type { PidNamespace, Process } from './state.ts';
import type { Pid, ProcessInfo } from './sys.ts';

/** Pid namespaces: who is seen where, by which number (pid_namespaces(7)). The host's is 0. */
export interface Numbers {
  newNamespace(parent: number, limit?: number): PidNamespace;
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

/** `members` are those of a process group. */
export function createNumbers({ state }: Core, members: (pgid: Pid) => ReadonlySet<Process> | undefined): Numbers {
  function numberIn(ns: number, pid: Pid): Pid {
    if (ns === 0) return pid;
    const process = state.processes.get(pid);
    return process?.ns === ns ? process.nspid : 0;
  }

  function groupNumber(ns: number, pgid: Pid): Pid {
    if (ns === 0) return pgid;
    for (const member of members(pgid) ?? []) if (member.ns === ns) return member.nspgid;
    return numberIn(ns, pgid);
  }

  return {
    newNamespace(parent, limit) {
      const namespace: PidNamespace = {
        id: state.nextId++,
        parent,
        init: 0,
        next: 1,
        frozen: false,
        ...(limit === undefined ? {} : { limit }),
        pids: new Map(),
      };
      state.pidNamespaces.set(namespace.id, namespace);
      return namespace;
    },
    numberIn,
    groupNumber,
    groupByNumber(ns, number) {
      if (ns === 0) return members(number) ? number : undefined;
      for (const pid of state.pidNamespaces.get(ns)?.pids.values() ?? []) {
        const member = state.processes.get(pid);
        if (member?.nspgid === number) return member.pgid;
      }
      return undefined;
    },
    byNumber(ns, number) {
      const pid = ns === 0 ? number : state.pidNamespaces.get(ns)?.pids.get(number);
      return pid === undefined ? undefined : state.processes.get(pid);
    },
    list(ns) {
      if (ns === 0) return [...state.processes.values()].sort((a, b) => a.pid - b.pid);
      const pids = [...(state.pidNamespaces.get(ns)?.pids ?? [])].sort(([a], [b]) => a - b);
      return pids.flatMap(([, pid]) => state.processes.get(pid) ?? []);
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

import type { ProcDescriptor, ProcMachine, ProcProcess, ProcSource } from '../fs/index.ts';
import type { Core } from './core.ts';
import type { FileId } from './kernel.ts';
import type { Process } from './state.ts';

/** The computer as uname and /proc show it: a kernel of Debian 13, two processors, 4 GB. */
export const MACHINE: ProcMachine = {
  release: '6.12.48+deb13-amd64',
  version: '#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)',
  processors: 2,
  model: 'Drydock Virtual CPU',
  mhz: 2000,
  memory: { total: 4 * 2 ** 30, used: 512 * 2 ** 20, cached: 1024 * 2 ** 20 },
};

/** The kernel's tables as proc(5) shows them. */
export function createProcSource(core: Core): ProcSource {
  const { processes, state, options } = core;

  function target(id: FileId): string {
    const file = core.files.get(id);
    switch (file.kind) {
      case 'file':
        return core.files.stat(id).nlink > 0 ? file.path : `${file.path} (deleted)`;
      case 'device':
        return file.path;
      case 'tty':
        return `/dev/pts/${core.ttys.get(file.tty).index}`;
      case 'master':
        return '/dev/pts/ptmx';
      case 'pipe':
        return file.path ?? `pipe:[${file.pipe}]`;
      case 'socket':
      case 'listener':
        return `socket:[${id}]`;
      default:
        return file satisfies never;
    }
  }

  function descriptors(process: Process): readonly ProcDescriptor[] {
    return [...process.fds]
      .sort(([a], [b]) => a - b)
      .map(([fd, id]) => {
        const { read, write } = core.files.get(id);
        return { fd, target: target(id), read, write };
      });
  }

  /** Most of it is asked for seldom: it is made then. */
  function shown(process: Process, namespace: number): ProcProcess {
    const info = processes.info(process, namespace);
    return {
      pid: info.pid,
      ppid: info.ppid,
      pgid: info.pgid,
      sid: info.sid,
      state: info.state as ProcProcess['state'],
      credentials: process.credentials,
      argv: process.argv,
      env: process.env,
      cwd: process.cwd,
      exe: process.exe,
      umask: process.umask,
      started: process.started - options.epoch,
      get tty() {
        const tty = state.ttys.get(process.tty);
        return tty && ([136, tty.index] as const);
      },
      get fds() {
        return descriptors(process);
      },
      get mounts() {
        return process.namespace === '' ? [] : core.namespace(process.namespace).mounts;
      },
      cgroup: '/',
    };
  }

  return {
    pids: (namespace) => processes.list(namespace).map(({ pid, nspid }) => (namespace === 0 ? pid : nspid)),
    process(namespace, pid) {
      const process = processes.byNumber(namespace, pid);
      return process && shown(process, namespace);
    },
    self(namespace) {
      const { current } = core;
      if (!current) return undefined;
      const number = processes.numberIn(namespace, current.pid);
      return number === 0 ? undefined : number;
    },
    hostname: () => core.current?.hostname ?? options.hostname,
    uptime: core.clock.uptime,
    boot: options.epoch,
    machine: MACHINE,
  };
}

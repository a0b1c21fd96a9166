import { Errno } from '../fs/index.ts';
import type { Core } from './core.ts';
import type { Kernel, StartProcess } from './kernel.ts';
import { createProcSource } from './proc-source.ts';
import { copyState } from './save.ts';
import { KERNEL } from './signalling.ts';
import type { Pid } from './sys.ts';

/** The kernel as those outside of its processes have it: the machine, the engine. */
export function kernelOf(core: Core): Kernel {
  const { state, clock, scheduler, processes, files, ttys, pipes, networks } = core;

  function start(request: StartProcess): Pid {
    const { namespace, credentials, fds } = request;
    core.adopt(namespace);
    const opener = { namespace, walker: { cwd: '/', credentials }, umask: 0o022, process: undefined };
    const directory = core.opening.directory(opener, request.cwd);
    if (core.files.fileSystem(directory).stat(directory.ino).type !== 'directory') throw new Errno('ENOTDIR');
    const walker = { cwd: request.cwd, directory, credentials };
    const found = core.images.find(namespace, walker, request.path, request.argv);
    processes.checkLimits(undefined);
    const ns = pidNamespace(request.pidNamespace);
    const process = processes.create({
      ns,
      ppid: request.parent ?? 1,
      supervised: request.parent === undefined,
      argv: request.argv,
      program: found.program,
      exe: found.path,
      image: { kind: 'none' },
      env: { ...request.env },
      cwd: namespace.realpath(request.cwd, walker),
      directory,
      credentials,
      umask: 0o022,
      rlimits: request.rlimits ?? {},
      hostname: request.hostname,
      network: request.network,
      namespace: namespace.id,
      tty: 0,
      sid: undefined,
      nssid: undefined,
      pgid: undefined,
      login: undefined,
    });
    core.opening.retainDirectory(directory);
    for (const [fd, file] of Object.entries(fds)) {
      files.retain(file);
      process.fds.set(Number(fd), file);
    }
    if (request.tty !== undefined) ttys.control(ttys.get(ttyOf(request.tty)), process);
    core.images.install(process, found);
    scheduler.update(process);
    return process.pid;
  }

  function pidNamespace(asked: StartProcess['pidNamespace']): number {
    if (asked === undefined) return 0;
    if (asked === 'new') return processes.newNamespace(0).id;
    if (typeof asked === 'number') return processes.get(asked).ns;
    const namespace = state.pidNamespaces.get(asked.of);
    if (namespace?.init !== 0) throw new Errno('EINVAL');
    return namespace.id;
  }

  function ttyOf(id: number): number {
    const file = files.get(id);
    if (file.kind !== 'tty' && file.kind !== 'master') throw new Errno('ENOTTY');
    return file.tty;
  }

  return {
    uptime: clock.uptime,
    now: clock.now,
    run: core.runner.run,
    nextTimer() {
      const due = scheduler.nextDue();
      return due === Number.POSITIVE_INFINITY ? undefined : clock.momentAt(due);
    },
    advance(to) {
      state.ticks = Math.max(state.ticks, clock.ticksAt(to));
      scheduler.fireTimers();
    },
    notify: scheduler.wake,
    watch: scheduler.watch,
    unwatch: scheduler.unwatch,
    fired: scheduler.fired,

    start,
    pidNamespace: (limit) => processes.newNamespace(0, limit).id,
    signal(pid, signal) {
      core.signals.send(processes.get(pid), signal, KERNEL);
    },
    freeze(pid, frozen) {
      const namespace = state.pidNamespaces.get(processes.get(pid).ns)!;
      namespace.frozen = frozen;
      for (const process of processes.list(namespace.id)) {
        scheduler.update(process);
        if (!frozen && !process.stopped) core.signals.deliverHeld(process);
      }
    },
    status: (pid) => state.ended.get(pid) ?? processes.find(pid)?.status,
    reap(pid) {
      state.ended.delete(pid);
    },
    processes(pid) {
      const ns = pid === undefined ? 0 : processes.get(pid).ns;
      return processes.list(ns).map((process) => processes.info(process, 0));
    },
    alive(pid) {
      const process = processes.find(pid);
      return process !== undefined && process.state !== 'zombie';
    },
    acting: () => processes.find(state.turn)?.argv[0],
    programState(pid) {
      const image = processes.find(pid)?.image;
      return image?.kind === 'step' ? image.state : undefined;
    },

    pipe() {
      const pipe = pipes.create().id;
      return [
        files.create({ kind: 'pipe', pipe }, true, false).id,
        files.create({ kind: 'pipe', pipe }, false, true).id,
      ];
    },
    pty(size) {
      const tty = ttys.create(size).id;
      const master = files.create({ kind: 'master', tty }, true, true).id;
      const slave = files.create({ kind: 'tty', tty, path: '/dev/pts' }, true, true).id;
      return { master, slave };
    },
    resize(tty, size) {
      ttys.resize(ttys.get(ttyOf(tty)), size);
    },
    openFile(namespace, path, flags) {
      core.adopt(namespace);
      const walker = { cwd: '/', credentials: { uid: 0, gid: 0, groups: [0] } };
      return core.opening.open({ namespace, walker, umask: 0o022, process: undefined }, path, flags, 0o666).id;
    },
    read: (file, max = 65_536) => files.read(file, max),
    write: (file, data) => files.write(file, data),
    close: files.release,
    readable: files.readable,
    writable: files.writable,

    network: (name, links, hosts = {}) => networks.set(name, links, hosts),
    removeNetwork: networks.remove,
    publish: networks.publish,
    unpublish: networks.unpublish,
    connect(port) {
      const connection = networks.connect(networks.find('host', 'localhost', port));
      if (!connection) throw new Errno('EAGAIN');
      return connection.id;
    },

    proc: createProcSource(core),
    get memory() {
      return state.memory;
    },
    get faults() {
      return state.faults;
    },
    save: () => copyState(state),
  };
}

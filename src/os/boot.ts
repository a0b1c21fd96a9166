import { ROOT } from '../fs/index.ts';
import type { Core } from './core.ts';
import { createCore, type Namespaces } from './create-core.ts';
import type { Kernel, KernelOptions } from './kernel.ts';
import { kernelOf } from './outside.ts';
import { copyState } from './save.ts';
import type { State } from './state.ts';

/** A kernel at boot: nothing runs but its init. Namespaces may also become known as processes start in them. */
export function createKernel(options: KernelOptions, namespaces?: Namespaces): Kernel {
  const state: State = {
    ticks: 0,
    lastNow: 0,
    random: options.seed | 0,
    nextPid: 1,
    nextId: 1,
    memory: 0,
    turn: 0,
    left: 0,
    watches: new Map(),
    fired: new Map(),
    processes: new Map(),
    ended: new Map(),
    pidNamespaces: new Map([[0, { id: 0, parent: 0, init: 0, next: 1, frozen: false, pids: new Map() }]]),
    files: new Map(),
    pipes: new Map(),
    ttys: new Map(),
    networks: new Map(),
    published: new Map(),
    faults: [],
  };
  const core = createCore(options, state, namespaces);
  const init = core.processes.create({
    ns: 0,
    ppid: 0,
    supervised: false,
    argv: ['/sbin/init'],
    program: 'init',
    exe: '/sbin/init',
    image: { kind: 'none' },
    env: {},
    cwd: '/',
    directory: { namespace: '', mount: 0, fs: '', ino: 0 },
    credentials: ROOT,
    umask: 0o022,
    rlimits: {},
    hostname: options.hostname,
    network: 'host',
    namespace: '',
    tty: 0,
    sid: undefined,
    nssid: undefined,
    pgid: undefined,
    login: undefined,
  });
  core.scheduler.block(init, { on: [] });
  core.networks.set('host', [], {});
  return attached(core, namespaces);
}

/** A kernel from what {@link Kernel.save} gave, over the file systems as they were then. */
export function loadKernel(options: KernelOptions, namespaces: Namespaces, saved: unknown): Kernel {
  // A saved state is this kernel's own; whoever takes it from elsewhere checks it before.
  const state = copyState(saved as State);
  const core = createCore(options, state, namespaces);
  core.runner.restore();
  return attached(core, namespaces);
}

function attached(core: Core, namespaces: Namespaces | undefined): Kernel {
  const kernel = kernelOf(core);
  namespaces?.attachKernel(kernel.proc);
  return kernel;
}

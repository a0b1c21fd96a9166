import { Errno, type MountNamespace, type ProcSource } from '../fs/index.ts';
import { createClock } from './clock.ts';
import type { Core } from './core.ts';
import { createFiles } from './files.ts';
import { createImages } from './images.ts';
import type { KernelOptions, Limits } from './kernel.ts';
import { createNetworks } from './networks.ts';
import { createOpening } from './opening.ts';
import { createPipes } from './pipes.ts';
import { createProcesses } from './processes.ts';
import { createRunner } from './runner.ts';
import { createScheduler } from './scheduler.ts';
import { createSignalling } from './signalling.ts';
import type { State } from './state.ts';
import { createTtys } from './ttys.ts';

/** Where a kernel finds the mount namespaces that its processes live in, by their ids: a Vfs. */
export interface Namespaces {
  /** ENOENT. */
  namespaceOf(id: string): MountNamespace;
  attachKernel(source: ProcSource): void;
}

/**
 * The defaults. A thousand containers fit; one shell with all that it starts has fewer (as RLIMIT_NPROC and a
 * container's pids limit have it), so that a fork bomb meets EAGAIN long before it fills the machine.
 */
export const LIMITS: Limits = { processes: 4096, session: 256, files: 1024, memory: 256 * 2 ** 20 };

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Puts the kernel's parts together around a state. */
export function createCore(options: KernelOptions, state: State, namespaces?: Namespaces): Core {
  const known = new Map<string, MountNamespace>();
  /** Mount namespace -> how many processes live in it and files are open in it: counted, as there may be thousands of them. */
  const held = new Map<string, number>();
  const core = {
    options,
    limits: { ...LIMITS, ...options.limits },
    state,
    current: undefined,
    moved: 0,
    namespace(id: string) {
      const namespace = known.get(id) ?? namespaces?.namespaceOf(id);
      if (!namespace) throw new Errno('ENOENT');
      known.set(id, namespace);
      return namespace;
    },
    adopt(namespace: MountNamespace) {
      known.set(namespace.id, namespace);
    },
    hold(id: string) {
      held.set(id, (held.get(id) ?? 0) + 1);
    },
    letGo(id: string) {
      const left = (held.get(id) ?? 1) - 1;
      if (left === 0) held.delete(id);
      else held.set(id, left);
    },
    forget(id: string) {
      if (!held.has(id)) known.delete(id);
    },
  } as unknown as Mutable<Core>;
  core.clock = createClock(core);
  core.scheduler = createScheduler(core);
  core.pipes = createPipes(core);
  core.ttys = createTtys(core);
  core.files = createFiles(core);
  core.opening = createOpening(core);
  core.networks = createNetworks(core);
  core.signals = createSignalling(core);
  core.processes = createProcesses(core);
  core.images = createImages(core);
  core.runner = createRunner(core);
  return core;
}

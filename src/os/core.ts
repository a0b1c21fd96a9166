import type { MountNamespace } from '../fs/index.ts';
import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import type { Images } from './images.ts';
import type { KernelOptions, Limits } from './kernel.ts';
import type { Networks } from './networks.ts';
import type { Opening } from './opening.ts';
import type { Pipes } from './pipes.ts';
import type { Processes } from './processes.ts';
import type { Runner } from './runner.ts';
import type { Scheduler } from './scheduler.ts';
import type { Signalling } from './signalling.ts';
import type { Process, State } from './state.ts';
import type { Ttys } from './ttys.ts';

/** The kernel's parts, each of which knows the others through this. */
export interface Core {
  readonly options: KernelOptions;
  readonly limits: Limits;
  readonly state: State;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly pipes: Pipes;
  readonly ttys: Ttys;
  readonly files: Files;
  readonly opening: Opening;
  readonly networks: Networks;
  readonly signals: Signalling;
  readonly processes: Processes;
  readonly images: Images;
  readonly runner: Runner;
  /** The mount namespace of this id. */
  namespace(id: string): MountNamespace;
  /** Makes a mount namespace known by its id. */
  adopt(namespace: MountNamespace): void;
  /** Somebody lives in a mount namespace, or something is open in it. */
  hold(namespace: string): void;
  /** The reverse of {@link hold}. */
  letGo(namespace: string): void;
  /** Forgets a mount namespace that nobody lives in and nothing is open in. */
  forget(namespace: string): void;
  /** Whose step runs now. */
  current: Process | undefined;
  /** Bytes read and written in this step. */
  moved: number;
}

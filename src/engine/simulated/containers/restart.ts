import { type Op, signalNamed } from '../../../os/index.ts';
import { DockerError } from '../../errors.ts';
import { containerById, type Daemon, emitContainer, patchContainer, wake } from '../daemon.ts';
import type { ContainerRecord, PendingRecord } from '../state.ts';
import { done, endedAt, goneAt, note, resumed } from '../waiting.ts';
import { findContainer } from './find.ts';
import { killProcess, stopSignal } from './kill.ts';
import { can, next } from './machine.ts';
import { startContainer } from './start.ts';

/** How long a container has before it is killed, in seconds. */
const GRACE = 10;

interface StopOptions {
  readonly signal?: string;
  readonly timeout?: number;
}

/** See {@link Engine.containerStop}. @throws {DockerError} */
export function* stopContainer(daemon: Daemon, name: string, options: StopOptions): Op<void> {
  const key = `stop:${name}`;
  let pending = resumed(daemon, key, (before) => endedAt(daemon, before));
  if (!pending) {
    const container = findContainer(daemon, name);
    checkSignal(options, (why) => new DockerError('invalidParameter', `cannot stop container: ${name}: ${why}`));
    if (!can(container.status, 'kill') && container.status !== 'restarting')
      throw new DockerError('notModified', 'container already stopped');
    pending = note(daemon, key, container);
    beginStop(daemon, container, options);
  }
  while (endedAt(daemon, pending) === undefined) yield { on: [`container:${pending.container}`] };
  done(daemon, key);
}

function checkSignal({ signal }: StopOptions, refuse: (why: string) => DockerError): void {
  if (signal && !signalNamed(signal)) throw refuse(`invalid signal: ${signal}`);
}

/** Signals it, and sets the moment when it will be killed. A stop that is under way goes on. */
function beginStop(daemon: Daemon, container: ContainerRecord, { signal, timeout }: StopOptions): void {
  const { Id } = container;
  if (container.stopping) return;
  if (container.status === 'restarting') {
    killProcess(daemon, Id, 'TERM');
    return;
  }
  const seconds = timeout ?? container.Config.StopTimeout ?? GRACE;
  const deadline = seconds < 0 ? Number.POSITIVE_INFINITY : daemon.kernel.uptime() + seconds * 1000;
  patchContainer(daemon, Id, { stopping: { deadline, killed: false }, stoppedByHand: true });
  killProcess(daemon, Id, (signal && signalNamed(signal)) || stopSignal(container));
  const after = daemon.state.containers.get(Id);
  if (after?.running) patchContainer(daemon, Id, { stoppedByHand: true });
  wake(daemon);
}

/** See {@link Engine.containerRestart}. The daemon's loop starts it again: the client may go meanwhile. @throws {DockerError} */
export function* restartContainer(daemon: Daemon, name: string, options: StopOptions): Op<void> {
  const refuse = (kind: DockerError['kind'], why: string) =>
    new DockerError(kind, `Cannot restart container ${name}: ${why}`);
  const key = `restart:${name}`;
  const restarted = (id: string) => {
    const now = daemon.state.containers.get(id);
    if (!now) return goneAt(daemon, id);
    return now.restarting ? undefined : (now.restartedUptime ?? 0);
  };
  let pending = resumed(daemon, key, ({ container }) => restarted(container));
  if (!pending) {
    const container = findContainer(daemon, name);
    checkSignal(options, (why) => refuse('invalidParameter', why));
    pending = note(daemon, key, container);
    if (!container.restarting) beginRestart(daemon, container, options);
  }
  const { container: Id } = pending;
  while (restarted(Id) === undefined) yield { on: [`container:${Id}`] };
  done(daemon, key);
  const error = daemon.state.containers.get(Id)?.restartError;
  if (error) throw refuse(error.kind, error.message);
}

function beginRestart(daemon: Daemon, { Id, running, status }: ContainerRecord, options: StopOptions): void {
  if (status === 'restarting') killProcess(daemon, Id, 'TERM');
  patchContainer(daemon, Id, { restarting: true, restartError: undefined });
  if (running) beginStop(daemon, containerById(daemon, Id), options);
  else finishRestart(daemon, Id);
}

/** The second half of a restart: it has ended, now it starts. */
export function finishRestart(daemon: Daemon, id: string): void {
  try {
    startContainer(daemon, containerById(daemon, id));
    patchContainer(daemon, id, { restarting: undefined, restartedUptime: daemon.kernel.uptime() });
    emitContainer(daemon, containerById(daemon, id), 'restart');
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    if (daemon.state.containers.has(id)) {
      const kind = error.kind === 'conflict' || error.kind === 'notFound' ? error.kind : 'system';
      const restartError = { kind, message: error.message } as const;
      patchContainer(daemon, id, { restarting: undefined, restartError, restartedUptime: daemon.kernel.uptime() });
    }
  }
  wake(daemon, `container:${id}`);
}

/** See {@link Engine.containerPause}. @throws {DockerError} */
export function pauseContainer(daemon: Daemon, name: string): void {
  const { Id, status, running } = findContainer(daemon, name);
  if (status === 'paused') throw new DockerError('conflict', `Container ${Id} is already paused`);
  if (status === 'restarting')
    throw new DockerError('conflict', `Container ${Id} is restarting, wait until the container is running`);
  if (!can(status, 'pause') || !running) throw new DockerError('conflict', `container ${Id} is not running`);
  daemon.kernel.freeze(running.pid, true);
  emitContainer(daemon, patchContainer(daemon, Id, { status: next(status, 'pause') }), 'pause');
  wake(daemon, `container:${Id}`);
}

/** See {@link Engine.containerUnpause}. @throws {DockerError} */
export function unpauseContainer(daemon: Daemon, name: string): void {
  const { Id, status, running } = findContainer(daemon, name);
  if (!can(status, 'unpause') || !running) throw new DockerError('conflict', `Container ${Id} is not paused`);
  daemon.kernel.freeze(running.pid, false);
  emitContainer(daemon, patchContainer(daemon, Id, { status: next(status, 'unpause') }), 'unpause');
  wake(daemon, `container:${Id}`);
}

/**
 * See {@link Engine.containerWait}. A container that removed itself is remembered for a while, for a client that asks
 * for its end by the whole id.
 */
export function* waitContainer(
  daemon: Daemon,
  name: string,
  condition: 'not-running' | 'next-exit' | 'removed',
): Op<{ readonly StatusCode: number; readonly Error?: string }> {
  const key = `wait:${condition}:${name}`;
  let pending = resumed(daemon, key, (before) => reachedAt(daemon, before, condition));
  if (!pending) {
    const gone = daemon.state.gone.get(name);
    if (gone?.auto && condition !== 'not-running') return { StatusCode: gone.code };
    pending = note(daemon, key, findContainer(daemon, name));
  }
  const { container: Id } = pending;
  while (reachedAt(daemon, pending, condition) === undefined) yield { on: [`container:${Id}`] };
  done(daemon, key);
  const now = daemon.state.containers.get(Id);
  if (!now) return { StatusCode: daemon.state.gone.get(Id)?.code ?? 0 };
  return now.Error === '' ? { StatusCode: now.ExitCode } : { StatusCode: now.ExitCode, Error: now.Error };
}

/** When what a wait is for came; undefined: not yet. */
function reachedAt(
  daemon: Daemon,
  pending: PendingRecord,
  condition: 'not-running' | 'next-exit' | 'removed',
): number | undefined {
  const now = daemon.state.containers.get(pending.container);
  if (!now || condition === 'removed') return goneAt(daemon, pending.container);
  if (condition === 'not-running') return endedAt(daemon, pending);
  return now.exits > pending.exits ? now.endedUptime : undefined;
}

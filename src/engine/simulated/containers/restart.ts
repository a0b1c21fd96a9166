import { type Op, signalNamed } from '../../../os/index.ts';
import { DockerError } from '../../errors.ts';
import { containerById, type Daemon, emitContainer, patchContainer, wake } from '../daemon.ts';
import type { ContainerRecord } from '../state.ts';
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
  const container = findContainer(daemon, name);
  checkSignal(options, (why) => new DockerError('invalidParameter', why));
  if (!can(container.status, 'kill') && container.status !== 'restarting')
    throw new DockerError('notModified', 'container already stopped');
  beginStop(daemon, container, options);
  const { exits } = container;
  yield* untilEnded(daemon, container.Id, exits);
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

function* untilEnded(daemon: Daemon, id: string, exits: number): Op<void> {
  for (;;) {
    const now = daemon.state.containers.get(id);
    if (!now || now.exits > exits || !(now.running || now.backoff)) return;
    yield { on: [`container:${id}`] };
  }
}

/** See {@link Engine.containerRestart}. The daemon's loop starts it again: the client may go meanwhile. @throws {DockerError} */
export function* restartContainer(daemon: Daemon, name: string, options: StopOptions): Op<void> {
  const refuse = (kind: DockerError['kind'], why: string) =>
    new DockerError(kind, `Cannot restart container ${name}: ${why}`);
  const container = findContainer(daemon, name);
  const { Id } = container;
  checkSignal(options, (why) => refuse('invalidParameter', why));
  if (!container.restarting) {
    if (!container.running) {
      if (container.status === 'restarting') killProcess(daemon, Id, 'TERM');
      patchContainer(daemon, Id, { restarting: true, restartError: undefined });
      finishRestart(daemon, Id);
    } else {
      patchContainer(daemon, Id, { restarting: true, restartError: undefined });
      beginStop(daemon, containerById(daemon, Id), options);
    }
  }
  for (;;) {
    const now = daemon.state.containers.get(Id);
    if (!now?.restarting) {
      if (now?.restartError) throw refuse(now.restartError.kind, now.restartError.message);
      return;
    }
    yield { on: [`container:${Id}`] };
  }
}

/** The second half of a restart: it has ended, now it starts. */
export function finishRestart(daemon: Daemon, id: string): void {
  try {
    startContainer(daemon, containerById(daemon, id));
    patchContainer(daemon, id, { restarting: undefined });
    emitContainer(daemon, containerById(daemon, id), 'restart');
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    if (daemon.state.containers.has(id)) {
      const kind = error.kind === 'conflict' || error.kind === 'notFound' ? error.kind : 'system';
      patchContainer(daemon, id, { restarting: undefined, restartError: { kind, message: error.message } });
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
  const gone = daemon.state.gone.get(name);
  if (gone !== undefined && !daemon.state.containers.has(name)) return { StatusCode: gone };
  const { Id, exits } = findContainer(daemon, name);
  for (;;) {
    const now = daemon.state.containers.get(Id);
    if (!now) return { StatusCode: daemon.state.gone.get(Id) ?? 0 };
    const ended = condition === 'next-exit' ? now.exits > exits : !now.running && !now.backoff;
    if (ended && condition !== 'removed') {
      return now.Error === '' ? { StatusCode: now.ExitCode } : { StatusCode: now.ExitCode, Error: now.Error };
    }
    yield { on: [`container:${Id}`] };
  }
}

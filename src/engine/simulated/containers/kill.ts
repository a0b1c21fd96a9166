import { isErrno } from '../../../fs/index.ts';
import { SIGNALS, type Signal, signalNamed } from '../../../os/index.ts';
import { DockerError } from '../../errors.ts';
import { containerById, type Daemon, emitContainer, patchContainer, wake } from '../daemon.ts';
import type { ContainerRecord } from '../state.ts';
import { findContainer } from './find.ts';
import { can, next } from './machine.ts';

/** The signal that stops a container: its own, or TERM. */
export function stopSignal({ Config }: ContainerRecord): Signal {
  return signalNamed(Config.StopSignal ?? '') ?? 'TERM';
}

/** Why a text names no signal: a number is one, but not always this system's. */
export function signalProblem(signal: string): string {
  if (!/^[+-]?\d+$/.test(signal) || Number(signal) === 0) return `invalid signal: ${signal}`;
  return `the linux daemon does not support signal ${Number(signal)}`;
}

/** See {@link Engine.containerKill}. @throws {DockerError} */
export function killContainer(daemon: Daemon, name: string, signal: string): void {
  const parsed = signal === '' ? 'KILL' : signalNamed(signal);
  const refuse = (kind: DockerError['kind'], why: string) =>
    new DockerError(kind, `cannot kill container: ${name}: ${why}`);
  if (!parsed) throw refuse('invalidParameter', signalProblem(signal));
  let container: ContainerRecord;
  try {
    container = findContainer(daemon, name);
  } catch (error) {
    if (error instanceof DockerError) throw refuse(error.kind, error.message);
    throw error;
  }
  if (!can(container.status, 'kill')) throw refuse('conflict', `container ${container.Id} is not running`);
  killProcess(daemon, container.Id, parsed);
}

/**
 * Signals a container's process (moby killWithSignal). A signal that is meant to end it calls its restart policy off and
 * lets a paused container go on, so that it can take the signal.
 */
export function killProcess(daemon: Daemon, id: string, signal: Signal): void {
  const container = containerById(daemon, id);
  const own = container.Config.StopSignal;
  const ends = !own || signal === 'KILL' || signalNamed(own) === signal;
  if (container.status === 'restarting') {
    const status = next('restarting', 'cancelRestart');
    patchContainer(daemon, id, { status, backoff: undefined, stoppedByHand: true });
    wake(daemon, `container:${id}`);
    return;
  }
  if (!container.running) return;
  const { pid } = container.running;
  const thaw = ends && container.status === 'paused';
  patchContainer(daemon, id, {
    ...(ends ? { stoppedByHand: true } : {}),
    ...(thaw ? { status: next('paused', 'unpause') } : {}),
  });
  if (thaw) daemon.kernel.freeze(pid, false);
  try {
    daemon.kernel.signal(pid, signal);
  } catch (error) {
    // It has just ended; the daemon's loop will find out.
    if (!isErrno(error, 'ESRCH')) throw error;
  }
  emitContainer(daemon, containerById(daemon, id), 'kill', { signal: String(SIGNALS[signal]) });
  wake(daemon);
}

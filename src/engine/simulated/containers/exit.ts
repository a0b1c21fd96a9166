import { SIGNALS, type WaitStatus } from '../../../os/index.ts';
import { containerById, type Daemon, emit, emitContainer, patchContainer, wake } from '../daemon.ts';
import { disposeNamespace } from '../mounts/namespace.ts';
import { disconnectNetwork, networkStopped } from '../networks/attach.ts';
import type { ContainerRecord } from '../state.ts';
import { endStreams } from '../streams.ts';
import { rfc3339Nano } from '../time.ts';
import { forgetOrphans, unmountVolume } from '../volumes.ts';
import { next } from './machine.ts';
import { discard } from './remove.ts';

/** A container that ran so long (milliseconds) starts its restart delays anew. */
const SETTLED = 10_000;
/** The first restart delay; it doubles up to the last. */
const FIRST_DELAY = 100;
const LAST_DELAY = 60_000;

/** The exit status that Docker shows: 128 + n for a signal. */
export function exitCodeOf(status: WaitStatus): number {
  if (status.kind === 'exited') return status.status;
  return status.kind === 'signaled' || status.kind === 'stopped' ? 128 + SIGNALS[status.signal] : 0;
}

/**
 * A container's process has ended and its output is drained (moby handleContainerExit): what it had is released, then it
 * is removed, restarted, or left as it is.
 */
export function containerExited(daemon: Daemon, id: string, code: number): void {
  const container = containerById(daemon, id);
  disconnectNetwork(daemon, container);
  releaseMounts(daemon, container);
  const uptime = daemon.kernel.uptime();
  const duration = uptime - container.startedUptime;
  const delay = restartDelay(container, code, duration);
  const exited = patchContainer(daemon, id, {
    status: next(container.status, delay === undefined ? 'exit' : 'exitAndRestart'),
    running: undefined,
    stopping: undefined,
    ExitCode: code,
    FinishedAt: rfc3339Nano(daemon.kernel.now()),
    exits: container.exits + 1,
    endedUptime: uptime,
    backoff: delay === undefined ? undefined : { delay, at: uptime + delay },
    health: container.health && { ...container.health, Status: 'unhealthy' as const },
    streams: [],
  });
  networkStopped(daemon, container.running?.network);
  const stopped = container.stopping !== undefined && !container.restarting;
  if (stopped || container.restarting) emitContainer(daemon, exited, 'stop');
  emitContainer(daemon, exited, 'die', { execDuration: String(Math.trunc(duration / 1000)), exitCode: String(code) });
  endStreams(daemon, container.streams);
  const goes =
    container.removal ?? (container.HostConfig.AutoRemove && !container.restarting ? { volumes: true } : undefined);
  if (goes && delay === undefined) {
    discard(daemon, id, goes.volumes);
  }
  wake(daemon, `container:${id}`, `log:${id}`);
}

function releaseMounts(daemon: Daemon, { Id, running }: ContainerRecord): void {
  if (!running) return;
  disposeNamespace(daemon, Id);
  forgetOrphans(daemon);
  for (const volume of running.volumes) {
    unmountVolume(daemon, volume);
    emit(daemon, 'volume', 'unmount', volume, { container: Id, driver: 'local' });
  }
}

/** How long until the restart policy starts it again; undefined: it doesn't. */
function restartDelay(container: ContainerRecord, code: number, duration: number): number | undefined {
  const { HostConfig, stoppedByHand, RestartCount, backoff, removal, restarting } = container;
  const { Name = 'no', MaximumRetryCount = 0 } = HostConfig.RestartPolicy ?? {};
  if (stoppedByHand || removal || restarting) return undefined;
  const wanted =
    Name === 'always' ||
    Name === 'unless-stopped' ||
    (Name === 'on-failure' && code !== 0 && (MaximumRetryCount === 0 || RestartCount < MaximumRetryCount));
  if (!wanted) return undefined;
  const before = container.delay ?? backoff?.delay;
  if (before === undefined || duration >= SETTLED) return FIRST_DELAY;
  return Math.min(LAST_DELAY, 2 * before);
}

import type { Healthcheck } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { containerById, type Daemon, emitContainer, patchContainer, patchExec } from '../daemon.ts';
import { createExec, killExec, startExec } from '../exec.ts';
import type { ContainerRecord, HealthRecord } from '../state.ts';
import { rfc3339Nano } from '../time.ts';

const NANO = 1e-6;
/** Defaults of Docker's health checks, in milliseconds. */
const INTERVAL = 30_000;
const TIMEOUT = 30_000;
const START_INTERVAL = 5_000;
const RETRIES = 3;
/** How many results, and how much of each output, are kept. */
const KEPT = 5;
const OUTPUT = 4096;

const milliseconds = (nanoseconds: number | undefined, fallback: number): number =>
  nanoseconds ? nanoseconds * NANO : fallback;

/** What a container's check runs; undefined if it has none. */
function probe({ Config }: ContainerRecord): readonly string[] | undefined {
  const [kind, ...words] = Config.Healthcheck?.Test ?? [];
  if (kind === 'CMD') return words;
  if (kind === 'CMD-SHELL') return [...(Config.Shell ?? ['/bin/sh', '-c']), words.join(' ')];
  return undefined;
}

/** The health of a container that begins to run now (virtual milliseconds). */
export function beginHealth(container: ContainerRecord, uptime: number): HealthRecord | undefined {
  if (!probe(container)) return undefined;
  return { Status: 'starting', FailingStreak: 0, Log: [], next: uptime + pause(container, uptime, 'starting') };
}

/** How long until the next probe: shorter while the container starts, if it has a start period. */
function pause({ Config, startedUptime }: ContainerRecord, uptime: number, status: HealthRecord['Status']): number {
  const check: Healthcheck = Config.Healthcheck ?? {};
  const starting = check.StartPeriod && status === 'starting' && uptime - startedUptime < check.StartPeriod * NANO;
  return starting ? milliseconds(check.StartInterval, START_INTERVAL) : milliseconds(check.Interval, INTERVAL);
}

/** Begins or ends a probe, if it is time; true if it did. */
export function pumpHealth(daemon: Daemon, id: string): boolean {
  const container = containerById(daemon, id);
  const { health } = container;
  if (!health || !container.running || container.status !== 'running') return false;
  const uptime = daemon.kernel.uptime();
  if (!health.probe) {
    if (uptime < health.next) return false;
    const exec = createExec(daemon, id, {
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
      Cmd: probe(container) ?? [],
    });
    startProbe(daemon, exec);
    const deadline = uptime + milliseconds(container.Config.Healthcheck?.Timeout, TIMEOUT);
    setHealth(daemon, id, { ...health, probe: { exec, started: daemon.kernel.now(), deadline } });
    return true;
  }
  const exec = daemon.state.execs.get(health.probe.exec);
  if (exec?.status !== 'exited' && uptime < health.probe.deadline) return false;
  const timedOut = exec?.status !== 'exited';
  if (timedOut && exec) killExec(daemon, exec.ID);
  const seconds = milliseconds(container.Config.Healthcheck?.Timeout, TIMEOUT) / 1000;
  const output = timedOut ? `Health check exceeded timeout (${seconds}s)` : (exec.output ?? '');
  finish(daemon, container, health, timedOut ? -1 : (exec.ExitCode ?? 0), output.slice(0, OUTPUT));
  if (exec) {
    patchExec(daemon, exec.ID, {});
    daemon.state.execs.delete(exec.ID);
    daemon.state.activeExecs.delete(exec.ID);
    const { execs } = containerById(daemon, id);
    patchContainer(daemon, id, { execs: execs.filter((other) => other !== exec.ID) });
  }
  return true;
}

/** A probe that can't be started has failed. */
function startProbe(daemon: Daemon, exec: string): void {
  try {
    startExec(daemon, exec, { detach: true, probe: true });
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    patchExec(daemon, exec, { status: 'exited', ExitCode: -1, output: error.message });
  }
}

function finish(daemon: Daemon, container: ContainerRecord, health: HealthRecord, code: number, output: string): void {
  const uptime = daemon.kernel.uptime();
  const check = container.Config.Healthcheck ?? {};
  const result = {
    Start: rfc3339Nano(health.probe!.started),
    End: rfc3339Nano(daemon.kernel.now()),
    ExitCode: code,
    Output: output,
  };
  const inStartPeriod =
    health.Status === 'starting' && uptime - container.startedUptime < (check.StartPeriod ?? 0) * NANO;
  const FailingStreak = code === 0 ? 0 : inStartPeriod ? health.FailingStreak : health.FailingStreak + 1;
  const failed = FailingStreak >= (check.Retries || RETRIES);
  const Status = code === 0 ? 'healthy' : failed ? 'unhealthy' : health.Status;
  setHealth(daemon, container.Id, {
    Status,
    FailingStreak,
    Log: [...health.Log, result].slice(-KEPT),
    next: uptime + pause(container, uptime, Status),
  });
  if (Status !== health.Status) emitContainer(daemon, container, `health_status: ${Status}`);
}

function setHealth(daemon: Daemon, id: string, health: HealthRecord): void {
  patchContainer(daemon, id, { health });
  daemon.kernel.notify(`container:${id}`);
}

/** When a container's health check wants to be looked at again; virtual milliseconds. */
export function healthTimer({ health, status }: ContainerRecord): number | undefined {
  if (!health || status !== 'running') return undefined;
  return health.probe ? health.probe.deadline : health.next;
}

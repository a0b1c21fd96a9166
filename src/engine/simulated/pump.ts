import { isErrno } from '../../fs/index.ts';
import type { FileId, Wait } from '../../os/index.ts';
import type { StreamName } from '../api.ts';
import { DockerError } from '../errors.ts';
import { attentive, DAEMON, forgetInactive, lookedAt } from './attention.ts';
import { buildWaits, pumpBuilds } from './build/solve.ts';
import { containerExited, exitCodeOf } from './containers/exit.ts';
import { healthTimer, pumpHealth } from './containers/health.ts';
import { killProcess } from './containers/kill.ts';
import { finishRestart } from './containers/restart.ts';
import { EXEC_FAILED, startContainer } from './containers/start.ts';
import { containerById, type Daemon, patchContainer, patchExec } from './daemon.ts';
import { execExited } from './exec.ts';
import { pullTimer, pumpPulls } from './images/pull.ts';
import { flushLog, writeLog } from './logs.ts';
import type { ContainerRecord } from './state.ts';
import { deliver, dropImpatient, endStreams, isFull, patienceEnds } from './streams.ts';

/** How much of one pipe is taken in one go: the others get their turn. */
const PIECE = 64 * 1024;
/** How much of a health check's output is kept. */
const PROBE_OUTPUT = 4096;

const decoder = new TextDecoder();

/**
 * Looks after everything that happens by itself: output of containers and execs, ends of processes, deadlines of
 * stops, restarts, health checks, pulls.
 * @returns whether there may be more to do at once.
 */
export function pump(daemon: Daemon): boolean {
  let more = false;
  for (const id of [...daemon.state.activeExecs]) more = pumpExec(daemon, id) || more;
  for (const id of attentive(daemon)) {
    if (!daemon.state.containers.has(id)) continue;
    const again = pumpContainer(daemon, id);
    lookedAt(daemon, id, again);
    more = again || more;
  }
  forgetInactive(daemon);
  more = pumpBuilds(daemon) || more;
  return pumpPulls(daemon) || more;
}

/** What {@link pump} waits for. */
export function pumpWaits(daemon: Daemon): Wait {
  const on = new Set([DAEMON, ...buildWaits(daemon)]);
  const times: (number | undefined)[] = [pullTimer(daemon)];
  for (const id of daemon.state.restless) {
    const container = containerById(daemon, id);
    times.push(container.stopping?.deadline, container.backoff?.at, healthTimer(container));
    times.push(patienceEnds(daemon, container.streams));
  }
  for (const id of daemon.state.activeExecs) {
    const exec = daemon.state.execs.get(id)!;
    const streams = exec.stream === undefined ? [] : [exec.stream];
    times.push(patienceEnds(daemon, streams));
    if (!exec.running) continue;
    on.add(`exit:${exec.running.pid}`);
    if (isFull(daemon, streams)) continue;
    for (const file of [exec.running.stdout, exec.running.stderr])
      if (file !== undefined) for (const name of daemon.kernel.readable(file).on) on.add(name);
  }
  const soonest = times.filter((time) => time !== undefined && Number.isFinite(time)) as number[];
  return soonest.length > 0 ? { on: [...on], until: Math.min(...soonest) } : { on: [...on] };
}

function pumpContainer(daemon: Daemon, id: string): boolean {
  const container = containerById(daemon, id);
  const uptime = daemon.kernel.uptime();
  if (container.backoff && container.backoff.at <= uptime) return restartByPolicy(daemon, container);
  if (!container.running) return false;
  dropImpatient(daemon, container.streams);
  const more = drainContainer(daemon, id);
  const { pid } = containerById(daemon, id).running!;
  const status = pid < 0 ? ({ kind: 'exited', status: EXEC_FAILED } as const) : daemon.kernel.status(pid);
  if (status) {
    while (drainContainer(daemon, id, true));
    closeFiles(daemon, id);
    if (pid >= 0) daemon.kernel.reap(pid);
    containerExited(daemon, id, exitCodeOf(status));
    if (container.restarting) finishRestart(daemon, id);
    return true;
  }
  const { stopping } = container;
  if (stopping && !stopping.killed && stopping.deadline <= uptime) {
    patchContainer(daemon, id, { stopping: { deadline: Number.POSITIVE_INFINITY, killed: true } });
    killProcess(daemon, id, 'KILL');
    return true;
  }
  return pumpHealth(daemon, id) || more;
}

function restartByPolicy(daemon: Daemon, container: ContainerRecord): boolean {
  const { delay } = container.backoff!;
  try {
    startContainer(daemon, container);
    if (daemon.state.containers.has(container.Id)) patchContainer(daemon, container.Id, { delay });
  } catch (error) {
    // The container has kept the reason; nobody waits for it.
    if (!(error instanceof DockerError)) throw error;
  }
  return true;
}

/** Takes what a container has printed, into its log and to who listens. True if there may be more. */
function drainContainer(daemon: Daemon, id: string, ended = false): boolean {
  let more = false;
  for (const name of ['stdout', 'stderr'] as const) {
    const { running, streams } = containerById(daemon, id);
    const file = running?.[name];
    if (!running || file === undefined || (!ended && isFull(daemon, streams))) continue;
    const data = readFrom(daemon, file);
    if (data === undefined) continue;
    if (data === 'end') {
      endOf(daemon, id, name, file);
      continue;
    }
    more = true;
    deliver(daemon, streams, { stream: name, data });
    const partial = { ...running.partial, [name]: writeLog(daemon, id, name, running.partial[name], data) };
    patchContainer(daemon, id, { running: { ...running, partial } });
    daemon.kernel.notify(`log:${id}`);
  }
  return more;
}

function endOf(daemon: Daemon, id: string, name: StreamName, file: FileId): void {
  const { running } = containerById(daemon, id);
  if (!running) return;
  flushLog(daemon, id, name, running.partial[name]);
  const { [name]: _, ...rest } = running;
  // A terminal's one file is input too: it is closed when the process has ended.
  if (running.tty) return void patchContainer(daemon, id, { running: { ...rest, stdin: file } });
  daemon.kernel.close(file);
  const partial = { ...running.partial, [name]: new Uint8Array(0) };
  patchContainer(daemon, id, { running: { ...rest, partial } });
}

function closeFiles(daemon: Daemon, id: string): void {
  const { running } = containerById(daemon, id);
  if (!running) return;
  for (const name of ['stdout', 'stderr'] as const) flushLog(daemon, id, name, running.partial[name]);
  for (const file of new Set([running.stdin, running.stdout, running.stderr]))
    if (file !== undefined) daemon.kernel.close(file);
}

/** Bytes; `'end'`: no more will come; undefined: none now. */
function readFrom(daemon: Daemon, file: FileId): Uint8Array | 'end' | undefined {
  try {
    const data = daemon.kernel.read(file, PIECE);
    return data?.length === 0 ? 'end' : data;
  } catch (error) {
    // A terminal whose other side is closed.
    if (isErrno(error, 'EIO')) return 'end';
    throw error;
  }
}

function pumpExec(daemon: Daemon, id: string): boolean {
  const exec = daemon.state.execs.get(id);
  if (!exec?.running) return false;
  const streams = exec.stream === undefined ? [] : [exec.stream];
  dropImpatient(daemon, streams);
  let more = drainExec(daemon, id, streams);
  const { pid } = exec.running;
  const status = exec.status === 'exited' ? undefined : pid < 0 ? failedExec : daemon.kernel.status(pid);
  if (status) {
    if (pid >= 0) daemon.kernel.reap(pid);
    execExited(daemon, id, exitCodeOf(status));
    more = true;
  }
  const { running, status: state } = daemon.state.execs.get(id)!;
  // As with the real engine, what the process left running may go on printing: the stream ends with the last writer.
  const quiet = running?.stdout === undefined && running?.stderr === undefined;
  if (state === 'exited' && (quiet || running.tty)) {
    while (drainExec(daemon, id, streams));
    const last = daemon.state.execs.get(id)!.running;
    for (const file of new Set([last?.stdin, last?.stdout, last?.stderr]))
      if (file !== undefined) daemon.kernel.close(file);
    patchExec(daemon, id, { running: undefined });
    endStreams(daemon, streams);
    return true;
  }
  return more;
}

const failedExec = { kind: 'exited', status: EXEC_FAILED } as const;

function drainExec(daemon: Daemon, id: string, streams: readonly string[]): boolean {
  let more = false;
  for (const name of ['stdout', 'stderr'] as const) {
    const exec = daemon.state.execs.get(id)!;
    const file = exec.running?.[name];
    if (!exec.running || file === undefined || isFull(daemon, streams)) continue;
    const data = readFrom(daemon, file);
    if (data === undefined) continue;
    if (data === 'end') {
      const { [name]: _, ...rest } = exec.running;
      if (!exec.running.tty) daemon.kernel.close(file);
      patchExec(daemon, id, { running: exec.running.tty ? { ...rest, stdin: file } : rest });
      more = true;
      continue;
    }
    more = true;
    deliver(daemon, streams, { stream: name, data });
    if (!exec.request.AttachStdin) {
      const output = `${exec.output ?? ''}${decoder.decode(data)}`.slice(0, PROBE_OUTPUT);
      patchExec(daemon, id, { output });
    }
  }
  return more;
}

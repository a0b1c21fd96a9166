import { isErrno } from '../../fs/index.ts';
import type { ExecCreateRequest, ExecInspect, StreamId } from '../api.ts';
import { DockerError } from '../errors.ts';
import { findContainer } from './containers/find.ts';
import { can } from './containers/machine.ts';
import { confined, rlimitsOf } from './containers/privileges.ts';
import { environment, startProcess } from './containers/process.ts';
import { withRootfs } from './containers/rootfs.ts';
import { resolveUser } from './containers/users.ts';
import { type Daemon, emitContainer, patchContainer, patchExec, randomHex, wake } from './daemon.ts';
import { execMachine } from './exec-machine.ts';
import { startExitCode } from './mounts/errors.ts';
import { networkOf } from './networks/attach.ts';
import { clean } from './path.ts';
import type { ContainerRecord, ExecRecord } from './state.ts';
import { deliver, endStreams, openStream } from './streams.ts';

const encoder = new TextEncoder();

/** See {@link Engine.execCreate}: notes what is to be run. @throws {DockerError} if the container doesn't run. */
export function createExec(daemon: Daemon, name: string, request: ExecCreateRequest): string {
  const container = runningContainer(daemon, name);
  const ID = randomHex(daemon, 64);
  const record: ExecRecord = { ID, container: container.Id, request, status: 'created', ExitCode: null };
  daemon.state.execs.set(ID, record);
  patchContainer(daemon, container.Id, { execs: [...forgetOld(daemon, container), ID] });
  emitContainer(daemon, container, `exec_create: ${commandLine(request)}`, { execID: ID });
  return ID;
}

/** How many ended execs of a container can still be asked for. */
const KEPT = 64;

function forgetOld(daemon: Daemon, { execs }: ContainerRecord): readonly string[] {
  const old = execs.length < KEPT ? undefined : execs.find((id) => daemon.state.execs.get(id)?.status === 'exited');
  if (old === undefined) return execs;
  daemon.state.execs.delete(old);
  return execs.filter((id) => id !== old);
}

const commandLine = ({ Cmd }: ExecCreateRequest) => `${Cmd[0] ?? ''} ${Cmd.slice(1).join(' ')}`;

function runningContainer(daemon: Daemon, name: string): ContainerRecord {
  const container = findContainer(daemon, name);
  if (container.status === 'paused')
    throw new DockerError('conflict', `Container ${name} is paused, unpause the container before exec`);
  if (container.status === 'restarting')
    throw new DockerError('conflict', `Container ${container.Id} is restarting, wait until the container is running`);
  if (!can(container.status, 'exec')) throw new DockerError('conflict', `container ${container.Id} is not running`);
  return container;
}

export function execById(daemon: Daemon, id: string): ExecRecord {
  const exec = daemon.state.execs.get(id);
  if (!exec) throw new DockerError('notFound', `No such exec instance: ${id}`);
  return exec;
}

/**
 * See {@link Engine.execStart}. When runc can't start it, an attached client gets runc's words as output and an exit
 * code; a detached one gets the error.
 * @throws {DockerError}
 */
export function startExec(
  daemon: Daemon,
  id: string,
  { detach, probe = false }: { readonly detach: boolean; readonly probe?: boolean },
): StreamId {
  const exec = execById(daemon, id);
  if (!execMachine.resolveState({ value: exec.status }).can({ type: 'start' }))
    throw new DockerError(
      'conflict',
      `exec command ${id} has already ${exec.status === 'running' ? 'started' : 'run'}`,
    );
  const container = runningContainer(daemon, exec.container);
  const { request } = exec;
  const user = request.User ?? '';
  const asked = withRootfs(daemon, container, (ns) => resolveUser(ns, user === '' ? container.Config.User : user));
  const attach = { stdin: request.AttachStdin && !detach, stdout: request.AttachStdout, stderr: request.AttachStderr };
  const stream = openStream(daemon, { exec: id }, detach ? { stdin: false, stdout: false, stderr: false } : attach);
  emitContainer(daemon, container, `exec_start: ${commandLine(request)}`, { execID: id });
  const cwd = request.WorkingDir || container.Config.WorkingDir || '/';
  const started = cwd.startsWith('/')
    ? startProcess(daemon, {
        ns: daemon.vfs.namespaceOf(container.running!.namespace),
        argv: request.Cmd,
        env: environment(
          [...(container.Config.Env ?? []), ...(request.Env ?? [])],
          container.Config.Hostname,
          request.Tty,
        ),
        cwd: clean(cwd),
        credentials: confined(container.HostConfig, asked, request.Privileged ?? container.HostConfig.Privileged),
        rlimits: rlimitsOf(container.HostConfig),
        tty: request.Tty,
        stdin: attach.stdin,
        hostname: container.Config.Hostname,
        pidNamespace: container.running!.pid,
        network: networkOf(daemon, container),
        size: exec.size ?? { columns: 80, rows: 24 },
      })
    : { fault: 'Cwd must be an absolute path', early: true };
  if ('fault' in started) return refused(daemon, exec, stream, started.fault, 'early' in started, detach && !probe);
  const { pid, ...files } = started;
  patchExec(daemon, id, { status: 'running', stream, running: { pid, ...files, tty: request.Tty } });
  wake(daemon, `exec:${id}`);
  return stream;
}

function refused(
  daemon: Daemon,
  { ID }: ExecRecord,
  stream: StreamId,
  fault: string,
  early: boolean,
  toss: boolean,
): StreamId {
  const detail = early ? fault : `unable to start container process: ${fault}`;
  const advice = fault.includes('not a directory')
    ? ': Are you trying to mount a directory onto a file (or vice-versa)? ' +
      'Check if the specified host path exists and is the expected type'
    : '';
  const message = `OCI runtime exec failed: exec failed: ${detail}${advice}`;
  patchExec(daemon, ID, { status: 'exited', ExitCode: startExitCode(message), stream, output: message });
  deliver(daemon, [stream], { stream: 'stdout', data: encoder.encode(`${message}\r\n`) });
  endStreams(daemon, [stream]);
  if (toss) throw new DockerError('system', message);
  return stream;
}

/** See {@link Engine.execInspect}. @throws {DockerError} */
export function inspectExec(daemon: Daemon, id: string): ExecInspect {
  const { ID, status, ExitCode, running, container } = execById(daemon, id);
  return { ID, Running: status === 'running', ExitCode, Pid: running?.pid ?? 0, ContainerID: container };
}

/** Ends the process of an exec by force. */
export function killExec(daemon: Daemon, id: string): void {
  const { running } = execById(daemon, id);
  if (!running || running.pid < 0) return;
  try {
    daemon.kernel.signal(running.pid, 'KILL');
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error;
  }
}

/** The process of an exec has ended. */
export function execExited(daemon: Daemon, id: string, code: number): void {
  const exec = patchExec(daemon, id, { status: 'exited', ExitCode: code });
  const container = daemon.state.containers.get(exec.container);
  if (container) emitContainer(daemon, container, 'exec_die', { execID: id, exitCode: String(code) });
  daemon.kernel.notify(`exec:${id}`);
}

import { isErrno, type MountNamespace } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emit, emitContainer, patchContainer, wake } from '../daemon.ts';
import { DAEMON, makeDirectories, statOf, writeFile } from '../files.ts';
import { createLog } from '../logs.ts';
import { goError, runcError, startExitCode } from '../mounts/errors.ts';
import { buildNamespace, disposeNamespace, namespaceId } from '../mounts/namespace.ts';
import { INIT_PATH, prepareMounts } from '../mounts/prepare.ts';
import { sourceExists } from '../mounts/setup.ts';
import { validateMount } from '../mounts/spec.ts';
import { connectNetwork, disconnectNetwork, networkOf, networkStarted } from '../networks/attach.ts';
import { networkFileTexts } from '../networks/files.ts';
import { linkVariables } from '../networks/names.ts';
import { clean, dirname } from '../path.ts';
import type { ContainerRecord, NetworkAttachment } from '../state.ts';
import { rfc3339Nano } from '../time.ts';
import { mountVolume, unmountVolume } from '../volumes.ts';
import { containerFolder } from './folder.ts';
import { beginHealth } from './health.ts';
import { checkLogOptions } from './log-options.ts';
import { can, next } from './machine.ts';
import { confined, pidsLimit, rlimitsOf } from './privileges.ts';
import { environment, type Started, startProcess } from './process.ts';
import { discard } from './remove.ts';
import { withRootfs } from './rootfs.ts';
import { resolveUser } from './users.ts';

const EMPTY = new Uint8Array(0);

/** The exit code of a process that the kernel wouldn't exec. */
export const EXEC_FAILED = 255;

/**
 * Starts a container (moby containerStart). In this order: 1. volumes with driver options are mounted; 2. the network;
 * 3. the user; 4. bind sources; 5. the namespace; 6. the process. When a step fails the earlier are undone, the
 * container keeps the message and an exit code, and goes if it was to remove itself.
 * @throws {DockerError}
 */
export function startContainer(daemon: Daemon, container: ContainerRecord): void {
  if (container.removal) throw new DockerError('conflict', 'container is marked for removal and cannot be started');
  if (container.status === 'paused')
    throw new DockerError('conflict', 'cannot start a paused container, try unpause instead');
  if (!can(container.status, 'start')) throw new DockerError('notModified', 'container already started');
  // What was valid when it was created may be so no longer; the container keeps nothing of that.
  for (const spec of container.HostConfig.Mounts ?? []) validateMount(spec, (path) => sourceExists(daemon, path));
  const undo: (() => void)[] = [];
  try {
    const volumes = mountVolumes(daemon, container, undo);
    const network = connectNetwork(daemon, container);
    undo.push(() => disconnectNetwork(daemon, withNetwork(container, network)));
    writeFiles(daemon, container, network);
    const { Config, HostConfig } = container;
    const user = withRootfs(daemon, container, (ns) =>
      resolveUser(ns, Config.User, (HostConfig.GroupAdd as readonly string[] | null | undefined) ?? []),
    );
    checkDevices(daemon, container);
    const mounts = prepareMounts(daemon, container);
    const pids = daemon.kernel.pidNamespace(pidsLimit(HostConfig));
    const ns = buildNamespace(daemon, container, mounts, pids);
    undo.push(() => disposeNamespace(daemon, container.Id));
    makeDevices(daemon, ns, container);
    if (Config.Hostname.length > 64) throw runcError('sethostname: invalid argument');
    const [height = 0, width = 0] = HostConfig.ConsoleSize ?? [];
    const started = startProcess(daemon, {
      ns,
      argv: [container.Path, ...container.Args],
      env: [...linkVariables(daemon, container), ...environment(Config.Env ?? [], fullHostname(container), Config.Tty)],
      cwd: Config.WorkingDir === '' ? '/' : clean(Config.WorkingDir),
      credentials: confined(HostConfig, user),
      rlimits: rlimitsOf(HostConfig),
      tty: Config.Tty,
      stdin: Config.OpenStdin,
      hostname: Config.Hostname,
      pidNamespace: { of: pids },
      network: networkOf(daemon, container),
      size: container.size ?? { columns: width || 80, rows: height || 24 },
      ...(HostConfig.Init === true ? { init: INIT_PATH } : {}),
    });
    if ('fault' in started) throw runcError(started.fault);
    markStarted(daemon, container, started, volumes, network);
    networkStarted(daemon, container.Id);
  } catch (error) {
    for (const step of undo.reverse()) step();
    const failure = isErrno(error) ? new DockerError('system', goError(error)) : error;
    if (failure instanceof DockerError) startFailed(daemon, container.Id, failure.message);
    throw failure;
  }
}

/** What `--gpus` asks for: this machine has no driver that could give it. */
interface DeviceRequest {
  readonly Driver?: string;
  readonly Capabilities?: readonly (readonly string[])[];
}

/** What `--device` asks for. */
interface DeviceMapping {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
}

const devicesOf = ({ HostConfig }: ContainerRecord) =>
  (HostConfig.Devices as readonly DeviceMapping[] | null | undefined) ?? [];

/** The nodes that `--device` asks for, like those of the host. What is there already stays. */
function makeDevices(daemon: Daemon, ns: MountNamespace, container: ContainerRecord): void {
  for (const { PathOnHost, PathInContainer } of devicesOf(container)) {
    const device = statOf(daemon.host, PathOnHost);
    const path = clean(PathInContainer);
    if (device?.type !== 'chardev' || statOf(ns, path)) continue;
    const { mode, rdev } = device;
    makeDirectories(ns, dirname(path));
    ns.create(path, { type: 'chardev', mode: mode & 0o777, ...(rdev && { rdev }) }, DAEMON);
  }
}

function checkDevices(daemon: Daemon, container: ContainerRecord): void {
  const { HostConfig } = container;
  for (const { PathOnHost } of devicesOf(container))
    if (!statOf(daemon.host, PathOnHost))
      throw new DockerError(
        'system',
        `error gathering device information while adding custom device ${JSON.stringify(PathOnHost)}: no such file or directory`,
      );
  const requests = (HostConfig.DeviceRequests as readonly DeviceRequest[] | null | undefined) ?? [];
  for (const { Driver = '', Capabilities } of requests)
    throw new DockerError(
      'system',
      `could not select device driver ${JSON.stringify(Driver)} with capabilities: ` +
        `[${(Capabilities ?? []).map((all) => `[${all.join(' ')}]`).join(' ')}]`,
    );
}

function mountVolumes(daemon: Daemon, container: ContainerRecord, undo: (() => void)[]): readonly string[] {
  const mounted: string[] = [];
  for (const { Type, Name = '', Destination, RW, Propagation } of container.mounts) {
    if (Type !== 'volume') continue;
    mountVolume(daemon, Name);
    undo.push(() => unmountVolume(daemon, Name));
    mounted.push(Name);
    emit(daemon, 'volume', 'mount', Name, {
      container: container.Id,
      destination: Destination,
      driver: 'local',
      propagation: Propagation,
      'read/write': String(RW),
    });
  }
  return mounted;
}

const fullHostname = ({ Config }: ContainerRecord) =>
  Config.Domainname === '' ? Config.Hostname : `${Config.Hostname}.${Config.Domainname}`;

function withNetwork(container: ContainerRecord, network: NetworkAttachment | undefined): ContainerRecord {
  const running = { pid: 0, namespace: '', tty: false, volumes: [], partial: { stdout: EMPTY, stderr: EMPTY } };
  return { ...container, running: network ? { ...running, network } : running };
}

function writeFiles(daemon: Daemon, container: ContainerRecord, network: NetworkAttachment | undefined): void {
  const folder = containerFolder(container.Id);
  makeDirectories(daemon.host, folder, 0o710);
  for (const [name, text] of Object.entries(networkFileTexts(daemon, container, network)))
    writeFile(daemon.host, `${folder}/${name}`, text);
  const driver = (container.HostConfig.LogConfig as { readonly Type?: string } | undefined)?.Type;
  checkLogOptions(container);
  if (driver === 'json-file' || driver === 'local') createLog(daemon, container.Id);
}

function markStarted(
  daemon: Daemon,
  container: ContainerRecord,
  { pid, ...files }: Started,
  volumes: readonly string[],
  network: NetworkAttachment | undefined,
): void {
  const uptime = daemon.kernel.uptime();
  const again = container.status === 'restarting';
  const started = patchContainer(daemon, container.Id, {
    status: next(container.status, 'start'),
    running: {
      pid,
      namespace: namespaceId(container.Id),
      ...files,
      tty: container.Config.Tty,
      volumes,
      partial: { stdout: EMPTY, stderr: EMPTY },
      ...(network ? { network } : {}),
    },
    StartedAt: rfc3339Nano(daemon.kernel.now()),
    startedUptime: uptime,
    ExitCode: 0,
    Error: '',
    stoppedByHand: false,
    RestartCount: again ? container.RestartCount + 1 : 0,
    backoff: undefined,
    health: beginHealth(container, uptime),
  });
  emitContainer(daemon, started, 'start');
  wake(daemon, `container:${container.Id}`);
}

function startFailed(daemon: Daemon, id: string, message: string): void {
  const container = daemon.state.containers.get(id);
  if (!container) return;
  patchContainer(daemon, id, {
    Error: message,
    ExitCode: startExitCode(message),
    status: container.status === 'restarting' ? 'exited' : container.status,
    backoff: undefined,
  });
  if (container.HostConfig.AutoRemove) discard(daemon, id, true);
  wake(daemon, `container:${id}`);
}

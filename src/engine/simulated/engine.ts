import { isErrno, type MountNamespace, type Vfs } from '../../fs/index.ts';
import { CATALOGUE, dockerInit } from '../../images/index.ts';
import { executable, type Kernel, type Op, type StepProgram, type Wait } from '../../os/index.ts';
import type { Engine, EngineEvent, StreamId } from '../api.ts';
import { DockerError } from '../errors.ts';
import { getArchive, putArchive, statArchive } from './archive/copy.ts';
import { copyState, newState } from './boot.ts';
import { pruneBuildCache } from './build/cache.ts';
import { buildImage, cancelBuild } from './build/solve.ts';
import { createContainer } from './containers/create.ts';
import { findContainer } from './containers/find.ts';
import { inspectContainer } from './containers/inspect.ts';
import { killContainer } from './containers/kill.ts';
import { listContainers } from './containers/list.ts';
import { removeContainer } from './containers/remove.ts';
import {
  pauseContainer,
  restartContainer,
  stopContainer,
  unpauseContainer,
  waitContainer,
} from './containers/restart.ts';
import { startContainer } from './containers/start.ts';
import { statsOf } from './containers/stats.ts';
import { topOf } from './containers/top.ts';
import { changesOf, renameContainer, resizeContainer, updateContainer } from './containers/various.ts';
import { type Daemon, DOCKER_ROOT, emitContainer, patchContainer, patchExec } from './daemon.ts';
import { diskUsage, pruneContainers } from './disk-usage.ts';
import { watchEvents } from './events.ts';
import { createExec, execById, inspectExec, startExec } from './exec.ts';
import { makeDirectories, statOf, writeFile } from './files.ts';
import { commitContainer, exportContainer } from './images/commit.ts';
import { importImage } from './images/import.ts';
import { imageHistory, inspectImage, listImages, tagImage } from './images/list.ts';
import { loadImages } from './images/load.ts';
import { pullImage } from './images/pull.ts';
import { pruneImages, removeImage } from './images/remove.ts';
import { saveImages } from './images/save.ts';
import { addImage } from './images/store.ts';
import { followLog, readLog } from './logs.ts';
import { goError } from './mounts/errors.ts';
import { lookInto } from './mounts/namespace.ts';
import { HOST_INIT_PATH } from './mounts/prepare.ts';
import { connectContainer, disconnectContainer } from './networks/attach.ts';
import { createNetwork } from './networks/create.ts';
import { listNetworks, pruneNetworks, removeNetwork } from './networks/list.ts';
import { describeNetwork, findNetwork } from './networks/records.ts';
import { pump, pumpWaits } from './pump.ts';
import type { EngineState } from './state.ts';
import { closeInput, closeStream, openStream, readStream, writeStream } from './streams.ts';
import { info, version } from './system.ts';
import { createVolume, describeVolume, listVolumes, pruneVolumes, removeVolume, volumeByName } from './volumes.ts';

/** What an engine is put together from. */
export interface EngineParts {
  readonly vfs: Vfs;
  /** The namespace that the daemon lives in. */
  readonly host: MountNamespace;
  readonly kernel: Kernel;
  readonly seed: number;
  /** Also the images that only tests and scripts use. */
  readonly hiddenImages?: boolean;
  /** Containers get neither volumes nor folders of the host, whatever they ask for: to show what would be without. */
  readonly withoutStores?: boolean;
  /** Told of each event at once, in the middle of what the daemon does: for looking only. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** The engine, and what its daemon's process does with it. */
export interface SimulatedEngine extends Engine {
  /** Looks after everything that happens by itself. True if there may be more to do at once. */
  pump(): boolean;
  /** What to wait for before the next {@link pump}. */
  waits(): Wait;
  /** The state as plain data. What doesn't change afterwards is shared. */
  save(): unknown;
  /** The state itself, to be looked at only. */
  readonly state: EngineState;
  /** As the API's inspect, at once; undefined if there is no such thing. */
  inspect(kind: 'volume' | 'container' | 'image', name: string): unknown;
  /** Looks into a container, running or not, with its mounts; undefined if there is no such container. */
  inContainer<T>(name: string, look: (namespace: MountNamespace) => T): T | undefined;
}

/** An engine on a fresh host: its folders are made and the images of the catalogue are there. */
export function createEngine(parts: EngineParts): SimulatedEngine {
  const daemon = daemonOf(parts, newState(parts.kernel, parts.seed));
  makeFolders(daemon);
  for (const definition of CATALOGUE)
    if (!definition.pulled && (!definition.hidden || parts.hiddenImages)) addImage(daemon, definition);
  return engineOf(daemon);
}

/** An engine from what {@link SimulatedEngine.save} gave, over file systems and a kernel as they were then. */
export function loadEngine(parts: EngineParts, saved: unknown): SimulatedEngine {
  // A saved state is this engine's own; whoever takes it from elsewhere checks it before.
  return engineOf(daemonOf(parts, copyState(saved as EngineState)));
}

function daemonOf({ vfs, host, kernel, onEvent, withoutStores = false }: EngineParts, state: EngineState): Daemon {
  return { state, vfs, host, kernel, logs: new Map(), onEvent, withoutStores };
}

/** The folders under /var/lib/docker, with the modes that the real daemon gives them. */
const FOLDERS: readonly (readonly [string, number])[] = [
  ['', 0o710],
  ['/buildkit', 0o711],
  ['/containers', 0o710],
  ['/image', 0o700],
  ['/image/overlay2', 0o700],
  ['/network', 0o750],
  ['/overlay2', 0o710],
  ['/overlay2/l', 0o700],
  ['/plugins', 0o700],
  ['/runtimes', 0o700],
  ['/swarm', 0o700],
  ['/tmp', 0o700],
  ['/volumes', 0o701],
];

function makeFolders(daemon: Daemon): void {
  for (const [path, mode] of FOLDERS) makeDirectories(daemon.host, `${DOCKER_ROOT}${path}`, mode);
  writeFile(daemon.host, `${DOCKER_ROOT}/engine-id`, daemon.state.engineId, 0o600);
  writeFile(daemon.host, `${DOCKER_ROOT}/volumes/metadata.db`, '', 0o600);
  writeFile(daemon.host, `${DOCKER_ROOT}/volumes/backingFsBlockDev`, '', 0o600);
  if (!statOf(daemon.host, HOST_INIT_PATH)) writeFile(daemon.host, HOST_INIT_PATH, executable(dockerInit.name), 0o755);
}

function engineOf(daemon: Daemon): SimulatedEngine {
  return {
    pump: () => pump(daemon),
    waits: () => pumpWaits(daemon),
    save: () => copyState(daemon.state),
    state: daemon.state,
    inspect: (kind, name) => ifFound(() => inspectors[kind](daemon, name)),
    inContainer: (name, look) => {
      const container = ifFound(() => findContainer(daemon, name));
      return container && lookInto(daemon, container, look);
    },

    version: once(version),
    info: once(() => info(daemon)),

    volumeCreate: once((request) => describeVolume(createVolume(daemon, request))),
    volumeList: once((filters) => listVolumes(daemon, filters)),
    volumeInspect: once((name) => describeVolume(volumeByName(daemon, name))),
    volumeRemove: once((name, force) => removeVolume(daemon, name, force)),
    volumePrune: once((filters) => pruneVolumes(daemon, filters)),

    containerCreate: once((name, request) => createContainer(daemon, name, request)),
    containerStart: once((id) => startContainer(daemon, findContainer(daemon, id))),
    containerStop: (id, options) => stopContainer(daemon, id, options),
    containerRestart: (id, options) => restartContainer(daemon, id, options),
    containerKill: once((id, signal) => killContainer(daemon, id, signal)),
    containerPause: once((id) => pauseContainer(daemon, id)),
    containerUnpause: once((id) => unpauseContainer(daemon, id)),
    containerRename: once((id, name) => renameContainer(daemon, id, name)),
    containerRemove: (id, options) => removeContainer(daemon, id, options),
    containerPrune: once((filters) => pruneContainers(daemon, filters)),
    containerWait: (id, condition) => waitContainer(daemon, id, condition),
    containerInspect: once((id, size) => inspectContainer(daemon, id, size)),
    containerList: once((options) => listContainers(daemon, options)),
    containerChanges: once((id) => changesOf(daemon, id)),
    containerTop: once((id, options) => topOf(daemon, id, options)),
    containerStats: once((id) => statsOf(daemon, id)),
    containerResize: once((id, size) => resizeContainer(daemon, id, size)),
    containerUpdate: once((id, update) => updateContainer(daemon, id, update)),
    containerLogs: once((id, options) => readLog(daemon, id, options)),
    containerLogsFollow: (id, options, seen) => followLog(daemon, id, options, seen),

    containerAttach: once((id, streams) => attach(daemon, id, streams)),
    execCreate: once((id, request) => createExec(daemon, id, request)),
    execStart: once((exec, options) => startExec(daemon, exec, options)),
    execInspect: once((exec) => inspectExec(daemon, exec)),
    execResize: once((exec, size) => {
      const { running } = execById(daemon, exec);
      patchExec(daemon, exec, { size });
      if (running?.tty && running.stdout !== undefined) daemon.kernel.resize(running.stdout, size);
    }),
    streamRead: (stream, seen) => readStream(daemon, stream, seen),
    streamWrite: (stream, data, offset) => writeStream(daemon, stream, data, offset),
    streamCloseInput: (stream) => closeInput(daemon, stream),
    streamClose: once((stream) => closeStream(daemon, stream)),

    archiveStat: once((id, path) => statArchive(daemon, id, path)),
    archiveGet: once((id, path) => getArchive(daemon, id, path)),
    archivePut: once((id, path, tar, options) => putArchive(daemon, id, path, tar, options)),
    containerExport: once((id) => exportContainer(daemon, id)),
    containerCommit: once((id, options) => commitContainer(daemon, id, options)),

    imageList: once(({ filters }) => listImages(daemon, filters)),
    imageInspect: once((name) => inspectImage(daemon, name)),
    imageHistory: once((name) => imageHistory(daemon, name)),
    imageTag: once((name, reference) => tagImage(daemon, name, reference)),
    imageRemove: once((name, { force }) => removeImage(daemon, name, force)),
    imagePrune: once((filters) => pruneImages(daemon, filters)),
    imagePull: (reference, seen) => pullImage(daemon, reference, seen),
    imageSave: once((names, platform) => saveImages(daemon, names, platform)),
    imageLoad: once((tar, options) => loadImages(daemon, tar, options)),
    imageImport: once((source, options) => importImage(daemon, source, options)),

    imageBuild: (request, seen) => buildImage(daemon, request, seen),
    buildCancel: once((ref) => cancelBuild(daemon, ref)),
    buildPrune: once((options) => pruneBuildCache(daemon, options)),

    networkCreate: once((request) => createNetwork(daemon, request)),
    networkList: once((filters) => listNetworks(daemon, filters)),
    networkInspect: once((network) => describeNetwork(daemon, findNetwork(daemon, network), true)),
    networkRemove: once((network) => removeNetwork(daemon, network)),
    networkConnect: once((network, container, endpoint) => connectContainer(daemon, network, container, endpoint)),
    networkDisconnect: once((network, container, force) => disconnectContainer(daemon, network, container, force)),
    networkPrune: once((filters) => pruneNetworks(daemon, filters)),
    diskUsage: once(() => diskUsage(daemon)),
    events: (options, seen) => watchEvents(daemon, options, seen),
  };
}

const inspectors = {
  volume: (daemon: Daemon, name: string): unknown => describeVolume(volumeByName(daemon, name)),
  container: (daemon: Daemon, name: string): unknown => inspectContainer(daemon, name),
  image: (daemon: Daemon, name: string): unknown => inspectImage(daemon, name),
};

function ifFound<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof DockerError) return undefined;
    throw error;
  }
}

/** An operation that never waits. */
function once<Arguments extends readonly unknown[], Result>(
  call: (...args: Arguments) => Result,
): (...args: Arguments) => Op<Result> {
  return function* (...args) {
    try {
      return call(...args);
    } catch (error) {
      // What the host's disk refuses (it is full …) the daemon passes on as it is.
      if (isErrno(error)) throw new DockerError('system', goError(error));
      throw error;
    }
  };
}

function attach(
  daemon: Daemon,
  name: string,
  streams: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean },
): StreamId {
  const container = findContainer(daemon, name);
  if (container.status === 'paused')
    throw new DockerError('conflict', `container ${name} is paused, unpause the container before attach`);
  if (container.status === 'restarting')
    throw new DockerError('conflict', `container ${name} is restarting, wait until the container is running`);
  const stream = openStream(daemon, { container: container.Id }, streams);
  const attached = patchContainer(daemon, container.Id, { streams: [...container.streams, stream] });
  emitContainer(daemon, attached, 'attach');
  daemon.kernel.notify('dockerd');
  return stream;
}

/** The daemon's process: it looks after the engine and waits. Its only state is the engine's. */
export function dockerdProgram(engine: () => SimulatedEngine): StepProgram {
  return {
    name: 'dockerd',
    start: () => null,
    step: () => (engine().pump() ? 'continue' : engine().waits()),
  };
}

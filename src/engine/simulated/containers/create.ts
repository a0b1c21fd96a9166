import type { ContainerCreateRequest, HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { HOST_ARCHITECTURE } from '../../platform.ts';
import { type Daemon, emitContainer, putContainer, randomId } from '../daemon.ts';
import { makeDirectories, readText, statOf } from '../files.ts';
import { imageByName, layerFolders, layerOf, makeLayerFolder } from '../images/store.ts';
import { setUpMounts, sourceExists } from '../mounts/setup.ts';
import { storeless } from '../mounts/storeless.ts';
import { legacyLinks, networksFor, sharedNetwork } from '../networks/attach.ts';
import { clean, dirname } from '../path.ts';
import type { ContainerRecord, ImageRecord } from '../state.ts';
import { NEVER } from '../time.ts';
import { mergeConfig, validateConfig } from './config.ts';
import { findContainer } from './find.ts';
import { completeHostConfig, validateHostConfig } from './hostconfig.ts';
import { generateName, reserveName } from './names.ts';
import { discard } from './remove.ts';
import { resourceWarnings } from './resources.ts';
import { mergedPath, overlayId, resourcePath, withRootfs } from './rootfs.ts';

/** The state of a container that has never run. */
export const FRESH = {
  status: 'created',
  ExitCode: 0,
  Error: '',
  StartedAt: NEVER,
  FinishedAt: NEVER,
  RestartCount: 0,
  stoppedByHand: false,
  exits: 0,
  startedUptime: 0,
  streams: [],
  execs: [],
} as const satisfies Partial<ContainerRecord>;

/**
 * Creates a container. In this order, as the daemon does: 1. checks of what was asked for; 2. the image; 3. the
 * configuration as a whole; 4. the name; 5. the layers; 6. the mounts and what is copied into volumes; 7. the working
 * directory. When 5 to 7 fail, nothing of the container remains.
 * @throws {DockerError}
 */
export function createContainer(
  daemon: Daemon,
  name: string,
  asked: ContainerCreateRequest,
): { readonly Id: string; readonly Warnings: readonly string[] } {
  const { request, folders } = daemon.withoutStores ? storeless(daemon, asked) : { request: asked, folders: [] };
  const given = request.Config;
  validateConfig(given);
  validateHostConfig(request.HostConfig, (path) => sourceExists(daemon, path));
  if (request.HostConfig.UTSMode === 'host' && given.Hostname)
    throw new DockerError('invalidParameter', 'conflicting options: hostname and the UTS mode');
  const image = imageByName(daemon, given.Image ?? '');
  const merged = mergeConfig(given, daemon.withoutStores ? { ...image.config, Volumes: null } : image.config);
  validateConfig(merged);
  const Id = newId(daemon);
  const completed = completeHostConfig(request.HostConfig);
  const shared = sharedNetwork(daemon, given, completed);
  const words = [...(merged.Entrypoint ?? []), ...(merged.Cmd ?? [])];
  const network = completed.NetworkMode ?? 'bridge';
  const hostname =
    shared?.hostname ??
    (merged.Hostname || (network === 'host' || completed.UTSMode === 'host' ? hostName(daemon) : Id.slice(0, 12)));
  const networks = networksFor(daemon, completed, request);
  const Name = reserveName(daemon, name === '' ? generateName(daemon) : name, Id);
  let HostConfig: HostConfig;
  try {
    HostConfig = { ...completed, NetworkMode: shared?.mode ?? network, Links: legacyLinks(daemon, Name, completed) };
  } catch (error) {
    daemon.state.names.delete(Name);
    throw error;
  }
  const container: ContainerRecord = {
    Id,
    Name,
    created: daemon.kernel.now(),
    Path: words[0]!,
    Args: words.slice(1),
    Image: image.Id,
    Config: { ...merged, Hostname: hostname },
    HostConfig,
    networks,
    mounts: [],
    layer: { id: randomId(daemon), lower: [] },
    ...FRESH,
  };
  try {
    const layered = makeLayers(daemon, container, image);
    putContainer(daemon, layered);
    const mounts = setUpMounts(daemon, layered, (other) => findContainer(daemon, other));
    putContainer(daemon, { ...layered, mounts });
    for (const folder of folders) makeFolder(daemon, layered, folder);
    makeWorkingDirectory(daemon, layered);
  } catch (error) {
    discard(daemon, Id, true);
    throw error;
  }
  emitContainer(daemon, container, 'create');
  return { Id, Warnings: warnings(container, image) };
}

function newId(daemon: Daemon): string {
  for (;;) {
    const id = randomId(daemon);
    if (!daemon.state.containers.has(id)) return id;
  }
}

function hostName(daemon: Daemon): string {
  return readText(daemon.host, '/etc/hostname').trim();
}

function warnings({ HostConfig }: ContainerRecord, { architecture }: ImageRecord): readonly string[] {
  const published = Object.keys(HostConfig.PortBindings ?? {}).length > 0;
  const image = (HostConfig.Mounts ?? []).some(({ Type }) => Type === 'image');
  return [
    ...(architecture !== undefined && architecture !== HOST_ARCHITECTURE
      ? [
          `The requested image's platform (linux/${architecture}) does not match the detected host platform ` +
            `(linux/${HOST_ARCHITECTURE}/v4) and no specific platform was requested`,
        ]
      : []),
    ...(HostConfig.NetworkMode === 'host' && published
      ? ['Published ports are discarded when using host network mode']
      : []),
    ...resourceWarnings(HostConfig),
    ...(image ? ['Image mount is an experimental feature'] : []),
  ];
}

/** The writable layer, and under it the `-init` layer with the files that are mounted over in every container. */
function makeLayers(daemon: Daemon, container: ContainerRecord, image: ImageRecord): ContainerRecord {
  const folders = layerFolders(daemon, image);
  const init = `${container.layer.id}-init`;
  makeLayerFolder(daemon, init, folders);
  makeInitFiles(daemon, init, folders, true);
  const lower = [init, ...folders];
  makeLayerFolder(daemon, container.layer.id, lower);
  daemon.vfs.overlay(overlayId(container.Id), {
    lower: lower.map((folder) => layerOf(daemon, folder)),
    upper: layerOf(daemon, container.layer.id),
  });
  return { ...container, layer: { ...container.layer, lower } };
}

/** What moby's SetupInitLayer puts into every container, unless the image has it. */
const INIT_FILES: readonly (readonly [path: string, type: 'directory' | 'file' | 'symlink', target?: string])[] = [
  ['/dev/pts', 'directory'],
  ['/dev/shm', 'directory'],
  ['/proc', 'directory'],
  ['/sys', 'directory'],
  ['/.dockerenv', 'file'],
  ['/etc/resolv.conf', 'file'],
  ['/etc/hosts', 'file'],
  ['/etc/hostname', 'file'],
  ['/dev/console', 'file'],
  ['/etc/mtab', 'symlink', '/proc/mounts'],
];

/** Puts these files into a layer of their own. `mark`: also the file that says that this is a container. */
export function makeInitFiles(daemon: Daemon, init: string, folders: readonly string[], mark: boolean): void {
  const id = `overlay:${init}`;
  const fs = daemon.vfs.overlay(id, {
    lower: folders.map((folder) => layerOf(daemon, folder)),
    upper: layerOf(daemon, init),
  });
  const find = (path: string): number => {
    let at = fs.root;
    for (const name of path.split('/').filter(Boolean)) {
      at = fs.lookup(at, name) ?? fs.create(at, name, { type: 'directory', mode: 0o755, uid: 0, gid: 0 });
    }
    return at;
  };
  for (const [path, type, target] of INIT_FILES) {
    if (path === '/.dockerenv' && !mark) continue;
    const dir = find(dirname(path));
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (fs.lookup(dir, name) !== undefined) continue;
    fs.create(dir, name, {
      type,
      mode: type === 'symlink' ? 0o777 : 0o755,
      uid: 0,
      gid: 0,
      ...(target ? { target } : {}),
    });
  }
  daemon.vfs.remove(id);
}

/** `--workdir` is made where the image doesn't have it. @throws {DockerError} if something else is there. */
function makeWorkingDirectory(daemon: Daemon, container: ContainerRecord): void {
  const { WorkingDir } = container.Config;
  if (WorkingDir !== '') makeFolder(daemon, container, WorkingDir);
}

function makeFolder(daemon: Daemon, container: ContainerRecord, folder: string): void {
  withRootfs(daemon, container, (rootfs) => {
    const path = resourcePath(rootfs, clean(folder), mergedPath(container));
    const stat = statOf(rootfs, path);
    if (stat && stat.type !== 'directory')
      throw new DockerError('system', `Cannot mkdir: ${clean(folder)} is not a directory`);
    if (!stat) makeDirectories(rootfs, path);
  });
}

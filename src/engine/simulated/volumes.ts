import { isErrno, mountFlags, readTmpfs, shownFlags, shownTmpfs, strerror, type TmpfsOptions } from '../../fs/index.ts';
import type { Filters, Volume, VolumeCreateRequest } from '../api.ts';
import { DockerError } from '../errors.ts';
import { type Daemon, DOCKER_ROOT, emit, putVolume, randomId } from './daemon.ts';
import { DAEMON, makeDirectories, removeTree, statOf, treeSize } from './files.ts';
import { boolFilter, checkFilters, matchesLabels, matchesName, parseBool } from './filters.ts';
import type { VolumeRecord } from './state.ts';
import { rfc3339 } from './time.ts';

/** The label that tells volumes made without a name. */
export const ANONYMOUS_LABEL = 'com.docker.volume.anonymous';

const VALID_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** The options that the driver `local` knows, and which of them ask for which others (moby volume/local). */
const OPTIONS = ['type', 'o', 'device', 'size'];

export const volumeRoot = (name: string): string => `${DOCKER_ROOT}/volumes/${name}`;
export const mountpointOf = (name: string): string => `${volumeRoot(name)}/_data`;

/** Creates a volume, or finds the one of that name: then labels and options are ignored. @throws {DockerError} */
export function createVolume(daemon: Daemon, request: VolumeCreateRequest): VolumeRecord {
  const anonymous = (request.Name ?? '') === '';
  const name = anonymous ? randomId(daemon) : request.Name!;
  const driver = request.Driver ?? '';
  if (driver !== '' && driver !== 'local')
    throw new DockerError(
      'notFound',
      `create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`,
    );
  const existing = daemon.state.volumes.get(name);
  if (existing) return existing;
  const refuse = (why: string) => new DockerError('invalidParameter', `create ${name}: ${why}`);
  if (name.length === 1) throw refuse('volume name is too short, names should be at least two alphanumeric characters');
  if (!VALID_NAME.test(name))
    throw refuse(
      `"${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. ` +
        'If you intended to pass a host directory, use absolute path',
    );
  checkOptions(request.DriverOpts ?? {}, refuse);
  makeDirectories(daemon.host, volumeRoot(name), 0o701);
  makeDirectories(daemon.host, mountpointOf(name), 0o755);
  const labels = { ...request.Labels, ...(anonymous ? { [ANONYMOUS_LABEL]: '' } : {}) };
  const options = request.DriverOpts ?? {};
  const volume: VolumeRecord = {
    Name: name,
    createdAt: daemon.kernel.now(),
    Labels: Object.keys(labels).length > 0 ? sortKeys(labels) : null,
    Options: Object.keys(options).length > 0 ? sortKeys(options) : null,
    mounted: 0,
  };
  putVolume(daemon, volume);
  emit(daemon, 'volume', 'create', name, { driver: 'local' });
  return volume;
}

function checkOptions(options: Readonly<Record<string, string>>, refuse: (why: string) => DockerError): void {
  const names = Object.keys(options);
  const unknown = names.find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw refuse(`invalid option: "${unknown}"`);
  if (names.includes('size')) throw refuse('quota size requested but no quota support');
  if (names.length === 0) return;
  for (const needed of ['device', 'type'])
    if (!names.includes(needed)) throw refuse(`missing required option: "${needed}"`);
}

/** @throws {DockerError} `get NAME: no such volume`. */
export function volumeByName(daemon: Daemon, name: string): VolumeRecord {
  const volume = daemon.state.volumes.get(name);
  if (!volume) throw new DockerError('notFound', `get ${name}: no such volume`);
  return volume;
}

/** What the API tells of a volume. */
export function describeVolume(volume: VolumeRecord): Volume {
  return {
    CreatedAt: rfc3339(volume.createdAt),
    Driver: 'local',
    Labels: volume.Labels,
    Mountpoint: mountpointOf(volume.Name),
    Name: volume.Name,
    Options: volume.Options,
    Scope: 'local',
  };
}

/** @throws {DockerError} for an unknown filter. */
export function listVolumes(daemon: Daemon, filters: Filters): readonly Volume[] {
  checkFilters(filters, ['dangling', 'name', 'driver', 'label']);
  const dangling = filters.dangling === undefined ? undefined : boolFilter('dangling', filters.dangling);
  const found = [...daemon.state.volumes.values()].filter(
    (volume) =>
      (filters.name?.some((pattern) => matchesName(pattern, volume.Name)) ?? true) &&
      (filters.driver?.includes('local') ?? true) &&
      matchesLabels(filters, volume.Labels ?? {}) &&
      (dangling === undefined || (usersOf(daemon, volume.Name).length === 0) === dangling),
  );
  return found.map(describeVolume);
}

/** The ids of the containers that use a volume, running or not. */
export function usersOf(daemon: Daemon, name: string): readonly string[] {
  return daemon.state.volumeUsers.get(name) ?? [];
}

/** Notes that a container uses a volume. */
export function useVolume(daemon: Daemon, name: string, container: string): void {
  const users = usersOf(daemon, name);
  if (!users.includes(container)) daemon.state.volumeUsers.set(name, [...users, container]);
}

/** Notes that a container no longer uses a volume. */
export function leaveVolume(daemon: Daemon, name: string, container: string): void {
  const users = usersOf(daemon, name).filter((user) => user !== container);
  if (users.length > 0) daemon.state.volumeUsers.set(name, users);
  else daemon.state.volumeUsers.delete(name);
}

/** @throws {DockerError} if it isn't there (unless forced) or a container uses it. */
export function removeVolume(daemon: Daemon, name: string, force: boolean): void {
  if (!daemon.state.volumes.has(name)) {
    if (force) return;
    volumeByName(daemon, name);
  }
  const users = usersOf(daemon, name);
  if (users.length > 0) throw new DockerError('conflict', `remove ${name}: volume is in use - [${users.join(', ')}]`);
  removeTree(daemon.host, volumeRoot(name));
  daemon.state.volumes.delete(name);
  emit(daemon, 'volume', 'destroy', name, { driver: 'local' });
}

/** Removes the volumes that no container uses: anonymous ones, with the filter `all` the others too; never those with options. */
export function pruneVolumes(daemon: Daemon, filters: Filters): { Deleted: readonly string[]; SpaceReclaimed: number } {
  checkFilters(filters, ['label', 'label!', 'all']);
  const all = filters.all !== undefined && parseBool('all', filters.all);
  const unused = [...daemon.state.volumes.values()].filter(
    (volume) =>
      usersOf(daemon, volume.Name).length === 0 &&
      volume.Options === null &&
      (all || volume.Labels?.[ANONYMOUS_LABEL] !== undefined) &&
      matchesLabels(filters, volume.Labels ?? {}),
  );
  let reclaimed = 0;
  for (const { Name } of unused) {
    reclaimed += volumeSize(daemon, Name);
    removeVolume(daemon, Name, false);
  }
  emit(daemon, 'volume', 'prune', '', { reclaimed: String(reclaimed) });
  return { Deleted: unused.map(({ Name }) => Name), SpaceReclaimed: reclaimed };
}

/** The bytes in a volume's files. */
export function volumeSize(daemon: Daemon, name: string): number {
  const { fs, ino } = daemon.host.at(daemon.host.resolve(mountpointOf(name), DAEMON));
  return treeSize(fs, ino);
}

/**
 * Mounts a volume that has driver options, when the first container that uses it begins to run.
 * @throws {DockerError} in the words of a failed mount(2).
 */
export function mountVolume(daemon: Daemon, name: string): void {
  const volume = volumeByName(daemon, name);
  if (!volume.Options) return;
  if (volume.mounted === 0) mountOptions(daemon, name, volume.Options);
  putVolume(daemon, { ...volume, mounted: volume.mounted + 1 });
}

/** The last user is gone: what a tmpfs held is lost. */
export function unmountVolume(daemon: Daemon, name: string): void {
  const volume = daemon.state.volumes.get(name);
  if (!volume?.Options || volume.mounted === 0) return;
  if (volume.mounted === 1) {
    const mountpoint = mountpointOf(name);
    const at = daemon.host.mounts.findLast(({ path }) => path === mountpoint);
    if (at) {
      daemon.host.unmount(mountpoint);
      if (at.fs.startsWith('volume:')) forgetFileSystem(daemon, at.fs);
    }
  }
  putVolume(daemon, { ...volume, mounted: volume.mounted - 1 });
}

/** Forgets a file system; one that is still mounted elsewhere (a bind of the host's root shows it) when that ends. */
function forgetFileSystem(daemon: Daemon, id: string): void {
  daemon.state.orphans.add(id);
  forgetOrphans(daemon);
}

/** Forgets the file systems that nobody has mounted any more. */
export function forgetOrphans(daemon: Daemon): void {
  for (const id of daemon.state.orphans) {
    try {
      daemon.vfs.remove(id);
      daemon.state.orphans.delete(id);
    } catch (error) {
      if (!isErrno(error, 'EBUSY')) throw error;
    }
  }
}

function mountOptions(daemon: Daemon, name: string, options: Readonly<Record<string, string>>): void {
  const { type = '', device = '', o = '' } = options;
  const mountpoint = mountpointOf(name);
  const prefix = `error while mounting volume '${mountpoint}': `;
  const words = o === '' ? [] : o.split(',');
  if (device === '') throw new DockerError('system', `${prefix}missing device in volume options`);
  const { flags, data } = mountFlags(words);
  const detail = `${flags ? `, flags: 0x${flags.toString(16)}` : ''}${data ? `, data: ${data}` : ''}`;
  const fail = (why: string) =>
    new DockerError('system', `${prefix}failed to mount local volume: mount ${device}:${mountpoint}${detail}: ${why}`);
  const readonly = words.includes('ro');
  if (words.includes('bind') || words.includes('rbind')) {
    try {
      daemon.host.bind(mountpoint, daemon.host, device.startsWith('/') ? device : `/${device}`, {
        readonly,
        recursive: words.includes('rbind'),
      });
    } catch (error) {
      if (isErrno(error)) throw fail(strerror(error.code).toLowerCase());
      throw error;
    }
    return;
  }
  if (type === 'tmpfs') {
    let limits: TmpfsOptions;
    try {
      limits = readTmpfs(data === '' ? [] : data.split(','));
    } catch (error) {
      throw isErrno(error) ? fail('invalid argument') : error;
    }
    const fs = daemon.vfs.tmpfs(`volume:${daemon.state.next++}`, limits);
    const options = [...shownFlags(flags), ...shownTmpfs(limits)].join(',');
    daemon.host.mount(mountpoint, { fs, readonly, source: device, options });
    return;
  }
  if (device.startsWith('/') && !statOf(daemon.host, device)) throw fail('no such file or directory');
  throw fail(device.startsWith('/') ? 'block device required' : 'no such device');
}

function sortKeys(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

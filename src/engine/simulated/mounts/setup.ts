import { isErrno, strerror } from '../../../fs/index.ts';
import type { HostConfig, MountSpec } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { mergedPath, resourcePath, withRootfs } from '../containers/rootfs.ts';
import { type Daemon, note, randomId } from '../daemon.ts';
import { copyDirectory, countFiles, DAEMON, statOf } from '../files.ts';
import { imageByName, OVERLAY_ROOT } from '../images/store.ts';
import { clean } from '../path.ts';
import type { ContainerRecord, MountRecord } from '../state.ts';
import {
  createVolume,
  leaveVolume,
  mountpointOf,
  mountVolume,
  removeVolume,
  unmountVolume,
  usersOf,
  useVolume,
  volumeByName,
} from '../volumes.ts';
import { isReadOnly } from './mode.ts';
import { type ParsedMount, parseBind, parseMount, parseVolumesFrom } from './spec.ts';

/** A mount as it is set up, and whether the image's files are copied into its volume. */
interface Pending {
  readonly mount: MountRecord;
  readonly copy: boolean;
}

/**
 * The mounts of a new container (moby registerMountPoints and createContainerOSSpecificSettings). For each destination:
 * 1. what `--volumes-from` brings, the last one wins;
 * 2. `-v SOURCE:DESTINATION` overrides that;
 * 3. so does `--mount`; two of 2 and 3 (or a `--tmpfs`) on one destination are refused;
 * 4. `-v DESTINATION` and the image's VOLUMEs, as anonymous volumes, only where there is nothing yet;
 * 5. empty volumes of 2 to 4 are filled from the image.
 * Volumes are made on the way, and stay when a later step fails.
 * @throws {DockerError} in the daemon's words.
 */
export function setUpMounts(
  daemon: Daemon,
  container: ContainerRecord,
  findContainer: (name: string) => ContainerRecord,
): readonly MountRecord[] {
  const points = new Map<string, Pending>();
  const mounts = () => [...points.values()].map(({ mount }) => mount);
  try {
    addVolumesFrom(points, container.HostConfig, findContainer);
    addRequested(daemon, points, container);
    withRootfs(daemon, container, (rootfs) => {
      for (const destination of Object.keys(container.Config.Volumes ?? {}))
        addAnonymous(daemon, points, container, rootfs, clean(destination));
      for (const { mount, copy } of points.values()) {
        if (mount.Type === 'volume') useVolume(daemon, mount.Name!, container.Id);
        if (copy) fillVolume(daemon, container, rootfs, mount);
        noteCovered(daemon, container, rootfs, mount);
      }
    });
  } catch (error) {
    for (const { Name = '' } of mounts()) leaveVolume(daemon, Name, container.Id);
    removeUnused(daemon, anonymousVolumes(mounts()));
    throw error;
  }
  return mounts();
}

function addVolumesFrom(
  points: Map<string, Pending>,
  { VolumesFrom }: HostConfig,
  findContainer: (name: string) => ContainerRecord,
): void {
  for (const spec of VolumesFrom ?? []) {
    const { container, mode } = parseVolumesFrom(spec);
    for (const mount of parent(findContainer, container).mounts) {
      if (mount.Type === 'tmpfs') continue;
      const RW = mount.RW && !isReadOnly(mode);
      put(points, { mount: { ...mount, Mode: '', RW, anonymous: mount.anonymous }, copy: false });
    }
  }
}

function parent(find: (name: string) => ContainerRecord, name: string): ContainerRecord {
  try {
    return find(name);
  } catch (error) {
    // To a client, "not found" of a create means the image.
    if (error instanceof DockerError) throw new DockerError('invalidParameter', error.message);
    throw error;
  }
}

function addRequested(daemon: Daemon, points: Map<string, Pending>, { HostConfig }: ContainerRecord): void {
  const taken = new Set(Object.keys(HostConfig.Tmpfs ?? {}).map(clean));
  for (const raw of HostConfig.Binds ?? []) {
    const parsed = parseBind(raw, HostConfig.VolumeDriver ?? '');
    if (taken.has(parsed.destination)) throw duplicate(parsed.destination);
    put(points, requested(daemon, parsed, true));
    taken.add(parsed.destination);
  }
  for (const destination of Object.keys(HostConfig.Tmpfs ?? {})) taken.delete(clean(destination));
  for (const spec of HostConfig.Mounts ?? []) {
    const parsed = parseMount(spec, (path) => sourceExists(daemon, path));
    if (taken.has(parsed.destination)) throw duplicate(spec.Target);
    put(points, requested(daemon, parsed, spec.BindOptions?.CreateMountpoint === true));
    taken.add(parsed.destination);
  }
}

const duplicate = (destination: string) => new DockerError('invalidParameter', `Duplicate mount point: ${destination}`);

function put(points: Map<string, Pending>, pending: Pending): void {
  // A destination that is overridden keeps no place in the order.
  points.delete(pending.mount.Destination);
  points.set(pending.mount.Destination, pending);
}

/** Does a bind's source exist? Throws the text of stat's error. */
export function sourceExists(daemon: Daemon, path: string): boolean {
  try {
    return statOf(daemon.host, path) !== undefined;
  } catch (error) {
    if (isErrno(error)) throw new Error(`stat ${path}: ${strerror(error.code).toLowerCase()}`);
    throw error;
  }
}

function requested(daemon: Daemon, parsed: ParsedMount, createSource: boolean): Pending {
  const { spec, destination, mode } = parsed;
  const common = { Destination: destination, RW: spec.ReadOnly !== true, Propagation: '', nonRecursive: false };
  switch (parsed.type) {
    case 'bind': {
      const Propagation = spec.BindOptions?.Propagation || 'rprivate';
      const nonRecursive = spec.BindOptions?.NonRecursive === true;
      const mount = { ...common, Type: 'bind', Source: parsed.source, Mode: mode, Propagation } as const;
      return { mount: { ...mount, nonRecursive, createSource, anonymous: false }, copy: false };
    }
    case 'volume': {
      const volume = createVolume(daemon, {
        Name: parsed.source,
        Driver: parsed.driver,
        DriverOpts: spec.VolumeOptions?.DriverConfig?.Options ?? {},
        Labels: spec.VolumeOptions?.Labels ?? {},
      });
      const subpath = spec.VolumeOptions?.Subpath ?? '';
      return {
        mount: {
          ...common,
          ...volumeFields(volume.Name),
          // The driver `local` may share its volumes among containers: SELinux's `z` unless a mode was given.
          Mode: mode || 'z',
          anonymous: parsed.source === '',
          ...(subpath === '' ? {} : { subpath }),
        },
        copy: parsed.copy,
      };
    }
    case 'image': {
      const subpath = spec.ImageOptions?.Subpath ?? '';
      return {
        mount: {
          ...common,
          Type: 'bind',
          Name: parsed.source,
          Source: `${OVERLAY_ROOT}/${randomId(daemon)}/merged`,
          Mode: '',
          RW: false,
          Propagation: 'rprivate',
          createSource: false,
          anonymous: false,
          image: imageByName(daemon, parsed.source).Id,
          ...(subpath === '' ? {} : { subpath }),
        },
        copy: false,
      };
    }
    case 'tmpfs':
      return {
        mount: {
          ...common,
          Type: 'tmpfs',
          Source: '',
          Mode: '',
          createSource: false,
          anonymous: false,
          tmpfs: tmpfsWords(spec),
        },
        copy: false,
      };
  }
}

const volumeFields = (name: string) =>
  ({ Type: 'volume', Name: name, Source: mountpointOf(name), Driver: 'local', createSource: false }) as const;

/** mount(8)'s options for a `--mount type=tmpfs` (moby ConvertTmpfsOptions). */
function tmpfsWords(spec: MountSpec): readonly string[] {
  const { SizeBytes = 0, Mode = 0 } = spec.TmpfsOptions ?? {};
  return [
    ...(spec.ReadOnly ? ['ro'] : []),
    ...(Mode === 0 ? [] : [`mode=${Mode.toString(8)}`]),
    ...(SizeBytes === 0 ? [] : [`size=${sizeWord(SizeBytes)}`]),
  ];
}

/** Bytes in the largest unit that divides them. */
function sizeWord(bytes: number): string {
  const unit = (['g', 'm', 'k'] as const).find((_, i) => bytes % 2 ** (30 - 10 * i) === 0);
  return unit === undefined ? String(bytes) : `${bytes / { g: 2 ** 30, m: 2 ** 20, k: 2 ** 10 }[unit]}${unit}`;
}

function addAnonymous(
  daemon: Daemon,
  points: Map<string, Pending>,
  container: ContainerRecord,
  rootfs: Parameters<Parameters<typeof withRootfs>[2]>[0],
  destination: string,
): void {
  if (points.has(destination)) return;
  const root = mergedPath(container);
  const path = resourcePath(rootfs, destination, root);
  const stat = statOf(rootfs, path);
  if (stat && stat.type !== 'directory')
    throw new DockerError('system', `cannot mount volume over existing file, file exists ${root}${path}`);
  const driver = (container.HostConfig.VolumeDriver as string | undefined) ?? '';
  const { Name } = createVolume(daemon, { Name: '', Driver: driver });
  const mount: MountRecord = {
    ...volumeFields(Name),
    Destination: destination,
    Mode: '',
    RW: true,
    Propagation: '',
    nonRecursive: false,
    anonymous: true,
  };
  put(points, { mount, copy: true });
}

/** Copy-up: an empty volume takes over what the image has at its place, with owners and modes. */
function fillVolume(
  daemon: Daemon,
  container: ContainerRecord,
  rootfs: Parameters<Parameters<typeof withRootfs>[2]>[0],
  mount: MountRecord,
): void {
  const root = mergedPath(container);
  const path = resourcePath(rootfs, mount.Destination, root);
  const source = statOf(rootfs, path);
  // Nothing to copy: a volume that can't be mounted fails only when the container starts.
  if (!source) return;
  try {
    mountVolume(daemon, mount.Name!);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `failed to populate volume: ${error.message}`);
  }
  try {
    const target = volumePath(daemon, mount);
    const into = daemon.host.at(daemon.host.resolve(target, DAEMON));
    if (into.fs.stat(into.ino).type !== 'directory' || into.fs.readdir(into.ino).length > 0) return;
    if (source.type !== 'directory') throw new DockerError('system', `source ${root}${path} is not directory`);
    const from = rootfs.at(rootfs.resolve(path, DAEMON));
    copyDirectory(from.fs, from.ino, into.fs, into.ino);
    const files = countFiles(from.fs, from.ino);
    if (files > 0)
      note(daemon, { type: 'filled', container: container.Id, volume: mount.Name!, path: mount.Destination, files });
  } finally {
    unmountVolume(daemon, mount.Name!);
  }
}

/** What the image has at a mount's place is out of sight, unless it was copied just now. */
function noteCovered(
  daemon: Daemon,
  container: ContainerRecord,
  rootfs: Parameters<Parameters<typeof withRootfs>[2]>[0],
  { Destination: path, Name }: MountRecord,
): void {
  const filled = daemon.state.notes?.some(
    (each) => each.type === 'filled' && each.container === container.Id && each.volume === Name,
  );
  if (filled) return;
  try {
    const { fs, ino } = rootfs.at(rootfs.resolve(path, DAEMON));
    const entries = fs.stat(ino).type === 'directory' ? fs.readdir(ino).length : 0;
    if (entries > 0) note(daemon, { type: 'covered', container: container.Id, path, entries });
  } catch (error) {
    // Nothing is there that could be covered.
    if (!isErrno(error)) throw error;
  }
}

/**
 * The folder of a volume that a mount shows: itself, or a subpath that doesn't lead out of it. The volume is mounted.
 * @throws {DockerError} `cannot access path …`.
 */
export function volumePath(daemon: Daemon, { Name = '', subpath }: MountRecord): string {
  const base = mountpointOf(volumeByName(daemon, Name).Name);
  if (subpath === undefined) return base;
  const path = clean(`${base}/${subpath}`);
  let real: string;
  try {
    real = daemon.host.realpath(path, DAEMON);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const why = strerror(error.code).toLowerCase();
    throw new DockerError('system', `cannot access path ${path}: lstat ${path}: ${why}`);
  }
  if (real !== base && !real.startsWith(`${base}/`))
    throw new DockerError(
      'invalidParameter',
      `path concatenation escapes the base directory, base: ${base}, subpath: ${subpath}`,
    );
  return real;
}

/** The names of the volumes that `rm -v` takes along: those that weren't asked for by name. */
export function anonymousVolumes(mounts: readonly MountRecord[]): readonly string[] {
  return mounts.filter(({ Type, anonymous }) => Type === 'volume' && anonymous).map(({ Name }) => Name!);
}

/** Removes volumes, but for those that other containers use. */
export function removeUnused(daemon: Daemon, names: readonly string[]): void {
  for (const name of names)
    if (daemon.state.volumes.has(name) && usersOf(daemon, name).length === 0) removeVolume(daemon, name, false);
}

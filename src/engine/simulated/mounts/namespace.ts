import { isErrno, MountNamespace } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import { mergedPath, overlayId, resourcePath } from '../containers/rootfs.ts';
import { type Daemon, DOCKER_ROOT } from '../daemon.ts';
import { DAEMON, makeDirectories, statOf } from '../files.ts';
import { linkName, OVERLAY_ROOT } from '../images/store.ts';
import { clean, dirname, join } from '../path.ts';
import type { ContainerRecord, MountRecord } from '../state.ts';
import { mountVolume, newTmpfs, unmountVolume } from '../volumes.ts';
import { goError, runcError } from './errors.ts';
import { volumePath } from './setup.ts';
import { flagNames, parseTmpfs, shownOptions, type TmpfsMount, tmpfsFault } from './tmpfs.ts';

/** The id of a running container's mount namespace. */
export const namespaceId = (container: string): string => `container:${container}`;

/** A mount with everything about it decided, as runc gets it. */
type Ready =
  | {
      readonly kind: 'bind';
      readonly destination: string;
      readonly source: string;
      readonly readonly: boolean;
      readonly recursive: boolean;
    }
  | { readonly kind: 'tmpfs'; readonly destination: string; readonly tmpfs: TmpfsMount; readonly id: string };

/** The file systems of a container's own that go with its namespace. */
const ownId = (container: string, name: string): string => `${name}:${container}`;

/**
 * Sources of binds, made or checked as the daemon does when a container starts, in the order in which runc mounts:
 * by how deep the destination lies. Volumes with driver options must be mounted already.
 * @throws {DockerError}
 */
export function prepareMounts(daemon: Daemon, container: ContainerRecord): readonly Ready[] {
  const mounts = container.mounts.map((mount, index) => prepare(daemon, container, mount, index));
  const tmpfs = Object.entries(container.HostConfig.Tmpfs ?? {}).map(
    ([destination, options], index): Ready => ({
      kind: 'tmpfs',
      destination: clean(destination),
      tmpfs: parseTmpfs(options.split(',')),
      id: ownId(container.Id, `tmpfs${index}`),
    }),
  );
  return sortByDepth([...mounts, ...networkFiles(container, mounts), ...tmpfs]);
}

function prepare(daemon: Daemon, container: ContainerRecord, mount: MountRecord, index: number): Ready {
  const { Destination: destination } = mount;
  switch (mount.Type) {
    case 'tmpfs': {
      const tmpfs = parseTmpfs(mount.tmpfs ?? []);
      return { kind: 'tmpfs', destination, tmpfs, id: ownId(container.Id, `mount${index}`) };
    }
    case 'volume': {
      const source = volumePath(daemon, mount);
      return { kind: 'bind', destination, source, readonly: !mount.RW, recursive: true };
    }
    case 'bind':
      makeSource(daemon, mount);
      return {
        kind: 'bind',
        destination,
        source: mount.Source,
        readonly: !mount.RW,
        recursive: !mount.nonRecursive,
      };
  }
}

/** A bind's missing source: `-v` makes it, `--mount` doesn't. */
function makeSource(daemon: Daemon, { Source, createSource }: MountRecord): void {
  try {
    if (statOf(daemon.host, Source)) return;
    if (createSource) {
      makeDirectories(daemon.host, Source);
      return;
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    // runc says it better.
    if (error.code === 'ENOTDIR') return;
    throw new DockerError(
      'system',
      `error while creating mount source path '${Source}': mkdir ${Source}: ${goError(error)}`,
    );
  }
  throw new DockerError(
    'invalidParameter',
    `invalid mount config for type "bind": bind source path does not exist: ${Source}`,
  );
}

/** The files that the daemon keeps for every container, unless a mount of the user's is there. */
function networkFiles({ Id, HostConfig }: ContainerRecord, mounts: readonly Ready[]): readonly Ready[] {
  return ['resolv.conf', 'hostname', 'hosts'].flatMap((name): readonly Ready[] => {
    const destination = `/etc/${name}`;
    if (mounts.some((mount) => mount.destination === destination)) return [];
    const source = `${DOCKER_ROOT}/containers/${Id}/${name}`;
    return [{ kind: 'bind', destination, source, readonly: HostConfig.ReadonlyRootfs === true, recursive: true }];
  });
}

function sortByDepth(mounts: readonly Ready[]): readonly Ready[] {
  const depth = ({ destination }: Ready) => destination.split('/').length;
  return [...mounts].sort((a, b) => depth(a) - depth(b));
}

/**
 * The mount namespace of a container that starts: image and writable layer, /proc, /dev and /sys, and its mounts.
 * Mount points that don't exist are made in what lies there. A failed one leaves nothing behind. `pids` is its pid
 * namespace's number.
 * @throws {DockerError} in runc's words.
 */
export function buildNamespace(
  daemon: Daemon,
  container: ContainerRecord,
  mounts: readonly Ready[],
  pids: number,
): MountNamespace {
  const ns = daemon.vfs.namespace(namespaceId(container.Id));
  try {
    mountRoot(daemon, container, ns);
    const taken = new Set(mounts.map(({ destination }) => destination));
    mountSystem(daemon, container, ns, taken, pids);
    for (const mount of mounts) mountOne(daemon, container, ns, mount);
    makeWorkingDirectory(container, ns);
    if (!statOf(ns, '/dev/null')) throw runcError("can't mask paths: open /dev/null: no such file or directory");
    if (container.HostConfig.ReadonlyRootfs) ns.remount('/', { readonly: true });
    return ns;
  } catch (error) {
    disposeNamespace(daemon, container.Id);
    throw error;
  }
}

/**
 * Runs something on a container's files as `docker cp` sees them, whether it runs or not: image, writable layer, volumes
 * and binds, but no tmpfs and none of the system's own mounts.
 * @throws {DockerError}
 */
export function withMounts<T>(daemon: Daemon, container: ContainerRecord, operation: (ns: MountNamespace) => T): T {
  const ns = new MountNamespace(`archive:${container.Id}`, daemon.vfs);
  const volumes = container.mounts.flatMap(({ Type, Name = '' }) => (Type === 'volume' ? [Name] : []));
  const mounted: string[] = [];
  try {
    for (const volume of volumes) {
      mountVolume(daemon, volume);
      mounted.push(volume);
    }
    mountRoot(daemon, container, ns);
    for (const mount of prepareMounts(daemon, container)) {
      const missing = mount.kind === 'bind' && !statOf(daemon.host, mount.source);
      if (mount.kind === 'bind' && !missing) mountOne(daemon, container, ns, mount);
    }
    return operation(ns);
  } finally {
    ns.dispose();
    for (const volume of mounted) unmountVolume(daemon, volume);
  }
}

/**
 * Looks at a container's files, with its mounts, from outside: nothing is made or mounted for it. A mount whose place or
 * source doesn't exist (yet) isn't seen.
 */
export function lookInto<T>(daemon: Daemon, container: ContainerRecord, look: (ns: MountNamespace) => T): T {
  if (container.running) return look(daemon.vfs.namespaceOf(container.running.namespace));
  const ns = new MountNamespace(`look:${container.Id}`, daemon.vfs);
  try {
    mountRoot(daemon, container, ns);
    for (const { Type, Destination, Source, subpath } of container.mounts) {
      if (Type === 'tmpfs') continue;
      try {
        ns.bind(Destination, daemon.host, subpath === undefined ? Source : join(Source, subpath), { recursive: true });
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    }
    return look(ns);
  } finally {
    ns.dispose();
  }
}

/** Ends a container's namespace; what its tmpfs mounts held is gone. */
export function disposeNamespace(daemon: Daemon, container: string): void {
  const id = namespaceId(container);
  const own = new Set(
    daemon.vfs
      .namespaceOf(id)
      .mounts.map(({ fs }) => fs)
      .filter((fs) => fs.endsWith(`:${container}`)),
  );
  daemon.vfs.removeNamespace(id);
  own.delete(overlayId(container));
  for (const fs of own) daemon.vfs.remove(fs);
}

function mountRoot(daemon: Daemon, container: ContainerRecord, ns: MountNamespace): void {
  const { id, lower } = container.layer;
  const options = [
    'relatime',
    `lowerdir=${lower.map((folder) => `${OVERLAY_ROOT}/l/${linkName(folder)}`).join(':')}`,
    `upperdir=${OVERLAY_ROOT}/${id}/diff`,
    `workdir=${OVERLAY_ROOT}/${id}/work`,
  ];
  ns.mount('/', { fs: daemon.vfs.fs(overlayId(container.Id)), source: 'overlay', options: options.join(',') });
}

interface SystemMount {
  readonly path: string;
  readonly type: string;
  readonly source: string;
  readonly mode: number;
  readonly options: string;
  readonly readonly?: boolean;
  readonly size?: number;
}

/** What runc mounts into every container, but for the control groups. */
const SYSTEM_MOUNTS: readonly SystemMount[] = [
  { path: '/proc', type: 'proc', source: 'proc', mode: 0o555, options: 'nosuid,nodev,noexec,relatime' },
  { path: '/dev', type: 'tmpfs', source: 'tmpfs', mode: 0o755, options: 'nosuid,size=65536k,mode=755', size: 2 ** 26 },
  {
    path: '/dev/pts',
    type: 'devpts',
    source: 'devpts',
    mode: 0o755,
    options: 'nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
  },
  {
    path: '/sys',
    type: 'sysfs',
    source: 'sysfs',
    mode: 0o555,
    options: 'nosuid,nodev,noexec,relatime',
    readonly: true,
  },
  { path: '/dev/mqueue', type: 'mqueue', source: 'mqueue', mode: 0o1777, options: 'nosuid,nodev,noexec,relatime' },
  {
    path: '/dev/shm',
    type: 'tmpfs',
    source: 'shm',
    mode: 0o1777,
    options: 'nosuid,nodev,noexec,relatime,size=65536k',
    size: 2 ** 26,
  },
];

function mountSystem(
  { vfs }: Daemon,
  { Id }: ContainerRecord,
  ns: MountNamespace,
  taken: ReadonlySet<string>,
  pids: number,
): void {
  for (const { path, type, source, mode, options, readonly = false, size } of SYSTEM_MOUNTS) {
    // What the user mounts there replaces it, and with /dev goes all below.
    if (taken.has(path) || (path.startsWith('/dev/') && taken.has('/dev'))) continue;
    const id = ownId(Id, path);
    const capacity = size === undefined ? {} : { capacity: size };
    const fs =
      path === '/proc'
        ? vfs.proc(id, pids)
        : path === '/dev'
          ? vfs.dev(id, 'container')
          : vfs.disk(id, { type, layout: 'memory', root: { mode }, ...capacity });
    makeDirectories(ns, path);
    ns.mount(path, { fs, source, options, readonly });
  }
}

function mountOne(daemon: Daemon, container: ContainerRecord, ns: MountNamespace, mount: Ready): void {
  const destination = mount.destination.startsWith('/') ? mount.destination : `/${mount.destination}`;
  const source = mount.kind === 'bind' ? mount.source : 'tmpfs';
  const fail = (detail: string) => runcError(`error mounting "${source}" to rootfs at "${destination}": ${detail}`);
  const merged = mergedPath(container);
  const mountpoint = (detail: string) => fail(`create mountpoint for ${destination} mount: ${detail}`);
  const type = mount.kind === 'bind' ? sourceType(daemon, mount.source) : 'directory';
  if (destination === '/') throw mountpoint(`mountpoint "${merged}" is on the top of rootfs "${merged}"`);
  checkProc(destination, merged, mountpoint);
  const path = makeMountpoint(ns, destination, type, merged, mountpoint);
  if (mount.kind === 'tmpfs') {
    const { tmpfs } = mount;
    const fault = tmpfsFault(tmpfs);
    if (fault !== undefined) {
      const data = tmpfs.data.length > 0 ? `, data=${tmpfs.data.join(',')}` : '';
      throw fail(
        `mount src=tmpfs, dst=${destination}, dstFd=/proc/thread-self/fd/11, flags=${flagNames(tmpfs)}${data}: ${fault}`,
      );
    }
    const fs = newTmpfs(daemon, mount.id, tmpfs.data);
    ns.mount(path, { fs, source: 'tmpfs', options: shownOptions(tmpfs), readonly: tmpfs.readonly });
    return;
  }
  try {
    const { readonly, recursive } = mount;
    ns.bind(path, daemon.host, source, { readonly, recursive, readonlySubmounts: readonly });
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw fail(
      `mount src=${source}, dst=${destination}, dstFd=/proc/thread-self/fd/14, flags=MS_BIND|MS_REC: ${goError(error)}`,
    );
  }
}

function sourceType(daemon: Daemon, source: string): 'directory' | 'file' {
  try {
    return daemon.host.stat(source, DAEMON).type === 'directory' ? 'directory' : 'file';
  } catch (error) {
    if (isErrno(error)) throw runcError(`failed to fulfil mount request: open ${source}: ${goError(error)}`);
    throw error;
  }
}

/** runc lets nothing but a proc be mounted on /proc, and nothing inside it. */
function checkProc(destination: string, merged: string, refuse: (detail: string) => DockerError): void {
  if (destination === '/proc')
    throw refuse(`check proc-safety of /proc mount: "${merged}/proc" cannot be mounted because it is not of type proc`);
}

/** Finds or makes the place of a mount, links followed within the root; what it is for decides what is made. */
function makeMountpoint(
  ns: MountNamespace,
  destination: string,
  type: 'directory' | 'file',
  merged: string,
  refuse: (detail: string) => DockerError,
): string {
  let path: string;
  try {
    path = resourcePath(ns, destination, merged);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw refuse(
      `lookup mountpoint target: securejoin.OpenInRoot ${destination}: openat2 ${destination}: not a directory`,
    );
  }
  if (statOf(ns, path, false)) {
    if (destination.startsWith('/proc/'))
      throw refuse(
        `check proc-safety of ${destination} mount: "${merged}${destination}" cannot be mounted because it is inside /proc`,
      );
    return path;
  }
  if (destination.startsWith('/proc/'))
    throw refuse(`make mountpoint "${destination}": mkdirat ${merged}${destination}: no such file or directory`);
  const parent = dirname(path);
  let at = '/';
  const folders = (type === 'directory' ? path : parent).split('/').filter(Boolean);
  try {
    for (const folder of folders) {
      at = join(at, folder);
      makeDirectories(ns, at);
    }
    at = '';
    if (type === 'file') ns.create(path, { type: 'file', mode: 0o755 }, DAEMON);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const where = at === '' ? '' : `mkdirat ${merged}${at}: `;
    throw refuse(`make mountpoint "${destination}": ${where}${goError(error)}`);
  }
  return path;
}

/** A working directory that a mount hides is made again in what lies there. */
function makeWorkingDirectory({ Config }: ContainerRecord, ns: MountNamespace): void {
  if (Config.WorkingDir === '') return;
  const path = clean(Config.WorkingDir);
  try {
    makeDirectories(ns, path);
  } catch (error) {
    if (isErrno(error)) throw runcError(`mkdir ${path}: ${goError(error)}`);
    throw error;
  }
}

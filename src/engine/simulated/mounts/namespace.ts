import { isErrno, MountNamespace } from '../../../fs/index.ts';
import { mergedPath, overlayId } from '../containers/rootfs.ts';
import type { Daemon } from '../daemon.ts';
import { DAEMON, makeDirectories, statOf } from '../files.ts';
import { clean, join } from '../path.ts';
import type { ContainerRecord } from '../state.ts';
import { mountVolume, unmountVolume } from '../volumes.ts';
import { goError, runcError } from './errors.ts';
import { checkProc, makeMountpoint } from './point.ts';
import { prepareMounts, type Ready } from './prepare.ts';
import { mountImage, mountRoot, mountSystem } from './system.ts';
import { flagNames, limitsOf, shownOptions } from './tmpfs.ts';

/** The id of a running container's mount namespace. */
export const namespaceId = (container: string): string => `container:${container}`;

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

function sourceName(mount: Ready): string {
  if (mount.kind === 'bind') return mount.source;
  return mount.kind === 'image' ? mount.mount.Source : 'tmpfs';
}

function mountOne(daemon: Daemon, container: ContainerRecord, ns: MountNamespace, mount: Ready): void {
  const destination = mount.destination.startsWith('/') ? mount.destination : `/${mount.destination}`;
  const source = sourceName(mount);
  const fail = (detail: string) => runcError(`error mounting "${source}" to rootfs at "${destination}": ${detail}`);
  const merged = mergedPath(container);
  const mountpoint = (detail: string) => fail(`create mountpoint for ${destination} mount: ${detail}`);
  const type = mount.kind === 'bind' ? sourceType(daemon, mount.source) : 'directory';
  if (destination === '/') throw mountpoint(`mountpoint "${merged}" is on the top of rootfs "${merged}"`);
  checkProc(destination, merged, mountpoint);
  const covered = mount.kind === 'tmpfs' ? covers(ns, destination) : undefined;
  const path = makeMountpoint(ns, destination, type, merged, mountpoint);
  if (mount.kind === 'image') {
    mountImage(daemon, ns, path, mount);
    return;
  }
  if (mount.kind === 'tmpfs') {
    const { tmpfs } = mount;
    const limits = limitsOf(tmpfs, covered);
    if (limits === undefined) {
      const data = tmpfs.data.length > 0 ? `, data=${tmpfs.data.join(',')}` : '';
      throw fail(
        `mount src=tmpfs, dst=${destination}, dstFd=/proc/thread-self/fd/11, flags=${flagNames(tmpfs)}${data}: invalid argument`,
      );
    }
    const fs = daemon.vfs.tmpfs(mount.id, limits);
    ns.mount(path, { fs, source: 'tmpfs', options: shownOptions(tmpfs, limits), readonly: tmpfs.readonly });
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

/** The mode of the directory that a mount will cover; undefined if it has to be made first. */
function covers(ns: MountNamespace, destination: string): number | undefined {
  try {
    return statOf(ns, destination)?.mode;
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
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

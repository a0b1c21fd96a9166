import { isErrno, MountNamespace, strerror } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import type { Daemon } from '../daemon.ts';
import { DAEMON, statOf } from '../files.ts';
import { OVERLAY_ROOT } from '../images/store.ts';
import { clean, join } from '../path.ts';
import type { ContainerRecord } from '../state.ts';

/** The id of a container's overlay file system: it lives as long as the container does. */
export const overlayId = (container: string): string => `overlay:${container}`;

/** Where overlay2 mounts a container's root, as messages name it. */
export const mergedPath = (container: ContainerRecord): string => `${OVERLAY_ROOT}/${container.layer.id}/merged`;

/** Runs something on what image and writable layer make together, without any mount. */
export function withRootfs<T>(daemon: Daemon, container: ContainerRecord, operation: (ns: MountNamespace) => T): T {
  const ns = new MountNamespace(`rootfs:${container.Id}`, daemon.vfs);
  ns.mount('/', { fs: daemon.vfs.fs(overlayId(container.Id)) });
  try {
    return operation(ns);
  } finally {
    ns.dispose();
  }
}

const MAX_LINKS = 255;

/**
 * The path of a resource within a root, with its symbolic links followed so that none leads out of it; what doesn't
 * exist is taken by name (moby symlink.FollowSymlinkInScope). `root` is where messages say that it lies.
 * @throws {DockerError} `lstat …: not a directory`.
 */
export function resourcePath(ns: MountNamespace, path: string, root: string): string {
  const parts = clean(`/${path}`).split('/').filter(Boolean);
  let at = '/';
  for (let links = 0; parts.length > 0; ) {
    const next = join(at, parts.shift()!);
    // `..` of a link's target: by name, as what is above is no link any more.
    if (next === at || at.startsWith(next)) {
      at = next;
      continue;
    }
    let type: string | undefined;
    try {
      type = statOf(ns, next, false)?.type;
    } catch (error) {
      if (isErrno(error))
        throw new DockerError('system', `lstat ${root}${next}: ${strerror(error.code).toLowerCase()}`);
      throw error;
    }
    if (type === undefined) return clean([next, ...parts].join('/'));
    if (type !== 'symlink') {
      at = next;
      continue;
    }
    if (++links > MAX_LINKS) throw new DockerError('system', `too many links in ${root}${clean(`/${path}`)}`);
    const target = ns.readlink(next, DAEMON);
    parts.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
    if (target.startsWith('/')) at = '/';
  }
  return at;
}

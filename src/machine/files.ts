import { type Credentials, isErrno, type MountNamespace, ROOT, strerror, type Walker, writeAll } from '../fs/index.ts';
import type { Place } from '../lesson/probe.ts';
import type { FileLook, FileSaved } from './wire.ts';
import type { Surveyed } from './world.ts';

/*
 * Files as an editor beside the machine opens and saves them: on the host as its user, in volumes and containers as root.
 */

/** Larger files are not opened. */
const LARGEST = 512 * 1024;

/** A file's content and what `stat` tells; undefined if there is no file at this path. */
export function lookAt(machine: Surveyed, place: Place, path: string): FileLook | undefined {
  return inPlace(machine, place, path, (namespace, at) => {
    try {
      const { fs, ino } = namespace.at(namespace.resolve(at, asRoot));
      const { type, size, mode, uid, gid, mtime } = fs.stat(ino);
      if (type !== 'file') return undefined;
      const data = size <= LARGEST ? fs.read(ino, 0, size) : undefined;
      return { inode: ino, size, mode, uid, gid, mtime, ...(data && { data }) };
    } catch (error) {
      if (isErrno(error)) return undefined;
      throw error;
    }
  });
}

/**
 * Saves a file in place (the same inode gets new bytes) or by rename, as many editors do: a new file, which takes the old
 * one's name. @throws {Error} with the system's word, if it can't be.
 */
export function saveFile(
  machine: Surveyed,
  place: Place,
  path: string,
  data: Uint8Array,
  how: 'in-place' | 'rename',
  user: Credentials,
): FileSaved {
  const saved = inPlace(machine, place, path, (namespace, at): FileSaved => {
    const walker: Walker = { cwd: '/', credentials: 'host' in place ? user : ROOT };
    try {
      const before = inodeOf(namespace, at, walker);
      if (how === 'in-place') write(namespace, at, data, walker, false);
      else {
        const slash = at.lastIndexOf('/') + 1;
        const fresh = `${at.slice(0, slash)}.${at.slice(slash)}.new`;
        write(namespace, fresh, data, walker, true);
        try {
          if (before !== undefined) likeBefore(namespace, at, fresh, walker);
          namespace.rename(fresh, at, walker);
        } catch (error) {
          namespace.unlink(fresh, walker);
          throw error;
        }
      }
      return { before, inode: inodeOf(namespace, at, walker)! };
    } catch (error) {
      if (isErrno(error)) throw new Error(`${path} can't be saved: ${strerror(error.code)}.`);
      throw error;
    }
  });
  if (!saved) throw new Error(`${path} can't be saved: its place is gone.`);
  return saved;
}

const asRoot: Walker = { cwd: '/', credentials: ROOT };

function inPlace<T>(
  machine: Surveyed,
  place: Place,
  path: string,
  act: (namespace: MountNamespace, path: string) => T,
): T | undefined {
  if ('host' in place) {
    const home = machine.options.user === 'root' ? '/root' : '/home/learner';
    return act(machine.host, path.replace(/^~(?=\/|$)/, home));
  }
  if ('volume' in place) {
    if (!machine.engine.volumes.has(place.volume)) return undefined;
    return act(machine.host, `/var/lib/docker/volumes/${place.volume}/_data/${path.replace(/^\/+/, '')}`);
  }
  return machine.inContainer(place.container, (namespace) => act(namespace, path));
}

function inodeOf(namespace: MountNamespace, path: string, walker: Walker): number | undefined {
  try {
    return namespace.resolve(path, walker).ino;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function write(namespace: MountNamespace, path: string, data: Uint8Array, walker: Walker, exclusive: boolean): void {
  const how = { read: false, write: true, create: true, exclusive, truncate: true };
  const { fs, ino } = namespace.at(namespace.open(path, how, 0o644, walker));
  namespace.systems.through(namespace.id, () => writeAll(fs, ino, 0, data));
}

/** Editors give the new file the old one's mode, and its owner if they may. */
function likeBefore(namespace: MountNamespace, old: string, fresh: string, walker: Walker): void {
  const { mode, uid, gid } = namespace.stat(old, walker);
  namespace.setattr(fresh, { mode }, walker);
  try {
    namespace.setattr(fresh, { uid, gid }, walker);
  } catch (error) {
    if (!isErrno(error, 'EPERM')) throw error;
  }
}

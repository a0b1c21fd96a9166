import type { Credentials } from './credentials.ts';
import type { DirEntry, FileSystem, Ino, NewInode, SetAttr, Stat, StatFs } from './filesystem.ts';

/** A place in a namespace: an inode as seen through one mount. */
export interface Location {
  readonly mount: number;
  readonly ino: Ino;
}

/** A mount as data; file systems are named by their id. */
export interface Mount {
  readonly id: number;
  readonly fs: string;
  /** The inode of `fs` that appears at the mount point: a file's for a single-file bind. */
  readonly root: Ino;
  /** The mount that this one is mounted on, and the inode it covers; undefined for the root mount. */
  readonly parent: number | undefined;
  readonly point: Ino;
  readonly readonly: boolean;
  /** /proc/mounts' first field: `overlay`, `tmpfs`, `/dev/sda1`, `proc`. */
  readonly source: string;
  /** The path of the mount point at the time of mounting, within this namespace. */
  readonly path: string;
  readonly options: string;
}

/** How a path is walked: from where, as whom. */
export interface Walker {
  readonly cwd: string;
  readonly credentials: Credentials;
}

/**
 * What one group of processes sees as `/`: an ordered list of mounts over file systems. Paths are walked component by
 * component, `..` physically, symbolic links against this namespace's own root, crossing mounts both ways.
 * Every method throws `Errno` as the system call of its name would.
 */
export interface MountNamespace {
  readonly id: string;
  readonly mounts: readonly Mount[];
  fs(id: string): FileSystem;
  /** Mounts a file system (or one inode of it: a bind) on a path. ENOENT, ENOTDIR for a file over a directory or the reverse. */
  mount(
    at: string,
    source: { fs: FileSystem; root?: Ino; readonly?: boolean; source?: string; options?: string },
  ): Mount;
  /** mount --rbind: what `from` shows at `path`, with the mounts below it. */
  bind(at: string, from: MountNamespace, path: string, options?: { readonly?: boolean; recursive?: boolean }): Mount;
  /** EBUSY if something is mounted below, EINVAL if `path` is no mount point. */
  unmount(path: string): void;
  /** A copy that then changes on its own (unshare(CLONE_NEWNS)). */
  clone(id: string): MountNamespace;

  /** ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG. */
  resolve(path: string, walker: Walker, follow?: boolean): Location;
  /** The canonical path of what `path` names (realpath(3)). */
  realpath(path: string, walker: Walker): string;
  /** The path of a location within this namespace, for messages and getcwd. */
  pathOf(location: Location): string;
  at(location: Location): { readonly fs: FileSystem; readonly ino: Ino; readonly readonly: boolean };

  stat(path: string, walker: Walker, follow?: boolean): Stat;
  readdir(path: string, walker: Walker): readonly DirEntry[];
  readlink(path: string, walker: Walker): string;
  /** Is the access allowed to these credentials; `EROFS` for a write on a read-only mount. */
  access(path: string, mode: { read?: boolean; write?: boolean; execute?: boolean }, walker: Walker): void;
  /** open(2)'s part that concerns the tree: finds or creates, checks permissions. The mode has had the umask applied. */
  open(
    path: string,
    flags: {
      read: boolean;
      write: boolean;
      create: boolean;
      exclusive: boolean;
      truncate: boolean;
      directory?: boolean;
      nofollow?: boolean;
    },
    mode: number,
    walker: Walker,
  ): Location;
  create(path: string, inode: Omit<NewInode, 'uid' | 'gid'>, walker: Walker): Location;
  link(existing: string, path: string, walker: Walker): void;
  unlink(path: string, walker: Walker): void;
  rmdir(path: string, walker: Walker): void;
  rename(from: string, to: string, walker: Walker): void;
  setattr(path: string, attributes: SetAttr, walker: Walker, follow?: boolean): void;
  statfs(path: string, walker: Walker): StatFs & { readonly mount: Mount };
}

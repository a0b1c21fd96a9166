/** An inode's number within its {@link FileSystem}. */
export type Ino = number;

export type FileType = 'file' | 'directory' | 'symlink' | 'chardev' | 'fifo' | 'socket';

/** What stat(2) tells. Times are milliseconds since the epoch (fractions allowed), `mode` is the permission bits (07777). */
export interface Stat {
  /** The device number: one for each mounted file system. */
  readonly dev: number;
  readonly ino: Ino;
  readonly type: FileType;
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; for a directory 4096 on a disk. */
  readonly size: number;
  /** 512-byte blocks. */
  readonly blocks: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  /** [major, minor] of a character device. */
  readonly rdev?: readonly [number, number];
}

export interface DirEntry {
  readonly name: string;
  readonly ino: Ino;
  readonly type: FileType;
}

/** What statfs(2) tells; sizes in bytes. */
export interface StatFs {
  readonly type: string;
  readonly size: number;
  readonly used: number;
  readonly available: number;
  /** Inodes in all and free ones; undefined where a file system doesn't count them. */
  readonly files?: number;
  readonly filesFree?: number;
}

/** A new directory entry's inode: `target` for a symlink, `rdev` for a device. */
export interface NewInode {
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly target?: string;
  readonly rdev?: readonly [number, number];
}

export interface SetAttr {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Truncates or extends with zero bytes. */
  readonly size?: number;
  readonly atime?: number;
  readonly mtime?: number;
  /** The times are the present (UTIME_NOW): whoever may write may set them. A file system doesn't look at it. */
  readonly now?: boolean;
}

/** The kernel's clock as a file system needs it: milliseconds since the epoch. */
export type Now = () => number;

/**
 * A file system as the kernel's VFS sees it: inodes by number, names only within a directory. It knows neither paths,
 * nor mounts, nor who asks: {@link MountNamespace} walks paths and checks permissions. Every method throws `Errno`.
 */
export interface FileSystem {
  /** Unique in the machine and stable over checkpoints: `disk`, `overlay:<container id>`, `tmpfs:7`. */
  readonly id: string;
  /** The name in /proc/mounts and df: ext4, overlay, tmpfs, proc, devtmpfs. */
  readonly type: string;
  readonly dev: number;
  readonly root: Ino;
  lookup(dir: Ino, name: string): Ino | undefined;
  /** The directory that holds this directory; the root's is the root. */
  parent(dir: Ino): Ino;
  /** Without `.` and `..`, in the order of the directory (not sorted). */
  readdir(dir: Ino): readonly DirEntry[];
  stat(ino: Ino): Stat;
  readlink(ino: Ino): string;
  create(dir: Ino, name: string, inode: NewInode): Ino;
  link(dir: Ino, name: string, ino: Ino): void;
  /** Removes a name of a non-directory; the inode goes with its last name and last {@link release}. */
  unlink(dir: Ino, name: string): void;
  rmdir(dir: Ino, name: string): void;
  /** rename(2): replaces a file by a file, an empty directory by a directory. */
  rename(from: Ino, name: string, to: Ino, newName: string): void;
  setattr(ino: Ino, attributes: SetAttr): void;
  /** At most `length` bytes from `offset`; empty at the end. The bytes are the caller's: they don't change later. */
  read(ino: Ino, offset: number, length: number): Uint8Array;
  /** How many bytes were written: fewer than given if the file system is full then, ENOSPC if none. See {@link writeAll}. */
  write(ino: Ino, offset: number, data: Uint8Array): number;
  /** A file was read, or a directory listed, through a mount that allows writing: moves atime as relatime does. */
  accessed(ino: Ino): void;
  /** A file is being opened for writing: where layers lie under it, it is copied to the upper one now. */
  copyUp?(ino: Ino): void;
  statfs(): StatFs;
  /** Keeps an inode alive while it is open or bind-mounted, names or not. */
  retain(ino: Ino): void;
  release(ino: Ino): void;
}

/** Writes all of the bytes. ENOSPC, after as many as fit. */
export function writeAll(fs: FileSystem, ino: Ino, offset: number, data: Uint8Array): void {
  for (let done = 0; done < data.length; )
    done += fs.write(ino, offset + done, done === 0 ? data : data.subarray(done));
}

/** One change of a file system, as the scene and the tests see it. */
export interface FsChange {
  readonly fs: string;
  readonly ino: Ino;
  readonly kind: 'create' | 'write' | 'attributes' | 'remove' | 'rename';
  /** The directory and the name, where the change has one. */
  readonly dir?: Ino;
  readonly name?: string;
}

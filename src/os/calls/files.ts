import {
  capable,
  type DirEntry,
  Errno,
  type FileType,
  isErrno,
  type Mount,
  type Stat,
  type StatFs,
  type Walker,
} from '../../fs/index.ts';
import { above, DEFAULT_RLIMITS, type Resource, type Rlimit } from '../rlimits.ts';
import type { Inode } from '../state.ts';
import type { Fd, OpenFlags } from '../sys.ts';
import { Calls } from './base.ts';

/** System calls on files by their paths. */
export class FileCalls extends Calls {
  get cwd(): string {
    return this.#workingDirectory();
  }

  /** getcwd(2): where the working directory is by now; its last path if it has been removed. */
  #workingDirectory(): string {
    const { process } = this;
    const root: Walker = { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } };
    try {
      const { mount, ino } = this.namespace.resolve(process.cwd, root);
      if (mount !== process.directory.mount || ino !== process.directory.ino) {
        process.cwd = this.namespace.pathOf(process.directory);
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
      try {
        process.cwd = this.namespace.pathOf(process.directory);
      } catch (gone) {
        if (!isErrno(gone)) throw gone;
      }
    }
    return process.cwd;
  }

  open(path: string, flags: OpenFlags = {}, mode = 0o666): Fd {
    const fd = this.freeFd(0);
    const file = this.core.opening.open(this.opener, path, flags, mode);
    this.process.fds.set(fd, file.id);
    return fd;
  }
  close(fd: Fd): void {
    const file = this.file(fd);
    this.process.fds.delete(fd);
    this.core.files.release(file);
    this.alive();
  }
  stat(path: string): Stat {
    return this.core.opening.stat(this.opener, path);
  }
  lstat(path: string): Stat {
    return this.core.opening.lstat(this.opener, path);
  }
  fstat(fd: Fd): Stat {
    return this.core.files.stat(this.file(fd));
  }
  readdir(path: string): readonly DirEntry[] {
    return this.core.opening.readdir(this.opener, path);
  }
  mkdir(path: string, mode = 0o777): void {
    this.namespace.create(path, { type: 'directory', mode: mode & ~this.process.umask }, this.walker);
  }
  rmdir(path: string): void {
    this.namespace.rmdir(path, this.walker);
  }
  unlink(path: string): void {
    this.namespace.unlink(path, this.walker);
  }
  rename(from: string, to: string): void {
    this.namespace.rename(from, to, this.walker);
  }
  link(existing: string, path: string): void {
    this.namespace.link(existing, path, this.walker);
  }
  symlink(target: string, path: string): void {
    this.namespace.create(path, { type: 'symlink', mode: 0o777, target }, this.walker);
  }
  mknod(path: string, type: FileType, mode: number, rdev?: readonly [number, number]): void {
    const inode = { type, mode: mode & ~this.process.umask, ...(rdev ? { rdev } : {}) };
    this.namespace.create(path, inode, this.walker);
  }
  readlink(path: string): string {
    return this.namespace.readlink(path, this.walker);
  }
  realpath(path: string): string {
    return this.namespace.realpath(path, this.walker);
  }
  chmod(path: string, mode: number): void {
    this.namespace.setattr(path, { mode }, this.walker);
  }
  chown(path: string, uid: number, gid: number, follow = true): void {
    const owner = { ...(uid < 0 ? {} : { uid }), ...(gid < 0 ? {} : { gid }) };
    this.namespace.setattr(path, owner, this.walker, follow);
  }
  utimes(path: string, atime: number | 'now', mtime: number | 'now', follow = true): void {
    const time = this.core.clock.now();
    const times = { atime: atime === 'now' ? time : atime, mtime: mtime === 'now' ? time : mtime };
    const now = atime === 'now' && mtime === 'now';
    this.namespace.setattr(path, { ...times, now }, this.walker, follow);
  }
  truncate(path: string, size: number): void {
    this.namespace.setattr(path, { size }, this.walker);
  }
  access(path: string, mode: { read?: boolean; write?: boolean; execute?: boolean }): boolean {
    try {
      this.core.opening.access(this.opener, path, mode);
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }
  statfs(path: string): StatFs & { readonly mount: Mount } {
    return this.namespace.statfs(path, this.walker);
  }
  mounts(): readonly Mount[] {
    return this.namespace.mounts;
  }
  chdir(path: string): void {
    const { process } = this;
    const directory = this.directory(path);
    const cwd = this.namespace.realpath(path, this.walker);
    this.core.opening.retainDirectory(directory);
    this.core.opening.releaseDirectory(process.directory);
    process.directory = directory;
    process.cwd = cwd;
  }
  /** A directory that one may go to. ENOENT, ENOTDIR, EACCES. */
  protected directory(path: string): Inode {
    const directory = this.core.opening.directory(this.opener, path);
    if (this.core.files.fileSystem(directory).stat(directory.ino).type !== 'directory') throw new Errno('ENOTDIR');
    this.namespace.access(path, { execute: true }, this.walker);
    return directory;
  }
  umask(mask?: number): number {
    const before = this.process.umask;
    if (mask !== undefined) this.process.umask = mask & 0o777;
    return before;
  }
  rlimit(resource: Resource, limit?: Rlimit): Rlimit {
    const { process } = this;
    const before = process.rlimits[resource] ?? DEFAULT_RLIMITS[resource];
    if (limit === undefined) return before;
    if (above(limit.soft, limit.hard)) throw new Errno('EINVAL');
    if (above(limit.hard, before.hard) && !capable(process.credentials, 'SYS_RESOURCE')) throw new Errno('EPERM');
    process.rlimits = { ...process.rlimits, [resource]: limit };
    return before;
  }
}

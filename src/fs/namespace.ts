import { type Credentials, capable } from './credentials.ts';
import { Errno } from './errno.ts';
import type { DirEntry, NewInode, SetAttr, Stat, StatFs } from './filesystem.ts';
import { found, MountTree } from './mount-tree.ts';
import type { Location, Mount } from './mounts.ts';
import { isWithin } from './paths.ts';
import { allowed, check, checkDelete, checkSetAttr, EXECUTE, inherit, READ, WRITE } from './permissions.ts';
import type { Walked, Walker } from './walk.ts';

export interface OpenHow {
  readonly read: boolean;
  readonly write: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly directory?: boolean;
  readonly nofollow?: boolean;
}

/**
 * What one group of processes sees as `/`: an ordered list of mounts over file systems. Paths are walked component by
 * component, `..` physically, symbolic links against this namespace's own root, crossing mounts both ways.
 * Every method throws `Errno` as the system call of its name would.
 */
export class MountNamespace extends MountTree {
  /** A copy that then changes on its own (unshare(CLONE_NEWNS)); locations of this one are valid in the copy. */
  clone(id: string): MountNamespace {
    const copy = new MountNamespace(id, this.systems);
    copy.adopt(this);
    return copy;
  }

  stat(path: string, walker: Walker, follow = true): Stat {
    return this.#stat(this.resolve(path, walker, follow));
  }

  readdir(path: string, walker: Walker): readonly DirEntry[] {
    const at = this.resolve(path, walker);
    const { fs, ino, readonly } = this.at(at);
    const stat = fs.stat(ino);
    if (stat.type !== 'directory') throw new Errno('ENOTDIR');
    check(stat, walker.credentials, READ);
    const entries = fs.readdir(ino);
    if (!readonly) fs.accessed(ino);
    return entries;
  }

  /** EINVAL if it is no symbolic link. */
  readlink(path: string, walker: Walker): string {
    const { fs, ino } = this.at(this.resolve(path, walker, false));
    if (fs.stat(ino).type !== 'symlink') throw new Errno('EINVAL');
    return fs.readlink(ino);
  }

  /** Is the access allowed to these credentials; `EROFS` for a write on a read-only mount. */
  access(path: string, mode: { read?: boolean; write?: boolean; execute?: boolean }, walker: Walker): void {
    const { fs, ino, readonly } = this.at(this.resolve(path, walker));
    const stat = fs.stat(ino);
    if (mode.write && readonly && stat.type !== 'chardev') throw new Errno('EROFS');
    const wanted = (mode.read ? READ : 0) | (mode.write ? WRITE : 0) | (mode.execute ? EXECUTE : 0);
    check(stat, walker.credentials, wanted);
  }

  /** open(2)'s part that concerns the tree: finds or creates, checks permissions. The mode has had the umask applied. */
  open(path: string, flags: OpenHow, mode: number, walker: Walker): Location {
    const { credentials } = walker;
    const follow = !flags.nofollow && !(flags.create && (flags.exclusive || path.endsWith('/')));
    const walked = this.walk(path, walker, follow, flags.create);
    if (flags.create && walked.slash) throw new Errno('EISDIR');
    if (walked.at === undefined) {
      if (!flags.create) throw new Errno('ENOENT');
      return this.#create(walked, { type: 'file', mode }, credentials);
    }
    if (flags.create && flags.exclusive) throw new Errno('EEXIST');
    const { fs, ino, readonly } = this.at(walked.at);
    const stat = fs.stat(ino);
    if (flags.create && stat.type === 'directory') throw new Errno('EISDIR');
    if (stat.type === 'symlink') throw new Errno('ELOOP');
    if (flags.directory && stat.type !== 'directory') throw new Errno('ENOTDIR');
    if (stat.type === 'directory' && flags.write) throw new Errno('EISDIR');
    const writes = flags.write || flags.truncate;
    check(stat, credentials, (flags.read ? READ : 0) | (writes ? WRITE : 0));
    if (writes && readonly && stat.type === 'file') throw new Errno('EROFS');
    if (flags.truncate && stat.type === 'file') {
      this.#through(() => fs.setattr(ino, checkSetAttr(stat, credentials, { size: 0 })));
    }
    if (flags.write && stat.type === 'file') this.#through(() => fs.copyUp?.(ino));
    return walked.at;
  }

  /** mkdir(2), symlink(2), mknod(2). */
  create(path: string, inode: Omit<NewInode, 'uid' | 'gid'>, walker: Walker): Location {
    if (inode.target === '') throw new Errno('ENOENT');
    const walked = this.#walkNew(path, walker);
    if (walked.slash && inode.type !== 'directory') throw new Errno('ENOENT');
    if (inode.type === 'chardev' && !capable(walker.credentials, 'MKNOD')) throw new Errno('EPERM');
    return this.#create(walked, inode, walker.credentials);
  }

  link(existingPath: string, path: string, walker: Walker): void {
    const { credentials } = walker;
    const from = this.resolve(existingPath, walker, false);
    const to = this.#walkNew(path, walker);
    if (to.slash) throw new Errno('ENOENT');
    const directory = this.#writable(to.directory);
    if (from.mount !== to.directory.mount) throw new Errno('EXDEV');
    const { fs, ino } = this.at(from);
    const stat = fs.stat(ino);
    // Distributions switch fs.protected_hardlinks on: one links only what one owns or may write.
    const own = capable(credentials, 'FOWNER') || credentials.uid === stat.uid;
    if (!own && !(stat.type === 'file' && !(stat.mode & 0o4000) && allowed(stat, credentials, READ | WRITE))) {
      throw new Errno('EPERM');
    }
    check(directory, credentials, WRITE | EXECUTE);
    if (stat.type === 'directory') throw new Errno('EPERM');
    this.#through(() => fs.link(to.directory.ino, to.name, ino));
  }

  unlink(path: string, walker: Walker): void {
    const walked = this.walk(path, walker, false, true);
    if (!walked.named) throw new Errno('EISDIR');
    const directory = this.#writable(walked.directory);
    const entry = this.#stat(found(walked));
    if (walked.slash) throw new Errno(entry.type === 'directory' ? 'EISDIR' : 'ENOTDIR');
    checkDelete(directory, entry, walker.credentials);
    if (entry.type === 'directory') throw new Errno('EISDIR');
    this.#notMountPoint(walked);
    const { fs, ino } = this.at(walked.directory);
    this.#through(() => fs.unlink(ino, walked.name));
  }

  rmdir(path: string, walker: Walker): void {
    const walked = this.walk(path, walker, false, true);
    if (!walked.named)
      throw new Errno(({ '/': 'EBUSY', '.': 'EINVAL', '..': 'ENOTEMPTY' } as const)[walked.name as '/']);
    const directory = this.#writable(walked.directory);
    const entry = this.#stat(found(walked));
    checkDelete(directory, entry, walker.credentials);
    if (entry.type !== 'directory') throw new Errno('ENOTDIR');
    this.#notMountPoint(walked);
    const { fs, ino } = this.at(walked.directory);
    this.#through(() => fs.rmdir(ino, walked.name));
  }

  rename(from: string, to: string, walker: Walker): void {
    const { credentials } = walker;
    const [source, target] = [this.walk(from, walker, false, true), this.walk(to, walker, false, true)];
    if (source.directory.mount !== target.directory.mount) throw new Errno('EXDEV');
    if (!source.named || !target.named) throw new Errno('EBUSY');
    const sourceDirectory = this.#writable(source.directory);
    const targetDirectory = this.#writable(target.directory);
    const moved = this.#stat(found(source));
    const directory = moved.type === 'directory';
    const { fs } = this.at(source.directory);
    if (!directory && (source.slash || target.slash)) throw new Errno('ENOTDIR');
    const [ino, there] = [fs.lookup(source.directory.ino, source.name), fs.lookup(target.directory.ino, target.name)];
    const replaced = target.at && this.#stat(target.at);
    if (directory && isWithin(fs, target.directory.ino, ino!)) throw new Errno('EINVAL');
    if (replaced?.type === 'directory' && isWithin(fs, source.directory.ino, there!)) throw new Errno('ENOTEMPTY');
    if (ino === there) return;
    checkDelete(sourceDirectory, moved, credentials);
    if (!replaced) check(targetDirectory, credentials, WRITE | EXECUTE);
    else {
      checkDelete(targetDirectory, replaced, credentials);
      if (directory && replaced.type !== 'directory') throw new Errno('ENOTDIR');
      if (!directory && replaced.type === 'directory') throw new Errno('EISDIR');
    }
    // Moving a directory elsewhere changes its `..`.
    if (directory && source.directory.ino !== target.directory.ino) check(moved, credentials, WRITE);
    this.#notMountPoint(source);
    if (replaced) this.#notMountPoint(target);
    this.#through(() => fs.rename(source.directory.ino, source.name, target.directory.ino, target.name));
  }

  /** chmod(2), chown(2), utimensat(2), truncate(2). */
  setattr(path: string, attributes: SetAttr, walker: Walker, follow = true): void {
    this.setattrAt(this.resolve(path, walker, follow), attributes, walker.credentials);
  }

  /** The same for an open file: fchmod(2) and so on. */
  setattrAt(location: Location, attributes: SetAttr, credentials: Credentials): void {
    const { fs, ino, readonly } = this.at(location);
    const stat = fs.stat(ino);
    if (attributes.size !== undefined && stat.type === 'directory') throw new Errno('EISDIR');
    if (readonly) throw new Errno('EROFS');
    const wanted = checkSetAttr(stat, credentials, attributes);
    this.#through(() => fs.setattr(ino, wanted));
  }

  statfs(path: string, walker: Walker): StatFs & { readonly mount: Mount } {
    const mount = this.mountOf(this.resolve(path, walker));
    return { ...this.fs(mount.fs).statfs(), mount };
  }

  #walkNew(path: string, walker: Walker): Walked {
    const walked = this.walk(path, walker, false, true);
    if (!walked.named || walked.at) throw new Errno('EEXIST');
    return walked;
  }

  #create(walked: Walked, inode: Omit<NewInode, 'uid' | 'gid'>, who: Credentials): Location {
    const { directory, name } = walked;
    const stat = this.#writable(directory);
    check(stat, who, WRITE | EXECUTE);
    const { fs } = this.at(directory);
    // mkdir(2) takes permissions and the sticky bit; setgid comes from the directory alone.
    const mode = inode.type === 'directory' ? inode.mode & 0o1777 : inode.mode;
    const made = { ...inode, ...inherit(stat, who, { type: inode.type, mode }) };
    return { mount: directory.mount, ino: this.#through(() => fs.create(directory.ino, name, made)) };
  }

  #through<T>(operation: () => T): T {
    return this.systems.through(this.id, operation);
  }

  #stat(location: Location): Stat {
    const { fs, ino } = this.at(location);
    return fs.stat(ino);
  }

  /** A directory's stat, if its mount may be written to. EROFS. */
  #writable(location: Location): Stat {
    const { fs, ino, readonly } = this.at(location);
    if (readonly) throw new Errno('EROFS');
    return fs.stat(ino);
  }

  #notMountPoint({ directory, name }: Walked): void {
    const { fs } = this.at(directory);
    const ino = fs.lookup(directory.ino, name);
    // Busy however one gets there: through another bind of the same file system too.
    if (ino !== undefined && this.table.covers(fs.id, ino)) throw new Errno('EBUSY');
  }
}

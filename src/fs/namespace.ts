import type { Credentials } from './credentials.ts';
import { Errno } from './errno.ts';
import type { DirEntry, FileSystem, Ino, NewInode, SetAttr, Stat, StatFs } from './filesystem.ts';
import { type Location, type Mount, MountTable } from './mounts.ts';
import { isWithin, nameOf } from './paths.ts';
import { allowed, check, checkDelete, checkSetAttr, EXECUTE, inherit, READ, WRITE } from './permissions.ts';
import { type Walked, type Walker, walk } from './walk.ts';

/** Where a namespace finds its file systems. */
export interface FileSystems {
  fs(id: string): FileSystem;
  /** Runs an operation whose changes are seen as made through a namespace. */
  through<T>(namespace: string, operation: () => T): T;
}

/** A {@link MountNamespace} as plain data. */
export interface SavedNamespace {
  readonly id: string;
  readonly mounts: readonly Mount[];
  readonly next: number;
}

export interface OpenHow {
  readonly read: boolean;
  readonly write: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly directory?: boolean;
  readonly nofollow?: boolean;
}

const SUPERUSER: Walker = { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } };

/**
 * What one group of processes sees as `/`: an ordered list of mounts over file systems. Paths are walked component by
 * component, `..` physically, symbolic links against this namespace's own root, crossing mounts both ways.
 * Every method throws `Errno` as the system call of its name would.
 */
export class MountNamespace {
  readonly table = new MountTable();
  #next = 1;

  constructor(
    readonly id: string,
    readonly systems: FileSystems,
  ) {}

  get mounts(): readonly Mount[] {
    return this.table.list;
  }

  fs(id: string): FileSystem {
    return this.systems.fs(id);
  }

  /**
   * Mounts a file system (or one inode of it: a bind) on a path; the first mount is the root, at `/`.
   * ENOENT, ENOTDIR for a file over a directory or the reverse.
   */
  mount(
    at: string,
    source: { fs: FileSystem; root?: Ino; readonly?: boolean; source?: string; options?: string },
  ): Mount {
    const { fs, root = fs.root, readonly = false, options = '' } = source;
    const mount = { fs: fs.id, root, readonly, source: source.source ?? fs.type, options };
    if (this.mounts.length === 0) return this.#add({ ...mount, parent: undefined, point: 0, path: '/' });
    const walked = this.#walk(at, SUPERUSER, true);
    const point = found(walked);
    const covered = this.at(point);
    const [above, below] = [fs.stat(root).type, covered.fs.stat(covered.ino).type];
    if ((above === 'directory') !== (below === 'directory')) throw new Errno('ENOTDIR');
    return this.#add({ ...mount, parent: point.mount, point: point.ino, path: this.#canonical(walked) });
  }

  /**
   * mount --bind: what `from` shows at `path`; `recursive` with the mounts below it. `readonly` is for the bind itself,
   * `readonlySubmounts` for those below it too (as Docker's read-only binds are).
   */
  bind(
    at: string,
    from: MountNamespace,
    path: string,
    options: { readonly?: boolean; recursive?: boolean; readonlySubmounts?: boolean } = {},
  ): Mount {
    const { readonly = false, recursive = false, readonlySubmounts = false } = options;
    const walked = from.#walk(path, SUPERUSER, true);
    const seen = found(walked);
    const origin = from.#mountOf(seen);
    const below = recursive ? from.#mountsBelow(seen, from.#canonical(walked)) : [];
    const source = { fs: this.fs(origin.fs), root: seen.ino, source: origin.source, options: origin.options };
    const bound = this.mount(at, { ...source, readonly: readonly || origin.readonly });
    const ids = new Map([[origin.id, bound.id]]);
    for (const mount of below) {
      const parent = ids.get(mount.parent ?? 0);
      if (parent === undefined) continue;
      const copy = this.#add({
        ...mount,
        parent,
        readonly: mount.readonly || readonlySubmounts,
        path: rebase(mount.path, from.#canonical(walked), bound.path),
      });
      ids.set(mount.id, copy.id);
    }
    return bound;
  }

  /** EBUSY if something is mounted below, EINVAL if `path` is no mount point. */
  unmount(path: string): void {
    const at = found(this.#walk(path, SUPERUSER, true));
    const mount = this.#mountOf(at);
    if (at.ino !== mount.root || mount.parent === undefined) throw new Errno('EINVAL');
    if (this.table.hasChildren(mount.id)) throw new Errno('EBUSY');
    this.table.remove(mount);
    this.#hold(mount, false);
  }

  /** mount -o remount,ro and rw. EINVAL if `path` is no mount point. */
  remount(path: string, { readonly }: { readonly readonly: boolean }): void {
    const at = found(this.#walk(path, SUPERUSER, true));
    const mount = this.#mountOf(at);
    if (at.ino !== mount.root) throw new Errno('EINVAL');
    this.table.replace({ ...mount, readonly });
  }

  /** Lets go of all mounts: the namespace's last process has ended. */
  dispose(): void {
    for (const mount of this.mounts) this.#hold(mount, false);
    this.table.list = [];
  }

  /** A copy that then changes on its own (unshare(CLONE_NEWNS)); locations of this one are valid in the copy. */
  clone(id: string): MountNamespace {
    const copy = new MountNamespace(id, this.systems);
    copy.load(this.save());
    for (const mount of copy.mounts) copy.#hold(mount, true);
    return copy;
  }

  save(): SavedNamespace {
    return { id: this.id, mounts: this.mounts, next: this.#next };
  }

  /** Takes over saved mounts. What they hold is part of the file systems' own saved state. */
  load(saved: SavedNamespace): void {
    if (this.table.list !== saved.mounts) this.table.list = saved.mounts;
    this.#next = saved.next;
  }

  /** ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG. */
  resolve(path: string, walker: Walker, follow = true): Location {
    return found(this.#walk(path, walker, follow));
  }

  /** The canonical path of what `path` names (realpath(3)). */
  realpath(path: string, walker: Walker): string {
    const walked = this.#walk(path, walker, true);
    found(walked);
    return this.#canonical(walked);
  }

  /** The path of a location within this namespace, for messages and getcwd. ENOENT if it has been removed. */
  pathOf(location: Location): string {
    const names: string[] = [];
    for (let at = location; ; ) {
      const mount = this.#mountOf(at);
      if (at.ino === mount.root) {
        if (mount.parent === undefined) return `/${names.reverse().join('/')}`;
        at = { mount: mount.parent, ino: mount.point };
        continue;
      }
      const { name, dir } = nameOf(this.fs(mount.fs), at.ino, mount.root);
      names.push(name);
      at = { mount: at.mount, ino: dir };
    }
  }

  at(location: Location): { readonly fs: FileSystem; readonly ino: Ino; readonly readonly: boolean } {
    const mount = this.#mountOf(location);
    return { fs: this.fs(mount.fs), ino: location.ino, readonly: mount.readonly };
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
    const walked = this.#walk(path, walker, follow, flags.create);
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
    const walked = this.#walkNew(path, walker);
    if (walked.slash && inode.type !== 'directory') throw new Errno('ENOENT');
    const { uid } = walker.credentials;
    if (inode.type === 'chardev' && uid !== 0) throw new Errno('EPERM');
    return this.#create(walked, inode, walker.credentials);
  }

  link(existingPath: string, path: string, walker: Walker): void {
    const { credentials } = walker;
    const from = this.resolve(existingPath, walker, false);
    const to = this.#walkNew(path, walker);
    if (to.slash) throw new Errno('ENOENT');
    if (from.mount !== to.directory.mount) throw new Errno('EXDEV');
    const { fs, ino } = this.at(from);
    const stat = fs.stat(ino);
    // Distributions switch fs.protected_hardlinks on: one links only what one owns or may write.
    const own = credentials.uid === 0 || credentials.uid === stat.uid;
    if (!own && !(stat.type === 'file' && !(stat.mode & 0o4000) && allowed(stat, credentials, READ | WRITE))) {
      throw new Errno('EPERM');
    }
    const directory = this.#writable(to.directory);
    check(directory, credentials, WRITE | EXECUTE);
    if (stat.type === 'directory') throw new Errno('EPERM');
    this.#through(() => fs.link(to.directory.ino, to.name, ino));
  }

  unlink(path: string, walker: Walker): void {
    const walked = this.#walk(path, walker, false, true);
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
    const walked = this.#walk(path, walker, false, true);
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
    const [source, target] = [this.#walk(from, walker, false, true), this.#walk(to, walker, false, true)];
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
    if (readonly) throw new Errno('EROFS');
    const wanted = checkSetAttr(stat, credentials, attributes);
    this.#through(() => fs.setattr(ino, wanted));
  }

  statfs(path: string, walker: Walker): StatFs & { readonly mount: Mount } {
    const mount = this.#mountOf(this.resolve(path, walker));
    return { ...this.fs(mount.fs).statfs(), mount };
  }

  #walk(path: string, walker: Walker, follow: boolean, entry = false): Walked {
    return walk(this, path, walker, follow, entry);
  }

  #walkNew(path: string, walker: Walker): Walked {
    const walked = this.#walk(path, walker, false, true);
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

  #mountOf({ mount }: Location): Mount {
    const mounted = this.table.get(mount);
    if (!mounted) throw new Errno('ENOENT');
    return mounted;
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

  #canonical({ at, names, name, named }: Walked): string {
    return `/${(named && at ? [...names, name] : names).join('/')}`;
  }

  /** The mounts on what lies at or below a place, parents before children. */
  #mountsBelow(place: Location, path: string): readonly Mount[] {
    const ids = new Set<number>();
    const prefix = path === '/' ? '/' : `${path}/`;
    return this.mounts.filter((mount) => {
      const direct = mount.parent === place.mount && mount.path.startsWith(prefix);
      if (!direct && !ids.has(mount.parent ?? 0)) return false;
      ids.add(mount.id);
      return true;
    });
  }

  #add(mount: Omit<Mount, 'id'>): Mount {
    const added = { id: this.#next, ...mount };
    this.#next++;
    this.table.add(added);
    this.#hold(added, true);
    return added;
  }

  #hold(mount: Mount, hold: boolean): void {
    this.#holdIn(mount.fs, mount.root, hold);
    const parent = mount.parent === undefined ? undefined : this.table.get(mount.parent);
    if (parent) this.#holdIn(parent.fs, mount.point, hold);
  }

  #holdIn(id: string, ino: Ino, hold: boolean): void {
    const fs = this.fs(id);
    if (hold) fs.retain(ino);
    else fs.release(ino);
  }
}

function found({ at }: Walked): Location {
  if (!at) throw new Errno('ENOENT');
  return at;
}

function rebase(path: string, from: string, to: string): string {
  const rest = from === '/' ? path.slice(1) : path.slice(from.length + 1);
  return to === '/' ? `/${rest}` : `${to}/${rest}`;
}

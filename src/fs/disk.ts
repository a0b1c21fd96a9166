import { Errno } from './errno.ts';
import type { DirEntry, FileSystem, FsChange, Ino, NewInode, Now, SetAttr, Stat, StatFs } from './filesystem.ts';
import { BLOCK, byteLength, InodeStore, type Layout, ROOT_INO, roundUp, type StoreCheckpoint } from './inode-store.ts';
import type { Inode } from './inodes.ts';
import { loadDisk, type SavedDisk, saveDisk } from './saved-disk.ts';
import { readBytes, writeBytes } from './storage.ts';

const DAY = 86_400_000;
/** NAME_MAX, in bytes. */
const NAME_MAX = 255;
const LINK_MAX = 65_000;

export interface DiskOptions {
  readonly id: string;
  readonly dev: number;
  readonly now: Now;
  /** Default ext4. */
  readonly type?: string;
  /** Default blocks. */
  readonly layout?: Layout;
  /** Bytes; ENOSPC past it. Default 1 GiB. */
  readonly capacity?: number;
  /** How many inodes may exist. Default: one for 4 kB of capacity, 65 536 at most. */
  readonly inodes?: number;
  readonly root?: { readonly mode?: number; readonly uid?: number; readonly gid?: number };
}

/** The state of a {@link Disk} at one moment, in memory: it shares with the disk what hasn't changed since. */
export interface DiskCheckpoint extends StoreCheckpoint {
  readonly kind: 'disk';
  readonly id: string;
  readonly dev: number;
  readonly type: string;
  readonly layout: Layout;
}

/** A disk: inodes that memfs stores, names and times of our own. All its versions share what they don't change. */
export class Disk implements FileSystem {
  readonly id: string;
  readonly dev: number;
  readonly type: string;
  readonly root: Ino = ROOT_INO;
  readonly now: Now;
  readonly layout: Layout;
  /** Told of every change, after it. */
  onChange: ((change: FsChange) => void) | undefined;
  readonly #store: InodeStore;
  #latest: DiskCheckpoint | undefined;

  constructor({ id, dev, now, type = 'ext4', layout = 'blocks', capacity = 2 ** 30, ...options }: DiskOptions) {
    this.id = id;
    this.dev = dev;
    this.type = type;
    this.now = now;
    this.layout = layout;
    const inodes = options.inodes ?? Math.min(65_536, Math.ceil(capacity / BLOCK));
    this.#store = new InodeStore({ layout, now, capacity, inodes });
    const { mode = 0o755, uid = 0, gid = 0 } = options.root ?? {};
    this.#store.make({ type: 'directory', mode, uid, gid }, ROOT_INO);
  }

  lookup(dir: Ino, name: string): Ino | undefined {
    return this.#entries(this.#store.get(dir)).get(name);
  }

  parent(dir: Ino): Ino {
    const inode = this.#store.get(dir);
    this.#entries(inode);
    return inode.parent;
  }

  readdir(dir: Ino): readonly DirEntry[] {
    const entries: DirEntry[] = [];
    for (const [name, ino] of this.#entries(this.#store.get(dir)))
      entries.push({ name, ino, type: this.#store.get(ino).type });
    return entries;
  }

  stat(ino: Ino): Stat {
    const inode = this.#store.get(ino);
    const { storage } = inode;
    return {
      dev: this.dev,
      ino,
      type: inode.type,
      mode: storage.mode,
      nlink: inode.nlink,
      uid: storage.uid,
      gid: storage.gid,
      size: this.#store.size(inode),
      blocks: this.#store.blocks(inode),
      atime: inode.atime,
      mtime: inode.mtime,
      ctime: inode.ctime,
      ...(inode.rdev && { rdev: inode.rdev }),
    };
  }

  readlink(ino: Ino): string {
    const inode = this.#store.get(ino);
    if (inode.type !== 'symlink') throw new Errno('EINVAL');
    return inode.storage.symlink;
  }

  create(dir: Ino, name: string, inode: NewInode): Ino {
    const into = this.#writableDir(dir, name);
    if (this.#entries(into).has(name)) throw new Errno('EEXIST');
    const made = this.#store.make(inode);
    const { ino } = made;
    if (made.entries) {
      made.parent = dir;
      into.nlink++;
    }
    this.#entries(into).set(name, ino);
    this.#touch(into);
    this.#changed({ kind: 'create', ino, dir, name });
    return ino;
  }

  link(dir: Ino, name: string, ino: Ino): void {
    const inode = this.#store.get(ino);
    if (inode.type === 'directory') throw new Errno('EPERM');
    if (inode.nlink === 0) throw new Errno('ENOENT');
    if (inode.nlink >= LINK_MAX) throw new Errno('EMLINK');
    const into = this.#writableDir(dir, name);
    if (this.#entries(into).has(name)) throw new Errno('EEXIST');
    this.#entries(into).set(name, ino);
    this.#touch(into);
    const own = this.#store.own(ino);
    own.nlink++;
    own.ctime = this.now();
    this.#changed({ kind: 'create', ino, dir, name });
  }

  unlink(dir: Ino, name: string): void {
    const ino = this.lookup(dir, name);
    if (ino === undefined) throw new Errno('ENOENT');
    if (this.#store.get(ino).type === 'directory') throw new Errno('EISDIR');
    this.#removeName(dir, name);
    this.#dropLink(ino);
    this.#changed({ kind: 'remove', ino, dir, name });
  }

  rmdir(dir: Ino, name: string): void {
    const ino = this.lookup(dir, name);
    if (ino === undefined) throw new Errno('ENOENT');
    if (this.#entries(this.#store.get(ino)).size > 0) throw new Errno('ENOTEMPTY');
    this.#removeName(dir, name).nlink--;
    this.#dropDirectory(ino);
    this.#changed({ kind: 'remove', ino, dir, name });
  }

  rename(from: Ino, name: string, to: Ino, newName: string): void {
    const ino = this.lookup(from, name);
    if (ino === undefined) throw new Errno('ENOENT');
    const directory = this.#store.get(ino).type === 'directory';
    if (directory && this.#isBelow(to, ino)) throw new Errno('EINVAL');
    const into = this.#writableDir(to, newName);
    const replaced = this.#entries(into).get(newName);
    if (replaced === ino) return;
    if (replaced !== undefined) {
      const target = this.#store.get(replaced);
      if (target.type === 'directory' && !directory) throw new Errno('EISDIR');
      if (target.type !== 'directory' && directory) throw new Errno('ENOTDIR');
      if (target.entries && target.entries.size > 0) throw new Errno('ENOTEMPTY');
    }
    const source = this.#removeName(from, name);
    if (replaced !== undefined) this.#entries(into).delete(newName);
    this.#entries(into).set(newName, ino);
    this.#touch(into);
    const moved = this.#store.own(ino);
    moved.ctime = this.now();
    if (directory) {
      moved.parent = to;
      source.nlink--;
      into.nlink++;
    }
    if (replaced !== undefined) {
      if (directory) {
        into.nlink--;
        this.#dropDirectory(replaced);
      } else this.#dropLink(replaced);
      this.#changed({ kind: 'remove', ino: replaced, dir: to, name: newName });
    }
    this.#changed({ kind: 'rename', ino, dir: to, name: newName });
  }

  setattr(ino: Ino, attributes: SetAttr): void {
    const { mode, uid, gid, size, atime, mtime } = attributes;
    if (size !== undefined) this.#resize(ino, size);
    const inode = this.#store.own(ino);
    const { storage } = inode;
    if (mode !== undefined) storage.mode = mode & 0o7777;
    if (uid !== undefined) storage.uid = uid;
    if (gid !== undefined) storage.gid = gid;
    if (atime !== undefined) inode.atime = atime;
    if (mtime !== undefined) inode.mtime = mtime;
    inode.ctime = this.now();
    this.#changed({ kind: size === undefined ? 'attributes' : 'write', ino });
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    const inode = this.#file(ino);
    const end = Math.min(inode.size, offset + length);
    if (offset >= end) return new Uint8Array(0);
    const bytes = readBytes(inode.storage, offset, end - offset);
    if (bytes.length === end - offset) return bytes;
    const withHole = new Uint8Array(end - offset);
    withHole.set(bytes);
    return withHole;
  }

  write(ino: Ino, offset: number, data: Uint8Array): number {
    const file = this.#file(ino);
    if (data.length === 0) return 0;
    const before = file.storage.getSize();
    const room = roundUp(before) + Math.floor((this.#store.capacity - this.#store.used) / BLOCK) * BLOCK;
    const end = Math.min(offset + data.length, Math.max(room, before));
    if (end <= offset) throw new Errno('ENOSPC');
    this.#store.charge(roundUp(Math.max(end, before)) - roundUp(before));
    const inode = this.#store.ownBytes(ino, before);
    writeBytes(inode.storage, offset, data.subarray(0, end - offset));
    inode.size = Math.max(inode.size, end);
    inode.mtime = inode.ctime = this.now();
    this.#changed({ kind: 'write', ino });
    return end - offset;
  }

  /** The file was read: moves atime as the mount option relatime does. */
  accessed(ino: Ino): void {
    const { atime, mtime, ctime } = this.#store.get(ino);
    const now = this.now();
    if (atime <= mtime || atime <= ctime || now - atime >= DAY) this.#store.own(ino).atime = now;
  }

  statfs(): StatFs {
    const { capacity: size, used, files, filesFree } = this.#store;
    return { type: this.type, size, used, available: Math.max(0, size - used), files, filesFree };
  }

  retain(ino: Ino): void {
    this.#store.retain(ino);
  }

  release(ino: Ino): void {
    this.#store.release(ino);
  }

  /** Does this directory hide what lower layers have at its place (trusted.overlay.opaque)? */
  opaque(dir: Ino): boolean {
    return this.#store.get(dir).opaque;
  }

  setOpaque(dir: Ino): void {
    this.#store.own(dir).opaque = true;
  }

  has(ino: Ino): boolean {
    return this.#store.has(ino);
  }

  /** The state now, in the time that a copy of some hundred references takes; the same object until something changes. */
  checkpoint(): DiskCheckpoint {
    const state = this.#store.checkpoint();
    if (this.#latest?.pages !== state.pages || this.#latest.held !== state.held) {
      const { id, dev, type, layout } = this;
      this.#latest = { kind: 'disk', id, dev, type, layout, ...state };
    }
    return this.#latest;
  }

  restore(checkpoint: DiskCheckpoint): void {
    this.#store.restore(checkpoint);
    this.#latest = checkpoint;
  }

  /** Is this the disk that a state was taken of, and not another of its id? */
  is({ id, dev, type, layout }: Pick<DiskCheckpoint, 'id' | 'dev' | 'type' | 'layout'>): boolean {
    return id === this.id && dev === this.dev && type === this.type && layout === this.layout;
  }

  /** A disk as a checkpoint has it, that from here on changes on its own. */
  static from(checkpoint: DiskCheckpoint, now: Now): Disk {
    const disk = new Disk({ ...checkpoint, now });
    disk.restore(checkpoint);
    return disk;
  }

  fork(now: Now = this.now): Disk {
    return Disk.from(this.checkpoint(), now);
  }

  /** What changed since a checkpoint of this disk, or everything, as plain data of its own. */
  save(since?: DiskCheckpoint): SavedDisk {
    return saveDisk(this.checkpoint(), since);
  }

  /** Takes over saved state; what was saved since a checkpoint is put on top of it: restore that first. */
  load(saved: SavedDisk): void {
    this.restore(loadDisk(this.checkpoint(), saved));
  }

  #changed(change: Omit<FsChange, 'fs'>): void {
    this.onChange?.({ fs: this.id, ...change });
  }

  #entries(inode: Inode): Map<string, Ino> {
    if (inode.entries === undefined) throw new Errno('ENOTDIR');
    return inode.entries;
  }

  #file(ino: Ino): Inode {
    const inode = this.#store.get(ino);
    if (inode.type === 'directory') throw new Errno('EISDIR');
    if (inode.type !== 'file') throw new Errno('EINVAL');
    return inode;
  }

  #writableDir(dir: Ino, name: string): Inode {
    if (tooLong(name)) throw new Errno('ENAMETOOLONG');
    this.#entries(this.#store.get(dir));
    if (this.#store.get(dir).nlink === 0) throw new Errno('ENOENT');
    return this.#store.own(dir);
  }

  #resize(ino: Ino, size: number): void {
    const file = this.#file(ino);
    const stored = file.storage.getSize();
    if (size < stored) {
      const inode = this.#store.ownBytes(ino, size);
      inode.storage.truncate(size);
      this.#store.charge(roundUp(size) - roundUp(stored));
    }
    const inode = this.#store.own(ino);
    inode.size = size;
    inode.mtime = inode.ctime = this.now();
  }

  #touch(directory: Inode): void {
    directory.mtime = directory.ctime = this.now();
  }

  #removeName(dir: Ino, name: string): Inode {
    const directory = this.#store.own(dir);
    this.#entries(directory).delete(name);
    this.#touch(directory);
    return directory;
  }

  #dropLink(ino: Ino): void {
    const inode = this.#store.own(ino);
    inode.nlink--;
    inode.ctime = this.now();
    if (inode.nlink === 0) this.#store.drop(ino);
  }

  #dropDirectory(ino: Ino): void {
    this.#store.own(ino).nlink = 0;
    this.#store.drop(ino);
  }

  #isBelow(dir: Ino, ancestor: Ino): boolean {
    for (let at = dir; ; at = this.#store.get(at).parent) {
      if (at === ancestor) return true;
      if (at === ROOT_INO) return false;
    }
  }
}

function tooLong(name: string): boolean {
  return name.length > NAME_MAX / 3 && byteLength(name) > NAME_MAX;
}

import { Errno } from './errno.ts';
import type { DirEntry, FileSystem, FsChange, Ino, NewInode, Now, SetAttr, Stat, StatFs } from './filesystem.ts';
import { type Inode, type Owner, PagedTable, type Pages } from './inodes.ts';
import { loadDisk, type SavedDisk, saveDisk } from './saved-disk.ts';
import { newStorage, ownBytes, readBytes, shareStorage, writeBytes } from './storage.ts';

const BLOCK = 4096;
const DAY = 86_400_000;
/** NAME_MAX, in bytes. */
const NAME_MAX = 255;
/** The root's number on an ext4; 1 to 10 are the file system's own. */
const ROOT_INO = 2;
const FIRST_INO = 11;
const FAST_SYMLINK = 60;

export interface DiskOptions {
  readonly id: string;
  readonly dev: number;
  readonly now: Now;
  /** Default ext4. */
  readonly type?: string;
  /** Does a directory take a block, as on ext4 (the default), or 20 bytes of memory for each of its names, as on tmpfs? */
  readonly layout?: Layout;
  /** Bytes; ENOSPC past it. Default 1 GiB. */
  readonly capacity?: number;
  /** How many inodes may exist. Default: one for 4 kB of capacity, 65 536 at most. */
  readonly inodes?: number;
  readonly root?: { readonly mode?: number; readonly uid?: number; readonly gid?: number };
}

export type Layout = 'blocks' | 'memory';

/** The state of a {@link Disk} at one moment, in memory: it shares with the disk what hasn't changed since. */
export interface DiskCheckpoint {
  readonly kind: 'disk';
  readonly id: string;
  readonly dev: number;
  readonly type: string;
  readonly layout: Layout;
  readonly pages: Pages<Inode>;
  readonly next: Ino;
  readonly used: number;
  readonly count: number;
  readonly capacity: number;
  readonly inodes: number;
  readonly held: ReadonlyMap<Ino, number>;
}

/** A disk: inodes that memfs stores, names and times of our own. All its versions share what they don't change. */
export class Disk implements FileSystem {
  readonly id: string;
  readonly dev: number;
  readonly type: string;
  readonly root: Ino = ROOT_INO;
  /** Told of every change, after it. */
  onChange: ((change: FsChange) => void) | undefined;

  readonly now: Now;
  readonly layout: Layout;
  readonly #table = new PagedTable<Inode>();
  #owner: Owner = {};
  #next = FIRST_INO;
  #used = 0;
  #count = 0;
  #capacity: number;
  #inodes: number;
  /** How often each inode is held open or mounted. */
  #held = new Map<Ino, number>();
  #latest: DiskCheckpoint | undefined;

  constructor(options: DiskOptions) {
    this.id = options.id;
    this.dev = options.dev;
    this.type = options.type ?? 'ext4';
    this.now = options.now;
    this.layout = options.layout ?? 'blocks';
    this.#capacity = options.capacity ?? 2 ** 30;
    this.#inodes = options.inodes ?? Math.min(65_536, Math.ceil(this.#capacity / BLOCK));
    const { mode = 0o755, uid = 0, gid = 0 } = options.root ?? {};
    const root = this.#make(ROOT_INO, { type: 'directory', mode, uid, gid });
    root.parent = ROOT_INO;
  }

  lookup(dir: Ino, name: string): Ino | undefined {
    return this.#entries(this.#get(dir)).get(name);
  }

  parent(dir: Ino): Ino {
    const inode = this.#get(dir);
    this.#entries(inode);
    return inode.parent;
  }

  readdir(dir: Ino): readonly DirEntry[] {
    const entries: DirEntry[] = [];
    for (const [name, ino] of this.#entries(this.#get(dir))) entries.push({ name, ino, type: this.#get(ino).type });
    return entries;
  }

  stat(ino: Ino): Stat {
    const inode = this.#get(ino);
    const { storage } = inode;
    return {
      dev: this.dev,
      ino,
      type: inode.type,
      mode: storage.mode,
      nlink: inode.nlink,
      uid: storage.uid,
      gid: storage.gid,
      size: inode.entries && this.layout === 'memory' ? 40 + 20 * inode.entries.size : inode.size,
      blocks: this.#blocks(inode),
      atime: inode.atime,
      mtime: inode.mtime,
      ctime: inode.ctime,
      ...(inode.rdev && { rdev: inode.rdev }),
    };
  }

  readlink(ino: Ino): string {
    const inode = this.#get(ino);
    if (inode.type !== 'symlink') throw new Errno('EINVAL');
    return inode.storage.symlink;
  }

  create(dir: Ino, name: string, inode: NewInode): Ino {
    const into = this.#writableDir(dir, name);
    if (this.#entries(into).has(name)) throw new Errno('EEXIST');
    const { ino } = this.#make(this.#next, inode);
    this.#next++;
    const made = this.#own(ino);
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
    const inode = this.#get(ino);
    if (inode.type === 'directory') throw new Errno('EPERM');
    if (inode.nlink === 0) throw new Errno('ENOENT');
    if (inode.nlink >= 65_000) throw new Errno('EMLINK');
    const into = this.#writableDir(dir, name);
    if (this.#entries(into).has(name)) throw new Errno('EEXIST');
    this.#entries(into).set(name, ino);
    this.#touch(into);
    const own = this.#own(ino);
    own.nlink++;
    own.ctime = this.now();
    this.#changed({ kind: 'create', ino, dir, name });
  }

  unlink(dir: Ino, name: string): void {
    const ino = this.lookup(dir, name);
    if (ino === undefined) throw new Errno('ENOENT');
    if (this.#get(ino).type === 'directory') throw new Errno('EISDIR');
    this.#removeName(dir, name);
    this.#dropLink(ino);
    this.#changed({ kind: 'remove', ino, dir, name });
  }

  rmdir(dir: Ino, name: string): void {
    const ino = this.lookup(dir, name);
    if (ino === undefined) throw new Errno('ENOENT');
    if (this.#entries(this.#get(ino)).size > 0) throw new Errno('ENOTEMPTY');
    this.#removeName(dir, name).nlink--;
    this.#dropDirectory(ino);
    this.#changed({ kind: 'remove', ino, dir, name });
  }

  rename(from: Ino, name: string, to: Ino, newName: string): void {
    const ino = this.lookup(from, name);
    if (ino === undefined) throw new Errno('ENOENT');
    const directory = this.#get(ino).type === 'directory';
    if (directory && this.#isBelow(to, ino)) throw new Errno('EINVAL');
    const into = this.#writableDir(to, newName);
    const replaced = this.#entries(into).get(newName);
    if (replaced === ino) return;
    if (replaced !== undefined) {
      const target = this.#get(replaced);
      if (target.type === 'directory' && !directory) throw new Errno('EISDIR');
      if (target.type !== 'directory' && directory) throw new Errno('ENOTDIR');
      if (target.entries && target.entries.size > 0) throw new Errno('ENOTEMPTY');
    }
    const source = this.#removeName(from, name);
    if (replaced !== undefined) this.#entries(into).delete(newName);
    this.#entries(into).set(newName, ino);
    this.#touch(into);
    const moved = this.#own(ino);
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
    const inode = this.#own(ino);
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
    const end = offset + data.length;
    const before = file.storage.getSize();
    const grown = roundUp(Math.max(end, before)) - roundUp(before);
    if (grown > this.#capacity - this.#used) throw new Errno('ENOSPC');
    const inode = this.#ownBytes(ino, before);
    writeBytes(inode.storage, offset, data);
    this.#used += grown;
    inode.size = Math.max(inode.size, end);
    inode.mtime = inode.ctime = this.now();
    this.#changed({ kind: 'write', ino });
    return data.length;
  }

  /** The file was read: moves atime as the mount option relatime does. */
  accessed(ino: Ino): void {
    const { atime, mtime, ctime } = this.#get(ino);
    const now = this.now();
    if (atime <= mtime || atime <= ctime || now - atime >= DAY) this.#own(ino).atime = now;
  }

  statfs(): StatFs {
    const [size, used] = [this.#capacity, this.#used];
    return { type: this.type, size, used, available: Math.max(0, size - used) };
  }

  retain(ino: Ino): void {
    this.#get(ino);
    this.#latest = undefined;
    this.#held.set(ino, (this.#held.get(ino) ?? 0) + 1);
  }

  release(ino: Ino): void {
    const times = this.#held.get(ino);
    if (times === undefined) return;
    this.#latest = undefined;
    if (times > 1) this.#held.set(ino, times - 1);
    else {
      this.#held.delete(ino);
      if (this.#get(ino).nlink === 0) this.#free(ino);
    }
  }

  /** Does this directory hide what lower layers have at its place (trusted.overlay.opaque)? */
  opaque(dir: Ino): boolean {
    return this.#get(dir).opaque;
  }

  setOpaque(dir: Ino): void {
    this.#own(dir).opaque = true;
  }

  has(ino: Ino): boolean {
    return this.#table.get(ino) !== undefined;
  }

  /** The state now, in the time that a copy of some hundred references takes. */
  checkpoint(): DiskCheckpoint {
    if (this.#latest) return this.#latest;
    this.#owner = {};
    const { id, dev, type, layout } = this;
    this.#latest = {
      kind: 'disk',
      id,
      dev,
      type,
      layout,
      pages: this.#table.snapshot(),
      next: this.#next,
      used: this.#used,
      count: this.#count,
      capacity: this.#capacity,
      inodes: this.#inodes,
      held: new Map(this.#held),
    };
    return this.#latest;
  }

  restore(checkpoint: DiskCheckpoint): void {
    this.#owner = {};
    this.#table.restore(checkpoint.pages);
    this.#next = checkpoint.next;
    this.#used = checkpoint.used;
    this.#count = checkpoint.count;
    this.#capacity = checkpoint.capacity;
    this.#inodes = checkpoint.inodes;
    this.#held = new Map(checkpoint.held);
    this.#latest = checkpoint;
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
    this.#owner = {};
    this.restore(loadDisk(this.checkpoint(), saved));
  }

  #changed(change: Omit<FsChange, 'fs'>): void {
    this.onChange?.({ fs: this.id, ...change });
  }

  #get(ino: Ino): Inode {
    const inode = this.#table.get(ino);
    if (inode === undefined) throw new Errno('ENOENT');
    return inode;
  }

  /** An inode that may be changed in place. */
  #own(ino: Ino): Inode {
    this.#latest = undefined;
    const inode = this.#get(ino);
    if (inode.owner === this.#owner) return inode;
    const { storage, entries } = inode;
    const copy: Inode = {
      ...inode,
      owner: this.#owner,
      storage: shareStorage(storage),
      entries: entries && new Map(entries),
    };
    this.#table.set(ino, copy, this.#owner);
    return copy;
  }

  /** An inode whose bytes may be changed in place; the first `size` are kept. */
  #ownBytes(ino: Ino, size: number): Inode {
    const inode = this.#own(ino);
    if (inode.bytesOwner === this.#owner) return inode;
    ownBytes(inode.storage, size);
    inode.bytesOwner = this.#owner;
    return inode;
  }

  #entries(inode: Inode): Map<string, Ino> {
    if (inode.entries === undefined) throw new Errno('ENOTDIR');
    return inode.entries;
  }

  #file(ino: Ino): Inode {
    const inode = this.#get(ino);
    if (inode.type === 'directory') throw new Errno('EISDIR');
    if (inode.type !== 'file') throw new Errno('EINVAL');
    return inode;
  }

  #writableDir(dir: Ino, name: string): Inode {
    if (tooLong(name)) throw new Errno('ENAMETOOLONG');
    this.#entries(this.#get(dir));
    if (this.#get(dir).nlink === 0) throw new Errno('ENOENT');
    return this.#own(dir);
  }

  #make(ino: Ino, { type, mode, uid, gid, target, rdev }: NewInode): Inode {
    const directory = type === 'directory';
    if (this.#count >= this.#inodes) throw new Errno('ENOSPC');
    const storage = newStorage(ino);
    storage.mode = mode & 0o7777;
    storage.uid = uid;
    storage.gid = gid;
    if (target !== undefined) storage.symlink = target;
    const now = this.now();
    const inode: Inode = {
      ino,
      type,
      owner: this.#owner,
      storage,
      bytesOwner: this.#owner,
      size: directory ? BLOCK : byteLength(target ?? ''),
      nlink: directory ? 2 : 1,
      atime: now,
      mtime: now,
      ctime: now,
      rdev,
      entries: directory ? new Map() : undefined,
      parent: 0,
      opaque: false,
    };
    const size = this.#blocks(inode) * 512;
    if (size > this.#capacity - this.#used) throw new Errno('ENOSPC');
    this.#latest = undefined;
    this.#used += size;
    this.#count++;
    this.#table.set(ino, inode, this.#owner);
    return inode;
  }

  #resize(ino: Ino, size: number): void {
    const file = this.#file(ino);
    const stored = file.storage.getSize();
    if (size < stored) {
      const inode = this.#ownBytes(ino, size);
      inode.storage.truncate(size);
      this.#used -= roundUp(stored) - roundUp(size);
    }
    const inode = this.#own(ino);
    inode.size = size;
    inode.mtime = inode.ctime = this.now();
  }

  #touch(directory: Inode): void {
    directory.mtime = directory.ctime = this.now();
  }

  #removeName(dir: Ino, name: string): Inode {
    const directory = this.#own(dir);
    this.#entries(directory).delete(name);
    this.#touch(directory);
    return directory;
  }

  #dropLink(ino: Ino): void {
    const inode = this.#own(ino);
    inode.nlink--;
    inode.ctime = this.now();
    if (inode.nlink === 0 && !this.#held.has(ino)) this.#free(ino);
  }

  #dropDirectory(ino: Ino): void {
    this.#own(ino).nlink = 0;
    if (!this.#held.has(ino)) this.#free(ino);
  }

  #free(ino: Ino): void {
    this.#latest = undefined;
    this.#used -= this.#blocks(this.#get(ino)) * 512;
    this.#count--;
    this.#table.set(ino, undefined, this.#owner);
  }

  /** 512-byte blocks: a short link's target lies in the inode itself, a hole nowhere. */
  #blocks({ type, size, storage }: Inode): number {
    if (type === 'symlink') return size < FAST_SYMLINK ? 0 : BLOCK / 512;
    if (type === 'directory') return this.layout === 'memory' ? 0 : BLOCK / 512;
    return roundUp(storage.getSize()) / 512;
  }

  #isBelow(dir: Ino, ancestor: Ino): boolean {
    for (let at = dir; ; at = this.#get(at).parent) {
      if (at === ancestor) return true;
      if (at === ROOT_INO) return false;
    }
  }
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

function tooLong(name: string): boolean {
  return name.length > NAME_MAX / 3 && byteLength(name) > NAME_MAX;
}

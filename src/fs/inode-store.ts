import { Errno } from './errno.ts';
import type { Ino, NewInode, Now } from './filesystem.ts';
import { type Inode, type Owner, PagedTable, type Pages } from './inodes.ts';
import { newStorage, ownBytes, shareStorage } from './storage.ts';

export const BLOCK = 4096;
/** The root's number on an ext4; 1 to 10 are the file system's own. */
export const ROOT_INO = 2;
const FIRST_INO = 11;
const FAST_SYMLINK = 60;

/** Does a directory take a block, as on ext4, or 20 bytes of memory for each of its names, as on tmpfs? */
export type Layout = 'blocks' | 'memory';

/** The state of an {@link InodeStore} at one moment, in memory: it shares with the store what hasn't changed since. */
export interface StoreCheckpoint {
  readonly pages: Pages<Inode>;
  readonly next: Ino;
  readonly used: number;
  readonly count: number;
  readonly capacity: number;
  readonly inodes: number;
  readonly held: ReadonlyMap<Ino, number>;
}

export interface StoreOptions {
  readonly layout: Layout;
  readonly now: Now;
  /** Bytes, and inodes, that there is room for. */
  readonly capacity: number;
  readonly inodes: number;
}

/**
 * The inodes of a disk: made and freed within its limits, counted while they are held, copied before they are changed
 * if a checkpoint or a fork shares them.
 */
export class InodeStore {
  readonly #table = new PagedTable<Inode>();
  readonly #now: Now;
  readonly #layout: Layout;
  #owner: Owner = {};
  #next = FIRST_INO;
  #used = 0;
  #count = 0;
  #capacity: number;
  #inodes: number;
  /** How often each inode is held open or mounted. */
  #held = new Map<Ino, number>();
  #latest: StoreCheckpoint | undefined;

  constructor({ layout, now, capacity, inodes }: StoreOptions) {
    this.#layout = layout;
    this.#now = now;
    this.#capacity = capacity;
    this.#inodes = inodes;
  }

  get capacity(): number {
    return this.#capacity;
  }

  get used(): number {
    return this.#used;
  }

  /** How many inodes there may be, and how many more than now. */
  get files(): number {
    return this.#inodes;
  }

  get filesFree(): number {
    return Math.max(0, this.#inodes - this.#count);
  }

  has(ino: Ino): boolean {
    return this.#table.get(ino) !== undefined;
  }

  /** An inode to look at. ENOENT. */
  get(ino: Ino): Inode {
    const inode = this.#table.get(ino);
    if (inode === undefined) throw new Errno('ENOENT');
    return inode;
  }

  /** An inode that may be changed in place, but for its bytes. */
  own(ino: Ino): Inode {
    this.#latest = undefined;
    const inode = this.get(ino);
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

  /** An inode whose bytes may be changed in place as well; the first `size` are kept. */
  ownBytes(ino: Ino, size: number): Inode {
    const inode = this.own(ino);
    if (inode.bytesOwner === this.#owner) return inode;
    ownBytes(inode.storage, size);
    inode.bytesOwner = this.#owner;
    return inode;
  }

  /** Takes more space, or gives some back. ENOSPC. */
  charge(bytes: number): void {
    if (bytes > this.#capacity - this.#used) throw new Errno('ENOSPC');
    this.#latest = undefined;
    this.#used += bytes;
  }

  /** A new inode without a name. ENOSPC. */
  make({ type, mode, uid, gid, target, rdev }: NewInode, ino = this.#next): Inode {
    const directory = type === 'directory';
    if (this.#count >= this.#inodes) throw new Errno('ENOSPC');
    const storage = newStorage(ino);
    storage.mode = mode & 0o7777;
    storage.uid = uid;
    storage.gid = gid;
    if (target !== undefined) storage.symlink = target;
    const now = this.#now();
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
      parent: ino,
      opaque: false,
    };
    this.charge(this.blocks(inode) * 512);
    if (ino === this.#next) this.#next++;
    this.#count++;
    this.#table.set(ino, inode, this.#owner);
    return inode;
  }

  /** The inode has lost its last name: it goes, now or when nobody holds it any more. */
  drop(ino: Ino): void {
    if (!this.#held.has(ino)) this.#free(ino);
  }

  retain(ino: Ino): void {
    this.get(ino);
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
      if (this.get(ino).nlink === 0) this.#free(ino);
    }
  }

  /** What stat(2) says of an inode's size. */
  size({ entries, size }: Inode): number {
    return entries && this.#layout === 'memory' ? 40 + 20 * entries.size : size;
  }

  /** 512-byte blocks: a short link's target lies in the inode itself, a hole nowhere. */
  blocks({ type, size, storage }: Inode): number {
    if (type === 'symlink') return size < FAST_SYMLINK ? 0 : BLOCK / 512;
    if (type === 'directory') return this.#layout === 'memory' ? 0 : BLOCK / 512;
    return roundUp(storage.getSize()) / 512;
  }

  /** The state now, in the time that a copy of some hundred references takes; the same object until something changes. */
  checkpoint(): StoreCheckpoint {
    if (this.#latest) return this.#latest;
    this.#owner = {};
    this.#latest = {
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

  restore(checkpoint: StoreCheckpoint): void {
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

  #free(ino: Ino): void {
    this.charge(-this.blocks(this.get(ino)) * 512);
    this.#count--;
    this.#table.set(ino, undefined, this.#owner);
  }
}

/** Whole blocks. */
export function roundUp(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

const encoder = new TextEncoder();

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

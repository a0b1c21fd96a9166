import type { DiskCheckpoint } from './disk.ts';
import type { FileType, Ino } from './filesystem.ts';
import type { Layout } from './inode-store.ts';
import { type Inode, type Owner, PagedTable } from './inodes.ts';
import { newStorage, readBytes, shareStorage, writeBytes } from './storage.ts';

/** An inode as plain data. */
export interface SavedInode {
  readonly ino: Ino;
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly nlink: number;
  readonly size: number;
  readonly target?: string;
  readonly rdev?: readonly [number, number];
  readonly entries?: readonly (readonly [string, Ino])[];
  readonly parent?: Ino;
  /** Missing: those of the state that this was saved against. */
  readonly bytes?: Uint8Array;
  readonly opaque?: true;
}

/** A disk, or what changed on it since a checkpoint, as plain data (structured-cloneable). */
export interface SavedDisk {
  readonly kind: 'disk';
  readonly id: string;
  readonly dev: number;
  readonly type: string;
  readonly layout: Layout;
  readonly next: Ino;
  readonly used: number;
  readonly count: number;
  readonly capacity: number;
  readonly inodes: number;
  readonly held: readonly (readonly [Ino, number])[];
  /** True: put it on top of the state that it was saved against. */
  readonly delta: boolean;
  readonly changed: readonly SavedInode[];
  readonly removed: readonly Ino[];
}

export function saveDisk(now: DiskCheckpoint, since?: DiskCheckpoint): SavedDisk {
  const changed: SavedInode[] = [];
  const removed: Ino[] = [];
  const before = new PagedTable(since?.pages);
  new PagedTable(now.pages).changes(since?.pages ?? [], (ino, inode) => {
    if (inode === undefined) removed.push(ino);
    else changed.push(saveInode(inode, before.get(ino)));
  });
  const { pages: _, held, ...rest } = now;
  return { ...rest, held: [...held], delta: since !== undefined, changed, removed };
}

/** The state that saved data stands for; `base` is the one it was saved against. */
export function loadDisk(base: DiskCheckpoint, saved: SavedDisk): DiskCheckpoint {
  const { changed, removed, held, delta, ...rest } = saved;
  const owner: Owner = {};
  const table = new PagedTable<Inode>(delta ? base.pages : []);
  for (const ino of removed) table.set(ino, undefined, owner);
  for (const inode of changed) table.set(inode.ino, loadInode(inode, owner, table.get(inode.ino)), owner);
  return { ...rest, held: new Map(held), pages: table.snapshot() };
}

function saveInode(inode: Inode, before: Inode | undefined): SavedInode {
  const { ino, type, storage, atime, mtime, ctime, nlink, size, rdev, entries, parent, opaque } = inode;
  const { mode, uid, gid } = storage;
  const old = before?.storage;
  const sameBytes = old !== undefined && old.buf === storage.buf && old.getSize() === storage.getSize();
  return {
    ...{ ino, type, mode, uid, gid, atime, mtime, ctime, nlink, size },
    ...(type === 'symlink' && { target: storage.symlink }),
    ...(rdev && { rdev }),
    ...(entries && { entries: [...entries], parent }),
    ...(type === 'file' && !sameBytes && { bytes: readBytes(storage, 0, storage.getSize()) }),
    ...(opaque && { opaque }),
  };
}

function loadInode(saved: SavedInode, owner: Owner, before: Inode | undefined): Inode {
  const { ino, type, mode, uid, gid, atime, mtime, ctime, nlink, size, target, rdev, entries, parent = 0 } = saved;
  const keep = saved.bytes === undefined ? before : undefined;
  const storage = keep ? shareStorage(keep.storage) : newStorage(ino);
  storage.mode = mode;
  storage.uid = uid;
  storage.gid = gid;
  if (target !== undefined) storage.symlink = target;
  if (saved.bytes) writeBytes(storage, 0, saved.bytes);
  const bytesOwner = keep?.bytesOwner ?? owner;
  const map = entries && new Map(entries);
  const opaque = saved.opaque ?? false;
  return {
    ino,
    type,
    owner,
    storage,
    bytesOwner,
    size,
    nlink,
    atime,
    mtime,
    ctime,
    rdev,
    entries: map,
    parent,
    opaque,
  };
}

import type { FileType, Ino } from './filesystem.ts';
import type { Storage } from './storage.ts';

/** Who may change a thing in place. A fork or a checkpoint takes a new one, so that all older things become shared. */
export type Owner = object;

/** One version of an inode. It is changed in place by its owner only; others make a copy first. */
export interface Inode {
  readonly ino: Ino;
  readonly type: FileType;
  readonly owner: Owner;
  /** Bytes, mode, uid, gid, link target. */
  storage: Storage;
  /** Who may change the storage's bytes in place. */
  bytesOwner: Owner;
  /** Bytes; past the stored ones it is a hole that reads as zeros. */
  size: number;
  nlink: number;
  atime: number;
  mtime: number;
  ctime: number;
  readonly rdev: readonly [number, number] | undefined;
  /** A directory's names in the order of creation. */
  readonly entries: Map<string, Ino> | undefined;
  /** A directory's own directory. */
  parent: Ino;
  /** A directory that hides what lies below it (overlayfs's trusted.overlay.opaque). */
  opaque: boolean;
}

interface Page<T> {
  readonly owner: Owner;
  readonly slots: (T | undefined)[];
}

const BITS = 6;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;

/** The pages of a {@link PagedTable} at one moment. */
export type Pages<T> = readonly (Page<T> | undefined)[];

/**
 * Things by small whole numbers, in pages that versions of the table share until one of them changes a page: copying a
 * table of 10 000 things copies 157 references, and comparing two versions looks at changed pages only.
 */
export class PagedTable<T> {
  #pages: (Page<T> | undefined)[];

  constructor(pages: Pages<T> = []) {
    this.#pages = [...pages];
  }

  get(key: number): T | undefined {
    return this.#pages[key >>> BITS]?.slots[key & MASK];
  }

  set(key: number, value: T | undefined, owner: Owner): void {
    const index = key >>> BITS;
    let page = this.#pages[index];
    if (page === undefined) page = { owner, slots: new Array<T | undefined>(SIZE).fill(undefined) };
    else if (page.owner !== owner) page = { owner, slots: [...page.slots] };
    while (this.#pages.length < index) this.#pages.push(undefined);
    this.#pages[index] = page;
    page.slots[key & MASK] = value;
  }

  /** The state now. The caller takes a new {@link Owner} before the next change. */
  snapshot(): Pages<T> {
    return [...this.#pages];
  }

  restore(pages: Pages<T>): void {
    this.#pages = [...pages];
  }

  /** Calls back for each key whose value isn't the same object as in `before`, in ascending order. */
  changes(before: Pages<T>, each: (key: number, now: T | undefined) => void): void {
    const length = Math.max(this.#pages.length, before.length);
    for (let index = 0; index < length; index++) {
      const [now, then] = [this.#pages[index], before[index]];
      if (now === then) continue;
      for (let slot = 0; slot < SIZE; slot++) {
        const value = now?.slots[slot];
        if (value !== then?.slots[slot]) each((index << BITS) | slot, value);
      }
    }
  }
}

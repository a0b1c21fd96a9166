import { Errno } from './errno.ts';
import type { DirEntry, FileSystem, FsChange, Ino, NewInode, SetAttr, Stat, StatFs } from './filesystem.ts';
import {
  asLayer,
  type Layer,
  type LayerFileSystem,
  lookupMerged,
  type Merged,
  type MergedDirectory,
  mergedNames,
  shownBelow,
} from './layers.ts';
import { type DiffEntry, diffMerged } from './overlay-diff.ts';
import { type OverlayInode, OverlayInodes, type OverlayState, type SavedOverlayInodes } from './overlay-inodes.ts';
import { addWhiteout, clearName, copyBytes, type LayerInode, removeEntry, renameEntry } from './upper-layer.ts';

export interface OverlayOptions {
  readonly id: string;
  readonly dev: number;
  /** Top first. */
  readonly lower: readonly Layer[];
  /** Without it the overlay is read-only. */
  readonly upper?: Layer | undefined;
  /** A directory beside the upper one that holds the inode which all whiteouts are links to; without it each has its own. */
  readonly work?: Layer | undefined;
  /** Finds the layers' file systems. */
  fs(id: string): FileSystem;
}

/** The state of an {@link Overlay} at one moment, in memory. */
export interface OverlayCheckpoint {
  readonly kind: 'overlay';
  readonly id: string;
  readonly dev: number;
  readonly lower: readonly Layer[];
  readonly upper: Layer | undefined;
  readonly work: Layer | undefined;
  readonly inodes: OverlayState;
}

/** An {@link Overlay} as plain data. */
export type SavedOverlay = Omit<OverlayCheckpoint, 'inodes'> & { readonly inodes: SavedOverlayInodes };

/**
 * Layers as one file system, as Linux's overlayfs shows them with Docker's options (no redirect_dir, no index): what is
 * changed is copied to the upper layer first, what is removed from below leaves a whiteout there, lower layers never change.
 */
export class Overlay implements FileSystem {
  readonly id: string;
  readonly type = 'overlay';
  readonly dev: number;
  readonly root: Ino;
  readonly lower: readonly Layer[];
  readonly upper: Layer | undefined;
  readonly work: Layer | undefined;
  /** Told of every change, after it. */
  onChange: ((change: FsChange) => void) | undefined;
  readonly #find: (id: string) => FileSystem;
  readonly #inodes: OverlayInodes;
  #latest: OverlayCheckpoint | undefined;
  readonly #layer = (index: number) => asLayer(this.#find(this.lower[index]!.fs));

  constructor({ id, dev, lower, upper, work, fs }: OverlayOptions) {
    this.id = id;
    this.dev = dev;
    this.lower = lower;
    this.upper = upper;
    this.work = work;
    this.#find = fs;
    const [top, ...others] = this.layers;
    if (!top) throw new Errno('EINVAL');
    this.#inodes = new OverlayInodes(others.every((layer) => layer.fs === top.fs));
    this.root = this.#inodes.intern(0, '/', {
      type: 'directory',
      upper: upper?.ino,
      lower: lower.map((layer, index) => ({ layer: index, ino: layer.ino })),
      shared: false,
    });
    this.#inodes.update(this.root, { parent: this.root });
  }

  /** All of them, top first. */
  get layers(): readonly Layer[] {
    return this.upper ? [this.upper, ...this.lower] : this.lower;
  }

  /** The directories that it holds: its layers, and its working directory. */
  get holds(): readonly Layer[] {
    return this.work ? [...this.layers, this.work] : this.layers;
  }

  lookup(dir: Ino, name: string): Ino | undefined {
    const merged = lookupMerged(this.#directory(dir), name);
    return merged && this.#intern(dir, name, merged);
  }

  parent(dir: Ino): Ino {
    const inode = this.#inodes.get(dir);
    if (inode.type !== 'directory') throw new Errno('ENOTDIR');
    return inode.parent;
  }

  readdir(dir: Ino): readonly DirEntry[] {
    const directory = this.#directory(dir);
    const entries: DirEntry[] = [];
    for (const name of mergedNames(directory)) {
      const merged = lookupMerged(directory, name);
      if (merged) entries.push({ name, ino: this.#intern(dir, name, merged), type: merged.type });
    }
    return entries;
  }

  stat(ino: Ino): Stat {
    const inode = this.#inodes.get(ino);
    const real = this.#real(inode);
    const stat = real.fs.stat(real.ino);
    // A directory made of several says 1; names of a lower file with several are inodes of their own here, with one number.
    const several = inode.type === 'directory' && inode.lower.length + (inode.upper === undefined ? 0 : 1) > 1;
    const gone = inode.gone && stat.nlink > 0;
    const nlink = gone ? 0 : several ? 1 : stat.nlink;
    return { ...stat, dev: this.dev, ino: inode.split ? stat.ino : ino, nlink };
  }

  readlink(ino: Ino): string {
    const real = this.#real(this.#inodes.get(ino));
    return real.fs.readlink(real.ino);
  }

  create(dir: Ino, name: string, inode: NewInode): Ino {
    if (this.lookup(dir, name) !== undefined) throw new Errno('EEXIST');
    const into = this.#upperDirectory(dir);
    clearName(into, name);
    const made = into.fs.create(into.ino, name, inode);
    if (inode.type === 'directory' && shownBelow(this.#directory(dir), name)) into.fs.setOpaque(made);
    const ino = this.#intern(dir, name, { type: inode.type, upper: made, lower: [] });
    this.#changed({ kind: 'create', ino, dir, name });
    return ino;
  }

  link(dir: Ino, name: string, ino: Ino): void {
    const inode = this.#inodes.get(ino);
    if (inode.type === 'directory') throw new Errno('EPERM');
    if (inode.gone) throw new Errno('ENOENT');
    if (this.lookup(dir, name) !== undefined) throw new Errno('EEXIST');
    const upper = this.copyUp(ino);
    const into = this.#upperDirectory(dir);
    clearName(into, name);
    into.fs.link(into.ino, name, upper);
    this.#changed({ kind: 'create', ino, dir, name });
  }

  unlink(dir: Ino, name: string): void {
    const ino = this.#existing(dir, name);
    if (this.#inodes.get(ino).type === 'directory') throw new Errno('EISDIR');
    this.#remove(dir, name, ino);
  }

  rmdir(dir: Ino, name: string): void {
    const ino = this.#existing(dir, name);
    this.#checkEmpty(ino);
    this.#remove(dir, name, ino);
  }

  /** EXDEV for a directory that a lower layer has a part in: mv(1) then copies. */
  rename(from: Ino, name: string, to: Ino, newName: string): void {
    const ino = this.#existing(from, name);
    const { type, lower } = this.#inodes.get(ino);
    const directory = type === 'directory';
    if (directory && this.#isBelow(to, ino)) throw new Errno('EINVAL');
    const replaced = this.lookup(to, newName);
    if (replaced === ino) return;
    if (replaced !== undefined) {
      const target = this.#inodes.get(replaced);
      if (target.type === 'directory' && !directory) throw new Errno('EISDIR');
      if (target.type !== 'directory' && directory) throw new Errno('ENOTDIR');
    }
    if (directory && lower.length > 0) throw new Errno('EXDEV');
    if (directory && replaced !== undefined) this.#checkEmpty(replaced);
    const upper = this.copyUp(ino);
    const source = this.#upperDirectory(from);
    const target = this.#upperDirectory(to);
    if (replaced !== undefined && directory) {
      removeEntry(target, newName);
      this.#forgetName(replaced);
    }
    const whiteout = shownBelow(this.#directory(from), name);
    renameEntry(source, name, target, newName, { whiteout, replace: !directory });
    if (directory && this.#inodes.get(to).lower.length > 0) target.fs.setOpaque(upper);
    if (replaced !== undefined) {
      if (!directory) this.#forgetName(replaced);
      this.#changed({ kind: 'remove', ino: replaced, dir: to, name: newName });
    }
    this.#inodes.update(ino, { parent: to, name: newName });
    this.#changed({ kind: 'rename', ino, dir: to, name: newName });
  }

  setattr(ino: Ino, attributes: SetAttr): void {
    const upper = this.copyUp(ino, attributes.size);
    this.#upperFs().setattr(upper, attributes);
    this.#changed({ kind: attributes.size === undefined ? 'attributes' : 'write', ino });
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    const real = this.#real(this.#inodes.get(ino));
    return real.fs.read(real.ino, offset, length);
  }

  write(ino: Ino, offset: number, data: Uint8Array): number {
    const upper = this.copyUp(ino);
    const written = this.#upperFs().write(upper, offset, data);
    this.#changed({ kind: 'write', ino });
    return written;
  }

  accessed(ino: Ino): void {
    // Lower layers are read without a trace.
    const { upper } = this.#inodes.get(ino);
    if (upper !== undefined) this.#upperFs().accessed(upper);
  }

  statfs(): StatFs {
    const layer = this.upper ?? this.lower[0]!;
    return { ...this.#find(layer.fs).statfs(), type: this.type };
  }

  retain(ino: Ino): void {
    const real = this.#real(this.#inodes.get(ino));
    real.fs.retain(real.ino);
    this.#inodes.hold(ino);
  }

  release(ino: Ino): void {
    if (this.#inodes.held(ino) === 0) return;
    const real = this.#real(this.#inodes.get(ino));
    this.#inodes.unhold(ino);
    real.fs.release(real.ino);
  }

  /**
   * Copies what a lower layer has into the upper one, its directories first, with owner, mode, times and bytes (of a
   * file only those that are wanted); gives its number there. EROFS without an upper layer; ENOSPC.
   */
  copyUp(ino: Ino, wanted = Number.POSITIVE_INFINITY): Ino {
    const inode = this.#inodes.get(ino);
    if (inode.upper !== undefined) return inode.upper;
    const fs = this.#upperFs();
    const orphan = inode.gone;
    const directory = orphan ? this.upper!.ino : this.copyUp(inode.parent);
    const name = orphan ? `#${ino}` : inode.name;
    const { atime, mtime } = fs.stat(directory);
    const real = this.#real(inode);
    const { uid, gid, mode, type, rdev, size, ...times } = real.fs.stat(real.ino);
    const target = type === 'symlink' ? real.fs.readlink(real.ino) : undefined;
    const upper = fs.create(directory, name, {
      type,
      mode,
      uid,
      gid,
      ...(target !== undefined && { target }),
      ...(rdev && { rdev }),
    });
    try {
      if (type === 'file') copyBytes(real, { fs, ino: upper }, Math.min(size, wanted));
    } catch (error) {
      fs.unlink(directory, name);
      throw error;
    }
    fs.setattr(upper, { atime: times.atime, mtime: times.mtime });
    for (let holds = this.#inodes.held(ino); holds > 0; holds--) {
      fs.retain(upper);
      real.fs.release(real.ino);
    }
    if (orphan) fs[type === 'directory' ? 'rmdir' : 'unlink'](directory, name);
    fs.setattr(directory, { atime, mtime });
    this.#inodes.copiedUp(ino, upper);
    return upper;
  }

  /** What the upper layer changes against the lower ones, as `docker diff` shows it. */
  diff(): readonly DiffEntry[] {
    return diffMerged(this.#directory(this.root));
  }

  /** Is this the overlay that a state was taken of, and not another of its id? */
  is({ id, dev, lower, upper, work }: Omit<OverlayCheckpoint, 'inodes'>): boolean {
    const layers = (list: readonly (Layer | undefined)[]) =>
      list.map((layer) => layer && `${layer.ino}:${layer.fs}`).join('/');
    return (
      id === this.id &&
      dev === this.dev &&
      layers([upper, work, ...lower]) === layers([this.upper, this.work, ...this.lower])
    );
  }

  checkpoint(): OverlayCheckpoint {
    const inodes = this.#inodes.checkpoint();
    const { id, dev, lower, upper, work } = this;
    if (this.#latest?.inodes !== inodes) this.#latest = { kind: 'overlay', id, dev, lower, upper, work, inodes };
    return this.#latest;
  }

  restore(checkpoint: OverlayCheckpoint): void {
    this.#latest = checkpoint;
    this.#inodes.restore(checkpoint.inodes);
  }

  save(): SavedOverlay {
    return { ...this.checkpoint(), inodes: this.#inodes.save(this.root) };
  }

  load({ inodes }: SavedOverlay): void {
    this.#inodes.load(inodes);
  }

  #changed(change: Omit<FsChange, 'fs'>): void {
    this.onChange?.({ fs: this.id, ...change });
  }

  /** The directories that one of this overlay's consists of. ENOTDIR. */
  #directory(dir: Ino): MergedDirectory {
    const { type, upper, lower, gone } = this.#inodes.get(dir);
    if (type !== 'directory') throw new Errno('ENOTDIR');
    if (gone) return { upper: undefined, lower: [], layer: this.#layer };
    return { upper: upper === undefined ? undefined : { fs: this.#upperFs(), ino: upper }, lower, layer: this.#layer };
  }

  #upperFs(): LayerFileSystem {
    if (!this.upper) throw new Errno('EROFS');
    return asLayer(this.#find(this.upper.fs));
  }

  #upperDirectory(dir: Ino): LayerInode {
    if (this.#inodes.get(dir).gone) throw new Errno('ENOENT');
    return { fs: this.#upperFs(), ino: this.copyUp(dir) };
  }

  #real({ upper, lower }: OverlayInode): LayerInode {
    if (upper !== undefined) return { fs: this.#upperFs(), ino: upper };
    const { layer, ino } = lower[0]!;
    return { fs: this.#layer(layer), ino };
  }

  #intern(dir: Ino, name: string, merged: Merged): Ino {
    const [below] = merged.lower;
    const split =
      merged.upper === undefined &&
      below !== undefined &&
      merged.type !== 'directory' &&
      this.#layer(below.layer).stat(below.ino).nlink > 1;
    return this.#inodes.intern(dir, name, { ...merged, shared: split });
  }

  #existing(dir: Ino, name: string): Ino {
    const ino = this.lookup(dir, name);
    if (ino === undefined) throw new Errno('ENOENT');
    return ino;
  }

  #checkEmpty(dir: Ino): void {
    if (mergedNames(this.#directory(dir)).length > 0) throw new Errno('ENOTEMPTY');
  }

  #isBelow(dir: Ino, ancestor: Ino): boolean {
    for (let at = dir; ; at = this.#inodes.get(at).parent) {
      if (at === ancestor) return true;
      if (at === this.root) return false;
    }
  }

  #remove(dir: Ino, name: string, ino: Ino): void {
    const into = this.#upperDirectory(dir);
    removeEntry(into, name);
    this.#forgetName(ino);
    if (shownBelow(this.#directory(dir), name)) addWhiteout(into, name, this.work?.ino);
    this.#changed({ kind: 'remove', ino, dir, name });
  }

  /** A name of this inode went: was it the last? */
  #forgetName(ino: Ino): void {
    const { upper, type } = this.#inodes.get(ino);
    const fs = this.#upperFs();
    if (upper === undefined || type === 'directory' || !fs.has(upper) || fs.stat(upper).nlink === 0) {
      this.#inodes.dropped(ino);
    }
  }
}

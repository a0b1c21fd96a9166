import { Errno } from './errno.ts';
import type { FileSystem, FileType, Ino } from './filesystem.ts';

/** A directory of a file system that serves an overlay as one of its layers. As data: the file system by its id. */
export interface Layer {
  readonly fs: string;
  readonly ino: Ino;
}

/** A file system that layers lie on: it can mark a directory as opaque. */
export interface LayerFileSystem extends FileSystem {
  /** Does this directory hide what lower layers have at its place (trusted.overlay.opaque)? */
  opaque(dir: Ino): boolean;
  setOpaque(dir: Ino): void;
  /** Does this inode still exist? */
  has(ino: Ino): boolean;
}

/** An inode of a lower layer: which (0 is the topmost), and its number there. */
export interface Real {
  readonly layer: number;
  readonly ino: Ino;
}

/** What a name means in a stack of layers: the upper layer's inode, and what shows or is merged from below, top first. */
export interface Merged {
  readonly type: FileType;
  readonly upper: Ino | undefined;
  readonly lower: readonly Real[];
}

/** ENODEV, EINVAL if the file system can't hold layers. */
export function asLayer(fs: FileSystem): LayerFileSystem {
  if (!('opaque' in fs)) throw new Errno('EINVAL');
  return fs as LayerFileSystem;
}

/** A character device 0:0 says that there is nothing (overlayfs, kernel documentation). */
export function isWhiteout(fs: FileSystem, ino: Ino): boolean {
  const { type, rdev } = fs.stat(ino);
  return type === 'chardev' && rdev?.[0] === 0 && rdev[1] === 0;
}

/** The directories that a merged directory consists of. */
export interface MergedDirectory {
  readonly upper: { readonly fs: LayerFileSystem; readonly ino: Ino } | undefined;
  readonly lower: readonly Real[];
  layer(index: number): LayerFileSystem;
}

/**
 * Looks a name up, from the top down: the first layer that has it decides, a whiteout says there is nothing, and
 * directories are merged until one is opaque or something else lies below.
 */
export function lookupMerged({ upper, lower, layer }: MergedDirectory, name: string): Merged | undefined {
  const found: Real[] = [];
  let type: FileType | undefined;
  const top = upper?.fs.lookup(upper.ino, name);
  if (upper && top !== undefined) {
    if (isWhiteout(upper.fs, top)) return undefined;
    type = upper.fs.stat(top).type;
    if (type !== 'directory' || upper.fs.opaque(top)) return { type, upper: top, lower: found };
  }
  for (const at of lower) {
    const fs = layer(at.layer);
    const ino = fs.lookup(at.ino, name);
    if (ino === undefined) continue;
    const below = fs.stat(ino).type;
    if (below !== 'directory') {
      if (type !== undefined || (below === 'chardev' && isWhiteout(fs, ino))) break;
      return { type: below, upper: undefined, lower: [{ layer: at.layer, ino }] };
    }
    type = 'directory';
    found.push({ layer: at.layer, ino });
    if (fs.opaque(ino)) break;
  }
  return type && { type, upper: top, lower: found };
}

/** Does a lower layer show something by this name, whatever the upper one says? */
export function shownBelow(directory: MergedDirectory, name: string): boolean {
  return lookupMerged({ ...directory, upper: undefined }, name) !== undefined;
}

/** The names of a merged directory: the upper layer's first, each layer in its own order. */
export function mergedNames({ upper, lower, layer }: MergedDirectory): readonly string[] {
  const names = new Set<string>();
  const hidden = new Set<string>();
  const take = (fs: FileSystem, dir: Ino) => {
    for (const { name, ino, type } of fs.readdir(dir)) {
      if (names.has(name) || hidden.has(name)) continue;
      if (type === 'chardev' && isWhiteout(fs, ino)) hidden.add(name);
      else names.add(name);
    }
  };
  if (upper) take(upper.fs, upper.ino);
  for (const at of lower) take(layer(at.layer), at.ino);
  return [...names];
}

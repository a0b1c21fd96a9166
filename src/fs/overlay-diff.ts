import type { Ino, Stat } from './filesystem.ts';
import { isWhiteout, type LayerFileSystem, lookupMerged, type MergedDirectory, mergedNames } from './layers.ts';

/** A line of `docker diff`. */
export interface DiffEntry {
  readonly path: string;
  readonly kind: 'A' | 'C' | 'D';
}

/**
 * What a merged directory changes against its lower layers, as `docker diff` shows it: the daemon compares both trees by
 * mode, owner, device, and for non-directories size and mtime; a directory with changes in it counts as changed. By name.
 */
export function diffMerged(directory: MergedDirectory): readonly DiffEntry[] {
  return diffDirectory(directory, '', false);
}

/** `above`: is a directory above opaque, so that nothing from below shows here? */
function diffDirectory({ upper, lower, layer }: MergedDirectory, path: string, above: boolean): readonly DiffEntry[] {
  if (!upper) return [];
  const hidden = above || upper.fs.opaque(upper.ino);
  const below: MergedDirectory = { upper: undefined, lower, layer };
  const names = new Set(upper.fs.readdir(upper.ino).map(({ name }) => name));
  if (hidden) for (const name of mergedNames(below)) names.add(name);
  return [...names].sort(byCodeUnits).flatMap((name) => diffEntry(upper, below, name, `${path}/${name}`, hidden));
}

function diffEntry(
  upper: { readonly fs: LayerFileSystem; readonly ino: Ino },
  below: MergedDirectory,
  name: string,
  path: string,
  hidden: boolean,
): readonly DiffEntry[] {
  const ino = upper.fs.lookup(upper.ino, name);
  const old = lookupMerged(below, name);
  if (ino === undefined || isWhiteout(upper.fs, ino)) return old ? [{ path, kind: 'D' }] : [];
  const stat = upper.fs.stat(ino);
  const inside = stat.type === 'directory';
  const lower = old?.type === 'directory' ? old.lower : [];
  const children = inside
    ? diffDirectory({ upper: { fs: upper.fs, ino }, lower, layer: below.layer }, path, hidden)
    : [];
  if (!old) return [{ path, kind: 'A' }, ...children];
  const [first] = old.lower;
  const before = first && below.layer(first.layer).stat(first.ino);
  const changed = !before || differs(before, stat) || children.length > 0;
  return changed ? [{ path, kind: 'C' }, ...children] : [];
}

function differs(before: Stat, after: Stat): boolean {
  if (before.type !== after.type || before.mode !== after.mode) return true;
  if (before.uid !== after.uid || before.gid !== after.gid) return true;
  if (before.rdev?.[0] !== after.rdev?.[0] || before.rdev?.[1] !== after.rdev?.[1]) return true;
  return before.type !== 'directory' && (before.size !== after.size || !sameTime(before.mtime, after.mtime));
}

/** Times of which one lacks the fraction (it went through a tar) are compared by the second. */
function sameTime(before: number, after: number): boolean {
  if (before === after) return true;
  const coarse = before % 1000 === 0 || after % 1000 === 0;
  return coarse && Math.floor(before / 1000) === Math.floor(after / 1000);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { type Ino, type NewInode, writeAll } from './filesystem.ts';
import { isWhiteout, type LayerFileSystem } from './layers.ts';

/** An inode of a layer, often a directory of the upper one. */
export interface LayerInode {
  readonly fs: LayerFileSystem;
  readonly ino: Ino;
}

const WHITEOUT: NewInode = { type: 'chardev', mode: 0, uid: 0, gid: 0, rdev: [0, 0] };
/** Names in the working directory, and for a moment in the upper layer. */
const WHITEOUT_NAME = '#1';
const SPARE_NAME = '#2';
const CHUNK = 2 ** 20;

/** Says in the upper layer that there is nothing; with a working directory, by a link to the whiteout that lies there. */
export function addWhiteout({ fs, ino }: LayerInode, name: string, work: Ino | undefined): void {
  if (work === undefined) fs.create(ino, name, WHITEOUT);
  else fs.link(ino, name, fs.lookup(work, WHITEOUT_NAME) ?? fs.create(work, WHITEOUT_NAME, WHITEOUT));
}

/** Makes room for a new name: a whiteout goes, and whatever else is there unless it is to be replaced. */
export function clearName({ fs, ino }: LayerInode, name: string, replace = false): void {
  const there = fs.lookup(ino, name);
  if (there !== undefined && !(replace && !isWhiteout(fs, there))) fs.unlink(ino, name);
}

/** Removes the upper layer's part of an entry; in a directory only whiteouts are left. */
export function removeEntry({ fs, ino }: LayerInode, name: string): void {
  const there = fs.lookup(ino, name);
  if (there === undefined) return;
  if (fs.stat(there).type !== 'directory') fs.unlink(ino, name);
  else {
    for (const entry of fs.readdir(there)) fs.unlink(there, entry.name);
    fs.rmdir(ino, name);
  }
}

/**
 * Renames in the upper layer. `whiteout`: the old name has something below, so that one has to lie there afterwards:
 * that of the new name if it has one (they change places), else a new one, which is none of the shared.
 */
export function renameEntry(
  from: LayerInode,
  name: string,
  to: LayerInode,
  newName: string,
  how: { readonly whiteout: boolean; readonly replace: boolean },
): void {
  const there = to.fs.lookup(to.ino, newName);
  const reused = how.whiteout && there !== undefined && isWhiteout(to.fs, there);
  if (reused) from.fs.link(from.ino, SPARE_NAME, there);
  clearName(to, newName, how.replace);
  to.fs.rename(from.ino, name, to.ino, newName);
  if (reused) from.fs.rename(from.ino, SPARE_NAME, from.ino, name);
  else if (how.whiteout) from.fs.create(from.ino, name, WHITEOUT);
}

export function copyBytes(from: LayerInode, to: LayerInode, length: number): void {
  for (let offset = 0; offset < length; offset += CHUNK) {
    writeAll(to.fs, to.ino, offset, from.fs.read(from.ino, offset, Math.min(CHUNK, length - offset)));
  }
}

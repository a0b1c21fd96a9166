import {
  asLayer,
  type FileSystem,
  type Ino,
  isErrno,
  type LayerFileSystem,
  type MountNamespace,
  ROOT,
  type Stat,
  type Walker,
  writeAll,
} from '../../fs/index.ts';
import { dirname } from './path.ts';

/** The daemon acts as root, from `/`. */
export const DAEMON: Walker = { cwd: '/', credentials: ROOT };

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const CHUNK = 2 ** 16;

/** stat(2), or lstat(2); undefined if there is nothing. Other errors are thrown. */
export function statOf(ns: MountNamespace, path: string, follow = true): Stat | undefined {
  try {
    return ns.stat(path, DAEMON, follow);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** mkdir -p; new directories get the mode. The umask plays no part. */
export function makeDirectories(ns: MountNamespace, path: string, mode = 0o755): void {
  if (path === '/' || statOf(ns, path)) return;
  makeDirectories(ns, dirname(path), mode);
  ns.create(path, { type: 'directory', mode }, DAEMON);
}

/** The whole of a file; undefined if there is none. */
export function readFile(ns: MountNamespace, path: string): Uint8Array | undefined {
  const stat = statOf(ns, path);
  if (stat?.type !== 'file') return undefined;
  const { fs, ino } = ns.at(ns.resolve(path, DAEMON));
  return readAll(fs, ino, stat.size);
}

/** The whole of a file as text; empty if there is none. */
export function readText(ns: MountNamespace, path: string): string {
  return decoder.decode(readFile(ns, path) ?? new Uint8Array(0));
}

/** Makes or replaces a file. */
export function writeFile(ns: MountNamespace, path: string, data: Uint8Array | string, mode = 0o644): void {
  const how = { read: false, write: true, create: true, exclusive: false, truncate: true };
  const { fs, ino } = ns.at(ns.open(path, how, mode, DAEMON));
  writeAll(fs, ino, 0, typeof data === 'string' ? encoder.encode(data) : data);
}

/** Adds to the end of a file that exists. */
export function appendFile(ns: MountNamespace, path: string, data: Uint8Array): void {
  const { fs, ino } = ns.at(ns.resolve(path, DAEMON));
  writeAll(fs, ino, fs.stat(ino).size, data);
}

/** The bytes of a file. */
export function readAll(fs: FileSystem, ino: Ino, size = fs.stat(ino).size): Uint8Array {
  return fs.read(ino, 0, size);
}

/** rm -rf within one file system, without crossing mounts. */
export function removeTree(ns: MountNamespace, path: string): void {
  const stat = statOf(ns, path, false);
  if (!stat) return;
  const parent = ns.at(ns.resolve(dirname(path), DAEMON));
  removeEntry(parent.fs, parent.ino, path.slice(path.lastIndexOf('/') + 1));
}

/** Removes a directory entry and all below it. */
export function removeEntry(fs: FileSystem, dir: Ino, name: string): void {
  const ino = fs.lookup(dir, name);
  if (ino === undefined) return;
  if (fs.stat(ino).type !== 'directory') {
    fs.unlink(dir, name);
    return;
  }
  for (const entry of fs.readdir(ino)) removeEntry(fs, ino, entry.name);
  fs.rmdir(dir, name);
}

/**
 * cp -a of a directory's content and its own owner, mode and times into another directory: files, links (hard ones
 * stay so among themselves), devices.
 */
export function copyDirectory(from: FileSystem, source: Ino, to: FileSystem, target: Ino): void {
  const copied = new Map<Ino, Ino>();
  copyInto(from, source, to, target, copied);
}

/** As {@link copyDirectory}, of a layer: directories that hide what lies below them stay so. */
export function copyLayer(from: FileSystem, source: Ino, to: FileSystem, target: Ino): void {
  copyDirectory(from, source, to, target);
  copyMarks(asLayer(from), source, asLayer(to), target);
}

function copyMarks(from: LayerFileSystem, source: Ino, to: LayerFileSystem, target: Ino): void {
  if (from.opaque(source)) to.setOpaque(target);
  for (const { name, ino, type } of from.readdir(source))
    if (type === 'directory') copyMarks(from, ino, to, to.lookup(target, name)!);
}

function copyInto(from: FileSystem, source: Ino, to: FileSystem, target: Ino, copied: Map<Ino, Ino>): void {
  for (const { name, ino } of from.readdir(source)) {
    const stat = from.stat(ino);
    const known = copied.get(ino);
    if (known !== undefined) {
      to.link(target, name, known);
      continue;
    }
    const made = to.create(target, name, {
      type: stat.type,
      mode: stat.mode,
      uid: stat.uid,
      gid: stat.gid,
      ...(stat.type === 'symlink' ? { target: from.readlink(ino) } : {}),
      ...(stat.rdev ? { rdev: stat.rdev } : {}),
    });
    if (stat.type === 'directory') copyInto(from, ino, to, made, copied);
    else if (stat.nlink > 1) copied.set(ino, made);
    if (stat.type === 'file') copyBytes(from, ino, to, made, stat.size);
    to.setattr(made, { atime: stat.atime, mtime: stat.mtime });
  }
  const { mode, uid, gid, atime, mtime } = from.stat(source);
  to.setattr(target, { mode, uid, gid, atime, mtime });
}

function copyBytes(from: FileSystem, source: Ino, to: FileSystem, target: Ino, size: number): void {
  for (let at = 0; at < size; at += CHUNK) to.write(target, at, from.read(source, at, CHUNK));
}

/** The bytes in all files of a tree; each inode counts once. */
export function treeSize(fs: FileSystem, dir: Ino, seen = new Set<Ino>()): number {
  let size = 0;
  for (const { ino } of fs.readdir(dir)) {
    const stat = fs.stat(ino);
    if (stat.type === 'directory') size += treeSize(fs, ino, seen);
    else if (!seen.has(ino)) size += stat.type === 'file' ? stat.size : 0;
    seen.add(ino);
  }
  return size;
}

/** How many entries of a tree are no directories. */
export function countFiles(fs: FileSystem, dir: Ino): number {
  let files = 0;
  for (const { ino, type } of fs.readdir(dir)) files += type === 'directory' ? countFiles(fs, ino) : 1;
  return files;
}

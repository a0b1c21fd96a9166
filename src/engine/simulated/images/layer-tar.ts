import { asLayer, type FileSystem, type Ino, isWhiteout, type LayerFileSystem, writeAll } from '../../../fs/index.ts';
import type { FileEntry } from '../../../images/index.ts';
import { packTar, type TarEntry, TarError } from '../archive/tar.ts';
import { readAll, removeEntry } from '../files.ts';
import { basename, clean, dirname, join } from '../path.ts';

/*
 * A layer as images carry it (OCI image-spec, layer.md): a tar of what the layer has, in which an empty file `.wh.NAME`
 * says that NAME is gone, and `.wh..wh..opq` that its directory hides what lies below.
 */

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The archive of a layer that lies in a directory of a disk. */
export function packLayer(fs: FileSystem, root: Ino): Uint8Array {
  const entries: TarEntry[] = [];
  const links = new Map<Ino, string>();
  const add = (dir: Ino, folder: string): void => {
    const layer = asLayer(fs);
    const marked = dir !== root && layer.opaque(dir) ? [mark(`${folder}/${OPAQUE}`, 0o755, 0)] : [];
    entries.push(...marked);
    for (const { name, ino } of [...fs.readdir(dir)].sort((a, b) => byBytes(a.name, b.name))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      entries.push(...memberOf(fs, ino, path, links));
      if (fs.stat(ino).type === 'directory') add(ino, path);
    }
  };
  add(root, '');
  return packTar(entries);
}

const mark = (name: string, mode: number, mtime: number): TarEntry => ({
  name,
  type: 'file',
  mode,
  uid: 0,
  gid: 0,
  mtime,
});

function memberOf(fs: FileSystem, ino: Ino, name: string, links: Map<Ino, string>): readonly TarEntry[] {
  const { type, mode, uid, gid, mtime, nlink, size, rdev } = fs.stat(ino);
  if (isWhiteout(fs, ino))
    return [mark(join(dirname(name), WHITEOUT + basename(name)).replace(/^\.\//, ''), 0o600, mtime)];
  const common = { mode, uid, gid, mtime };
  if (type === 'socket') return [];
  if (type === 'directory') return [{ ...common, name: `${name}/`, type }];
  const first = links.get(ino);
  if (first !== undefined) return [{ ...common, name, type: 'link', linkname: first }];
  if (nlink > 1) links.set(ino, name);
  if (type === 'symlink') return [{ ...common, name, type, linkname: fs.readlink(ino) }];
  if (type === 'chardev') return [{ ...common, name, type, rdev: rdev ?? [0, 0] }];
  if (type === 'fifo') return [{ ...common, name, type }];
  return [{ ...common, name, type, data: readAll(fs, ino, size) }];
}

/** The archive of a layer of the catalogue, as {@link packLayer} makes it from its files once they lie on a disk. */
export function packFiles(files: readonly FileEntry[], mtime: number): Uint8Array {
  const byPath = new Map<string, FileEntry>(files.map((file) => [file.path, file]));
  for (const { path } of files)
    for (let up = dirname(path); up !== '/' && !byPath.has(up); up = dirname(up))
      byPath.set(up, { path: up, type: 'directory', mode: 0o755, uid: 0, gid: 0 });
  // A directory comes right before what is in it: compare component by component.
  const key = (path: string) => path.replaceAll('/', '\0');
  const sorted = [...byPath.values()].sort((a, b) => byBytes(key(a.path), key(b.path)));
  return packTar(
    sorted.map((file): TarEntry => {
      const { path, mode, uid, gid } = file;
      const name = path.slice(1);
      const common = { mode, uid, gid, mtime };
      switch (file.type) {
        case 'directory':
          return { ...common, name: `${name}/`, type: 'directory' };
        case 'symlink':
          return { ...common, name, type: 'symlink', linkname: file.target };
        case 'whiteout':
          return mark(`${name.slice(0, name.lastIndexOf('/') + 1)}${WHITEOUT}${basename(name)}`, 0o600, mtime);
        default:
          return { ...common, name, type: 'file', data: file.content };
      }
    }),
  );
}

/**
 * Writes a layer's archive into an empty directory of a disk.
 * @throws {TarError} for a name that leads out of it.
 */
export function unpackLayer(fs: FileSystem, root: Ino, entries: readonly TarEntry[]): void {
  const layer = asLayer(fs);
  const times: (readonly [Ino, number])[] = [];
  for (const entry of entries) {
    const path = clean(`/${entry.name}`);
    if (/(^|\/)\.\.(\/|$)/.test(entry.name) && !clean(entry.name).startsWith('/') && clean(entry.name).startsWith('..'))
      throw new TarError(`${JSON.stringify(entry.name)} is outside of "/"`);
    if (path === '/') {
      const { mode, uid, gid } = entry;
      fs.setattr(root, { mode, uid, gid });
      times.push([root, entry.mtime]);
      continue;
    }
    const dir = folderOf(fs, root, dirname(path));
    const name = basename(path);
    if (name === OPAQUE) layer.setOpaque(dir);
    else if (name.startsWith(`${WHITEOUT}${WHITEOUT}`)) continue;
    else if (name.startsWith(WHITEOUT))
      create(layer, root, dir, { ...entry, type: 'chardev', mode: 0, rdev: [0, 0] }, name.slice(WHITEOUT.length));
    else {
      const made = create(layer, root, dir, entry, name);
      if (made === undefined) continue;
      if (entry.type === 'directory') times.push([made, entry.mtime]);
      else fs.setattr(made, { atime: entry.mtime, mtime: entry.mtime });
    }
  }
  for (const [ino, mtime] of times) fs.setattr(ino, { atime: mtime, mtime });
}

function folderOf(fs: FileSystem, root: Ino, path: string): Ino {
  let at = root;
  for (const name of path.split('/').filter(Boolean)) {
    const next = fs.lookup(at, name);
    at =
      next !== undefined && fs.stat(next).type === 'directory'
        ? next
        : fs.create(at, name, { type: 'directory', mode: 0o755, uid: 0, gid: 0 });
  }
  return at;
}

function create(fs: LayerFileSystem, root: Ino, dir: Ino, entry: TarEntry, name: string): Ino | undefined {
  const { type, mode, uid, gid } = entry;
  const there = fs.lookup(dir, name);
  if (there !== undefined && type === 'directory' && fs.stat(there).type === 'directory') {
    fs.setattr(there, { mode, uid, gid });
    return there;
  }
  if (there !== undefined) removeEntry(fs, dir, name);
  if (type === 'link') {
    const target = clean(`/${entry.linkname ?? ''}`);
    const original = fs.lookup(folderOf(fs, root, dirname(target)), basename(target));
    if (original !== undefined) fs.link(dir, name, original);
    return original;
  }
  const made = fs.create(dir, name, {
    type,
    mode,
    uid,
    gid,
    ...(type === 'symlink' ? { target: entry.linkname ?? '' } : {}),
    ...(type === 'chardev' ? { rdev: entry.rdev ?? ([0, 0] as const) } : {}),
  });
  if (type === 'file') writeAll(fs, made, 0, entry.data ?? new Uint8Array(0));
  return made;
}

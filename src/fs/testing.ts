import { readFileSync } from 'node:fs';
import { type Disk, isErrno, type MountNamespace, ROOT, Vfs, type Walker, writeAll } from './index.ts';

export const root: Walker = { cwd: '/', credentials: ROOT };
export const user: Walker = { cwd: '/', credentials: { uid: 1000, gid: 1000, groups: [1000] } };

export const NEW = { read: false, write: true, create: true, exclusive: false, truncate: true };
export const OPEN = { read: true, write: false, create: false, exclusive: false, truncate: false };

/** A machine with a clock that ticks at each look, one disk, and the host's namespace over it. */
export function machine(): { vfs: Vfs; disk: Disk; host: MountNamespace } {
  let now = Date.UTC(2025, 0, 2);
  const vfs = new Vfs(() => ++now);
  const disk = vfs.disk('disk');
  const host = vfs.namespace('host');
  host.mount('/', { fs: disk, source: '/dev/sda1' });
  return { vfs, disk, host };
}

export function mkdir(ns: MountNamespace, path: string, mode = 0o755): number {
  return ns.create(path, { type: 'directory', mode }, root).ino;
}

export function put(ns: MountNamespace, path: string, text: string, mode = 0o644): number {
  const location = ns.open(path, NEW, mode, root);
  const { fs, ino } = ns.at(location);
  writeAll(fs, ino, 0, new TextEncoder().encode(text));
  return ino;
}

export function text(ns: MountNamespace, path: string): string {
  const { fs, ino } = ns.at(ns.resolve(path, root));
  return new TextDecoder().decode(fs.read(ino, 0, 1e6));
}

/** rm -r. */
export function removeTree(ns: MountNamespace, path: string): void {
  if (ns.stat(path, root, false).type !== 'directory') ns.unlink(path, root);
  else {
    for (const { name } of ns.readdir(path, root)) removeTree(ns, `${path}/${name}`);
    ns.rmdir(path, root);
  }
}

/** cp -a, onto nothing. */
export function copyTree(ns: MountNamespace, from: string, to: string): void {
  const { type, mode, uid, gid, atime, mtime } = ns.stat(from, root, false);
  if (type === 'directory') {
    mkdir(ns, to);
    for (const { name } of ns.readdir(from, root)) copyTree(ns, `${from}/${name}`, `${to}/${name}`);
  } else if (type === 'symlink') ns.create(to, { type, mode, target: ns.readlink(from, root) }, root);
  else put(ns, to, text(ns, from));
  ns.setattr(to, { uid, gid }, root, false);
  ns.setattr(to, { ...(type !== 'symlink' && { mode }), atime, mtime }, root, false);
}

/** What an operation gave, or the code of its error. */
export function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

/** A tree as lines that say everything but times and numbers: what two equal trees have in common. */
export function tree(ns: MountNamespace, path: string): string[] {
  return ns
    .readdir(path, root)
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => {
      const at = path === '/' ? `/${name}` : `${path}/${name}`;
      const { type, mode, uid, size } = ns.stat(at, root, false);
      const line = `${at} ${type} ${mode.toString(8)} ${uid}`;
      if (type === 'directory') return [line, ...tree(ns, at)];
      if (type === 'symlink') return [`${line} -> ${ns.readlink(at, root)}`];
      return [type === 'file' ? `${line} ${size} ${text(ns, at)}` : line];
    });
}

/** A file of src/fs/recorded. */
export function recorded<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./recorded/${name}`, import.meta.url), 'utf8')) as T;
}

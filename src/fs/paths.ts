import { Errno } from './errno.ts';
import type { FileSystem, Ino } from './filesystem.ts';

/** Is a directory `ancestor` itself or below it? */
export function isWithin(fs: FileSystem, dir: Ino, ancestor: Ino): boolean {
  for (let at = dir; ; ) {
    if (at === ancestor) return true;
    const above = fs.parent(at);
    if (above === at) return false;
    at = above;
  }
}

/** A name of an inode and its directory; a file's is looked for below `root`. ENOENT if it has none. */
export function nameOf(fs: FileSystem, ino: Ino, root: Ino): { readonly dir: Ino; readonly name: string } {
  if (fs.stat(ino).type === 'directory') {
    const dir = fs.parent(ino);
    const entry = fs.readdir(dir).find((entry) => entry.ino === ino);
    if (!entry || dir === ino) throw new Errno('ENOENT');
    return { dir, name: entry.name };
  }
  const left = [root];
  for (let dir = left.pop(); dir !== undefined; dir = left.pop()) {
    if (fs.stat(dir).type !== 'directory') continue;
    for (const entry of fs.readdir(dir)) {
      if (entry.ino === ino) return { dir, name: entry.name };
      if (entry.type === 'directory') left.push(entry.ino);
    }
  }
  throw new Errno('ENOENT');
}

/** The path of an inode within its file system. ENOENT if it has no name. */
export function pathWithin(fs: FileSystem, ino: Ino): string {
  const names: string[] = [];
  for (let at = ino; at !== fs.root; ) {
    const { dir, name } = nameOf(fs, at, fs.root);
    names.push(name);
    at = dir;
  }
  return `/${names.reverse().join('/')}`;
}

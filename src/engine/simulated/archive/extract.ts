import { type Errno, isErrno, type MountNamespace } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import { DAEMON, makeDirectories, removeTree, statOf, writeFile } from '../files.ts';
import { goError } from '../mounts/errors.ts';
import { clean, dirname, join } from '../path.ts';
import { type TarEntry, TarError } from './tar.ts';

interface ExtractOptions {
  /** Refuse to put a directory over something else, or the reverse. */
  readonly noOverwriteDirNonDir: boolean;
  /** All files belong to it, instead of to whom the archive says. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Unpacks an archive below a directory (moby archive.Unpack): directories merge, everything else replaces what is there;
 * owners, modes and times are the archive's.
 * @throws {DockerError | TarError}
 */
export function extract(ns: MountNamespace, dest: string, entries: readonly TarEntry[], options: ExtractOptions): void {
  const directories: (readonly [string, number])[] = [];
  for (const entry of entries) {
    const name = clean(entry.name);
    const path = clean(`${dest}/${name}`);
    if (name === '..' || name.startsWith('../') || (path !== dest && !path.startsWith(dest === '/' ? '/' : `${dest}/`)))
      throw new TarError(`${JSON.stringify(entry.name)} is outside of "/"`);
    try {
      extractOne(ns, dest, path, name, entry, options);
    } catch (error) {
      if (isErrno(error)) throw new DockerError('system', failure(entry, name, error));
      throw error;
    }
    if (entry.type === 'directory') directories.push([path, entry.mtime]);
  }
  for (const [path, mtime] of directories) ns.setattr(path, { mtime }, DAEMON);
}

function failure({ type }: TarEntry, name: string, error: Errno): string {
  const call = {
    directory: 'mkdirat',
    file: 'openat',
    symlink: 'symlinkat',
    link: 'linkat',
    chardev: 'mknodat',
    fifo: 'mknodat',
  }[type];
  return `${call} ${name}: ${goError(error)}`;
}

function extractOne(
  ns: MountNamespace,
  dest: string,
  path: string,
  name: string,
  entry: TarEntry,
  { noOverwriteDirNonDir, owner }: ExtractOptions,
): void {
  if (path !== dest && !statOf(ns, dirname(path))) makeDirectories(ns, dirname(path));
  const there = statOf(ns, path, false);
  const directory = entry.type === 'directory';
  if (there) {
    const isDirectory = there.type === 'directory';
    const refuse = (what: string, by: string) =>
      new DockerError('system', `cannot overwrite ${what} ${JSON.stringify(name)} with ${by} "/"`);
    if (noOverwriteDirNonDir && isDirectory && !directory) throw refuse('directory', 'non-directory');
    if (noOverwriteDirNonDir && !isDirectory && directory) throw refuse('non-directory', 'directory');
    if (isDirectory && name === '.') return;
    if (!(isDirectory && directory)) removeTree(ns, path);
  }
  const { uid, gid } = owner ?? entry;
  const { mode, mtime } = entry;
  switch (entry.type) {
    case 'directory':
      if (!statOf(ns, path)) ns.create(path, { type: 'directory', mode }, DAEMON);
      break;
    case 'file':
      writeFile(ns, path, entry.data ?? new Uint8Array(0), mode);
      break;
    case 'link':
      ns.link(join(dest, entry.linkname ?? ''), path, DAEMON);
      break;
    case 'symlink':
      ns.create(path, { type: 'symlink', mode: 0o777, target: entry.linkname ?? '' }, DAEMON);
      break;
    case 'chardev':
      ns.create(path, { type: 'chardev', mode, rdev: entry.rdev ?? [0, 0] }, DAEMON);
      break;
    case 'fifo':
      ns.create(path, { type: 'fifo', mode }, DAEMON);
      break;
  }
  ns.setattr(path, { uid, gid }, DAEMON, false);
  if (entry.type === 'symlink') ns.setattr(path, { mtime }, DAEMON, false);
  else ns.setattr(path, { mode, mtime }, DAEMON, false);
}

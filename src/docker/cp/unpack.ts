import { isErrno, type Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../errors.ts';
import { statOf, writeFile } from '../files.ts';
import { pathError } from '../go/errno.ts';
import { clean, dir, join } from '../go/path.ts';
import { quote } from '../go/strconv.ts';
import type { Entry } from './tar.ts';

function removeAll(cli: Cli, path: string): void {
  if (cli.sys.lstat(path).type !== 'directory') {
    cli.sys.unlink(path);
    return;
  }
  for (const { name } of cli.sys.readdir(path)) removeAll(cli, `${path}/${name}`);
  cli.sys.rmdir(path);
}

/** mkdir -p. */
function makeFolders(cli: Cli, path: string): void {
  if (statOf(cli.sys, path)) return;
  makeFolders(cli, dir(path));
  cli.sys.mkdir(path, 0o755);
}

/** Writes an archive's entries into a folder of the host. Owners are the one who copies, modes and times the archive's. */
export function* unpackLocal(cli: Cli, entries: readonly Entry[], folder: string): Op<void> {
  const times: [path: string, mtime: number][] = [];
  for (const entry of entries) {
    const name = clean(`/${entry.name}`).slice(1);
    const path = name === '' ? folder : join(folder, name);
    try {
      if (name !== '') makeFolders(cli, dir(path));
      yield* place(cli, entry, path, folder, entries);
    } catch (error) {
      if (isErrno(error)) throw new CliError(pathError(verbOf(entry), path, error));
      throw error;
    }
    if (entry.type === 'directory') times.push([path, entry.mtime]);
  }
  // Writing into a folder changes its time: set it at the end.
  for (const [path, mtime] of times) cli.sys.utimes(path, mtime, mtime);
}

function verbOf(entry: Entry): string {
  return entry.type === 'directory' ? 'mkdir' : entry.type === 'symlink' ? 'symlink' : 'open';
}

function* place(cli: Cli, entry: Entry, path: string, folder: string, entries: readonly Entry[]): Op<void> {
  const { sys } = cli;
  const there = statOf(sys, path, false);
  const isDir = entry.type === 'directory';
  if (there) {
    const was = there.type === 'directory';
    if (was && !isDir)
      throw new CliError(`cannot overwrite directory ${quote(path)} with non-directory ${quote(folder)}`);
    if (!was && isDir)
      throw new CliError(`cannot overwrite non-directory ${quote(path)} with directory ${quote(folder)}`);
    if (was && clean(entry.name) === '.') return;
    if (!was) removeAll(cli, path);
  }
  switch (entry.type) {
    case 'directory':
      if (!there) sys.mkdir(path, entry.mode);
      break;
    case 'file':
      yield* writeFile(sys, path, entry.data, entry.mode);
      break;
    case 'symlink':
      sys.symlink(entry.target ?? '', path);
      break;
    case 'link': {
      const target = join(folder, entry.target ?? '');
      const original = entries.find((other) => other.name === entry.target);
      if (original || statOf(sys, target)) sys.link(target, path);
      break;
    }
    default:
      sys.mknod(path, entry.type, entry.mode, entry.rdev);
  }
  if (entry.type === 'symlink' || entry.type === 'link') return;
  sys.chmod(path, entry.mode);
  sys.utimes(path, entry.mtime, entry.mtime);
}

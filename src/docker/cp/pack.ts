import { isErrno, type Op, type Stat } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { logLine } from '../command.ts';
import { CliError } from '../errors.ts';
import { readFile } from '../files.ts';
import { pathError } from '../go/errno.ts';
import { byteOrder } from '../go/sort.ts';
import { splitEntry } from './paths.ts';
import type { Entry, EntryType } from './tar.ts';

const TYPES: Readonly<Record<Stat['type'], EntryType | undefined>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  chardev: 'chardev',
  fifo: 'fifo',
  // A socket has no place in an archive.
  socket: undefined,
};

/** The entries of a file or folder of the host, in the order of its names, the last component of its path as the root. */
export function* packLocal(cli: Cli, path: string, rebase: string): Op<readonly Entry[]> {
  const [folder, name] = splitEntry(path);
  const entries: Entry[] = [];
  const links = new Map<string, string>();

  function* add(file: string, inArchive: string): Op<void> {
    let entry: Entry | undefined;
    let stat: Stat;
    try {
      stat = cli.sys.lstat(file);
      entry = yield* entryOf(file, inArchive, stat);
    } catch (error) {
      const reason = isErrno(error)
        ? pathError('lstat', file, error)
        : error instanceof CliError
          ? error.message
          : undefined;
      if (reason === undefined) throw error;
      yield* cli.err(`${logLine(cli, 'error', `Can't add file ${file} to tar: ${reason}`)}\n`);
      return;
    }
    if (!entry) return;
    entries.push(entry);
    if (stat.type !== 'directory') return;
    yield* cli.sys.turn();
    let names: readonly string[];
    try {
      names = cli.sys.readdir(file).map((item) => item.name);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* cli.err(`${logLine(cli, 'error', `Can't stat file ${file} to tar: ${pathError('open', file, error)}`)}\n`);
      return;
    }
    for (const child of names.toSorted(byteOrder)) yield* add(`${file}/${child}`, `${inArchive}/${child}`);
  }

  function* entryOf(file: string, inArchive: string, stat: Stat): Op<Entry | undefined> {
    const type = TYPES[stat.type];
    if (!type) return undefined;
    const common = { mode: stat.mode, uid: stat.uid, gid: stat.gid, mtime: stat.mtime, data: new Uint8Array() };
    const key = `${stat.dev}:${stat.ino}`;
    const first = stat.nlink > 1 && type === 'file' ? links.get(key) : undefined;
    if (first !== undefined) return { ...common, name: inArchive, type: 'link', target: first };
    if (type === 'file') links.set(key, inArchive);
    switch (type) {
      case 'directory':
        return { ...common, name: `${inArchive}/`, type };
      case 'symlink':
        return { ...common, name: inArchive, type, target: cli.sys.readlink(file) };
      case 'chardev':
        return { ...common, name: inArchive, type, rdev: stat.rdev ?? [0, 0] };
      case 'file':
        return { ...common, name: inArchive, type, data: yield* readFile(cli.sys, file) };
      default:
        return { ...common, name: inArchive, type };
    }
  }

  const root = name === '.' ? folder : `${folder === '/' ? '' : folder}/${name}`;
  yield* add(root, rebase === '' ? (name === '/' ? '.' : name) : rebase);
  return entries;
}

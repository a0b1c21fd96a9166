import ignore from '@balena/dockerignore';
import { isErrno, type Op, type Stat } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { type Entry, packTar, unpackTar } from '../cp/tar.ts';
import { CliError } from '../errors.ts';
import { readAll, readFile, statOf } from '../files.ts';
import { absolute, base, clean, dir, join } from '../go/path.ts';

/** What a build reads from: a folder, an archive, or nothing but a Dockerfile. */
export interface BuildContext {
  readonly kind: 'folder' | 'archive' | 'dockerfile';
  /** What a later build knows it again by. */
  readonly sharedKey: string;
  /** The Dockerfile's name as messages show it. */
  readonly dockerfileName: string;
  /** The Dockerfile; undefined: there is none. */
  readonly dockerfile: { readonly text: string; readonly mode: number; readonly mtime: number } | undefined;
  readonly dockerignore: { readonly text: string; readonly mode: number; readonly mtime: number } | undefined;
  /** The files below some paths, but for what .dockerignore leaves out. */
  files(paths: readonly string[]): Op<readonly Entry[]>;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

interface Read {
  readonly text: string;
  readonly mode: number;
  readonly mtime: number;
}

function* readText(cli: Cli, path: string): Op<Read | undefined> {
  const stat = statOf(cli.sys, path);
  if (!stat || stat.type === 'directory') return undefined;
  return { text: decoder.decode(yield* readFile(cli.sys, path)), mode: stat.mode, mtime: stat.mtime };
}

/**
 * Finds the context and the Dockerfile as buildx does.
 * @throws {CliError} in buildx's words, without what stands before them.
 */
export function* openContext(cli: Cli, path: string, dockerfile: string): Op<BuildContext> {
  if (path === '-' && dockerfile === '-')
    throw new CliError("invalid argument: can't use stdin for both build context and dockerfile");
  if (path === '-') return yield* fromInput(cli, dockerfile);
  const folder = absolute(cli.sys.cwd, path);
  if (statOf(cli.sys, folder)?.type !== 'directory')
    throw new CliError(`unable to prepare context: path ${JSON.stringify(path)} not found`);
  const root = cli.sys.realpath(folder);
  if (dockerfile === '-') {
    const text = decoder.decode(yield* readAll(cli.sys, 0, '/dev/stdin'));
    return yield* folderContext(cli, root, 'Dockerfile', { text, mode: 0o600, mtime: cli.sys.now() }, undefined);
  }
  const file = dockerfile === '' ? join(root, 'Dockerfile') : absolute(cli.sys.cwd, dockerfile);
  if (dockerfile !== '' && !statOf(cli.sys, dir(file)))
    throw new CliError(`resolve : lstat ${dir(dockerfile)}: no such file or directory`);
  const read = yield* readText(cli, file);
  return yield* folderContext(cli, root, base(file), read, `${file}.dockerignore`);
}

function* folderContext(
  cli: Cli,
  root: string,
  dockerfileName: string,
  dockerfile: Read | undefined,
  own: string | undefined,
): Op<BuildContext> {
  const specific = own === undefined ? undefined : yield* readText(cli, own);
  const dockerignore = specific ?? (yield* readText(cli, join(root, '.dockerignore')));
  const ignored = ignoring(dockerignore?.text);
  return {
    kind: 'folder',
    sharedKey: root,
    dockerfileName,
    dockerfile,
    dockerignore,
    *files(paths) {
      const entries = yield* walk(cli, root, (name, directory) => {
        if (ignored(name)) return false;
        return paths.some((pattern) => covers(pattern, name, directory));
      });
      return entries;
    },
  };
}

/** `-`: an archive with everything, or a Dockerfile alone. */
function* fromInput(cli: Cli, dockerfile: string): Op<BuildContext> {
  const bytes = yield* readAll(cli.sys, 0, '/dev/stdin');
  const isTar = decoder.decode(bytes.subarray(257, 262)) === 'ustar';
  if (!isTar) {
    if (dockerfile !== '')
      throw new CliError('ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles');
    return {
      kind: 'dockerfile',
      sharedKey: 'stdin',
      dockerfileName: 'Dockerfile',
      dockerfile: { text: decoder.decode(bytes), mode: 0o600, mtime: cli.sys.now() },
      dockerignore: undefined,
      *files() {
        return [];
      },
    };
  }
  const entries = unpackTar(bytes).map((entry) => ({ ...entry, name: clean(`/${entry.name}`).slice(1) }));
  const find = (name: string): Read | undefined => {
    const entry = entries.find((other) => other.name === name && other.type === 'file');
    return entry && { text: decoder.decode(entry.data), mode: entry.mode, mtime: entry.mtime };
  };
  const name = clean(dockerfile || 'Dockerfile');
  const dockerignore = find(`${name}.dockerignore`) ?? find('.dockerignore');
  const ignored = ignoring(dockerignore?.text);
  return {
    kind: 'archive',
    sharedKey: 'stdin',
    dockerfileName: name,
    dockerfile: find(name),
    dockerignore,
    *files(paths) {
      return entries.filter(
        (entry) =>
          entry.name !== '' &&
          !ignored(entry.name) &&
          paths.some((pattern) => covers(pattern, entry.name, entry.type === 'directory')),
      );
    },
  };
}

function ignoring(text: string | undefined): (name: string) => boolean {
  if (text === undefined) return () => false;
  const rules = ignore().add(text.split('\n'));
  return (name) => rules.ignores(name);
}

/** Is a file, or a folder that leads there, needed for a path with wildcards? */
function covers(pattern: string, name: string, directory: boolean): boolean {
  const wanted = pattern.split('/').filter(Boolean);
  const parts = name.split('/');
  const common = Math.min(wanted.length, parts.length);
  for (let at = 0; at < common; at++) if (!globMatches(wanted[at]!, parts[at]!)) return false;
  return parts.length >= wanted.length || directory;
}

function globMatches(pattern: string, name: string): boolean {
  if (!/[*?[\\]/.test(pattern)) return pattern === name;
  const source = pattern
    .replace(/[.+^${}()|]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${source}$`).test(name);
}

const TYPES: Readonly<Record<Stat['type'], Entry['type'] | undefined>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  fifo: 'fifo',
  chardev: 'chardev',
  socket: undefined,
};

/** The files of a folder that are wanted, in the order of their names; all belong to root. */
function* walk(cli: Cli, root: string, wanted: (name: string, directory: boolean) => boolean): Op<readonly Entry[]> {
  const entries: Entry[] = [];
  function* visit(folder: string, prefix: string): Op<void> {
    const names = cli.sys
      .readdir(folder)
      .map(({ name }) => name)
      .sort((a, b) => (a < b ? -1 : 1));
    for (const child of names) {
      const path = `${folder === '/' ? '' : folder}/${child}`;
      const name = `${prefix}${child}`;
      const stat = cli.sys.lstat(path);
      const type = TYPES[stat.type];
      const directory = stat.type === 'directory';
      const own = wanted(name, directory);
      if (type && own) {
        const common = { name, type, mode: stat.mode, uid: 0, gid: 0, mtime: stat.mtime, data: new Uint8Array() };
        if (type === 'symlink') entries.push({ ...common, target: cli.sys.readlink(path) });
        else if (type === 'file') entries.push({ ...common, data: yield* readFile(cli.sys, path) });
        else entries.push(directory ? { ...common, name: `${name}/` } : common);
      }
      if (!directory) continue;
      yield* cli.sys.turn();
      // What is in a folder that is left out may be taken back one by one.
      const before = entries.length;
      yield* visit(path, `${name}/`);
      if (!own && entries.length > before)
        entries.splice(before, 0, {
          name: `${name}/`,
          type: 'directory',
          mode: stat.mode,
          uid: 0,
          gid: 0,
          mtime: stat.mtime,
          data: new Uint8Array(),
        });
    }
  }
  try {
    yield* visit(root, '');
  } catch (error) {
    if (isErrno(error))
      throw new CliError(
        `error from sender: open ${root}: ${error.code === 'EACCES' ? 'permission denied' : 'no such file or directory'}`,
      );
    throw error;
  }
  return entries;
}

/** The archive that is sent, and the bytes of files of these names. */
export function packContext(entries: readonly Entry[]): Uint8Array {
  return packTar(entries);
}

export const sizeInBytes = (text: string): number => encoder.encode(text).length;

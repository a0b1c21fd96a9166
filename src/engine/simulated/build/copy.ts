import { isErrno, type MountNamespace, type Stat } from '../../../fs/index.ts';
import { digest } from '../../../images/index.ts';
import type { BuildCopy } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { decompressed } from '../archive/decompressed.ts';
import { extract } from '../archive/extract.ts';
import { TarError, unpackTar } from '../archive/tar.ts';
import { resourcePath } from '../containers/rootfs.ts';
import { resolveUser } from '../containers/users.ts';
import { DAEMON, readFile, removeTree, statOf, writeFile } from '../files.ts';
import { goError } from '../mounts/errors.ts';
import { basename, clean, dirname, join } from '../path.ts';
import { matchesGlob, matchesIgnore } from './glob.ts';

/*
 * COPY and ADD (BuildKit solver/llbsolver/file and fsutil/copy). Of a folder its content is copied; a file goes into a
 * destination that is a folder or ends with a slash; folders on the way are made. What is there is merged or replaced.
 */

const encoder = new TextEncoder();

/** The entries that a source stands for. @throws {DockerError} `"/x": not found`. */
function sourcesOf(ns: MountNamespace, { Source }: BuildCopy): readonly string[] {
  const path = clean(`/${Source}`);
  if (!/[*?[\\]/.test(path)) {
    if (!statOf(ns, resolve(ns, path))) throw new DockerError('notFound', `${JSON.stringify(path)}: not found`);
    return [path];
  }
  let found = ['/'];
  for (const part of path.split('/').filter(Boolean))
    found = found.flatMap((folder) =>
      entriesOf(ns, folder)
        .filter((name) => matchesGlob(part, name))
        .map((name) => join(folder, name)),
    );
  return found;
}

function entriesOf(ns: MountNamespace, folder: string): readonly string[] {
  const path = resolve(ns, folder);
  if (statOf(ns, path)?.type !== 'directory') return [];
  const { fs, ino } = ns.at(ns.resolve(path, DAEMON));
  return fs
    .readdir(ino)
    .map(({ name }) => name)
    .sort((a, b) => (a < b ? -1 : 1));
}

const resolve = (ns: MountNamespace, path: string): string => resourcePath(ns, path, '');

/** A digest of all that a copy would bring: names, modes, owners and content, no times. @throws {DockerError} */
export function checksum(ns: MountNamespace | undefined, copy: BuildCopy): string {
  if (copy.Files) return digest(JSON.stringify(copy.Files));
  const parts: string[] = [];
  for (const source of sourcesOf(ns!, copy)) {
    const top = resolve(ns!, source);
    walk(ns!, top, '', copy.Exclude ?? [], (path, relative, stat) => {
      const content = stat.type === 'file' ? digest(readFile(ns!, path) ?? new Uint8Array()) : '';
      const target = stat.type === 'symlink' ? ns!.readlink(path, DAEMON) : '';
      parts.push([source, relative, stat.type, stat.mode, stat.uid, stat.gid, content, target].join('\0'));
    });
  }
  return digest(parts.join('\n'));
}

function walk(
  ns: MountNamespace,
  path: string,
  relative: string,
  exclude: readonly string[],
  visit: (path: string, relative: string, stat: Stat) => void,
): void {
  const stat = ns.stat(path, DAEMON, false);
  if (relative !== '' && matchesIgnore(exclude, relative)) return;
  visit(path, relative, stat);
  if (stat.type === 'directory')
    for (const name of entriesOf(ns, path))
      walk(ns, join(path, name), relative === '' ? name : `${relative}/${name}`, exclude, visit);
}

interface Target {
  readonly ns: MountNamespace;
  /** Where messages say that its root lies. */
  readonly root: string;
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  readonly mode: number | undefined;
  readonly exclude: readonly string[];
}

/** Does one copy. `folder`: of the layer that is written. @throws {DockerError} */
export function copyFiles(from: MountNamespace | undefined, ns: MountNamespace, copy: BuildCopy, root: string): void {
  const owner = copy.Owner === undefined ? undefined : ownerOf(ns, copy.Owner);
  const target: Target = { ns, root, owner, mode: copy.Mode, exclude: copy.Exclude ?? [] };
  try {
    const folder = /\/\.?$/.test(copy.Destination);
    const destination = destinationOf(ns, copy.Destination);
    if (copy.Files) {
      for (const { Name, Data } of copy.Files) {
        const isFolder = folder || statOf(ns, destination)?.type === 'directory';
        const path = isFolder ? join(destination, Name) : destination;
        makeFolders(target, dirname(path));
        removeTree(ns, path);
        writeFile(ns, path, encoder.encode(Data));
        ns.setattr(path, { mode: copy.Mode ?? 0o644, uid: owner?.uid ?? 0, gid: owner?.gid ?? 0 }, DAEMON);
      }
      return;
    }
    for (const source of sourcesOf(from!, copy)) {
      copySource(from!, source, target, destination, folder, copy.Unpack);
    }
  } catch (error) {
    if (isErrno(error)) throw new DockerError('system', goError(error));
    throw error;
  }
}

/** The destination with links followed. @throws {DockerError} if a file is on the way. */
function destinationOf(ns: MountNamespace, path: string): string {
  const parts = clean(`/${path}`).split('/').slice(1, -1);
  for (let at = 1; at <= parts.length; at++) {
    const above = resolve(ns, `/${parts.slice(0, at).join('/')}`);
    const stat = statOf(ns, above);
    if (stat && stat.type !== 'directory') throw new DockerError('system', `mkdir ${above}: not a directory`);
    if (!stat) break;
  }
  return resolve(ns, path);
}

/** A name that the image doesn't know is root's, a group that it doesn't know the user's own. */
function ownerOf(ns: MountNamespace, spec: string): { uid: number; gid: number } {
  const [user = ''] = spec.split(':');
  for (const name of [spec, user])
    try {
      const { uid, gid } = resolveUser(ns, name);
      // A bare number is the group's too.
      return /^\d+$/.test(name) ? { uid, gid: uid } : { uid, gid };
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
    }
  return { uid: 0, gid: 0 };
}

function copySource(
  from: MountNamespace,
  source: string,
  target: Target,
  destination: string,
  folder: boolean,
  unpack: boolean,
): void {
  const { ns } = target;
  const top = resolve(from, source);
  const stat = from.stat(top, DAEMON, false);
  const there = statOf(ns, destination);
  if (stat.type === 'directory') {
    if (there && there.type !== 'directory')
      throw new DockerError('system', `cannot copy to non-directory: ${target.root}${destination}`);
    makeFolders(target, destination);
    for (const name of entriesOf(from, top)) copyTree(from, join(top, name), target, join(destination, name), name);
    return;
  }
  if (unpack && unpackInto(from, top, target, destination)) return;
  const path = folder || there?.type === 'directory' ? join(destination, basename(source)) : destination;
  makeFolders(target, dirname(path));
  copyTree(from, top, target, path, '');
}

/** ADD of an archive: its members land in the destination. False if it is none. */
function unpackInto(from: MountNamespace, path: string, target: Target, destination: string): boolean {
  const data = readFile(from, path);
  if (!data || data.length < 512) return false;
  try {
    const entries = unpackTar(decompressed(data));
    if (entries.length === 0) return false;
    makeFolders(target, destination);
    extract(target.ns, destination, entries, { noOverwriteDirNonDir: false, owner: target.owner });
    return true;
  } catch (error) {
    if (error instanceof TarError) return false;
    throw error;
  }
}

/** mkdir -p, with the copy's owner and mode. */
function makeFolders(target: Target, path: string): void {
  const { ns, owner, mode } = target;
  const there = statOf(ns, path);
  if (there?.type === 'directory' || path === '/') return;
  if (there) throw new DockerError('system', `mkdir ${path}: not a directory`);
  makeFolders(target, dirname(path));
  ns.create(path, { type: 'directory', mode: mode ?? 0o755 }, DAEMON);
  ns.setattr(path, { mode: mode ?? 0o755, ...owner }, DAEMON);
}

function copyTree(from: MountNamespace, path: string, target: Target, to: string, relative: string): void {
  const { ns, owner, exclude } = target;
  if (relative !== '' && matchesIgnore(exclude, relative)) return;
  const stat = from.stat(path, DAEMON, false);
  const there = statOf(ns, to, false);
  if (there && !(there.type === 'directory' && stat.type === 'directory')) {
    if (there.type === 'directory')
      throw new DockerError('system', `cannot replace to directory ${target.root}${to} with file`);
    if (stat.type === 'directory') throw new DockerError('system', `cannot copy to non-directory: ${target.root}${to}`);
    removeTree(ns, to);
  }
  const mode = target.mode ?? stat.mode;
  switch (stat.type) {
    case 'directory':
      if (!there) ns.create(to, { type: 'directory', mode }, DAEMON);
      for (const name of entriesOf(from, path))
        copyTree(from, join(path, name), target, join(to, name), relative === '' ? name : `${relative}/${name}`);
      break;
    case 'file':
      writeFile(ns, to, readFile(from, path) ?? new Uint8Array(), mode);
      break;
    case 'symlink':
      ns.create(to, { type: 'symlink', mode: 0o777, target: from.readlink(path, DAEMON) }, DAEMON);
      break;
    default:
      ns.create(to, { type: stat.type, mode, ...(stat.rdev ? { rdev: stat.rdev } : {}) }, DAEMON);
  }
  const { uid, gid } = owner ?? stat;
  ns.setattr(to, { uid, gid, ...(stat.type === 'symlink' ? {} : { mode }), mtime: stat.mtime }, DAEMON, false);
}

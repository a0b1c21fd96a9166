import { type FileSystem, type Ino, isErrno, type MountNamespace, type Stat } from '../../../fs/index.ts';
import type { PathStat } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { findContainer } from '../containers/find.ts';
import { mergedPath, resourcePath, withRootfs } from '../containers/rootfs.ts';
import { resolveUser } from '../containers/users.ts';
import { type Daemon, emitContainer } from '../daemon.ts';
import { DAEMON, readAll, statOf } from '../files.ts';
import { goError } from '../mounts/errors.ts';
import { withMounts } from '../mounts/namespace.ts';
import { basename, clean, dirname, join } from '../path.ts';
import type { ContainerRecord } from '../state.ts';
import { rfc3339Nano } from '../time.ts';
import { decompressed } from './decompressed.ts';
import { extract } from './extract.ts';
import { packTar, type TarEntry, TarError, unpackTar } from './tar.ts';

/** Go's os.FileMode bits above the permissions. */
const DIR = 2 ** 31;
const SYMLINK = 2 ** 27;
const DEVICE = 2 ** 26;
const NAMED_PIPE = 2 ** 25;
const SOCKET = 2 ** 24;
const SETUID = 2 ** 23;
const SETGID = 2 ** 22;
const CHAR_DEVICE = 2 ** 21;
const STICKY = 2 ** 20;

function fileMode({ type, mode }: Stat): number {
  const kind = {
    directory: DIR,
    symlink: SYMLINK,
    chardev: DEVICE + CHAR_DEVICE,
    fifo: NAMED_PIPE,
    socket: SOCKET,
    file: 0,
  }[type];
  const special = (mode & 0o4000 ? SETUID : 0) + (mode & 0o2000 ? SETGID : 0) + (mode & 0o1000 ? STICKY : 0);
  return kind + special + (mode & 0o777);
}

/** See {@link Engine.archiveStat}. @throws {DockerError} */
export function statArchive(daemon: Daemon, name: string, path: string): PathStat {
  const container = findContainer(daemon, name);
  checkPath(path);
  return withMounts(daemon, container, (ns) => pathStat(ns, container, name, path));
}

function checkPath(path: string): void {
  if (path === '') throw new DockerError('invalidParameter', 'bad parameter: pathcannot be empty');
}

const missing = (path: string, name: string) =>
  new DockerError('notFound', `Could not find the file ${path} in container ${name}`);

/** The entry that a path names: links in its folders are followed, it itself only if a slash or `/.` comes after it. */
function locate(ns: MountNamespace, container: ContainerRecord, name: string, path: string): string {
  const absolute = clean(`/${path}`);
  const follow = /\/\.?$/.test(path) && absolute !== '/';
  const root = mergedPath(container);
  const folder = absolute === '/' ? '/' : resourcePath(ns, dirname(absolute), root);
  const at = follow ? resourcePath(ns, absolute, root) : join(folder, basename(absolute));
  let stat: Stat | undefined;
  try {
    stat = statOf(ns, at, false);
  } catch (error) {
    if (isErrno(error)) throw new DockerError('system', `lstat ${absolute}: ${goError(error)}`);
    throw error;
  }
  if (!stat) throw missing(path, name);
  if (follow && stat.type !== 'directory') throw new DockerError('system', `lstat ${path}: not a directory`);
  return at;
}

function pathStat(ns: MountNamespace, container: ContainerRecord, name: string, path: string): PathStat {
  const at = locate(ns, container, name, path);
  const stat = ns.stat(at, DAEMON, false);
  const linkTarget =
    stat.type === 'symlink' ? resourcePath(ns, join(dirname(at), '.') + targetOf(ns, at), mergedPath(container)) : '';
  return {
    name: clean(path) === '/' ? '/' : basename(clean(path)),
    size: stat.size,
    mode: fileMode(stat),
    mtime: rfc3339Nano(stat.mtime),
    linkTarget,
  };
}

function targetOf(ns: MountNamespace, link: string): string {
  const target = ns.readlink(link, DAEMON);
  return target.startsWith('/') ? `/${'../'.repeat(link.split('/').length)}${target}` : `/${target}`;
}

/** See {@link Engine.archiveGet}. @throws {DockerError} */
export function getArchive(daemon: Daemon, name: string, path: string): { stat: PathStat; tar: Uint8Array } {
  const container = findContainer(daemon, name);
  checkPath(path);
  return withMounts(daemon, container, (ns) => {
    const stat = pathStat(ns, container, name, path);
    const at = locate(ns, container, name, path);
    // The last component as it was asked for is the root: `/data/.` gives `./`.
    const root = /\/\.$/.test(path) ? '.' : basename(clean(`/${path}`)) || '/';
    const tar = packTar([...archiveTree(ns, at, root, true)]);
    emitContainer(daemon, container, 'archive-path');
    return { stat, tar };
  });
}

/** The members of a path and all below it, in the order of names. `mounts`: also what is mounted below. */
export function archiveTree(ns: MountNamespace, path: string, root: string, mounts: boolean): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  const links = new Map<string, string>();
  const add = (at: string, name: string) => {
    const { fs, ino } = ns.at(ns.resolve(at, DAEMON, false));
    const stat = fs.stat(ino);
    const entry = memberOf(fs, ino, stat, name, links);
    if (entry) entries.push(entry);
    if (stat.type !== 'directory') return;
    for (const child of fs
      .readdir(ino)
      .map((entryBelow) => entryBelow.name)
      .sort(byBytes)) {
      const below = join(at, child);
      if (!mounts && ns.mounts.some((mount) => mount.path === below)) {
        const covered = fs.lookup(ino, child)!;
        const bare = memberOf(fs, covered, fs.stat(covered), joinName(name, child), links);
        if (bare) entries.push(bare);
      } else add(below, joinName(name, child));
    }
  };
  add(path, root);
  return entries;
}

const joinName = (folder: string, name: string) =>
  folder === '' || folder === '/' ? folder + name : `${folder}/${name}`;

const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function memberOf(
  fs: FileSystem,
  ino: Ino,
  stat: Stat,
  name: string,
  links: Map<string, string>,
): TarEntry | undefined {
  const { type, mode, uid, gid, mtime } = stat;
  if (type === 'socket' || name === '') return undefined;
  const common = { mode, uid, gid, mtime };
  if (type === 'directory') return { ...common, name: name.replace(/\/?$/, '/'), type };
  const key = `${stat.dev}:${ino}`;
  const first = links.get(key);
  if (first !== undefined) return { ...common, name, type: 'link', linkname: first };
  if (stat.nlink > 1) links.set(key, name);
  if (type === 'symlink') return { ...common, name, type, linkname: fs.readlink(ino) };
  if (type === 'chardev') return { ...common, name, type, rdev: stat.rdev ?? [0, 0] };
  if (type === 'fifo') return { ...common, name, type };
  return { ...common, name, type, data: readAll(fs, ino, stat.size) };
}

/** See {@link Engine.archivePut}. @throws {DockerError} */
export function putArchive(
  daemon: Daemon,
  name: string,
  path: string,
  tar: Uint8Array,
  options: { readonly noOverwriteDirNonDir: boolean; readonly copyUIDGID: boolean },
): void {
  const container = findContainer(daemon, name);
  checkPath(path);
  withMounts(daemon, container, (ns) => {
    const absolute = clean(`/${path}`);
    const at = extractionPoint(ns, absolute, mergedPath(container));
    const stat = statOf(ns, at);
    if (!stat) throw missing(path, name);
    if (stat.type !== 'directory') throw new DockerError('invalidParameter', 'extraction point is not a directory');
    checkWritable(container, at);
    const { User } = container.Config;
    const owner =
      options.copyUIDGID && User !== ''
        ? withRootfs(daemon, container, (rootfs) => resolveUser(rootfs, User))
        : undefined;
    try {
      extract(ns, at, unpackTar(decompressed(tar)), { noOverwriteDirNonDir: options.noOverwriteDirNonDir, owner });
    } catch (error) {
      if (error instanceof TarError) throw new DockerError('system', error.message);
      throw error;
    }
    emitContainer(daemon, container, 'extract-to-dir');
  });
}

function extractionPoint(ns: MountNamespace, path: string, root: string): string {
  try {
    return resourcePath(ns, path, root);
  } catch (error) {
    if (error instanceof DockerError) throw new DockerError(error.kind, 'not a directory');
    throw error;
  }
}

function checkWritable({ mounts, HostConfig }: ContainerRecord, path: string): void {
  const mount = mounts.find(({ Destination }) => path === Destination || path.startsWith(`${Destination}/`));
  if (mount && !mount.RW) throw new DockerError('invalidParameter', 'mounted volume is marked read-only');
  if (!mount && HostConfig.ReadonlyRootfs)
    throw new DockerError('invalidParameter', 'container rootfs is marked read-only');
}

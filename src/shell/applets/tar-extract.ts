import { Errno, type ErrnoCode, isErrno, type Stat } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { attempt } from './command.ts';
import type { Owners } from './owners.ts';
import type { ArchiveReader } from './tar-archive.ts';
import type { TarHeader } from './tar-format.ts';
import type { TarPlan } from './tar-options.ts';
import type { Text } from './text.ts';

const PIECE = 65_536;

/** The end of the archive came within a member. */
export class ShortArchive extends Error {}

/** A folder whose mode and time are set when nothing more goes into it. */
interface Delayed {
  readonly path: string;
  readonly name: string;
  readonly header: TarHeader;
}

/** Unpacks members into folders. */
export interface Extractor {
  /** Makes what the header says, `path` being where; reads the member's content. */
  extract(header: TarHeader, name: string, path: string): Op<void>;
  /** What is left to do at the end. */
  finish(): Op<void>;
}

const dirName = (path: string): string => path.slice(0, Math.max(0, path.replace(/\/+$/, '').lastIndexOf('/')));
const plain = (path: string): string => path.replace(/\/+$/, '') || '/';

/** GNU's way of unpacking: an error of one member is told, and the others are unpacked. */
export function gnuExtractor(text: Text, plan: TarPlan, owners: Owners, reader: ArchiveReader): Extractor {
  const { sys } = text;
  const root = sys.credentials.uid === 0;
  const sameOwner = plan.sameOwner ?? root;
  const samePermissions = plan.samePermissions ?? root;
  const umask = sys.umask();
  const delayed: Delayed[] = [];

  function* trouble(message: string): Op<void> {
    yield* text.say(message);
    text.status = 2;
  }

  const modeOf = ({ mode }: TarHeader): number => (samePermissions ? mode : mode & 0o777 & ~umask);

  /** A system call whose error is told: `NAME: Cannot VERB: …`. */
  function* told(name: string, what: string, call: () => void): Op<boolean> {
    const error = attempt(call);
    if (!(error instanceof Errno)) return true;
    yield* trouble(`${name}: Cannot ${what}: ${error.message}`);
    return false;
  }

  const idsOf = (header: TarHeader) => ({
    uid: (plan.numericOwner ? undefined : owners.uid(header.uname)) ?? header.uid,
    gid: (plan.numericOwner ? undefined : owners.gid(header.gname)) ?? header.gid,
  });

  /** Time, owner and mode of what was made. */
  function* dress(header: TarHeader, name: string, path: string): Op<void> {
    const link = header.type === 'symlink';
    const time = header.mtime * 1000;
    if (plan.keepTimes) yield* told(name, 'utime', () => sys.utimes(path, sys.now(), time, false));
    if (sameOwner) {
      const { uid, gid } = idsOf(header);
      const had = sys.lstat(path);
      const what = `change ownership to uid ${uid}, gid ${gid}`;
      if (had.uid !== uid || had.gid !== gid || header.type === 'directory')
        if (!(yield* told(name, what, () => sys.chown(path, uid, gid, false)))) return;
    }
    if (!link && sys.lstat(path).mode !== modeOf(header))
      yield* told(name, `change mode to ${shownMode(modeOf(header))}`, () => sys.chmod(path, modeOf(header)));
  }

  const shownMode = (mode: number): string => mode.toString(8).padStart(4, '0');

  /** Makes the folders above a path; true: there was one to make. */
  function* makeParents(path: string, name: string): Op<boolean> {
    const parent = dirName(path);
    if (parent === '') return false;
    if (!(attempt(() => sys.stat(parent)) instanceof Errno)) return false;
    yield* makeParents(parent, dirName(name));
    const error = attempt(() => sys.mkdir(parent, 0o777));
    if (!(error instanceof Errno)) return true;
    yield* trouble(`${dirName(name)}: Cannot mkdir: ${error.message}`);
    return false;
  }

  /** Removes what stands in the way, a folder only if it is empty. */
  function removed(path: string): boolean {
    const stat = attempt(() => sys.lstat(path));
    if (stat instanceof Errno) return false;
    const error = attempt(() => (stat.type === 'directory' ? sys.rmdir(path) : sys.unlink(path)));
    return !(error instanceof Errno);
  }

  /** Calls until it works: parents are made, what is in the way is replaced as the plan says. */
  function* persist<T>(path: string, name: string, call: () => T): Op<T | Errno | 'skip'> {
    let result = attempt(call);
    for (let tries = 0; result instanceof Errno && tries < 3; tries++) {
      const { code }: { code: ErrnoCode } = result;
      if (code === 'EEXIST') {
        if (plan.existing === 'skip') return 'skip';
        if (plan.existing === 'keep' || !removed(path)) return result;
      } else if (code === 'ENOENT') {
        if (!(yield* makeParents(path, name))) return result;
      } else return result;
      result = attempt(call);
    }
    return result;
  }

  function* directory(header: TarHeader, name: string, path: string): Op<void> {
    const at = plain(path);
    const shown = plain(name);
    let made = attempt(() => sys.mkdir(at, 0o777 & ~0o077));
    if (made instanceof Errno && made.code === 'EEXIST') {
      const stat = attempt(() => sys.stat(at));
      if (!(stat instanceof Errno) && stat.type === 'directory') made = undefined;
      else if (plan.existing !== 'keep' && removed(at)) made = attempt(() => sys.mkdir(at, 0o700));
    } else if (made instanceof Errno && made.code === 'ENOENT' && (yield* makeParents(at, shown)))
      made = attempt(() => sys.mkdir(at, 0o700));
    if (made instanceof Errno) {
      yield* trouble(`${shown}: Cannot mkdir: ${made.message}`);
      return;
    }
    delayed.push({ path: at, name: shown, header });
  }

  /** Folders that the next member isn't in get their mode and time now. */
  function* settle(path: string | undefined): Op<void> {
    for (let i = delayed.length - 1; i >= 0; i--) {
      const { path: done, name, header } = delayed[i]!;
      if (path !== undefined && (path === done || path.startsWith(`${done}/`))) continue;
      delayed.splice(i, 1);
      yield* dress(header, name, done);
    }
  }

  function* content(header: TarHeader, fd: Fd | undefined, name: string): Op<void> {
    let left = header.size;
    let out = fd;
    while (left > 0) {
      const bytes = yield* reader.take(Math.min(left, PIECE));
      if (out !== undefined)
        try {
          yield* sys.write(out, bytes);
        } catch (error) {
          if (!isErrno(error) || error.code === 'EPIPE') throw error;
          yield* trouble(`${name}: Cannot write: ${error.message}`);
          out = undefined;
        }
      if (bytes.length === 0) throw new ShortArchive();
      left -= bytes.length;
    }
  }

  function* file(header: TarHeader, name: string, path: string): Op<void> {
    const overwrites = plan.existing === 'overwrite';
    const fd = yield* persist(path, name, () =>
      sys.open(path, { write: true, create: true, exclusive: !overwrites, truncate: overwrites }, 0o600),
    );
    if (fd === 'skip' || fd instanceof Errno) {
      if (fd instanceof Errno) yield* trouble(`${name}: Cannot open: ${fd.message}`);
      yield* content(header, undefined, name);
      return;
    }
    try {
      yield* content(header, fd, name);
    } finally {
      sys.close(fd);
    }
    yield* dress(header, name, path);
  }

  function* other(header: TarHeader, name: string, path: string): Op<void> {
    const { linkname, type } = header;
    const target = type === 'link' ? linkPath(path, name, linkname) : linkname;
    const makes: Readonly<Record<string, readonly [string, () => void]>> = {
      symlink: [`create symlink to '${linkname}'`, () => sys.symlink(linkname, path)],
      link: [`hard link to '${linkname}'`, () => sys.link(target, path)],
    };
    const [what, call] = makes[type] ?? [
      'mknod',
      () => sys.mknod(path, type === 'fifo' ? 'fifo' : 'chardev', header.mode, header.rdev),
    ];
    // A link to itself is there already.
    if (type === 'link' && sameFile(target, path)) return;
    const result = yield* persist(path, name, call);
    if (result === 'skip') return;
    if (result instanceof Errno) {
      yield* trouble(`${name}: Cannot ${what}: ${result.message}`);
      return;
    }
    if (type !== 'link') yield* dress(header, name, path);
  }

  function sameFile(a: string, b: string): boolean {
    const [one, two] = [a, b].map((path) => attempt(() => sys.lstat(path)));
    if (one instanceof Errno || two instanceof Errno) return false;
    return (one as Stat).ino === (two as Stat).ino && (one as Stat).dev === (two as Stat).dev;
  }

  return {
    *extract(header, name, path) {
      yield* settle(path);
      if (header.type === 'directory') yield* directory(header, name, path);
      else if (header.type === 'file') yield* file(header, name, path);
      else yield* other(header, name, path);
    },
    finish: () => settle(undefined),
  };
}

/** The target of a hard link, below the folder that is unpacked in. */
function linkPath(path: string, name: string, linkname: string): string {
  return path.slice(0, path.length - name.length) + linkname;
}

/** busybox's way: the first error ends it. */
export function busyboxExtractor(text: Text, plan: TarPlan, owners: Owners, reader: ArchiveReader): Extractor {
  const { sys } = text;
  const sameOwner = plan.sameOwner ?? sys.credentials.uid === 0;
  const samePermissions = plan.samePermissions ?? true;

  function fail(error: Errno, what: string): never {
    return text.die(`${what}: ${error.message}`);
  }

  function makeParents(path: string): void {
    const parent = dirName(path);
    if (parent === '' || !(attempt(() => sys.stat(parent)) instanceof Errno)) return;
    makeParents(parent);
    const error = attempt(() => sys.mkdir(parent, 0o777));
    if (error instanceof Errno) fail(error, `can't create directory '${parent}'`);
  }

  function* content(header: TarHeader, fd: Fd): Op<void> {
    let left = header.size;
    while (left > 0) {
      const bytes = yield* reader.take(Math.min(left, PIECE));
      if (bytes.length === 0) throw new ShortArchive();
      try {
        yield* sys.write(fd, bytes);
      } catch (error) {
        if (!isErrno(error) || error.code === 'EPIPE') throw error;
        fail(error, 'write error');
      }
      left -= bytes.length;
    }
  }

  function dress(header: TarHeader, path: string): void {
    const link = header.type === 'symlink';
    if (sameOwner) {
      const uid = (plan.numericOwner ? undefined : owners.uid(header.uname)) ?? header.uid;
      const gid = (plan.numericOwner ? undefined : owners.gid(header.gname)) ?? header.gid;
      attempt(() => sys.chown(path, uid, gid, false));
    }
    if (link) return;
    if (samePermissions) attempt(() => sys.chmod(path, header.mode));
    if (plan.keepTimes) attempt(() => sys.utimes(path, header.mtime * 1000, header.mtime * 1000));
  }

  return {
    *extract(header, name, path) {
      const at = plain(path);
      makeParents(at);
      if (header.type === 'directory') {
        const error = attempt(() => sys.mkdir(at, header.mode));
        if (error instanceof Errno && (error.code !== 'EEXIST' || !isDirectory(at)))
          yield* text.say(`can't create directory '${plain(name)}': ${error.message}`);
        else dress(header, at);
        return;
      }
      if (plan.existing === 'replace') {
        const error = attempt(() => sys.unlink(at));
        if (error instanceof Errno && error.code !== 'ENOENT') fail(error, `can't remove old file ${name}`);
      }
      if (header.type === 'file') {
        const overwrites = plan.existing === 'overwrite';
        const fd = attempt(() =>
          sys.open(
            at,
            { write: true, create: true, exclusive: !overwrites, truncate: overwrites },
            header.mode & 0o777,
          ),
        );
        if (fd instanceof Errno) return fail(fd, `can't open '${name}'`);
        yield* content(header, fd);
        sys.close(fd);
        dress(header, at);
        return;
      }
      const { linkname } = header;
      if (header.type === 'link') {
        const error = attempt(() => sys.link(linkPath(at, name, linkname), at));
        if (error instanceof Errno) fail(error, `can't create hardlink '${name}' to '${linkname}'`);
        return;
      }
      if (header.type === 'symlink') {
        const error = attempt(() => sys.symlink(linkname, at));
        if (error instanceof Errno) fail(error, `can't create symlink '${name}' to '${linkname}'`);
      } else {
        const kind = header.type === 'fifo' ? 'fifo' : 'chardev';
        const error = attempt(() => sys.mknod(at, kind, header.mode, header.rdev));
        if (error instanceof Errno) {
          yield* text.say(`can't create node ${name}: ${error.message}`);
          return;
        }
      }
      dress(header, at);
    },
    *finish() {},
  };

  function isDirectory(path: string): boolean {
    const stat = attempt(() => sys.stat(path));
    return !(stat instanceof Errno) && stat.type === 'directory';
  }
}

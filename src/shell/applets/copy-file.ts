import { Errno, isErrno, type Stat } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { attempt, type Command } from './command.ts';
import { type CopyPlan, sameInode } from './copy-plan.ts';
import { quoteFile } from './quote.ts';

const BLOCK = 131_072;

/** Copies what can be read to where it can be written; the error is told, and false is returned. */
export function* copyData(command: Command, from: Fd, to: Fd, source: string, dest: string): Op<boolean> {
  const { sys } = command;
  for (;;) {
    let bytes: Uint8Array;
    try {
      bytes = yield* sys.read(from, BLOCK);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* command.fail(`error reading ${quoteFile(source)}: ${error.message}`);
      return false;
    }
    if (bytes.length === 0) return true;
    try {
      yield* sys.write(to, bytes);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* command.fail(`error writing ${quoteFile(dest)}: ${error.message}`);
      return false;
    }
    yield* sys.turn();
  }
}

/** Opens the destination of a regular file's copy: what is there, or a new file. The error is told. */
function* openDestination(
  command: Command,
  dest: string,
  plan: CopyPlan,
  mode: number,
  isNew: boolean,
): Op<{ fd: Fd; created: boolean } | undefined> {
  const { sys } = command;
  let fresh = isNew;
  let opened: Fd | Errno = new Errno('ENOENT');
  if (!fresh) {
    opened = attempt(() => sys.open(dest, { read: false, write: true, truncate: plan.data }));
    if (opened instanceof Errno && opened.code !== 'ENOENT' && plan.unlinkAfterFailedOpen) {
      const removed = attempt(() => sys.unlink(dest));
      if (removed instanceof Errno && removed.code !== 'ENOENT') {
        yield* command.fail(`cannot remove ${quoteFile(dest)}: ${removed.message}`);
        return undefined;
      }
      if (plan.verbose) yield* command.print(`removed ${quoteFile(dest)}\n`);
      fresh = true;
    } else if (opened instanceof Errno && opened.code === 'ENOENT') fresh = true;
  }
  if (fresh) {
    const create = (exclusive: boolean) =>
      attempt(() => sys.open(dest, { read: false, write: true, create: true, exclusive }, mode & 0o777));
    opened = create(true);
    if (opened instanceof Errno && opened.code === 'EEXIST' && !plan.move) {
      const link = attempt(() => sys.lstat(dest));
      if (!(link instanceof Errno) && link.type === 'symlink') {
        if (!('POSIXLY_CORRECT' in sys.env)) {
          yield* command.fail(`not writing through dangling symlink ${quoteFile(dest)}`);
          return undefined;
        }
        opened = create(false);
      }
    }
    if (opened instanceof Errno && opened.code === 'EISDIR' && dest.endsWith('/')) opened = new Errno('ENOTDIR');
  }
  if (opened instanceof Errno) {
    yield* command.fail(`cannot create regular file ${quoteFile(dest)}: ${opened.message}`);
    return undefined;
  }
  return { fd: opened, created: fresh };
}

/** chown as cp -p does: who may not give files away keeps his own, without a word. False: bits for the owner must go. */
export function* preserveOwner(
  command: Command,
  dest: string,
  stat: Stat,
  plan: CopyPlan,
  follow: boolean,
): Op<boolean> {
  const { sys } = command;
  const error = attempt(() => sys.chown(dest, stat.uid, stat.gid, follow));
  if (!(error instanceof Errno)) return true;
  if ((error.code === 'EPERM' || error.code === 'EINVAL') && sys.credentials.uid !== 0) {
    const own = attempt(() => (follow ? sys.stat(dest) : sys.lstat(dest)));
    if (!(own instanceof Errno)) attempt(() => sys.chown(dest, own.uid, stat.gid, follow));
    return false;
  }
  const text = `failed to preserve ownership for ${quoteFile(dest)}: ${error.message}`;
  if (plan.require) yield* command.fail(text);
  else yield* command.say(text);
  return false;
}

/** Times, owner and mode of a finished copy, as the plan wants them kept. `isNew`: nothing was there before. */
export function* preserveAttributes(
  command: Command,
  dest: string,
  source: Stat,
  plan: CopyPlan,
  isNew: boolean,
  { symlink = false }: { symlink?: boolean } = {},
): Op<void> {
  const { sys } = command;
  const { preserve } = plan;
  const complain = function* (what: string, error: Errno): Op<void> {
    const text = `preserving ${what} for ${quoteFile(dest)}: ${error.message}`;
    if (plan.require) yield* command.fail(text);
    else yield* command.say(text);
  };
  let mode = source.mode;
  if (preserve.owner) {
    const before = attempt(() => sys.lstat(dest));
    const differs = before instanceof Errno || before.uid !== source.uid || before.gid !== source.gid;
    if ((isNew || differs) && !(yield* preserveOwner(command, dest, source, plan, !symlink))) mode &= ~0o7000;
  }
  if (!symlink) {
    const wanted = preserve.mode ? mode : plan.mode !== undefined ? plan.mode : undefined;
    if (wanted !== undefined) {
      const error = attempt(() => sys.chmod(dest, wanted));
      if (error instanceof Errno) yield* complain('permissions', error);
    } else if (plan.plainMode && isNew) {
      const base = source.type === 'directory' ? 0o777 : 0o666;
      attempt(() => sys.chmod(dest, base & ~sys.umask()));
    }
  }
  if (preserve.times) {
    const error = attempt(() => sys.utimes(dest, source.atime, source.mtime, !symlink));
    if (error instanceof Errno) yield* complain('times', error);
  }
}

/** The line of --debug. */
function howCopied(plan: CopyPlan, { size }: Stat, sameDevice: boolean): string {
  const direct = plan.offload && !plan.zeros;
  const offload = !direct ? 'avoided' : !sameDevice ? 'unsupported' : size === 0 ? 'unknown' : 'yes';
  const reflink = plan.offload ? 'unsupported' : 'no';
  return `copy offload: ${offload}, reflink: ${reflink}, sparse detection: ${plan.zeros ? 'zeros' : 'no'}`;
}

/** Copies a regular file (or what is read like one). False: it failed, and that was told. */
export function* copyRegular(
  command: Command,
  source: string,
  stat: Stat,
  dest: string,
  plan: CopyPlan,
  isNew: boolean,
): Op<boolean> {
  const { sys } = command;
  const from = attempt(() => sys.open(source, { read: true, nofollow: plan.dereference === 'never' }));
  if (from instanceof Errno) {
    yield* command.fail(`cannot open ${quoteFile(source)} for reading: ${from.message}`);
    return false;
  }
  if (!sameInode(sys.fstat(from), stat)) {
    sys.close(from);
    yield* command.fail(`skipping file ${quoteFile(source)}, as it was replaced while being copied`);
    return false;
  }
  const wanted = plan.mode ?? (stat.type === 'file' ? stat.mode : 0o666);
  const to = yield* openDestination(command, dest, plan, plan.preserve.owner ? wanted & 0o700 : wanted, isNew);
  if (!to) {
    sys.close(from);
    return false;
  }
  if (plan.cloneOrFail && plan.data) {
    sys.close(from);
    sys.close(to.fd);
    if (to.created) attempt(() => sys.unlink(dest));
    yield* command.fail(`failed to clone ${quoteFile(dest)} from ${quoteFile(source)}: Operation not supported`);
    return false;
  }
  const sameDevice = sys.fstat(to.fd).dev === stat.dev;
  const copied = !plan.data || (yield* copyData(command, from, to.fd, source, dest));
  sys.close(from);
  sys.close(to.fd);
  if (!copied) return false;
  if (plan.debug) yield* command.print(`${howCopied(plan, stat, sameDevice)}\n`);
  yield* preserveAttributes(command, dest, stat, plan, to.created);
  if (plan.preserve.owner && !plan.preserve.mode && to.created && plan.mode === undefined)
    attempt(() => sys.chmod(dest, wanted & 0o777 & ~sys.umask()));
  return true;
}

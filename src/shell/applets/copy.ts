import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { backupPath } from './backup.ts';
import { attempt, type Command } from './command.ts';
import { copyRegular, preserveAttributes } from './copy-file.ts';
import { type CopyPlan, inodeKey, sameInode } from './copy-plan.ts';
import { permissionString } from './modes.ts';
import { baseName, dirName, joinPath } from './paths.ts';
import { quoteFile, quoteName } from './quote.ts';
import { mayReplace, sameEntry } from './same-file.ts';

/** What became of one entry. `moved`: by rename, so that nothing is left to remove. */
export interface Copied {
  readonly ok: boolean;
  readonly moved: boolean;
  readonly intoSelf: boolean;
}

const DONE: Copied = { ok: true, moved: false, intoSelf: false };
const FAILED: Copied = { ok: false, moved: false, intoSelf: false };
/** Nothing was copied, and mv leaves the source where it is. */
const SKIPPED: Copied = { ok: true, moved: true, intoSelf: false };

/** Where a copy stands: the argument it belongs to, and the folders above it. */
interface Place {
  readonly source: string;
  readonly dest: string;
  readonly argument: boolean;
  /** The destination is known not to be there. */
  readonly absent: boolean;
  readonly parent: Stat | undefined;
  readonly ancestors: readonly string[];
  readonly top: { readonly source: string; readonly dest: string; made: boolean };
}

/** rename(2) that replaces nothing (RENAME_NOREPLACE). */
export function renameNew(command: Command, from: string, to: string): Errno | undefined {
  const { sys } = command;
  const result = attempt(() => {
    const source = attempt(() => sys.lstat(from));
    if (source instanceof Errno) throw source;
    const there = attempt(() => sys.lstat(to));
    if (!(there instanceof Errno)) throw new Errno('EEXIST');
    sys.rename(from, to);
  });
  return result instanceof Errno ? result : undefined;
}

/** The question before an existing file is overwritten. */
function* overwrites(command: Command, dest: string, stat: Stat, plan: CopyPlan): Op<boolean> {
  const name = quoteFile(dest);
  if (stat.type === 'symlink' || command.sys.access(dest, { write: true }))
    return yield* command.ask(`${command.name}: overwrite ${name}? `);
  const octal = (stat.mode & 0o7777).toString(8).padStart(4, '0');
  const letters = permissionString(stat.mode);
  const replaces = plan.move || plan.unlinkBefore || plan.unlinkAfterFailedOpen;
  return yield* command.ask(
    replaces
      ? `${command.name}: replace ${name}, overriding mode ${octal} (${letters})? `
      : `${command.name}: unwritable ${name} (mode ${octal}, ${letters}); try anyway? `,
  );
}

/** `'a' -> 'b' (backup: 'b~')`, with a word before it for mv. */
function* announce(command: Command, word: string, place: Place, kept: string | undefined, arrow = '->'): Op<void> {
  const backup = kept === undefined ? '' : ` (backup: ${quoteFile(kept)})`;
  yield* command.print(`${word}${quoteFile(place.source)} ${arrow} ${quoteFile(place.dest)}${backup}\n`);
}

/** What an existing destination comes to: go on (perhaps as if it weren't there), or an end. */
type Standing =
  | { readonly end: Copied }
  | { readonly end?: undefined; readonly isNew: boolean; readonly kept: string | undefined };

function* faceExisting(command: Command, place: Place, source: Stat, dest: Stat, plan: CopyPlan): Op<Standing> {
  const { sys } = command;
  const never = plan.update === 'none' || plan.update === 'none-fail';
  const fail = function* (message: string): Op<Standing> {
    yield* command.fail(message);
    return { end: FAILED };
  };
  const names = `${quoteFile(place.source)} and ${quoteFile(place.dest)}`;
  let finish: Copied | undefined;
  if (!never) {
    const verdict = mayReplace(sys, place.source, source, place.dest, dest, plan);
    if (verdict === 'no' || verdict === 'done-failed') return yield* fail(`${names} are the same file`);
    if (verdict === 'done') finish = DONE;
  }
  const directory = source.type === 'directory';
  if (plan.update === 'older' && !directory && dest.mtime >= source.mtime) return { end: SKIPPED };
  if (plan.move) {
    const guarded = dest.type !== 'symlink' && !sys.access(place.dest, { write: true });
    const asks = plan.ask === 'always' || (plan.ask === 'unspecified' && sys.isatty(0) && guarded);
    if (never || (asks && !(yield* overwrites(command, place.dest, dest, plan)))) {
      if (plan.update === 'none') return { end: SKIPPED };
      if (plan.update === 'none-fail') return yield* fail(`not replacing ${quoteFile(place.dest)}`);
      command.status = Math.max(command.status, 1);
      return { end: { ...SKIPPED, ok: false } };
    }
  } else if (!directory) {
    if (plan.update === 'none') return { end: DONE };
    if (plan.update === 'none-fail') return yield* fail(`not replacing ${quoteFile(place.dest)}`);
    if (plan.ask === 'always' && !(yield* overwrites(command, place.dest, dest, plan))) {
      command.status = Math.max(command.status, 1);
      return { end: FAILED };
    }
  }
  if (finish) return { end: finish };
  if (directory !== (dest.type === 'directory') && !plan.backup) {
    const [d, s] = [quoteFile(place.dest), quoteFile(place.source)];
    return yield* fail(
      directory
        ? `cannot overwrite non-directory ${d} with directory ${s}`
        : `cannot overwrite directory ${d} with non-directory ${s}`,
    );
  }
  const just = plan.memory.made?.has(`${inodeKey(dest)} ${place.dest}`);
  if (dest.type !== 'directory' && place.argument && just && plan.backup?.kind !== 'numbered')
    return yield* fail(`will not overwrite just-created ${quoteFile(place.dest)} with ${quoteFile(place.source)}`);
  const dots = /^\.{1,2}$/.test(baseName(place.source));
  if (plan.backup && !dots && (plan.move || dest.type !== 'directory')) {
    const kept = backupPath(command, place.dest, plan.backup);
    if (plan.backup.kind !== 'numbered' && sameEntry(sys, kept, place.source)) {
      const what = plan.move ? 'moved' : 'copied';
      return yield* fail(
        `backing up ${quoteFile(place.dest)} might destroy source;  ${quoteFile(place.source)} not ${what}`,
      );
    }
    const error = attempt(() => sys.rename(place.dest, kept));
    if (error instanceof Errno && error.code !== 'ENOENT')
      return yield* fail(`cannot backup ${quoteFile(place.dest)}: ${error.message}`);
    return { isNew: true, kept: error instanceof Errno ? undefined : kept };
  }
  const inTheWay =
    plan.unlinkBefore ||
    (plan.data &&
      ((plan.preserve.links && dest.nlink > 1) || (plan.dereference === 'never' && source.type !== 'file')));
  if (dest.type !== 'directory' && !plan.move && inTheWay) {
    const error = attempt(() => sys.unlink(place.dest));
    if (error instanceof Errno && error.code !== 'ENOENT')
      return yield* fail(`cannot remove ${quoteFile(place.dest)}: ${error.message}`);
    if (plan.verbose) yield* command.print(`removed ${quoteFile(place.dest)}\n`);
    return { isNew: true, kept: undefined };
  }
  return { isNew: false, kept: undefined };
}

/** Removes what is in the way of a link and makes the link; undefined: done. */
function forceLink(command: Command, make: () => void, dest: string, force: boolean): Errno | undefined {
  const first = attempt(make);
  if (!(first instanceof Errno)) return undefined;
  if (first.code !== 'EEXIST' || !force) return first;
  const removed = attempt(() => command.sys.unlink(dest));
  if (removed instanceof Errno) return removed;
  const second = attempt(make);
  return second instanceof Errno ? second : undefined;
}

function* hardLinkTo(command: Command, target: string, place: Place, plan: CopyPlan, force: boolean): Op<Copied> {
  const { sys } = command;
  const follow = plan.dereference === 'always' || (plan.dereference === 'arguments' && place.argument);
  const error = forceLink(
    command,
    () => sys.link(follow && target === place.source ? sys.realpath(target) : target, place.dest),
    place.dest,
    force,
  );
  if (!error) return DONE;
  yield* command.fail(`cannot create hard link ${quoteFile(place.dest)} to ${quoteFile(target)}: ${error.message}`);
  return FAILED;
}

/** Has this inode been copied before, so that a hard link or a warning is due? */
function* faceEarlier(command: Command, place: Place, source: Stat, plan: CopyPlan): Op<Copied | undefined> {
  const { sys } = command;
  const { copied } = plan.memory;
  const key = inodeKey(source);
  const earlier = copied.get(key);
  const directory = source.type === 'directory';
  const links =
    plan.preserve.links &&
    !plan.hardLink &&
    (source.nlink > 1 || plan.dereference === 'always' || (place.argument && plan.dereference === 'arguments'));
  if (earlier === undefined) {
    if (directory ? plan.recursive && place.argument : links) copied.set(key, place.dest);
    return undefined;
  }
  if (!directory) {
    if (!links && !plan.move) return undefined;
    const result = yield* hardLinkTo(command, earlier, place, plan, true);
    if (result.ok && plan.verbose) yield* command.print(`${quoteFile(place.dest)} => ${quoteFile(earlier)}\n`);
    return result;
  }
  if (!plan.recursive) return undefined;
  if (sameEntry(sys, place.source, earlier)) {
    const { top } = place;
    yield* command.fail(`cannot copy a directory, ${quoteFile(top.source)}, into itself, ${quoteFile(top.dest)}`);
    return { ok: false, moved: false, intoSelf: true };
  }
  if (sameEntry(sys, place.dest, earlier)) {
    yield* command.say(`warning: source directory ${quoteFile(place.top.source)} specified more than once`);
    return SKIPPED;
  }
  if (plan.dereference === 'always' || (place.argument && plan.dereference === 'arguments')) return undefined;
  yield* command.fail(`will not create hard link ${quoteFile(place.dest)} to directory ${quoteFile(earlier)}`);
  return FAILED;
}

const OVERWRITE = ['EEXIST', 'EISDIR', 'EMLINK', 'ENOSPC', 'ETXTBSY', 'ENOTEMPTY'];

/** mv's rename over what is there; undefined: it must be copied to another file system. */
function* moveOver(
  command: Command,
  place: Place,
  source: Stat,
  plan: CopyPlan,
  kept: string | undefined,
  tried: Errno | undefined,
): Op<Copied | undefined> {
  const { sys } = command;
  let error: Errno | undefined = tried;
  if (!error || error.code === 'EEXIST') {
    const result = attempt(() => sys.rename(place.source, place.dest || '.'));
    error = result instanceof Errno ? result : undefined;
  }
  const { memory } = plan;
  if (!error) {
    if (plan.verbose) yield* announce(command, 'renamed ', place, kept);
    if (place.argument) memory.made?.add(`${inodeKey(source)} ${place.dest}`);
    return { ok: true, moved: true, intoSelf: false };
  }
  const names = `${quoteFile(place.source)} to ${quoteFile(place.dest)}`;
  if (error.code === 'EINVAL') {
    const { top } = place;
    yield* command.fail(`cannot move ${quoteFile(top.source)} to a subdirectory of itself, ${quoteFile(top.dest)}`);
    return { ok: false, moved: false, intoSelf: true };
  }
  if (error.code !== 'EXDEV' || plan.noCopy) {
    yield* command.fail(
      OVERWRITE.includes(error.code)
        ? `cannot overwrite ${quoteFile(place.dest)}: ${error.message}`
        : `cannot move ${names}: ${error.message}`,
    );
    return FAILED;
  }
  const directory = source.type === 'directory';
  const removed = attempt(() => (directory ? sys.rmdir(place.dest) : sys.unlink(place.dest)));
  if (removed instanceof Errno && removed.code !== 'ENOENT') {
    yield* command.fail(`inter-device move failed: ${names}; unable to remove target: ${removed.message}`);
    return FAILED;
  }
  if (plan.verbose && !directory) yield* announce(command, 'copied ', place, kept);
  return undefined;
}

function* copyDirectory(command: Command, place: Place, source: Stat, plan: CopyPlan, isNew: boolean): Op<Copied> {
  const { sys } = command;
  const key = inodeKey(source);
  if (place.ancestors.includes(key)) {
    yield* command.fail(`cannot copy cyclic symbolic link ${quoteFile(place.source)}`);
    return FAILED;
  }
  let restore: number | undefined;
  if (isNew) {
    const omitted = plan.preserve.owner ? 0o077 : 0o022;
    const error = attempt(() => sys.mkdir(place.dest, source.mode & 0o1777 & ~omitted));
    if (error instanceof Errno) {
      yield* command.fail(`cannot create directory ${quoteFile(place.dest)}: ${error.message}`);
      return FAILED;
    }
    const made = sys.lstat(place.dest);
    restore = (made.mode & ~0o777) | (source.mode & 0o777 & ~sys.umask());
    if ((made.mode & 0o700) !== 0o700) sys.chmod(place.dest, made.mode | 0o700);
    if (!place.top.made) {
      plan.memory.copied.set(inodeKey(made), place.dest);
      place.top.made = true;
    }
    if (plan.verbose) {
      if (plan.move) yield* command.print(`created directory ${quoteFile(place.dest)}\n`);
      else yield* announce(command, '', place, undefined);
    }
  }
  let ok = true;
  let intoSelf = false;
  if (!(plan.oneFileSystem && place.parent && place.parent.dev !== source.dev)) {
    const entries = attempt(() => sys.readdir(place.source));
    if (entries instanceof Errno) {
      yield* command.fail(`cannot access ${quoteFile(place.source)}: ${entries.message}`);
      ok = false;
    } else {
      const inner: CopyPlan = plan.dereference === 'arguments' ? { ...plan, dereference: 'never' } : plan;
      const ancestors = [...place.ancestors, key];
      for (const { name } of entries) {
        const one = yield* copyEntry(
          command,
          {
            source: joinPath(place.source, name),
            dest: joinPath(place.dest, name),
            argument: false,
            absent: isNew,
            parent: source,
            ancestors,
            top: place.top,
          },
          inner,
        );
        ok &&= one.ok;
        if (one.intoSelf) {
          intoSelf = true;
          break;
        }
      }
    }
  }
  if (restore !== undefined && !plan.preserve.mode && !plan.plainMode) attempt(() => sys.chmod(place.dest, restore));
  yield* preserveAttributes(command, place.dest, source, plan, isNew);
  return { ok, moved: false, intoSelf };
}

function* copySymlink(command: Command, place: Place, source: Stat, plan: CopyPlan): Op<Copied> {
  const { sys } = command;
  const target = attempt(() => sys.readlink(place.source));
  if (target instanceof Errno) {
    yield* command.fail(`cannot read symbolic link ${quoteFile(place.source)}: ${target.message}`);
    return FAILED;
  }
  const error = forceLink(command, () => sys.symlink(target, place.dest), place.dest, plan.unlinkAfterFailedOpen);
  if (error) {
    const same = plan.update === 'older' && attempt(() => sys.readlink(place.dest)) === target;
    if (!same) {
      yield* command.fail(`cannot create symbolic link ${quoteFile(place.dest)}: ${error.message}`);
      return FAILED;
    }
  }
  yield* preserveAttributes(command, place.dest, source, plan, true, { symlink: true });
  return DONE;
}

function* makeSymlink(command: Command, place: Place, plan: CopyPlan): Op<Copied> {
  const { sys } = command;
  if (!place.source.startsWith('/')) {
    const here = attempt(() => sys.stat('.'));
    const there = attempt(() => sys.stat(dirName(place.dest)));
    if (!(here instanceof Errno) && !(there instanceof Errno) && !sameInode(here, there)) {
      yield* command.fail(`${quoteName(place.dest)}: can make relative symbolic links only in current directory`);
      return FAILED;
    }
  }
  const error = forceLink(command, () => sys.symlink(place.source, place.dest), place.dest, plan.unlinkAfterFailedOpen);
  if (!error) return DONE;
  yield* command.fail(
    `cannot create symbolic link ${quoteFile(place.dest)} to ${quoteFile(place.source)}: ${error.message}`,
  );
  return FAILED;
}

function* copySpecial(command: Command, place: Place, source: Stat, plan: CopyPlan, isNew: boolean): Op<Copied> {
  const error = attempt(() => command.sys.mknod(place.dest, source.type, source.mode & 0o777, source.rdev));
  if (error instanceof Errno) {
    const what = source.type === 'fifo' ? 'fifo' : 'special file';
    yield* command.fail(`cannot create ${what} ${quoteFile(place.dest)}: ${error.message}`);
    return FAILED;
  }
  yield* preserveAttributes(command, place.dest, source, plan, isNew);
  return DONE;
}

/** Copies or moves one entry, and what is below it. */
function* copyEntry(command: Command, place: Place, plan: CopyPlan, renamed?: Errno | 'renamed'): Op<Copied> {
  const { sys } = command;
  yield* command.pace();
  // 1. mv first tries to rename to a name that isn't there.
  let tried: Errno | undefined;
  if (plan.move) {
    tried = renamed === 'renamed' ? undefined : (renamed ?? renameNew(command, place.source, place.dest));
    if (!tried) {
      if (plan.verbose) yield* announce(command, 'renamed ', place, undefined);
      const stat = attempt(() => sys.lstat(place.dest));
      if (place.argument && !(stat instanceof Errno)) plan.memory.made?.add(`${inodeKey(stat)} ${place.dest}`);
      return { ok: true, moved: true, intoSelf: false };
    }
  }
  // 2. The source, as the rules for symbolic links want it seen.
  const follow = plan.dereference === 'always' || (plan.dereference === 'arguments' && place.argument);
  const source = attempt(() => (follow ? sys.stat(place.source) : sys.lstat(place.source)));
  if (source instanceof Errno) {
    yield* command.fail(`cannot stat ${quoteFile(place.source)}: ${source.message}`);
    return FAILED;
  }
  if (source.type === 'directory' && !plan.recursive) {
    const why = command.name === 'cp' ? '-r not specified; omitting' : 'omitting';
    yield* command.fail(`${why} directory ${quoteFile(place.source)}`);
    return FAILED;
  }
  if (place.argument && plan.memory.sources) {
    const mark = `${inodeKey(source)} ${place.source}`;
    if (source.type !== 'directory' && !plan.backup && plan.memory.sources.has(mark)) {
      yield* command.say(`warning: source file ${quoteFile(place.source)} specified more than once`);
      return DONE;
    }
    plan.memory.sources.add(mark);
  }
  // 3. What is there already.
  let isNew = place.absent;
  let kept: string | undefined;
  if (!isNew) {
    const asLink =
      (source.type !== 'file' &&
        (!plan.asRegular ||
          (source.type === 'directory' && !plan.keepDirectorySymlink) ||
          source.type === 'symlink')) ||
      plan.move ||
      plan.symbolicLink ||
      plan.hardLink ||
      plan.backup !== undefined ||
      plan.unlinkBefore;
    // mv finds the working folder under an empty name.
    const path = plan.move ? place.dest || '.' : place.dest;
    const dest = attempt(() => (asLink ? sys.lstat(path) : sys.stat(path)));
    if (!(dest instanceof Errno)) {
      const standing = yield* faceExisting(command, place, source, dest, plan);
      if (standing.end) return standing.end;
      ({ isNew, kept } = standing);
    } else if (dest.code === 'ENOENT') isNew = true;
    else if (!(dest.code === 'ELOOP' && !asLink && plan.unlinkAfterFailedOpen)) {
      yield* command.fail(`cannot stat ${quoteFile(place.dest)}: ${dest.message}`);
      return FAILED;
    }
  }
  if (place.argument && plan.memory.made && !plan.move && !plan.backup) {
    const link = attempt(() => sys.lstat(place.dest));
    const through = !(link instanceof Errno) && link.type === 'symlink';
    if (through && plan.memory.made.has(`${inodeKey(link)} ${place.dest}`)) {
      yield* command.fail(
        `will not copy ${quoteFile(place.source)} through just-created symlink ${quoteFile(place.dest)}`,
      );
      return FAILED;
    }
  }
  if (plan.verbose && !plan.move && source.type !== 'directory') yield* announce(command, '', place, kept);
  // 4. Hard links between files of the source, and a folder's copy into itself.
  const earlier = yield* faceEarlier(command, place, source, plan);
  if (earlier) return earlier;
  // 5. A rename over what is there, or to another file system.
  if (plan.move) {
    const moved = yield* moveOver(command, place, source, plan, kept, isNew && kept === undefined ? tried : undefined);
    if (moved) return yield* unBackup(command, place, plan, kept, moved);
    isNew = true;
  }
  // 6. The copy itself.
  const result = yield* copyByType(command, place, source, plan, isNew);
  if (place.argument && plan.memory.made) {
    const made = attempt(() => sys.lstat(place.dest));
    if (!(made instanceof Errno)) plan.memory.made.add(`${inodeKey(made)} ${place.dest}`);
  }
  return yield* unBackup(command, place, plan, kept, result);
}

/** Puts a backup back when what was to replace it failed. */
function* unBackup(
  command: Command,
  place: Place,
  plan: CopyPlan,
  kept: string | undefined,
  result: Copied,
): Op<Copied> {
  if (kept === undefined || result.ok) return result;
  const error = attempt(() => command.sys.rename(kept, place.dest));
  if (error instanceof Errno) yield* command.fail(`cannot un-backup ${quoteFile(place.dest)}: ${error.message}`);
  else if (plan.verbose) yield* command.print(`${quoteFile(kept)} -> ${quoteFile(place.dest)} (unbackup)\n`);
  return result;
}

function* copyByType(command: Command, place: Place, source: Stat, plan: CopyPlan, isNew: boolean): Op<Copied> {
  if (source.type === 'directory') return yield* copyDirectory(command, place, source, plan, isNew);
  if (plan.symbolicLink) return yield* makeSymlink(command, place, plan);
  if (plan.hardLink)
    return yield* hardLinkTo(command, place.source, place, plan, plan.unlinkAfterFailedOpen || plan.ask === 'always');
  if (source.type === 'file' || (plan.asRegular && source.type !== 'symlink')) {
    const ok = yield* copyRegular(command, place.source, source, place.dest, plan, isNew);
    return ok ? DONE : FAILED;
  }
  if (source.type === 'symlink') return yield* copySymlink(command, place, source, plan);
  return yield* copySpecial(command, place, source, plan, isNew);
}

/** Copies or moves one argument. `renamed`: what a rename tried before came to. */
export function* copyArgument(
  command: Command,
  source: string,
  dest: string,
  plan: CopyPlan,
  { absent = false, renamed }: { absent?: boolean; renamed?: Errno | 'renamed' } = {},
): Op<Copied> {
  const place: Place = {
    source,
    dest,
    argument: true,
    absent,
    parent: undefined,
    ancestors: [],
    top: { source, dest, made: false },
  };
  return yield* copyEntry(command, place, plan, renamed);
}

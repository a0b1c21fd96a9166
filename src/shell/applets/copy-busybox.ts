import { Errno, isErrno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { Parsed } from './applet.ts';
import { attempt, type Command } from './command.ts';
import { inodeKey, sameInode } from './copy-plan.ts';
import { makeDirectories } from './mkdir.ts';
import { baseName, dirName, joinPath, stripSlashes } from './paths.ts';
import { busyboxRemove } from './rm.ts';

interface Plan {
  readonly recursive: boolean;
  readonly preserve: boolean;
  readonly follow: 'never' | 'always' | 'arguments';
  readonly ask: boolean;
  readonly force: boolean;
  readonly noClobber: boolean;
  readonly update: boolean;
  readonly link: 'hard' | 'symbolic' | undefined;
  /** --reflink[=always]: copying the bytes will not do. */
  readonly cloneOrFail: boolean;
  readonly verbose: boolean;
  /** Inode -> the path it was copied to, or '' for a folder that was made. */
  readonly seen: Map<string, string>;
}

/** A copy without any option; `seen` is to be added. */
export const PLAIN_BUSYBOX_COPY: Omit<Plan, 'seen'> = {
  recursive: false,
  preserve: false,
  follow: 'always',
  ask: false,
  force: false,
  noClobber: false,
  update: false,
  link: undefined,
  cloneOrFail: false,
  verbose: false,
};

function* fail(command: Command, message: string): Op<boolean> {
  yield* command.fail(message);
  return false;
}

/** What is in the way was removed, stays on the user's wish, or can't be removed. */
function* clearTheWay(command: Command, dest: string, plan: Plan, why: Errno): Op<'cleared' | 'kept' | 'failed'> {
  if (!plan.force && !plan.ask) {
    yield* command.fail(`can't create '${dest}': ${why.message}`);
    return 'failed';
  }
  if (plan.ask && !(yield* command.ask(`${command.name}: overwrite '${dest}'? `))) return 'kept';
  const error = attempt(() => command.sys.unlink(dest));
  if (error instanceof Errno) {
    const text = error.code === 'ENOENT' && why.code === 'ENOENT' ? 'Path does not exist' : why.message;
    yield* command.fail(`can't create '${dest}': ${text}`);
    return 'failed';
  }
  return 'cleared';
}

function* makeLink(command: Command, make: () => void, dest: string, plan: Plan): Op<boolean> {
  const error = attempt(make);
  if (!(error instanceof Errno)) return true;
  const way = yield* clearTheWay(command, dest, plan, error);
  if (way !== 'cleared') return way === 'kept';
  const again = attempt(make);
  if (again instanceof Errno) return yield* fail(command, `can't create link '${dest}': ${again.message}`);
  return true;
}

/** Times, owner and mode (cp -p). Failures are told but don't count. */
function* preserveStatus(command: Command, dest: string, stat: Stat, plan: Plan): Op<void> {
  if (!plan.preserve) return;
  const { sys } = command;
  const complain = function* (what: string, error: Errno): Op<void> {
    yield* command.say(`can't preserve ${what} of '${dest}': ${error.message}`);
  };
  let mode = stat.mode;
  const seconds = Math.floor(stat.mtime / 1000) * 1000;
  const times = attempt(() => sys.utimes(dest, seconds, seconds));
  if (times instanceof Errno) yield* complain('times', times);
  const owner = attempt(() => sys.chown(dest, stat.uid, stat.gid));
  if (owner instanceof Errno) {
    mode &= ~0o6000;
    yield* complain('ownership', owner);
  }
  const changed = attempt(() => sys.chmod(dest, mode));
  if (changed instanceof Errno) yield* complain('permissions', changed);
}

function* copyDirectory(
  command: Command,
  source: string,
  stat: Stat,
  dest: string,
  there: Stat | undefined,
  plan: Plan,
): Op<boolean> {
  const { sys } = command;
  if (!plan.recursive) return yield* fail(command, `omitting directory '${source}'`);
  if (plan.seen.has(inodeKey(stat))) return yield* fail(command, `recursion detected, omitting directory '${source}'`);
  if (there && there.type !== 'directory') return yield* fail(command, `target '${dest}' is not a directory`);
  const mask = sys.umask();
  if (!there) {
    sys.umask(0);
    const mode = plan.preserve ? stat.mode : stat.mode & ~mask;
    const error = attempt(() => sys.mkdir(dest, mode | 0o700));
    sys.umask(mask);
    if (error instanceof Errno) return yield* fail(command, `can't create directory '${dest}': ${error.message}`);
  }
  const made = attempt(() => sys.lstat(dest));
  if (made instanceof Errno) return yield* fail(command, `can't stat '${dest}': ${made.message}`);
  plan.seen.set(inodeKey(made), '');
  let all = true;
  const entries = attempt(() => sys.readdir(source));
  if (entries instanceof Errno) {
    // busybox says nothing here.
    command.status = 1;
    all = false;
  } else {
    const inner: Plan = plan.follow === 'arguments' ? { ...plan, follow: 'never' } : plan;
    for (const { name } of entries)
      if (!(yield* busyboxCopy(command, joinPath(source, name), joinPath(dest, name), inner))) all = false;
    if (!there) {
      const error = attempt(() => sys.chmod(dest, stat.mode & ~mask));
      if (error instanceof Errno) yield* command.say(`can't preserve permissions of '${dest}': ${error.message}`);
    }
  }
  yield* preserveStatus(command, dest, stat, plan);
  if (plan.verbose) yield* command.print(`'${source}' -> '${dest}'\n`);
  return all;
}

function* copyData(command: Command, source: string, stat: Stat, dest: string, plan: Plan): Op<boolean> {
  const { sys } = command;
  const from = attempt(() => sys.open(source));
  if (from instanceof Errno) return yield* fail(command, `can't open '${source}': ${from.message}`);
  const mode = stat.type === 'file' ? stat.mode & 0o777 : 0o666;
  const create = (how: { exclusive?: boolean; truncate?: boolean }) =>
    attempt(() => sys.open(dest, { read: false, write: true, create: true, ...how }, mode));
  let to = create(plan.ask ? { exclusive: true } : { truncate: true });
  if (to instanceof Errno) {
    const way = yield* clearTheWay(command, dest, plan, to);
    if (way === 'cleared') {
      to = create({ exclusive: true });
      if (to instanceof Errno) yield* command.fail(`can't open '${dest}': ${to.message}`);
    }
    if (to instanceof Errno) {
      sys.close(from);
      return way === 'kept';
    }
  }
  if (plan.cloneOrFail) {
    const reason = sys.fstat(from).dev === sys.fstat(to).dev ? 'Operation not supported' : new Errno('EXDEV').message;
    sys.close(from);
    sys.close(to);
    return yield* fail(command, `failed to clone '${dest}' from '${source}': ${reason}`);
  }
  let ok = true;
  let reading = true;
  try {
    for (;;) {
      reading = true;
      const bytes = yield* sys.read(from, 65_536);
      if (bytes.length === 0) break;
      reading = false;
      yield* sys.write(to, bytes);
      yield* sys.turn();
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    ok = yield* fail(command, `${reading ? 'read' : 'write'} error: ${error.message}`);
  }
  sys.close(from);
  sys.close(to);
  if (stat.type !== 'file') return ok;
  yield* preserveStatus(command, dest, stat, plan);
  if (plan.verbose) yield* command.print(`'${source}' -> '${dest}'\n`);
  return ok;
}

/** Copies one entry and what is below it. False: something failed, and that was told. */
export function* busyboxCopy(command: Command, source: string, dest: string, plan: Plan): Op<boolean> {
  const { sys } = command;
  yield* command.pace();
  const link = () => (plan.link === 'symbolic' ? sys.symlink(source, dest) : sys.link(source, dest));
  const stat = attempt(() => (plan.follow === 'never' ? sys.lstat(source) : sys.stat(source)));
  if (stat instanceof Errno) {
    if (plan.link) return yield* makeLink(command, link, dest, plan);
    return yield* fail(command, `can't stat '${source}': ${stat.message}`);
  }
  let there: Stat | undefined;
  const found = attempt(() => sys.lstat(dest));
  if (!(found instanceof Errno)) {
    if (sameInode(stat, found)) return yield* fail(command, `'${source}' and '${dest}' are the same file`);
    if (plan.noClobber) return true;
    there = found;
  } else if (found.code !== 'ENOENT') return yield* fail(command, `can't stat '${dest}': ${found.message}`);
  if (stat.type === 'directory') return yield* copyDirectory(command, source, stat, dest, there, plan);
  if (there && plan.update && Math.floor(stat.mtime / 1000) <= Math.floor(there.mtime / 1000)) return true;
  if (plan.link) return yield* makeLink(command, link, dest, plan);
  const kept = stat.type === 'symlink';
  if ((!plan.recursive && !kept) || stat.type === 'file') {
    if (plan.follow === 'never') {
      const earlier = plan.seen.get(inodeKey(stat));
      if (earlier) return yield* makeLink(command, () => sys.link(earlier, dest), dest, plan);
      plan.seen.set(inodeKey(stat), dest);
    }
    return yield* copyData(command, source, stat, dest, plan);
  }
  if (there) {
    const way = yield* clearTheWay(command, dest, plan, new Errno('EEXIST'));
    if (way !== 'cleared') return way === 'kept';
  }
  if (kept) {
    const target = attempt(() => sys.readlink(source));
    if (typeof target === 'string') {
      const error = attempt(() => sys.symlink(target, dest));
      if (error instanceof Errno)
        return yield* fail(command, `can't create symlink '${dest}' to '${target}': ${error.message}`);
      if (plan.preserve) {
        const owner = attempt(() => sys.chown(dest, stat.uid, stat.gid, false));
        if (owner instanceof Errno) yield* command.say(`can't preserve ownership of '${dest}': ${owner.message}`);
      }
    }
  } else {
    const error = attempt(() => sys.mknod(dest, stat.type, stat.mode, stat.rdev));
    if (error instanceof Errno) return yield* fail(command, `can't create '${dest}': ${error.message}`);
    yield* preserveStatus(command, dest, stat, plan);
  }
  if (plan.verbose) yield* command.print(`'${source}' -> '${dest}'\n`);
  return true;
}

/** stat as cp and mv look at their operands; undefined: not there. Other errors end the command. */
function look(command: Command, path: string, how: 'stat' | 'lstat'): Stat | undefined {
  const stat = attempt(() => command.sys[how](path));
  if (!(stat instanceof Errno)) return stat;
  return stat.code === 'ENOENT' ? undefined : command.die(cannotStat(path, stat));
}

/** What cp and mv say where they look before they copy. */
const cannotStat = (path: string, error: Errno): string =>
  `can't stat '${path}': ${error.code === 'ENOTDIR' ? 'Path has non-directory component' : error.message}`;

function planOf(parsed: Parsed): Plan {
  const archive = parsed.has('archive');
  const recursive = archive || parsed.has('recursive') || parsed.has('r');
  const physical = recursive || parsed.has('no-dereference') || parsed.has('d');
  const clash = parsed.order.findLast(({ name }) => name === 'interactive' || name === 'no-clobber')?.name;
  const reflink = parsed.value('reflink');
  return {
    recursive,
    preserve: archive || parsed.has('p'),
    follow: parsed.has('dereference') ? 'always' : parsed.has('H') ? 'arguments' : physical ? 'never' : 'always',
    ask: clash === 'interactive',
    // --remove-destination is taken and changes nothing.
    force: parsed.has('force'),
    noClobber: clash === 'no-clobber',
    update: parsed.has('update'),
    link: parsed.has('symbolic-link') ? 'symbolic' : parsed.has('link') ? 'hard' : undefined,
    cloneOrFail: reflink === '' || reflink === 'always',
    verbose: parsed.has('verbose'),
    seen: new Map(),
  };
}

/** busybox's cp. */
export function* busyboxCp(command: Command): Op<void> {
  const parsed = command.parse({
    archive: ['a', 'flag'],
    p: ['p', 'flag'],
    d: ['d', 'flag'],
    recursive: ['R', 'flag'],
    r: ['r', 'flag'],
    'no-dereference': ['P', 'flag'],
    dereference: ['L', 'flag'],
    H: ['H', 'flag'],
    force: ['f', 'flag'],
    interactive: ['i', 'flag'],
    'no-clobber': ['n', 'flag'],
    link: ['l', 'flag'],
    'symbolic-link': ['s', 'flag'],
    'no-target-directory': ['T', 'flag'],
    'target-directory': ['t', 'value'],
    verbose: ['v', 'flag'],
    update: ['u', 'flag'],
    'remove-destination': [undefined, 'flag'],
    parents: [undefined, 'flag'],
    reflink: [undefined, 'optional'],
  });
  const { operands } = parsed;
  if (operands.length === 0 || (parsed.has('link') && parsed.has('symbolic-link'))) command.usage();
  const reflink = parsed.value('reflink');
  if (reflink !== undefined && !/^(always|auto|)$/.test(reflink)) command.usage();
  const plan = planOf(parsed);
  const into = parsed.value('target-directory');
  const parents = parsed.has('parents');
  let sources = operands;
  if (into === undefined) {
    if (operands.length < 2) command.usage();
    sources = operands.slice(0, -1);
    if (operands.length > 2) {
      if (parsed.has('no-target-directory')) command.usage();
    } else {
      const [source, dest] = operands as [string, string];
      const from = look(command, source, plan.follow === 'never' ? 'lstat' : 'stat');
      const to = look(command, dest, 'stat');
      const [fromDir, toDir] = [from?.type === 'directory', to?.type === 'directory'];
      if (parsed.has('no-target-directory') && !fromDir && toDir) command.die(`'${dest}' is a directory`);
      if (parents && !toDir) command.die('with --parents, the destination must be a directory');
      if ((!fromDir && !toDir) || (plan.recursive && fromDir && !to) || parsed.has('no-target-directory')) {
        yield* busyboxCopy(command, source, dest, plan);
        return;
      }
    }
  }
  const dir = into ?? operands.at(-1)!;
  for (const given of sources) {
    const source = parents ? given : stripSlashes(given);
    let dest = joinPath(dir, baseName(source));
    if (parents) {
      dest = joinPath(dir, source);
      if (!(yield* makeDirectories(command, dirName(dest)))) return;
    }
    yield* busyboxCopy(command, source, dest, plan);
  }
}

/** busybox's mv. */
export function* busyboxMv(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    force: ['f', 'flag'],
    interactive: ['i', 'flag'],
    'no-clobber': ['n', 'flag'],
    'no-target-directory': ['T', 'flag'],
    'target-directory': ['t', 'value'],
    verbose: ['v', 'flag'],
  });
  const { operands } = parsed;
  const into = parsed.value('target-directory');
  const alone = parsed.has('no-target-directory');
  if (operands.length === 0 || (into !== undefined && alone)) command.usage();
  if (into === undefined && (operands.length < 2 || (operands.length > 2 && alone))) command.usage();
  const mode = parsed.order.findLast(({ name }) => /^(force|interactive|no-clobber)$/.test(name))?.name;
  const last = into ?? operands.at(-1)!;
  let single: string | undefined;
  if (into === undefined && operands.length === 2) {
    const to = look(command, last, 'stat');
    if (to?.type !== 'directory') single = last;
    else if (alone) {
      const from = attempt(() => sys.stat(operands[0]!));
      if (!(from instanceof Errno) && from.type !== 'directory') command.die(`'${last}' is a directory`);
      single = last;
    }
  }
  for (const given of into === undefined ? operands.slice(0, -1) : operands) {
    yield* command.pace();
    const source = single === undefined ? stripSlashes(given) : given;
    const dest = single ?? joinPath(last, baseName(source));
    const there = attempt(() => sys.stat(dest));
    if (there instanceof Errno && there.code !== 'ENOENT') {
      yield* command.fail(cannotStat(dest, there));
      continue;
    }
    const kept = yield* moveOne(command, source, dest, there instanceof Errno ? undefined : there, mode);
    if (kept === 'failed') command.status = 1;
    if (parsed.has('verbose')) yield* command.print(`'${source}' -> '${dest}'\n`);
  }
}

function* moveOne(
  command: Command,
  source: string,
  dest: string,
  there: Stat | undefined,
  mode: string | undefined,
): Op<'done' | 'failed'> {
  const { sys } = command;
  if (there) {
    if (mode === 'no-clobber') return 'done';
    const guarded = !sys.access(dest, { write: true }) && sys.isatty(0);
    if (mode !== 'force' && (guarded || mode === 'interactive'))
      if (!(yield* command.ask(`mv: overwrite '${dest}'? `))) return 'done';
  }
  const error = attempt(() => sys.rename(source, dest));
  if (!(error instanceof Errno)) return 'done';
  const from = attempt(() => sys.lstat(source));
  if (error.code !== 'EXDEV' || from instanceof Errno) {
    yield* command.fail(`can't rename '${source}': ${error.message}`);
    return 'failed';
  }
  if (there) {
    if (there.type === 'directory' && from.type !== 'directory') {
      yield* command.fail("can't overwrite directory with non-directory");
      return 'failed';
    }
    if (there.type !== 'directory' && from.type === 'directory') {
      yield* command.fail("can't overwrite non-directory with directory");
      return 'failed';
    }
    const removed = attempt(() => sys.unlink(dest));
    if (removed instanceof Errno) {
      yield* command.fail(`can't remove '${dest}': ${removed.message}`);
      return 'failed';
    }
  }
  const plan: Plan = { ...PLAIN_BUSYBOX_COPY, recursive: true, preserve: true, follow: 'never', seen: new Map() };
  if (!(yield* busyboxCopy(command, source, dest, plan))) return 'failed';
  const flags = { force: true, ask: false, recursive: true, verbose: false };
  return (yield* busyboxRemove(command, source, flags)) ? 'done' : 'failed';
}

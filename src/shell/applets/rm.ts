import { Errno, type Stat } from '../../fs/index.ts';
import type { Op, Sys } from '../../os/index.ts';
import { UsageError } from './applet.ts';
import { attempt, type Command, choose, fileApplet } from './command.ts';
import { typeName } from './modes.ts';
import { isDots, joinPath, stripSlashes } from './paths.ts';
import { quote, quoteFile } from './quote.ts';

interface Plan {
  readonly force: boolean;
  readonly ask: boolean;
  readonly recursive: boolean;
  readonly emptyDirectories: boolean;
  readonly verbose: boolean;
  readonly oneFileSystem: boolean;
  readonly preserveRoot: boolean;
  readonly preserveAll: boolean;
  /** Write-protected files are asked about when somebody sits at standard input. */
  readonly tty: boolean;
}

/**
 * What became of one entry. A `kept` file was asked about and stays; `declined` and `failed` keep the folders above
 * alive without another question.
 */
type Outcome = 'removed' | 'kept' | 'declined' | 'failed';

const MISSING = ['ENOENT', 'ENOTDIR', 'EINVAL'];

const writable = (sys: Sys, path: string): boolean => sys.access(path, { write: true });

function* cannot(command: Command, path: string, error: Errno): Op<Outcome> {
  yield* command.fail(`cannot remove ${quoteFile(path)}: ${error.message}`);
  return 'failed';
}

/** unlink or rmdir, with its message. */
function* excise(command: Command, path: string, directory: boolean, plan: Plan, earlier?: Errno): Op<Outcome> {
  const { sys } = command;
  const error = attempt(() => (directory ? sys.rmdir(path) : sys.unlink(path)));
  if (error instanceof Errno) {
    if (plan.force && MISSING.includes(error.code)) return 'removed';
    const told = earlier && ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'].includes(error.code) ? earlier : error;
    return yield* cannot(command, path, told);
  }
  if (plan.verbose) yield* command.print(`removed ${directory ? 'directory ' : ''}${quoteFile(path)}\n`);
  return 'removed';
}

/** Is this entry write-protected in the eyes of rm's prompt? */
const guarded = (command: Command, path: string, stat: Stat, plan: Plan): boolean =>
  !plan.force && (plan.ask || plan.tty) && stat.type !== 'symlink' && !writable(command.sys, path);

function* mayRemove(command: Command, path: string, stat: Stat, plan: Plan): Op<boolean> {
  const guard = guarded(command, path, stat, plan);
  if (!guard && !plan.ask) return true;
  const kind = typeName(stat);
  return yield* command.ask(`rm: remove ${guard ? 'write-protected ' : ''}${kind} ${quoteFile(path)}? `);
}

function* removeFile(command: Command, path: string, stat: Stat, plan: Plan): Op<Outcome> {
  if (!(yield* mayRemove(command, path, stat, plan))) return 'kept';
  return yield* excise(command, path, false, plan);
}

function* removeDirectory(command: Command, path: string, stat: Stat, plan: Plan, root: Stat): Op<Outcome> {
  const { sys } = command;
  if (!plan.recursive) {
    if (!plan.emptyDirectories) return yield* cannot(command, path, new Errno('EISDIR'));
    const guard = guarded(command, path, stat, plan);
    if (guard || plan.ask) {
      const inside = attempt(() => sys.readdir(path));
      if (!(inside instanceof Errno) && inside.length > 0) return yield* cannot(command, path, new Errno('EISDIR'));
      if (!(yield* mayRemove(command, path, stat, plan))) return 'declined';
    }
    return yield* excise(command, path, true, plan);
  }
  const entries = attempt(() => sys.readdir(path));
  if (entries instanceof Errno) {
    if (plan.ask || guarded(command, path, stat, plan)) return yield* cannot(command, path, entries);
    return yield* excise(command, path, true, plan, entries);
  }
  const guard = guarded(command, path, stat, plan);
  if (entries.length > 0 && (plan.ask || guard)) {
    const what = guard ? 'write-protected directory' : 'directory';
    if (!(yield* command.ask(`rm: descend into ${what} ${quoteFile(path)}? `))) return 'declined';
  }
  let outcome = 'removed' as Outcome;
  const foreign = plan.oneFileSystem && stat.dev !== root.dev;
  for (const entry of foreign ? [] : entries) {
    yield* command.pace();
    const one = yield* removeEntry(command, joinPath(path, entry.name), plan, root);
    if (one !== 'removed' && one !== 'kept') outcome = one === 'failed' || outcome === 'failed' ? 'failed' : 'declined';
  }
  if (foreign) {
    yield* command.fail(`skipping ${quoteFile(path)}, since it's on a different device`);
    return 'failed';
  }
  if (outcome !== 'removed') return outcome;
  if (!(yield* mayRemove(command, path, stat, plan))) return 'kept';
  return yield* excise(command, path, true, plan);
}

function* removeEntry(command: Command, path: string, plan: Plan, root?: Stat): Op<Outcome> {
  const stat = attempt(() => command.sys.lstat(path));
  if (stat instanceof Errno) {
    if (plan.force && MISSING.includes(stat.code)) return 'removed';
    return yield* cannot(command, path, stat);
  }
  if (stat.type === 'directory') return yield* removeDirectory(command, path, stat, plan, root ?? stat);
  return yield* removeFile(command, path, stat, plan);
}

/** What only an argument is checked for: `.`, `..`, `/` and mount points. True if it must stay. */
function* spared(command: Command, path: string, plan: Plan): Op<boolean> {
  const { sys } = command;
  if (!plan.recursive) return false;
  const stat = attempt(() => sys.lstat(path));
  if (stat instanceof Errno || stat.type !== 'directory') return false;
  if (isDots(path)) {
    yield* command.fail(`refusing to remove '.' or '..' directory: skipping ${quoteFile(path)}`);
    return true;
  }
  const top = sys.lstat('/');
  if (plan.preserveRoot && stat.ino === top.ino && stat.dev === top.dev) {
    const same = path === '/' ? '' : " (same as '/')";
    yield* command.fail(`it is dangerous to operate recursively on ${quoteFile(path)}${same}`);
    yield* command.fail('use --no-preserve-root to override this failsafe');
    return true;
  }
  if (plan.preserveAll) {
    const parent = attempt(() => sys.lstat(joinPath(path, '..')));
    if (!(parent instanceof Errno) && parent.dev !== stat.dev) {
      yield* command.fail(`skipping ${quoteFile(path)}, since it's on a different device`);
      yield* command.fail('and --preserve-root=all is in effect');
      return true;
    }
  }
  return false;
}

const INTERACTIVE = [['never', 'no', 'none'], ['once'], ['always', 'yes']] as const;

/** A wrong option that is a file's name is told how to be removed. */
function parse(command: Command) {
  try {
    return command.parse({
      force: ['f', 'flag'],
      i: ['i', 'flag'],
      I: ['I', 'flag'],
      interactive: [undefined, 'optional'],
      'one-file-system': [undefined, 'flag'],
      'no-preserve-root': [undefined, 'flag'],
      'preserve-root': [undefined, 'optional'],
      recursive: ['r', 'flag'],
      R: ['R', 'flag'],
      dir: ['d', 'flag'],
      verbose: ['v', 'flag'],
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const named = command.args.find(
      (arg) => /^-./.test(arg) && !(attempt(() => command.sys.lstat(arg)) instanceof Errno),
    );
    if (named === undefined) throw error;
    const hint = `Try 'rm ./${named}' to remove the file ${quote(named)}.`;
    throw new UsageError(`${error.message}\n${hint}`, error.status);
  }
}

function* gnuRm(command: Command): Op<void> {
  const parsed = parse(command);
  let force = false;
  let ask: 'never' | 'once' | 'always' | undefined;
  for (const { name, value } of parsed.order) {
    if (name === 'force') [force, ask] = [true, 'never'];
    else if (name === 'i') [force, ask] = [false, 'always'];
    else if (name === 'I') [force, ask] = [false, 'once'];
    else if (name === 'interactive') {
      const when = choose(command, '--interactive', value || 'always', INTERACTIVE);
      ask = when as typeof ask;
      if (when !== 'never') force = false;
    }
  }
  if (parsed.has('no-preserve-root') && !command.args.includes('--no-preserve-root'))
    command.die('you may not abbreviate the --no-preserve-root option');
  const preserve = parsed.value('preserve-root');
  if (preserve && preserve !== 'all') command.die(`unrecognized --preserve-root argument: ${quoteFile(preserve)}`);
  const { operands } = parsed;
  if (operands.length === 0) {
    if (force) return;
    command.usage('missing operand');
  }
  const recursive = parsed.has('recursive') || parsed.has('R');
  if (ask === 'once' && (recursive || operands.length > 3)) {
    const many = `${operands.length} argument${operands.length === 1 ? '' : 's'}`;
    if (!(yield* command.ask(`rm: remove ${many}${recursive ? ' recursively' : ''}? `))) return;
  }
  const plan: Plan = {
    force: force || ask === 'never',
    ask: ask === 'always',
    recursive,
    emptyDirectories: parsed.has('dir'),
    verbose: parsed.has('verbose'),
    oneFileSystem: parsed.has('one-file-system'),
    preserveRoot: parsed.order.findLast(({ name }) => name.endsWith('preserve-root'))?.name !== 'no-preserve-root',
    preserveAll: preserve === 'all',
    tty: command.sys.isatty(0),
  };
  const lenient = { ...plan, force };
  for (const operand of operands) {
    yield* command.pace();
    // Of several slashes at the end one is left, as fts(3) does.
    const path = operand.replace(/\/{2,}$/, '/');
    if (!(yield* spared(command, path, plan))) yield* removeEntry(command, path, ask === 'never' ? plan : lenient);
  }
}

/** busybox's removal of one entry and what is below it; false: something stayed. */
export function* busyboxRemove(
  command: Command,
  path: string,
  flags: { force: boolean; ask: boolean; recursive: boolean; verbose: boolean },
): Op<boolean> {
  const { sys } = command;
  yield* command.pace();
  const fail = function* (error: Errno, what = 'remove'): Op<boolean> {
    yield* command.fail(`can't ${what} '${path}': ${error.message}`);
    return false;
  };
  const stat = attempt(() => sys.lstat(path));
  if (stat instanceof Errno) {
    if (stat.code !== 'ENOENT') return yield* fail(stat, 'stat');
    return flags.force || (yield* fail(stat));
  }
  const guard = !flags.force && stat.type !== 'symlink' && !writable(sys, path) && sys.isatty(0);
  if (stat.type !== 'directory') {
    if ((guard || flags.ask) && !(yield* command.ask(`rm: remove '${path}'? `))) return true;
    const error = attempt(() => sys.unlink(path));
    if (error instanceof Errno) return yield* fail(error);
    if (flags.verbose) yield* command.print(`removed '${path}'\n`);
    return true;
  }
  if (!flags.recursive) {
    yield* command.fail(`'${path}' is a directory`);
    return false;
  }
  if ((guard || flags.ask) && !(yield* command.ask(`rm: descend into directory '${path}'? `))) return true;
  const entries = attempt(() => sys.readdir(path));
  if (entries instanceof Errno) {
    command.status = 1;
    return false;
  }
  let all = true;
  for (const { name } of entries) if (!(yield* busyboxRemove(command, joinPath(path, name), flags))) all = false;
  if (flags.ask && !(yield* command.ask(`rm: remove directory '${path}'? `))) return all;
  if (all) {
    const error = attempt(() => sys.rmdir(path));
    if (error instanceof Errno) return yield* fail(error);
  }
  if (flags.verbose) yield* command.print(`removed directory: '${path}'\n`);
  return all;
}

function* busyboxRm(command: Command): Op<void> {
  const parsed = command.parse({
    f: ['f', 'flag'],
    i: ['i', 'flag'],
    R: ['R', 'flag'],
    r: ['r', 'flag'],
    v: ['v', 'flag'],
  });
  const last = parsed.order.findLast(({ name }) => name === 'f' || name === 'i')?.name;
  const flags = {
    force: last === 'f',
    ask: last === 'i',
    recursive: parsed.has('r') || parsed.has('R'),
    verbose: parsed.has('v'),
  };
  if (parsed.operands.length === 0 && !flags.force) command.usage();
  for (const path of parsed.operands) {
    if (isDots(path)) yield* command.fail("can't remove '.' or '..'");
    else yield* busyboxRemove(command, stripSlashes(path), flags);
  }
}

/** Removes what mv has copied elsewhere, as `rm -r` would, without questions. */
export function* removeMoved(command: Command, path: string, verbose: boolean): Op<void> {
  yield* removeEntry(command, path, {
    force: false,
    ask: false,
    recursive: true,
    emptyDirectories: false,
    verbose,
    oneFileSystem: false,
    preserveRoot: true,
    preserveAll: false,
    tty: false,
  });
}

export const rm = fileApplet('rm', (command) => (command.gnu ? gnuRm(command) : busyboxRm(command)));

import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { BACKUP_OPTIONS, type Backup, backupOf, backupPath } from './backup.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { absolute, baseName, canonicalize, dirName, joinPath, relativePath } from './paths.ts';
import { quoteFile, quoteName } from './quote.ts';

interface Plan {
  readonly symbolic: boolean;
  readonly relative: boolean;
  readonly logical: boolean;
  readonly force: boolean;
  readonly ask: boolean;
  readonly verbose: boolean;
  readonly backup: Backup | undefined;
  /** Hard links made in this run, by their path: a second one may not take their place. */
  readonly made: Set<string>;
}

/** The text of a relative symbolic link at `dest` that points to `source` (ln -r). */
function relativeTarget(command: Command, source: string, dest: string): string {
  const { sys } = command;
  const dir = canonicalize(sys, dirName(dest), 'none');
  return relativePath(dir, canonicalize(sys, absolute(sys.cwd, source), 'none'));
}

const sameInode = (a: Stat, b: Stat): boolean => a.ino === b.ino && a.dev === b.dev;

function refusal(plan: Plan, source: string, dest: string, error: Errno): string {
  const d = quoteFile(dest);
  const s = quoteFile(source);
  if (plan.symbolic) {
    const pair = error.code === 'ENAMETOOLONG' || source === '' ? `${d} -> ${s}` : d;
    return `failed to create symbolic link ${pair}: ${error.message}`;
  }
  if (error.code === 'EMLINK') return `failed to create hard link to ${s}: ${error.message}`;
  if (['EEXIST', 'ENOSPC', 'EROFS'].includes(error.code)) return `failed to create hard link ${d}: ${error.message}`;
  return `failed to create hard link ${d} => ${s}: ${error.message}`;
}

function* gnuLink(command: Command, given: string, dest: string, plan: Plan): Op<void> {
  const { sys } = command;
  let source = given;
  let stat: Stat | Errno | undefined;
  const link = (): Errno | undefined => {
    const result = attempt(() => {
      if (plan.symbolic) return sys.symlink(source, dest);
      return sys.link(plan.logical ? sys.realpath(source) : source, dest);
    });
    return result instanceof Errno ? result : undefined;
  };
  if (!plan.symbolic) {
    stat = attempt(() => (plan.logical ? sys.stat(source) : sys.lstat(source)));
    if (stat instanceof Errno) {
      yield* command.fail(`failed to access ${quoteFile(source)}: ${stat.message}`);
      return;
    }
    if (stat.type === 'directory') {
      yield* command.fail(`${quoteName(source)}: hard link not allowed for directory`);
      return;
    }
  }
  if (plan.relative) source = relativeTarget(command, given, dest);
  let kept: string | undefined;
  let remove = false;
  const replace = plan.force || plan.ask || plan.backup !== undefined;
  const present = replace ? attempt(() => sys.lstat(dest)) : new Errno('ENOENT');
  if (present instanceof Errno) {
    if (present.code !== 'ENOENT') {
      yield* command.fail(`failed to access ${quoteFile(dest)}: ${present.message}`);
      return;
    }
  } else {
    if (present.type === 'directory') {
      yield* command.fail(`${quoteName(dest)}: cannot overwrite directory`);
      return;
    }
    if (plan.made.has(dest)) {
      yield* command.fail(`will not overwrite just-created ${quoteFile(dest)} with ${quoteFile(source)}`);
      return;
    }
    if (plan.backup ? !plan.symbolic : plan.force) {
      const origin = stat ?? attempt(() => sys.stat(source));
      if (!(origin instanceof Errno) && sameInode(origin, present)) {
        const samePlace =
          baseName(source) === baseName(dest) &&
          attempt(() => sys.realpath(dirName(source))) === attempt(() => sys.realpath(dirName(dest)));
        if (origin.nlink === 1 || samePlace) {
          yield* command.fail(`${quoteFile(source)} and ${quoteFile(dest)} are the same file`);
          return;
        }
      }
    }
    if (plan.ask && !(yield* command.ask(`ln: replace ${quoteFile(dest)}? `))) {
      command.status = 1;
      return;
    }
    remove = true;
    if (plan.backup) {
      kept = backupPath(command, dest, plan.backup);
      const error = attempt(() => sys.rename(dest, kept!));
      if (error instanceof Errno && error.code !== 'ENOENT') {
        yield* command.fail(`cannot backup ${quoteFile(dest)}: ${error.message}`);
        return;
      }
      remove = false;
    }
  }
  let error = link();
  if (error?.code === 'EEXIST' && remove) {
    const removed = attempt(() => sys.unlink(dest));
    error = removed instanceof Errno ? removed : link();
  }
  if (error) {
    yield* command.fail(refusal(plan, source, dest, error));
    if (kept !== undefined) attempt(() => sys.rename(kept!, dest));
    return;
  }
  if (!plan.symbolic) plan.made.add(dest);
  if (plan.verbose) {
    const before = kept === undefined ? '' : `${quoteFile(kept)} ~ `;
    yield* command.print(`${before}${quoteFile(dest)} ${plan.symbolic ? '-' : '='}> ${quoteFile(source)}\n`);
  }
}

function* gnuLn(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    ...BACKUP_OPTIONS,
    directory: ['d', 'flag'],
    F: ['F', 'flag'],
    'no-dereference': ['n', 'flag'],
    'no-target-directory': ['T', 'flag'],
    force: ['f', 'flag'],
    interactive: ['i', 'flag'],
    'target-directory': ['t', 'value'],
    logical: ['L', 'flag'],
    physical: ['P', 'flag'],
    relative: ['r', 'flag'],
    symbolic: ['s', 'flag'],
    verbose: ['v', 'flag'],
  });
  const { operands } = parsed;
  const target = parsed.value('target-directory');
  if (target !== undefined) {
    if (parsed.options.get('target-directory')!.length > 1) command.die('multiple target directories specified');
    const stat = attempt(() => sys.stat(target));
    if (stat instanceof Errno) command.die(`failed to access ${quoteFile(target)}: ${stat.message}`);
    else if (stat.type !== 'directory') command.die(`target ${quoteFile(target)} is not a directory`);
  }
  if (operands.length === 0) command.usage('missing file operand');
  if (parsed.has('relative') && !parsed.has('symbolic')) command.die('cannot do --relative without --symbolic');
  const asked = parsed.order.findLast(({ name }) => name === 'force' || name === 'interactive')?.name;
  const plan: Plan = {
    symbolic: parsed.has('symbolic'),
    relative: parsed.has('relative'),
    logical: parsed.order.findLast(({ name }) => name === 'logical' || name === 'physical')?.name === 'logical',
    force: asked === 'force',
    ask: asked === 'interactive',
    verbose: parsed.has('verbose'),
    backup: backupOf(command, parsed),
    made: new Set(),
  };
  if (parsed.has('no-target-directory')) {
    if (target !== undefined) command.die('cannot combine --target-directory and --no-target-directory');
    if (operands.length < 2) command.usage(`missing destination file operand after ${quoteFile(operands[0]!)}`);
    if (operands.length > 2) command.usage(`extra operand ${quoteFile(operands[2]!)}`);
    yield* gnuLink(command, operands[0]!, operands[1]!, plan);
    return;
  }
  let sources = operands;
  let dir = target;
  if (dir === undefined && operands.length === 1) dir = '.';
  if (dir === undefined) {
    const last = operands.at(-1)!;
    const follow = !parsed.has('no-dereference');
    const stat = attempt(() => (follow ? sys.stat(last) : sys.lstat(last)));
    const isDirectory = !(stat instanceof Errno) && stat.type === 'directory';
    if (isDirectory) {
      dir = last;
      sources = operands.slice(0, -1);
    } else if (operands.length > 2) {
      const reason = stat instanceof Errno ? stat : new Errno('ENOTDIR');
      command.die(`target ${quoteFile(last)}: ${reason.message}`);
    } else {
      yield* gnuLink(command, operands[0]!, last, plan);
      return;
    }
  }
  for (const source of sources) {
    yield* command.pace();
    const name = baseName(source);
    yield* gnuLink(
      command,
      source,
      dir === '.' && target === undefined && operands.length === 1 ? `./${name}` : joinPath(dir, name),
      plan,
    );
  }
}

function* busyboxLn(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    s: ['s', 'flag'],
    f: ['f', 'flag'],
    n: ['n', 'flag'],
    b: ['b', 'flag'],
    S: ['S', 'value'],
    v: ['v', 'flag'],
    T: ['T', 'flag'],
  });
  const { operands } = parsed;
  if (operands.length === 0) command.usage();
  if (parsed.has('T') && operands.length > 2) command.die('-T accepts 2 args max');
  const last = operands.length === 1 ? baseName(operands[0]!) : operands.at(-1)!;
  for (const source of operands.length === 1 ? operands : operands.slice(0, -1)) {
    yield* command.pace();
    let dest = last;
    const stat = attempt(() => (parsed.has('n') || parsed.has('T') ? sys.lstat(last) : sys.stat(last)));
    if (!(stat instanceof Errno) && stat.type === 'directory') {
      if (parsed.has('T')) command.die(`'${last}' is a directory`);
      dest = joinPath(last, baseName(source));
    }
    if (!parsed.has('s')) {
      const origin = attempt(() => sys.lstat(source));
      if (origin instanceof Errno) {
        yield* command.fail(`${source}: ${origin.message}`);
        continue;
      }
    }
    if (parsed.has('b')) {
      const error = attempt(() => sys.rename(dest, dest + (parsed.value('S') ?? '~')));
      if (error instanceof Errno && error.code !== 'ENOENT') {
        yield* command.fail(`${dest}: ${error.message}`);
        continue;
      }
      attempt(() => sys.unlink(dest));
    } else if (parsed.has('f')) attempt(() => sys.unlink(dest));
    if (parsed.has('v')) yield* command.print(`'${dest}' -> '${source}'\n`);
    const error = attempt(() => (parsed.has('s') ? sys.symlink(source, dest) : sys.link(source, dest)));
    if (error instanceof Errno) yield* command.fail(`${dest}: ${error.message}`);
  }
}

export const ln = fileApplet('ln', (command) => (command.gnu ? gnuLn(command) : busyboxLn(command)));

/** link(1) and unlink(1): the bare system calls. */
export const link = fileApplet('link', function* (command) {
  const { sys, gnu } = command;
  const { operands } = command.parse({});
  const [from, to, extra] = operands;
  if (from === undefined) return command.usage(gnu ? 'missing operand' : '');
  if (to === undefined) return command.usage(gnu ? `missing operand after ${quoteFile(from)}` : '');
  if (extra !== undefined) command.usage(gnu ? `extra operand ${quoteFile(extra)}` : '');
  const error = attempt(() => sys.link(from, to));
  if (!(error instanceof Errno)) return 0;
  return command.die(
    gnu
      ? `cannot create link ${quoteFile(to)} to ${quoteFile(from)}: ${error.message}`
      : `can't create hardlink '${to}' to '${from}': ${error.message}`,
  );
});

export const unlink = fileApplet('unlink', function* (command) {
  const { sys, gnu } = command;
  const { operands } = command.parse({});
  const [path, extra] = operands;
  if (path === undefined) return command.usage(gnu ? 'missing operand' : '');
  if (extra !== undefined) command.usage(gnu ? `extra operand ${quoteFile(extra)}` : '');
  const error = attempt(() => sys.unlink(path));
  if (!(error instanceof Errno)) return 0;
  return command.die(
    gnu ? `cannot unlink ${quoteFile(path)}: ${error.message}` : `can't remove file '${path}': ${error.message}`,
  );
});

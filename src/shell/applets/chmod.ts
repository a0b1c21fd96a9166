import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { OptionSpec, Parsed } from './applet.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { applyMode, type ModeChange, parseMode, permissionString } from './modes.ts';
import { joinPath } from './paths.ts';
import { quote, quoteFile, quoteName } from './quote.ts';
import { type Met, refusesRoot, type Visited, walk } from './walk.ts';

interface Plan {
  readonly changes: readonly ModeChange[];
  readonly umask: number;
  readonly recursive: boolean;
  /** Which links' targets are changed: of arguments, of all, of none. */
  readonly dereference: 'argument' | 'always' | 'never';
  readonly quiet: boolean;
  readonly verbosity: 'all' | 'changes' | undefined;
  readonly preserveRoot: boolean;
  /** The mode was given like an option (`-w`): what the umask keeps from it is told. */
  readonly surprises: boolean;
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
const shown = (mode: number): string => `${octal(mode)} (${permissionString(mode)})`;

function* gnuChange(command: Command, path: string, stat: Stat, link: boolean, plan: Plan): Op<void> {
  const { sys } = command;
  const name = quoteFile(path);
  const before = stat.mode & 0o7777;
  const directory = stat.type === 'directory';
  const after = applyMode(plan.changes, before, directory, plan.umask);
  const loud = plan.verbosity !== undefined;
  if (link) {
    if (plan.verbosity === 'all') yield* command.print(`neither symbolic link ${name} nor referent has been changed\n`);
    return;
  }
  const error = attempt(() => sys.chmod(path, after));
  if (error instanceof Errno) {
    if (!plan.quiet) yield* command.fail(`changing permissions of ${name}: ${error.message}`);
    command.status = 1;
    if (plan.verbosity === 'all')
      yield* command.print(`failed to change mode of ${name} from ${shown(before)} to ${shown(after)}\n`);
    return;
  }
  if (loud && before !== after)
    yield* command.print(`mode of ${name} changed from ${shown(before)} to ${shown(after)}\n`);
  else if (plan.verbosity === 'all') yield* command.print(`mode of ${name} retained as ${shown(after)}\n`);
  if (!plan.surprises) return;
  const naive = applyMode(plan.changes, before, directory, 0);
  if (after & ~naive)
    yield* command.fail(
      `${quoteName(path)}: new permissions are ${permissionString(after)}, not ${permissionString(naive)}`,
    );
}

function* gnuVisit(command: Command, met: Met, plan: Plan): Op<Visited> {
  const { sys } = command;
  const complain = function* (message: string): Op<void> {
    if (!plan.quiet) yield* command.fail(message);
    command.status = 1;
    if (plan.verbosity === 'all' && met.kind !== 'unreadable')
      yield* command.print(`${quoteFile(met.path)} could not be accessed\n`);
  };
  switch (met.kind) {
    case 'post':
      return undefined;
    case 'missing':
      yield* complain(`cannot access ${quoteFile(met.path)}: ${met.error!.message}`);
      return undefined;
    case 'unreadable':
      yield* complain(`cannot read directory ${quoteFile(met.path)}: ${met.error!.message}`);
      return undefined;
    case 'dangling':
      if (plan.dereference === 'never') yield* gnuChange(command, met.path, met.stat!, true, plan);
      else yield* complain(`cannot operate on dangling symlink ${quoteFile(met.path)}`);
      return undefined;
    default: {
      let stat = met.stat!;
      let link = stat.type === 'symlink';
      if (link && plan.dereference === 'always') {
        const target = attempt(() => sys.stat(met.path));
        if (target instanceof Errno) {
          yield* complain(`cannot dereference ${quoteFile(met.path)}: ${target.message}`);
          return undefined;
        }
        stat = target;
        link = false;
      }
      if (plan.recursive && plan.preserveRoot && stat.type === 'directory')
        if (yield* refusesRoot(command, met.path, stat)) return 'skip';
      yield* gnuChange(command, met.path, stat, link, plan);
      return plan.recursive ? undefined : 'skip';
    }
  }
}

const GNU_OPTIONS: OptionSpec = {
  H: ['H', 'flag'],
  L: ['L', 'flag'],
  P: ['P', 'flag'],
  changes: ['c', 'flag'],
  dereference: [undefined, 'flag'],
  recursive: ['R', 'flag'],
  'no-dereference': ['h', 'flag'],
  'no-preserve-root': [undefined, 'flag'],
  'preserve-root': [undefined, 'flag'],
  quiet: [undefined, 'flag'],
  reference: [undefined, 'value'],
  silent: ['f', 'flag'],
  verbose: ['v', 'flag'],
};

/** Takes modes that look like options (`-w`, `-rx`) out of the arguments. */
function splitModes(args: readonly string[]): { modes: string[]; rest: string[] } {
  const end = args.indexOf('--');
  const modes: string[] = [];
  const rest = args.filter((arg, i) => {
    const isMode = (end < 0 || i < end) && /^-[rwxXstugoa,+=0-7]/.test(arg);
    if (isMode) modes.push(arg);
    return !isMode;
  });
  return { modes, rest };
}

function* gnuChmod(command: Command): Op<void> {
  const { sys } = command;
  const { modes, rest } = splitModes(command.args);
  const parsed: Parsed = command.parse(GNU_OPTIONS, { args: rest });
  const walkAs = parsed.order.findLast(({ name }) => /^[HLP]$/.test(name))?.name;
  const deref = parsed.order.findLast(({ name }) => name.endsWith('dereference'))?.name;
  const recursive = parsed.has('recursive');
  let dereference: Plan['dereference'] =
    deref === 'dereference' ? 'always' : deref === 'no-dereference' ? 'never' : walkAs === 'L' ? 'always' : 'argument';
  if (recursive && walkAs === 'P') {
    if (deref === 'dereference') command.die('-R --dereference requires either -H or -L');
    dereference = 'never';
  }
  const reference = parsed.value('reference');
  const operands = [...parsed.operands];
  let mode = modes.length > 0 ? modes.join(',') : undefined;
  if (reference !== undefined) {
    if (mode !== undefined) command.usage('cannot combine mode and --reference options');
  } else mode ??= operands.shift();
  if (operands.length === 0)
    command.usage(mode === undefined || modes.length > 0 ? 'missing operand' : `missing operand after ${quote(mode)}`);
  let changes: readonly ModeChange[] | undefined;
  if (reference !== undefined) {
    const stat = attempt(() => sys.stat(reference));
    if (stat instanceof Errno) command.die(`failed to get attributes of ${quoteFile(reference)}: ${stat.message}`);
    else changes = [{ op: '=', affected: 0o7777, value: stat.mode, flag: 'ordinary', mentioned: 0o7777 }];
  } else changes = parseMode(mode!);
  if (!changes) return command.usage(`invalid mode: ${quote(mode!)}`);
  const plan: Plan = {
    changes,
    umask: sys.umask(),
    recursive,
    dereference,
    quiet: parsed.has('silent') || parsed.has('quiet'),
    verbosity: verbosityOf(parsed),
    preserveRoot: parsed.order.findLast(({ name }) => name.endsWith('preserve-root'))?.name === 'preserve-root',
    surprises: modes.length > 0,
  };
  const follow = walkAs === 'L' ? 'always' : walkAs === 'P' || deref === 'no-dereference' ? 'never' : 'argument';
  for (const path of operands) yield* walk(command, path, { follow }, (met) => gnuVisit(command, met, plan));
}

/** -c and -v, the last of them. */
export function verbosityOf(parsed: Parsed): 'all' | 'changes' | undefined {
  const last = parsed.order.findLast(({ name }) => name === 'verbose' || name === 'changes')?.name;
  return last === 'verbose' ? 'all' : last === 'changes' ? 'changes' : undefined;
}

function* busyboxChange(command: Command, path: string, level: number, text: string, options: Parsed): Op<boolean> {
  const { sys } = command;
  yield* command.pace();
  const refuse = function* (error: Errno): Op<boolean> {
    if (!options.has('f')) yield* command.say(`${path}: ${error.message}`);
    command.status = 1;
    return false;
  };
  const link = attempt(() => sys.lstat(path));
  if (link instanceof Errno) {
    // The walk itself tells this, quiet or not.
    yield* command.fail(`${path}: ${link.message}`);
    return false;
  }
  if (level > 0 && link.type === 'symlink') return true;
  const stat = level === 0 ? attempt(() => sys.stat(path)) : link;
  if (stat instanceof Errno) return yield* refuse(stat);
  const changes = parseMode(text, 'busybox') ?? command.die(`invalid mode '${text}'`);
  const mode = applyMode(changes, stat.mode, stat.type === 'directory', sys.umask());
  const error = attempt(() => sys.chmod(path, mode));
  let ok = true;
  if (error instanceof Errno) ok = yield* refuse(error);
  else if (options.has('v') || (options.has('c') && (stat.mode & 0o7777) !== mode))
    yield* command.print(`mode of '${path}' changed to ${shown(mode)}\n`);
  if (link.type !== 'directory' || !options.has('R')) return ok;
  if (!ok) {
    yield* command.fail(`${path}: ${(error as Errno).message}`);
    return false;
  }
  const entries = attempt(() => sys.readdir(path));
  if (entries instanceof Errno) {
    yield* command.fail(`${path}: ${entries.message}`);
    return false;
  }
  for (const { name } of entries) yield* busyboxChange(command, joinPath(path, name), level + 1, text, options);
  return true;
}

function* busyboxChmod(command: Command): Op<void> {
  // A first argument like -w is a mode, not an option.
  const args = [...command.args];
  let at = -1;
  for (let i = 0; i < args.length && args[i]!.startsWith('-'); i++) {
    if (args[i]!.length > 1 && !/^-[-Rcvf]/.test(args[i]!)) {
      at = i;
      args[i] = `a${args[i]!.slice(1)}`;
      break;
    }
  }
  const parsed = command.parse({ R: ['R', 'flag'], v: ['v', 'flag'], c: ['c', 'flag'], f: ['f', 'flag'] }, { args });
  const operands = [...parsed.operands];
  if (operands.length < 2) command.usage();
  let mode = operands.shift()!;
  if (at >= 0 && mode === args[at]) mode = command.args[at]!;
  for (const path of operands) yield* busyboxChange(command, path, 0, mode, parsed);
}

export const chmod = fileApplet('chmod', (command) => (command.gnu ? gnuChmod(command) : busyboxChmod(command)));

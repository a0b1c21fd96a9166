import { Errno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { attempt, type Command, fileApplet, ignoreContext } from './command.ts';
import { applyMode, parseMode } from './modes.ts';
import { quote, quoteFile } from './quote.ts';

interface Plan {
  readonly parents: boolean;
  readonly verbose: boolean;
  /** The mode that was asked for with -m. */
  readonly mode: number | undefined;
}

/** The message for a directory that can't be made, in each dialect. */
const refusal = (command: Command, path: string, error: Errno): string =>
  command.gnu
    ? `cannot create directory ${quote(path)}: ${error.message}`
    : `can't create directory '${path}': ${error.message}`;

/** The folders above a path that mkdir -p makes one by one; busybox leaves the slashes on their names. */
function* prefixes(path: string, gnu: boolean): Iterable<string> {
  for (const { index, 0: slashes } of path.matchAll(/\/+(?=[^/])/g))
    if (index > 0) yield path.slice(0, gnu ? index : index + slashes.length);
}

function* announce(command: Command, path: string): Op<void> {
  const text = command.gnu ? `mkdir: created directory ${quoteFile(path)}\n` : `created directory: '${path}'\n`;
  yield* command.print(text);
}

/** Makes the directory of the last (or only) component. */
function* makeLast(command: Command, path: string, plan: Plan): Op<void> {
  const { sys } = command;
  const error = attempt(() => sys.mkdir(path, plan.mode === undefined ? 0o777 : plan.mode & 0o777));
  if (error instanceof Errno) {
    let told = error;
    if (plan.parents && (error.code === 'EEXIST' || error.code === 'EISDIR' || error.code === 'EROFS')) {
      const stat = attempt(() => sys.stat(path));
      if (!(stat instanceof Errno) && stat.type === 'directory') return;
      if (!command.gnu && stat instanceof Errno) told = stat;
    }
    yield* command.fail(refusal(command, path, told));
    return;
  }
  if (plan.verbose) yield* announce(command, path);
  if (plan.mode === undefined) return;
  const refused = attempt(() => sys.chmod(path, plan.mode!));
  if (refused instanceof Errno)
    yield* command.fail(
      command.gnu
        ? `cannot set permissions of ${quoteFile(path)}: ${refused.message}`
        : `can't set permissions of directory '${path}': ${refused.message}`,
    );
}

/** Makes what is missing above; false if it can't be, and that was said. */
function* makeParents(command: Command, path: string, plan: Plan): Op<boolean> {
  const { sys } = command;
  const mask = sys.umask();
  for (const prefix of prefixes(path, command.gnu)) {
    if (command.gnu && /(^|\/)\.{1,2}$/.test(prefix)) continue;
    // Folders in between can always be written and searched by their owner (POSIX mkdir -p).
    sys.umask(mask & ~0o300);
    const error = attempt(() => sys.mkdir(prefix, 0o777));
    sys.umask(mask);
    if (!(error instanceof Errno)) {
      if (plan.verbose) yield* announce(command, prefix);
      continue;
    }
    const stat = attempt(() => sys.stat(prefix));
    if (!(stat instanceof Errno) && stat.type === 'directory') continue;
    let told = error;
    if (command.gnu && !(stat instanceof Errno) && error.code === 'EEXIST') told = new Errno('ENOTDIR');
    if (!command.gnu && stat instanceof Errno && error.code === 'EEXIST') told = stat;
    yield* command.fail(refusal(command, prefix, told));
    return false;
  }
  return true;
}

/** mkdir -p for other commands (cp --parents, install -D); false: it can't be, and that was said. */
export function* makeDirectories(command: Command, path: string, verbose = false): Op<boolean> {
  const before = command.status;
  const plan: Plan = { parents: true, verbose, mode: undefined };
  command.status = 0;
  if (yield* makeParents(command, path, plan)) yield* makeLast(command, path, plan);
  const ok = command.status === 0;
  command.status = Math.max(before, command.status);
  return ok;
}

export const mkdir = fileApplet('mkdir', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse({
    ...(gnu ? { context: ['Z', 'optional'] } : {}),
    mode: ['m', 'value'],
    parents: ['p', 'flag'],
    verbose: ['v', 'flag'],
  });
  if (gnu) yield* ignoreContext(command, parsed);
  const text = parsed.value('mode');
  if (gnu && parsed.operands.length === 0) command.usage('missing operand');
  const changes = text === undefined ? undefined : parseMode(text, command.dialect);
  if (text !== undefined && changes === undefined) command.die(`invalid mode ${gnu ? quote(text) : `'${text}'`}`);
  if (parsed.operands.length === 0) command.usage();
  const plan: Plan = {
    parents: parsed.has('parents'),
    verbose: parsed.has('verbose'),
    mode: changes && applyMode(changes, 0o777, true, sys.umask()),
  };
  for (const path of parsed.operands) {
    yield* command.pace();
    if (!gnu && (path === '/' || path === '.')) continue;
    if (plan.parents && !(yield* makeParents(command, path, plan))) continue;
    yield* makeLast(command, path, plan);
  }
});

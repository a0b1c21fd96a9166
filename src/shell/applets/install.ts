import { Errno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { BACKUP_OPTIONS, backupOf } from './backup.ts';
import { busyboxOwner } from './chown.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { copyArgument } from './copy.ts';
import { busyboxCopy, PLAIN_BUSYBOX_COPY } from './copy-busybox.ts';
import { type CopyPlan, newMemory, PLAIN_COPY } from './copy-plan.ts';
import { destinationIn, targetOf } from './cp.ts';
import { makeDirectories } from './mkdir.ts';
import { applyMode, parseMode } from './modes.ts';
import { type Owners, parseId, readOwners } from './owners.ts';
import { baseName, dirName, joinPath } from './paths.ts';
import { quote, quoteFile } from './quote.ts';

interface Attributes {
  readonly mode: number;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

/** Sets owner and mode of what was installed; busybox goes on after an error, and sets the mode first. */
function* dress(command: Command, path: string, { uid, gid, mode }: Attributes): Op<void> {
  const { sys, gnu } = command;
  const setOwner = (): void => {
    if (uid === undefined && gid === undefined) return;
    const stat = sys.lstat(path);
    sys.chown(path, uid ?? stat.uid, gid ?? stat.gid, false);
  };
  const steps = [
    ['ownership', setOwner],
    ['permissions', () => sys.chmod(path, mode)],
  ] as const;
  for (const [what, step] of gnu ? steps : steps.toReversed()) {
    const error = attempt(step);
    if (!(error instanceof Errno)) continue;
    const name = gnu ? quoteFile(path) : path;
    yield* command.fail(`${gnu ? 'cannot' : "can't"} change ${what} of ${name}: ${error.message}`);
    if (gnu) return;
  }
}

function* makeInstallDirectory(command: Command, path: string, attributes: Attributes, verbose: boolean): Op<void> {
  const { sys } = command;
  let prefix = path.startsWith('/') ? '/' : '';
  const parts = path.split('/').filter((part) => part !== '');
  for (const [i, part] of parts.entries()) {
    prefix = prefix === '' || prefix === '/' ? prefix + part : joinPath(prefix, part);
    const error = attempt(() => sys.mkdir(prefix, 0o755));
    if (!(error instanceof Errno)) {
      if (verbose) yield* command.print(`install: creating directory ${quoteFile(prefix)}\n`);
      continue;
    }
    const stat = attempt(() => sys.stat(prefix));
    if (!(stat instanceof Errno) && stat.type === 'directory') continue;
    const last = i === parts.length - 1;
    const why = !last && error.code === 'EEXIST' ? new Errno('ENOTDIR') : error;
    yield* command.fail(`cannot create directory ${quote(prefix)}: ${why.message}`);
    return;
  }
  yield* dress(command, path, attributes);
}

function gnuAttributes(
  command: Command,
  owners: Owners,
  values: Record<'mode' | 'owner' | 'group', string | undefined>,
  directory: boolean,
): Attributes {
  const { mode, owner, group } = values;
  const changes = mode === undefined ? undefined : parseMode(mode);
  if (mode !== undefined && !changes) command.die(`invalid mode ${quote(mode)}`);
  const uid = owner === undefined ? undefined : (owners.uid(owner) ?? parseId(owner));
  if (owner !== undefined && uid === undefined) command.die(`invalid user ${quote(owner)}`);
  const gid = group === undefined ? undefined : (owners.gid(group) ?? parseId(group));
  if (group !== undefined && gid === undefined) command.die(`invalid group ${quote(group)}`);
  return { mode: changes ? applyMode(changes, 0, directory, 0) : 0o755, uid, gid };
}

function* gnuInstall(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    ...BACKUP_OPTIONS,
    compare: ['C', 'flag'],
    c: ['c', 'flag'],
    directory: ['d', 'flag'],
    D: ['D', 'flag'],
    debug: [undefined, 'flag'],
    group: ['g', 'value'],
    mode: ['m', 'value'],
    owner: ['o', 'value'],
    'preserve-timestamps': ['p', 'flag'],
    strip: ['s', 'flag'],
    'strip-program': [undefined, 'value'],
    'target-directory': ['t', 'value'],
    'no-target-directory': ['T', 'flag'],
    verbose: ['v', 'flag'],
    'preserve-context': [undefined, 'flag'],
    Z: ['Z', 'flag'],
    context: [undefined, 'optional'],
  });
  const directory = parsed.has('directory');
  const verbose = parsed.has('verbose');
  if (directory && parsed.has('strip')) command.die('the strip option may not be used when installing a directory');
  if (directory && parsed.has('target-directory'))
    command.die('target directory not allowed when installing a directory');
  const owners = yield* readOwners(sys);
  const values = { mode: parsed.value('mode'), owner: parsed.value('owner'), group: parsed.value('group') };
  if (directory) {
    if (parsed.operands.length === 0) command.usage('missing file operand');
    const attributes = gnuAttributes(command, owners, values, true);
    for (const path of parsed.operands) yield* makeInstallDirectory(command, path, attributes, verbose);
    return;
  }
  const into = parsed.value('target-directory');
  if (parsed.has('D') && into !== undefined)
    yield* makeInstallDirectory(command, into, { mode: 0o755, uid: undefined, gid: undefined }, verbose);
  const { sources, dir } = targetOf(command, parsed);
  const attributes = gnuAttributes(command, owners, values, false);
  const plan: CopyPlan = {
    ...PLAIN_COPY,
    unlinkBefore: true,
    unlinkAfterFailedOpen: true,
    preserve: { mode: false, owner: false, times: parsed.has('preserve-timestamps'), links: false },
    mode: 0o600,
    verbose,
    debug: parsed.has('debug'),
    backup: backupOf(command, parsed),
    memory: newMemory(sources.length > 1),
  };
  for (const source of sources) {
    const dest = dir === undefined ? parsed.operands[1]! : destinationIn(dir, source);
    if (parsed.has('D') && dir === undefined) {
      const parent = dirName(dest);
      if (parent !== '.' && parent !== '/')
        yield* makeInstallDirectory(command, parent, { mode: 0o755, uid: undefined, gid: undefined }, verbose);
    }
    const result = yield* copyArgument(command, source, dest, plan);
    if (result.ok) yield* dress(command, dest, attributes);
  }
}

function* busyboxInstall(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    c: ['c', 'flag'],
    verbose: ['v', 'flag'],
    b: ['b', 'flag'],
    directory: ['d', 'flag'],
    D: ['D', 'flag'],
    p: ['p', 'flag'],
    s: ['s', 'flag'],
    g: ['g', 'value'],
    m: ['m', 'value'],
    o: ['o', 'value'],
    t: ['t', 'value'],
  });
  const { operands } = parsed;
  const directory = parsed.has('directory');
  const into = parsed.value('t');
  if (operands.length === 0) command.usage();
  const text = parsed.value('m');
  const changes = text === undefined ? undefined : parseMode(text, 'busybox');
  const owners = yield* readOwners(sys);
  const [owner, group] = [parsed.value('o'), parsed.value('g')];
  const attributes: Attributes = {
    // A mode that can't be read is -1: all bits.
    mode: text === undefined ? 0o755 : changes ? applyMode(changes, 0o755, false, sys.umask()) : 0o7777,
    uid: owner === undefined ? undefined : busyboxOwner(command, owner, owners),
    gid: group === undefined ? undefined : busyboxOwner(command, `:${group}`, owners),
  };
  const verbose = parsed.has('verbose');
  if (directory) {
    for (const path of operands) {
      if (!(yield* makeDirectories(command, path, verbose))) continue;
      yield* dress(command, path, attributes);
    }
    return;
  }
  if (into === undefined && operands.length < 2) command.usage();
  const last = into ?? operands.at(-1)!;
  const stat = attempt(() => sys.stat(last));
  const isDirectory = into !== undefined || (!(stat instanceof Errno) && stat.type === 'directory');
  const sources = into === undefined ? operands.slice(0, -1) : operands;
  for (const source of sources) {
    const dest = isDirectory ? joinPath(last, baseName(source)) : last;
    if (parsed.has('D') && !(yield* makeDirectories(command, dirName(dest), verbose))) continue;
    const origin = attempt(() => sys.stat(source));
    if (!(origin instanceof Errno) && origin.type === 'directory') {
      yield* command.fail(`omitting directory '${source}'`);
      continue;
    }
    if (
      !(yield* busyboxCopy(command, source, dest, {
        ...PLAIN_BUSYBOX_COPY,
        force: true,
        preserve: parsed.has('p'),
        verbose,
        seen: new Map(),
      }))
    )
      continue;
    yield* dress(command, dest, attributes);
  }
}

export const install = fileApplet('install', (command) =>
  command.gnu ? gnuInstall(command) : busyboxInstall(command),
);

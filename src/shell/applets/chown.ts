import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { Applet, OptionSpec } from './applet.ts';
import { verbosityOf } from './chmod.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { type Owners, parseId, readOwners } from './owners.ts';
import { quote, quoteFile } from './quote.ts';
import { type Met, refusesRoot, type Visited, walk } from './walk.ts';

/** Who shall own a file: ids to set, and how they were written. */
export interface Ownership {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly user: string | undefined;
  readonly group: string | undefined;
}

const NOTHING: Ownership = { uid: undefined, gid: undefined, user: undefined, group: undefined };

/**
 * GNU's `[USER][:[GROUP]]`; names win over numbers, `+7` is a number. A dot parts them too, with a warning.
 * @returns a text in front of a colon if it isn't one.
 */
export function parseOwnership(
  text: string,
  owners: Owners,
): Ownership | { error: string } | (Ownership & { dot: true }) {
  const split = (at: number): Ownership | { error: string } => {
    const user = at < 0 ? text : text.slice(0, at);
    const group = at < 0 ? undefined : text.slice(at + 1);
    let uid: number | undefined;
    let gid: number | undefined;
    if (user !== '') {
      uid = (user.startsWith('+') ? undefined : owners.uid(user)) ?? parseId(user);
      const named = user.startsWith('+') ? undefined : owners.uid(user);
      if (named === undefined && group === '') return { error: uid === undefined ? 'invalid user' : 'invalid spec' };
      if (uid === undefined) return { error: 'invalid user' };
    }
    if (group !== undefined && group !== '') {
      gid = (group.startsWith('+') ? undefined : owners.gid(group)) ?? parseId(group);
      if (gid === undefined) return { error: 'invalid group' };
    }
    if (group === '' && uid !== undefined) {
      gid = owners.loginGroup(uid);
      const name = gid === undefined ? undefined : (owners.group(gid) ?? String(gid));
      return { uid, gid, user, group: name };
    }
    return { uid, gid, user: user === '' ? undefined : user, group: group === '' ? undefined : group };
  };
  const colon = split(text.indexOf(':'));
  if (!('error' in colon) || text.includes(':') || !text.includes('.')) return colon;
  const dot = split(text.indexOf('.'));
  return 'error' in dot ? colon : { ...dot, dot: true };
}

interface Plan {
  readonly wanted: Ownership;
  readonly required: Ownership;
  readonly recursive: boolean;
  /** Targets of symbolic links are changed, not the links. */
  readonly dereference: boolean;
  readonly quiet: boolean;
  readonly verbosity: 'all' | 'changes' | undefined;
  readonly preserveRoot: boolean;
  readonly owners: Owners;
}

const spec = (user: string | undefined, group: string | undefined): string =>
  group === undefined ? (user ?? '') : user === undefined ? group : `${user}:${group}`;

function* describe(
  command: Command,
  path: string,
  status: 'changed' | 'failed' | 'retained',
  before: Stat | undefined,
  plan: Plan,
): Op<void> {
  // What was numbered is shown as a number, but for an owner in front of a named group.
  const number = (text: string | undefined) => text?.replace(/^\+(?=\d)/, '');
  const numbered = (text: string) => /^\+?\d+$/.test(text);
  const group = number(plan.wanted.group);
  const hides = command.name === 'chown' && group !== undefined && !numbered(group);
  const { user } = plan.wanted;
  const shownUser = hides && (user === undefined || numbered(user)) ? '' : number(user);
  const name = quoteFile(path);
  const nameOf = (stat: Stat) =>
    spec(
      shownUser === undefined ? undefined : (plan.owners.user(stat.uid) ?? String(stat.uid)),
      group === undefined ? undefined : (plan.owners.group(stat.gid) ?? String(stat.gid)),
    );
  const to = spec(shownUser, group);
  const what = shownUser !== undefined ? 'ownership' : group !== undefined ? 'group' : undefined;
  const old = before && what !== undefined ? nameOf(before) : undefined;
  if (status === 'retained')
    yield* command.print(
      what === undefined ? `ownership of ${name} retained\n` : `${what} of ${name} retained as ${old ?? to}\n`,
    );
  else if (status === 'changed')
    yield* command.print(
      what === undefined ? `no change to ownership of ${name}\n` : `changed ${what} of ${name} from ${old} to ${to}\n`,
    );
  else if (what === undefined) yield* command.print(`failed to change ownership of ${name}\n`);
  else if (old === undefined) yield* command.print(`failed to change ${what} of ${name} to ${to}\n`);
  else yield* command.print(`failed to change ${what} of ${name} from ${old} to ${to}\n`);
}

function* gnuChange(command: Command, path: string, given: Stat, plan: Plan): Op<void> {
  const { sys } = command;
  const { uid, gid } = plan.wanted;
  let stat: Stat = given;
  let ok = true;
  if (plan.dereference && stat.type === 'symlink') {
    const target = attempt(() => sys.stat(path));
    if (target instanceof Errno) {
      if (!plan.quiet) yield* command.fail(`cannot dereference ${quoteFile(path)}: ${target.message}`);
      command.status = 1;
      ok = false;
    } else stat = target;
  }
  const { required } = plan;
  const applies =
    ok &&
    (required.uid === undefined || required.uid === stat.uid) &&
    (required.gid === undefined || required.gid === stat.gid);
  if (ok && plan.recursive && plan.preserveRoot && stat.type === 'directory')
    if (yield* refusesRoot(command, path, stat)) return;
  if (applies) {
    const error = attempt(() => sys.chown(path, uid ?? stat.uid, gid ?? stat.gid, plan.dereference));
    if (error instanceof Errno) {
      ok = false;
      command.status = 1;
      const what = uid === undefined ? 'group' : 'ownership';
      if (!plan.quiet) yield* command.fail(`changing ${what} of ${quoteFile(path)}: ${error.message}`);
    }
  }
  if (plan.verbosity === undefined) return;
  const changed = applies && ok && ((uid !== undefined && uid !== stat.uid) || (gid !== undefined && gid !== stat.gid));
  if (changed || plan.verbosity === 'all')
    yield* describe(command, path, !ok ? 'failed' : changed ? 'changed' : 'retained', stat, plan);
}

function* gnuVisit(command: Command, met: Met, plan: Plan): Op<Visited> {
  const complain = function* (message: string): Op<void> {
    if (!plan.quiet) yield* command.fail(message);
    command.status = 1;
    if (plan.verbosity === 'all') yield* describe(command, met.path, 'failed', met.stat, plan);
  };
  switch (met.kind) {
    case 'pre':
      if (plan.recursive) {
        if (plan.preserveRoot && (yield* refusesRoot(command, met.path, met.stat!))) return 'skip';
        return undefined;
      }
      break;
    case 'missing':
      yield* complain(`cannot access ${quoteFile(met.path)}: ${met.error!.message}`);
      return undefined;
    case 'unreadable':
      yield* complain(`cannot read directory ${quoteFile(met.path)}: ${met.error!.message}`);
      return undefined;
    case 'cycle':
      return undefined;
    default:
      break;
  }
  yield* gnuChange(command, met.path, met.stat!, plan);
  return met.kind === 'pre' ? 'skip' : undefined;
}

const GNU_OPTIONS: OptionSpec = {
  H: ['H', 'flag'],
  L: ['L', 'flag'],
  P: ['P', 'flag'],
  recursive: ['R', 'flag'],
  changes: ['c', 'flag'],
  dereference: [undefined, 'flag'],
  from: [undefined, 'value'],
  'no-dereference': ['h', 'flag'],
  'no-preserve-root': [undefined, 'flag'],
  'preserve-root': [undefined, 'flag'],
  quiet: [undefined, 'flag'],
  silent: ['f', 'flag'],
  reference: [undefined, 'value'],
  verbose: ['v', 'flag'],
};

/** Reads an ownership argument or ends the command. */
function* ownership(command: Command, text: string, shown: string, owners: Owners): Op<Ownership> {
  const parsed = parseOwnership(text, owners);
  if ('error' in parsed) return command.die(`${parsed.error}: ${quote(shown)}`);
  if ('dot' in parsed) yield* command.say(`warning: '.' should be ':': ${quote(shown)}`);
  return parsed;
}

function* gnuChown(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse(GNU_OPTIONS);
  const owners = yield* readOwners(sys);
  const from = parsed.value('from');
  const required = from === undefined ? NOTHING : yield* ownership(command, from, from, owners);
  const recursive = parsed.has('recursive');
  const walkAs = recursive ? parsed.order.findLast(({ name }) => /^[HLP]$/.test(name))?.name : undefined;
  const deref = parsed.order.findLast(({ name }) => name.endsWith('dereference'))?.name;
  const physical = recursive && walkAs !== 'H' && walkAs !== 'L';
  if (physical && deref === 'dereference') command.die('-R --dereference requires either -H or -L');
  const reference = parsed.value('reference');
  const operands = [...parsed.operands];
  if (operands.length < (reference === undefined ? 2 : 1))
    command.usage(operands.length === 0 ? 'missing operand' : `missing operand after ${quote(operands.at(-1)!)}`);
  let wanted: Ownership;
  if (reference !== undefined) {
    const stat = attempt(() => sys.stat(reference));
    if (stat instanceof Errno)
      return command.die(`failed to get attributes of ${quoteFile(reference)}: ${stat.message}`);
    const all = command.name === 'chown';
    wanted = {
      uid: all ? stat.uid : undefined,
      gid: stat.gid,
      user: all ? owners.user(stat.uid) : undefined,
      group: owners.group(stat.gid),
    };
  } else {
    const text = operands.shift()!;
    wanted = yield* ownership(command, command.name === 'chgrp' ? `:${text}` : text, text, owners);
  }
  const plan: Plan = {
    wanted,
    required,
    recursive,
    dereference: deref !== 'no-dereference' && !physical,
    quiet: parsed.has('silent') || parsed.has('quiet'),
    verbosity: verbosityOf(parsed),
    preserveRoot: parsed.order.findLast(({ name }) => name.endsWith('preserve-root'))?.name === 'preserve-root',
    owners,
  };
  const follow = walkAs === 'L' ? 'always' : walkAs === 'H' ? 'argument' : 'never';
  for (const path of operands) yield* walk(command, path, { follow }, (met) => gnuVisit(command, met, plan));
}

/** busybox's unsigned numbers have 64 bits; ids take the lower 32, of which all set mean no change. */
function busyboxNumber(text: string, bits: 32 | 64): number | undefined {
  if (!/^\d+$/.test(text) || BigInt(text) >= 1n << BigInt(bits)) return undefined;
  return Number(BigInt.asUintN(32, BigInt(text)));
}

const changed = (id: number): number | undefined => (id === 0xffffffff ? undefined : id);

/** A user, or with `:` in front a group, by name or number. Ends the command if there is none. */
export function busyboxOwner(command: Command, text: string, owners: Owners): number | undefined {
  const group = text.startsWith(':');
  const name = group ? text.slice(1) : text;
  const id = busyboxNumber(name, 64) ?? (group ? owners.gid(name) : owners.uid(name));
  return id === undefined ? command.die(`unknown ${group ? 'group' : 'user'} ${name}`) : changed(id);
}

/** busybox's `USER[:[GROUP]]`. `USER:` means the user's login group, or the group of the same number. */
function busyboxOwnership(command: Command, text: string, owners: Owners): Ownership {
  const at = text.indexOf(':');
  if (at < 0) return { ...NOTHING, uid: busyboxOwner(command, text, owners) };
  if (at === 0) return { ...NOTHING, gid: busyboxOwner(command, text, owners) };
  const [user, group] = [text.slice(0, at), text.slice(at + 1)];
  const uid = busyboxNumber(user, 32) ?? owners.uid(user);
  const gid = group === '' ? uid && (owners.loginGroup(uid) ?? uid) : (busyboxNumber(group, 32) ?? owners.gid(group));
  if (uid === undefined || gid === undefined) return command.die(`unknown user/group ${group === '' ? user : text}`);
  return { ...NOTHING, uid: changed(uid), gid: changed(gid) };
}

function* busyboxChown(command: Command): Op<void> {
  const { sys } = command;
  const parsed = command.parse({
    recursive: ['R', 'flag'],
    'no-dereference': ['h', 'flag'],
    verbose: ['v', 'flag'],
    changes: ['c', 'flag'],
    silent: ['f', 'flag'],
    quiet: [undefined, 'flag'],
    dereference: [undefined, 'flag'],
    H: ['H', 'flag'],
    L: ['L', 'flag'],
    P: ['P', 'flag'],
  });
  const operands = [...parsed.operands];
  if (operands.length < 2) command.usage();
  const owners = yield* readOwners(sys);
  const text = operands.shift()!;
  const { uid, gid } =
    command.name === 'chgrp'
      ? { uid: undefined, gid: busyboxOwner(command, `:${text}`, owners) }
      : busyboxOwnership(command, text, owners);
  const recursive = parsed.has('recursive');
  const top = parsed.has('H') || parsed.has('L');
  const links = parsed.has('no-dereference') || (recursive && !top);
  const quiet = parsed.has('silent') || parsed.has('quiet');
  const follow = parsed.has('L') ? 'always' : parsed.has('H') ? 'argument' : 'never';
  const visit = function* (met: Met): Op<Visited> {
    if (met.kind === 'pre' && recursive) return undefined;
    if (met.error) {
      yield* command.fail(`${met.path}: ${met.error.message}`);
      return undefined;
    }
    const stat = met.stat!;
    const error = attempt(() => sys.chown(met.path, uid ?? stat.uid, gid ?? stat.gid, !links));
    if (error instanceof Errno) {
      command.status = 1;
      if (!quiet) yield* command.fail(`${met.path}: ${error.message}`);
      // The walk tells a folder's failure once more.
      if (met.kind === 'post') yield* command.fail(`${met.path}: ${error.message}`);
    } else {
      const changed = (uid !== undefined && uid !== stat.uid) || (gid !== undefined && gid !== stat.gid);
      if (parsed.has('verbose') || (parsed.has('changes') && changed))
        yield* command.print(`changed ownership of '${met.path}' to ${uid ?? stat.uid}:${gid ?? stat.gid}\n`);
    }
    return met.kind === 'pre' ? 'skip' : undefined;
  };
  for (const path of operands) yield* walk(command, path, { follow }, visit);
}

const ownerApplet = (name: string): Applet =>
  fileApplet(name, (command) => (command.gnu ? gnuChown(command) : busyboxChown(command)));

export const chown = ownerApplet('chown');
export const chgrp = ownerApplet('chgrp');

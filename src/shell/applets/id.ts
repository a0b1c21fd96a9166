import type { Op } from '../../os/index.ts';
import { type Owners, readOwners } from './owners.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

interface Who {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** The process's own ids, or a named user's; undefined for a name that nobody has. */
function who(text: Text, owners: Owners, name: string | undefined): Who | undefined {
  if (name === undefined) {
    const { uid, gid, groups } = text.sys.credentials;
    return { uid, gid, groups: [gid, ...groups.filter((group) => group !== gid)] };
  }
  const uid =
    owners.uid(name) ?? (text.gnu && /^\d+$/.test(name) && owners.user(Number(name)) ? Number(name) : undefined);
  if (uid === undefined) return undefined;
  const gid = owners.loginGroup(uid) ?? uid;
  const more = owners.groupsOf(owners.user(uid) ?? name).filter((group) => group !== gid);
  return { uid, gid, groups: [gid, ...more] };
}

const named = (id: number, name: string | undefined) => (name === undefined ? String(id) : `${id}(${name})`);

function* idMain(text: Text): Op<number> {
  const { gnu } = text;
  const parsed = text.parse({
    user: ['u', 'flag'],
    group: ['g', 'flag'],
    groups: ['G', 'flag'],
    name: ['n', 'flag'],
    real: ['r', 'flag'],
    ...(gnu ? { zero: ['z', 'flag'] as const, a: ['a', 'flag'] as const, context: ['Z', 'flag'] as const } : {}),
  });
  const choices = ['user', 'group', 'groups'].filter((name) => parsed.has(name));
  if (parsed.has('context')) text.die('--context (-Z) works only on an SELinux-enabled kernel');
  if (choices.length > 1) text.usage(gnu ? 'cannot print "only" of more than one choice' : '');
  if (choices.length === 0 && (parsed.has('name') || parsed.has('real'))) {
    if (gnu) text.die('printing only names or real IDs requires -u, -g, or -G');
    text.usage();
  }
  if (choices.length === 0 && parsed.has('zero')) text.die('option --zero not permitted in default format');
  if (!gnu && parsed.operands.length > 1) text.usage();
  const owners = yield* readOwners(text.sys);
  const end = parsed.has('zero') ? '\0' : '\n';
  for (const operand of parsed.operands.length === 0 ? [undefined] : parsed.operands) {
    const ids = who(text, owners, operand);
    if (!ids) {
      yield* text.fail(gnu ? `${quote(operand!)}: no such user` : `unknown user ${operand}`);
      continue;
    }
    // What has no name is shown by its number, and complained of.
    const show = function* (kind: 'user' | 'group', id: number): Op<string> {
      const name = parsed.has('name') ? owners[kind](id) : String(id);
      if (name === undefined) yield* text.fail(gnu ? `cannot find name for ${kind} ID ${id}` : `unknown ID ${id}`);
      return name ?? String(id);
    };
    if (parsed.has('user')) text.put((yield* show('user', ids.uid)) + end);
    else if (parsed.has('group')) text.put((yield* show('group', ids.gid)) + end);
    else if (parsed.has('groups')) {
      const names: string[] = [];
      for (const gid of ids.groups) names.push(yield* show('group', gid));
      text.put(names.join(' ') + end);
    } else {
      const groups = ids.groups.map((gid) => named(gid, owners.group(gid))).join(',');
      const [uid, gid] = [named(ids.uid, owners.user(ids.uid)), named(ids.gid, owners.group(ids.gid))];
      text.put(`uid=${uid} gid=${gid} groups=${groups}${end}`);
    }
  }
  return text.status;
}

export const id = textApplet('id', idMain);

export const whoami = textApplet('whoami', function* (text) {
  const { operands } = text.parse({});
  if (operands.length > 0) text.usage(text.gnu ? `extra operand ${quote(operands[0]!)}` : '');
  const owners = yield* readOwners(text.sys);
  const { uid } = text.sys.credentials;
  const name = owners.user(uid);
  if (name === undefined) text.die(text.gnu ? `cannot find name for user ID ${uid}` : `unknown uid ${uid}`);
  text.put(`${name}\n`);
});

export const groups = textApplet('groups', function* (text) {
  const { operands } = text.parse({});
  const owners = yield* readOwners(text.sys);
  for (const operand of operands.length === 0 ? [undefined] : operands) {
    const ids = who(text, owners, operand);
    if (!ids) {
      yield* text.fail(text.gnu ? `${quote(operand!)}: no such user` : `unknown user ${operand}`);
      continue;
    }
    const names = ids.groups.map((gid) => owners.group(gid) ?? String(gid)).join(' ');
    text.put(`${operand !== undefined && text.gnu ? `${operand} : ` : ''}${names}\n`);
  }
});

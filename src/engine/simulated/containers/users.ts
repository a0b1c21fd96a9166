import type { Credentials, MountNamespace } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import { readText } from '../files.ts';

/** The largest user or group id that the daemon takes. */
const MAX_ID = 2 ** 31 - 1;

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function passwdOf(ns: MountNamespace): readonly PasswdEntry[] {
  return lines(readText(ns, '/etc/passwd')).map(([name = '', , uid, gid, , home = '']) => ({
    name,
    uid: Number(uid ?? 0),
    gid: Number(gid ?? 0),
    home,
  }));
}

function groupsOf(ns: MountNamespace): readonly GroupEntry[] {
  return lines(readText(ns, '/etc/group')).map(([name = '', , gid, members = '']) => ({
    name,
    gid: Number(gid ?? 0),
    members: members.split(',').filter(Boolean),
  }));
}

const lines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(':'));

/**
 * Who `--user` means: `[USER][:GROUP]`, by name or number, as the image's /etc/passwd and /etc/group know them (moby
 * user.GetExecUser). Without a group: the user's own and those that list the user.
 * @throws {DockerError} `unable to find user …`.
 */
export function resolveUser(ns: MountNamespace, spec: string, extra: readonly string[] = []): Credentials {
  const colon = spec.indexOf(':');
  const [userPart, groupPart] = colon < 0 ? [spec, ''] : [spec.slice(0, colon), spec.slice(colon + 1)];
  const user = passwdOf(ns).find(({ name, uid }) =>
    userPart === '' ? uid === 0 : name === userPart || String(uid) === userPart,
  );
  let [uid, gid] = [user?.uid ?? 0, user?.gid ?? 0];
  if (!user && userPart !== '') uid = numericId(userPart, 'user', 'passwd');
  const groups = groupPart !== '' || user || extra.length > 0 ? groupsOf(ns) : [];
  const groupId = (name: string) =>
    groups.find((group) => group.name === name || String(group.gid) === name)?.gid ?? numericId(name, 'group', 'group');
  let supplementary: readonly number[] = [];
  if (groupPart !== '') gid = groupId(groupPart);
  else if (user) supplementary = groups.filter(({ members }) => members.includes(user.name)).map((group) => group.gid);
  return { uid, gid, groups: [...new Set([gid, ...supplementary, ...extra.map(groupId)])] };
}

function numericId(text: string, kind: 'user' | 'group', file: 'passwd' | 'group'): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new DockerError('invalidParameter', `unable to find ${kind} ${text}: no matching entries in ${file} file`);
  const id = Number(text);
  if (id < 0 || id > MAX_ID) throw new DockerError('invalidParameter', `uids and gids must be in range 0-${MAX_ID}`);
  return id;
}

/** The home folder that runc sets HOME to: what the container's own /etc/passwd says, else `/`. */
export function homeOf(ns: MountNamespace, uid: number): string {
  return passwdOf(ns).find((entry) => entry.uid === uid)?.home || '/';
}

import { isErrno } from '../../fs/index.ts';
import type { Op, Sys } from '../../os/index.ts';
import { readAll } from './applet.ts';

/** /etc/passwd and /etc/group as a command looks names up in them. */
export interface Owners {
  user(uid: number): string | undefined;
  group(gid: number): string | undefined;
  uid(name: string): number | undefined;
  gid(name: string): number | undefined;
  /** The primary group of a user. */
  loginGroup(uid: number): number | undefined;
  /** What else /etc/passwd says of a user. */
  entry(name: string): { readonly gid: number; readonly home: string; readonly shell: string } | undefined;
  /** The groups whose members name this user, in the file's order. */
  groupsOf(user: string): readonly number[];
}

/** The lines of a colon-separated file; none if it can't be read. */
function* fields(sys: Sys, path: string): Op<string[][]> {
  try {
    const fd = sys.open(path);
    const text = new TextDecoder().decode(yield* readAll(sys, fd));
    sys.close(fd);
    return text
      .split('\n')
      .map((line) => line.split(':'))
      .filter((line) => line.length > 2);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

/** Reads both files, once for a run. */
export function* readOwners(sys: Sys): Op<Owners> {
  const users = yield* fields(sys, '/etc/passwd');
  const groups = yield* fields(sys, '/etc/group');
  const byId = (lines: string[][]) => {
    const map = new Map<number, string[]>();
    for (const line of lines) if (!map.has(Number(line[2]))) map.set(Number(line[2]), line);
    return map;
  };
  const byName = (lines: string[][]) => {
    const map = new Map<string, string[]>();
    for (const line of lines) if (!map.has(line[0]!)) map.set(line[0]!, line);
    return map;
  };
  const userById = byId(users);
  const groupById = byId(groups);
  const userByName = byName(users);
  const groupByName = byName(groups);
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return {
    user: (uid) => userById.get(uid)?.[0],
    group: (gid) => groupById.get(gid)?.[0],
    uid: (name) => number(userByName.get(name)?.[2]),
    gid: (name) => number(groupByName.get(name)?.[2]),
    loginGroup: (uid) => number(userById.get(uid)?.[3]),
    entry: (name) => {
      const line = userByName.get(name);
      return line && { gid: Number(line[3]), home: line[5] ?? '/', shell: line[6] ?? '' };
    },
    groupsOf: (user) => groups.filter((line) => line[3]?.split(',').includes(user)).map((line) => Number(line[2])),
  };
}

/** An id as text is read by chown and find: decimal digits up to 2^32 - 2. */
export function parseId(text: string): number | undefined {
  const digits = text.replace(/^\+/, '');
  if (!/^\d+$/.test(digits)) return undefined;
  const id = Number(digits);
  return id < 0xffffffff ? id : undefined;
}

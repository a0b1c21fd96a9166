import { type Credentials, capable } from './credentials.ts';
import { Errno } from './errno.ts';
import type { SetAttr, Stat } from './filesystem.ts';

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;

export function inGroup({ gid, groups }: Credentials, group: number): boolean {
  return gid === group || groups.includes(group);
}

/** May these credentials do all of `wanted`, a sum of READ, WRITE and EXECUTE? (path_resolution(7)) */
export function allowed({ type, mode, uid, gid }: Stat, who: Credentials, wanted: number): boolean {
  // Root reads and writes everything; it executes what somebody may execute, and searches every directory.
  if (capable(who, 'DAC_OVERRIDE')) return !(wanted & EXECUTE) || type === 'directory' || (mode & 0o111) !== 0;
  const granted = who.uid === uid ? mode >> 6 : inGroup(who, gid) ? mode >> 3 : mode;
  return (granted & wanted) === wanted;
}

/** Throws EACCES. */
export function check(stat: Stat, who: Credentials, wanted: number): void {
  if (!allowed(stat, who, wanted)) throw new Errno('EACCES');
}

/** May `entry` be removed from or moved out of `directory`? EACCES; EPERM by the sticky bit (unlink(2)). */
export function checkDelete(directory: Stat, entry: Stat, who: Credentials): void {
  check(directory, who, WRITE | EXECUTE);
  const owner = capable(who, 'FOWNER') || who.uid === entry.uid || who.uid === directory.uid;
  if (directory.mode & STICKY && !owner) throw new Errno('EPERM');
}

/** A new entry's owner and mode: in a setgid directory it takes over the group, a directory the bit as well (inode(7)). */
export function inherit(
  directory: Stat,
  who: Credentials,
  { type, mode }: { readonly type: string; readonly mode: number },
): { readonly uid: number; readonly gid: number; readonly mode: number } {
  if (!(directory.mode & SETGID)) return { uid: who.uid, gid: who.gid, mode };
  return { uid: who.uid, gid: directory.gid, mode: type === 'directory' ? mode | SETGID : mode };
}

/**
 * Checks a chmod(2), chown(2), utimensat(2) or truncate(2) and gives what is really to be set: setuid and setgid bits go
 * where the caller may not keep them. EPERM, EACCES, EISDIR, EINVAL.
 */
export function checkSetAttr(stat: Stat, who: Credentials, { now, ...attributes }: SetAttr): SetAttr {
  const owner = capable(who, 'FOWNER') || who.uid === stat.uid;
  const { size, atime, mtime } = attributes;
  let { mode } = attributes;
  const chown = attributes.uid !== undefined || attributes.gid !== undefined;
  const [uid, gid] = [given(attributes.uid), given(attributes.gid)];
  if (mode !== undefined) {
    if (!owner) throw new Errno('EPERM');
    if (stat.type !== 'directory' && !capable(who, 'FSETID') && !inGroup(who, stat.gid)) mode &= ~SETGID;
  }
  if (chown) {
    if (!capable(who, 'CHOWN')) {
      const mine = who.uid === stat.uid;
      if (uid !== undefined && !(mine && uid === stat.uid)) throw new Errno('EPERM');
      if (gid !== undefined && !(mine && (gid === stat.gid || inGroup(who, gid)))) throw new Errno('EPERM');
    }
    if (stat.type === 'file') mode = withoutPrivileges(mode ?? stat.mode);
  }
  if (atime !== undefined || mtime !== undefined) {
    // Only to the present may others than the owner set times.
    if (!owner && !now) throw new Errno('EPERM');
    if (!owner) check(stat, who, WRITE);
  }
  if (size !== undefined) {
    if (stat.type === 'directory') throw new Errno('EISDIR');
    if (stat.type !== 'file' || size < 0) throw new Errno('EINVAL');
    check(stat, who, WRITE);
    if (!capable(who, 'FSETID')) mode = withoutPrivileges(mode ?? stat.mode);
  }
  return {
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(size !== undefined && { size }),
    ...(atime !== undefined && { atime }),
    ...(mtime !== undefined && { mtime }),
  };
}

/** chown(2): -1 leaves an id as it is. */
function given(id: number | undefined): number | undefined {
  return id === -1 ? undefined : id;
}

/** A file's mode after somebody without privileges wrote to it: not setuid, nor setgid if its group may execute it. */
export function withoutPrivileges(mode: number): number {
  const kept = mode & ~SETUID;
  return kept & 0o010 ? kept & ~SETGID : kept;
}

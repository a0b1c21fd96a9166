import { Errno, type Stat } from '../../fs/index.ts';
import type { Sys } from '../../os/index.ts';
import { attempt } from './command.ts';
import { type CopyPlan, sameInode } from './copy-plan.ts';
import { baseName, dirName } from './paths.ts';

/** Are these two names the same directory entry? */
export function sameEntry(sys: Sys, a: string, b: string): boolean {
  if (baseName(a) !== baseName(b)) return false;
  const dirs = [a, b].map((path) => attempt(() => sys.stat(dirName(path))));
  const [one, two] = dirs;
  return (
    !(one instanceof Errno) && !(two instanceof Errno) && one !== undefined && two !== undefined && sameInode(one, two)
  );
}

/**
 * May `source` be copied or moved to an existing `dest`, or are they one file? `done` means that nothing is left to do.
 * The cases are those of GNU's "are the same file".
 */
export function mayReplace(
  sys: Sys,
  source: string,
  sourceStat: Stat,
  dest: string,
  destStat: Stat,
  plan: CopyPlan,
): 'yes' | 'no' | 'done' | 'done-failed' {
  const same = sameInode(sourceStat, destStat);
  if (same && plan.hardLink) return 'done';
  let sourceLink = sourceStat;
  let destLink = destStat;
  let sameLink = same;
  if (plan.dereference === 'never') {
    if (sourceStat.type === 'symlink' && destStat.type === 'symlink') {
      if (sameEntry(sys, source, dest)) return 'no';
      if (plan.backup || !same) return 'yes';
      return plan.move ? 'done-failed' : 'done';
    }
  } else {
    if (!same) return 'yes';
    const links = [source, dest].map((path) => attempt(() => sys.lstat(path)));
    const [a, b] = links;
    if (a === undefined || b === undefined || a instanceof Errno || b instanceof Errno) return 'yes';
    [sourceLink, destLink] = [a, b];
    sameLink = sameInode(a, b);
    if (a.type === 'symlink' && b.type === 'symlink' && plan.unlinkBefore) return 'yes';
  }
  if (plan.backup) {
    if (!sameLink) {
      const dangles =
        !plan.move && plan.dereference !== 'never' && sourceLink.type === 'symlink' && destLink.type !== 'symlink';
      return dangles ? 'no' : 'yes';
    }
    return sameEntry(sys, source, dest) ? 'no' : 'yes';
  }
  if (plan.move || plan.unlinkBefore) {
    if (destLink.type === 'symlink') return 'yes';
    // Two names of one file: mv takes the source away, cp leaves it.
    if (sameLink && destLink.nlink > 1 && !sameEntry(sys, source, dest)) return plan.move ? 'done-failed' : 'yes';
  }
  if (sourceLink.type !== 'symlink' && destLink.type !== 'symlink') {
    if (!sameInode(sourceLink, destLink)) return 'yes';
    if (plan.hardLink) return 'done';
  }
  if (plan.move && sourceStat.type === 'symlink' && destLink.nlink > 1) {
    const target = attempt(() => sys.realpath(source));
    if (typeof target === 'string') return sameEntry(sys, target, dest) ? 'no' : 'yes';
  }
  if (plan.symbolicLink && destLink.type === 'symlink') return 'yes';
  if (plan.dereference === 'never') {
    const follow = (path: string, link: Stat) => (link.type === 'symlink' ? attempt(() => sys.stat(path)) : link);
    const a = follow(source, sourceLink);
    const b = follow(dest, destLink);
    if (a instanceof Errno || b instanceof Errno || !sameInode(a, b)) return 'yes';
    if (plan.hardLink) return 'done';
  }
  return 'no';
}

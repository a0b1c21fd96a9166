import { base, clean, dir } from '../go/path.ts';

/*
 * How `docker cp` reads paths, after Docker's archive package: a trailing `/` says that it is a folder, a trailing `/.`
 * means its content.
 */

export const hasTrailingSlash = (path: string) => path.endsWith('/');
export const isCurrentDir = (path: string) => base(path) === '.';
/** Must it be a folder? */
export const assertsDirectory = (path: string) => hasTrailingSlash(path) || isCurrentDir(path);

/** A cleaned path with the trailing `/` or `/.` that the original had. */
export function keepTrailing(cleaned: string, original: string): string {
  let path = cleaned;
  if (!isCurrentDir(path) && isCurrentDir(original)) path += hasTrailingSlash(path) ? '.' : '/.';
  if (!hasTrailingSlash(path) && hasTrailingSlash(original)) path += '/';
  return path;
}

/** The folder and the last component; `x/.` keeps its dot. */
export function splitEntry(path: string): readonly [dir: string, base: string] {
  const cleaned = clean(path);
  if (!isCurrentDir(path)) return [dir(cleaned), base(cleaned)];
  return [cleaned, '.'];
}

/** A resolved path with the ending of the given one, and the name to give back to what is copied. */
export function rebaseName(path: string, resolved: string): readonly [resolved: string, rebase: string] {
  let target = resolved;
  if (isCurrentDir(path) && !isCurrentDir(target)) target += '/.';
  if (hasTrailingSlash(path) && !hasTrailingSlash(target)) target += '/';
  return [target, base(path) === base(target) ? '' : base(path)];
}

/** One side of a copy. */
export interface CopyInfo {
  readonly path: string;
  readonly exists: boolean;
  readonly isDir: boolean;
  readonly rebase: string;
}

/** What has to happen for a source to arrive at a destination: where to unpack, and which name to change. */
export type CopyPlan =
  | { readonly dir: string; readonly rename?: readonly [from: string, to: string] }
  | { readonly refused: 'cannot copy directory' | 'no such directory' };

export function planCopy(source: CopyInfo, destination: CopyInfo): CopyPlan {
  const [folder, name] = splitEntry(destination.path);
  const from = source.rebase || splitEntry(source.path)[1];
  if (destination.exists && destination.isDir) return { dir: destination.path };
  if (destination.exists && source.isDir) return { refused: 'cannot copy directory' };
  if (!destination.exists && !source.isDir && assertsDirectory(destination.path))
    return { refused: 'no such directory' };
  return { dir: folder, rename: [from, name] };
}

/** An entry's name with its first component changed. */
export function renamed(name: string, [from, to]: readonly [string, string]): string {
  return name.replace(from === '/' ? '' : from, () => to);
}

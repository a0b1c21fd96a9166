import { isErrno } from '../../fs/index.ts';
import type { Sys } from '../../os/index.ts';
import { isPattern, matches, unescapePattern } from './pattern.ts';

export interface GlobOptions {
  readonly extended: boolean;
  /** Names that begin with a dot match too. */
  readonly dots: boolean;
  /** `**` stands for any folders. */
  readonly star: boolean;
  readonly ignoreCase: boolean;
  /** `.*` matches `.` and `..` too, as in dash and ash. */
  readonly specials: boolean;
}

export const PLAIN_GLOB: GlobOptions = {
  extended: false,
  dots: false,
  star: false,
  ignoreCase: false,
  specials: false,
};

type Files = Pick<Sys, 'readdir' | 'stat' | 'lstat'>;

/** The paths that a pattern matches, sorted; none if nothing does. What can't be read holds nothing. */
export function glob(pattern: string, sys: Files, options: GlobOptions): readonly string[] {
  const segments = splitPath(pattern);
  let found: readonly string[] = [''];
  for (const [i, segment] of segments.entries()) {
    const last = i === segments.length - 1;
    found = found.flatMap((base) => extend(base, segment, last, sys, options));
    if (found.length === 0) return [];
  }
  return found.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The components of a path, each with the slashes behind it. */
function splitPath(pattern: string): readonly string[] {
  const segments: string[] = [];
  let start = 0;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '/') {
      while (pattern[i + 1] === '/') i++;
      segments.push(pattern.slice(start, i + 1));
      start = i + 1;
    }
  }
  if (start < pattern.length) segments.push(pattern.slice(start));
  return segments;
}

function extend(base: string, segment: string, last: boolean, sys: Files, options: GlobOptions): readonly string[] {
  const slashes = /\/*$/.exec(segment)![0];
  const name = segment.slice(0, segment.length - slashes.length);
  if (name === '**' && options.star) return everywhere(base, slashes !== '', last, sys, options);
  if (!isPattern(name, options.extended)) {
    const path = `${base}${unescapePattern(segment)}`;
    return !last || exists(path, slashes !== '', sys) ? [path] : [];
  }
  return [...(options.specials && name.startsWith('.') ? ['.', '..'] : []), ...names(base, sys)]
    .filter((entry) => matchesName(name, entry, options))
    .filter((entry) => (last && slashes === '') || isFolder(`${base}${entry}`, sys))
    .map((entry) => `${base}${entry}${slashes}`);
}

/** Does the pattern match a name in a folder? A leading dot must be written, unless `dots`. */
export function matchesName(pattern: string, name: string, options: GlobOptions): boolean {
  if (name.startsWith('.') && !options.dots && !/^\\?\./.test(pattern)) return false;
  return matches(pattern, name, { extended: options.extended, ignoreCase: options.ignoreCase });
}

function everywhere(base: string, slash: boolean, last: boolean, sys: Files, options: GlobOptions): readonly string[] {
  const found: string[] = slash || (last && base !== '') ? [base] : [];
  for (const entry of names(base, sys)) {
    if (entry.startsWith('.') && !options.dots) continue;
    const path = `${base}${entry}`;
    const folder = sys.lstat(path).type === 'directory';
    if (folder) {
      const below = everywhere(`${path}/`, slash, last, sys, options);
      found.push(...(slash ? below : [path, ...below.filter((each) => each !== `${path}/`)]));
    } else if (!slash) found.push(path);
  }
  return found;
}

function names(base: string, sys: Files): readonly string[] {
  try {
    return sys.readdir(base === '' ? '.' : base).map((entry) => entry.name);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function exists(path: string, folder: boolean, sys: Files): boolean {
  try {
    return folder ? sys.stat(path).type === 'directory' : sys.lstat(path) !== undefined;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function isFolder(path: string, sys: Files): boolean {
  return exists(path, true, sys);
}

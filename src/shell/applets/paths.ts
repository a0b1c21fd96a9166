import { Errno } from '../../fs/index.ts';
import type { Sys } from '../../os/index.ts';
import { attempt } from './command.ts';

/** A path without slashes at its end; `/` stays. */
export const stripSlashes = (path: string): string => path.replace(/(?<=[^/])\/+$/, '').replace(/^\/+$/, '/');

/** The last component, slashes at the end left out: what basename(1) prints. */
export function baseName(path: string): string {
  const stripped = stripSlashes(path);
  return stripped === '/' ? '/' : stripped.slice(stripped.lastIndexOf('/') + 1);
}

/** What dirname(1) prints. */
export function dirName(path: string): string {
  const stripped = stripSlashes(path);
  const slash = stripped.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0
    ? '/'
    : stripped
        .slice(0, slash)
        .replace(/(?<=[^/])\/+$/, '')
        .replace(/^\/+$/, '/');
}

/** `dir/name` with one slash between. */
export const joinPath = (dir: string, name: string): string =>
  dir.endsWith('/') ? `${dir}${name.replace(/^\/+/, '')}` : `${dir}/${name.replace(/^\/+/, '')}`;

/** Is the last component `.` or `..`? */
export const isDots = (path: string): boolean => /(^|\/)\.{1,2}\/*$/.test(path);

/** An absolute path as text: against `cwd`, nothing resolved. */
export const absolute = (cwd: string, path: string): string => (path.startsWith('/') ? path : joinPath(cwd, path));

/** Text only: `.`, `..` and double slashes taken out. */
export function normalize(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}

const MAX_LINKS = 40;

/**
 * The canonical absolute path of readlink -f and realpath. `exists` says what must: `all` components, all but the
 * `last`, or `none`. `links: false` leaves symbolic links as they are.
 * @throws {Errno}
 */
export function canonicalize(
  sys: Sys,
  path: string,
  exists: 'all' | 'last' | 'none',
  { links = true, logical = false }: { links?: boolean; logical?: boolean } = {},
): string {
  if (path === '') throw new Errno('ENOENT');
  const start = absolute(sys.cwd, path);
  const todo = (logical ? normalize(start) : start).split('/').filter((part) => part !== '' && part !== '.');
  // A slash at the end asks for a directory.
  const directory = /\/\.?$/.test(path);
  let done = '';
  let followed = 0;
  while (todo.length > 0) {
    const part = todo.shift()!;
    if (part === '..') {
      done = done.slice(0, Math.max(done.lastIndexOf('/'), 0));
      continue;
    }
    const next = `${done}/${part}`;
    const stat = attempt(() => sys.lstat(next));
    if (stat instanceof Errno) {
      const missing = stat.code === 'ENOENT' && exists === 'last' && todo.length === 0;
      if (exists !== 'none' && !missing) throw stat;
      done = next;
      continue;
    }
    if (stat.type === 'symlink' && links) {
      if (++followed > MAX_LINKS) {
        if (exists === 'none') {
          done = next;
          continue;
        }
        throw new Errno('ELOOP');
      }
      const target = sys.readlink(next);
      todo.unshift(...target.split('/').filter((piece) => piece !== '' && piece !== '.'));
      if (target.startsWith('/')) done = '';
      continue;
    }
    if (exists !== 'none' && (todo.length > 0 || directory)) {
      const type = stat.type === 'symlink' ? sys.stat(next).type : stat.type;
      if (type !== 'directory') throw new Errno('ENOTDIR');
    }
    done = next;
  }
  return done === '' ? '/' : done;
}

/** `to` as seen from the directory `from`, both canonical (ln -r, realpath --relative-to). */
export function relativePath(from: string, to: string): string {
  const a = from.split('/').filter(Boolean);
  const b = to.split('/').filter(Boolean);
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/') || '.';
}

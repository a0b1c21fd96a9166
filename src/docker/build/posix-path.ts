/*
 * As much of Node's path as matching .dockerignore patterns needs, for browsers: the machine's paths are POSIX's.
 */

export const sep = '/';

/** Without empty parts and dots, `..` taken back where it can be; a slash at the end stays. Empty is `.`. */
export function normalize(path: string): string {
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const last = parts.at(-1);
    if (part !== '..') parts.push(part);
    else if (last !== undefined && last !== '..') parts.pop();
    else if (!absolute) parts.push('..');
  }
  const body = parts.join('/') || (absolute ? '' : '.');
  const end = path.endsWith('/') && body !== '' ? '/' : '';
  return `${absolute ? '/' : ''}${body}${end}`;
}

/** The folder that holds the path. */
export function dirname(path: string): string {
  const trimmed = path.replace(/(?<=.)\/+$/, '');
  const at = trimmed.lastIndexOf('/');
  if (at < 0) return '.';
  return trimmed.slice(0, at).replace(/(?<=.)\/+$/, '') || '/';
}

/** Go's path.Clean, for POSIX paths. */
export function clean(path: string): string {
  if (path === '') return '.';
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!absolute) parts.push('..');
  }
  return (absolute ? '/' : '') + parts.join('/') || (absolute ? '/' : '.');
}

/** Go's filepath.Join. */
export function join(...parts: readonly string[]): string {
  const present = parts.filter((part) => part !== '');
  return present.length === 0 ? '' : clean(present.join('/'));
}

/** Go's filepath.Abs from a working directory. */
export function absolute(cwd: string, path: string): string {
  return path.startsWith('/') ? clean(path) : join(cwd, path);
}

/** Go's filepath.Split: the part up to and including the last slash, and the rest. */
export function split(path: string): readonly [dir: string, file: string] {
  const slash = path.lastIndexOf('/') + 1;
  return [path.slice(0, slash), path.slice(slash)];
}

/** Go's filepath.Base. */
export function base(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Go's filepath.Dir. */
export function dir(path: string): string {
  return clean(split(path)[0]);
}

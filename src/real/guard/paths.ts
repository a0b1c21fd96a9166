import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * Whether a host path leads into a folder (or is it), symbolic links followed as far as they exist. The daemon follows
 * them as root, so a link in the folder that leads out of it is outside.
 */
export function leadsInto(folder: string, path: string): boolean {
  if (!path.startsWith('/')) return false;
  let existing = normalize(path);
  let rest = '';
  while (!exists(existing) && existing !== '/') {
    rest = join(existing.slice(dirname(existing).length), rest);
    existing = dirname(existing);
  }
  let real: string;
  let root: string;
  try {
    real = join(realpathSync(existing), rest);
    root = realpathSync(folder);
  } catch {
    return false;
  }
  real = real.replace(/\/+$/, '') || '/';
  return real === root || real.startsWith(`${root}/`);
}

/** A dangling link exists. */
function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

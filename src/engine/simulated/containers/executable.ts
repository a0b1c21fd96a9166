import { isErrno, type MountNamespace, type Walker } from '../../../fs/index.ts';
import { goError } from '../mounts/errors.ts';
import { join } from '../path.ts';

/** An executable that was found, or why not, as runc says it after `exec: "NAME": `. */
export type Found = { readonly path: string } | { readonly fault: string };

const NOT_FOUND = 'executable file not found in $PATH';

/**
 * Go's exec.LookPath as runc uses it: a name with a slash is that file, any other is looked for in the PATH of the
 * container, with the rights of the container's user.
 */
export function lookPath(ns: MountNamespace, name: string, path: string | undefined, walker: Walker): Found {
  if (name.includes('/')) {
    const fault = executableFault(ns, name, walker);
    return fault === undefined ? { path: name } : { fault };
  }
  if (name === '') return { fault: NOT_FOUND };
  for (const folder of path ? path.split(':') : []) {
    const candidate = join(folder === '' ? walker.cwd : folder, name);
    if (executableFault(ns, candidate, walker) !== undefined) continue;
    if (!folder.startsWith('/')) return { fault: 'cannot run executable found relative to current directory' };
    return { path: candidate };
  }
  return { fault: NOT_FOUND };
}

function executableFault(ns: MountNamespace, path: string, walker: Walker): string | undefined {
  try {
    const { type, mode } = ns.stat(path, walker);
    if (type === 'directory') return 'is a directory: permission denied';
    if ((mode & 0o111) === 0) return 'permission denied';
    ns.access(path, { execute: true }, walker);
    return undefined;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return error.code === 'EACCES' ? 'permission denied' : `stat ${path}: ${goError(error)}`;
  }
}

import { isErrno, type MountNamespace } from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';
import { resourcePath } from '../containers/rootfs.ts';
import { DAEMON, makeDirectories, statOf } from '../files.ts';
import { dirname, join } from '../path.ts';
import { goError } from './errors.ts';

/** runc lets nothing but a proc be mounted on /proc, and nothing inside it. */
export function checkProc(destination: string, merged: string, refuse: (detail: string) => DockerError): void {
  if (destination === '/proc')
    throw refuse(`check proc-safety of /proc mount: "${merged}/proc" cannot be mounted because it is not of type proc`);
}

/** Finds or makes the place of a mount, links followed within the root; what it is for decides what is made. */
export function makeMountpoint(
  ns: MountNamespace,
  destination: string,
  type: 'directory' | 'file',
  merged: string,
  refuse: (detail: string) => DockerError,
): string {
  let path: string;
  try {
    path = resourcePath(ns, destination, merged);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw refuse(
      `lookup mountpoint target: securejoin.OpenInRoot ${destination}: openat2 ${destination}: not a directory`,
    );
  }
  if (statOf(ns, path, false)) {
    if (destination.startsWith('/proc/'))
      throw refuse(
        `check proc-safety of ${destination} mount: "${merged}${destination}" cannot be mounted because it is inside /proc`,
      );
    return path;
  }
  if (destination.startsWith('/proc/'))
    throw refuse(`make mountpoint "${destination}": mkdirat ${merged}${destination}: no such file or directory`);
  const parent = dirname(path);
  let at = '/';
  const folders = (type === 'directory' ? path : parent).split('/').filter(Boolean);
  try {
    for (const folder of folders) {
      at = join(at, folder);
      makeDirectories(ns, at);
    }
    at = '';
    if (type === 'file') ns.create(path, { type: 'file', mode: 0o755 }, DAEMON);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const where = at === '' ? '' : `mkdirat ${merged}${at}: `;
    throw refuse(`make mountpoint "${destination}": ${where}${goError(error)}`);
  }
  return path;
}

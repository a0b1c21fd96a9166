import type { Machine } from '../machine/machine.ts';

type Namespace = ReturnType<Machine['surveyed']>['host'];
/** Path -> what tells that an entry is still the same. */
export type Listing = ReadonlyMap<string, string>;

/** Folders whose content is the system's or the engine's own doing. */
const NOT_OURS = new Set(['/proc', '/sys', '/dev', '/run', '/var/lib/docker', '/var/run']);

const WALKER = { cwd: '/', credentials: { uid: 0, gid: 0, groups: [0] } };

/** Everything on the simulated host's disk but Docker's folders and the scenario's home. */
export function hostListing(host: Namespace, home: string): Listing {
  const listing = new Map<string, string>();
  const walk = (path: string) => {
    const { fs, ino } = host.at(host.resolve(path || '/', WALKER));
    for (const { name } of fs.readdir(ino)) {
      const child = `${path}/${name}`;
      if (NOT_OURS.has(child) || child === home) continue;
      const { type, mode, uid, gid, size, mtime } = host.stat(child, WALKER, false);
      // A folder's time tells of entries that came and went.
      listing.set(child, [type, mode, uid, gid, size, mtime].join(' '));
      if (type === 'directory') walk(child);
    }
  };
  walk('');
  return listing;
}

/** The paths that differ. */
export function hostChanges(before: Listing, after: Listing): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

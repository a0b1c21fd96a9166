import { type FileSystem, type Ino, isErrno, type MountNamespace, ROOT } from '../fs/index.ts';
import type { Place, ProbeStat } from '../lesson/probe.ts';
import { accountOf } from './host.ts';
import type { Surveyed } from './world.ts';

/** Larger files are no concern of a lesson's checks. */
const READ_LIMIT = 8 * 2 ** 20;
const WALKER = { cwd: '/', credentials: ROOT };

/** Looks at a machine from outside, as lesson checks do: root's eyes, and nothing changes by it. */
export class ProbeReader {
  constructor(private readonly machine: Surveyed) {}

  stat(place: Place, path: string): ProbeStat | undefined {
    const found = this.#find(place, path);
    if (!found) return undefined;
    const { type, mode, uid, gid, size } = found.fs.stat(found.ino);
    const known = type === 'file' || type === 'directory' || type === 'symlink';
    return { type: known ? type : 'other', mode, uid, gid, size };
  }

  read(place: Place, path: string): Uint8Array | undefined {
    const found = this.#find(place, path);
    if (!found) return undefined;
    const { type, size } = found.fs.stat(found.ino);
    return type === 'file' && size <= READ_LIMIT ? found.fs.read(found.ino, 0, size) : undefined;
  }

  list(place: Place, path: string): readonly string[] | undefined {
    const found = this.#find(place, path);
    if (found?.fs.stat(found.ino).type !== 'directory') return undefined;
    return found.fs
      .readdir(found.ino)
      .map(({ name }) => name)
      .sort();
  }

  /** As the API's inspect; undefined if there is no such thing. */
  inspect(kind: 'volume' | 'container' | 'image', name: string): unknown {
    return this.machine.inspect(kind, name);
  }

  #find(place: Place, path: string): { fs: FileSystem; ino: Ino } | undefined {
    if ('host' in place) return find(this.machine.host, path.replace(/^~(?=\/|$)/, this.#home()));
    if ('volume' in place) {
      if (!this.machine.engine.volumes.has(place.volume)) return undefined;
      return find(this.machine.host, `/var/lib/docker/volumes/${place.volume}/_data/${path}`);
    }
    return this.machine.inContainer(place.container, (namespace) => find(namespace, path));
  }

  #home(): string {
    return accountOf(this.machine.options).home;
  }
}

function find(namespace: MountNamespace, path: string): { fs: FileSystem; ino: Ino } | undefined {
  try {
    return namespace.at(namespace.resolve(path, WALKER));
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

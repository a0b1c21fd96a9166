import type { ContainerRecord, EngineState, MountRecord } from '../engine/simulated/state.ts';
import { type DirEntry, type FileSystem, type Ino, isErrno, type MountNamespace, ROOT, type Vfs } from '../fs/index.ts';
import { LEARNER } from './host.ts';
import { sizeOf, treeOf } from './tree.ts';
import type {
  MachineOptions,
  World,
  WorldContainer,
  WorldFolder,
  WorldImage,
  WorldMount,
  WorldTree,
  WorldVolume,
} from './wire.ts';
import { inWords } from './words.ts';

/** What the daemon itself puts into a container's writable layer: not the learner's doing. */
const DAEMON_MADE = new Set([
  '.dockerenv',
  'dev',
  'proc',
  'sys',
  'etc/hostname',
  'etc/hosts',
  'etc/resolv.conf',
  'etc/mtab',
]);
const EMPTY: WorldTree = { entries: [], more: 0 };
const WALKER = { cwd: '/', credentials: ROOT };

/** What a world is made from. */
export interface Surveyed {
  readonly options: MachineOptions;
  readonly vfs: Vfs;
  readonly host: MountNamespace;
  readonly engine: EngineState;
  /** As the API's inspect; undefined if there is no such thing. */
  readonly inspect: (kind: 'volume' | 'container' | 'image', name: string) => unknown;
  /** Looks into a container, running or not, with its mounts; undefined if there is no such container. */
  readonly inContainer: <T>(name: string, look: (namespace: MountNamespace) => T) => T | undefined;
}

/**
 * Looks at a machine and draws it up as a {@link World}: reads only, below permission checks, so that looking changes
 * nothing. Remembers in which World each inode last changed.
 */
export class Surveyor {
  #number = 0;
  #last: World | undefined;
  #dirty = true;
  readonly #changed = new Map<string, number>();
  #unsubscribe: () => void;

  constructor(private machine: Surveyed) {
    this.#unsubscribe = this.#watch();
  }

  /** Goes on with another state of the machine (a restored one). */
  follow(machine: Surveyed): void {
    this.#unsubscribe();
    this.machine = machine;
    this.#changed.clear();
    this.#dirty = true;
    this.#unsubscribe = this.#watch();
  }

  /** Something of the engine changed. */
  touch(): void {
    this.#dirty = true;
  }

  /** The World now; undefined if it is as it was. */
  survey(): World | undefined {
    if (!this.#dirty) return undefined;
    this.#dirty = false;
    const drawn = this.#draw();
    const { number: _, words: __, ...before } = this.#last ?? { number: 0, words: [] };
    if (this.#last && JSON.stringify(before) === JSON.stringify(drawn)) return undefined;
    const world: World = { number: ++this.#number, words: inWords(this.#last, drawn), ...drawn };
    this.#last = world;
    return world;
  }

  #watch(): () => void {
    return this.machine.vfs.subscribe(({ fs, ino, dir }) => {
      this.#changed.set(`${fs}:${ino}`, this.#number + 1);
      if (dir !== undefined) this.#changed.set(`${fs}:${dir}`, this.#number + 1);
      this.#dirty = true;
    });
  }

  readonly #changedIn = (fs: FileSystem, ino: Ino): number => this.#changed.get(`${fs.id}:${ino}`) ?? 0;

  #draw(): Omit<World, 'number' | 'words'> {
    const { engine, options } = this.machine;
    const cwd = options.cwd ?? (options.user === 'root' ? '/root' : LEARNER.home);
    const containers = [...engine.containers.values()].filter(({ status }) => status !== 'removing');
    return {
      user: options.user,
      cwd,
      folders: this.#folders(cwd, containers),
      volumes: [...engine.volumes.values()].map((volume): WorldVolume => {
        const path = `/var/lib/docker/volumes/${volume.Name}/_data`;
        const place = this.#place(path);
        return {
          name: volume.Name,
          anonymous: volume.Labels !== null && 'com.docker.volume.anonymous' in volume.Labels,
          labels: volume.Labels ?? {},
          size: place ? sizeOf(place.fs, place.ino) : 0,
          users: (engine.volumeUsers.get(volume.Name) ?? []).flatMap((id) => engine.containers.get(id)?.Name ?? []),
          tree: this.#tree(path),
        };
      }),
      containers: containers.map((container) => this.#container(container)),
      images: this.#images(),
    };
  }

  #container(container: ContainerRecord): WorldContainer {
    const { running, layer, mounts } = container;
    const mounted = new Set(mounts.map(({ Destination }) => Destination.slice(1)));
    const deleted: string[] = [];
    const upper = this.#tree(`/var/lib/docker/overlay2/${layer.id}/diff`, (path, entry) => {
      if (entry.type === 'chardev') {
        deleted.push(`/${path}`);
        return true;
      }
      return DAEMON_MADE.has(path) || mounted.has(path);
    });
    const ports = Object.entries(running?.network?.ports ?? {}).flatMap(([port, bindings]) =>
      bindings.slice(0, 1).map(({ HostPort }) => ({ host: Number(HostPort), container: Number.parseInt(port, 10) })),
    );
    return {
      id: container.Id,
      name: container.Name,
      image: container.Config.Image,
      command: [container.Path, ...container.Args].join(' '),
      status: container.status,
      exitCode: container.ExitCode,
      ports,
      mounts: mounts.map((mount) => this.#mount(mount, running?.namespace)),
      layer: withoutEmptyParents(upper),
      deleted,
    };
  }

  #mount({ Type, Name, Source, Destination, RW }: MountRecord, namespace: string | undefined): WorldMount {
    const mount = { type: Type, source: Name ?? Source, destination: Destination, readonly: !RW };
    if (Type !== 'tmpfs' || namespace === undefined) return mount;
    return { ...mount, tree: this.#tree(Destination, undefined, this.machine.vfs.namespaceOf(namespace)) };
  }

  /** The learner's folder, and every folder or file of the host that a container has bound. */
  #folders(cwd: string, containers: readonly ContainerRecord[]): readonly WorldFolder[] {
    const bound = containers.flatMap(({ mounts }) =>
      mounts.filter(({ Type }) => Type === 'bind').map(({ Source }) => Source),
    );
    return [...new Set([cwd, ...bound])].flatMap((path): WorldFolder[] => {
      const place = this.#place(path);
      if (!place) return [];
      const file = place.fs.stat(place.ino).type !== 'directory';
      if (file) {
        const slash = path.lastIndexOf('/');
        const name = path.slice(slash + 1);
        const { entries } = this.#tree(path.slice(0, slash) || '/', (other) => other !== name);
        return [{ path, file, tree: { entries: entries.filter((entry) => entry.path === name), more: 0 } }];
      }
      const home = path === LEARNER.home || path === '/root';
      return [{ path, file, tree: this.#tree(path, home ? (entry) => entry.startsWith('.') : undefined) }];
    });
  }

  #images(): readonly WorldImage[] {
    const { images, tags, layers } = this.machine.engine;
    return [...images.values()].map((image) => ({
      id: image.Id,
      tags: [...tags].filter(([, id]) => id === image.Id).map(([tag]) => tag),
      size: image.layers.reduce((sum, diffId) => sum + (layers.get(diffId)?.size ?? 0), 0),
      layers: image.layers.length,
    }));
  }

  #place(path: string, namespace = this.machine.host): { fs: FileSystem; ino: Ino } | undefined {
    try {
      return namespace.at(namespace.resolve(path, WALKER));
    } catch (error) {
      if (isErrno(error)) return undefined;
      throw error;
    }
  }

  #tree(path: string, skip?: (path: string, entry: DirEntry) => boolean, namespace?: MountNamespace): WorldTree {
    const place = this.#place(path, namespace);
    if (place?.fs.stat(place.ino).type !== 'directory') return EMPTY;
    return treeOf(place.fs, place.ino, this.#changedIn, skip);
  }
}

/** A writable layer repeats the folders above what changed: those that hold nothing of their own are left out. */
function withoutEmptyParents(tree: WorldTree): WorldTree {
  const { entries, more } = tree;
  const parents = new Set<string>();
  for (const { path, type } of entries) {
    if (type === 'directory') continue;
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) parents.add(path.slice(0, at));
  }
  return { entries: entries.filter(({ path, type }) => type !== 'directory' || !parents.has(path)), more };
}

import type { EngineEvent } from '../engine/index.ts';
import type { ContainerRecord, EngineState, MountRecord } from '../engine/simulated/state.ts';
import { type DirEntry, type FileSystem, type Ino, isErrno, type MountNamespace, ROOT, type Vfs } from '../fs/index.ts';
import { LEARNER } from './host.ts';
import { type Happening, type SeenContainer, tell } from './telling/index.ts';
import { type Changed, sizeOf, treeOf } from './tree.ts';
import {
  BY_HOST,
  type MachineOptions,
  type Sentence,
  type World,
  type WorldContainer,
  type WorldFolder,
  type WorldImage,
  type WorldMount,
  type WorldTree,
  type WorldVolume,
} from './wire.ts';

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
  /** The name of the program that does what is being done. */
  readonly acting: () => string | undefined;
}

/** Namespaces of containers are called so, followed by the container's id. */
const CONTAINER_NAMESPACE = 'container:';

/**
 * Looks at a machine and draws it up as a {@link World}: reads only, below permission checks, so that looking changes
 * nothing. Remembers in which World each inode last changed and by whom, and what happened since it was last asked to mark.
 */
export class Surveyor {
  #number = 0;
  #last: World | undefined;
  #dirty = true;
  readonly #changed = new Map<string, Changed>();
  #unsubscribe: () => void;
  /** Where the telling begins. */
  #mark: World | undefined;
  #events: EngineEvent[] = [];
  #notesBefore: number;
  readonly #seen = new Map<string, SeenContainer>();

  constructor(private machine: Surveyed) {
    this.#notesBefore = machine.engine.notesCount ?? 0;
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

  /** The engine told of something. */
  take(event: EngineEvent): void {
    this.#dirty = true;
    this.#events.push(event);
    const container = event.Type === 'container' ? this.machine.engine.containers.get(event.Actor.ID) : undefined;
    if (container) this.#see(container);
  }

  /** Something has changed, perhaps unseen. */
  touch(): void {
    this.#dirty = true;
  }

  get last(): World | undefined {
    return this.#last;
  }

  /** The World now; undefined if it is as it was. */
  survey(): World | undefined {
    if (!this.#dirty) return undefined;
    this.#dirty = false;
    const drawn = this.#draw();
    const { number: _, ...before } = this.#last ?? { number: 0 };
    if (this.#last && JSON.stringify(before) === JSON.stringify(drawn)) return undefined;
    const world: World = { number: ++this.#number, ...drawn };
    this.#last = world;
    this.#mark ??= world;
    return world;
  }

  /** From here on a new story is told. */
  mark(): void {
    this.#mark = this.#last;
    this.#events = [];
    this.#notesBefore = this.machine.engine.notesCount ?? 0;
    this.#seen.clear();
    for (const container of this.machine.engine.containers.values()) this.#see(container);
  }

  /** What happened since the last {@link mark}, up to the last World. */
  tell(): readonly Sentence[] {
    if (!this.#mark || !this.#last) return [];
    const { notes = [], notesCount = 0 } = this.machine.engine;
    const happening: Happening = {
      before: this.#mark,
      after: this.#last,
      events: this.#events,
      notes: notes.slice(Math.max(0, notes.length - Math.max(0, notesCount - this.#notesBefore))),
      seen: this.#seen,
    };
    return tell(happening);
  }

  #see(container: ContainerRecord): void {
    const { Id, Name, Config, Path, Args, HostConfig } = container;
    this.#seen.set(Id, {
      id: Id,
      name: Name,
      image: Config.Image,
      command: [Path, ...Args].join(' '),
      autoRemove: HostConfig.AutoRemove === true,
      mounts: this.#mounts(container).map(({ tree: _, ...mount }) => mount),
    });
  }

  #watch(): () => void {
    return this.machine.vfs.subscribe(({ fs, ino, dir, namespace }) => {
      const by = namespace?.startsWith(CONTAINER_NAMESPACE)
        ? namespace.slice(CONTAINER_NAMESPACE.length)
        : namespace === 'host'
          ? BY_HOST
          : undefined;
      const tool = by !== undefined && this.machine.acting() === 'tar' ? ('tar' as const) : undefined;
      const changed = { world: this.#number + 1, ...(by !== undefined && { by }), ...(tool && { tool }) };
      this.#changed.set(`${fs}:${ino}`, changed);
      if (dir !== undefined) this.#changed.set(`${fs}:${dir}`, changed);
      this.#dirty = true;
    });
  }

  readonly #changedIn = (fs: FileSystem, ino: Ino): Changed | undefined => this.#changed.get(`${fs.id}:${ino}`);

  #draw(): Omit<World, 'number'> {
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
    const { running, layer, mounts, HostConfig } = container;
    const mounted = new Set(
      [...mounts.map(({ Destination }) => Destination), ...Object.keys(HostConfig.Tmpfs ?? {})].map((path) =>
        path.slice(1),
      ),
    );
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
      mounts: this.#mounts(container),
      layer: this.#markOver(withoutEmptyParents(upper), layer.lower),
      deleted,
    };
  }

  /** Which files of a writable layer hide one of the image's layers. */
  #markOver({ entries, more }: WorldTree, lower: readonly string[]): WorldTree {
    const over = (path: string) => lower.some((name) => this.#place(`/var/lib/docker/overlay2/${name}/diff/${path}`));
    return {
      entries: entries.map((entry) =>
        entry.type !== 'directory' && over(entry.path) ? { ...entry, over: true } : entry,
      ),
      more,
    };
  }

  /** `--tmpfs` is not among the API's mounts, but it is one. */
  #mounts({ mounts, HostConfig, running }: ContainerRecord): readonly WorldMount[] {
    const tmpfs = Object.entries(HostConfig.Tmpfs ?? {}).map(([destination, options]): WorldMount => {
      const readonly = options.split(',').includes('ro');
      return this.#withTree({ type: 'tmpfs', source: '', destination, readonly }, running?.namespace);
    });
    return [...mounts.map((mount) => this.#mount(mount, running?.namespace)), ...tmpfs];
  }

  #mount({ Type, Name, Source, Destination, RW, image }: MountRecord, namespace: string | undefined): WorldMount {
    const type = image === undefined ? Type : ('image' as const);
    const mount = { type, source: Name ?? Source, destination: Destination, readonly: !RW };
    return this.#withTree(mount, namespace);
  }

  #withTree(mount: WorldMount, namespace: string | undefined): WorldMount {
    if (mount.type !== 'tmpfs' || namespace === undefined) return mount;
    return { ...mount, tree: this.#tree(mount.destination, undefined, this.machine.vfs.namespaceOf(namespace)) };
  }

  /** The learner's folder, and every folder or file of the host that a container has bound. */
  #folders(cwd: string, containers: readonly ContainerRecord[]): readonly WorldFolder[] {
    const bound = containers.flatMap(({ mounts }) =>
      mounts.filter(({ Type, image }) => Type === 'bind' && image === undefined).map(({ Source }) => Source),
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

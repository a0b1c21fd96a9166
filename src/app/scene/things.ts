import type { World, WorldContainer, WorldFolder, WorldMount, WorldTree, WorldVolume } from '../../machine/wire.ts';
import { msg, str } from '../texts/index.ts';

/*
 * What the scene draws, read out of a World: containers (boxes with walls), stores (where bytes lie) and the pipes
 * between them. Keys stay the same as long as a thing lives.
 */

export type StoreKind = 'volume' | 'anonymous' | 'folder' | 'tmpfs' | 'image';

export interface Store {
  readonly key: string;
  readonly kind: StoreKind;
  /** As the learner calls it: a volume's name, a short id, a host path with `~`. */
  readonly name: string;
  /** A single file bound by itself. */
  readonly single: boolean;
  readonly tree: WorldTree;
  /** A tmpfs whose container isn't running holds nothing. */
  readonly asleep: boolean;
  /** Where its bytes lie on the host; empty for tmpfs and images. */
  readonly path: string;
  readonly volume?: WorldVolume;
}

export interface Box {
  readonly key: string;
  readonly container: WorldContainer;
}

export interface Pipe {
  readonly key: string;
  readonly kind: StoreKind;
  /** Keys of the two ends. */
  readonly box: string;
  readonly store: string;
  readonly mount: WorldMount;
  /** The container isn't running: the mount is agreed, nothing flows. */
  readonly idle: boolean;
}

export interface Things {
  readonly boxes: readonly Box[];
  readonly folders: readonly Store[];
  /** Volumes, then tmpfs and images that are mounted: the learner can't reach into any of them from the host. */
  readonly stores: readonly Store[];
  readonly pipes: readonly Pipe[];
  /** How many of each list are not drawn. */
  readonly hidden: { readonly boxes: number; readonly folders: number; readonly stores: number };
}

/** A picture has room for so many; the rest is counted. The oldest are drawn, so that nobody has to make way. */
const MOST = { boxes: 40, folders: 12, stores: 48 } as const;

const NOTHING: WorldTree = { entries: [], more: 0 };

/** A 64-digit name is shortened as Docker shortens ids. */
export function shortName(name: string): string {
  return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name;
}

/** `/home/learner/site` as `~/site` for the learner. */
export function tildePath(path: string, user: string): string {
  const home = user === 'root' ? '/root' : `/home/${user}`;
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

export function thingsOf(world: World): Things {
  const boxes = world.containers.slice(0, MOST.boxes).map((container): Box => ({ key: boxKey(container), container }));
  const folders = world.folders.slice(0, MOST.folders).map((folder) => folderStore(folder, world.user));
  const stores: Store[] = world.volumes.slice(0, MOST.stores).map(volumeStore);
  const known = new Set(world.folders.map(({ path }) => path));
  const pipes: Pipe[] = [];
  for (const { key, container } of boxes) {
    const idle = container.status !== 'running' && container.status !== 'paused';
    for (const mount of container.mounts) {
      const store = storeOf(mount, container, world);
      // A source that has gone from the host meanwhile is drawn as the empty place that the mount still names.
      if (store.kind === 'folder' && !known.has(mount.source)) {
        known.add(mount.source);
        folders.push(folderStore({ path: mount.source, file: false, tree: NOTHING }, world.user));
      }
      if (store.kind === 'tmpfs') stores.push(tmpfsStore(mount, container, idle));
      if (store.kind === 'image' && !stores.some(({ key: other }) => other === store.key))
        stores.push(imageStore(store.key, mount.source));
      const kind = stores.find((each) => each.key === store.key)?.kind ?? store.kind;
      pipes.push({ key: `${key} ${mount.destination}`, kind, box: key, store: store.key, mount, idle });
    }
  }
  const hidden = {
    boxes: world.containers.length - boxes.length,
    folders: Math.max(0, world.folders.length - MOST.folders),
    stores: Math.max(0, world.volumes.length - MOST.stores),
  };
  return { boxes, folders, stores, pipes, hidden };
}

function boxKey({ id }: WorldContainer): string {
  return `container:${id}`;
}

function storeOf(
  mount: WorldMount,
  { id }: WorldContainer,
  { images }: World,
): { readonly key: string; readonly kind: StoreKind } {
  switch (mount.type) {
    case 'volume':
      return { key: `volume:${mount.source}`, kind: 'volume' };
    case 'bind':
      return { key: `folder:${mount.source}`, kind: 'folder' };
    case 'tmpfs':
      return { key: `tmpfs:${id}:${mount.destination}`, kind: 'tmpfs' };
    case 'image': {
      const tags = [mount.source, `${mount.source}:latest`];
      const image = images.find((each) => each.tags.some((tag) => tags.includes(tag)));
      return { key: `image:${image?.id ?? mount.source}`, kind: 'image' };
    }
    default:
      return mount.type satisfies never;
  }
}

function volumeStore(volume: WorldVolume): Store {
  return {
    key: `volume:${volume.name}`,
    kind: volume.anonymous ? 'anonymous' : 'volume',
    name: shortName(volume.name),
    single: false,
    tree: volume.tree,
    asleep: false,
    path: `/var/lib/docker/volumes/${volume.name}/_data`,
    volume,
  };
}

function folderStore({ path, file, tree }: WorldFolder, user: string): Store {
  return {
    key: `folder:${path}`,
    kind: 'folder',
    name: tildePath(path, user),
    single: file,
    tree,
    asleep: false,
    path,
  };
}

function imageStore(key: string, name: string): Store {
  return { key, kind: 'image', name, single: false, tree: NOTHING, asleep: false, path: '' };
}

function tmpfsStore(mount: WorldMount, container: WorldContainer, asleep: boolean): Store {
  return {
    key: `tmpfs:${container.id}:${mount.destination}`,
    kind: 'tmpfs',
    name: msg(str`tmpfs of ${container.name}`),
    single: false,
    tree: (!asleep && mount.tree) || NOTHING,
    asleep,
    path: '',
  };
}

import { MountNamespace, type Overlay } from '../../../fs/index.ts';
import { digest } from '../../../images/index.ts';
import { type Daemon, random } from '../daemon.ts';
import { enterLayer, layerTar } from '../images/layers.ts';
import { layerFolders, layerOf, makeLayerFolder, removeLayerFolder } from '../images/store.ts';
import type { Snapshot } from '../state.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id as BuildKit makes them: 25 letters and digits; also the name of a layer's folder. */
export function newId(daemon: Daemon): string {
  return Array.from({ length: 25 }, () => LETTERS[Math.floor(random(daemon) * 36)]).join('');
}

/** The folders of a snapshot's layers, the topmost first. */
export function foldersOf(daemon: Daemon, { layers, folder }: Snapshot): readonly string[] {
  const below = layerFolders(daemon, { layers });
  return folder === undefined ? below : [folder, ...below];
}

/** Runs something on a snapshot's files, which it can't change. */
export function withSnapshot<T>(daemon: Daemon, snapshot: Snapshot, operation: (ns: MountNamespace) => T): T {
  return withFolders(daemon, foldersOf(daemon, snapshot), undefined, operation);
}

function withFolders<T>(
  daemon: Daemon,
  folders: readonly string[],
  upper: string | undefined,
  operation: (ns: MountNamespace) => T,
): T {
  const id = `build:${upper ?? ''}:${folders[0] ?? ''}`;
  const fs = overlay(daemon, id, folders, upper);
  const ns = new MountNamespace(`rootfs:${id}`, daemon.vfs);
  ns.mount('/', { fs });
  try {
    return operation(ns);
  } finally {
    ns.dispose();
    daemon.vfs.remove(id);
  }
}

/** Folders of layers as one file system. An overlay has one layer at least: of nothing it is an empty one. */
export function overlay(daemon: Daemon, id: string, folders: readonly string[], upper: string | undefined): Overlay {
  const lower = folders.map((folder) => layerOf(daemon, folder));
  return daemon.vfs.overlay(id, upper === undefined ? { lower } : { lower, upper: layerOf(daemon, upper) });
}

/** What changes on top of a snapshot becomes its next layer. */
export function newSnapshot(
  daemon: Daemon,
  input: Snapshot,
  key: string,
  change: (ns: MountNamespace, folder: string) => void,
): Snapshot {
  const folder = newId(daemon);
  const folders = foldersOf(daemon, input);
  makeLayerFolder(daemon, folder, folders);
  try {
    withFolders(daemon, folders, folder, (ns) => change(ns, folder));
  } catch (error) {
    removeLayerFolder(daemon, folder);
    throw error;
  }
  return commitFolder(daemon, input, key, folder);
}

/** Makes a layer of a folder; if one with the same content is there already, it takes its place. */
export function commitFolder(daemon: Daemon, input: Snapshot, key: string, folder: string): Snapshot {
  const diffId = `sha256:${digest(layerTar(daemon, folder))}`;
  if (daemon.state.layers.has(diffId)) removeLayerFolder(daemon, folder);
  else enterLayer(daemon, diffId, folder);
  return { key, layers: [...input.layers, diffId], created: daemon.kernel.now() };
}

/** The bytes of a snapshot's last layer. */
export function sizeOf(daemon: Daemon, { layers }: Snapshot): number {
  return daemon.state.layers.get(layers.at(-1) ?? '')?.size ?? 0;
}

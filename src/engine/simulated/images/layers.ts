import { CATALOGUE, digest } from '../../../images/index.ts';
import type { TarEntry } from '../archive/tar.ts';
import type { Daemon } from '../daemon.ts';
import { copyLayer, treeSize } from '../files.ts';
import type { ImageLayerRecord } from '../state.ts';
import { packLayer, unpackLayer } from './layer-tar.ts';
import { diffIdOf, layerOf, makeLayerFolder } from './store.ts';

/** A layer's archive, whose digest is its DiffID. */
export function layerTar(daemon: Pick<Daemon, 'host' | 'vfs'>, folder: string): Uint8Array {
  const { fs, ino } = layerOf(daemon, folder);
  return packLayer(daemon.vfs.fs(fs), ino);
}

/** Makes a layer of a copy of what a folder holds, unless a layer with the same content is there. `lower`: folders below. */
export function keepLayer(daemon: Daemon, source: string, lower: readonly string[]): ImageLayerRecord {
  const diffId = `sha256:${digest(layerTar(daemon, source))}`;
  const there = daemon.state.layers.get(diffId);
  if (there) return there;
  const from = layerOf(daemon, source);
  const folder = digest(`cache:${diffId}`);
  makeLayerFolder(daemon, folder, lower);
  const to = layerOf(daemon, folder);
  copyLayer(daemon.vfs.fs(from.fs), from.ino, daemon.vfs.fs(to.fs), to.ino);
  return enterLayer(daemon, diffId, folder);
}

/** Makes a layer of an archive's members, unless it is there. */
export function addLayer(
  daemon: Daemon,
  diffId: string,
  entries: readonly TarEntry[],
  lower: readonly string[],
): ImageLayerRecord {
  const there = daemon.state.layers.get(diffId);
  if (there) return there;
  const folder = digest(`cache:${diffId}`);
  makeLayerFolder(daemon, folder, lower);
  const { fs, ino } = layerOf(daemon, folder);
  unpackLayer(daemon.vfs.fs(fs), ino, entries);
  return enterLayer(daemon, diffId, folder);
}

/** Enters a layer whose files lie in its folder. */
export function enterLayer(daemon: Daemon, diffId: string, folder: string): ImageLayerRecord {
  const { fs, ino } = layerOf(daemon, folder);
  const layer = { diffId, folder, size: catalogueSize(diffId) ?? treeSize(daemon.vfs.fs(fs), ino) };
  daemon.state.layers.set(diffId, layer);
  return layer;
}

/** The size that a layer of the catalogue says it has: its programs are smaller than they pretend to be. */
function catalogueSize(diffId: string): number | undefined {
  for (const { history } of CATALOGUE)
    for (const { layer, created } of history) if (layer && diffIdOf(layer, created) === diffId) return layer.size;
  return undefined;
}

import { type FileSystem, type Ino, type Layer, writeAll } from '../../../fs/index.ts';
import { digest, type FileEntry, type ImageDefinition, type ImageLayer } from '../../../images/index.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, DOCKER_ROOT } from '../daemon.ts';
import { DAEMON, makeDirectories, removeTree, writeFile } from '../files.ts';
import { dirname } from '../path.ts';
import type { ImageRecord } from '../state.ts';
import { documentOf, idOf, inspectConfig } from './document.ts';
import { packFiles } from './layer-tar.ts';
import { formatReference, parseReference, referenceProblem } from './reference.ts';

export const OVERLAY_ROOT = `${DOCKER_ROOT}/overlay2`;

/** The files of a layer's or a container's folder. */
export const diffFolder = (folder: string): string => `${OVERLAY_ROOT}/${folder}/diff`;

/** A layer's folder as a part of an overlay. */
export function layerOf(daemon: Pick<Daemon, 'host'>, folder: string): Layer {
  const { fs, ino } = daemon.host.at(daemon.host.resolve(diffFolder(folder), DAEMON));
  return { fs: fs.id, ino };
}

/** Makes the folder of a layer as the driver overlay2 does. */
export function makeLayerFolder(daemon: Daemon, folder: string, lower: readonly string[]): void {
  const path = `${OVERLAY_ROOT}/${folder}`;
  makeDirectories(daemon.host, path, 0o710);
  makeDirectories(daemon.host, `${path}/diff`, 0o755);
  writeFile(daemon.host, `${path}/link`, linkName(folder));
  if (lower.length === 0) return;
  writeFile(daemon.host, `${path}/lower`, lower.map((name) => `l/${linkName(name)}`).join(':'));
  makeDirectories(daemon.host, `${path}/work`, 0o700);
}

export function removeLayerFolder(daemon: Daemon, folder: string): void {
  removeTree(daemon.host, `${OVERLAY_ROOT}/${folder}`);
}

/** overlay2's short names for layers: 26 letters and digits. */
export function linkName(folder: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const hex = digest(`link:${folder}`);
  return Array.from({ length: 26 }, (_, i) => letters[Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16) % 32]).join('');
}

/**
 * The folders of an image's layers, the topmost first, as containers stack them. Equal layers lie on the disk once, and
 * once in a stack: all that a lower one brings, the upper one brings again.
 */
export function layerFolders(daemon: Daemon, { layers }: Pick<ImageRecord, 'layers'>): readonly string[] {
  return [...new Set(layers.map((diffId) => daemon.state.layers.get(diffId)!.folder).reverse())];
}

/** All that an image's layers hold, in bytes. */
export function imageSize(daemon: Daemon, image: ImageRecord): number {
  return image.layers.reduce((sum, diffId) => sum + (daemon.state.layers.get(diffId)?.size ?? 0), 0);
}

/** Puts an image of the catalogue among the local ones: its layers are unpacked to the disk, shared ones once. */
export function addImage(daemon: Daemon, definition: ImageDefinition): ImageRecord {
  const layers: string[] = [];
  const folders: string[] = [];
  for (const { layer, created } of definition.history) {
    if (!layer) continue;
    const diffId = diffIdOf(layer, created);
    const folder = layer.folder ?? digest(`cache:${diffId}`);
    if (!daemon.state.layers.has(diffId)) {
      makeLayerFolder(daemon, folder, folders);
      unpack(daemon, folder, folders, layer.files, wholeSeconds(created));
      daemon.state.layers.set(diffId, { diffId, folder, size: layer.size });
    }
    layers.push(diffId);
    folders.unshift(folder);
  }
  return putImage(
    daemon,
    {
      created: definition.created,
      author: definition.author,
      comment: definition.comment,
      dockerVersion: definition.dockerVersion,
      config: { ...definition.config },
      layers,
      history: definition.history.map(({ created, createdBy, comment, layer }) =>
        layer ? { created, createdBy, comment, size: layer.size } : { created, createdBy, comment },
      ),
      parent: '',
    },
    formatReference(parseReference(definition.reference)),
  );
}

const wholeSeconds = (time: string): number => Math.floor(Date.parse(time) / 1000) * 1000;

const known = new WeakMap<readonly FileEntry[], string>();

/** The DiffID of a layer of the catalogue: the digest of its archive. */
export function diffIdOf({ files }: ImageLayer, created: string): string {
  const before = known.get(files);
  if (before !== undefined) return before;
  const diffId = `sha256:${digest(packFiles(files, wholeSeconds(created)))}`;
  known.set(files, diffId);
  return diffId;
}

/** Enters an image under the id that its configuration makes, and gives it a name. */
export function putImage(
  daemon: Daemon,
  image: Omit<ImageRecord, 'Id' | 'lastTagTime' | 'document'>,
  reference: string | undefined,
): ImageRecord {
  const document = documentOf(image);
  const Id = idOf(document);
  const config = inspectConfig(image.config);
  const record: ImageRecord = { ...image, config, document, Id, lastTagTime: daemon.kernel.now() };
  daemon.state.images.set(Id, record);
  if (reference !== undefined) daemon.state.tags.set(reference, Id);
  return record;
}

/** Writes a layer's files. Folders that only lower layers have get those' owner and mode. */
function unpack(
  daemon: Daemon,
  folder: string,
  below: readonly string[],
  files: readonly FileEntry[],
  mtime: number,
): void {
  const { fs, ino: root } = daemon.host.at(daemon.host.resolve(diffFolder(folder), DAEMON));
  const lower = below.map((name) => layerOf(daemon, name).ino);
  const made = new Map<string, Ino>([['/', root]]);
  const into = (path: string): Ino => {
    const known = made.get(path);
    if (known !== undefined) return known;
    const { mode, uid, gid } = lowerStat(fs, lower, path) ?? { mode: 0o755, uid: 0, gid: 0 };
    const ino = fs.create(into(dirname(path)), path.slice(path.lastIndexOf('/') + 1), {
      type: 'directory',
      mode,
      uid,
      gid,
    });
    made.set(path, ino);
    return ino;
  };
  for (const entry of files) {
    const { path, mode, uid, gid } = entry;
    const dir = into(dirname(path));
    const name = path.slice(path.lastIndexOf('/') + 1);
    const type = entry.type === 'whiteout' ? 'chardev' : entry.type;
    const ino = fs.create(dir, name, {
      type,
      mode,
      uid,
      gid,
      ...(entry.type === 'symlink' ? { target: entry.target } : {}),
      ...(entry.type === 'whiteout' ? { rdev: [0, 0] as const } : {}),
    });
    if (entry.type === 'file') writeAll(fs, ino, 0, entry.content);
    if (entry.type === 'directory') made.set(path, ino);
    else fs.setattr(ino, { atime: mtime, mtime });
  }
  for (const ino of made.values()) fs.setattr(ino, { atime: mtime, mtime });
}

function lowerStat(fs: FileSystem, lower: readonly Ino[], path: string) {
  for (const root of lower) {
    let at: Ino | undefined = root;
    for (const name of path.split('/').filter(Boolean)) {
      at = at === undefined || fs.stat(at).type !== 'directory' ? undefined : fs.lookup(at, name);
    }
    if (at !== undefined) return fs.stat(at);
  }
  return undefined;
}

/**
 * Finds an image by what a person calls it: an id, a name (tag `latest` unless it has one), or the beginning of an id.
 * @throws {DockerError} `No such image: nosuch:latest`.
 */
export function imageByName(daemon: Daemon, name: string): ImageRecord {
  const found = findImage(daemon, name);
  if (found) return found;
  const missing = /^(sha256:)?[0-9a-f]{64}$/.test(name) ? name : formatReference(parseReference(name));
  const wrong = referenceProblem(name);
  if (wrong !== undefined) throw new DockerError('invalidParameter', wrong);
  throw new DockerError('notFound', `No such image: ${missing}`);
}

export function findImage(daemon: Daemon, name: string): ImageRecord | undefined {
  const { images, tags } = daemon.state;
  const exact = images.get(name.startsWith('sha256:') ? name : `sha256:${name}`);
  if (exact) return exact;
  const tagged = tags.get(formatReference(parseReference(name)));
  if (tagged !== undefined) return images.get(tagged);
  const prefix = name.replace(/^sha256:/, '');
  if (!/^[0-9a-f]+$/.test(prefix)) return undefined;
  const matches = [...images.values()].filter(({ Id }) => Id.startsWith(`sha256:${prefix}`));
  return matches.length === 1 ? matches[0] : undefined;
}

/** The names of an image, sorted. */
export function tagsOf(daemon: Daemon, id: string): readonly string[] {
  return [...daemon.state.tags]
    .filter(([, image]) => image === id)
    .map(([tag]) => tag)
    .sort();
}

import { digest } from '../../../images/index.ts';
import type { JSONMessage, Platform } from '../../api.ts';
import { isFor } from '../../platform.ts';
import { decompressed } from '../archive/decompressed.ts';
import { type TarEntry, TarError, unpackTar } from '../archive/tar.ts';
import { type Daemon, emit, randomHex } from '../daemon.ts';
import { clean } from '../path.ts';
import type { ImageRecord } from '../state.ts';
import { type ImageDocument, idOf, inspectConfig } from './document.ts';
import { addLayer } from './layers.ts';
import { formatReference, parseReference } from './reference.ts';

/** What ends a load, as the stream of messages tells it. */
class LoadError extends Error {}

const decoder = new TextDecoder();

/** Go's words for JSON that begins wrong. */
function parseJson<T>(bytes: Uint8Array): T {
  const text = decoder.decode(bytes);
  try {
    return JSON.parse(text) as T;
  } catch {
    const first = text.trimStart()[0];
    if (first === undefined) throw new LoadError('EOF');
    if (/[[{"\d-]/.test(first)) throw new LoadError('unexpected EOF');
    throw new LoadError(`invalid character '${first}' looking for beginning of value`);
  }
}

interface Manifest {
  readonly Config?: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Layers?: readonly string[] | null;
  readonly Parent?: string;
}

/** See {@link Engine.imageLoad} (moby image/tarexport): images before one that is wrong stay loaded. */
export function loadImages(
  daemon: Daemon,
  tar: Uint8Array,
  { quiet, platform }: { readonly quiet: boolean; readonly platform?: Platform },
): readonly JSONMessage[] {
  const messages: JSONMessage[] = [];
  try {
    load(daemon, unpackTar(decompressed(tar)), quiet, platform, messages);
  } catch (error) {
    if (!(error instanceof LoadError || error instanceof TarError)) throw error;
    messages.push({ error: error.message });
  }
  return messages;
}

function load(
  daemon: Daemon,
  entries: readonly TarEntry[],
  quiet: boolean,
  platform: Platform | undefined,
  messages: JSONMessage[],
): void {
  const files = new Map(entries.map((entry) => [clean(`/${entry.name}`), entry]));
  const folder = `/var/lib/docker/tmp/docker-import-${Number.parseInt(randomHex(daemon, 8), 16)}`;
  const open = (name: string): Uint8Array => {
    const path = clean(`/${name}`);
    const entry = files.get(path);
    if (!entry) throw new LoadError(`open ${folder}${path}: no such file or directory`);
    return entry.data ?? new Uint8Array(0);
  };
  if (!files.has('/manifest.json')) {
    // What versions before 1.10 saved: a folder for each layer.
    const [first] = [...files.keys()]
      .filter((path) => path !== '/' && (path.indexOf('/', 1) > 0 || files.get(path)!.type === 'directory'))
      .map((path) => path.split('/')[1]!)
      .sort();
    open(first === undefined ? 'repositories' : `${first}/json`);
    throw new LoadError(`cannot load legacy image archive`);
  }
  let ids = '';
  let references = 0;
  for (const manifest of parseJson<readonly Manifest[]>(open('manifest.json'))) {
    const { Config = '', RepoTags, Layers, Parent = '' } = manifest;
    const config = open(Config);
    const { architecture = 'amd64' } = parseJson<ImageDocument>(config);
    if (platform && !isFor({ architecture }, platform)) continue;
    const image = loadImage(daemon, config, Layers ?? [], Parent, open, quiet ? undefined : messages);
    references = 0;
    for (const name of RepoTags ?? []) {
      const reference = formatReference(parseReference(name));
      const before = daemon.state.tags.get(reference);
      if (before !== undefined && before !== image.Id)
        messages.push({
          stream: `The image ${reference} already exists, renaming the old one with ID ${before} to empty string\n`,
        });
      daemon.state.tags.set(reference, image.Id);
      messages.push({ stream: `Loaded image: ${reference}\n` });
      references++;
    }
    ids += `Loaded image ID: ${image.Id}\n`;
    emit(daemon, 'image', 'load', image.Id, { name: image.Id });
  }
  if (references === 0) messages.push({ stream: ids });
}

function loadImage(
  daemon: Daemon,
  bytes: Uint8Array,
  paths: readonly string[],
  parent: string,
  open: (name: string) => Uint8Array,
  progress: JSONMessage[] | undefined,
): ImageRecord {
  const document = parseJson<ImageDocument>(bytes);
  const diffIds = document.rootfs?.diff_ids ?? [];
  if (diffIds.length !== paths.length)
    throw new LoadError(`invalid manifest, layers length mismatch: expected ${paths.length}, got ${diffIds.length}`);
  const lower: string[] = [];
  for (const [at, diffId] of diffIds.entries()) {
    const known = daemon.state.layers.get(diffId);
    if (known) {
      lower.unshift(known.folder);
      continue;
    }
    const tar = decompressed(open(paths[at]!));
    const id = diffId.replace('sha256:', '').slice(0, 12);
    for (const current of progress ? [tar.length, tar.length] : [])
      progress?.push({ status: 'Loading layer', id, progressDetail: { current, total: tar.length } });
    const found = `sha256:${digest(tar)}`;
    if (found !== diffId)
      throw new LoadError(
        `invalid diffID for layer ${at}: expected ${JSON.stringify(diffId)}, got ${JSON.stringify(found)}`,
      );
    lower.unshift(addLayer(daemon, diffId, unpackTar(tar), lower).folder);
  }
  return enterImage(daemon, decoder.decode(bytes), document, diffIds, daemon.state.images.has(parent) ? parent : '');
}

function enterImage(
  daemon: Daemon,
  text: string,
  document: ImageDocument,
  layers: readonly string[],
  parent: string,
): ImageRecord {
  const Id = idOf(text);
  const there = daemon.state.images.get(Id);
  if (there) return there;
  let layer = 0;
  const history = (document.history ?? []).map(({ created = '', created_by = '', comment = '', empty_layer }) => {
    const entry = { created, createdBy: created_by, comment };
    return empty_layer ? entry : { ...entry, size: daemon.state.layers.get(layers[layer++]!)?.size ?? 0 };
  });
  const { architecture = 'amd64' } = document;
  const image: ImageRecord = {
    Id,
    document: text,
    ...(architecture === 'amd64' ? {} : { architecture }),
    created: document.created ?? '',
    author: document.author ?? '',
    comment: history.at(-1)?.comment ?? '',
    dockerVersion: document.docker_version ?? '',
    config: inspectConfig(document.config ?? {}),
    layers,
    history,
    parent,
    lastTagTime: daemon.kernel.now(),
  };
  daemon.state.images.set(Id, image);
  return image;
}

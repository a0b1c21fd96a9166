import { digest } from '../../../images/index.ts';
import type { Platform } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { formatPlatform, isFor } from '../../platform.ts';
import { packTar, type TarEntry } from '../archive/tar.ts';
import { type Daemon, emit } from '../daemon.ts';
import type { ImageRecord } from '../state.ts';
import { goJson, NO_CONFIG } from './document.ts';
import { layerTar } from './layers.ts';
import { formatReference, parseReference } from './reference.ts';
import { findImage, tagsOf } from './store.ts';

/*
 * The archive of `docker save` (moby image/tarexport): an OCI layout, and beside it what older versions read:
 * manifest.json, repositories and a document for each layer.
 */

const OCI = 'application/vnd.oci.image';
const encoder = new TextEncoder();

/** An image that is saved, with the names that it was asked for by. */
interface Wanted {
  readonly image: ImageRecord;
  readonly tags: string[];
}

/** See {@link Engine.imageSave}. @throws {DockerError} */
export function saveImages(daemon: Daemon, names: readonly string[], platform: Platform | undefined): Uint8Array {
  const wanted = new Map<string, Wanted>();
  for (const name of names) want(daemon, name, wanted);
  for (const { image } of wanted.values())
    if (platform && !isFor(image, platform))
      throw new DockerError('notFound', `no suitable export target found for platform ${formatPlatform(platform)}`);
  const files = new Map<string, TarEntry>();
  const put = (name: string, data: Uint8Array | string, mtime = 0) => {
    const bytes = typeof data === 'string' ? encoder.encode(data) : data;
    files.set(name, { name, type: 'file', mode: 0o644, uid: 0, gid: 0, mtime, data: bytes });
    return bytes.length;
  };
  const blob = (data: Uint8Array | string, mtime = 0) => {
    const id = digest(data);
    return { digest: `sha256:${id}`, size: put(`blobs/sha256/${id}`, data, mtime) };
  };
  const manifests: unknown[] = [];
  const index: unknown[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const { image, tags } of wanted.values()) {
    const created = Date.parse(image.created);
    const layers = image.layers.map((diffId) => {
      const { digest: layer, size } = blob(layerTar(daemon, daemon.state.layers.get(diffId)!.folder), created);
      return { mediaType: `${OCI}.layer.v1.tar`, size, digest: layer };
    });
    const config = blob(image.document, created);
    putLegacyDocuments(image, (text) => blob(text, created));
    manifests.push({
      Config: path(config.digest),
      RepoTags: tags.length > 0 ? tags : null,
      Layers: layers.map((layer) => path(layer.digest)),
      ...(wanted.has(image.parent) ? { Parent: image.parent } : {}),
      LayerSources: Object.fromEntries(
        layers.map((layer) => [layer.digest, layer] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    });
    const manifest = blob(
      goJson({
        schemaVersion: 2,
        mediaType: `${OCI}.manifest.v1+json`,
        config: { mediaType: `${OCI}.config.v1+json`, ...config },
        layers: layers.map(({ mediaType, size, digest: layer }) => ({ mediaType, digest: layer, size })),
      }),
    );
    const descriptor = { mediaType: `${OCI}.manifest.v1+json`, ...manifest };
    for (const reference of tags) {
      const { repository, tag } = parseReference(reference);
      const annotations = {
        'io.containerd.image.name': `${fullName(repository)}:${tag}`,
        'org.opencontainers.image.ref.name': tag,
      };
      index.push({ ...descriptor, annotations });
      const top = layers.at(-1)?.digest.replace('sha256:', '');
      if (top !== undefined) (repositories[repository] ??= {})[tag] = top;
    }
    if (tags.length === 0) index.push(descriptor);
    emit(daemon, 'image', 'save', image.Id, { name: image.Id });
  }
  put('index.json', goJson({ schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests: index }));
  put('manifest.json', `${goJson(manifests)}\n`);
  put('oci-layout', '{"imageLayoutVersion": "1.0.0"}');
  if (Object.keys(repositories).length > 0) {
    const sorted = Object.entries(repositories).sort(([a], [b]) => (a < b ? -1 : 1));
    put('repositories', `${goJson(Object.fromEntries(sorted))}\n`);
  }
  const latest = Math.max(...[...wanted.values()].map(({ image }) => Date.parse(image.created)));
  const folder = (name: string): TarEntry => ({ name, type: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: latest });
  const sorted = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return packTar([folder('blobs/'), folder('blobs/sha256/'), ...sorted]);
}

const path = (id: string): string => `blobs/${id.replace(':', '/')}`;

function fullName(repository: string): string {
  const [first = '', rest] = repository.split(/\/(.*)/s);
  if (rest !== undefined && (/[.:]/.test(first) || first === 'localhost')) return repository;
  return `docker.io/${rest === undefined ? 'library/' : ''}${repository}`;
}

/** An id saves the image without names, `NAME:TAG` with that one, `NAME` with all its tags. */
function want(daemon: Daemon, name: string, wanted: Map<string, Wanted>): void {
  const add = (image: ImageRecord, ...tags: readonly string[]) => {
    const entry = wanted.get(image.Id) ?? { image, tags: [] };
    entry.tags.push(...tags.filter((tag) => !entry.tags.includes(tag)));
    wanted.set(image.Id, entry);
  };
  const { images, tags } = daemon.state;
  if (images.has(name) || images.has(`sha256:${name}`)) {
    add(findImage(daemon, name)!);
    return;
  }
  const reference = parseReference(name);
  const tagged = name.lastIndexOf(':') > name.lastIndexOf('/');
  const own = [...tags.keys()].filter((tag) => parseReference(tag).repository === reference.repository);
  if (!tagged && own.length > 0) {
    for (const tag of own.sort()) add(images.get(tags.get(tag)!)!, tag);
    return;
  }
  const id = tags.get(formatReference(reference));
  if (id !== undefined) {
    add(images.get(id)!, formatReference(reference));
    return;
  }
  if (own.length > 0) throw new DockerError('notFound', 'reference does not exist');
  const found = findImage(daemon, name);
  if (!found || tagsOf(daemon, found.Id).includes(name)) throw new DockerError('notFound', `No such image: ${name}`);
  add(found);
}

/** The document that versions before 1.10 read for each layer; only the top one says what the image is. */
function putLegacyDocuments(image: ImageRecord, put: (text: string) => void): void {
  let parent: string | undefined;
  for (const [at, diffId] of image.layers.entries()) {
    const top = at === image.layers.length - 1;
    const id = digest(`v1:${parent ?? ''}:${top ? image.Id : diffId}`);
    const { architecture, config, os } = JSON.parse(image.document) as Readonly<Record<string, unknown>>;
    put(
      goJson({
        id,
        ...(parent === undefined ? {} : { parent }),
        created: top ? image.created : '1970-01-01T00:00:00Z',
        container_config: { ...NO_CONFIG, Labels: null },
        ...(top ? { config, architecture } : {}),
        os,
      }),
    );
    parent = id;
  }
}

import { digest } from '../../../images/index.ts';
import type { Filters, ImageDeleted } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { cachedLayers } from '../build/cache.ts';
import { type Daemon, emit } from '../daemon.ts';
import { boolFilter, checkFilters, matchesLabels, parseUntil } from '../filters.ts';
import type { ContainerRecord, ImageRecord } from '../state.ts';
import { labelsOf } from './list.ts';
import { formatReference, parseReference } from './reference.ts';
import { imageByName, layerFolders, removeLayerFolder, tagsOf } from './store.ts';

/**
 * See {@link Engine.imageRemove}: a name is taken away; with the last name, or by id, the image and the layers that no
 * other image has (moby imageDelete).
 * @throws {DockerError} `conflict: …` while containers use it.
 */
export function removeImage(daemon: Daemon, name: string, force: boolean): readonly ImageDeleted[] {
  const image = imageByName(daemon, name);
  const tags = tagsOf(daemon, image.Id);
  const reference = formatReference(parseReference(name));
  const deleted: ImageDeleted[] = [];
  const byName = daemon.state.tags.get(reference) === image.Id;
  if (byName) {
    if (tags.length === 1 && !force) {
      const user = usersOf(daemon, image).at(0);
      if (user)
        throw conflict(
          `unable to remove repository reference ${JSON.stringify(name)} (must force) - container ${short(user.Id)} ` +
            `is using its referenced image ${short(image.Id)}`,
        );
    }
    untag(daemon, image, reference, deleted);
    if (tags.length > 1 || usersOf(daemon, image).some(isRunning)) return deleted;
    // What a stopped container still needs stays, without a name.
    if (usersOf(daemon, image).length > 0) return deleted;
  } else {
    checkHard(daemon, image);
    if (tags.length > 1 && !force)
      throw conflict(
        `unable to delete ${short(image.Id)} (must be forced) - image is referenced in multiple repositories`,
      );
    const stopped = usersOf(daemon, image)[0];
    if (stopped && !force)
      throw conflict(
        `unable to delete ${short(image.Id)} (must be forced) - image is being used by stopped container ${short(stopped.Id)}`,
      );
    for (const tag of tags) untag(daemon, image, tag, deleted);
  }
  return [...deleted, ...deleteImage(daemon, image)];
}

const conflict = (why: string) => new DockerError('conflict', `conflict: ${why}`);
const short = (id: string) => id.replace('sha256:', '').slice(0, 12);
const isRunning = ({ running }: ContainerRecord) => running !== undefined;

function usersOf(daemon: Daemon, { Id }: ImageRecord): readonly ContainerRecord[] {
  return [...daemon.state.containers.values()].filter(({ Image }) => Image === Id);
}

function hasChildren(daemon: Daemon, { Id }: ImageRecord): boolean {
  return [...daemon.state.images.values()].some(({ parent }) => parent === Id);
}

/** What force doesn't help against. */
function checkHard(daemon: Daemon, image: ImageRecord): void {
  const running = usersOf(daemon, image).find(isRunning);
  const refuse = (why: string) => conflict(`unable to delete ${short(image.Id)} (cannot be forced) - image ${why}`);
  if (hasChildren(daemon, image)) throw refuse('has dependent child images');
  if (running) throw refuse(`is being used by running container ${short(running.Id)}`);
}

function untag(daemon: Daemon, image: ImageRecord, tag: string, deleted: ImageDeleted[]): void {
  daemon.state.tags.delete(tag);
  deleted.push({ Untagged: tag });
  emit(daemon, 'image', 'untag', image.Id, { ...labelsOf(image), name: image.Id });
}

/** Deletes an image, its layers that nothing else needs, and then its parents that were only kept for it. */
function deleteImage(daemon: Daemon, image: ImageRecord): readonly ImageDeleted[] {
  const { images, layers, containers } = daemon.state;
  images.delete(image.Id);
  const deleted: ImageDeleted[] = [{ Deleted: image.Id }];
  emit(daemon, 'image', 'delete', image.Id, { ...labelsOf(image), name: image.Id });
  const needed = new Set([...[...images.values()].flatMap((other) => other.layers), ...cachedLayers(daemon)]);
  const mounted = new Set([...containers.values()].flatMap(({ layer }) => layer.lower));
  for (const { mounts } of containers.values())
    if (mounts.some((mount) => mount.image === image.Id))
      for (const folder of layerFolders(daemon, image)) mounted.add(folder);
  const chain = chainIds(image.layers);
  for (let at = image.layers.length - 1; at >= 0; at--) {
    const diffId = image.layers[at]!;
    const layer = layers.get(diffId);
    if (!layer || needed.has(diffId) || mounted.has(layer.folder)) break;
    layers.delete(diffId);
    removeLayerFolder(daemon, layer.folder);
    deleted.push({ Deleted: chain[at]! });
  }
  const parent = images.get(image.parent);
  const kept =
    !parent ||
    tagsOf(daemon, parent.Id).length > 0 ||
    usersOf(daemon, parent).length > 0 ||
    hasChildren(daemon, parent);
  return kept ? deleted : [...deleted, ...deleteImage(daemon, parent)];
}

/** The ids of layers as stacked (OCI image-spec, ChainID), which is how a deletion names them. */
function chainIds(diffIds: readonly string[]): readonly string[] {
  const ids: string[] = [];
  for (const diffId of diffIds) {
    const below = ids.at(-1);
    ids.push(below === undefined ? diffId : `sha256:${digest(`${below} ${diffId}`)}`);
  }
  return ids;
}

/** See {@link Engine.imagePrune}: images without a name; with the filter `dangling=false` all that no container uses. */
export function pruneImages(daemon: Daemon, filters: Filters) {
  checkFilters(filters, ['dangling', 'label', 'label!', 'until']);
  const dangling = filters.dangling === undefined || boolFilter('dangling', filters.dangling);
  const until = filters.until?.map((value) => parseUntil(value, daemon.kernel.now()));
  const before = spaceOf(daemon);
  const Images: ImageDeleted[] = [];
  for (const image of [...daemon.state.images.values()]) {
    const tags = tagsOf(daemon, image.Id);
    if (dangling && tags.length > 0) continue;
    if (usersOf(daemon, image).length > 0 || !matchesLabels(filters, labelsOf(image) ?? {})) continue;
    if (!daemon.state.images.has(image.Id) || hasChildren(daemon, image)) continue;
    if (until?.some((edge) => Date.parse(image.created) >= edge)) continue;
    for (const tag of tags) untag(daemon, image, tag, Images);
    Images.push(...deleteImage(daemon, image));
  }
  const SpaceReclaimed = before - spaceOf(daemon);
  emit(daemon, 'image', 'prune', '', { reclaimed: String(SpaceReclaimed) });
  return { Images, Deleted: Images.flatMap(({ Deleted }) => (Deleted ? [Deleted] : [])), SpaceReclaimed };
}

function spaceOf(daemon: Daemon): number {
  return [...daemon.state.layers.values()].reduce((sum, { size }) => sum + size, 0);
}

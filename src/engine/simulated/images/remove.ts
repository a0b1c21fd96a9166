import type { Filters, ImageDeleted } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emit } from '../daemon.ts';
import { checkFilters, matchesLabels, parseBool, parseUntil } from '../filters.ts';
import type { ContainerRecord, ImageRecord } from '../state.ts';
import { labelsOf } from './list.ts';
import { formatReference, parseReference } from './reference.ts';
import { imageByName, removeLayerFolder, tagsOf } from './store.ts';

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
    const repositories = new Set(tags.map((tag) => parseReference(tag).repository));
    if (repositories.size > 1 && !force)
      throw conflict(
        `unable to delete ${short(image.Id)} (must be forced) - image is referenced in multiple repositories`,
      );
    checkUnused(daemon, image, force);
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

function checkUnused(daemon: Daemon, image: ImageRecord, force: boolean): void {
  const users = usersOf(daemon, image);
  const running = users.find(isRunning);
  const children = [...daemon.state.images.values()].some(({ parent }) => parent === image.Id);
  if (children)
    throw conflict(`unable to delete ${short(image.Id)} (cannot be forced) - image has dependent child images`);
  if (running)
    throw conflict(
      `unable to delete ${short(image.Id)} (cannot be forced) - image is being used by running container ${short(running.Id)}`,
    );
  if (users[0] && !force)
    throw conflict(
      `unable to delete ${short(image.Id)} (must be forced) - image is being used by stopped container ${short(users[0].Id)}`,
    );
}

function untag(daemon: Daemon, image: ImageRecord, tag: string, deleted: ImageDeleted[]): void {
  daemon.state.tags.delete(tag);
  deleted.push({ Untagged: tag });
  emit(daemon, 'image', 'untag', image.Id, { ...labelsOf(image), name: image.Id });
}

function deleteImage(daemon: Daemon, image: ImageRecord): readonly ImageDeleted[] {
  const { images, layers, containers } = daemon.state;
  images.delete(image.Id);
  const deleted: ImageDeleted[] = [{ Deleted: image.Id }];
  emit(daemon, 'image', 'delete', image.Id, { ...labelsOf(image), name: image.Id });
  const needed = new Set([...images.values()].flatMap((other) => other.layers));
  const mounted = new Set([...containers.values()].flatMap(({ layer }) => layer.lower));
  for (const diffId of [...image.layers].reverse()) {
    const layer = layers.get(diffId);
    if (!layer || needed.has(diffId) || mounted.has(layer.folder)) break;
    layers.delete(diffId);
    removeLayerFolder(daemon, layer.folder);
    deleted.push({ Deleted: diffId });
  }
  return deleted;
}

/** See {@link Engine.imagePrune}: images without a name; with the filter `dangling=false` all that no container uses. */
export function pruneImages(daemon: Daemon, filters: Filters) {
  checkFilters(filters, ['dangling', 'label', 'label!', 'until']);
  const dangling = filters.dangling === undefined || parseBool('dangling', filters.dangling);
  const until = filters.until?.map((value) => parseUntil(value, daemon.kernel.now()));
  const before = spaceOf(daemon);
  const Images: ImageDeleted[] = [];
  for (const image of [...daemon.state.images.values()]) {
    const tags = tagsOf(daemon, image.Id);
    if (dangling && tags.length > 0) continue;
    if (usersOf(daemon, image).length > 0 || !matchesLabels(filters, labelsOf(image) ?? {})) continue;
    if ([...daemon.state.images.values()].some(({ parent }) => parent === image.Id)) continue;
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

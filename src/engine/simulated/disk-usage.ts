import type { DiskUsage, Filters, PruneReport } from '../api.ts';
import { cacheRecords } from './build/cache.ts';
import { containerSizes } from './containers/inspect.ts';
import { listContainers } from './containers/list.ts';
import { can } from './containers/machine.ts';
import { discard } from './containers/remove.ts';
import { type Daemon, emit } from './daemon.ts';
import { checkFilters, matchesLabels, parseUntil } from './filters.ts';
import { summarize } from './images/list.ts';
import { imageSize, tagsOf } from './images/store.ts';
import { describeVolume, usersOf, volumeSize } from './volumes.ts';

/** See {@link Engine.diskUsage}. */
export function diskUsage(daemon: Daemon): DiskUsage {
  const { images, layers, volumes, containers } = daemon.state;
  const all = [...images.values()];
  const uses = new Map<string, number>();
  for (const { layers: own } of all) for (const diffId of own) uses.set(diffId, (uses.get(diffId) ?? 0) + 1);
  return {
    LayersSize: [...layers.values()].reduce((sum, { size }) => sum + size, 0),
    Images: all
      .map((image) => ({
        ...summarize(daemon, image, tagsOf(daemon, image.Id)),
        SharedSize: image.layers.reduce(
          (sum, diffId) => sum + ((uses.get(diffId) ?? 0) > 1 ? (layers.get(diffId)?.size ?? 0) : 0),
          0,
        ),
        Size: imageSize(daemon, image),
        Containers: [...containers.values()].filter(({ Image }) => Image === image.Id).length,
      }))
      .sort((a, b) => b.Created - a.Created),
    Containers: listContainers(daemon, { all: true, size: true, filters: {} }),
    Volumes: [...volumes.values()].map((volume) => ({
      ...describeVolume(volume),
      UsageData: { RefCount: usersOf(daemon, volume.Name).length, Size: volumeSize(daemon, volume.Name) },
    })),
    BuildCache: cacheRecords(daemon),
  };
}

/** See {@link Engine.containerPrune}: removes the containers that don't run. @throws {DockerError} */
export function pruneContainers(daemon: Daemon, filters: Filters): PruneReport {
  checkFilters(filters, ['label', 'label!', 'until']);
  const until = filters.until?.map((value) => parseUntil(value, daemon.kernel.now()));
  const Deleted: string[] = [];
  let SpaceReclaimed = 0;
  for (const container of [...daemon.state.containers.values()]) {
    if (!can(container.status, 'remove') || !matchesLabels(filters, container.Config.Labels)) continue;
    if (until?.some((edge) => container.created > edge)) continue;
    SpaceReclaimed += containerSizes(daemon, container).SizeRw;
    discard(daemon, container.Id, false);
    Deleted.push(container.Id);
  }
  emit(daemon, 'container', 'prune', '', { reclaimed: String(SpaceReclaimed) });
  return { Deleted, SpaceReclaimed };
}

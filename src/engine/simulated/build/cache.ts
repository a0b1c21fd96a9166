import type { BuildCacheRecord, Filters } from '../../api.ts';
import { type Daemon, emit } from '../daemon.ts';
import { checkFilters, parseUntil } from '../filters.ts';
import { removeLayerFolder } from '../images/store.ts';
import type { CacheRecord, Snapshot } from '../state.ts';
import { rfc3339Nano } from '../time.ts';
import { newId, sizeOf } from './snapshot.ts';

/** The layers that records of the build cache hold. */
export function cachedLayers(daemon: Daemon): ReadonlySet<string> {
  return new Set([...daemon.state.buildCache.values()].flatMap(({ snapshot }) => snapshot?.layers ?? []));
}

/** The result that a key had before, if its layers are still there; counts as a use. */
export function cachedResult(daemon: Daemon, key: string): Snapshot | undefined {
  const record = daemon.state.buildCache.get(key);
  if (!record?.snapshot?.layers.every((diffId) => daemon.state.layers.has(diffId))) return undefined;
  return record.snapshot;
}

export function useRecord(daemon: Daemon, key: string): void {
  const record = daemon.state.buildCache.get(key);
  if (record) daemon.state.buildCache.set(key, { ...record, lastUsed: daemon.kernel.now(), usage: record.usage + 1 });
}

/** Enters a result, or replaces an older one of the same key. */
export function keepResult(daemon: Daemon, snapshot: Snapshot, description: string, parent: string | undefined): void {
  const above = parent === undefined ? undefined : daemon.state.buildCache.get(parent)?.ID;
  putRecord(daemon, {
    key: snapshot.key,
    snapshot,
    Type: 'regular',
    Description: description,
    Parents: above === undefined ? [] : [above],
    Size: above === undefined ? 0 : sizeOf(daemon, snapshot),
    Mutable: false,
  });
}

export function putRecord(
  daemon: Daemon,
  record: Omit<CacheRecord, 'ID' | 'created' | 'lastUsed' | 'usage'>,
): CacheRecord {
  const before = daemon.state.buildCache.get(record.key);
  const now = daemon.kernel.now();
  const entered: CacheRecord = {
    ...record,
    ID: before?.ID ?? newId(daemon),
    created: before?.created ?? now,
    lastUsed: now,
    usage: (before?.usage ?? 0) + 1,
  };
  daemon.state.buildCache.set(record.key, entered);
  return entered;
}

/** The records as the API tells them. */
export function cacheRecords(daemon: Daemon): readonly BuildCacheRecord[] {
  const used = imageLayers(daemon);
  return [...daemon.state.buildCache.values()].map((record) => describe(record, used));
}

function imageLayers(daemon: Daemon): ReadonlySet<string> {
  return new Set([...daemon.state.images.values()].map(({ layers }) => layers.join(' ')));
}

/** A record is shared when an image is made of its layers. */
function isShared({ snapshot }: CacheRecord, images: ReadonlySet<string>): boolean {
  if (!snapshot) return false;
  const chain = snapshot.layers.join(' ');
  return [...images].some((layers) => layers === chain || layers.startsWith(`${chain} `));
}

function describe(record: CacheRecord, images: ReadonlySet<string>): BuildCacheRecord {
  const { ID, Parents, Type, Description, Size, Mutable, created, lastUsed, usage } = record;
  return {
    ID,
    ...(Parents.length > 0 ? { Parents } : {}),
    Type,
    Description,
    InUse: false,
    Shared: isShared(record, images),
    Size,
    CreatedAt: rfc3339Nano(created),
    LastUsedAt: rfc3339Nano(lastUsed),
    UsageCount: usage,
    Mutable,
  };
}

/** See {@link Engine.buildPrune}. @throws {DockerError} */
export function pruneBuildCache(
  daemon: Daemon,
  { all, filters }: { readonly all: boolean; readonly filters: Filters },
): readonly BuildCacheRecord[] {
  checkFilters(filters, ['until', 'id', 'parent', 'type', 'description', 'inuse', 'shared', 'private']);
  const until = filters.until?.map((value) => parseUntil(value, daemon.kernel.now()));
  const images = imageLayers(daemon);
  const gone: BuildCacheRecord[] = [];
  let reclaimed = 0;
  for (const [key, record] of [...daemon.state.buildCache]) {
    const shared = isShared(record, images);
    if (!all && shared) continue;
    if (until?.some((edge) => record.lastUsed >= edge)) continue;
    if (filters.id && !filters.id.includes(record.ID)) continue;
    if (filters.type && !filters.type.includes(record.Type)) continue;
    if (filters.description && !filters.description.some((text) => record.Description.includes(text))) continue;
    if (filters.parent && !filters.parent.some((id) => record.Parents.includes(id))) continue;
    daemon.state.buildCache.delete(key);
    if (record.folder !== undefined) removeLayerFolder(daemon, record.folder);
    gone.push(describe(record, images));
    if (!shared) reclaimed += record.Size;
  }
  dropUnusedLayers(daemon);
  emit(daemon, 'builder', 'prune', '', { reclaimed: String(reclaimed) });
  return gone;
}

/** Removes layers that neither an image, nor a container, nor the cache needs. */
function dropUnusedLayers(daemon: Daemon): void {
  const { images, containers, layers } = daemon.state;
  const needed = cachedLayers(daemon);
  const own = new Set([...images.values()].flatMap((image) => image.layers));
  const mounted = new Set([...containers.values()].flatMap(({ layer }) => layer.lower));
  for (const [diffId, { folder }] of [...layers]) {
    if (needed.has(diffId) || own.has(diffId) || mounted.has(folder)) continue;
    layers.delete(diffId);
    removeLayerFolder(daemon, folder);
  }
}

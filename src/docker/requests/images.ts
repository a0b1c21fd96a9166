import type {
  BuildCacheRecord,
  BuildMessage,
  BuildRequest,
  DiskUsage,
  EngineEvent,
  Filters,
  ImageDeleted,
  ImageHistoryItem,
  ImageInspect,
  ImageSummary,
  JSONMessage,
  Platform,
  PruneReport,
  PullProgress,
} from '../../engine/index.ts';
import type { Request } from '../cli.ts';
import { BadReference, familiarString, type Named, parseAnyReference } from '../opts/reference.ts';
import { filtersQuery, query } from './query.ts';

export const imageList = (all: boolean, filters: Filters): Request<readonly ImageSummary[]> => ({
  method: 'Get',
  path: `/images/json${query({ all, filters: filtersQuery(filters) })}`,
  run: (engine) => engine.imageList({ all, filters }),
});

export const imageInspect = (name: string): Request<ImageInspect> => ({
  method: 'Get',
  path: `/images/${name}/json`,
  ...(name === '' && { refused: 'Error: No such image: ' }),
  run: (engine) => engine.imageInspect(name),
});

export const imageHistory = (name: string): Request<readonly ImageHistoryItem[]> => ({
  method: 'Get',
  path: `/images/${name}/history`,
  ...(name === '' && { refused: 'Error response from daemon: page not found' }),
  run: (engine) => engine.imageHistory(name),
});

export const imageTag = (name: string, reference: string): Request<void> => ({
  method: 'Post',
  path: `/images/${name}/tag`,
  run: (engine) => engine.imageTag(name, reference),
});

export const imageRemove = (
  name: string,
  options: { readonly force: boolean; readonly prune: boolean },
): Request<readonly ImageDeleted[]> => ({
  method: 'Delete',
  path: `/images/${name}${query({ force: options.force, noprune: !options.prune })}`,
  ...(name === '' && { refused: 'Error response from daemon: page not found' }),
  run: (engine) => engine.imageRemove(name, options),
});

export const imagePrune = (filters: Filters): Request<PruneReport & { readonly Images: readonly ImageDeleted[] }> => ({
  method: 'Post',
  path: `/images/prune${query({ filters: filtersQuery(filters) })}`,
  run: (engine) => engine.imagePrune(filters),
});

export const imagePull = (named: Named, seen: number): Request<readonly PullProgress[]> => ({
  method: 'Post',
  path: `/images/create${query({ fromImage: `${named.domain}/${named.path}`, tag: named.digest ?? named.tag })}`,
  run: (engine) => engine.imagePull(familiarString(named), seen),
});

/** The engine's refusal of names that aren't any. */
function badName(names: readonly string[]): { readonly refused?: string } {
  for (const name of names)
    try {
      parseAnyReference(name);
    } catch (error) {
      if (error instanceof BadReference) return { refused: `Error response from daemon: ${error.message}` };
      throw error;
    }
  return {};
}

export const imageSave = (names: readonly string[], platform: Platform | undefined): Request<Uint8Array> => ({
  method: 'Get',
  path: `/images/get${query({ names: names.join(',') })}`,
  ...badName(names),
  run: (engine) => engine.imageSave(names, platform),
});

export const imageLoad = (
  tar: Uint8Array,
  options: { readonly quiet: boolean; readonly platform?: Platform },
): Request<readonly JSONMessage[]> => ({
  method: 'Post',
  path: `/images/load${query({ quiet: options.quiet ? '1' : '' })}`,
  run: (engine) => engine.imageLoad(tar, options),
});

export const imageImport = (
  source: Uint8Array | { readonly url: string },
  options: {
    readonly reference: string;
    readonly message: string;
    readonly changes: readonly string[];
    readonly platform: string;
  },
): Request<string> => ({
  method: 'Post',
  path: `/images/create${query({ fromSrc: source instanceof Uint8Array ? '-' : source.url, repo: options.reference })}`,
  run: (engine) => engine.imageImport(source, options),
});

export const imageBuild = (request: BuildRequest, seen: number): Request<readonly BuildMessage[]> => ({
  method: 'Post',
  path: '/build',
  run: (engine) => engine.imageBuild(request, seen),
});

export const buildCancel = (ref: string): Request<void> => ({
  method: 'Post',
  path: `/build/cancel${query({ id: ref })}`,
  run: (engine) => engine.buildCancel(ref),
});

export const buildPrune = (options: {
  readonly all: boolean;
  readonly filters: Filters;
}): Request<readonly BuildCacheRecord[]> => ({
  method: 'Post',
  path: '/build/prune',
  run: (engine) => engine.buildPrune(options),
});

export const diskUsage = (): Request<DiskUsage> => ({
  method: 'Get',
  path: '/system/df',
  run: (engine) => engine.diskUsage(),
});

export const version = (): Request<Readonly<Record<string, unknown>>> => ({
  method: 'Get',
  path: '/version',
  run: (engine) => engine.version(),
});

export const info = (): Request<Readonly<Record<string, unknown>>> => ({
  method: 'Get',
  path: '/info',
  run: (engine) => engine.info(),
});

export const events = (
  options: { readonly since?: number; readonly until?: number; readonly filters: Filters },
  seen: number,
): Request<readonly EngineEvent[]> => ({
  method: 'Get',
  path: '/events',
  run: (engine) => engine.events(options, seen),
});

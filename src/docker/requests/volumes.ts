import type { Filters, PruneReport, Volume, VolumeCreateRequest } from '../../engine/index.ts';
import type { Request } from '../cli.ts';
import { clean } from '../go/path.ts';
import { emptyName, filtersQuery, query } from './query.ts';

export const volumeCreate = (request: VolumeCreateRequest): Request<Volume> => ({
  method: 'Post',
  path: '/volumes/create',
  run: (engine) => engine.volumeCreate(request),
});

export const volumeList = (filters: Filters): Request<readonly Volume[]> => ({
  method: 'Get',
  path: `/volumes${query({ filters: filtersQuery(filters) })}`,
  run: (engine) => engine.volumeList(filters),
});

/** A name as it arrives in a request's path, which is cleaned on the way: `/a//b` is `a/b`. */
const inPath = (name: string) => clean(`/${name}`).slice(1);

export const volumeInspect = (name: string): Request<Volume> => ({
  method: 'Get',
  path: `/volumes/${name}`,
  ...emptyName('volume', name),
  run: (engine) => engine.volumeInspect(inPath(name)),
});

export const volumeRemove = (name: string, force: boolean): Request<void> => ({
  method: 'Delete',
  path: `/volumes/${name}${query({ force })}`,
  ...emptyName('volume', name),
  run: (engine) => engine.volumeRemove(inPath(name), force),
});

export const volumePrune = (filters: Filters): Request<PruneReport> => ({
  method: 'Post',
  path: `/volumes/prune${query({ filters: filtersQuery(filters) })}`,
  run: (engine) => engine.volumePrune(filters),
});

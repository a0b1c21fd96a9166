import type { Filters, PruneReport, Volume, VolumeCreateRequest } from '../../engine/index.ts';
import type { Request } from '../cli.ts';
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

export const volumeInspect = (name: string): Request<Volume> => ({
  method: 'Get',
  path: `/volumes/${name}`,
  ...emptyName('volume', name),
  run: (engine) => engine.volumeInspect(name),
});

export const volumeRemove = (name: string, force: boolean): Request<void> => ({
  method: 'Delete',
  path: `/volumes/${name}${query({ force })}`,
  ...emptyName('volume', name),
  run: (engine) => engine.volumeRemove(name, force),
});

export const volumePrune = (filters: Filters): Request<PruneReport> => ({
  method: 'Post',
  path: `/volumes/prune${query({ filters: filtersQuery(filters) })}`,
  run: (engine) => engine.volumePrune(filters),
});

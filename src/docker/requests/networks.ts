import type { EndpointRequest, Filters, Network, NetworkCreateRequest, PruneReport } from '../../engine/index.ts';
import type { Request } from '../cli.ts';
import { emptyName, filtersQuery, query } from './query.ts';

export const networkCreate = (request: NetworkCreateRequest): Request<{ readonly Id: string }> => ({
  method: 'Post',
  path: '/networks/create',
  run: (engine) => engine.networkCreate(request),
});

export const networkList = (filters: Filters): Request<readonly Network[]> => ({
  method: 'Get',
  path: `/networks${query({ filters: filtersQuery(filters) })}`,
  run: (engine) => engine.networkList(filters),
});

export const networkInspect = (name: string): Request<Network> => ({
  method: 'Get',
  path: `/networks/${name}`,
  ...emptyName('network', name),
  run: (engine) => engine.networkInspect(name),
});

export const networkRemove = (name: string): Request<void> => ({
  method: 'Delete',
  path: `/networks/${name}`,
  ...emptyName('network', name),
  run: (engine) => engine.networkRemove(name),
});

export const networkConnect = (network: string, container: string, endpoint: EndpointRequest): Request<void> => ({
  method: 'Post',
  path: `/networks/${network}/connect`,
  ...emptyName('network', network),
  ...emptyName('container', container),
  run: (engine) => engine.networkConnect(network, container, endpoint),
});

export const networkDisconnect = (network: string, container: string, force: boolean): Request<void> => ({
  method: 'Post',
  path: `/networks/${network}/disconnect`,
  ...emptyName('network', network),
  ...emptyName('container', container),
  run: (engine) => engine.networkDisconnect(network, container, force),
});

export const networkPrune = (filters: Filters): Request<PruneReport> => ({
  method: 'Post',
  path: `/networks/prune${query({ filters: filtersQuery(filters) })}`,
  run: (engine) => engine.networkPrune(filters),
});

import type { Filters, Network, PruneReport } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emit } from '../daemon.ts';
import { checkFilters, matchesLabels, parseUntil } from '../filters.ts';
import type { NetworkRecord } from '../state.ts';
import { parseTime } from '../time.ts';
import { describeNetwork, emitNetwork, endpointsOf, findNetwork, isBuiltin } from './records.ts';

const KNOWN = ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type'];

/** See {@link Engine.networkList}. @throws {DockerError} */
export function listNetworks(daemon: Daemon, filters: Filters): readonly Network[] {
  checkFilters(filters, KNOWN);
  const builtin = typeFilter(filters.type);
  const dangling = danglingFilter(filters.dangling);
  return [...daemon.state.networks.values()]
    .filter(
      (network) =>
        (filters.name?.some((part) => network.Name.includes(part)) ?? true) &&
        (filters.id?.some((part) => network.Id.startsWith(part)) ?? true) &&
        (filters.driver?.includes(network.Driver) ?? true) &&
        (filters.scope?.includes(network.Scope) ?? true) &&
        (builtin === undefined || builtin === isBuiltin(network.Name)) &&
        // The list doesn't know of containers: every network that can be removed counts as unused.
        (dangling === undefined || dangling === !isBuiltin(network.Name)) &&
        matchesLabels(filters, network.Labels),
    )
    .map((network) => describeNetwork(daemon, network, false));
}

/** True: only the built-in ones; false: only a person's own. */
function typeFilter(values: readonly string[] = []): boolean | undefined {
  const wrong = values.find((value) => value !== 'builtin' && value !== 'custom');
  if (wrong !== undefined) throw new DockerError('invalidParameter', `invalid filter: 'type'='${wrong}'`);
  if (values.length === 0 || (values.includes('builtin') && values.includes('custom'))) return undefined;
  return values.includes('builtin');
}

function danglingFilter(values: readonly string[] | undefined): boolean | undefined {
  if (values === undefined) return undefined;
  const truths = values.map(
    (value) => ['true', '1'].includes(value) || (['false', '0'].includes(value) ? false : undefined),
  );
  const [first] = truths;
  if (values.length > 1) throw new DockerError('invalidParameter', `got more than one value for filter key "dangling"`);
  if (first === undefined)
    throw new DockerError(
      'invalidParameter',
      `invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")`,
    );
  return first;
}

/** See {@link Engine.networkRemove}. @throws {DockerError} */
export function removeNetwork(daemon: Daemon, name: string): void {
  const network = findNetwork(daemon, name);
  if (isBuiltin(network.Name))
    throw new DockerError('forbidden', `${network.Name} is a pre-defined network and cannot be removed`);
  const refuse = (why: string) => new DockerError('forbidden', `error while removing network: ${why}`);
  const members = endpointsOf(daemon, network);
  if (members.length > 0) {
    const list = members.map(
      ({ container, endpoint }) =>
        `name:${JSON.stringify(container.Name)} id:${JSON.stringify(endpoint.EndpointID.slice(0, 12))}`,
    );
    throw refuse(`network ${network.Name} has active endpoints (${list.join(', ')})`);
  }
  if (isConfigOfOthers(daemon, network))
    throw refuse(`configuration network ${JSON.stringify(network.Name)} is in use`);
  daemon.state.networks.delete(network.Id);
  daemon.state.lowestFree.delete(network.Id);
  emitNetwork(daemon, network, 'destroy');
}

function isConfigOfOthers(daemon: Daemon, { ConfigOnly, Name }: NetworkRecord): boolean {
  return ConfigOnly && [...daemon.state.networks.values()].some(({ ConfigFrom }) => ConfigFrom.Network === Name);
}

/** See {@link Engine.networkPrune}. @throws {DockerError} */
export function pruneNetworks(daemon: Daemon, filters: Filters): PruneReport {
  checkFilters(filters, ['label', 'label!', 'until']);
  const until = filters.until?.map((value) => parseUntil(value, daemon.kernel.now()));
  const Deleted: string[] = [];
  for (const network of [...daemon.state.networks.values()]) {
    if (isBuiltin(network.Name) || !matchesLabels(filters, network.Labels)) continue;
    if (until?.some((edge) => parseTime(network.Created) > edge)) continue;
    if (endpointsOf(daemon, network).length > 0 || isConfigOfOthers(daemon, network)) continue;
    removeNetwork(daemon, network.Id);
    Deleted.push(network.Name);
  }
  emit(daemon, 'network', 'prune', '', { reclaimed: '0' });
  return { Deleted, SpaceReclaimed: 0 };
}

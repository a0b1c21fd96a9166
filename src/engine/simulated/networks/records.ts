import { digest } from '../../../images/index.ts';
import type { Network } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, emit } from '../daemon.ts';
import type { NetworkRecord } from '../state.ts';

/** The host's address on the default bridge. */
export const GATEWAY = '172.17.0.1';

const PLAIN = {
  Scope: 'local',
  EnableIPv4: true,
  EnableIPv6: false,
  Internal: false,
  Attachable: false,
  Ingress: false,
  ConfigFrom: { Network: '' },
  ConfigOnly: false,
  Labels: {},
} as const;

/** The networks that every engine has. */
export function builtinNetworks(seed: number, created: string): readonly NetworkRecord[] {
  const make = (Name: string, Driver: string): NetworkRecord => ({
    Name,
    Id: digest(`${Name}:${seed}`),
    Created: created,
    ...PLAIN,
    Driver,
    IPAM: { Driver: 'default', Options: null, Config: null },
    Options: {},
  });
  return [
    {
      ...make('bridge', 'bridge'),
      IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: '172.17.0.0/16', Gateway: GATEWAY }] },
      Options: {
        'com.docker.network.bridge.default_bridge': 'true',
        'com.docker.network.bridge.enable_icc': 'true',
        'com.docker.network.bridge.enable_ip_masquerade': 'true',
        'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
        'com.docker.network.bridge.name': 'docker0',
        'com.docker.network.driver.mtu': '1500',
      },
    },
    make('host', 'host'),
    make('none', 'null'),
  ];
}

/** Names that are taken from the start, or mean something else. */
export const isBuiltin = (name: string): boolean => ['bridge', 'host', 'none', 'default'].includes(name);

/** A network that a person made: its containers know each other by name. */
export const isUserDefined = (name: string): boolean =>
  !isBuiltin(name) && name !== '' && !name.startsWith('container:');

/** By id, by name, or by the beginning of an id if only one begins so; undefined: none. @throws {DockerError} */
export function lookForNetwork(daemon: Daemon, name: string): NetworkRecord | undefined {
  const all = [...daemon.state.networks.values()];
  const exact = daemon.state.networks.get(name) ?? all.find((network) => network.Name === name);
  if (exact || name === '') return exact;
  const found = all.filter(({ Id }) => Id.startsWith(name));
  if (found.length > 1)
    throw new DockerError(
      'invalidParameter',
      `network ${name} is ambiguous (${found.length} matches found based on ID prefix)`,
    );
  return found[0];
}

/** @throws {DockerError} `network x not found`. */
export function findNetwork(daemon: Daemon, name: string): NetworkRecord {
  const found = lookForNetwork(daemon, name);
  if (!found) throw new DockerError('notFound', `network ${name} not found`);
  return found;
}

export function emitNetwork(daemon: Daemon, { Id, Name, Driver }: NetworkRecord, action: string, container?: string) {
  emit(daemon, 'network', action, Id, { name: Name, type: Driver, ...(container !== undefined && { container }) });
}

/** The running containers with a place in a network, and that place. */
export function endpointsOf(daemon: Daemon, { Name, Id }: NetworkRecord) {
  return [...daemon.state.active].flatMap((id) => {
    const container = daemon.state.containers.get(id);
    const endpoint = container?.running?.network?.endpoints[Name];
    return container && endpoint && endpoint.NetworkID === Id ? [{ container, endpoint }] : [];
  });
}

/** A network as the API tells of it: a list leaves its containers out. */
export function describeNetwork(daemon: Daemon, network: NetworkRecord, detailed: boolean): Network {
  const { Name, Id, Created, Scope, Driver, EnableIPv4, EnableIPv6, IPAM, Internal } = network;
  const { Attachable, Ingress, ConfigFrom, ConfigOnly, Options, Labels } = network;
  const members = detailed ? endpointsOf(daemon, network) : [];
  return {
    Name,
    Id,
    Created,
    Scope,
    Driver,
    EnableIPv4,
    EnableIPv6,
    IPAM,
    Internal,
    Attachable,
    Ingress,
    ConfigFrom,
    ConfigOnly,
    Containers: Object.fromEntries(
      members.map(({ container, endpoint }) => [
        container.Id,
        {
          Name: container.Name,
          EndpointID: endpoint.EndpointID,
          MacAddress: endpoint.MacAddress,
          IPv4Address: endpoint.IPAddress === '' ? '' : `${endpoint.IPAddress}/${endpoint.IPPrefixLen}`,
          IPv6Address: endpoint.IPv6Address === '' ? '' : `${endpoint.IPv6Address}/${IPV6_PREFIX}`,
        },
      ]),
    ),
    Options,
    Labels,
  };
}

/** The length of the IPv6 networks that the engine chooses itself. */
export const IPV6_PREFIX = 64;

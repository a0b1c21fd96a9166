import type { NetworkCreateRequest } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, randomId } from '../daemon.ts';
import type { NetworkRecord } from '../state.ts';
import { rfc3339Nano } from '../time.ts';
import { choosePools, validateIpam } from './ipam.ts';
import { emitNetwork, isBuiltin, lookForNetwork } from './records.ts';

const invalid = (message: string) => new DockerError('invalidParameter', message);

/** Options of the bridge driver that must be true or false, or a number. */
const BOOLEANS = ['enable_icc', 'enable_ip_masquerade', 'inhibit_ipv4'].map(
  (name) => `com.docker.network.bridge.${name}`,
);
const NUMBERS = ['com.docker.network.driver.mtu'];
const BRIDGE_NAME = 'com.docker.network.bridge.name';

/**
 * See {@link Engine.networkCreate}. In this order, as the daemon does: 1. its name; 2. what it is told; 3. its driver;
 * 4. its addresses.
 * @throws {DockerError}
 */
export function createNetwork(daemon: Daemon, request: NetworkCreateRequest): { readonly Id: string } {
  const { Name, Driver = 'bridge', Scope = '', ConfigOnly = false } = request;
  if (isBuiltin(Name)) throw new DockerError('forbidden', `operation is not permitted on predefined ${Name} network`);
  if (Name.trim() === '') throw invalid('invalid name: name is empty');
  if ([...daemon.state.networks.values()].some((network) => network.Name === Name))
    throw new DockerError('conflict', `network with name ${Name} already exists`);
  const EnableIPv4 = request.EnableIPv4 ?? true;
  const EnableIPv6 = request.EnableIPv6 ?? false;
  const configs = request.IPAM?.Config ?? [];
  validateIpam(configs);
  const from = configFrom(daemon, request);
  checkDriver(daemon, request, Driver);
  if (request.Ingress) throw invalid('Ingress network can only be global scope network');
  if (Scope === 'swarm')
    throw new DockerError('forbidden', 'cannot create a swarm scoped network when swarm is not active');
  if (!EnableIPv4 && !EnableIPv6) throw invalid('IPv4 or IPv6 must be enabled');
  const Id = randomId(daemon);
  const given = from?.IPAM.Config ?? configs;
  const Options = from?.Options ?? request.Options ?? {};
  if (!ConfigOnly && Driver === 'bridge') checkBridge(daemon, Id, Options, given.length);
  const Config = ConfigOnly
    ? given.map((config) => ({ ...config, Subnet: config.Subnet ?? '' }))
    : choosePools(daemon, given, EnableIPv6);
  const network: NetworkRecord = {
    Name,
    Id,
    Created: rfc3339Nano(daemon.kernel.now()),
    Scope: Scope || 'local',
    Driver: ConfigOnly ? 'null' : Driver,
    EnableIPv4,
    EnableIPv6: from?.EnableIPv6 ?? EnableIPv6,
    IPAM: {
      Driver: request.IPAM?.Driver || 'default',
      Options: request.IPAM?.Options ?? null,
      Config: Config.length > 0 ? Config.map(withoutEmpty) : null,
    },
    Internal: from?.Internal ?? request.Internal ?? false,
    Attachable: request.Attachable ?? false,
    Ingress: false,
    ConfigFrom: { Network: from?.Name ?? '' },
    ConfigOnly,
    Options,
    Labels: from?.Labels ?? request.Labels ?? {},
    ownSubnet: given.length > 0,
  };
  daemon.state.networks.set(Id, network);
  emitNetwork(daemon, network, 'create');
  return { Id };
}

function withoutEmpty({
  Subnet,
  IPRange,
  Gateway,
  AuxiliaryAddresses = {},
}: { readonly Subnet: string } & NonNullable<NonNullable<NetworkCreateRequest['IPAM']>['Config']>[number]) {
  return {
    Subnet,
    ...(IPRange ? { IPRange } : {}),
    ...(Gateway ? { Gateway } : {}),
    ...(Object.keys(AuxiliaryAddresses).length > 0 ? { AuxiliaryAddresses } : {}),
  };
}

function configFrom(daemon: Daemon, { ConfigFrom, IPAM, Options = {}, Internal }: NetworkCreateRequest) {
  const name = ConfigFrom?.Network ?? '';
  if (name === '') return undefined;
  const from = lookForNetwork(daemon, name);
  if (!from) throw new DockerError('notFound', `configuration network ${JSON.stringify(name)} does not exist`);
  if (!from.ConfigOnly)
    throw new DockerError('forbidden', `network ${JSON.stringify(name)} is not a configuration network`);
  if (IPAM?.Config?.length || Object.keys(Options).length > 0 || Internal)
    throw new DockerError(
      'forbidden',
      'user specified configurations are not supported if the network depends on a configuration network',
    );
  return from;
}

function checkDriver(_daemon: Daemon, request: NetworkCreateRequest, driver: string): void {
  switch (driver) {
    case 'bridge':
    case '':
      return;
    case 'host':
    case 'null':
      if (request.ConfigOnly) return;
      throw new DockerError('forbidden', `only one instance of ${JSON.stringify(driver)} network is allowed`);
    case 'overlay':
      throw new DockerError(
        'forbidden',
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      );
    case 'macvlan':
    case 'ipvlan':
      throw new DockerError('system', 'operation not supported');
    default:
      throw new DockerError('notFound', `plugin ${JSON.stringify(driver)} not found`);
  }
}

function checkBridge(daemon: Daemon, id: string, options: Readonly<Record<string, string>>, subnets: number): void {
  for (const [name, value] of Object.entries(options)) {
    if (BOOLEANS.includes(name) && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
      throw invalid(
        `failed to parse ${name} value: ${value} (strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax)`,
      );
    if (NUMBERS.includes(name) && !/^[+-]?\d+$/.test(value))
      throw invalid(
        `failed to parse ${name} value: ${value} (strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax)`,
      );
  }
  if (subnets > 1) throw new DockerError('forbidden', "bridge driver doesn't support multiple subnets");
  const bridge = options[BRIDGE_NAME];
  const other = bridge && [...daemon.state.networks.values()].find(({ Options }) => Options[BRIDGE_NAME] === bridge);
  if (other)
    throw new DockerError(
      'forbidden',
      `cannot create network ${id} (${bridge}): conflicts with network ${other.Id} (${bridge}): networks have same bridge name`,
    );
}

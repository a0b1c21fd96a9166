import { CliError } from '../errors.ts';
import type { Flags } from '../flags.ts';
import { quote } from '../go/strconv.ts';
import { isMac } from '../opts/net.ts';
import type { NetworkAttachment } from '../opts/parsers.ts';

/** `NetworkingConfig.EndpointsConfig[]`. */
export type Endpoint = Readonly<Record<string, unknown>> & { readonly Aliases?: readonly string[] | null };

const isUserDefined = (network: string) =>
  !['default', 'bridge', 'host', 'none'].includes(network) && !network.startsWith('container:');

const conflict = (what: string) => new CliError(`conflicting options: cannot specify both ${what}`);

/** What `--network` says, with the older flags (`--ip`, `--network-alias` …) put on the first one. */
function withFlags(
  network: NetworkAttachment,
  flags: Flags,
): NetworkAttachment & { readonly links: readonly string[] } {
  const aliases = flags.list('network-alias');
  const local = flags.list('link-local-ip');
  const [ip, ip6, mac] = [flags.string('ip'), flags.string('ip6'), flags.string('mac-address')];
  if (network.aliases?.length && aliases.length > 0) throw conflict('--network-alias and per-network alias');
  if (network.ipv4 && ip) throw conflict('--ip and per-network IPv4 address');
  if (network.ipv6 && ip6) throw conflict('--ip6 and per-network IPv6 address');
  if (network.mac && mac) throw conflict('--mac-address and per-network MAC address');
  if (network.linkLocal?.length && local.length > 0)
    throw conflict('--link-local-ip and per-network link-local IP addresses');
  return {
    ...network,
    aliases: aliases.length > 0 ? aliases : (network.aliases ?? []),
    linkLocal: local.length > 0 ? local : (network.linkLocal ?? []),
    links: isUserDefined(network.target) ? flags.list('link') : [],
    ...(ip && { ipv4: ip }),
    ...(ip6 && { ipv6: ip6 }),
    ...(mac && { mac }),
  };
}

function endpoint(network: NetworkAttachment & { readonly links?: readonly string[] }): Endpoint {
  if (network.target.trim() === '') throw new CliError('no name set for network');
  if (!isUserDefined(network.target)) {
    if (network.aliases?.length)
      throw new CliError('network-scoped aliases are only supported for user-defined networks');
    if (network.links?.length) throw new CliError('links are only supported for user-defined networks');
  }
  if (network.mac && !isMac(network.mac.trim())) throw new CliError(`${network.mac} is not a valid mac address`);
  const ipam = network.ipv4 || network.ipv6 || network.linkLocal?.length;
  return {
    ...(network.priority && { GwPriority: network.priority }),
    ...(network.aliases?.length && { Aliases: network.aliases }),
    ...(network.driverOpts && Object.keys(network.driverOpts).length > 0 && { DriverOpts: network.driverOpts }),
    ...(network.links?.length && { Links: network.links }),
    ...(ipam && {
      IPAMConfig: {
        ...(network.ipv4 && { IPv4Address: network.ipv4 }),
        ...(network.ipv6 && { IPv6Address: network.ipv6 }),
        ...(network.linkLocal?.length && { LinkLocalIPs: network.linkLocal }),
      },
    }),
    ...(network.mac && { MacAddress: network.mac }),
  };
}

/**
 * The endpoints of a container to be: none for a single network without settings of its own.
 * @throws {CliError}
 */
export function networkEndpoints(flags: Flags): Record<string, Endpoint> {
  const networks = flags.values<NetworkAttachment>('network');
  const endpoints: Record<string, Endpoint> = {};
  if (networks.length === 0) {
    const only = endpoint(withFlags({ target: 'default' }, flags));
    return Object.keys(only).length === 0 ? {} : { default: only };
  }
  networks.forEach((network, index) => {
    const settings = endpoint(index === 0 ? withFlags(network, flags) : network);
    if (Object.hasOwn(endpoints, network.target))
      throw new CliError(`network ${quote(network.target)} is specified multiple times`);
    if (networks.length === 1 && Object.keys(settings).length === 0) return;
    endpoints[network.target] = settings;
  });
  const userDefined = networks.filter((network) => isUserDefined(network.target)).length;
  if (userDefined > 0 && userDefined < networks.length)
    throw new CliError('conflicting options: cannot attach both user-defined and non-user-defined network-modes');
  return endpoints;
}

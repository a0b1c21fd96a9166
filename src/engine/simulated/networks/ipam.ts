import type { IPAMConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { type Daemon, randomHex } from '../daemon.ts';
import type { NetworkRecord } from '../state.ts';

/** A block of IPv4 addresses: its first one as a number, and the length of its prefix. */
export interface Block {
  readonly first: number;
  readonly bits: number;
}

const SIZE = 2 ** 32;

/** An IPv4 address as a number; undefined: it isn't one. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export const addressText = (address: number): string =>
  [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');

const blockSize = ({ bits }: Block): number => SIZE / 2 ** bits;

/** `10.0.0.0/8`, not yet cut to its prefix; undefined: not one. */
function parsePrefix(text: string): { readonly address: number; readonly bits: number } | undefined {
  const [address, bits, more] = text.split('/');
  const number = parseAddress(address ?? '');
  if (number === undefined || more !== undefined || !/^(0|[1-9]\d?)$/.test(bits ?? '') || Number(bits) > 32)
    return undefined;
  return { address: number, bits: Number(bits) };
}

const masked = ({ address, bits }: { readonly address: number; readonly bits: number }): Block => {
  const size = SIZE / 2 ** bits;
  return { first: Math.floor(address / size) * size, bits };
};

/** The block of a subnet that is known to be one; undefined for IPv6. */
export function blockOf(subnet: string): Block | undefined {
  const prefix = parsePrefix(subnet);
  return prefix && masked(prefix);
}

const blockText = ({ first, bits }: Block) => `${addressText(first)}/${bits}`;
const contains = (block: Block, address: number) => address >= block.first && address < block.first + blockSize(block);
const overlap = (a: Block, b: Block) => contains(a, b.first) || contains(b, a.first);

const isIPv6Prefix = (text: string) => /^[\da-fA-F:]+\/\d{1,3}$/.test(text) && text.includes(':');

/** What is wrong with an address within a subnet. */
function addressFault(text: string, block: Block, subnet: string): string | undefined {
  const address = parseAddress(text);
  if (address === undefined) return text.includes(':') ? 'parent subnet is an IPv4 block' : 'invalid address';
  return contains(block, address) ? undefined : `parent subnet ${subnet} doesn't contain this address`;
}

function rangeFaults(range: string, block: Block, subnet: string): readonly string[] {
  const prefix = parsePrefix(range);
  if (!prefix) return [`invalid ip-range ${range}: invalid CIDR block notation`];
  const whole = masked(prefix);
  return [
    ...(prefix.bits < block.bits
      ? [`invalid ip-range ${range}: CIDR block is bigger than its parent subnet ${subnet}`]
      : []),
    ...(whole.first === prefix.address ? [] : [`invalid ip-range ${range}: it should be ${blockText(whole)}`]),
    ...(overlap(block, whole) ? [] : [`invalid ip-range ${range}: parent subnet ${subnet} doesn't contain ip-range`]),
  ];
}

/** moby's ValidateIPAM. @throws {DockerError} */
export function validateIpam(configs: readonly IPAMConfig[]): void {
  const faults = configs.flatMap(({ Subnet = '', IPRange = '', Gateway = '', AuxiliaryAddresses = {} }) => {
    if (isIPv6Prefix(Subnet)) return [];
    const prefix = parsePrefix(Subnet);
    if (!prefix) return [`invalid subnet ${Subnet}: invalid CIDR block notation`];
    const block = masked(prefix);
    const gateway = Gateway === '' ? undefined : addressFault(Gateway, block, Subnet);
    return [
      ...(block.first === prefix.address ? [] : [`invalid subnet ${Subnet}: it should be ${blockText(block)}`]),
      ...(IPRange === '' ? [] : rangeFaults(IPRange, block, Subnet)),
      ...(gateway === undefined ? [] : [`invalid gateway ${Gateway}: ${gateway}`]),
      ...Object.entries(AuxiliaryAddresses).flatMap(([name, address]) => {
        const fault = addressFault(address, block, Subnet);
        return fault === undefined ? [] : [`invalid auxiliary address ${name}: ${fault}`];
      }),
    ];
  });
  if (faults.length === 0) return;
  const text = faults.length === 1 ? faults[0]! : `* ${faults.join('\n* ')}`;
  throw new DockerError('invalidParameter', `invalid network config:\n${text}`);
}

function takenBlocks(daemon: Daemon): readonly Block[] {
  return [...daemon.state.networks.values()]
    .filter(({ ConfigOnly }) => !ConfigOnly)
    .flatMap(({ IPAM }) => IPAM.Config ?? [])
    .flatMap(({ Subnet }) => blockOf(Subnet) ?? []);
}

/** Docker's default address pools: 172.17 to 172.31 whole, then 192.168 in blocks of 4096. */
const POOLS: readonly Block[] = [
  ...Array.from({ length: 15 }, (_, index) => ({ first: parseAddress(`172.${17 + index}.0.0`)!, bits: 16 })),
  ...Array.from({ length: 16 }, (_, index) => ({ first: parseAddress(`192.168.${16 * index}.0`)!, bits: 20 })),
];

/** The blocks of a network to be: those asked for, or the first free ones. @throws {DockerError} */
export function choosePools(
  daemon: Daemon,
  configs: readonly IPAMConfig[],
  ipv6: boolean,
): readonly (IPAMConfig & { readonly Subnet: string })[] {
  const taken = takenBlocks(daemon);
  const given = configs.map((config) => ({ ...config, Subnet: config.Subnet ?? '' }));
  for (const { Subnet } of given) {
    const block = blockOf(Subnet);
    if (block && taken.some((other) => overlap(block, other)))
      throw new DockerError('forbidden', 'invalid pool request: Pool overlaps with other one on this address space');
  }
  const chosen = [...given];
  if (!given.some(({ Subnet }) => blockOf(Subnet))) {
    const free = POOLS.find((pool) => !taken.some((other) => overlap(pool, other)));
    if (!free) throw new DockerError('notFound', 'all predefined address pools have been fully subnetted');
    chosen.push({ Subnet: blockText(free), Gateway: addressText(free.first + 1) });
  }
  if (ipv6 && !given.some(({ Subnet }) => isIPv6Prefix(Subnet))) {
    const digits = randomHex(daemon, 10);
    const prefix = `fd${digits.slice(0, 2)}:${digits.slice(2, 6)}:${digits.slice(6)}`.replaceAll(
      /:0+(?=[\da-f])/g,
      ':',
    );
    chosen.push({ Subnet: `${prefix}::/64`, Gateway: `${prefix}::1` });
  }
  return chosen;
}

/** The host's own address in a network's block. */
export function gatewayOf({ IPAM }: Pick<NetworkRecord, 'IPAM'>): string {
  for (const { Subnet, IPRange, Gateway } of IPAM.Config ?? []) {
    const block = blockOf(Subnet);
    if (block) return Gateway || addressText((blockOf(IPRange ?? '') ?? block).first + 1);
  }
  return '';
}

/** The lowest free address of a network, or the one asked for. @throws {DockerError} */
export function takeAddress(daemon: Daemon, network: NetworkRecord, wanted: string, container: string) {
  const { addresses, lowestFree } = daemon.state;
  const key = (address: string) => `${network.Id} ${address}`;
  const config = (network.IPAM.Config ?? []).find(({ Subnet }) => blockOf(Subnet));
  const block = blockOf(config?.Subnet ?? '');
  if (!config || !block) return { IPAddress: '', IPPrefixLen: 0, IPv6Address: '' };
  const range = blockOf(config.IPRange ?? '') ?? block;
  const reserved = new Set([gatewayOf(network), ...Object.values(config.AuxiliaryAddresses ?? {})]);
  let number = parseAddress(wanted);
  if (number !== undefined && addresses.has(key(wanted))) throw new DockerError('forbidden', 'Address already in use');
  const last = block.first + blockSize(block) - 1;
  const end = range.first + blockSize(range);
  let next = Math.max(range.first, lowestFree.get(network.Id) ?? 0);
  for (; number === undefined && next < end; next++) {
    const text = addressText(next);
    if (next !== block.first && next !== last && !reserved.has(text) && !addresses.has(key(text))) number = next;
  }
  // A thousand containers aren't counted off again for each one more.
  lowestFree.set(network.Id, next);
  if (number === undefined)
    throw new DockerError(
      'system',
      `no available IPv4 addresses on this network's address pools: ${network.Name} (${network.Id})`,
    );
  const IPAddress = addressText(number);
  addresses.set(key(IPAddress), container);
  const v6 = (network.IPAM.Config ?? []).find(({ Subnet }) => isIPv6Prefix(Subnet));
  const IPv6Address =
    v6 && network.EnableIPv6 ? `${v6.Subnet.split('::')[0]}::${(number - block.first).toString(16)}` : '';
  return { IPAddress, IPPrefixLen: block.bits, IPv6Address };
}

export function freeAddress({ state }: Daemon, network: string, address: string): void {
  if (!state.addresses.delete(`${network} ${address}`)) return;
  const lowest = state.lowestFree.get(network);
  if (lowest !== undefined) state.lowestFree.set(network, Math.min(lowest, parseAddress(address) ?? lowest));
}

/** What is wrong with an address: it isn't one, or isn't within a block that a person chose for the network. */
export function addressErrors(network: NetworkRecord, address: string): readonly string[] {
  const number = parseAddress(address);
  const invalid = number === undefined ? [`invalid IPv4 address: ${address}`] : [];
  if (!network.ownSubnet)
    return [
      ...invalid,
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    ];
  if (number === undefined) return invalid;
  const fits = (network.IPAM.Config ?? []).some(({ Subnet }) => {
    const block = blockOf(Subnet);
    return block && contains(block, number);
  });
  return fits ? [] : [`no configured subnet or ip-range contain the IP address ${address}`];
}

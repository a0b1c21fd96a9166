import type { IPAMConfig } from '../../engine/index.ts';
import { exactly, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Flags } from '../flags.ts';
import { parseIP } from '../opts/net.ts';
import { networkCreate } from '../requests/networks.ts';
import { keyValues } from '../volume/create.ts';

interface Prefix {
  readonly address: readonly number[];
  readonly bits: number;
}

/** An address's bytes: 4 or 16. */
function bytesOf(text: string): readonly number[] | undefined {
  const ip = parseIP(text);
  if (ip === undefined) return undefined;
  if (!ip.includes(':')) return ip.split('.').map(Number);
  const [head = '', tail] = ip.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return all.flatMap((group) => [group >> 8, group & 255]);
}

/** net.ParseCIDR. @throws {CliError} */
function parseCidr(text: string): Prefix {
  const [address = '', bits = '', ...more] = text.split('/');
  const bytes = bytesOf(address);
  if (!bytes || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > bytes.length * 8)
    throw new CliError(`invalid CIDR address: ${text}`);
  return { address: bytes, bits: Number(bits) };
}

/** Is the address, or the beginning of the block, within the subnet? @throws {CliError} */
function subnetMatches(subnet: string, data: string): boolean {
  let whole: Prefix;
  try {
    whole = parseCidr(subnet);
  } catch (error) {
    if (error instanceof CliError) throw new CliError(`invalid subnet: ${error.message}`);
    throw error;
  }
  const address = data.includes('/') ? parseCidr(data).address : bytesOf(data);
  if (address?.length !== whole.address.length) return false;
  return Array.from({ length: whole.bits }, (_, bit) => bit).every((bit) => {
    const shift = 7 - (bit & 7);
    return ((address[bit >> 3]! ^ whole.address[bit >> 3]!) >> shift) % 2 === 0;
  });
}

/** Brings subnets, ranges, gateways and further addresses together. @throws {CliError} */
function ipamConfigs(flags: Flags): readonly IPAMConfig[] {
  const [subnets, ranges, gateways] = [flags.list('subnet'), flags.list('ip-range'), flags.list('gateway')].map(
    (list) => list.flatMap((text) => text.split(',')),
  ) as [string[], string[], string[]];
  if (subnets.length < ranges.length || subnets.length < gateways.length)
    throw new CliError('every ip-range or gateway must have a corresponding subnet');
  const configs = new Map<string, IPAMConfig>();
  for (const subnet of subnets) {
    for (const other of configs.keys())
      if (subnetMatches(subnet, other) || subnetMatches(other, subnet))
        throw new CliError('multiple overlapping subnet configuration is not supported');
    configs.set(subnet, { Subnet: subnet });
  }
  const matching = (data: string) => [...configs].filter(([subnet]) => subnetMatches(subnet, data));
  for (const range of ranges) {
    parseCidr(range);
    const found = matching(range);
    if (found.length === 0) throw new CliError(`no matching subnet for range ${range}`);
    for (const [subnet, config] of found) {
      if (config.IPRange !== undefined)
        throw new CliError(
          `cannot configure multiple ranges (${range}, ${config.IPRange}) on the same subnet (${subnet})`,
        );
      configs.set(subnet, { ...config, IPRange: range });
    }
  }
  for (const gateway of gateways) {
    const found = matching(gateway);
    if (found.length === 0) throw new CliError(`no matching subnet for gateway ${gateway}`);
    for (const [subnet, config] of found) {
      if (config.Gateway !== undefined)
        throw new CliError(
          `cannot configure multiple gateways (${gateway}, ${config.Gateway}) for the same subnet (${subnet})`,
        );
      configs.set(subnet, { ...config, Gateway: gateway });
    }
  }
  for (const [name, address] of Object.entries(flags.map('aux-address'))) {
    const found = matching(address);
    if (found.length === 0) throw new CliError(`no matching subnet for aux-address ${address}`);
    for (const [subnet, config] of found)
      configs.set(subnet, { ...config, AuxiliaryAddresses: { ...config.AuxiliaryAddresses, [name]: address } });
  }
  return [...configs.values()];
}

export const CREATE: Verb = {
  name: 'create',
  args: exactly(1),
  *run(cli, flags, [name]) {
    const from = flags.string('config-from');
    const created = yield* cli.call(
      networkCreate({
        Name: name!,
        Driver: flags.string('driver'),
        Scope: flags.string('scope'),
        ...(flags.changed('ipv4') && { EnableIPv4: flags.bool('ipv4') }),
        ...(flags.changed('ipv6') && { EnableIPv6: flags.bool('ipv6') }),
        IPAM: { Driver: flags.string('ipam-driver'), Options: flags.map('ipam-opt'), Config: ipamConfigs(flags) },
        Internal: flags.bool('internal'),
        Attachable: flags.bool('attachable'),
        Ingress: flags.bool('ingress'),
        ConfigOnly: flags.bool('config-only'),
        ...(from !== '' && { ConfigFrom: { Network: from } }),
        Options: flags.map('opt'),
        Labels: keyValues(flags.list('label')),
      }),
    );
    yield* cli.out(`${created.Id}\n`);
  },
};

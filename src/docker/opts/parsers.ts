import { type FlagParser, ValueError } from '../flags.ts';
import { csvRecord } from '../go/csv.ts';
import { atoi, NumError, quote, readInt, readUint } from '../go/strconv.ts';

import { parseMount } from './mount.ts';
import { parseIP } from './net.ts';
import { ramInBytes } from './units.ts';

/** A network of `--network`, short or long form. */
export interface NetworkAttachment {
  readonly target: string;
  readonly aliases?: readonly string[];
  readonly driverOpts?: Readonly<Record<string, string>>;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly linkLocal?: readonly string[];
  readonly mac?: string;
  readonly priority?: number;
}

export interface Ulimit {
  readonly Name: string;
  readonly Hard: number;
  readonly Soft: number;
}

/** A device's limit of `--device-read-bps` and its like. */
export interface DeviceRate {
  readonly Path: string;
  readonly Rate: number;
}

export interface DeviceWeight {
  readonly Path: string;
  readonly Weight: number;
}

/** A filter of `--filter`; an empty one filters nothing. */
export type Filter = readonly [name: string, value: string] | undefined;

/** strings.Cut: what is before and behind the first separator; undefined behind if there is none. */
export function cut(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

const filter: FlagParser = (text): Filter => {
  if (text === '') return undefined;
  const [name, value] = cut(text, '=');
  if (value === undefined) throw new ValueError('bad format of filter (expected name=value)');
  return [name.trim().toLowerCase(), value.trim()];
};

const label: FlagParser = (text) => {
  const key = cut(text, '=')[0].replace(/^[ \t]+/, '');
  if (key === '') throw new ValueError(`invalid label '${text}': empty name`);
  if (/[ \t]/.test(key)) throw new ValueError(`label '${key}' contains whitespaces`);
  return text;
};

const env: FlagParser = (text, context) => {
  const [name, value] = cut(text, '=');
  if (name === '') throw new ValueError(`invalid environment variable: ${text}`);
  if (value !== undefined || !Object.hasOwn(context.env, name)) return text;
  return `${name}=${context.env[name]}`;
};

const attach: FlagParser = (text) => {
  const stream = text.toLowerCase();
  if (!['stdin', 'stdout', 'stderr'].includes(stream))
    throw new ValueError('valid streams are STDIN, STDOUT and STDERR');
  return stream;
};

const extraHost: FlagParser = (text) => {
  let [name, address] = cut(text, '=');
  if (address === undefined) [name, address] = cut(text, ':');
  if (address === undefined || name === '' || name.includes(':'))
    throw new ValueError(`bad format for add-host: ${quote(text)}`);
  if (address !== 'host-gateway') {
    if (/^\[..*\]$/.test(address)) address = address.slice(1, -1);
    if (parseIP(address.trim()) === undefined)
      throw new ValueError(`invalid IP address in add-host: ${quote(address)}`);
  }
  return `${name}:${address}`;
};

const ipAddress: FlagParser = (text) => {
  const address = parseIP(text.trim());
  if (address === undefined) throw new ValueError(`IP address is not correctly formatted: ${text}`);
  return address;
};

const DOMAIN =
  /^(:?(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))(:?\.(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])))*)\.?\s*$/;

const dnsSearch: FlagParser = (text) => {
  const value = text.replace(/^ +| +$/g, '');
  if (value === '.') return value;
  const match = /[a-zA-Z]/.test(value) ? DOMAIN.exec(value) : null;
  if (!match || match[1]!.length >= 255) throw new ValueError(`${value} is not a valid domain`);
  return match[1];
};

const SYSCTLS = new Set([
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
]);

const sysctl: FlagParser = (text) => {
  const [key, value] = cut(text, '=');
  if (value === undefined || !(SYSCTLS.has(key) || /^(net|fs\.mqueue)\./.test(key)))
    throw new ValueError(`sysctl '${text}' is not allowed`);
  return text;
};

const link: FlagParser = (text) => {
  if (text === '') throw new ValueError('empty string specified for links');
  if (text.split(':').length > 2) throw new ValueError(`bad format for links: ${text}`);
  return text;
};

const cgroupRule: FlagParser = (text) => {
  if (!/^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(text))
    throw new ValueError(`invalid device cgroup format '${text}'`);
  return text;
};

/** Go's big.Rat of `1.5`, `3/2`, `1e-3` times 10⁹. */
const nanoCpus: FlagParser = (given) => {
  const text = given
    .replaceAll(/(?<=\d)_(?=\d)/g, '')
    .replace(
      /^([+-]?)(0x[\da-f]+|0b[01]+|0o[0-7]+)$/i,
      (_, sign: string, digits: string) => sign + String(BigInt(digits)),
    );
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?(?:\/(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  const invalid = !match || (match[2] === '' && fraction === '') || (match[5] !== undefined && text.includes('.'));
  if (invalid || match[5]?.match(/^0*$/)) throw new ValueError(`failed to parse ${given} as a rational number`);
  const exponent = Number(match[4] ?? 0) - fraction.length + 9;
  let numerator = BigInt(match[2]! + fraction || '0');
  let denominator = BigInt(match[5] ?? 1);
  if (exponent >= 0) numerator *= 10n ** BigInt(exponent);
  else denominator *= 10n ** BigInt(-exponent);
  if (numerator % denominator !== 0n) throw new ValueError('value is too precise');
  return Number(numerator / denominator) * (match[1] === '-' ? -1 : 1);
};

const ULIMITS = new Set([
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
]);

const ulimit: FlagParser = (text): Ulimit => {
  const [name, limits] = cut(text, '=');
  if (limits === undefined) throw new ValueError(`invalid ulimit argument: ${text}`);
  if (!ULIMITS.has(name)) throw new ValueError(`invalid ulimit type: ${name}`);
  const parts = limits.split(':');
  if (parts.length > 2)
    throw new ValueError(`too many limit value arguments - ${limits}, can only have up to two, \`soft[:hard]\``);
  const hardText = parts[1];
  const given = hardText === undefined ? undefined : readInt(hardText);
  const soft = readInt(parts[0]!);
  const hard = given ?? soft;
  if (hard !== -1) {
    const rule = 'ulimit soft limit must be less than or equal to hard limit: ';
    if (soft === -1) throw new ValueError(`${rule}soft: -1 (unlimited), hard: ${hard}`);
    if (soft > hard) throw new ValueError(`${rule}${soft} > ${hard}`);
  }
  return { Name: name, Hard: hard, Soft: soft };
};

const RATE = '. The correct format is <device-path>:<number>';
const POSITIVE = 'Number must be a positive integer';

function device(text: string): readonly [path: string, value: string] {
  const [path, value] = cut(text, ':');
  if (value === undefined || path === '') throw new ValueError(`bad format: ${text}`);
  if (!path.startsWith('/dev/')) throw new ValueError(`bad format for device path: ${text}`);
  return [path, value];
}

const bps: FlagParser = (text): DeviceRate => {
  const [path, value] = device(text);
  try {
    return { Path: path, Rate: ramInBytes(value) };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ValueError(
      `invalid rate for device: ${text}${RATE}[<unit>]. ${POSITIVE}. Unit is optional and can be kb, mb, or gb`,
    );
  }
};

const iops: FlagParser = (text): DeviceRate => {
  const [path, value] = device(text);
  try {
    return { Path: path, Rate: readUint(value) };
  } catch (error) {
    if (!(error instanceof NumError)) throw error;
    throw new ValueError(`invalid rate for device: ${text}${RATE}. ${POSITIVE}`);
  }
};

const weight: FlagParser = (text): DeviceWeight => {
  const [path, value] = device(text);
  if (!/^\d+$/.test(value) || (Number(value) > 0 && (Number(value) < 10 || Number(value) > 1000)))
    throw new ValueError(`invalid weight for device: ${text}`);
  return { Path: path, Weight: Number(value) };
};

const network: FlagParser = (text): NetworkAttachment => {
  if (!/\w+=\w+(,\w+=\w+)*/.test(text)) return { target: text };
  let target = '';
  const aliases: string[] = [];
  const linkLocal: string[] = [];
  const driverOpts: Record<string, string> = {};
  const more: { ipv4?: string; ipv6?: string; mac?: string; priority?: number } = {};
  for (const field of csvRecord(text)) {
    const [rawKey, rawValue] = cut(field.toLowerCase(), '=');
    if (rawValue === undefined || rawKey === '') throw new ValueError(`invalid field ${field}`);
    const [key, value] = [rawKey.trim(), rawValue.trim()];
    switch (key) {
      case 'name':
        target = value;
        break;
      case 'alias':
        aliases.push(value);
        break;
      case 'ip':
        more.ipv4 = value;
        break;
      case 'ip6':
        more.ipv6 = value;
        break;
      case 'mac-address':
        more.mac = value;
        break;
      case 'link-local-ip':
        linkLocal.push(value);
        break;
      case 'driver-opt': {
        const [option, setting] = cut(value, '=');
        if (setting === undefined || option === '')
          throw new ValueError('invalid key value pair format in driver options');
        driverOpts[option.trim()] = setting.trim();
        break;
      }
      case 'gw-priority':
        try {
          more.priority = atoi(value);
        } catch (error) {
          if (error instanceof NumError) throw new ValueError(`invalid gw-priority (${value}): ${error.reason}`);
          throw error;
        }
        break;
      default:
        throw new ValueError(`invalid field key ${key}`);
    }
  }
  if (target === '') throw new ValueError('network name/id is not specified');
  return { target, aliases, linkLocal, driverOpts, ...more };
};

/** `HostConfig.DeviceRequests[]`. */
const gpus: FlagParser = (text) => {
  const seen = new Set<string>();
  const request: {
    Driver: string;
    Count: number;
    DeviceIDs: string[] | null;
    Capabilities: string[][];
    Options: Record<string, string>;
  } = { Driver: '', Count: 0, DeviceIDs: null, Capabilities: [['gpu']], Options: {} };
  const count = (value: string): number => {
    if (value === 'all') return -1;
    try {
      return atoi(value);
    } catch (error) {
      if (!(error instanceof NumError)) throw error;
      throw new ValueError(`invalid count (${value}): value must be either "all" or an integer: ${error.reason}`);
    }
  };
  for (const field of csvRecord(text)) {
    const [key, value] = cut(field, '=');
    if (seen.has(key)) throw new ValueError(`gpu request key '${key}' can be specified only once`);
    seen.add(key);
    if (value === undefined) {
      seen.add('count');
      request.Count = count(key);
      continue;
    }
    switch (key) {
      case 'driver':
        request.Driver = value;
        break;
      case 'count':
        request.Count = count(value);
        break;
      case 'device':
        request.DeviceIDs = value.split(',');
        break;
      case 'capabilities':
        request.Capabilities = [[...value.split(','), 'gpu']];
        break;
      case 'options':
        request.Options = Object.fromEntries(
          csvRecord(value).map((pair) => [cut(pair, '=')[0], cut(pair, '=')[1] ?? '']),
        );
        break;
      default:
        throw new ValueError(`unexpected key '${key}' in '${field}'`);
    }
  }
  if (!seen.has('count') && !request.DeviceIDs) request.Count = 1;
  return request;
};

/** The grammars of flags that are more than text: by type (`<mount>`), and by name, which goes first. */
export const PARSERS: Readonly<Record<string, FlagParser>> = {
  '<bytes>': (text) => ramInBytes(text),
  '<decimal>': nanoCpus,
  '<filter>': filter,
  '<gpu-request>': gpus,
  '<mount>': parseMount,
  '<network>': network,
  '<ulimit>': ulimit,
  'add-host': extraHost,
  attach,
  'blkio-weight-device': weight,
  'device-cgroup-rule': cgroupRule,
  'device-read-bps': bps,
  'device-read-iops': iops,
  'device-write-bps': bps,
  'device-write-iops': iops,
  dns: ipAddress,
  'dns-search': dnsSearch,
  env,
  label,
  link,
  'memory-swap': (text) => (text === '-1' ? -1 : ramInBytes(text)),
  sysctl,
};

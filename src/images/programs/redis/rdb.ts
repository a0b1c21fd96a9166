import { type Databases, database, type Entry, type Stored } from './data.ts';

/*
 * The dump file, version 10 (Redis 7.0): what is written here a real Redis reads, and what is read are the plain
 * encodings that it writes itself.
 */

export const REDIS_VERSION = '7.0.15';
const MAGIC = 'REDIS0010';
const POLYNOMIAL = 0x95ac9329ac4bc9b5n;

/** A dump that can't be read: the message of the log. */
export class DumpError extends Error {}

/** What a dump says of itself. */
export interface Dump {
  readonly data: Databases;
  readonly version: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly memory: number;
  readonly keys: number;
  readonly expired: number;
}

/** CRC-64 (Jones), as it stands at a dump's end. */
export function crc64(bytes: Uint8Array): bigint {
  const table: bigint[] = [];
  for (let i = 0n; i < 256n; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
    table.push(value);
  }
  let crc = 0n;
  for (const byte of bytes) crc = table[Number((crc ^ BigInt(byte)) & 255n)]! ^ (crc >> 8n);
  return crc;
}

const char = String.fromCharCode;
const little = (value: bigint | number, size: number) => {
  let text = '';
  for (let i = 0; i < size; i++) text += char(Number((BigInt(value) >> BigInt(8 * i)) & 255n));
  return text;
};

function lengthText(length: number): string {
  if (length < 64) return char(length);
  if (length < 16384) return char(0x40 | (length >> 8), length & 255);
  return `\x80${[24, 16, 8, 0].map((shift) => char((length >>> shift) & 255)).join('')}`;
}

/** A text; whole numbers that fit take their short form. */
function stringText(text: string): string {
  if (/^(0|-?[1-9]\d{0,9})$/.test(text)) {
    const value = Number(text);
    if (value >= -128 && value < 128) return `\xc0${little(value & 255, 1)}`;
    if (value >= -32768 && value < 32768) return `\xc1${little(value & 65535, 2)}`;
    if (value >= -(2 ** 31) && value < 2 ** 31) return `\xc2${little(value >>> 0, 4)}`;
  }
  return lengthText(text.length) + text;
}

function doubleText(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return char(...new Uint8Array(view.buffer));
}

function storedText(key: string, stored: Stored): string {
  switch (stored.type) {
    case 'string':
      return `\x00${stringText(key)}${stringText(stored.value)}`;
    case 'list':
      return `\x01${stringText(key)}${lengthText(stored.items.length)}${stored.items.map(stringText).join('')}`;
    case 'set':
      return `\x02${stringText(key)}${lengthText(stored.members.size)}${[...stored.members].map(stringText).join('')}`;
    case 'hash':
      return `\x04${stringText(key)}${lengthText(stored.fields.size)}${[...stored.fields]
        .map(([field, value]) => stringText(field) + stringText(value))
        .join('')}`;
    case 'zset':
      return `\x05${stringText(key)}${lengthText(stored.scores.size)}${[...stored.scores]
        .map(([member, score]) => stringText(member) + doubleText(score))
        .join('')}`;
  }
}

/** The bytes of a dump. `now` in milliseconds; `base`: it is the beginning of an append-only file. */
export function writeDump(data: Databases, now: number, base = false): Uint8Array {
  const parts = [
    MAGIC,
    `\xfa${stringText('redis-ver')}${stringText(REDIS_VERSION)}`,
    `\xfa${stringText('redis-bits')}${stringText('64')}`,
    `\xfa${stringText('ctime')}${stringText(String(Math.floor(now / 1000)))}`,
    `\xfa${stringText('used-mem')}${stringText(String(memoryOf(data)))}`,
    `\xfa${stringText('aof-base')}${stringText(base ? '1' : '0')}`,
  ];
  for (const [number, keys] of [...data].sort(([a], [b]) => a - b)) {
    if (keys.size === 0) continue;
    const expiring = [...keys.values()].filter(({ expires }) => expires !== undefined).length;
    parts.push(`\xfe${lengthText(number)}\xfb${lengthText(keys.size)}${lengthText(expiring)}`);
    for (const [key, { stored, expires }] of keys) {
      if (expires !== undefined) parts.push(`\xfc${little(Math.round(expires), 8)}`);
      parts.push(storedText(key, stored));
    }
  }
  const body = fromLatin(`${parts.join('')}\xff`);
  const bytes = new Uint8Array(body.length + 8);
  bytes.set(body);
  bytes.set(fromLatin(little(crc64(body), 8)), body.length);
  return bytes;
}

/** About what a server with these data takes. */
export function memoryOf(data: Databases): number {
  let sum = 860_000;
  for (const keys of data.values())
    for (const [key, { stored }] of keys) sum += 96 + key.length + storedText('', stored).length;
  return sum;
}

export function fromLatin(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function toLatin(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += char(...bytes.subarray(i, i + 8192));
  return text;
}

/** Reads a dump; keys that are over at `now` are left out. @throws {DumpError} */
export function readDump(bytes: Uint8Array, now: number): Dump {
  const text = toLatin(bytes);
  let at = 0;
  const take = (count: number): string => {
    if (at + count > text.length) throw new DumpError('Unexpected EOF reading RDB file');
    at += count;
    return text.slice(at - count, at);
  };
  const number = (size: number): bigint => {
    let value = 0n;
    for (const [i, c] of [...take(size)].entries()) value |= BigInt(c.charCodeAt(0)) << BigInt(8 * i);
    return value;
  };
  const length = (): { readonly count: number; readonly special: boolean } => {
    const first = take(1).charCodeAt(0);
    if (first >> 6 === 0) return { count: first, special: false };
    if (first >> 6 === 1) return { count: ((first & 63) << 8) | take(1).charCodeAt(0), special: false };
    if (first >> 6 === 3) return { count: first & 63, special: true };
    if (first !== 0x80) throw new DumpError(`Unknown length encoding ${first} in rdbLoadLen()`);
    return { count: [...take(4)].reduce((sum, c) => sum * 256 + c.charCodeAt(0), 0), special: false };
  };
  const string = (): string => {
    const { count, special } = length();
    if (!special) return take(count);
    if (count > 2) throw new DumpError(`Unknown RDB string encoding type ${count}`);
    const size = 1 << count;
    return String(BigInt.asIntN(8 * size, number(size)));
  };
  const many = <T>(read: () => T): T[] => Array.from({ length: length().count }, read);
  const stored = (type: number): Stored => {
    switch (type) {
      case 0:
        return { type: 'string', value: string() };
      case 1:
        return { type: 'list', items: many(string) };
      case 2:
        return { type: 'set', members: new Set(many(string)) };
      case 4:
        return { type: 'hash', fields: new Map(many(() => [string(), string()])) };
      case 5:
        return {
          type: 'zset',
          scores: new Map(
            many(() => [string(), new DataView(fromLatin(take(8)).buffer as ArrayBuffer).getFloat64(0, true)]),
          ),
        };
    }
    throw new DumpError(`Unknown RDB encoding type ${type}`);
  };
  if (!/^REDIS\d{4}$/.test(take(9))) throw new DumpError('Wrong signature trying to load DB from file');
  const about = new Map<string, string>();
  const data: Databases = new Map();
  let keys = database(data, 0);
  let expires: number | undefined;
  let loaded = 0;
  let expired = 0;
  for (;;) {
    const code = take(1).charCodeAt(0);
    if (code === 0xff) break;
    if (code === 0xfa) about.set(string(), string());
    else if (code === 0xfe) keys = database(data, length().count);
    else if (code === 0xfb) {
      length();
      length();
    } else if (code === 0xfc) expires = Number(number(8));
    else if (code === 0xfd) expires = Number(number(4)) * 1000;
    else {
      const key = string();
      const entry: Entry = expires === undefined ? { stored: stored(code) } : { stored: stored(code), expires };
      if (expires !== undefined && expires <= now) expired++;
      else {
        keys.set(key, entry);
        loaded++;
      }
      expires = undefined;
    }
  }
  const checksum = number(8);
  if (checksum !== 0n && checksum !== crc64(bytes.subarray(0, at - 8)))
    throw new DumpError('Wrong RDB checksum expected');
  return {
    data,
    version: about.get('redis-ver') ?? '',
    created: Number(about.get('ctime') ?? 0),
    memory: Number(about.get('used-mem') ?? 0),
    keys: loaded,
    expired,
  };
}

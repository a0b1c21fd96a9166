import { fromBytes, toBytes } from '../bytes.ts';

/*
 * Tar archives as GNU tar and busybox write them: ustar headers with GNU's magic, long names in members of their own.
 * POSIX's (pax) headers, which Docker writes, are read too.
 */

export type TarType = 'file' | 'link' | 'symlink' | 'chardev' | 'blockdev' | 'directory' | 'fifo';

/** One member's header. */
export interface TarHeader {
  readonly name: string;
  readonly type: TarType;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Owner and group by name; empty: not said. */
  readonly uname: string;
  readonly gname: string;
  readonly size: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  readonly linkname: string;
  readonly rdev?: readonly [number, number];
}

/** A member with its content. */
export interface TarEntry extends TarHeader {
  readonly data: Uint8Array;
}

export const BLOCK = 512;
/** What GNU tar writes at once: the archive is filled up to a multiple of it. */
export const RECORD = 20 * BLOCK;
const NAME = 100;

const FLAGS: readonly (readonly [TarType, string])[] = [
  ['file', '0'],
  ['link', '1'],
  ['symlink', '2'],
  ['chardev', '3'],
  ['blockdev', '4'],
  ['directory', '5'],
  ['fifo', '6'],
];

/** Whose headers: GNU's own, busybox's (the same magic, other fillers), or POSIX's. */
export type TarFlavor = 'gnu' | 'busybox' | 'ustar';

/** How many bytes follow a header of this size, up to the next one. */
export const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/** The header blocks of a member; names that are too long come first, in a member of their own. */
export function encodeHeader(header: TarHeader, flavor: TarFlavor): Uint8Array {
  const name = toBytes(header.name);
  const link = toBytes(header.linkname);
  const parts: Uint8Array[] = [];
  if (flavor !== 'ustar') {
    if (link.length > NAME) parts.push(...longName(link, 'K', flavor));
    if (name.length > NAME) parts.push(...longName(name, 'L', flavor));
  }
  const flag = FLAGS.find(([type]) => type === header.type)![1];
  parts.push(block(header, name, link, flag, flavor));
  return join(parts);
}

/** Does a name fit into a ustar header, if need be split in two? */
export function fitsUstar(header: TarHeader): boolean {
  const name = toBytes(header.name);
  return toBytes(header.linkname).length <= NAME && (name.length <= NAME || splitName(name) !== undefined);
}

function longName(name: Uint8Array, flag: 'K' | 'L', flavor: TarFlavor): Uint8Array[] {
  const body = new Uint8Array(padded(name.length + 1));
  body.set(name);
  const root = flavor === 'gnu' ? 'root' : '';
  const header: TarHeader = {
    name: '././@LongLink',
    type: 'file',
    mode: flavor === 'gnu' ? 0o644 : 0,
    uid: 0,
    gid: 0,
    uname: root,
    gname: root,
    size: name.length + 1,
    mtime: 0,
    linkname: '',
  };
  return [block(header, toBytes(header.name), new Uint8Array(0), flag, flavor), body];
}

function splitName(name: Uint8Array): readonly [Uint8Array, Uint8Array] | undefined {
  for (let at = Math.min(155, name.length - 2); at > 0; at--)
    if (name[at] === 47 && name.length - at - 1 <= NAME) return [name.subarray(0, at), name.subarray(at + 1)];
  return undefined;
}

const LARGEST = 0o77777777777;

function block(header: TarHeader, name: Uint8Array, link: Uint8Array, flag: string, flavor: TarFlavor): Uint8Array {
  const bytes = new Uint8Array(BLOCK);
  const text = (at: number, length: number, value: string | Uint8Array): void => {
    if (typeof value !== 'string') bytes.set(value.subarray(0, length), at);
    else if (/[^\0-\x7f]/.test(value)) bytes.set(toBytes(value).subarray(0, length), at);
    else for (let i = Math.min(length, value.length) - 1; i >= 0; i--) bytes[at + i] = value.charCodeAt(i);
  };
  const octal = (at: number, length: number, value: number) => {
    if (value < 0 || value > 8 ** (length - 1) - 1) return base256(bytes, at, length, value);
    return text(at, length, value.toString(8).padStart(length - 1, '0'));
  };
  let [prefix, rest]: readonly [Uint8Array, Uint8Array] = [new Uint8Array(0), name];
  if (flavor === 'ustar' && name.length > NAME) [prefix, rest] = splitName(name) ?? [prefix, name];
  text(0, NAME, rest);
  octal(100, 8, header.mode);
  octal(108, 8, header.uid);
  octal(116, 8, header.gid);
  octal(124, 12, Math.min(header.size, LARGEST));
  octal(136, 12, header.mtime);
  bytes.fill(32, 148, 156);
  text(156, 1, flag);
  text(157, NAME, link);
  text(257, 8, flavor === 'ustar' ? 'ustar\x0000' : 'ustar  \0');
  text(265, 31, header.uname);
  text(297, 31, header.gname);
  if (header.type === 'chardev' || header.type === 'blockdev') {
    octal(329, 8, header.rdev?.[0] ?? 0);
    octal(337, 8, header.rdev?.[1] ?? 0);
  }
  text(345, 155, prefix);
  const sum = checksum(bytes);
  text(148, 8, `${sum.toString(8).padStart(6, '0')}\0 `);
  return bytes;
}

function base256(bytes: Uint8Array, at: number, length: number, value: number): void {
  let left = value;
  for (let i = length - 1; i >= 0; i--) {
    bytes[at + i] = ((left % 256) + 256) % 256;
    left = Math.floor(left / 256);
  }
  bytes[at] = value < 0 ? 0xff : 0x80;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : bytes[i]!;
  return sum;
}

/** What a block is: a member's header, one that says something of the next, the end, or none. */
export type TarBlock =
  | { readonly kind: 'member'; readonly header: TarHeader }
  | { readonly kind: 'long-name' | 'long-link' | 'pax' | 'other'; readonly size: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'bad' };

/** What pax records and long names say of the next member. */
export interface TarExtension {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly uname?: string;
  readonly gname?: string;
  readonly mtime?: string;
}

/** Reads one block of 512 bytes as a header. */
export function decodeHeader(bytes: Uint8Array, extension: TarExtension = {}): TarBlock {
  if (bytes.every((byte) => byte === 0)) return { kind: 'end' };
  const stored = number(bytes, 148, 8);
  if (stored === undefined || stored !== checksum(bytes)) return { kind: 'bad' };
  const size = extension.size === undefined ? (number(bytes, 124, 12) ?? 0) : Number(extension.size);
  const flag = String.fromCharCode(bytes[156]!);
  if (flag === 'L') return { kind: 'long-name', size };
  if (flag === 'K') return { kind: 'long-link', size };
  if (flag === 'x' || flag === 'X') return { kind: 'pax', size };
  if (flag === 'g' || flag === 'V') return { kind: 'other', size };
  const prefix = string(bytes, 257, 6) === 'ustar' ? string(bytes, 345, 155) : '';
  const short = string(bytes, 0, NAME);
  const name = extension.path ?? (prefix === '' ? short : `${prefix}/${short}`);
  const known = FLAGS.find(([, other]) => other === flag)?.[0] ?? 'file';
  const type = known === 'file' && name.endsWith('/') ? 'directory' : known;
  const value = (at: number, length: number) => number(bytes, at, length) ?? 0;
  const header: TarHeader = {
    name,
    type,
    mode: value(100, 8) & 0o7777,
    uid: extension.uid === undefined ? value(108, 8) : Number(extension.uid),
    gid: extension.gid === undefined ? value(116, 8) : Number(extension.gid),
    uname: extension.uname ?? string(bytes, 265, 32),
    gname: extension.gname ?? string(bytes, 297, 32),
    size: type === 'file' ? size : 0,
    mtime: extension.mtime === undefined ? value(136, 12) : Math.floor(Number(extension.mtime)),
    linkname: extension.linkpath ?? string(bytes, 157, NAME),
    ...(type === 'chardev' || type === 'blockdev' ? { rdev: [value(329, 8), value(337, 8)] as const } : {}),
  };
  return { kind: 'member', header };
}

/** The text of a long name's body. */
export const longText = (body: Uint8Array): string => string(body, 0, body.length);

/** The records of a pax header. */
export function paxRecords(body: Uint8Array): TarExtension {
  const records: Record<string, string> = {};
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at);
    const length = space < 0 ? 0 : Number(fromBytes(body.subarray(at, space)));
    if (!(length > 0)) break;
    const record = fromBytes(body.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    records[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return records;
}

function string(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return fromBytes(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits between blanks, or GNU's base 256; undefined: neither. */
function number(bytes: Uint8Array, at: number, length: number): number | undefined {
  if (bytes[at]! & 0x80) {
    const negative = bytes[at] === 0xff;
    let value = negative ? -1 : bytes[at]! & 0x7f;
    for (let i = 1; i < length; i++) value = value * 256 + bytes[at + i]!;
    return value;
  }
  const digits = string(bytes, at, length).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** Reads the members of a whole archive. Reading stops at its end, or where it is damaged. */
export function unpackTar(archive: Uint8Array): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  let extension: TarExtension = {};
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const found = decodeHeader(archive.subarray(at, at + BLOCK), extension);
    at += BLOCK;
    if (found.kind === 'end' || found.kind === 'bad') break;
    const size = found.kind === 'member' ? found.header.size : found.size;
    const data = archive.subarray(at, at + size);
    at += padded(size);
    if (found.kind === 'member') {
      entries.push({ ...found.header, data });
      extension = {};
    } else extension = extended(extension, found.kind, data);
  }
  return entries;
}

/** What is known of the next member after one more extension. */
export function extended(before: TarExtension, kind: TarBlock['kind'], body: Uint8Array): TarExtension {
  if (kind === 'long-name') return { ...before, path: longText(body) };
  if (kind === 'long-link') return { ...before, linkpath: longText(body) };
  return kind === 'pax' ? { ...before, ...paxRecords(body) } : before;
}

/** Writes a whole archive with its two empty blocks at the end; GNU's is filled up to a record. */
export function packTar(entries: readonly TarEntry[], flavor: TarFlavor = 'gnu'): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    size += part.length;
  };
  for (const entry of entries) {
    add(encodeHeader({ ...entry, size: entry.data.length }, flavor));
    add(entry.data);
    add(new Uint8Array(padded(entry.data.length) - entry.data.length));
  }
  add(new Uint8Array(2 * BLOCK));
  if (flavor !== 'busybox') add(new Uint8Array((RECORD - (size % RECORD)) % RECORD));
  return join(parts);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/*
 * Tar archives as Go's archive/tar reads and writes them for Docker: ustar headers, with a PAX header in front for names,
 * links and numbers that don't fit. GNU's long names are read too.
 */

export type TarType = 'file' | 'link' | 'symlink' | 'chardev' | 'directory' | 'fifo';

/** One member. */
export interface TarEntry {
  /** A directory's ends with a slash. */
  readonly name: string;
  readonly type: TarType;
  /** Permission bits (07777). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Milliseconds since the epoch; whole seconds are stored. */
  readonly mtime: number;
  /** The target of a link. */
  readonly linkname?: string;
  readonly rdev?: readonly [number, number];
  readonly data?: Uint8Array;
  /** Extended attributes and the like that a writer wants kept. */
  readonly pax?: Readonly<Record<string, string>>;
}

const BLOCK = 512;
const TYPES: readonly (readonly [TarType, string])[] = [
  ['file', '0'],
  ['link', '1'],
  ['symlink', '2'],
  ['chardev', '3'],
  ['directory', '5'],
  ['fifo', '6'],
];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An archive as bytes, with the two empty blocks at its end. */
export function packTar(entries: readonly TarEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const entry of entries) parts.push(...pack(entry));
  parts.push(new Uint8Array(2 * BLOCK));
  return concat(parts);
}

function pack(entry: TarEntry): readonly Uint8Array[] {
  const name = encoder.encode(entry.name);
  const link = encoder.encode(entry.linkname ?? '');
  const data = entry.data ?? new Uint8Array(0);
  const [prefix, rest] = splitName(name);
  const records = {
    ...(rest ? {} : { path: entry.name }),
    ...(link.length > 100 || !isAscii(link) ? { linkpath: entry.linkname ?? '' } : {}),
    ...(entry.uid > 0o7777777 ? { uid: String(entry.uid) } : {}),
    ...(entry.gid > 0o7777777 ? { gid: String(entry.gid) } : {}),
    ...entry.pax,
  };
  const parts: Uint8Array[] = [];
  if (Object.keys(records).length > 0) {
    const body = paxBody(records);
    const slash = entry.name.replace(/\/$/, '').lastIndexOf('/');
    const paxName = `${entry.name.slice(0, slash + 1)}PaxHeaders.0/${entry.name.replace(/\/$/, '').slice(slash + 1)}`;
    parts.push(
      header(
        { ...entry, mode: 0, uid: 0, gid: 0, mtime: 0 },
        encoder.encode(paxName).subarray(0, 100),
        empty,
        empty,
        body.length,
        'x',
      ),
      ...padded(body),
    );
  }
  const flag = TYPES.find(([type]) => type === entry.type)![1];
  parts.push(
    header(entry, rest ?? name.subarray(0, 100), prefix, link.subarray(0, 100), data.length, flag),
    ...padded(data),
  );
  return parts;
}

const empty = new Uint8Array(0);

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 128);

/** Name as ustar's prefix and name; no name: it needs a PAX header. */
function splitName(name: Uint8Array): readonly [Uint8Array, Uint8Array | undefined] {
  if (!isAscii(name)) return [empty, undefined];
  if (name.length <= 100) return [empty, name];
  const at = name.subarray(0, 156).lastIndexOf(47, name.at(-1) === 47 ? Math.min(155, name.length - 2) : 155);
  if (at <= 0 || name.length - at - 1 > 100 || name.length - at - 1 === 0) return [empty, undefined];
  return [name.subarray(0, at), name.subarray(at + 1)];
}

function paxBody(records: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(records)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      const length = encoder.encode(rest).length;
      let total = length + String(length).length;
      if (String(total).length !== String(length).length) total = length + String(total).length;
      return `${total}${rest}`;
    });
  return encoder.encode(lines.join(''));
}

function header(
  { mode, uid, gid, mtime, rdev }: TarEntry,
  name: Uint8Array,
  prefix: Uint8Array,
  link: Uint8Array,
  size: number,
  flag: string,
): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const octal = (offset: number, length: number, value: number) =>
    block.set(
      encoder.encode(
        Math.max(0, value)
          .toString(8)
          .padStart(length - 1, '0')
          .slice(-(length - 1)),
      ),
      offset,
    );
  block.set(name, 0);
  octal(100, 8, mode);
  octal(108, 8, uid & 0o7777777);
  octal(116, 8, gid & 0o7777777);
  octal(124, 12, size);
  octal(136, 12, Math.floor(mtime / 1000));
  block.fill(32, 148, 156);
  block.set(encoder.encode(flag), 156);
  block.set(link, 157);
  block.set(encoder.encode('ustar\x0000'), 257);
  octal(329, 8, rdev?.[0] ?? 0);
  octal(337, 8, rdev?.[1] ?? 0);
  block.set(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(encoder.encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return block;
}

function padded(data: Uint8Array): readonly Uint8Array[] {
  const rest = data.length % BLOCK;
  return rest === 0 ? [data] : [data, new Uint8Array(BLOCK - rest)];
}

/** What is wrong with an archive, as Go's archive/tar says it. */
export class TarError extends Error {}

/**
 * The members of an archive.
 * @throws {TarError} `unexpected EOF`, `archive/tar: invalid tar header`.
 */
export function unpackTar(archive: Uint8Array): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  let pax: Record<string, string> = {};
  for (let at = 0; at < archive.length; ) {
    if (archive.length - at < BLOCK) throw new TarError('unexpected EOF');
    const block = archive.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) {
      checkEnd(archive.subarray(at + BLOCK));
      break;
    }
    checkSum(block);
    const flag = String.fromCharCode(block[156]!);
    const size = pax.size === undefined ? number(block, 124, 12) : Number(pax.size);
    const body = archive.subarray(at + BLOCK, at + BLOCK + size);
    const hasBody = !'123456'.includes(flag);
    if (hasBody && body.length < size) throw new TarError('unexpected EOF');
    at += BLOCK + (hasBody ? Math.ceil(size / BLOCK) * BLOCK : 0);
    if (flag === 'x') pax = { ...pax, ...paxRecords(body) };
    else if (flag === 'L') pax = { ...pax, path: text(body, 0, body.length) };
    else if (flag === 'K') pax = { ...pax, linkpath: text(body, 0, body.length) };
    else if (flag !== 'g') {
      entries.push(member(block, flag, pax, hasBody ? body : undefined));
      pax = {};
    }
  }
  return entries;
}

/** After an empty block: nothing, or another one. */
function checkEnd(rest: Uint8Array): void {
  if (rest.length > 0 && rest.length < BLOCK) throw new TarError('unexpected EOF');
  if (rest.subarray(0, BLOCK).some((byte) => byte !== 0)) throw new TarError('archive/tar: invalid tar header');
}

function member(
  block: Uint8Array,
  flag: string,
  pax: Readonly<Record<string, string>>,
  data: Uint8Array | undefined,
): TarEntry {
  const prefix = text(block, 257, 5) === 'ustar' && block[262] === 0 ? text(block, 345, 155) : '';
  const name = pax.path ?? (prefix === '' ? text(block, 0, 100) : `${prefix}/${text(block, 0, 100)}`);
  const known = TYPES.find(([, other]) => other === flag)?.[0] ?? 'file';
  const type = known === 'file' && name.endsWith('/') ? 'directory' : known;
  const extended = Object.fromEntries(Object.entries(pax).filter(([key]) => key.startsWith('SCHILY.')));
  return {
    name,
    type,
    mode: number(block, 100, 8) & 0o7777,
    uid: pax.uid === undefined ? number(block, 108, 8) : Number(pax.uid),
    gid: pax.gid === undefined ? number(block, 116, 8) : Number(pax.gid),
    mtime: (pax.mtime === undefined ? number(block, 136, 12) : Number(pax.mtime)) * 1000,
    ...(type === 'link' || type === 'symlink' ? { linkname: pax.linkpath ?? text(block, 157, 100) } : {}),
    ...(type === 'chardev' ? { rdev: [number(block, 329, 8), number(block, 337, 8)] as const } : {}),
    ...(type === 'file' && data ? { data } : {}),
    ...(Object.keys(extended).length > 0 ? { pax: extended } : {}),
  };
}

function checkSum(block: Uint8Array): void {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : block[i]!;
  if (sum !== number(block, 148, 8)) throw new TarError('archive/tar: invalid tar header');
}

function paxRecords(body: Uint8Array): Record<string, string> {
  const records: Record<string, string> = {};
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at);
    const length = Number(decoder.decode(body.subarray(at, space)));
    if (space < 0 || !(length > 0)) throw new TarError('archive/tar: invalid tar header');
    const record = decoder.decode(body.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    records[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return records;
}

function text(block: Uint8Array, offset: number, length: number): string {
  const field = block.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal, or GNU's base 256 for what is too large. */
function number(block: Uint8Array, offset: number, length: number): number {
  if (block[offset]! & 0x80) {
    let value = block[offset]! & 0x7f;
    for (let i = 1; i < length; i++) value = value * 256 + block[offset + i]!;
    return value;
  }
  const digits = text(block, offset, length).trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) throw new TarError('archive/tar: invalid tar header');
  return Number.parseInt(digits, 8);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What an entry of an archive is. */
export type EntryType = 'file' | 'directory' | 'symlink' | 'link' | 'chardev' | 'fifo';

/** An entry of a tar archive. Times in milliseconds since the epoch. */
export interface Entry {
  readonly name: string;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  /** The target of a link of either kind. */
  readonly target?: string;
  readonly rdev?: readonly [number, number];
  readonly data: Uint8Array;
}

const BLOCK = 512;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const FLAGS: Readonly<Record<EntryType, string>> = {
  file: '0',
  link: '1',
  symlink: '2',
  chardev: '3',
  directory: '5',
  fifo: '6',
};

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;

function header(fields: {
  readonly name: Uint8Array;
  readonly flag: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly target?: Uint8Array;
  readonly rdev?: readonly [number, number];
}): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const octal = (at: number, size: number, value: number) =>
    block.set(encoder.encode(`${value.toString(8).padStart(size - 1, '0')}\0`), at);
  block.set(fields.name.subarray(0, 100));
  octal(100, 8, fields.mode);
  octal(108, 8, fields.uid);
  octal(116, 8, fields.gid);
  octal(124, 12, fields.size);
  octal(136, 12, fields.mtime);
  block.set(encoder.encode(fields.flag), 156);
  if (fields.target) block.set(fields.target.subarray(0, 100), 157);
  block.set(encoder.encode('ustar\x0000'), 257);
  octal(329, 8, fields.rdev?.[0] ?? 0);
  octal(337, 8, fields.rdev?.[1] ?? 0);
  block.fill(32, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(encoder.encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return block;
}

/** One `LENGTH key=value` line of a pax header; the length counts itself. */
function paxLine(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const size = encoder.encode(rest).length;
  let length = size;
  while (String(length).length + size !== length) length = String(length).length + size;
  return length + rest;
}

/** Packs entries, as Go's archive/tar does: ustar, with a pax header before what doesn't fit. */
export function packTar(entries: readonly Entry[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  const add = (block: Uint8Array, data: Uint8Array) => {
    blocks.push(block);
    if (data.length === 0) return;
    const body = new Uint8Array(padded(data.length));
    body.set(data);
    blocks.push(body);
  };
  for (const entry of entries) {
    const name = encoder.encode(entry.name);
    const target = encoder.encode(entry.target ?? '');
    const mtime = Math.max(0, Math.floor(entry.mtime / 1000));
    let pax = '';
    if (name.length > 100 || name.some((byte) => byte > 127)) pax += paxLine('path', entry.name);
    if (target.length > 100 || target.some((byte) => byte > 127)) pax += paxLine('linkpath', entry.target ?? '');
    if (entry.uid > 0o7777777) pax += paxLine('uid', String(entry.uid));
    if (entry.gid > 0o7777777) pax += paxLine('gid', String(entry.gid));
    const common = { mode: entry.mode, uid: entry.uid & 0o7777777, gid: entry.gid & 0o7777777, mtime };
    if (pax !== '') {
      const data = encoder.encode(pax);
      add(header({ ...common, name: encoder.encode('PaxHeaders.0/entry'), flag: 'x', size: data.length }), data);
    }
    const fields = { ...common, name, target, flag: FLAGS[entry.type], size: entry.data.length };
    add(header(entry.rdev ? { ...fields, rdev: entry.rdev } : fields), entry.data);
  }
  blocks.push(new Uint8Array(2 * BLOCK));
  const all = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}

function textAt(block: Uint8Array, at: number, size: number): string {
  const field = block.subarray(at, at + size);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

function numberAt(block: Uint8Array, at: number, size: number): number {
  if (block[at]! & 0x80) return block.subarray(at + 1, at + size).reduce((value, byte) => value * 256 + byte, 0);
  return Number.parseInt(textAt(block, at, size).trim() || '0', 8);
}

function paxFields(data: Uint8Array): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(32, at);
    const length = Number(decoder.decode(data.subarray(at, space)));
    if (space < 0 || !(length > 0)) break;
    const line = decoder.decode(data.subarray(space + 1, at + length - 1));
    const equals = line.indexOf('=');
    fields[line.slice(0, equals)] = line.slice(equals + 1);
    at += length;
  }
  return fields;
}

/** Unpacks an archive: ustar, pax and GNU's long names. */
export function unpackTar(tar: Uint8Array): readonly Entry[] {
  const entries: Entry[] = [];
  let pax: Record<string, string> = {};
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const block = tar.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const flag = String.fromCharCode(block[156]!);
    const size = pax.size === undefined ? numberAt(block, 124, 12) : Number(pax.size);
    const data = tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + padded(size);
    if (flag === 'x') pax = { ...pax, ...paxFields(data) };
    else if (flag === 'L') pax = { ...pax, path: textAt(data, 0, data.length) };
    else if (flag === 'K') pax = { ...pax, linkpath: textAt(data, 0, data.length) };
    else if (flag !== 'g') {
      const prefix = textAt(block, 257, 5) === 'ustar' ? textAt(block, 345, 155) : '';
      const short = textAt(block, 0, 100);
      const type = (Object.keys(FLAGS) as EntryType[]).find((name) => FLAGS[name] === flag) ?? 'file';
      const target = pax.linkpath ?? textAt(block, 157, 100);
      entries.push({
        name: pax.path ?? (prefix ? `${prefix}/${short}` : short),
        type: type === 'file' && short.endsWith('/') ? 'directory' : type,
        mode: numberAt(block, 100, 8) & 0o7777,
        uid: Number(pax.uid ?? numberAt(block, 108, 8)),
        gid: Number(pax.gid ?? numberAt(block, 116, 8)),
        mtime: Number(pax.mtime ?? numberAt(block, 136, 12)) * 1000,
        ...((type === 'symlink' || type === 'link') && { target }),
        ...(type === 'chardev' && { rdev: [numberAt(block, 329, 8), numberAt(block, 337, 8)] as const }),
        data: type === 'file' ? data : new Uint8Array(),
      });
      pax = {};
    }
  }
  return entries;
}

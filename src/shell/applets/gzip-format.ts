import { Deflate, Inflate } from 'fflate';

/*
 * The gzip format (RFC 1952) around fflate's deflate: headers, checksums and members one after another, whose mistakes
 * gzip tells apart.
 */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of some bytes, going on from that of those before. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** What can be wrong with compressed data. */
export type GunzipProblem = 'magic' | 'method' | 'end' | 'data' | 'crc' | 'length' | 'garbage';

/** The header of a member. */
export interface GzipHeader {
  readonly method: number;
  /** Seconds since the epoch; 0: unknown. */
  readonly mtime: number;
  /** The name that it was compressed from, bytes as of binary.ts. */
  readonly name: string | undefined;
  readonly length: number;
}

const NEED_MORE = 'more';

/** Reads a header; `more` if it isn't all there. */
export function readGzipHeader(bytes: Uint8Array): GzipHeader | GunzipProblem | typeof NEED_MORE {
  if (bytes.length >= 1 && bytes[0] !== 0x1f) return 'magic';
  if (bytes.length >= 2 && bytes[1] !== 0x8b) return 'magic';
  if (bytes.length < 10) return NEED_MORE;
  if (bytes[2] !== 8) return 'method';
  const flags = bytes[3]!;
  let at = 10;
  if (flags & 4) {
    if (bytes.length < at + 2) return NEED_MORE;
    at += 2 + bytes[at]! + bytes[at + 1]! * 256;
  }
  let name: string | undefined;
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return NEED_MORE;
    if (flag === 8) name = String.fromCharCode(...bytes.subarray(at, end));
    at = end + 1;
  }
  if (flags & 2) at += 2;
  if (bytes.length < at) return NEED_MORE;
  return { method: 8, mtime: little(bytes, 4), name, length: at };
}

const little = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;

/** What fflate's Inflate knows, of which it tells nothing: is the last block done, and what was behind it? */
interface InflateState {
  /** Input not used yet; its first byte may be used in part. */
  readonly p: Uint8Array;
  readonly s: { readonly f?: number; readonly l?: unknown; readonly p?: number };
}

/** A reader of gzip data that is given piece by piece. */
export interface Gunzip {
  /** The bytes that come out of some more; undefined problem: all is well so far. */
  push(bytes: Uint8Array): { readonly data: readonly Uint8Array[]; readonly problem?: GunzipProblem };
  /** What is wrong at the end of the input. */
  finish(): GunzipProblem | undefined;
  /** Bytes that came out. */
  readonly size: number;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Decompresses members one after another. What follows the last one and is none is `garbage`. */
export function createGunzip(): Gunzip {
  let state: 'header' | 'body' | 'trailer' | 'stopped' = 'header';
  let rest: Uint8Array = new Uint8Array(0);
  let inflate = new Inflate();
  let data: Uint8Array[] = [];
  let crc = 0;
  let length = 0;
  let members = 0;
  let size = 0;

  function begin(): void {
    crc = 0;
    length = 0;
    inflate = new Inflate((chunk) => {
      if (chunk.length === 0) return;
      crc = crc32(chunk, crc);
      length = (length + chunk.length) >>> 0;
      size += chunk.length;
      data.push(chunk);
    });
  }

  /** One step; false: more input is needed. */
  function step(): boolean | GunzipProblem {
    if (state === 'header') {
      if (rest.length === 0) return false;
      // Zero bytes pad tapes.
      if (members > 0 && rest.every((byte) => byte === 0)) {
        rest = new Uint8Array(0);
        return false;
      }
      const header = readGzipHeader(rest);
      if (header === NEED_MORE) return false;
      if (typeof header === 'string') return members > 0 ? 'garbage' : header;
      rest = rest.slice(header.length);
      begin();
      state = 'body';
      return true;
    }
    if (state === 'body') {
      if (rest.length === 0) return false;
      const input = rest;
      rest = new Uint8Array(0);
      try {
        inflate.push(input);
      } catch {
        return 'data';
      }
      const { p, s } = inflate as unknown as InflateState;
      if (!s.f || s.l) return false;
      rest = p.slice((s.p ?? 0) > 0 ? 1 : 0);
      state = 'trailer';
      return true;
    }
    if (state === 'trailer') {
      if (rest.length < 8) return false;
      const [sum, count] = [little(rest, 0), little(rest, 4)];
      rest = rest.slice(8);
      members++;
      state = 'header';
      if (sum !== crc) return 'crc';
      return count === length || 'length';
    }
    return false;
  }

  return {
    push(bytes) {
      rest = join(rest, bytes);
      data = [];
      for (;;) {
        const result = step();
        if (result === true) continue;
        if (result === false) return { data };
        state = 'stopped';
        return { data, problem: result };
      }
    },
    finish() {
      if (state === 'stopped') return undefined;
      if (state !== 'header') return 'end';
      if (rest.length > 0) return members > 0 ? 'garbage' : rest.length < 2 ? 'end' : 'end';
      return members > 0 ? undefined : 'end';
    },
    get size() {
      return size;
    },
  };
}

export interface GzipOptions {
  readonly level: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  readonly name: string | undefined;
}

/** A writer of one gzip member. */
export interface Gzip {
  /** The compressed bytes that are ready. */
  push(bytes: Uint8Array): readonly Uint8Array[];
  finish(): readonly Uint8Array[];
  readonly size: number;
}

/** Compresses to one member, header and trailer included. */
export function createGzip({ level, mtime, name }: GzipOptions): Gzip {
  let out: Uint8Array[] = [header(level, mtime, name)];
  let crc = 0;
  let length = 0;
  let size = 0;
  const deflate = new Deflate({ level: level as 6 }, (chunk) => {
    if (chunk.length > 0) out.push(chunk);
  });
  const take = (): readonly Uint8Array[] => {
    const ready = out;
    out = [];
    return ready;
  };
  return {
    push(bytes) {
      crc = crc32(bytes, crc);
      length = (length + bytes.length) >>> 0;
      size += bytes.length;
      deflate.push(bytes);
      return take();
    },
    finish() {
      deflate.push(new Uint8Array(0), true);
      const trailer = new Uint8Array(8);
      const view = new DataView(trailer.buffer);
      view.setUint32(0, crc, true);
      view.setUint32(4, length, true);
      out.push(trailer);
      return take();
    },
    get size() {
      return size;
    },
  };
}

function header(level: number, mtime: number, name: string | undefined): Uint8Array {
  const bytes = new Uint8Array(10 + (name === undefined ? 0 : name.length + 1));
  bytes.set([0x1f, 0x8b, 8, name === undefined ? 0 : 8]);
  new DataView(bytes.buffer).setUint32(4, mtime, true);
  bytes[8] = level === 9 ? 2 : level === 1 ? 4 : 0;
  bytes[9] = 3;
  if (name !== undefined) for (let i = 0; i < name.length; i++) bytes[10 + i] = name.charCodeAt(i);
  return bytes;
}

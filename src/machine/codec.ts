import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate';

/*
 * Plain data as bytes and back: JSON with a tag for what JSON lacks, then all byte arrays one behind the other, gzipped.
 * A file may be as big as the disk, and most big ones are full of one page (`dd if=/dev/zero`): a page that stands many
 * times in a row is kept once. Saved sessions are kept in a browser's storage and come back from there, so decoding
 * believes nothing but the shapes it knows.
 */

const TAG = '$drydock';
const PAGE = 64 * 1024;
/** More than a machine can hold: what claims to be bigger is no saved session. */
const MOST_BYTES = 2 ** 30;
/** Above this much, time matters more than the last tenth of the size. */
const BIG = 8 * 2 ** 20;

/** Byte arrays on their way into one. */
interface Packing {
  readonly pieces: Uint8Array[];
  length: number;
}

/** Encodes data made of JSON values, undefined, bigint, Map, Set and Uint8Array. Other objects' prototypes are lost. */
export function encode(value: unknown): Uint8Array {
  const packing: Packing = { pieces: [], length: 0 };
  const json = strToU8(JSON.stringify(pack(value, packing)));
  const all = new Uint8Array(4 + json.length + packing.length);
  new DataView(all.buffer).setUint32(0, json.length);
  all.set(json, 4);
  let at = 4 + json.length;
  for (const piece of packing.pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return gzipSync(all, { level: all.length > BIG ? 1 : 6 });
}

/** @throws {Error} if the bytes were not made by {@link encode}. */
export function decode(bytes: Uint8Array): unknown {
  const all = gunzipSync(bytes);
  const end = 4 + new DataView(all.buffer, all.byteOffset, all.byteLength).getUint32(0);
  return unpack(JSON.parse(strFromU8(all.subarray(4, end))), { all: all.subarray(end), at: 0, size: 0 });
}

function pack(value: unknown, packing: Packing): unknown {
  if (value === undefined) return { [TAG]: 'undefined' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { [TAG]: 'number', v: String(value) };
  if (typeof value === 'bigint') return { [TAG]: 'bigint', v: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return { [TAG]: 'bytes', v: packBytes(value, packing) };
  const inner = (item: unknown) => pack(item, packing);
  if (value instanceof Map) return { [TAG]: 'map', v: [...value].map(([key, item]) => [inner(key), inner(item)]) };
  if (value instanceof Set) return { [TAG]: 'set', v: [...value].map(inner) };
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)]));
}

/** What is there to unpack from: the byte arrays, how many were taken, and how much they came to. */
interface Unpacking {
  readonly all: Uint8Array;
  at: number;
  size: number;
}

function unpack(value: unknown, from: Unpacking): unknown {
  if (value === null || typeof value !== 'object') return value;
  const inner = (item: unknown) => unpack(item, from);
  if (Array.isArray(value)) return value.map(inner);
  const record = value as Record<string, unknown>;
  const v = record.v;
  switch (record[TAG]) {
    case undefined:
      return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, inner(item)]));
    case 'undefined':
      return undefined;
    case 'number':
      return Number(v);
    case 'bigint':
      return BigInt(String(v));
    case 'bytes':
      return unpackBytes(v, from);
    case 'map':
      return new Map((v as [unknown, unknown][]).map(([key, item]) => [inner(key), inner(item)]));
    case 'set':
      return new Set((v as unknown[]).map(inner));
    default:
      throw new Error('not a saved session');
  }
}

/** A byte array as runs of equal stretches: how long a stretch is, and how many times it stands there. */
type Runs = [length: number, times: number][];

function packBytes(bytes: Uint8Array, packing: Packing): Runs {
  const runs: Runs = [];
  const keep = (from: number, to: number, times: number) => {
    if (from === to) return;
    packing.pieces.push(bytes.subarray(from, to));
    packing.length += to - from;
    runs.push([to - from, times]);
  };
  // What has no equal behind it is kept in one stretch with what comes before it.
  let kept = 0;
  for (let at = 0; at < bytes.length; ) {
    let next = at + PAGE;
    while (samePage(bytes, at, next)) next += PAGE;
    if (next > at + PAGE) {
      keep(kept, at, 1);
      keep(at, at + PAGE, (next - at) / PAGE);
      kept = next;
    }
    at = next;
  }
  keep(kept, bytes.length, 1);
  return runs;
}

function samePage(bytes: Uint8Array, one: number, other: number): boolean {
  if (other + PAGE > bytes.length) return false;
  for (let i = 0; i < PAGE; i++) if (bytes[one + i] !== bytes[other + i]) return false;
  return true;
}

function unpackBytes(v: unknown, from: Unpacking): Uint8Array {
  const runs = v as Runs;
  const length = runs.reduce((sum, [stretch, times]) => sum + stretch * times, 0);
  from.size += length;
  if (!(from.size <= MOST_BYTES)) throw new Error('not a saved session');
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const [stretch, times] of runs) {
    const piece = from.all.subarray(from.at, from.at + stretch);
    if (piece.length !== stretch) throw new Error('not a saved session');
    from.at += stretch;
    for (let i = 0; i < times; i++, at += stretch) bytes.set(piece, at);
  }
  return bytes;
}

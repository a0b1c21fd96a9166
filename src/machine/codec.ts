import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate';

/*
 * Plain data as bytes and back: JSON with a tag for what JSON lacks, gzipped. Saved sessions are kept in a browser's
 * storage and come back from there, so decoding believes nothing but the shapes it knows.
 */

const TAG = '$drydock';

/** Encodes data made of JSON values, undefined, bigint, Map, Set and Uint8Array. Other objects' prototypes are lost. */
export function encode(value: unknown): Uint8Array {
  return gzipSync(strToU8(JSON.stringify(pack(value))), { level: 6 });
}

/** @throws {Error} if the bytes were not made by {@link encode}. */
export function decode(bytes: Uint8Array): unknown {
  return unpack(JSON.parse(strFromU8(gunzipSync(bytes))));
}

function pack(value: unknown): unknown {
  if (value === undefined) return { [TAG]: 'undefined' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { [TAG]: 'number', v: String(value) };
  if (typeof value === 'bigint') return { [TAG]: 'bigint', v: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return { [TAG]: 'bytes', v: toBase64(value) };
  if (value instanceof Map) return { [TAG]: 'map', v: [...value].map(([key, item]) => [pack(key), pack(item)]) };
  if (value instanceof Set) return { [TAG]: 'set', v: [...value].map(pack) };
  if (Array.isArray(value)) return value.map(pack);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
}

function unpack(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(unpack);
  const record = value as Record<string, unknown>;
  const v = record.v;
  switch (record[TAG]) {
    case undefined:
      return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, unpack(item)]));
    case 'undefined':
      return undefined;
    case 'number':
      return Number(v);
    case 'bigint':
      return BigInt(String(v));
    case 'bytes':
      return fromBase64(String(v));
    case 'map':
      return new Map((v as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]));
    case 'set':
      return new Set((v as unknown[]).map(unpack));
    default:
      throw new Error('not a saved session');
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

import fc from 'fast-check';
import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { decode, encode } from './codec.ts';

test('encode then decode is identity', () => {
  const data = fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: false, maxDepth: 3 });
  fc.assert(
    fc.property(data, fc.uint8Array(), (value, bytes) => {
      const saved = { value: structuredClone(plain(value)), bytes };
      expect(decode(encode(saved))).toEqual(saved);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('of equal pages in a row one is kept, and what lies between them stays', () => {
  const page = 64 * 1024;
  const bytes = new Uint8Array(300 * page + 5);
  bytes.fill(7, 10 * page, 20 * page);
  bytes.fill(9, 20 * page, 20 * page + 3);
  bytes[150 * page + 77] = 1;
  bytes[300 * page + 4] = 2;
  const small = new Uint8Array([1, 2, 3]);
  const encoded = encode({ bytes, small });
  expect(encoded.length).toBeLessThan(1000);
  const decoded = decode(encoded) as { bytes: Uint8Array; small: Uint8Array };
  expect(Buffer.compare(decoded.bytes, bytes)).toBe(0);
  expect(decoded.small).toEqual(small);
});

test('a claim of more bytes than a machine can hold is refused before they are made', () => {
  const encoded = gunzipSync(encode(new Uint8Array([1])));
  const claim = strToU8(strFromU8(encoded).replace('[[1,1]]', '[[1,9]]'));
  expect(decode(gzipSync(claim))).toEqual(new Uint8Array(9).fill(1));
  const json = strToU8('{"$drydock":"bytes","v":[[1,9e12]]}');
  const bomb = new Uint8Array([0, 0, 0, json.length, ...json, 1]);
  expect(() => decode(gzipSync(bomb))).toThrow('not a saved session');
});

/** Without what a machine's data never holds: the property names that objects inherit, and minus zero. */
function plain(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [plain(key), plain(item)]));
  if (value instanceof Set) return new Set([...value].map(plain));
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('__') && !(key in {}))
      .map(([key, item]) => [key, plain(item)]),
  );
}

test('bytes that are no session are refused', () => {
  expect(() => decode(new Uint8Array([1, 2, 3]))).toThrow();
});

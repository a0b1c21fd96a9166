import fc from 'fast-check';
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

import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { concat } from './applet.ts';
import { crc32, createGunzip, createGzip } from './gzip-format.ts';

const text = new TextEncoder().encode('a storage course '.repeat(10_000));

function pieces(bytes: Uint8Array, length: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) => bytes.slice(i * length, (i + 1) * length));
}

test('what is compressed piece by piece is what zlib reads', () => {
  const gzip = createGzip({ level: 6, mtime: 0, name: 'file' });
  const parts = pieces(text, 10_000).flatMap((piece) => gzip.push(piece));
  expect(gunzipSync(concat([...parts, ...gzip.finish()])).equals(text)).toBe(true);
});

test.each([7, 100, 65_536])('what zlib wrote is read in pieces of %i, members one after another', (length) => {
  const archive = concat([gzipSync(text.slice(0, 5000)), gzipSync(text.slice(5000, 5000)), gzipSync(text.slice(5000))]);
  const gunzip = createGunzip();
  const out: Uint8Array[] = [];
  for (const piece of pieces(archive, length)) {
    const { data, problem } = gunzip.push(piece);
    expect(problem).toBeUndefined();
    out.push(...data);
  }
  expect(gunzip.finish()).toBeUndefined();
  expect(Buffer.from(concat(out)).equals(text)).toBe(true);
});

const whole = new Uint8Array(gzipSync(text));
const changed = (at: number, by: number) =>
  whole.map((byte, i) => (i === (at + whole.length) % whole.length ? byte ^ by : byte));

test.each([
  ['magic', Uint8Array.of(1, 2, 3)],
  ['method', changed(2, 1)],
  ['end', whole.slice(0, -3)],
  ['end', whole.slice(0, 30)],
  ['crc', changed(-8, 1)],
  ['length', changed(-1, 1)],
  ['garbage', concat([whole, Uint8Array.of(9, 9)])],
  ['data', concat([whole.slice(0, 10), Uint8Array.of(255, 255, 255, 255)])],
])('%s is told', (problem, bytes) => {
  const gunzip = createGunzip();
  const said = gunzip.push(bytes).problem ?? gunzip.finish();
  expect(said).toBe(problem);
});

test('the checksum is the one of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

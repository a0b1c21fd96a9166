import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packTar, type TarEntry, TarError, unpackTar } from './tar.ts';

const entry = (name: string, more: Partial<TarEntry> = {}): TarEntry => ({
  name,
  type: name.endsWith('/') ? 'directory' : 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: 1.7e12,
  ...(name.endsWith('/') ? {} : { data: new TextEncoder().encode('text\n') }),
  ...more,
});

const long = 'a'.repeat(120);

test.each<[string, TarEntry]>([
  ['a file', entry('f')],
  ['a directory', entry('d/', { mode: 0o1777 })],
  ['a link', entry('l', { type: 'symlink', linkname: '../f', data: undefined as never })],
  ['a prefix', entry(`${'d'.repeat(80)}/${'f'.repeat(60)}`)],
  ['a long name', entry(`${long}/${long}`)],
  ['a name of other letters', entry('grüße')],
  ['a long target', entry('l', { type: 'symlink', linkname: long, data: undefined as never })],
  ['a large owner', entry('f', { uid: 2 ** 31 - 1, gid: 3_000_000 })],
  ['a device', entry('null', { type: 'chardev', rdev: [1, 3], data: undefined as never })],
])('%s comes back as it was', (_, one) => {
  const { data, ...rest } = one;
  const [back] = unpackTar(packTar([one]));
  const { data: got, ...other } = back!;
  expect(other).toEqual(rest);
  expect(got).toEqual(data);
});

test('any tree comes back as it was', () => {
  const name = fc
    .array(fc.stringMatching(/^[^/\0]{1,40}$/), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('/'));
  const file = fc.record({
    name: name.filter((text) => !/^\.{0,2}$/.test(text)),
    type: fc.constant('file' as const),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    gid: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    mtime: fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000),
    data: fc.uint8Array({ maxLength: 1500 }),
  });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 8 }), (files) => {
      expect(unpackTar(packTar(files))).toEqual(files);
    }),
    { seed: 7, numRuns: 200 },
  );
});

describe('what is no archive', () => {
  test.each([
    ['junk\n', 'unexpected EOF'],
    ['x'.repeat(700), 'archive/tar: invalid tar header'],
  ])('%#', (text, message) => {
    expect(() => unpackTar(new TextEncoder().encode(text))).toThrow(new TarError(message));
  });
  test('nothing at all is empty', () => expect(unpackTar(new Uint8Array(0))).toEqual([]));
  test('cut off', () => {
    const whole = packTar([entry('f', { data: new Uint8Array(2000) })]);
    expect(() => unpackTar(whole.subarray(0, 1024))).toThrow('unexpected EOF');
  });
});

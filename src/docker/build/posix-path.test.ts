import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { dirname, normalize, sep } from './posix-path.ts';

test.each([
  '',
  '.',
  './',
  '/',
  '//',
  'a',
  'a/',
  '/a',
  'a//b/./c',
  'a/../b',
  '../a',
  'a/../..',
  '/..',
  '/a/../../b/',
  'a/b//',
])('as Node does: %j', (path) => {
  expect(normalize(path)).toBe(posix.normalize(path));
  expect(dirname(path)).toBe(posix.dirname(path));
  expect(sep).toBe(posix.sep);
});

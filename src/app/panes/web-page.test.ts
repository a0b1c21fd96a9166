import { expect, test } from 'vitest';
import { pathOf } from './web-page.ts';

test.each([
  ['style.css', '/', '/style.css'],
  ['style.css', '/a/b', '/a/style.css'],
  ['/img/x.svg?v=1', '/a/', '/img/x.svg?v=1'],
  ['../x', '/a/b/c', '/a/x'],
  ['http://elsewhere.example/x', '/', undefined],
  ['data:image/png;base64,AA', '/', undefined],
  ['//elsewhere/x', '/', undefined],
])('%s on %s is %s', (reference, base, path) => {
  expect(pathOf(reference, base)).toBe(path);
});

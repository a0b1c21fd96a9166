import { expect, test } from 'vitest';
import { addToScreen, restorable } from './screen.ts';

test('keeps the end, from the beginning of a line', () => {
  let screen = '';
  for (let n = 0; n < 20_000; n++) screen = addToScreen(screen, `line ${n}\r\n`);
  expect(screen.length).toBeLessThan(65_000);
  expect(screen).toMatch(/^line \d+\r\n/);
  expect(screen).toMatch(/line 19999\r\n$/);
});

test.each([
  ['without the prompt', 'a\r\nb\r\n$ ', 'a\r\nb\r\n'],
  ['nothing but a prompt', '$ ', ''],
  ['from the last clearing on', 'a\r\n\x1b[H\x1b[2Jb\r\n$ ', 'b\r\n'],
  ['with the scrollback cleared too', 'a\r\n\x1b[H\x1b[2J\x1b[3Jb\r\n$ ', 'b\r\n'],
  ['after a reset', 'a\r\n\x1bcb\r\n$ ', 'b\r\n'],
])('%s', (_, screen, expected) => {
  expect(restorable(screen)).toBe(expected);
});

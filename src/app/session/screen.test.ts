import { expect, test } from 'vitest';
import { addToScreen } from './screen.ts';

test('keeps the end, from the beginning of a line', () => {
  let screen = '';
  for (let n = 0; n < 20_000; n++) screen = addToScreen(screen, `line ${n}\r\n`);
  expect(screen.length).toBeLessThan(65_000);
  expect(screen).toMatch(/^line \d+\r\n/);
  expect(screen).toMatch(/line 19999\r\n$/);
});

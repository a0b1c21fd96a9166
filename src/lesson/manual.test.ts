import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { authorsManual } from './manual.ts';

test('lessons/README.md carries the manual as the schema has it', () => {
  const readme = readFileSync(new URL('../../lessons/README.md', import.meta.url), 'utf8');
  expect(readme.endsWith(`\n${authorsManual()}\n`)).toBe(true);
});

test('every key is described', () => {
  const keys = authorsManual()
    .split('\n')
    .filter((line) => line.startsWith('- '));
  expect(keys.length).toBeGreaterThan(40);
  expect(keys.filter((line) => /: *$/.test(line))).toEqual([]);
});

import { expect, test } from 'vitest';
import { tree } from '../testing/worlds.ts';
import { glanceOf, rowsOf } from './rows.ts';

/** Rows as text: indented labels, `*` for fresh, `+n` for the rest. */
function shown(listing: string, room: number, since = 9, more = 0): string {
  const { rows, more: rest } = rowsOf(tree(listing, more), room, since);
  const lines = rows.map(({ label, depth, fresh }) => `${'>'.repeat(depth)}${label}${fresh ? '*' : ''}`);
  return [...lines, ...(rest > 0 ? [`+${rest}`] : [])].join(' ');
}

test.each([
  ['nothing', '', 3, ''],
  ['all, when there is room', 'a;b;c', 3, 'a b c'],
  ['the beginning, when there is not', 'a;b;c;d', 3, 'a b +2'],
  ['folders indent what is in them', 'sub/;sub/x;sub/deep/;sub/deep/y', 4, 'sub >x >deep >>y'],
  ['what has changed comes in first, in the order of the listing', 'a;b;c;d=x@10', 3, 'a d* +2'],
  ['a whole path when the folder above is left out', 'a;b;sub/;sub/x=1@10', 3, 'a sub/x* +2'],
  ['hidden files are not listed', '.bashrc;.profile;a', 3, 'a'],
  ['but when they change', '.bashrc=x@10;a', 3, '.bashrc* a'],
])('%s', (_, listing, room, expected) => {
  expect(shown(listing, room)).toBe(expected);
});

test('what the World has left out is counted', () => {
  expect(shown('a;b', 3, 9, 5)).toBe('a b +5');
  expect(shown('a;b;c', 3, 9, 5)).toBe('a b +6');
});

test.each([
  [{ type: 'file', size: 4, text: 'milk' }, 'milk'],
  [{ type: 'file', size: 9, text: 'milk\ntea\n' }, 'milk …'],
  [{ type: 'file', size: 5, text: 'milk\n' }, 'milk'],
  [{ type: 'file', size: 0 }, 'empty'],
  [{ type: 'file', size: 4096 }, ''],
  [{ type: 'directory', size: 4096 }, ''],
  [{ type: 'symlink', size: 4, target: '/etc' }, '→ /etc'],
] as const)('a glance of %j', (entry, glance) => {
  expect(glanceOf({ path: 'f', uid: 0, mode: 0o644, changed: 1, ...entry })).toBe(glance);
});

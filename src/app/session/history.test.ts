import { expect, test } from 'vitest';
import type { TimelinePoint } from '../../machine/wire.ts';
import { backFrom, beginningOf, followed, type History, labelOf, NO_HISTORY, rowsOf } from './history.ts';

function point(id: number, parent?: number): TimelinePoint {
  return { id, parent, kind: id === 1 ? 'start' : 'command', command: `c${id}`, sentences: [], at: id };
}

/** Points by `id<parent`; the present one, and where forward leads. */
function history(points: string, present: number, forward?: number): History {
  const list = points.split(' ').map((each) => {
    const [id, parent] = each.split('<').map(Number);
    return point(id!, parent);
  });
  return { points: list, present, forward };
}

test('the machine tells of its points one by one', () => {
  let at = followed(NO_HISTORY, { type: 'timeline', added: point(1), present: 1, forward: undefined });
  at = followed(at, { type: 'timeline', added: point(2, 1), present: 2, forward: undefined });
  at = followed(at, { type: 'timeline', present: 1, forward: 2 });
  expect(at).toEqual(history('1 2<1', 1, 2));
  expect(
    followed(at, { type: 'timeline', added: point(3, 2), gone: 2, present: 3, forward: undefined }).points,
  ).toEqual([point(1), point(3, 2)]);
});

test('what came after a point that is no longer kept comes after the one before it', () => {
  const at = followed(history('1 2<1 3<2', 3), { type: 'timeline', gone: 2, present: 3, forward: undefined });
  expect(at.points).toEqual([point(1), point(3, 1)]);
});

test.each([
  ['1', 1, undefined],
  ['1 2<1 3<2', 3, 2],
  ['1 2<1 3<1', 3, 1],
])('one step back in %s from %i', (points, present, before) => {
  expect(backFrom(history(points, present))).toBe(before);
});

test.each([
  ['a straight way', history('1 2<1 3<2', 3), '1:0 2:0 3:0'],
  ['a way that one has gone back on', history('1 2<1 3<2', 1, 2), '1:0 2:0 3:0'],
  ['a branch that was left', history('1 2<1 3<2 4<1 5<4', 5), '1:0 2:1 3:1 4:0 5:0'],
  ['two branches from one point', history('1 2<1 3<1 4<1', 4), '1:0 2:1 3:2 4:0'],
])('%s in lanes', (_, given, lanes) => {
  expect(
    rowsOf(given)
      .map(({ point: { id }, lane }) => `${id}:${lane}`)
      .join(' '),
  ).toBe(lanes);
});

test('every kind of point has a name', () => {
  const base = { ...point(2, 1), command: 'docker ps' };
  expect(labelOf(base)).toBe('docker ps');
  expect(labelOf({ ...base, kind: 'meanwhile' })).toBe('In the middle of: docker ps');
  expect(labelOf({ ...base, kind: 'meanwhile', command: '' })).toBe('What happened meanwhile');
  expect(labelOf({ ...base, kind: 'start-over', command: '' })).toBe('Started over');
});

test('a computer began at its first point, or where it was started over', () => {
  const at = history('1 2<1 3<2 4<3', 4);
  expect(beginningOf(at)?.id).toBe(1);
  const over = at.points.map((each) => (each.id === 3 ? { ...each, kind: 'start-over' as const } : each));
  expect(beginningOf({ ...at, points: over })?.id).toBe(3);
  expect(beginningOf(NO_HISTORY)).toBeUndefined();
});

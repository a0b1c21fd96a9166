import { expect, test } from 'vitest';
import type { Checkpoint } from './machine.ts';
import { Timeline } from './timeline.ts';

/** Checkpoints are opaque to the timeline: here each is known by its number. */
const checkpoint = (number: number) => number as unknown as Checkpoint;

function add(timeline: Timeline, number: number) {
  return timeline.add({
    kind: 'command',
    command: `c${number}`,
    sentences: [],
    at: number,
    checkpoint: checkpoint(number),
  });
}

test('each point follows the present one; forward leads where one went on last', () => {
  const timeline = new Timeline();
  for (const number of [1, 2, 3]) add(timeline, number);
  expect(timeline.go(2)).toBe(2);
  expect(timeline.forward).toBe(3);
  expect(add(timeline, 4).added).toMatchObject({ id: 4, parent: 2 });
  timeline.go(1);
  expect(timeline.forward).toBe(2);
  timeline.go(2);
  expect(timeline.forward).toBe(4);
  // Who was on the other branch goes on there.
  timeline.go(3);
  timeline.go(2);
  expect(timeline.forward).toBe(3);
});

test('a point that is not there is refused in words', () => {
  const timeline = new Timeline();
  add(timeline, 1);
  expect(() => timeline.go(7)).toThrow('This point of the timeline is no longer kept.');
  expect(timeline.present).toBe(1);
});

test('the oldest points go, but never the present one', () => {
  const timeline = new Timeline();
  const gone = Array.from({ length: 402 }, (_, at) => add(timeline, at + 1).gone);
  expect(gone.filter((id) => id !== undefined)).toEqual([1, 2]);
  expect(() => timeline.go(1)).toThrow();
  expect(timeline.go(3)).toBe(3);
  expect(add(timeline, 403)).toMatchObject({ added: { parent: 3 }, gone: 4 });
});

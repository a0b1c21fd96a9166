import { expect, test } from 'vitest';
import type { VfsCheckpoint } from '../fs/index.ts';
import type { Checkpoint } from './machine.ts';
import { type Packing, Timeline } from './timeline.ts';
import type { PackedState, SavedPoint } from './wire.ts';

/** Of a checkpoint the timeline looks at the files alone: here each is known by its number. */
const checkpoint = (number: number) => ({ computer: { vfs: number } }) as unknown as Checkpoint;

/** Packs a state as what it adds to the one below, as text. `unpacked` collects what was taken out of its bytes. */
function numbers(): Packing & { readonly unpacked: number[] } {
  const value = (files: unknown) => (files ?? 0) as number;
  const unpacked: number[] = [];
  return {
    unpacked,
    pack: (state, below) => ({ files: value(state.computer.vfs) - value(below), rest: 0 }) as unknown as PackedState,
    unpackFiles: ({ files }, below) => (value(files) + value(below)) as unknown as VfsCheckpoint,
    unpack: (_, files) => {
      unpacked.push(value(files));
      return checkpoint(value(files));
    },
  };
}

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
  const timeline = new Timeline(numbers());
  for (const number of [1, 2, 3]) add(timeline, number);
  expect(timeline.go(2)).toEqual(checkpoint(2));
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
  const timeline = new Timeline(numbers());
  add(timeline, 1);
  expect(() => timeline.go(7)).toThrow('This point of the timeline is no longer kept.');
  expect(timeline.present).toBe(1);
});

test('the oldest points go, but never the present one', () => {
  const timeline = new Timeline(numbers());
  const gone = Array.from({ length: 402 }, (_, at) => add(timeline, at + 1).gone);
  expect(gone.filter((id) => id !== undefined)).toEqual([1, 2]);
  expect(() => timeline.go(1)).toThrow();
  expect(timeline.go(3)).toEqual(checkpoint(3));
  expect(add(timeline, 403)).toMatchObject({ added: { parent: 3 }, gone: 4 });
});

/** What somebody keeps who takes over all that {@link Timeline.save} gives, and drops what is gone. */
function keeper(timeline: Timeline) {
  const points = new Map<number, SavedPoint>();
  return {
    save() {
      const { where, fresh } = timeline.save();
      for (const saved of fresh) points.set(saved.point.id, saved);
      return { where, points: [...points.values()].sort((a, b) => a.point.id - b.point.id) };
    },
    drop: (id: number | undefined) => id !== undefined && points.delete(id),
  };
}

test('saved and loaded: the same points, branches and ways; a state is unpacked when somebody goes there', () => {
  const timeline = new Timeline(numbers());
  const kept = keeper(timeline);
  for (const number of [10, 20, 30]) add(timeline, number);
  kept.save();
  timeline.go(2);
  add(timeline, 25);
  timeline.go(3);
  const saved = kept.save();
  expect(saved.points.map(({ point, packed }) => [point.id, point.parent, packed.files])).toEqual([
    [1, undefined, 10],
    [2, 1, 10],
    [3, 2, 10],
    [4, 2, 5],
  ]);
  const packing = numbers();
  const loaded = new Timeline(packing, saved);
  expect([loaded.present, loaded.forward]).toEqual([3, undefined]);
  expect(packing.unpacked).toEqual([]);
  expect(loaded.go(4)).toEqual(checkpoint(25));
  expect(loaded.go(2)).toEqual(checkpoint(20));
  expect(loaded.forward).toBe(4);
  expect(packing.unpacked).toEqual([25, 20]);
  expect(add(loaded, 26).added).toMatchObject({ id: 5, parent: 2 });
});

test('what is saved again is only what is new', () => {
  const timeline = new Timeline(numbers());
  add(timeline, 1);
  expect(timeline.save().fresh.map(({ point }) => point.id)).toEqual([1]);
  expect(timeline.save().fresh).toEqual([]);
  add(timeline, 2);
  expect(timeline.save().fresh.map(({ point }) => point.id)).toEqual([2]);
});

test('when an old point goes, what was packed against it is packed anew', () => {
  const first = new Timeline(numbers());
  const kept = keeper(first);
  for (let at = 1; at <= 400; at++) add(first, at);
  const timeline = new Timeline(numbers(), kept.save());
  const { gone } = add(timeline, 401);
  expect(gone).toBe(1);
  expect(timeline.save().fresh.map(({ point, packed }) => [point.id, point.parent, packed.files])).toEqual([
    [2, undefined, 2],
    [401, 400, 1],
  ]);
});

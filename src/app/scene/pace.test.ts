import { expect, test } from 'vitest';
import { container, tree, volume, world } from '../testing/worlds.ts';
import { brings, nextWorld } from './pace.ts';

/** `ab v` is a World with the containers a and b and the volume v. */
const read = (text: string, number: number) => {
  const [boxes = '', volumes = ''] = text.split(' ');
  return world(number, {
    containers: [...boxes].map((name) => container(name, 'busybox')),
    volumes: [...volumes].map((name) => volume(name)),
  });
};

test.each([
  ['the latest, when nothing has come', '', ['', ''], 1],
  ['the latest that still has all that came', '', ['a', 'ab', 'ab v'], 2],
  ['what comes and goes is seen once', '', ['a', ''], 0],
  ['also after others', '', ['a', 'a v', ' v'], 1],
  ['what goes alone needs no stop', 'a', ['', 'b'], 1],
  ['a long queue is cut', '', ['a', '', 'b', '', 'c', '', 'd'], 6],
])('%s', (_, shown, waiting, index) => {
  const worlds = waiting.map((text, at) => read(text, at + 2));
  const { world: next, rest } = nextWorld(read(shown, 1), worlds);
  expect(next).toBe(worlds[index]);
  expect(rest).toEqual(worlds.slice(index + 1));
});

test('the first World is shown at once, the latest of them', () => {
  const worlds = [read('a', 1), read('', 2)];
  expect(nextWorld(undefined, worlds)).toEqual({ world: worlds[1], rest: [] });
});

test.each([
  ['a', 'a', false],
  ['a', 'ab', true],
  ['a', 'a v', true],
  ['a', '', false],
])('%s then %s brings something: %s', (before, after, expected) => {
  expect(brings(read(before, 1), read(after, 2))).toBe(expected);
});

test('a write is seen while its writer is there', () => {
  const writers = [container('a', 'busybox', ['v:/data'])];
  const { entries } = tree('list=x@3');
  const written = { ...volume('v'), tree: { entries: entries.map((entry) => ({ ...entry, by: 'a-id' })), more: 0 } };
  const worlds = [
    world(2, { containers: writers, volumes: [volume('v')] }),
    world(3, { containers: writers, volumes: [written] }),
    world(4, { volumes: [written] }),
  ];
  const shown = world(1, { containers: writers, volumes: [volume('v')] });
  expect(nextWorld(shown, worlds)).toEqual({ world: worlds[1], rest: [worlds[2]] });
  expect(brings(worlds[0], worlds[1]!)).toBe(true);
  expect(brings(worlds[1], worlds[2]!)).toBe(false);
});

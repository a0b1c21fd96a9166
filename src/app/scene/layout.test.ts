import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { World } from '../../machine/wire.ts';
import { container, folder, STORY, volume, world } from '../testing/worlds.ts';
import type { Rect } from './grid.ts';
import { layOut, leaving, type SceneLayout, settle } from './layout.ts';
import { NARROW } from './sizes.ts';

const WIDE = 980;

/** One World after the other, nothing settled. */
function story(worlds: readonly World[], width = WIDE): SceneLayout {
  let layout: SceneLayout | undefined;
  for (const each of worlds) layout = layOut(each, width, each.number - 1, layout);
  return layout!;
}

const names = (things: readonly { readonly key: string; readonly presence: string; readonly slot: number }[]) =>
  things.map(({ key, presence, slot }) => `${key} ${presence} ${slot}`);

const notes = volume('notes', 'list=milk');
const first = container('first', 'busybox', ['notes:/data']);
const second = container('second', 'busybox', ['notes:/data']);
const third = container('third', 'busybox');

describe('places', () => {
  test('a first World is simply there', () => {
    const layout = story([world(1, { volumes: [notes], containers: [first] })]);
    expect(names(layout.boxes)).toEqual(['container:first-id here 0']);
    expect(names(layout.stores)).toEqual(['volume:notes here 0']);
    expect(names(layout.folders)).toEqual(['folder:/home/learner here 0']);
  });

  test('what comes is new and takes the first free place', () => {
    const layout = story([world(1, { containers: [first, second] }), world(2, { containers: [first, second, third] })]);
    expect(names(layout.boxes)).toEqual([
      'container:first-id here 0',
      'container:second-id here 1',
      'container:third-id new 2',
    ]);
  });

  test('what goes stays for a moment, and nobody moves up', () => {
    const worlds = [world(1, { containers: [first, second] }), world(2, { containers: [second] })];
    const layout = story(worlds);
    expect(names(layout.boxes)).toEqual(['container:second-id here 1', 'container:first-id leaving 0']);
    expect(leaving(layout)).toEqual(['container:first-id']);
    const settled = settle(layout, leaving(layout));
    expect(names(settled.boxes)).toEqual(['container:second-id here 1']);
    const after = layOut(world(3, { containers: [second, third] }), WIDE, 2, settled);
    expect(names(after.boxes)).toEqual(['container:second-id here 1', 'container:third-id new 0']);
  });

  test('settling spares what began to leave later, and what came back', () => {
    const layout = story([world(1, { containers: [first, second] }), world(2, { containers: [second] })]);
    const later = layOut(world(3, {}), WIDE, 2, layout);
    expect(leaving(settle(later, ['container:first-id']))).toEqual(['container:second-id']);
    const back = layOut(world(3, { containers: [first, second] }), WIDE, 2, layout);
    expect(settle(back, ['container:first-id']).boxes).toHaveLength(2);
  });

  test('a pipe leaves with its container', () => {
    const layout = story([world(1, { volumes: [notes], containers: [first] }), world(2, { volumes: [notes] })]);
    expect(layout.pipes.map(({ key, presence }) => `${key} ${presence}`)).toEqual(['container:first-id /data leaving']);
    expect(settle(layout, leaving(layout)).pipes).toEqual([]);
  });
});

describe('what is fresh', () => {
  const at = (changed: number) => world(5, { volumes: [volume('notes', `list=milk@${changed}`)], containers: [first] });
  test.each([
    [4, 5, true],
    [4, 4, false],
    [0, 1, true],
  ])('after World %i, changed in %i: %s', (since, changed, fresh) => {
    const layout = layOut(at(changed), WIDE, since);
    expect(layout.stores[0]?.rows[0]?.fresh).toBe(fresh);
    expect(layout.pipes[0]?.fresh).toBe(fresh);
  });

  test('the layer of a container that has just come is not', () => {
    const box = container('box', 'busybox', [], { layer: volume('x', 'etc/motd=hi@5').tree });
    expect(layOut(world(5, { containers: [box] }), WIDE, 1).boxes[0]?.rows[0]?.fresh).toBe(false);
    const before = layOut(world(4, { containers: [box] }), WIDE, 3);
    expect(layOut(world(5, { containers: [box] }), WIDE, 4, before).boxes[0]?.rows[0]?.fresh).toBe(true);
  });
});

/** A computer with up to nine of each; names tell sizes and mounts, so that the same name is always the same thing. */
const anyWorld = fc
  .record({
    containers: fc.uniqueArray(fc.nat(8), { maxLength: 7 }),
    volumes: fc.uniqueArray(fc.nat(8), { maxLength: 9 }),
    folders: fc.uniqueArray(fc.nat(4), { maxLength: 5 }),
  })
  .map(({ containers, volumes, folders }) =>
    world(1, {
      folders: [folder('/home/learner'), ...folders.map((n) => folder(`/srv/f${n}`, 'a;b;c;'.repeat(n)))],
      volumes: volumes.map((n) => volume(`v${n}`, 'one;two/;two/three;'.repeat(n % 3))),
      containers: containers.map((n) => {
        const stored = volumes.filter((each) => (each + n) % 3 === 0).map((each) => `v${each}:/v${each}`);
        const bound = folders.filter((each) => (each + n) % 2 === 0).map((each) => `/srv/f${each}:/f${each}`);
        return container(`c${n}`, 'busybox', [...stored, ...bound, ...(n % 4 === 0 ? ['tmpfs:/tmp'] : [])]);
      }),
    }),
  );
const anyStory = fc.record({
  worlds: fc.array(anyWorld, { minLength: 1, maxLength: 5 }),
  width: fc.constantFrom(340, NARROW - 1, NARROW, 700, 980, 1400),
});

const cards = ({ boxes, folders, stores }: SceneLayout) => [...boxes, ...folders, ...stores];
const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Runs the property over many stories; it gives what is wrong, which is nothing. */
function inAnyStory(wrong: (worlds: readonly World[], width: number) => readonly string[]): void {
  const property = fc.property(anyStory, ({ worlds, width }) => {
    expect(wrong(worlds, width)).toEqual([]);
  });
  fc.assert(property, { seed: 7, numRuns: 60 });
}

describe('any story', () => {
  test('no card covers another, and all are in the picture', () => {
    inAnyStory((worlds, width) => {
      const layout = story(worlds, width);
      const all = cards(layout);
      return all.flatMap((card, at) => [
        ...all.slice(at + 1).flatMap((other) => (overlap(card, other) ? [`${card.key} covers ${other.key}`] : [])),
        ...(card.x < 0 || card.x + card.width > width ? [`${card.key} is beside the picture`] : []),
        ...(card.y + card.height > layout.height ? [`${card.key} is below the picture`] : []),
      ]);
    });
  });

  test('no pipe goes through a card', () => {
    inAnyStory((worlds, width) => {
      const layout = story(worlds, width);
      const insides = cards(layout).map(({ key, x, y, width: w, height }) => ({
        key,
        x: x + 0.5,
        y: y + 0.5,
        width: w - 1,
        height: height - 1,
      }));
      return layout.pipes.flatMap(({ key, points }) =>
        points.slice(1).flatMap((to, at) => {
          const from = points[at]!;
          if (from.x !== to.x && from.y !== to.y) return [`${key} is slanted`];
          const corner = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) };
          const stretch = { ...corner, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
          return insides.filter((inside) => overlap(inside, stretch)).map((inside) => `${key} in ${inside.key}`);
        }),
      );
    });
  });

  test('every mount has its pipe, from its container’s wall to its store’s side', () => {
    inAnyStory((worlds, width) => {
      const last = worlds.at(-1)!;
      const layout = story([last], width);
      const all = new Map(cards(layout).map((card) => [card.key, card]));
      const mounts = last.containers.flatMap(({ id, mounts: each }) =>
        each.map(({ destination }) => `container:${id} ${destination}`),
      );
      const missing = mounts.filter((key) => !layout.pipes.some((pipe) => pipe.key === key));
      const astray = layout.pipes.filter(({ pipe, wall, end, points }) => {
        const [box, store] = [all.get(pipe.box)!, all.get(pipe.store)!];
        const at = (point: { x: number; y: number }, { x, y, width: w, height }: Rect) =>
          (point.x === x || point.x === x + w) && point.y > y && point.y < y + height;
        return !at(wall, box) || !at(end, store) || points[0]!.x !== wall.x || points.at(-1)!.x !== end.x;
      });
      return [...missing, ...astray.map(({ key }) => `${key} is astray`)];
    });
  });

  test('who stays keeps the place', () => {
    inAnyStory((worlds, width) => {
      const before = story(worlds, width);
      const after = layOut(worlds[0]!, width, 0, before);
      const was = new Map([...before.boxes, ...before.stores].map((card) => [card.key, card]));
      return [...after.boxes, ...after.stores]
        .filter(({ key, x, slot }) => was.has(key) && (was.get(key)!.x !== x || was.get(key)!.slot !== slot))
        .map(({ key }) => `${key} has moved`);
    });
  });

  test('drawing the same World again moves nothing', () => {
    inAnyStory((worlds, width) => {
      const once = story(worlds, width);
      const again = layOut(worlds.at(-1)!, width, 0, once);
      const was = new Map(cards(once).map((card) => [card.key, card]));
      return cards(again)
        .filter(({ key, x, y }) => was.get(key)?.x !== x || was.get(key)?.y !== y)
        .map(({ key }) => `${key} has moved`);
    });
  });
});

test('the story of the first lessons, at three widths', () => {
  const kinds = ['anonymous', 'folder', 'folder', 'tmpfs', 'tmpfs', 'volume', 'volume'];
  for (const width of [340, 700, 980]) {
    const pipes = story(STORY, width).pipes.filter(({ presence }) => presence !== 'leaving');
    expect(pipes.map(({ pipe }) => pipe.kind).sort()).toEqual(kinds);
  }
});

test('a thousand of each are counted and not drawn', () => {
  const many = Array.from({ length: 1000 }, (_, n) => n);
  const layout = story([
    world(1, {
      volumes: many.map((n) => volume(`v${n}`)),
      containers: many.map((n) => container(`c${n}`, 'busybox', [`v${n}:/data`])),
    }),
  ]);
  expect([layout.boxes.length, layout.stores.length, layout.pipes.length]).toEqual([40, 48, 40]);
  expect(layout.zones.map(({ name, hidden }) => `${name} ${hidden}`)).toEqual([
    'containers 960',
    'folders 0',
    'volumes 952',
  ]);
});

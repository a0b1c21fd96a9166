import { expect, test } from 'vitest';
import { exportProgress, forgetProgress, importProgress, loadProgress, storeProgress } from './lesson-progress.ts';
import { DEFAULTS, loadPreferences, type Memory, pageMemory, storePreferences } from './preferences.ts';
import { computerOf, hashOf, routeOf } from './route.ts';
import { suggest } from './suggestion.ts';
import { container, volume, world } from './testing/worlds.ts';

function memory(kept: Record<string, string> = {}): Memory {
  const map = new Map(Object.entries(kept));
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

const refusing: Memory = {
  getItem: () => {
    throw new Error('denied');
  },
  setItem: () => {
    throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
  },
  removeItem: () => {
    throw new Error('denied');
  },
};

test('preferences are kept', () => {
  const kept = memory();
  const chosen = { ...DEFAULTS, theme: 'dark', sceneShare: 40 } as const;
  storePreferences(kept, chosen);
  expect(loadPreferences(kept)).toEqual(chosen);
});

test.each([
  ['nothing', memory()],
  ['no JSON', memory({ 'drydock.preferences': '{' })],
  ['null', memory({ 'drydock.preferences': 'null' })],
  ['other types', memory({ 'drydock.preferences': '{"theme":3,"sceneShare":"x","more":1}' })],
  ['a browser that refuses', pageMemory(() => refusing)],
])('preferences go on with the usual ones: %s', (_, kept) => {
  expect(loadPreferences(kept)).toEqual(DEFAULTS);
  expect(() => storePreferences(kept, DEFAULTS)).not.toThrow();
});

test('what the browser refuses is told, and remembered as long as the page lives', () => {
  const kept = pageMemory(() => refusing);
  const refusals: string[] = [];
  kept.onRefused = (refusal) => refusals.push(refusal);
  storeProgress(kept, 'a', { step: 0, done: [true], hints: [0], predictions: [null] });
  expect(loadProgress(kept, 'a')?.done).toEqual([true]);
  expect(loadProgress(kept, 'b')).toBeUndefined();
  expect(refusals).toEqual(['full', 'forbidden']);
  forgetProgress(kept, 'a');
  expect(loadProgress(kept, 'a')).toBeUndefined();
});

test('progress is kept for each lesson', () => {
  const kept = memory();
  const progress = { step: 1, done: [true, false], hints: [0, 1], predictions: [null, { chosen: [0] }] };
  storeProgress(kept, 'a', progress);
  expect(loadProgress(kept, 'a')).toEqual(progress);
  expect(loadProgress(kept, 'b')).toBeUndefined();
  forgetProgress(kept, 'a');
  expect(loadProgress(kept, 'a')).toBeUndefined();
});

test('progress goes through a file, for the lessons that there are', () => {
  const here = memory();
  const progress = { step: 2, done: [true], hints: [0], predictions: [{ chosen: [0, 2], right: [] }, null] };
  storeProgress(here, 'a', progress);
  storeProgress(here, 'gone', progress);
  const there = memory({ 'drydock.lesson.b': JSON.stringify(progress) });
  expect(importProgress(there, ['a', 'b'], exportProgress(here, ['a', 'b', 'gone']))).toBe(1);
  expect(loadProgress(there, 'a')).toEqual(progress);
  expect(loadProgress(there, 'b')).toEqual(progress);
  expect(loadProgress(there, 'gone')).toBeUndefined();
});

test.each(['', 'null', '{}', '{"kind":"drydock progress","version":2,"lessons":{}}'])(
  'no file of progress: %s',
  (text) => {
    const kept = memory();
    expect(importProgress(kept, ['a'], text)).toBeUndefined();
  },
);

test('of progress of an earlier version the predictions are forgotten', () => {
  const old = { step: 1, done: [true, false], hints: [0, 'x'], predictions: [{ chosen: 1, right: 1 }, null] };
  expect(loadProgress(memory({ 'drydock.lesson.a': JSON.stringify(old) }), 'a')).toEqual({
    ...old,
    hints: [0, 0],
    predictions: [null, null],
  });
});

test.each(['{', '1', 'null', '{"step":-1,"done":[],"hints":[],"predictions":[]}', '{"step":0,"done":1}'])(
  'progress that is none: %s',
  (text) => {
    expect(loadProgress(memory({ 'drydock.lesson.a': text }), 'a')).toBeUndefined();
  },
);

test.each([
  ['', 'start', 'sandbox'],
  ['#', 'start', 'sandbox'],
  ['#sandbox', 'sandbox', 'sandbox'],
  ['#sandbox/mess', 'sandbox', 'sandbox:mess'],
  ['#sandbox/nothing-known', 'sandbox', 'sandbox'],
  ['#07-bind-mounts', 'lesson', 'lesson:07-bind-mounts'],
  ['#/07-bind-mounts', 'lesson', 'lesson:07-bind-mounts'],
  ['#nowhere', 'start', 'sandbox'],
  ['#%zz', 'start', 'sandbox'],
])('the address %j leads to %s on the computer %s', (hash, page, computer) => {
  const route = routeOf(hash, ['07-bind-mounts'], ['mess']);
  expect(route.page).toBe(page);
  expect(computerOf(route)).toBe(computer);
  expect(routeOf(hashOf(route), ['07-bind-mounts'], ['mess'])).toEqual(route);
});

test.each([
  ['an empty computer', {}, 'docker volume create notes'],
  ['an empty volume', { volumes: [volume('notes')] }, 'docker run --name box'],
  [
    'a container that has written and stopped',
    {
      volumes: [volume('notes', 'list', ['box'])],
      containers: [container('box', 'busybox', ['notes:/data'], { status: 'exited' })],
    },
    'docker rm box',
  ],
  ['a volume that has outlived its container', { volumes: [volume('notes', 'list')] }, 'docker run --rm'],
  ['somebody who goes their own way', { volumes: [volume('other')] }, undefined],
  [
    'a volume in other use',
    { volumes: [volume('notes', 'x', ['web'])], containers: [container('web', 'nginx')] },
    undefined,
  ],
] as const)('to %s is suggested', (_, parts, command) => {
  const suggested = suggest(world(1, parts as Parameters<typeof world>[1]))?.command;
  if (command === undefined) expect(suggested).toBeUndefined();
  else expect(suggested).toContain(command);
});

import { expect, test } from 'vitest';
import type { ThingKey } from '../../machine/wire.ts';
import { linkOf, parts, spoken } from './sentences.ts';

const id = 'ab'.repeat(32);

test.each([
  ['Volume `notes` created.', 'volume:notes', 'notes'],
  ['`first`, through its `/data`, wrote `list` in the volume `notes`.', 'volume:notes', 'notes'],
  ['Anonymous volume `abababababab` removed.', `volume:${id}`, 'abababababab'],
  ['You wrote `page` in `~/site`.', 'folder:/home/learner/site', 'page'],
  ['Nothing has a name.', 'volume:notes', undefined],
  ['Volume `notes` created.', undefined, undefined],
] as const)('%s leads to %s by %s', (text, about, name) => {
  const at = linkOf({ text, ...(about && { about: about as ThingKey }) });
  expect(parts(text)[at]?.text).toBe(name);
});

test('is spoken without marks', () => {
  expect(spoken({ text: 'Volume `notes` created.' })).toBe('Volume notes created.');
});

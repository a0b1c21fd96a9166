import { expect, test } from 'vitest';
import { joined, listed, say, str } from '../../machine/phrase.ts';
import { said } from './said.ts';

test.each([
  ['a name', 'notes', 'notes'],
  ['words', say('It was empty.'), 'It was empty.'],
  ['words with values', say(str`${2} volumes: ${'a'}`), '2 volumes: a'],
  ['words in words', say(str`Its ${say('1 file')} is gone`), 'Its 1 file is gone'],
  ['one after the other', joined([say('It went.'), say('It stays.')], ' '), 'It went. It stays.'],
  ['one alone', joined([say('It went.')], ' '), 'It went.'],
  ['nothing', joined([], ' '), ''],
])('%s', (_, text, words) => {
  expect(said(text)).toBe(words);
  expect(said(structuredClone(text))).toBe(words);
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b and 3 more'],
])('a list in words: %j', (names, words) => {
  expect(said(listed(names))).toBe(words);
});

import { expect, test } from 'vitest';
import { imagesAskedFor } from './bases.ts';

test.each<[text: string, images: readonly string[]]>([
  ['FROM busybox', ['busybox']],
  ['FROM scratch\nCOPY --from=alpine:3.22 /bin/sh /sh', ['alpine:3.22']],
  ['ARG TAG=1\nFROM alpine:$TAG AS one\nFROM one', ['alpine:1']],
  ['FROM debian AS unused\nFROM busybox', ['busybox']],
  ['FROM busybox\nRUN --mount=from=nginx,target=/n true', ['nginx', 'busybox']],
  ['# syntax=docker/dockerfile:1\nFROM busybox', ['docker/dockerfile:1', 'busybox']],
  ['nonsense', []],
  ['', []],
])('%j', (text, images) => {
  expect([...imagesAskedFor(text, { target: '', args: {} })].sort()).toEqual([...images].sort());
});

test('arguments and the target decide', () => {
  const text = 'ARG BASE=busybox\nFROM $BASE AS one\nFROM debian AS two';
  expect(imagesAskedFor(text, { target: 'one', args: { BASE: 'alpine' } })).toEqual(['alpine']);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInputQueue, pieces } from './pasting.ts';

test('pieces are the whole, none is too long, and none ends within a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 2, max: 9 }), (text, size) => {
      const cut = pieces(text, size);
      expect(cut.join('')).toBe(text);
      for (const piece of cut) {
        expect(piece.length).toBeGreaterThan(0);
        expect(piece.length).toBeLessThanOrEqual(size);
        expect(piece).not.toMatch(/\p{Surrogate}/u);
      }
    }),
    { seed: 3 },
  );
});

/** A receiver that answers when it is told to. */
function receiver() {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const send = (piece: string) => {
    sent.push(piece);
    return new Promise<void>((resolve) => answers.push(resolve));
  };
  const next = async () => {
    answers.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { sent, next, type: createInputQueue(send) };
}

test('one piece after the other', async () => {
  const { sent, next, type } = receiver();
  type('a');
  type('b');
  expect(sent).toEqual(['a']);
  await next();
  expect(sent).toEqual(['a', 'b']);
  await next();
  type('c');
  expect(sent).toEqual(['a', 'b', 'c']);
});

test('Ctrl-C overtakes a paste and ends it', async () => {
  const { sent, next, type } = receiver();
  type('x'.repeat(10_000));
  type('\x03');
  expect(sent.map((piece) => piece.length)).toEqual([4096, 1]);
  await next();
  await next();
  type('ls\r');
  expect(sent.slice(2)).toEqual(['ls\r']);
});

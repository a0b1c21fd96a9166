import { expect, test } from 'vitest';
import { TerminalText } from './terminal-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a character in two parts comes whole, and what text is shorter by is counted', () => {
  const terminals = new TerminalText();
  const euro = bytes('a€');
  expect(terminals.take(1, euro.subarray(0, 2))).toEqual({ text: 'a', unreported: 1 });
  expect(terminals.take(2, bytes('b'))).toEqual({ text: 'b', unreported: 0 });
  expect(terminals.take(1, euro.subarray(2))).toEqual({ text: '€', unreported: 1 });
});

test('bytes that were seen are left out, over as many outputs as they take', () => {
  const terminals = new TerminalText();
  terminals.skip(1, 3);
  expect(terminals.take(1, bytes('ab'))).toEqual({ text: '', unreported: 2 });
  expect(terminals.take(1, bytes('cd'))).toEqual({ text: 'd', unreported: 1 });
  expect(terminals.take(1, bytes('e'))).toEqual({ text: 'e', unreported: 0 });
});

test('half a character of another state is forgotten', () => {
  const terminals = new TerminalText();
  terminals.take(1, bytes('€').subarray(0, 1));
  terminals.forget();
  expect(terminals.take(1, bytes('a')).text).toBe('a');
});

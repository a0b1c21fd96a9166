import { expect, test } from 'vitest';
import { messages, readMessage, strings, textMap } from './protobuf.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));

test('fields by number', () => {
  // 1: 150, 9: "a", 9: "bc", 7: {1: "k", 2: "v"}
  const message = readMessage(bytes('08 9601 4a 01 61 4a 02 6263 3a 06 0a016b 120176'));
  expect(message.get(1)).toEqual([150]);
  expect(strings(message, 9)).toEqual(['a', 'bc']);
  expect(textMap(message, 7)).toEqual({ k: 'v' });
  expect(messages(message, 7)).toHaveLength(1);
  expect(strings(message, 2)).toEqual([]);
});

test.each(['08', '0a 05 61', '0f', '08 ffffffffffffffffffff01'])('%s is no message', (hex) => {
  expect(() => readMessage(bytes(hex))).toThrow(RangeError);
});

import { Buffer as NodeBuffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Buffer, bufferAllocUnsafe, bufferFrom } from './buffer.ts';

test('copies as Node’s Buffer does', () => {
  const small = fc.nat(12);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 10 }), small, fc.nat(5), small, small, (bytes, size, at, start, end) => {
      fc.pre(at <= size && start <= bytes.length && start <= end);
      const [ours, theirs] = [bufferAllocUnsafe(size).fill(7), NodeBuffer.alloc(size, 7)];
      const copied = bufferFrom(bytes).copy(ours, at, start, end);
      expect(copied).toBe(NodeBuffer.from(bytes).copy(theirs, at, start, end));
      expect([...ours]).toEqual([...theirs]);
    }),
    { seed: 5 },
  );
});

test('views an ArrayBuffer and copies bytes', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const [view, copy] = [bufferFrom(bytes.buffer, 1, 2), bufferFrom(bytes)];
  bytes[1] = 9;
  expect([[...view], [...copy]]).toEqual([
    [9, 3],
    [1, 2, 3],
  ]);
  expect(view.subarray(1) instanceof Buffer && !(bytes instanceof Buffer)).toBe(true);
  expect(bufferFrom('é').toString()).toBe('é');
});

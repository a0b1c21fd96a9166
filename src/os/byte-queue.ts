import type { ByteQueue } from './state.ts';

/** Small writes share a page of this size, as in Linux's pipes. */
const PAGE = 4096;

export function newQueue(): ByteQueue {
  return { chunks: [], length: 0, tail: 0 };
}

/** Puts a copy of the bytes at the end. */
export function put(queue: ByteQueue, data: Uint8Array): void {
  queue.length += data.length;
  let rest = data;
  if (queue.tail > 0) {
    const page = queue.chunks.at(-1)!;
    const room = Math.min(page.length - queue.tail, rest.length);
    page.set(rest.subarray(0, room), queue.tail);
    queue.tail += room;
    if (queue.tail === page.length) queue.tail = 0;
    rest = rest.subarray(room);
  }
  if (rest.length === 0) return;
  if (rest.length >= PAGE) {
    queue.chunks.push(rest.slice());
    return;
  }
  const page = new Uint8Array(PAGE);
  page.set(rest);
  queue.chunks.push(page);
  queue.tail = rest.length;
}

/** Takes at most `max` bytes from the front. */
export function take(queue: ByteQueue, max: number): Uint8Array {
  const length = Math.min(max, queue.length);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const chunk = queue.chunks[0]!;
    const last = queue.chunks.length === 1 && queue.tail > 0;
    const part = chunk.subarray(0, Math.min(last ? queue.tail : chunk.length, length - at));
    bytes.set(part, at);
    at += part.length;
    if (part.length === (last ? queue.tail : chunk.length)) {
      queue.chunks.shift();
      if (last) queue.tail = 0;
    } else {
      queue.chunks[0] = chunk.subarray(part.length);
      if (last) queue.tail -= part.length;
    }
  }
  queue.length -= length;
  return bytes;
}

export function clear(queue: ByteQueue): void {
  queue.chunks = [];
  queue.length = 0;
  queue.tail = 0;
}

/** A copy that later changes of the queue leave alone. */
export function copyQueue(queue: ByteQueue): ByteQueue {
  return { ...queue, chunks: queue.chunks.map((chunk) => chunk.slice()) };
}

import { Node } from '@jsonjoy.com/fs-core/lib/Node.js';
import { Buffer } from '@jsonjoy.com/fs-node-builtins/lib/internal/buffer.js';

/**
 * What memfs stores for an inode: bytes, mode, owner, link target. Its clock, its walk and its permission checks (which
 * look at the real process) are not used: nodes are made by copying one template, never by the constructor, which would
 * ask for the process's ids; times and names are the {@link Disk}'s.
 */
export type Storage = Node;

const TEMPLATE = new Node(0, 0, 0, 0);

/** A new node that shares the bytes of another; {@link ownBytes} comes before the first write to it. */
export function shareStorage(from: Storage): Storage {
  return Object.assign(Object.create(Node.prototype), from);
}

export function newStorage(ino: number): Storage {
  const node = shareStorage(TEMPLATE);
  node.ino = ino;
  return node;
}

/** Gives a node bytes of its own: a copy, with room to grow to `size` bytes. */
export function ownBytes(node: Storage, size: number): void {
  const { buf } = node;
  const length = Math.min(node.getSize(), size);
  node.truncate(0);
  if (length > 0) node.write(buf, 0, length, 0);
}

/** A copy of at most `length` bytes from `offset`. */
export function readBytes(node: Storage, offset: number, length: number): Uint8Array {
  const end = Math.min(node.getSize(), offset + length);
  if (offset >= end) return new Uint8Array(0);
  // Not Buffer's slice, which shares, nor Node.read, which looks at the clock.
  return new Uint8Array(node.buf.subarray(offset, end));
}

export function writeBytes(node: Storage, offset: number, data: Uint8Array): void {
  node.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength), 0, data.byteLength, offset);
}

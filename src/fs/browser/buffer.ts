/*
 * In a browser, memfs's nodes store their bytes in this instead of Node's Buffer: as much of one as `Node` of
 * `@jsonjoy.com/fs-core` uses. The build puts it in place of the package's own module.
 */

class Bytes extends Uint8Array {
  /** Copies `start` to `end` of this into `target`, as much as fits; the number of bytes. */
  copy(target: Uint8Array, targetStart = 0, start = 0, end = this.length): number {
    const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
    target.set(part, targetStart);
    return part.length;
  }

  override toString(): string {
    return new TextDecoder().decode(this);
  }
}

export function bufferAllocUnsafe(size: number): Bytes {
  return new Bytes(size);
}

/** A view of an ArrayBuffer; a copy of anything else. */
export function bufferFrom(value: ArrayBufferLike | Uint8Array | string, offset?: number, length?: number): Bytes {
  if (typeof value === 'string') return new Bytes(new TextEncoder().encode(value));
  return value instanceof Uint8Array ? new Bytes(value) : new Bytes(value as ArrayBuffer, offset, length);
}

export const Buffer = {
  allocUnsafe: bufferAllocUnsafe,
  from: bufferFrom,
  [Symbol.hasInstance]: (value: unknown): boolean => value instanceof Bytes,
};

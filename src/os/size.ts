/** Roughly how many bytes a value takes, for the memory limit: an object's deep parts are counted, shared ones twice. */
export function sizeOf(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'number':
      return 16;
    case 'string':
      return 16 + 2 * value.length;
    case 'object': {
      if (value === null) return 16;
      if (ArrayBuffer.isView(value)) return 64 + value.byteLength;
      let sum = 48;
      const parts = value instanceof Map || value instanceof Set ? [...value] : Object.values(value);
      for (const part of parts) sum += 8 + sizeOf(part);
      return sum;
    }
    default:
      return 16;
  }
}

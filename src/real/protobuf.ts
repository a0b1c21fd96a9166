/*
 * As much of Protocol Buffers' wire format as the guard needs to read a request: fields by number, strings, maps.
 */

/** Bytes of a length-delimited field, or the number of a varint. */
export type Field = Uint8Array | number;
export type Message = ReadonlyMap<number, readonly Field[]>;

/** @throws {RangeError} if these are no protobuf message. */
export function readMessage(bytes: Uint8Array): Message {
  const fields = new Map<number, Field[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('cut off');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('too long a number');
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    let value: Field;
    switch (tag % 8) {
      case 0:
        value = varint();
        break;
      case 1:
        value = bytes.subarray(at, (at += 8));
        break;
      case 2: {
        const length = varint();
        if (at + length > bytes.length) throw new RangeError('cut off');
        value = bytes.subarray(at, (at += length));
        break;
      }
      case 5:
        value = bytes.subarray(at, (at += 4));
        break;
      default:
        throw new RangeError('unknown wire type');
    }
    const list = fields.get(number);
    if (list) list.push(value);
    else fields.set(number, [value]);
  }
  return fields;
}

const decoder = new TextDecoder();
const text = (field: Field | undefined) => (field instanceof Uint8Array ? decoder.decode(field) : '');

export function strings(message: Message, field: number): readonly string[] {
  return (message.get(field) ?? []).map(text);
}

/** A field of bytes; empty if it isn't there. */
export function bytesOf(message: Message, field: number): Uint8Array {
  const [value] = message.get(field) ?? [];
  return value instanceof Uint8Array ? value : new Uint8Array();
}

/** A varint; 0 if it isn't there. */
export function numberOf(message: Message, field: number): number {
  const [value] = message.get(field) ?? [];
  return typeof value === 'number' ? value : 0;
}

export function messages(message: Message, field: number): readonly Message[] {
  return (message.get(field) ?? []).map((each) => readMessage(each instanceof Uint8Array ? each : new Uint8Array()));
}

/** A `map<string, string>`. */
export function textMap(message: Message, field: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    messages(message, field).map((entry) => [text(entry.get(1)?.[0]), text(entry.get(2)?.[0])]),
  );
}

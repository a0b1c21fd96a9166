import { KEY_SEQUENCES } from '../key-sequences.ts';

/** A key: a character as itself (`a`, `\r`, `\x1b`, `\x03`), or a name: `Up`, `PageDown`, `Delete` …, of two letters at least. */
export type TypedKey = string;

/** The sequences that terminals send for keys, after ESC. */
const SEQUENCES: Readonly<Record<string, string>> = {
  ...KEY_SEQUENCES,
  '[2~': 'Insert',
  '[5~': 'PageUp',
  '[6~': 'PageDown',
};

const decoder = new TextDecoder();
const ESCAPE = 0x1b;

/** Splits what was typed into keys. A terminal sends a key's sequence at once, so an ESC that ends the bytes is the Esc key. */
export function keysIn(bytes: readonly number[]): {
  readonly keys: readonly TypedKey[];
  readonly rest: readonly number[];
} {
  const keys: TypedKey[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    if (byte === ESCAPE) {
      const after = String.fromCharCode(...bytes.slice(at + 1, at + 9));
      const sequence = /^(?:O[A-Z]|\[[0-9;]*[A-Za-z~])/.exec(after)?.[0];
      if (sequence === undefined) {
        keys.push('\x1b');
        at++;
      } else {
        const name = SEQUENCES[sequence];
        if (name) keys.push(name);
        at += 1 + sequence.length;
      }
      continue;
    }
    const length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (at + length > bytes.length) return { keys, rest: bytes.slice(at) };
    keys.push(decoder.decode(Uint8Array.from(bytes.slice(at, at + length))));
    at += length;
  }
  return { keys, rest: [] };
}

import { KEY_SEQUENCES } from '../key-sequences.ts';

/** What was typed: text, or a key by its name (`C-a`, `M-b`, `Up`, `paste-start` …). */
export type Key = { readonly text: string } | { readonly key: string };

/** The sequences that terminals send for keys, after ESC. */
const SEQUENCES: Readonly<Record<string, string>> = {
  ...KEY_SEQUENCES,
  '[5~': 'Up',
  '[6~': 'Down',
  '[1;5C': 'M-f',
  '[1;5D': 'M-b',
  '[1;3C': 'M-f',
  '[1;3D': 'M-b',
  '[200~': 'paste-start',
  '[201~': 'paste-end',
};

const decoder = new TextDecoder();

/** Splits what was typed into keys; the rest are bytes that need more to be one. */
export function keysOf(bytes: readonly number[]): { readonly keys: readonly Key[]; readonly rest: readonly number[] } {
  const keys: Key[] = [];
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    if (byte === 0x1b) {
      const found = escaped(bytes, at + 1);
      if (!found) return { keys, rest: bytes.slice(at) };
      if (found.key !== '') keys.push({ key: found.key });
      at = found.end;
    } else if (byte < 0x20) {
      keys.push({ key: byte === 0x0d ? 'C-m' : `C-${String.fromCharCode(byte + 0x60)}` });
      at++;
    } else if (byte === 0x7f) {
      keys.push({ key: 'Backspace' });
      at++;
    } else {
      let end = at;
      while (end < bytes.length && bytes[end]! >= 0x20 && bytes[end] !== 0x7f) end++;
      const whole = wholeCharacters(bytes, at, end);
      if (whole > at) keys.push({ text: decoder.decode(Uint8Array.from(bytes.slice(at, whole))) });
      if (whole < end) return { keys, rest: bytes.slice(whole) };
      at = end;
    }
  }
  return { keys, rest: [] };
}

/** A key that began with ESC; undefined: there is more to come. */
function escaped(bytes: readonly number[], at: number): { readonly key: string; readonly end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first !== 0x5b && first !== 0x4f)
    return { key: first === 0x7f ? 'M-Backspace' : `M-${String.fromCharCode(first)}`, end: at + 1 };
  for (let end = at + 1; end < bytes.length; end++) {
    if (bytes[end]! < 0x40 || bytes[end]! > 0x7e) continue;
    return { key: SEQUENCES[String.fromCharCode(...bytes.slice(at, end + 1))] ?? '', end: end + 1 };
  }
  return undefined;
}

/** Where the last whole UTF-8 character before `end` ends. */
function wholeCharacters(bytes: readonly number[], start: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= start; back++) {
    const byte = bytes[end - back]!;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const wants = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return wants > back ? end - back : end;
  }
  return end;
}

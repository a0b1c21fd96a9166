/*
 * Text and bytes. A shell's words are byte strings; here they are JavaScript strings in which a byte that is no part of
 * valid UTF-8 stands as the lone surrogate U+DC00 + byte, so that nothing is lost on the way through a variable.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a word: UTF-8, and the bytes behind lone surrogates as they were. */
export function toBytes(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return encoder.encode(text);
  const parts: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) parts.push(code - 0xdc00);
    else parts.push(...encoder.encode(letter));
  }
  return Uint8Array.from(parts);
}

/** The word that some bytes are: the inverse of {@link toBytes}. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodeLoosely(bytes);
  }
}

/** One byte as a character of a word; a byte below 128 is itself. */
export function byteCharacter(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

/** Joins bytes that were written apart (`\303\251`) to the characters that they make. */
export function joinBytes(text: string): string {
  return /[\udc80-\udcff]/.test(text) ? fromBytes(toBytes(text)) : text;
}

function decodeLoosely(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!;
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
    try {
      if (length === 0 || i + length > bytes.length) throw new RangeError();
      text += length === 1 ? String.fromCharCode(first) : decoder.decode(bytes.subarray(i, i + length));
      i += length;
    } catch {
      text += byteCharacter(first);
      i++;
    }
  }
  return text;
}

/** What C's escapes of one letter stand for, by the letter. */
export const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

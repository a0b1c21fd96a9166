import { fromBytes, toBytes } from '../bytes.ts';

/*
 * Text filters work on bytes, as programs do in the C locale. Here a run of bytes is a string of one character a byte
 * (`\0` to `\xff`): regular expressions, searching and comparing then are JavaScript's own.
 */

const SLICE = 8192;

/** Bytes as a string of one character a byte. */
export function toBinary(bytes: Uint8Array): string {
  if (bytes.length <= SLICE) return String.fromCharCode(...bytes);
  let text = '';
  for (let i = 0; i < bytes.length; i += SLICE) text += String.fromCharCode(...bytes.subarray(i, i + SLICE));
  return text;
}

/** The bytes of such a string. */
export function fromBinary(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** An argument or a file name as such a string. */
export function encodeWord(word: string): string {
  return /^[\0-\x7f]*$/.test(word) ? word : toBinary(toBytes(word));
}

/** The inverse of {@link encodeWord}. */
export function decodeWord(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : fromBytes(fromBinary(text));
}

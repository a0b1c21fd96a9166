import { compileRegex as compile } from '../applets/regex.ts';
import { fromBytes, toBytes } from '../bytes.ts';

/** Finds the groups of the leftmost match; undefined: none. */
export type Matcher = (text: string) => readonly (string | undefined)[] | undefined;

const cache = new Map<string, Matcher | string>();

/** An extended regular expression of `[[ text =~ … ]]`; a string is what is wrong with it. */
export function compileRegex(source: string, ignoreCase: boolean): Matcher | string {
  const key = `${ignoreCase ? 'i' : ' '}${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const regex = compile(byteString(source), { extended: true, ignoreCase });
  const made: Matcher | string =
    'error' in regex
      ? regex.error
      : (text) => regex.exec(byteString(text))?.groups.map((group) => group && fromByteString(group));
  if (cache.size > 200) cache.clear();
  cache.set(key, made);
  return made;
}

/** Regular expressions work on bytes. */
function byteString(text: string): string {
  return /^[\x00-\x7f]*$/.test(text) ? text : Array.from(toBytes(text), (byte) => String.fromCharCode(byte)).join('');
}

function fromByteString(text: string): string {
  return fromBytes(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}

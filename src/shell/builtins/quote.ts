import { toBytes } from '../bytes.ts';

/*
 * How shells print words so that they can be read back. bash in a UTF-8 locale shows other letters as they are, in the
 * C locale their bytes.
 */

function unprintable(text: string, utf8: boolean): boolean {
  return utf8 ? /[\x00-\x1f\x7f\udc80-\udcff]/.test(text) : /[^\x20-\x7e]/.test(text);
}

/** `printf %q` and completion: backslashes, or `$'…'` for what can't be printed. */
export function quoteBackslash(text: string, utf8: boolean): string {
  if (text === '') return "''";
  if (unprintable(text, utf8)) return quoteAnsi(text, utf8);
  return text.replace(/[^A-Za-z0-9_./:@%+=~#\u0080-\uffff-]|^[~#]|(?<=[:=])~/g, '\\$&');
}

const ANSI: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\x1b': '\\E',
  '\\': '\\\\',
  "'": "\\'",
};

/** `$'…'`. */
export function quoteAnsi(text: string, utf8: boolean): string {
  let body = '';
  for (const letter of text) {
    if (ANSI[letter]) body += ANSI[letter];
    else if (!unprintable(letter, utf8)) body += letter;
    else for (const byte of toBytes(letter)) body += `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `$'${body}'`;
}

/** `'it'\''s'`: bash's `alias`, `trap`, `set` and `${x@Q}`. */
export function quoteSingle(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `'it'"'"'s'`: dash's and ash's way. */
export function quoteSinglePosix(text: string): string {
  if (text === '') return "''";
  return (text.match(/[^']+|'+/g) ?? []).map((run) => (run[0] === "'" ? `"${run}"` : `'${run}'`)).join('');
}

/** `"a\$b"`: `declare -p`. */
export function quoteDouble(text: string, utf8: boolean): string {
  if (unprintable(text, utf8)) return quoteAnsi(text, utf8);
  return `"${text.replace(/["$`\\]/g, '\\$&')}"`;
}

/** Quoted only where it must be: `set -x` and `set` without arguments. */
export function quoteIfNeeded(text: string, utf8: boolean): string {
  if (text === '') return text;
  if (unprintable(text, utf8)) return quoteAnsi(text, utf8);
  return /[ '"\\|&;()<>!{}*[\]?^$`]|^[#~]|[:=]~/.test(text) ? quoteSingle(text) : text;
}

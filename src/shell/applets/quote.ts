import { toBytes } from '../bytes.ts';

/** GNU's quoting of file names (gnulib's quotearg), in the C locale unless `utf8` is said. */
export interface QuoteOptions {
  /** Characters outside ASCII are printable. */
  readonly utf8?: boolean;
}

/** One unit of a name: a printable character, or the bytes of what must be escaped. */
interface Unit {
  readonly text: string;
  readonly bytes: Uint8Array | undefined;
}

const NAMED: Readonly<Record<number, string>> = { 7: 'a', 8: 'b', 9: 't', 10: 'n', 11: 'v', 12: 'f', 13: 'r' };

function units(name: string, utf8: boolean): Unit[] {
  const list: Unit[] = [];
  for (const text of name) {
    const code = text.codePointAt(0)!;
    const printable =
      code >= 0x20 && code !== 0x7f && (code < 0x7f || (utf8 && code >= 0xa0 && !(code >= 0xd800 && code < 0xe000)));
    list.push({ text, bytes: printable ? undefined : toBytes(text) });
  }
  return list;
}

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;
const escapeBytes = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => (NAMED[byte] ? `\\${NAMED[byte]}` : octal(byte))).join('');

const COMPATIBLE = /^[%+,\-./0-9:=@A-Za-z_\]{}#~ ']$/;
const SPECIAL = /[\s!"$&()*;<=>[^`|'\\?]|^[#~]|^[{}]$/;

/** Does a shell need this name in quotes? Characters in `also` count as needing them. */
function needsQuotes(name: string, list: readonly Unit[], also: string): boolean {
  if (name === '' || SPECIAL.test(name)) return true;
  return list.some((unit) => unit.bytes !== undefined || also.includes(unit.text));
}

/** The name in shell quotes, always: `'a b'`, `"it's"`, `'a'$'\n''b'` (quotearg's shell-escape-always). */
export function shellQuoteAlways(name: string, { utf8 = false }: QuoteOptions = {}): string {
  const list = units(name, utf8);
  const compatible = list.every(
    (unit) => unit.bytes === undefined && (COMPATIBLE.test(unit.text) || unit.text.charCodeAt(0) > 0x7f),
  );
  if (name.includes("'") && compatible) return `"${name}"`;
  let text = "'";
  let escaping = false;
  for (const unit of list) {
    if (unit.bytes) {
      if (!escaping) text += "'$'";
      escaping = true;
      text += escapeBytes(unit.bytes);
      continue;
    }
    if (unit.text === "'") text += "'\\''";
    else text += escaping ? `''${unit.text}` : unit.text;
    escaping = false;
  }
  return `${text}'`;
}

/** The name in shell quotes if a shell would need them (shell-escape): how ls names files on a terminal. */
export function shellQuote(name: string, options: QuoteOptions & { readonly also?: string } = {}): string {
  const list = units(name, options.utf8 ?? false);
  return needsQuotes(name, list, options.also ?? '') ? shellQuoteAlways(name, options) : name;
}

/** The older style without $'…': what can't be printed stays as it is (ls --quoting-style=shell and shell-always). */
export function shellQuoteRaw(name: string, always: boolean, also = ''): string {
  const needs = name === '' || SPECIAL.test(name) || [...also].some((letter) => name.includes(letter));
  if (!always && !needs) return name;
  if (name.includes("'") && [...name].every((letter) => COMPATIBLE.test(letter))) return `"${name}"`;
  return `'${name.replaceAll("'", "'\\''")}'`;
}

/** How GNU names a file in front of a colon: `ls: 'a:b': …` (quotef). */
export const quoteName = (name: string): string => shellQuote(name, { also: ':' });

/** How GNU names a file within a sentence: `cannot stat 'x'` (quoteaf). */
export const quoteFile = (name: string): string => shellQuoteAlways(name);

/** Quotes of the locale, C's: `'it\'s'` (quote), used for arguments that are no files. */
export function quote(text: string): string {
  const inner = units(text, false)
    .map((unit) => (unit.bytes ? escapeBytes(unit.bytes) : unit.text.replace(/['\\]/, '\\$&')))
    .join('');
  return `'${inner}'`;
}

/** C's double quotes (ls -Q). */
export function cQuote(name: string, { utf8 = false }: QuoteOptions = {}): string {
  const inner = units(name, utf8)
    .map((unit) => (unit.bytes ? escapeBytes(unit.bytes) : unit.text.replace(/["\\]/, '\\$&')))
    .join('');
  return `"${inner}"`;
}

/** Backslashes instead of quotes (ls -b). */
export function escapeName(name: string, { utf8 = false }: QuoteOptions = {}): string {
  return units(name, utf8)
    .map((unit) => (unit.bytes ? escapeBytes(unit.bytes) : unit.text.replace(/[ \\]/, '\\$&')))
    .join('');
}

/** Control characters as question marks, one for each byte outside a printable character (ls -q). */
export function hideControls(name: string, { utf8 = false }: QuoteOptions = {}): string {
  return units(name, utf8)
    .map((unit) => (unit.bytes ? '?'.repeat(unit.bytes.length) : unit.text))
    .join('');
}

/** Does the environment's locale print UTF-8? (LC_ALL, LC_CTYPE, LANG, the first that is set) */
export function utf8Locale(env: Readonly<Record<string, string>>): boolean {
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

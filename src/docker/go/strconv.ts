/**
 * Go's strconv, as far as the docker command's messages show it: the texts of its errors are part of what people see
 * (`strconv.ParseInt: parsing "x": invalid syntax`).
 */

/** A failed parse: `message` is Go's `NumError` text, `reason` its unwrapped part. */
export class NumError extends Error {
  constructor(
    func: string,
    text: string,
    readonly reason: 'invalid syntax' | 'value out of range',
  ) {
    super(`strconv.${func}: parsing ${quote(text)}: ${reason}`);
    this.name = 'NumError';
  }
}

const DIGITS: Readonly<Record<number, RegExp>> = {
  2: /^[01]+$/,
  8: /^[0-7]+$/,
  10: /^\d+$/,
  16: /^[\da-fA-F]+$/,
};
const PREFIX: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

/** The magnitude of unsigned digits, or undefined. Base 0 takes `0x`, `0b`, `0o`, `0` and underscores, as Go's literals do. */
function magnitude(text: string, base: number): bigint | undefined {
  let digits = text;
  let radix = base;
  if (base === 0) {
    radix = 10;
    const prefixed = /^0([xXbBoO])/.exec(text);
    if (prefixed) {
      radix = { x: 16, b: 2, o: 8 }[prefixed[1]!.toLowerCase()] ?? 10;
      digits = text.slice(2);
    } else if (/^0./.test(text)) {
      radix = 8;
      digits = text.slice(1);
    }
    if (digits.includes('_')) {
      if (!/^(0[xXbBoO]_?)?[\da-fA-F]+(_[\da-fA-F]+)*$/.test(text)) return undefined;
      digits = digits.replaceAll('_', '');
    }
  }
  return DIGITS[radix]?.test(digits) ? BigInt(PREFIX[radix] + digits) : undefined;
}

/** @throws {NumError} */
export function readUint(text: string, base = 10, bits = 64): number {
  const value = magnitude(text, base);
  if (value === undefined) throw new NumError('ParseUint', text, 'invalid syntax');
  if (value >= 1n << BigInt(bits)) throw new NumError('ParseUint', text, 'value out of range');
  return Number(value);
}

/** @throws {NumError} */
export function readInt(text: string, base = 10, bits = 64, func = 'ParseInt'): number {
  const value = magnitude(text.replace(/^[+-]/, ''), base);
  if (value === undefined) throw new NumError(func, text, 'invalid syntax');
  const negative = text.startsWith('-');
  const limit = 1n << BigInt(bits - 1);
  if (negative ? value > limit : value >= limit) throw new NumError(func, text, 'value out of range');
  return negative ? -Number(value) : Number(value);
}

/** @throws {NumError} */
export function atoi(text: string): number {
  return readInt(text, 10, 64, 'Atoi');
}

/** @throws {NumError} */
export function parseBool(text: string): boolean {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw new NumError('ParseBool', text, 'invalid syntax');
}

/** @throws {NumError} */
export function readFloat(text: string): number {
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  const plain = text.replaceAll(/(?<=\d)_(?=\d)/g, '');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain)) throw new NumError('ParseFloat', text, 'invalid syntax');
  const value = Number(plain);
  if (!Number.isFinite(value)) throw new NumError('ParseFloat', text, 'value out of range');
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** True for what Go's unicode.IsPrint calls printable: letters, marks, numbers, punctuation, symbols and the space. */
export function isPrint(character: string): boolean {
  return character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

function escaped(character: string, delimiter: string): string {
  if (character === delimiter) return `\\${delimiter}`;
  const short = ESCAPES[character];
  if (short) return short;
  if (isPrint(character)) return character;
  const code = character.codePointAt(0)!;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** strconv.Quote, `%q` of a string. */
export function quote(text: string): string {
  return `"${[...text].map((character) => escaped(character, '"')).join('')}"`;
}

/** strconv.QuoteRune, `%q` of a rune. */
export function quoteRune(character: string): string {
  return `'${escaped(character, "'")}'`;
}

const UNESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** strconv.Unquote of a `"…"`, `` `…` `` or `'…'` literal; undefined: invalid syntax. */
export function unquote(literal: string): string | undefined {
  const delimiter = literal[0];
  const body = literal.slice(1, -1);
  if (delimiter === '`') return body.replaceAll('\r', '');
  let text = '';
  const piece = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([abfnrtv\\])|(["']))|([^\\\n])/uy;
  while (piece.lastIndex < body.length) {
    const match = piece.exec(body);
    if (!match) return undefined;
    const [, x, u, long, octal, short, mark, plain] = match;
    if (mark !== undefined) {
      if (mark !== delimiter) return undefined;
      text += mark;
    } else if (plain !== undefined) {
      if (plain === delimiter) return undefined;
      text += plain;
    } else if (short !== undefined) text += UNESCAPES[short];
    else {
      const code = octal === undefined ? Number.parseInt((x ?? u ?? long)!, 16) : Number.parseInt(octal, 8);
      if (code > 0x10ffff || (octal !== undefined && code > 255)) return undefined;
      text += String.fromCodePoint(code);
    }
  }
  if (delimiter === "'" && [...text].length !== 1) return undefined;
  return text;
}

import type { Piece } from './sed-script.ts';

/** Letters behind a backslash that stand for characters in both dialects. */
export const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', f: '\f', r: '\r', t: '\t', v: '\v' };

/** The character of `\cX`, `\d065`, `\o101`, `\x41` at a place, and how long it is written; GNU only. */
function numericEscape(text: string, at: number): { char: string; length: number } | undefined {
  const rest = text.slice(at, at + 4);
  const match = /^(?:d(\d{3})|o([0-7]{3})|x([0-9a-fA-F]{2}))/.exec(rest);
  if (match) {
    const [whole, decimal, octal, hex] = match;
    const code = decimal ? Number(decimal) : octal ? Number.parseInt(octal, 8) : Number.parseInt(hex!, 16);
    return { char: String.fromCharCode(code & 255), length: whole.length };
  }
  if (rest[0] === 'c' && rest[1] !== undefined)
    return { char: String.fromCharCode(rest[1].toUpperCase().charCodeAt(0) ^ 64), length: 2 };
  return undefined;
}

/** `\t` and the like in an expression become the characters themselves, escaped where they would be special. */
export function unescapeRegex(text: string, gnu: boolean): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '[') {
      const end = bracketEnd(text, i);
      if (end < 0) return out + text.slice(i);
      out += unescapeBracket(text.slice(i, end + 1));
      i = end;
      continue;
    }
    if (c !== '\\' || i + 1 >= text.length) {
      out += c;
      continue;
    }
    const next = text[++i]!;
    const numeric = gnu ? numericEscape(text, i) : undefined;
    if (ESCAPES[next] !== undefined && (gnu || next !== 'a')) out += ESCAPES[next];
    else if (numeric) {
      out += /[*.[\]\\^$+?(){}|/]/.test(numeric.char) ? `\\${numeric.char}` : numeric.char;
      i += numeric.length - 1;
    } else out += c + next;
  }
  return out;
}

function unescapeBracket(text: string): string {
  return text.replace(/\\([nrtfv])/g, (_, letter: string) => (letter === 'n' ? '\n' : ESCAPES[letter]!));
}

/** Where the bracket that begins at `from` ends; -1: it doesn't. */
export function bracketEnd(text: string, from: number): number {
  let at = from + 1;
  if (text[at] === '^') at++;
  if (text[at] === ']') at++;
  for (; at < text.length; at++) {
    if (text[at] === '\n') return -1;
    if (text[at] === ']') return at;
    const kind = text[at] === '[' ? text[at + 1] : undefined;
    if (kind === ':' || kind === '.' || kind === '=') {
      const end = text.indexOf(`${kind}]`, at + 2);
      if (end < 0) return -1;
      at = end + 1;
    }
  }
  return -1;
}

/** The pieces of a replacement. */
export function replacementPieces(text: string, gnu: boolean): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') pieces.push({ text: plain });
    plain = '';
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '&') {
      flush();
      pieces.push({ group: 0 });
    } else if (c !== '\\' || i + 1 >= text.length) plain += c;
    else {
      const next = text[++i]!;
      const numeric = gnu ? numericEscape(text, i) : undefined;
      if (/\d/.test(next)) {
        flush();
        pieces.push({ group: Number(next) });
      } else if (next === 'n') plain += '\n';
      else if (ESCAPES[next] !== undefined) plain += ESCAPES[next];
      else if (gnu && /[ULulE]/.test(next)) {
        flush();
        pieces.push({ letters: next as 'U' });
      } else if (numeric) {
        plain += numeric.char;
        i += numeric.length - 1;
      } else plain += next;
    }
  }
  flush();
  return pieces;
}

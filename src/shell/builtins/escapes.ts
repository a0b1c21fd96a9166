import { byteCharacter, ESCAPES } from '../bytes.ts';
import type { Flavor } from './flavor.ts';

/** Where an escape stands: in `echo`'s text, in an argument of printf's `%b`, in printf's format. */
export type EscapePlace = 'echo' | '%b' | 'format';

export interface Unescaped {
  readonly text: string;
  /** `\c` was met: nothing more is to be printed. */
  readonly stop: boolean;
  /** What was wrong with an escape, for printf's standard error. */
  readonly error?: string;
}

/** Replaces backslash escapes as `echo -e`, `printf %b` and printf's format do. Bytes may come out apart: see joinBytes. */
export function replaceEscapes(text: string, flavor: Flavor, place: EscapePlace, utf8 = false): Unescaped {
  if (!text.includes('\\')) return { text, stop: false };
  let out = '';
  let error: string | undefined;
  for (let i = 0; i < text.length; ) {
    const backslash = text.indexOf('\\', i);
    if (backslash < 0) return { text: out + text.slice(i), stop: false, error };
    out += text.slice(i, backslash);
    const rest = text.slice(backslash + 1, backslash + 12);
    const found = one(rest, flavor, place, utf8);
    if (found === 'stop') return { text: out, stop: true, error };
    if (!found && place !== 'echo' && (rest[0] === 'x' || rest[0] === 'u' || rest[0] === 'U')) {
      if (flavor === 'bash') error = `missing ${rest[0] === 'x' ? 'hex' : 'unicode'} digit for \\${rest[0]}`;
      if (flavor === 'gnu') return { text: out, stop: true, error: 'missing hexadecimal number in escape' };
    }
    out += found ? found[0] : '\\';
    i = backslash + 1 + (found ? found[1] : 0);
  }
  return { text: out, stop: false, error };
}

/** [what it stands for, letters after the backslash], or undefined: the backslash is itself. */
function one(rest: string, flavor: Flavor, place: EscapePlace, utf8: boolean): [string, number] | 'stop' | undefined {
  const letter = rest[0];
  if (letter === undefined) return undefined;
  if (letter === 'c') {
    const stops = place !== 'format' || flavor === 'busybox' || flavor === 'gnu';
    return stops ? 'stop' : undefined;
  }
  const simple = ESCAPES[letter];
  if (simple !== undefined) return [simple, 1];
  if (letter === 'e' || (letter === 'E' && flavor === 'bash')) return ['\x1b', 1];
  if (letter === '"' && place === 'format' && (flavor === 'bash' || flavor === 'gnu')) return ['"', 1];
  const octal = octalDigits(rest, flavor, place);
  if (octal) return [byteCharacter(Number.parseInt(octal, 8) & 0xff), octal.length];
  if (letter === 'x' && flavor !== 'dash') {
    const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest);
    return hex ? [byteCharacter(Number.parseInt(hex[1]!, 16)), hex[0].length] : undefined;
  }
  if ((letter === 'u' || letter === 'U') && (flavor === 'bash' || (flavor === 'gnu' && place !== 'echo'))) {
    const hex = (letter === 'u' ? /^u([0-9a-fA-F]{1,4})/ : /^U([0-9a-fA-F]{1,8})/).exec(rest);
    return hex ? [unicode(Number.parseInt(hex[1]!, 16), utf8), hex[0].length] : undefined;
  }
  return undefined;
}

function octalDigits(rest: string, flavor: Flavor, place: EscapePlace): string | undefined {
  const plain = /^[0-7]{1,3}/.exec(rest)?.[0];
  const zero = /^0[0-7]{1,3}/.exec(rest)?.[0] ?? plain;
  if (plain === undefined) return undefined;
  const digits = place === 'format' ? plain : zero!;
  // busybox stops before a digit that would make the byte too big; the others cut the number.
  if (flavor === 'busybox') return Number.parseInt(digits, 8) > 0xff ? digits.slice(0, -1) : digits;
  // bash's echo wants the zero, the others take \101 too.
  if (flavor === 'bash' && place === 'echo' && !rest.startsWith('0')) return undefined;
  return digits;
}

/** A character by number: in the C locale, what it lacks stays written as an escape. */
function unicode(code: number, utf8: boolean): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (utf8 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)) return String.fromCodePoint(code);
  const hex = code.toString(16).toUpperCase();
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

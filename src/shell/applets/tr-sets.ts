import { ESCAPES } from '../bytes.ts';

/** A set that tr's argument describes, in its order. */
export interface CharSet {
  readonly chars: readonly string[];
  /** Character classes, by the place where they begin. */
  readonly classes: readonly { readonly name: string; readonly at: number }[];
  /** `[x*]`: as many as are needed, at this place. */
  readonly fill?: { readonly at: number; readonly char: string };
  readonly warning: string;
}

/** What is wrong with a set, in GNU's words. */
export class SetError extends Error {}

const range = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => String.fromCharCode(from + i));

const upper = range(65, 90);
const lower = range(97, 122);
const digit = range(48, 57);
const between = (test: (code: number) => boolean): string[] => range(0, 127).filter((c) => test(c.charCodeAt(0)));

const CLASSES: Readonly<Record<string, readonly string[]>> = {
  alnum: [...digit, ...upper, ...lower],
  alpha: [...upper, ...lower],
  blank: ['\t', ' '],
  cntrl: between((code) => code < 32 || code === 127),
  digit,
  graph: between((code) => code > 32 && code < 127),
  lower,
  print: between((code) => code >= 32 && code < 127),
  punct: between((code) => code > 32 && code < 127 && !/[0-9A-Za-z]/.test(String.fromCharCode(code))),
  space: between((code) => code === 32 || (code >= 9 && code <= 13)),
  upper,
  xdigit: [...digit, ...upper.slice(0, 6), ...lower.slice(0, 6)],
};

/** A character that an escape gave is no operator. */
interface Unit {
  readonly char: string;
  readonly escaped: boolean;
}

function unescapeGnu(text: string): { units: Unit[]; warning: string } {
  const units: Unit[] = [];
  let warning = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') {
      units.push({ char: text[i]!, escaped: false });
      continue;
    }
    const next = text[i + 1];
    if (next === undefined) {
      warning = 'warning: an unescaped backslash at end of string is not portable';
      units.push({ char: '\\', escaped: false });
      continue;
    }
    let digits = /^[0-7]{1,3}/.exec(text.slice(i + 1))?.[0];
    if (digits !== undefined) {
      if (Number.parseInt(digits, 8) > 255) {
        digits = digits.slice(0, 2);
        warning = `warning: the ambiguous octal escape \\${text.slice(i + 1, i + 4)} is being\n\tinterpreted as the 2-byte sequence \\0${digits}, ${text[i + 3]}`;
      }
      units.push({ char: String.fromCharCode(Number.parseInt(digits, 8)), escaped: true });
      i += digits.length;
      continue;
    }
    units.push({ char: ESCAPES[next] ?? next, escaped: true });
    i++;
  }
  return { units, warning };
}

/** GNU's sets: escapes, ranges, `[:class:]`, `[=c=]`, and in the second set `[c*n]`. Throws {@link SetError}. */
export function expandGnu(text: string, second = false): CharSet {
  const { units, warning } = unescapeGnu(text);
  const chars: string[] = [];
  const classes: { name: string; at: number }[] = [];
  let fill: CharSet['fill'];
  const plain = (i: number, c: string) => units[i]?.char === c && !units[i].escaped;
  const find = (from: number, c: string) => {
    for (let i = from; i + 1 < units.length; i++) if (plain(i, c) && plain(i + 1, ']')) return i;
    return -1;
  };
  for (let i = 0; i < units.length; i++) {
    if (plain(i, '[')) {
      const kind = plain(i + 1, ':') ? ':' : plain(i + 1, '=') ? '=' : '';
      const end = kind ? find(i + 2, kind) : -1;
      if (end >= 0) {
        const name = units
          .slice(i + 2, end)
          .map(({ char }) => char)
          .join('');
        if (kind === ':') {
          const set = CLASSES[name];
          if (!set) {
            if (name === '') throw new SetError("missing character class name '[::]'");
            throw new SetError(`invalid character class '${name}'`);
          }
          classes.push({ name, at: chars.length });
          chars.push(...set);
        } else {
          if (name === '') throw new SetError("missing equivalence class character '[==]'");
          if (name.length > 1) throw new SetError(`${name}: equivalence class operand must be a single character`);
          chars.push(name);
        }
        i = end + 1;
        continue;
      }
      if (second && units[i + 1] && plain(i + 2, '*')) {
        const close = units.findIndex((_, j) => j > i + 2 && plain(j, ']'));
        const digits = units
          .slice(i + 3, close)
          .map(({ char }) => char)
          .join('');
        if (close >= 0 && /^\d*$/.test(digits)) {
          const times = digits.startsWith('0') ? Number.parseInt(digits, 8) : Number(digits);
          const { char } = units[i + 1]!;
          if (times > 0) chars.push(...Array<string>(times).fill(char));
          else if (fill) throw new SetError('only one [c*] repeat construct may appear in string2');
          else fill = { at: chars.length, char };
          i = close;
          continue;
        }
        if (close >= 0) throw new SetError(`invalid repeat count '${digits}' in [c*n] construct`);
      }
    }
    if (plain(i + 1, '-') && units[i + 2]) {
      const from = units[i]!.char;
      const to = units[i + 2]!.char;
      if (from > to) throw new SetError(`range-endpoints of '${from}-${to}' are in reverse collating sequence order`);
      chars.push(...range(from.charCodeAt(0), to.charCodeAt(0)));
      i += 2;
      continue;
    }
    chars.push(units[i]!.char);
  }
  return { chars, classes, warning, ...(fill ? { fill } : {}) };
}

/** busybox's sets: escapes (also `\e`), ranges, `[:class:]`, `[=c=]`; brackets are otherwise ordinary. */
export function expandBusybox(text: string): string[] {
  const chars: string[] = [];
  for (let i = 0; i < text.length; ) {
    const rest = text.slice(i);
    const named = /^\[:([a-z]+):\]/.exec(rest);
    const set = named ? CLASSES[named[1]!] : undefined;
    if (set) {
      chars.push(...set);
      i += named![0].length;
      continue;
    }
    const equivalence = /^\[=([\s\S])=\]/.exec(rest);
    if (equivalence) {
      chars.push(equivalence[1]!);
      i += 5;
      continue;
    }
    const escaped = /^\\(?:([0-7]{1,3})|([abefnrtv\\]))/.exec(rest);
    let from = rest[0]!;
    if (escaped) {
      from = escaped[1]
        ? String.fromCharCode(Number.parseInt(escaped[1], 8) & 255)
        : escaped[2] === 'e'
          ? '\x1b'
          : ESCAPES[escaped[2]!]!;
      i += escaped[0].length;
    } else i++;
    if (text[i] === '-' && i + 1 < text.length) {
      chars.push(...range(from.charCodeAt(0), text.charCodeAt(i + 1)));
      i += 2;
    } else chars.push(from);
  }
  return chars;
}

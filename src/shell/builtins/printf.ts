import { fromBytes, joinBytes, toBytes } from '../bytes.ts';
import { replaceEscapes, type Unescaped } from './escapes.ts';
import type { Flavor } from './flavor.ts';
import { formatReal, parseReal } from './number.ts';
import { quoteBackslash } from './quote.ts';

export interface Printed {
  /** For standard output; write it with toBytes. */
  readonly text: string;
  /** For standard error, without the command's name. */
  readonly errors: readonly string[];
  readonly status: number;
  /**
   * The same in the order of writing: GNU and busybox write an error where it happens, bash and dash all errors before
   * the text.
   */
  readonly parts: readonly PrintedPart[];
}

export type PrintedPart = { readonly text: string } | { readonly error: string };

export interface PrintfOptions {
  readonly utf8?: boolean;
  /** `%(…)T`: strftime of a time in seconds; bash only. */
  readonly strftime?: (format: string, seconds: number) => string;
  /** Seconds since the epoch for `%(…)T` of -1, and of -2 (when the shell began). */
  readonly now?: number;
  readonly started?: number;
}

/** Widths beyond this are cut: nobody reads a line of 16 million blanks, and it must fit in memory. */
const WIDEST = 1 << 24;

interface Conversion {
  readonly flags: string;
  readonly width: number | '*' | undefined;
  readonly precision: number | '*' | undefined;
  readonly letter: string;
  /** bash's `%(format)T`. */
  readonly time?: string;
  /** GNU's `%1$s`. */
  readonly position?: number;
}

type Piece = Unescaped | Conversion;

/** A format that can't be used any further: what was printed before stays. */
class BadFormat {
  constructor(
    readonly message: string,
    readonly status: number,
  ) {}
}

/**
 * printf(1): the format is used again while arguments are left. `args` are the format and its arguments, options
 * already taken away.
 */
export function formatPrintf(args: readonly string[], flavor: Flavor, options: PrintfOptions = {}): Printed {
  const [format = '', ...values] = args;
  const parts: PrintedPart[] = [];
  let status = 0;
  let next = 0;
  const complain = (error: string) => {
    parts.push({ error });
  };
  const fail = (error: string) => {
    complain(error);
    status = 1;
  };
  const run = (): void => {
    do {
      const begun = next;
      for (const piece of pieces(format, flavor, options.utf8 ?? false)) {
        if ('text' in piece) {
          parts.push({ text: piece.text });
          if (piece.error !== undefined) (flavor === 'gnu' ? fail : complain)(piece.error);
          if (piece.stop) return;
          continue;
        }
        let used = 0;
        const take = (): string | undefined => {
          if (piece.position === undefined) return values[next++];
          used = Math.max(used, piece.position);
          return values[begun + piece.position - 1];
        };
        const result = convert(piece, take, flavor, options, fail, complain);
        next = Math.max(next, begun + used);
        parts.push({ text: result.text });
        if (result.stop) return;
      }
      if (next === begun) {
        // Nothing takes arguments.
        if (flavor === 'gnu' && next < values.length)
          complain(`warning: ignoring excess arguments, starting with '${values[next]}'`);
        return;
      }
    } while (next < values.length);
  };
  try {
    run();
  } catch (problem) {
    if (!(problem instanceof BadFormat)) throw problem;
    complain(problem.message);
    status = problem.status;
  }
  return printed(parts, status, flavor);
}

function printed(parts: readonly PrintedPart[], status: number, flavor: Flavor): Printed {
  const text = joinBytes(parts.map((part) => ('text' in part ? part.text : '')).join(''));
  const errors = parts.flatMap((part) => ('error' in part ? [part.error] : []));
  const atOnce = errors.length === 0 || flavor === 'bash' || flavor === 'dash';
  return { text, errors, status, parts: atOnce ? [...errors.map((error) => ({ error })), { text }] : parts };
}

const CONVERSIONS: Readonly<Record<Flavor, string>> = {
  bash: 'diouxXfFeEgGaAcsbqQnT',
  dash: 'diouxXfFeEgGaAcsb',
  busybox: 'diouxXfeEgGcsb',
  gnu: 'diouxXfFeEgGaAcsbq',
};

/** The format's texts and conversions, one at a time: an error in a later one comes after the earlier ones' output. */
function* pieces(format: string, flavor: Flavor, utf8: boolean): Generator<Piece, void, void> {
  for (let i = 0; i < format.length; ) {
    const percent = format.indexOf('%', i);
    const end = percent < 0 ? format.length : percent;
    if (end > i) yield replaceEscapes(format.slice(i, end), flavor, 'format', utf8);
    if (percent < 0) return;
    if (format[percent + 1] === '%') {
      yield { text: '%', stop: false };
      i = percent + 2;
      continue;
    }
    const [conversion, length] = conversionAt(format, percent, flavor);
    yield conversion;
    i = percent + length;
  }
}

function conversionAt(format: string, at: number, flavor: Flavor): readonly [Conversion, number] {
  const flagLetters = flavor === 'bash' || flavor === 'gnu' ? "[-+ #0']*" : '[-+ #0]*';
  const position = flavor === 'gnu' ? '(?:(\\d+)\\$)?' : '()';
  const modifiers = flavor === 'bash' || flavor === 'gnu' ? '[hlLjzt]*' : flavor === 'busybox' ? '[hlLz]*' : '';
  const pattern = new RegExp(`%${position}(${flagLetters})(\\*|\\d*)(\\.(?:\\*|-?\\d*))?(${modifiers})`, 'y');
  pattern.lastIndex = at;
  const match = pattern.exec(format)!;
  const letter = format[at + match[0].length];
  const spec = match[0];
  if (flavor === 'bash' && letter === '(') {
    const time = /^\(([^)]*)\)T/.exec(format.slice(at + spec.length));
    if (!time) {
      if (!format.slice(at).includes(')')) throw new BadFormat("`%': missing format character".replace('%', spec), 1);
      throw new BadFormat(`warning: \`${letter}': invalid time format specification`, 1);
    }
    return [{ ...sizes(match), letter: 'T', time: time[1]! }, spec.length + time[0].length];
  }
  if (letter === undefined || !CONVERSIONS[flavor].includes(letter))
    throw badConversion(format, at, spec, letter, flavor);
  const sized = spec.length - (match[5]?.length ?? 0) > 1;
  if (
    (flavor === 'gnu' && sized && (letter === 'b' || letter === 'q')) ||
    (flavor === 'busybox' && sized && letter === 'b')
  )
    throw badConversion(format, at, spec, letter, flavor);
  const place = match[1] ? { position: Number(match[1]) } : {};
  return [{ ...sizes(match), letter, ...place }, spec.length + 1];
}

function sizes(match: RegExpExecArray): Omit<Conversion, 'letter'> {
  const [, , flags = '', width = '', precision] = match;
  return {
    flags,
    width: width === '*' ? '*' : width === '' ? undefined : Number(width),
    precision: precision === undefined ? undefined : precision === '.*' ? '*' : Number(precision.slice(1) || 0),
  };
}

function badConversion(
  format: string,
  at: number,
  spec: string,
  letter: string | undefined,
  flavor: Flavor,
): BadFormat {
  switch (flavor) {
    case 'bash':
      // Known letters of C that a shell has no use for are cut off with their modifiers.
      return letter === undefined
        ? new BadFormat(`\`${spec}': missing format character`, 1)
        : new BadFormat(`\`${letter}': invalid format character`, 1);
    case 'dash':
      return letter === undefined
        ? new BadFormat('missing format character', 2)
        : new BadFormat(`${spec}${letter}: invalid directive`, 2);
    case 'busybox':
      return new BadFormat(`${spec.replace(/[hlLz]+$/, '')}${format.slice(at + spec.length)}: invalid format`, 1);
    case 'gnu':
      return new BadFormat(`${spec}${letter ?? ''}: invalid conversion specification`, 1);
    default:
      return flavor satisfies never;
  }
}

function convert(
  conversion: Conversion,
  take: () => string | undefined,
  flavor: Flavor,
  options: PrintfOptions,
  fail: (message: string) => void,
  warn: (message: string) => void,
): { readonly text: string; readonly stop?: boolean } {
  const utf8 = options.utf8 ?? false;
  let { flags } = conversion;
  const star = (size: number | '*' | undefined): number | undefined =>
    size === '*' ? Number(integer(take() ?? '0', flavor, fail, warn)) : size;
  let width = star(conversion.width) ?? 0;
  let precision = star(conversion.precision);
  if (width < 0) {
    flags += '-';
    width = -width;
  }
  width = Math.min(width, WIDEST);
  if (precision !== undefined) precision = precision < 0 ? undefined : Math.min(precision, WIDEST);
  const pad = (text: string, zeros = false): string => {
    if (text.length >= width) return text;
    if (flags.includes('-')) return text.padEnd(width);
    if (!zeros || !flags.includes('0')) return text.padStart(width);
    const sign = /^[-+ ]?(0[xX])?/.exec(text)![0];
    return sign + text.slice(sign.length).padStart(width - sign.length, '0');
  };
  const signed = (negative: boolean, digits: string) =>
    `${negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''}${digits}`;
  const value = take();
  const missing = flavor === 'busybox' ? '' : '0';
  switch (conversion.letter) {
    case 's':
      return { text: pad(cut(value ?? '', precision)) };
    case 'b': {
      const { text, stop, error } = replaceEscapes(value ?? '', flavor, '%b', utf8);
      if (error !== undefined) fail(error);
      return { text: pad(cut(joinBytes(text), precision)), stop };
    }
    case 'q':
    case 'Q':
      return {
        text: pad(flavor === 'gnu' ? quoteGnu(value ?? '') : quoteBackslash(cut(value ?? '', precision), utf8)),
      };
    case 'c': {
      const first = utf8 ? [...(value ?? '')][0] : fromFirstByte(value ?? '');
      return { text: pad(first ?? (value === undefined && flavor === 'busybox' ? '' : '\0')) };
    }
    case 'n':
      return { text: '' };
    case 'T': {
      const given = value === undefined ? -1n : integer(value, flavor, fail, warn);
      const seconds = given === -1n ? (options.now ?? 0) : given === -2n ? (options.started ?? 0) : Number(given);
      return { text: pad(options.strftime?.(conversion.time || '%X', seconds) ?? '') };
    }
    case 'd':
    case 'i': {
      const number = integer(value ?? missing, flavor, fail, warn);
      const digits = minimumDigits(String(number < 0n ? -number : number), precision);
      return { text: pad(signed(number < 0n, digits), precision === undefined) };
    }
    case 'o':
    case 'u':
    case 'x':
    case 'X': {
      const number = BigInt.asUintN(64, integer(value ?? missing, flavor, fail, warn, true));
      const base = conversion.letter === 'u' ? 10 : conversion.letter === 'o' ? 8 : 16;
      let digits = minimumDigits(number.toString(base), precision);
      if (flags.includes('#') && base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
      if (flags.includes('#') && base === 16 && number !== 0n) digits = `0x${digits}`;
      return { text: pad(conversion.letter === 'X' ? digits.toUpperCase() : digits, precision === undefined) };
    }
    default: {
      const lower = conversion.letter.toLowerCase();
      const real = realValue(value ?? missing, flavor, fail);
      const digits = formatReal(real, lower, precision, flags.includes('#'), flavor !== 'dash');
      const text = pad(signed(real.negative, digits), real.kind === 'decimal');
      return { text: lower === conversion.letter ? text : text.toUpperCase() };
    }
  }
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : text.slice(0, precision);
}

function minimumDigits(digits: string, precision: number | undefined): string {
  if (precision === 0 && digits === '0') return '';
  return digits.padStart(precision ?? 0, '0');
}

function fromFirstByte(text: string): string | undefined {
  const byte = toBytes(text)[0];
  return byte === undefined ? undefined : String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

const MAX = 2n ** 63n - 1n;

/** strtoimax with base 0, and each flavor's complaints. A quote gives the code of the letter behind it. */
function integer(
  text: string,
  flavor: Flavor,
  fail: (message: string) => void,
  warn: (message: string) => void,
  unsigned = false,
): bigint {
  if (text[0] === "'" || text[0] === '"') {
    const [letter, ...more] = toBytes(text.slice(1));
    if (more.length > 0 && flavor === 'gnu') {
      const ignored = fromBytes(Uint8Array.from(more));
      warn(`warning: ${ignored}: character(s) following character constant have been ignored`);
    }
    if (letter === undefined && flavor === 'gnu') fail(complaint(text, 'none', flavor));
    return BigInt(letter ?? 0);
  }
  if (text === '' && flavor === 'dash') return 0n;
  const match = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
  if (!match) {
    fail(complaint(text, 'none', flavor));
    return 0n;
  }
  const digits = match[2]!;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const negative = match[1] === '-';
  const most = unsigned && !negative ? 2n ** 64n - 1n : negative ? MAX + 1n : MAX;
  if (match[0].length < text.length) {
    fail(complaint(text, 'rest', flavor));
    if (flavor === 'busybox') return 0n;
  } else if (size > most) {
    fail(flavor === 'busybox' ? complaint(text, 'rest', flavor) : range(text, flavor));
    if (flavor === 'busybox') return 0n;
  }
  const value = size > most ? most : size;
  return negative ? -value : value;
}

function realValue(text: string, flavor: Flavor, fail: (message: string) => void) {
  if (text[0] === "'" || text[0] === '"')
    return { kind: 'decimal', negative: false, digits: BigInt(toBytes(text.slice(1))[0] ?? 0), exponent: 0 } as const;
  const [real, length] = parseReal(text);
  if (length === 0) {
    if (text !== '' || flavor !== 'dash') fail(complaint(text, 'none', flavor));
  } else if (length < text.length) {
    fail(complaint(text, 'rest', flavor));
    if (flavor === 'busybox') return { ...real, kind: 'decimal', digits: 0n, exponent: 0 } as const;
  }
  return real;
}

function range(text: string, flavor: Flavor): string {
  return flavor === 'gnu' ? `'${text}': Numerical result out of range` : `${text}: Numerical result out of range`;
}

/** `none`: no number at all; `rest`: something behind it. */
function complaint(text: string, what: 'none' | 'rest', flavor: Flavor): string {
  switch (flavor) {
    case 'bash': {
      const kind = /^\s*[+-]?0[xX]/.test(text) ? 'hex' : /^\s*[+-]?0[0-9]/.test(text) ? 'octal' : undefined;
      return `${text}: invalid ${kind ? `${kind} ` : ''}number`;
    }
    case 'dash':
      return `${text}: ${what === 'none' ? 'expected numeric value' : 'not completely converted'}`;
    case 'busybox':
      return `invalid number '${text}'`;
    case 'gnu': {
      const shown = text.replaceAll("'", "\\'");
      return what === 'none' ? `'${shown}': expected a numeric value` : `'${shown}': value not completely converted`;
    }
    default:
      return flavor satisfies never;
  }
}

/** coreutils' shell-escape quoting (`%q`, and what `ls` does on a terminal). */
export function quoteGnu(text: string): string {
  if (text === '') return "''";
  if (/[^\x20-\x7e]/.test(text)) {
    const runs = text.match(/[\x20-\x7e]+|[^\x20-\x7e]+/g) ?? [];
    return runs
      .map((run, i) => (/[\x20-\x7e]/.test(run[0]!) ? plain(run) : `${i === 0 ? "''" : ''}${escaped(run)}`))
      .join('');
  }
  if (!/[ '"\\|&;()<>!{}*[\]?^$`]|^[#~]|=/.test(text)) return text;
  if (text.includes("'") && !/["$`\\!]/.test(text)) return `"${text}"`;
  return plain(text);
}

function plain(run: string): string {
  return `'${run.replaceAll("'", "'\\''")}'`;
}

function escaped(run: string): string {
  let body = '';
  for (const byte of toBytes(run)) {
    const at = '\x07\b\t\n\v\f\r'.indexOf(String.fromCharCode(byte));
    body += at >= 0 ? `\\${'abtnvfr'[at]}` : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `$'${body}'`;
}

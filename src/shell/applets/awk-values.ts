import { formatReal, type Real } from '../builtins/number.ts';

/** A value: a number, a text (bytes as of binary.ts), a text from outside that looks like a number, or nothing yet. */
export type Value = number | string | NumericText | undefined;

export interface NumericText {
  readonly text: string;
  readonly number: number;
}

const NUMBER = /^[ \t\n\r\f\v]*([-+]?0[xX][0-9a-fA-F]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;
const DECIMAL = /^[ \t\n\r\f\v]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;
const BITS = new DataView(new ArrayBuffer(8));
const MAX_LONG = 2 ** 63;

/** strtod's beginning of a text. */
export function leadingNumber(text: string, hex: boolean): number {
  const word = /^[ \t\n\r\f\v]*([-+]?)0[xX]([0-9a-fA-F]+)/.exec(text);
  if (word) return hex ? (word[1] === '-' ? -1 : 1) * Number(`0x${word[2]}`) : 0;
  const named = /^[ \t\n\r\f\v]*([-+]?)(inf|nan)/i.exec(text);
  if (named && hex) return named[2]!.toLowerCase() === 'nan' ? Number.NaN : named[1] === '-' ? -Infinity : Infinity;
  const found = DECIMAL.exec(text);
  return found ? Number(found[1]) : 0;
}

/** A text of the input: it compares as a number if all of it is one. */
export function fromInput(text: string, hex: boolean): Value {
  const found = NUMBER.exec(text);
  if (!found || !/^[ \t\n\r\f\v]*$/.test(text.slice(found[0].length))) return text;
  if (/[xX]/.test(found[1]!) && !hex) return text;
  return { text, number: leadingNumber(text, hex) };
}

/** The exact decimal value of a double, as printf needs it. */
export function exactReal(value: number): Real {
  const negative = value < 0 || Object.is(value, -0);
  if (Number.isNaN(value)) return { kind: 'nan', negative: false };
  if (!Number.isFinite(value)) return { kind: 'infinity', negative };
  if (value === 0) return { kind: 'decimal', negative, digits: 0n, exponent: 0 };
  BITS.setFloat64(0, value);
  const bits = BITS.getBigUint64(0);
  const power = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (power === 0 ? 0n : 1n << 52n);
  const exponent = (power === 0 ? 1 : power) - 1075;
  if (exponent >= 0) return { kind: 'decimal', negative, digits: mantissa << BigInt(exponent), exponent: 0 };
  return { kind: 'decimal', negative, digits: mantissa * 5n ** BigInt(-exponent), exponent };
}

/** A number as CONVFMT or OFMT writes it; whole ones are written whole. */
export function numberText(value: number, format: string): string {
  if (Number.isInteger(value) && Math.abs(value) < MAX_LONG) return value === 0 ? '0' : BigInt(value).toString();
  const match = /^([^%]*)%([-+ 0#]*)(\d*)(?:\.(\d+))?([efgEFGdi])([\s\S]*)$/.exec(format);
  if (!match) return format;
  const [, before, flags, width, precision, letter, after] = match as unknown as string[];
  const digits =
    letter === 'd' || letter === 'i'
      ? formatInteger(value, flags!, precision === undefined ? undefined : Number(precision))
      : formatFloat(value, letter!, flags!, precision === undefined ? undefined : Number(precision));
  return `${before}${pad(digits, flags!, Number(width || 0))}${after}`;
}

/** printf's a, e, f and g, with the sign. */
export function formatFloat(value: number, letter: string, flags: string, precision: number | undefined): string {
  const real = exactReal(value);
  const small = letter.toLowerCase();
  const text = formatReal(real, small, precision, flags.includes('#'), false);
  const sign = real.negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return sign + (letter === small ? text : text.toUpperCase());
}

/** printf's d, with the sign. */
export function formatInteger(value: number, flags: string, precision: number | undefined): string {
  const limited = Number.isNaN(value) ? -MAX_LONG : Math.max(-MAX_LONG, Math.min(MAX_LONG - 1024, Math.trunc(value)));
  const whole = BigInt(limited === MAX_LONG - 1024 && value >= MAX_LONG ? '9223372036854775807' : limited);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(precision ?? 1, '0');
  return (whole < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + digits;
}

/** Fills up to a width as the flags say. */
export function pad(text: string, flags: string, width: number, zeros = true): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || !zeros || /inf|nan/i.test(text)) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

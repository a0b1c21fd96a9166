/*
 * Numbers as printf prints them. Decimal values are kept exact (digits and a power of ten), as bash's long doubles
 * nearly are; rounding is to even, as in glibc.
 */

export type Real =
  | { readonly kind: 'decimal'; readonly negative: boolean; readonly digits: bigint; readonly exponent: number }
  | { readonly kind: 'infinity' | 'nan'; readonly negative: boolean };

/** strtold: [value, how many letters were read]; none: [0, 0]. */
export function parseReal(text: string): readonly [Real, number] {
  const match =
    /^\s*([+-]?)(?:0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([+-]?\d+))?|inf(?:inity)?|nan|\d*\.?\d*(?:[eE][+-]?\d+)?)/i.exec(
      text,
    );
  const zero: Real = { kind: 'decimal', negative: false, digits: 0n, exponent: 0 };
  if (!match) return [zero, 0];
  const negative = match[1] === '-';
  const body = match[0].trimStart().replace(/^[+-]/, '').toLowerCase();
  if (body.startsWith('inf')) return [{ kind: 'infinity', negative }, match[0].length];
  if (body.startsWith('nan')) return [{ kind: 'nan', negative }, match[0].length];
  if (body.startsWith('0x') && `${match[2]}${match[3]}` !== '') {
    const power = Number(match[4] ?? 0) - 4 * match[3]!.length;
    const digits = BigInt(`0x${match[2]}${match[3]}`);
    if (Math.abs(power) > 16000) return [{ kind: 'infinity', negative }, match[0].length];
    if (power >= 0)
      return [{ kind: 'decimal', negative, digits: digits << BigInt(power), exponent: 0 }, match[0].length];
    return [{ kind: 'decimal', negative, digits: digits * 5n ** BigInt(-power), exponent: power }, match[0].length];
  }
  const decimal = /^(\d*)\.?(\d*)(?:e([+-]?\d+))?/.exec(body)!;
  const digits = `${decimal[1]}${decimal[2]}`;
  if (digits === '') return [zero, 0];
  const exponent = Number(decimal[3] ?? 0) - decimal[2]!.length;
  const length = match[0].length - body.length + decimal[0].length;
  const value = BigInt(digits);
  if (value === 0n || exponent < -5000) return [{ ...zero, negative }, length];
  if (exponent > 5000) return [{ kind: 'infinity', negative }, length];
  return [{ kind: 'decimal', negative, digits: value, exponent }, length];
}

/** The digits of value * 10^places, rounded half to even. */
function scaled(digits: bigint, exponent: number, places: number): bigint {
  const shift = exponent + places;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  const quotient = digits / divisor;
  const twice = (digits % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function fixed(digits: bigint, exponent: number, precision: number, alternate: boolean): string {
  const text = String(scaled(digits, exponent, precision)).padStart(precision + 1, '0');
  if (precision === 0) return alternate ? `${text}.` : text;
  return `${text.slice(0, -precision)}.${text.slice(-precision)}`;
}

/** [mantissa digits (precision + 1 of them), decimal exponent] */
function scientific(digits: bigint, exponent: number, precision: number): readonly [string, number] {
  if (digits === 0n) return ['0'.repeat(precision + 1), 0];
  let power = String(digits).length - 1 + exponent;
  let text = String(scaled(digits, exponent, precision - power));
  if (text.length > precision + 1) {
    power++;
    text = String(scaled(digits, exponent, precision - power));
  }
  return [text, power];
}

function exponential(digits: bigint, exponent: number, precision: number, alternate: boolean): string {
  const [text, power] = scientific(digits, exponent, precision);
  const point = precision > 0 ? `.${text.slice(1)}` : alternate ? '.' : '';
  return `${text[0]}${point}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function general(digits: bigint, exponent: number, precision: number, alternate: boolean): string {
  const wanted = precision === 0 ? 1 : precision;
  const [, power] = scientific(digits, exponent, wanted - 1);
  const text =
    power < -4 || power >= wanted
      ? exponential(digits, exponent, wanted - 1, alternate)
      : fixed(digits, exponent, wanted - 1 - power, alternate);
  if (alternate || !text.includes('.')) return text;
  return text.replace(/\.?0+(?=e|$)/, '');
}

/** `%a`: bash and GNU print x86's long double (leading digit 8 to f), dash a double. */
function hexadecimal(value: number, precision: number | undefined, long: boolean): string {
  if (value === 0) return `0x0${precision ? `.${'0'.repeat(precision)}` : ''}p+0`;
  let power = Math.floor(Math.log2(value));
  let mantissa = value / 2 ** power;
  if (mantissa >= 2) [mantissa, power] = [mantissa / 2, power + 1];
  if (mantissa < 1) [mantissa, power] = [mantissa * 2, power - 1];
  const bits = BigInt(Math.round(mantissa * 2 ** 52)) << (long ? 3n : 0n);
  let hex = (long ? bits << 8n : bits).toString(16);
  const lead = hex[0]!;
  hex = hex.slice(1).replace(/0+$/, '');
  if (precision !== undefined) hex = hex.slice(0, precision).padEnd(precision, '0');
  const shown = long ? power - 3 : power;
  return `0x${lead}${hex ? `.${hex}` : ''}p${shown < 0 ? '-' : '+'}${Math.abs(shown)}`;
}

/** The digits of a real number for one of `aefg` in lower case, without sign. */
export function formatReal(
  real: Real,
  conversion: string,
  precision: number | undefined,
  alternate: boolean,
  long: boolean,
): string {
  if (real.kind !== 'decimal') return real.kind === 'nan' ? 'nan' : 'inf';
  const { digits, exponent } = real;
  switch (conversion) {
    case 'e':
      return exponential(digits, exponent, precision ?? 6, alternate);
    case 'g':
      return general(digits, exponent, precision ?? 6, alternate);
    case 'a':
      return hexadecimal(Number(`${digits}e${exponent}`), precision, long);
    default:
      return fixed(digits, exponent, precision ?? 6, alternate);
  }
}

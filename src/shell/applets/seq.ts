import type { Op } from '../../os/index.ts';
import { formatReal, parseReal, type Real } from '../builtins/number.ts';
import { formatPrintf } from '../builtins/printf.ts';
import { encodeWord } from './binary.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

/** A decimal number: digits * 10^-places. */
interface Decimal {
  readonly value: bigint;
  readonly places: number;
  readonly infinite: boolean;
}

function decimal(text: Text, word: string): Decimal {
  const [real, length]: readonly [Real, number] = parseReal(word);
  if (length === 0 || length < word.length)
    return text.usage(text.gnu ? `invalid floating point argument: ${quote(word)}` : '');
  if (real.kind === 'nan') return text.usage(text.gnu ? `invalid 'not-a-number' argument: ${quote(word)}` : '');
  if (real.kind !== 'decimal') return { value: real.negative ? -1n : 1n, places: 0, infinite: true };
  const places = Math.max(0, -real.exponent);
  const value = real.digits * 10n ** BigInt(Math.max(0, real.exponent));
  return { value: real.negative ? -value : value, places, infinite: false };
}

/** The digits after the point of a number as it was typed: `1.00` has two. */
function typedPlaces(word: string): number {
  const match = /^[-+]?\d*\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(word);
  return match ? Math.max(0, match[1]!.length - Number(match[2] ?? 0)) : 0;
}

const scale = ({ value, places }: Decimal, to: number): bigint => value * 10n ** BigInt(to - places);

function shown(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  const text = places > 0 ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return value < 0n ? `-${text}` : text;
}

/** A value with fewer digits after the point than it was computed with, rounded to even. */
function rounded(value: bigint, places: number, wanted: number): string {
  if (wanted >= places) return shown(value * 10n ** BigInt(wanted - places), wanted);
  const negative = value < 0n;
  const real: Real = { kind: 'decimal', negative, digits: negative ? -value : value, exponent: -places };
  return (negative ? '-' : '') + formatReal(real, 'f', wanted, false, true);
}

/** Checks -f: one directive for a floating-point number. */
function checkFormat(text: Text, format: string): void {
  const rest = format.replaceAll('%%', '');
  const first = rest.indexOf('%');
  if (first < 0) text.die(`format ${quote(format)} has no % directive`);
  const directive = /^%[-+ #0']*\d*(?:\.\d*)?L?/.exec(rest.slice(first))![0];
  const letter = rest[first + directive.length];
  if (letter === undefined) text.die(`format ${quote(format)} ends in %`);
  if (!/[aefgAEFG]/.test(letter)) text.die(`format ${quote(format)} has unknown %${letter} directive`);
  if (rest.indexOf('%', first + directive.length) >= 0) text.die(`format ${quote(format)} has too many % directives`);
}

interface State {
  /** How many numbers were printed. */
  done: number;
}

function* main(text: Text): Op<void> {
  const { gnu, sys } = text;
  // A negative number is no option.
  const numbers = text.args.findIndex(
    (arg, i) => /^-[.\d]/.test(arg) && !['-s', '-f', '--separator', '--format'].includes(text.args[i - 1] ?? ''),
  );
  const options = numbers < 0 ? text.args : text.args.slice(0, numbers);
  const spec = { 'equal-width': ['w', 'flag'], separator: ['s', 'value'] } as const;
  const parsed = text.parse(gnu ? { ...spec, format: ['f', 'value'] } : spec, { stopAtOperand: true, args: options });
  const words = [...parsed.operands, ...(numbers < 0 ? [] : text.args.slice(numbers))];
  if (words.length === 0) text.usage(gnu ? 'missing operand' : '');
  if (words.length > 3) text.usage(gnu ? `extra operand ${quote(words[3]!)}` : '');
  const format = parsed.value('format');
  if (format !== undefined) checkFormat(text, format);
  if (format !== undefined && parsed.has('equal-width'))
    text.usage('format string may not be specified when printing equal width strings');
  const given = words.map((word) => decimal(text, word));
  const last = given.at(-1)!;
  const one: Decimal = { value: 1n, places: 0, infinite: false };
  const first = given.length > 1 ? given[0]! : one;
  const increment = given.length > 2 ? given[1]! : one;
  if (gnu && increment.value === 0n) text.usage(`invalid Zero increment value: ${quote(words[1]!)}`);
  const places = Math.max(first.places, increment.places, last.places);
  const precision = Math.max(0, ...words.slice(0, -1).map(typedPlaces));
  const [from, step, to] = [first, increment, last].map((number) => scale(number, places)) as [bigint, bigint, bigint];
  const width = parsed.has('equal-width')
    ? Math.max(
        rounded(from, places, precision).length,
        rounded(last.infinite ? from : ((to / 1n) as bigint), places, precision).length,
      )
    : 0;
  const between = encodeWord(parsed.value('separator') ?? '\n');
  const print = (value: bigint): string => {
    if (format !== undefined) return encodeWord(formatPrintf([format, shown(value, places)], 'gnu').text);
    const digits = rounded(value, places, precision);
    if (digits.length >= width) return digits;
    return digits.startsWith('-') ? `-${digits.slice(1).padStart(width - 1, '0')}` : digits.padStart(width, '0');
  };
  const state = (text.saved as State | undefined) ?? { done: 0 };
  const ends = (value: bigint): boolean => !last.infinite && (step < 0n ? value < to : value > to);
  for (let value = from + step * BigInt(state.done); !ends(value); value += step) {
    text.put(state.done > 0 ? between + print(value) : print(value));
    state.done++;
    if (text.full) {
      yield* text.flush();
      yield* sys.turn();
      sys.checkpoint(state);
    }
  }
  if (state.done > 0) text.put('\n');
}

export const seq = textApplet('seq', main);

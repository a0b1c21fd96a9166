import type { Op } from '../../os/index.ts';
import { dumpedCharacter } from './dumped-character.ts';
import { quote } from './quote.ts';
import { inputError, inputOn, openOperand, plainMessage, readChunk, type Text, textApplet } from './text.ts';

/** A way to show a unit of bytes: a letter of POSIX's `-t`, so many bytes, and whether the text is shown beside it. */
interface Format {
  readonly type: 'a' | 'c' | 'd' | 'o' | 'u' | 'x';
  readonly size: number;
  readonly text: boolean;
}

const NAMES =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );
/** Digits that a unit of 1, 2, 4 or 8 bytes takes in each base. */
const DIGITS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  o: { 1: 3, 2: 6, 4: 11, 8: 22 },
  x: { 1: 2, 2: 4, 4: 8, 8: 16 },
  u: { 1: 3, 2: 5, 4: 10, 8: 20 },
  d: { 1: 4, 2: 6, 4: 11, 8: 20 },
};
const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8 };
/** The old letters, as `-t` has them. */
const LETTERS: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'o1',
  c: 'c',
  d: 'u2',
  h: 'x2',
  i: 'd4',
  l: 'd8',
  o: 'o2',
  s: 'd2',
  x: 'x2',
};

function formatsOf(text: Text, types: string): Format[] {
  const formats: Format[] = [];
  for (let rest = types; rest !== ''; ) {
    const match = /^([acdoux])(\d+|[CSIL])?(z?)/.exec(rest);
    if (!match) text.die(`invalid character '${rest[0]}' in type string ${quote(types)}`);
    const [whole, type, given, beside] = match;
    const size = type === 'a' || type === 'c' ? 1 : given === undefined ? 4 : (SIZES[given] ?? Number(given));
    if (!DIGITS.o![size] || (beside && !text.gnu))
      text.die(
        `invalid type string ${quote(types)};${text.gnu ? "\nthis system doesn't provide a " : ' '}${text.gnu ? `${size}-byte integral type` : '4294967295-byte integral type is not supported'}`,
      );
    formats.push({ type: type as Format['type'], size, text: beside !== '' });
    rest = rest.slice(whole.length);
  }
  return formats;
}

/** A number of bytes with od's suffixes. */
function bytesOf(text: Text, option: string, word: string): number {
  const match = /^(0[xX][\da-fA-F]+|\d+)([bkKmM]?)$/.exec(word);
  if (!match) text.die(text.gnu ? `invalid -${option} argument ${quote(word)}` : `invalid number '${word}'`);
  const digits = match[1]!;
  const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return number * ({ b: 512, k: 1024, K: 1024, m: 2 ** 20, M: 2 ** 20 }[match[2]!] ?? 1);
}

/** One unit as it is shown, without padding. */
function unit({ type, size }: Format, bytes: string, at: number): string {
  const code = bytes.charCodeAt(at);
  if (type === 'a')
    return code === 127 || code === 255 ? 'del' : (NAMES[code & 127] ?? String.fromCharCode(code & 127));
  if (type === 'c') return dumpedCharacter(code);
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes.charCodeAt(at + i) || 0);
  if (type === 'd') return BigInt.asIntN(size * 8, value).toString();
  if (type === 'u') return value.toString();
  return value.toString(type === 'x' ? 16 : 8).padStart(DIGITS[type]![size]!, '0');
}

const digitsOf = ({ type, size }: Format) => (type === 'a' || type === 'c' ? 3 : DIGITS[type]![size]!);

/** The columns that a byte takes: those of the format that needs most, so that units stand below each other. */
function perByte(formats: readonly Format[], gnu: boolean, format: Format): number {
  if (!gnu) return (digitsOf(format) + 1) / format.size;
  return Math.max(...formats.map((each) => (digitsOf(each) + 1) / each.size));
}

function* main(text: Text): Op<number> {
  const flags = Object.fromEntries(Object.keys(LETTERS).map((letter) => [letter, [letter, 'flag'] as const]));
  const parsed = text.parse({
    ...flags,
    'address-radix': ['A', 'value'],
    'skip-bytes': ['j', 'value'],
    'read-bytes': ['N', 'value'],
    format: ['t', 'value'],
    'output-duplicates': ['v', 'flag'],
    width: ['w', 'optional'],
  });
  const chosen = parsed.order.flatMap(({ name, value }) =>
    name === 'format' ? formatsOf(text, value) : LETTERS[name] ? formatsOf(text, LETTERS[name]) : [],
  );
  // busybox puts what `-t` says last, whatever came first.
  const formats = chosen.length > 0 ? (text.gnu ? chosen : oldLast(text, parsed.order)) : formatsOf(text, 'o2');
  const radix = parsed.value('address-radix') ?? 'o';
  if (!/^[doxn]/.test(radix)) text.die(`invalid output address radix '${radix}'; it must be one character from [doxn]`);
  const skip = parsed.has('skip-bytes') ? bytesOf(text, 'j', parsed.value('skip-bytes')!) : 0;
  const limit = parsed.has('read-bytes') ? bytesOf(text, 'N', parsed.value('read-bytes')!) : Number.POSITIVE_INFINITY;
  const width = parsed.has('width') ? Number(parsed.value('width') || '32') : 16;
  let all = '';
  let opened = false;
  for (const name of parsed.operands.length > 0 ? parsed.operands : ['-']) {
    if (all.length >= skip + limit) break;
    const fd = yield* openOperand(text, name, plainMessage);
    if (fd === undefined) continue;
    opened = true;
    const input = inputOn(fd);
    while (!input.ended && all.length < skip + limit) all += yield* readChunk(text, input, undefined);
    if (input.error) yield* text.fail(`${name}: ${text.gnu ? inputError(input) : 'read error'}`);
  }
  if (!opened) return text.status;
  if (skip > all.length) text.die('cannot skip past end of combined input');
  dump(text, all.slice(skip, skip + limit), {
    formats,
    radix: radix[0]!,
    skip,
    width,
    all: parsed.has('output-duplicates'),
  });
  return text.status;
}

function oldLast(text: Text, order: readonly { readonly name: string; readonly value: string }[]): Format[] {
  const old = order.flatMap(({ name }) => (LETTERS[name] ? formatsOf(text, LETTERS[name]) : []));
  return [...old, ...order.flatMap(({ name, value }) => (name === 'format' ? formatsOf(text, value) : []))];
}

interface Dump {
  readonly formats: readonly Format[];
  readonly radix: string;
  readonly skip: number;
  readonly width: number;
  /** Lines that are as the one before are shown, too. */
  readonly all: boolean;
}

function dump(text: Text, bytes: string, { formats, radix, skip, width, all }: Dump): void {
  const base = { o: 8, d: 10, x: 16 }[radix] ?? 8;
  const length = radix === 'x' ? 6 : 7;
  const address = (at: number) => (radix === 'n' ? '' : (skip + at).toString(base).padStart(length, '0'));
  let before: string | undefined;
  let starred = false;
  for (let at = 0; at < bytes.length; at += width) {
    const line = bytes.slice(at, at + width);
    if (!all && line === before && line.length === width) {
      if (!starred) text.put('*\n');
      starred = true;
      continue;
    }
    starred = false;
    before = line;
    for (const [index, format] of formats.entries()) {
      const cell = Math.round(perByte(formats, text.gnu, format) * format.size);
      let shown = '';
      for (let i = 0; i < line.length; i += format.size) shown += unit(format, line, i).padStart(cell);
      const beside = format.text
        ? `${' '.repeat(cell * ((width - line.length) / format.size))}  >${line.replace(/[^ -~]/g, '.')}<`
        : '';
      text.put(`${index === 0 ? address(at) : ' '.repeat(radix === 'n' ? 0 : length)}${shown}${beside}\n`);
    }
  }
  if (radix !== 'n') text.put(`${address(bytes.length)}\n`);
}

export const od = textApplet('od', main);

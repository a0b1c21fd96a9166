import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { fromBinary } from './binary.ts';
import { quote, quoteFile } from './quote.ts';
import { inputOn, openOperand, readChunk, type Text, textApplet } from './text.ts';

interface Plan {
  readonly by: 'lines' | 'bytes' | 'line-bytes' | 'number';
  readonly size: number;
  readonly separator: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Letters or digits at the end of a name, and how many; undefined: as many as are needed. */
  readonly digits: boolean;
  readonly length: number | undefined;
  readonly verbose: boolean;
}

const UNITS: Readonly<Record<string, number>> = { b: 512, k: 2 ** 10, K: 2 ** 10, m: 2 ** 20, M: 2 ** 20, G: 2 ** 30 };

function sizeOf(text: Text, word: string, what: string): number {
  const match = /^(\d+)([bkKmMG]?)(B?)$/.exec(word);
  const size = match ? Number(match[1]) * (match[2] ? UNITS[match[2]]! : 1) : 0;
  if (size === 0) text.die(`invalid number of ${what}: ${quote(word)}`);
  return size;
}

function planOf(text: Text): { plan: Plan; name: string } {
  // `-3` is `-l 3`.
  const args = text.args.map((arg) => (/^-\d+$/.test(arg) ? `-l${arg.slice(1)}` : arg));
  const parsed = text.parse(
    {
      'suffix-length': ['a', 'value'],
      'additional-suffix': [undefined, 'value'],
      bytes: ['b', 'value'],
      'line-bytes': ['C', 'value'],
      d: ['d', 'flag'],
      'numeric-suffixes': [undefined, 'optional'],
      x: ['x', 'flag'],
      lines: ['l', 'value'],
      number: ['n', 'value'],
      separator: ['t', 'value'],
      verbose: [undefined, 'flag'],
    },
    { args },
  );
  const [name = '-', prefix = 'x', extra] = parsed.operands;
  if (extra !== undefined) text.usage(`extra operand ${quote(extra)}`);
  let by: Plan['by'] = 'lines';
  let size = 1000;
  for (const { name: option, value } of parsed.order) {
    if (option === 'number') {
      if (!/^\d+$/.test(value) || Number(value) === 0) text.die(`invalid number of chunks: ${quote(value)}`);
      [by, size] = ['number', Number(value)];
    } else if (option === 'lines' || option === 'bytes' || option === 'line-bytes')
      [by, size] = [option, sizeOf(text, value, option === 'lines' ? 'lines' : 'bytes')];
  }
  const length = parsed.value('suffix-length');
  if (length !== undefined && !/^\d+$/.test(length)) text.die(`invalid suffix length: ${quote(length)}`);
  const plan: Plan = {
    by,
    size,
    separator: parsed.value('separator') ?? '\n',
    prefix,
    suffix: parsed.value('additional-suffix') ?? '',
    digits: parsed.has('d') || parsed.has('numeric-suffixes') || parsed.has('x'),
    length: length === undefined ? undefined : Number(length),
    verbose: parsed.has('verbose'),
  };
  return { plan, name };
}

/** The end of the n-th name: aa, ab … zz; undefined: they are used up. */
function suffixOf(n: number, digits: boolean, length: number): string | undefined {
  const base = digits ? 10 : 26;
  if (n >= base ** length) return undefined;
  let out = '';
  for (let i = 0, left = n; i < length; i++, left = Math.floor(left / base))
    out = (digits ? String(left % base) : String.fromCharCode(97 + (left % base))) + out;
  return out;
}

/** The parts of a text. */
function partsOf(all: string, { by, size, separator }: Plan): readonly string[] {
  const parts: string[] = [];
  if (by === 'bytes') for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size));
  if (by === 'number') {
    const each = Math.floor(all.length / size);
    const longer = all.length % size;
    for (let i = 0, at = 0; i < size; i++) {
      const length = each + (i < longer ? 1 : 0);
      parts.push(all.slice(at, at + length));
      at += length;
    }
  }
  if (by === 'lines' || by === 'line-bytes') {
    const lines = all.split(separator).map((line, i, list) => (i < list.length - 1 ? line + separator : line));
    if (lines.at(-1) === '') lines.pop();
    if (by === 'lines') for (let at = 0; at < lines.length; at += size) parts.push(lines.slice(at, at + size).join(''));
    else packed(lines, size, parts);
  }
  return parts;
}

/** As many whole lines as fit; a longer one is cut. */
function packed(lines: readonly string[], size: number, parts: string[]): void {
  let part = '';
  for (let line of lines) {
    if (part !== '' && part.length + line.length > size) {
      parts.push(part);
      part = '';
    }
    for (; line.length > size; line = line.slice(size)) parts.push(line.slice(0, size));
    part += line;
  }
  if (part !== '') parts.push(part);
}

function* main(text: Text): Op<number> {
  const { plan, name } = planOf(text);
  const { sys } = text;
  const fd = yield* openOperand(
    text,
    name,
    (each, error) => `cannot open ${quoteFile(each)} for reading: ${error.message}`,
  );
  if (fd === undefined) return text.status;
  const input = inputOn(fd);
  let all = '';
  while (!input.ended) all += yield* readChunk(text, input, undefined);
  const parts = partsOf(all, plan);
  const length = plan.length ?? 2;
  for (const [n, part] of parts.entries()) {
    const end = suffixOf(n, plan.digits, length);
    if (end === undefined) text.die('output file suffixes exhausted');
    const path = `${plan.prefix}${end}${plan.suffix}`;
    if (plan.verbose) text.put(`creating file ${quoteFile(path)}\n`);
    try {
      const out = sys.open(path, { read: false, write: true, create: true, truncate: true }, 0o666);
      yield* sys.write(out, fromBinary(part));
      sys.close(out);
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(`${path}: ${error.message}`);
    }
  }
  return text.status;
}

export const split = textApplet('split', main, { dialects: ['gnu'] });

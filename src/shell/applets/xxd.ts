import type { Op } from '../../os/index.ts';
import { inputOn, openOperand, plainMessage, readChunk, type Text, textApplet } from './text.ts';

function numberOf(text: Text, word: string | undefined, usual: number): number {
  if (word === undefined) return usual;
  if (!/^(0[xX][\da-fA-F]+|\d+)$/.test(word)) text.die(`invalid number '${word}'`);
  return Number(word);
}

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');

/** `-r`: the bytes that a dump shows; of `-p` the digits alone. */
function reversed(dump: string, plain: boolean): string {
  let out = '';
  for (const line of dump.split('\n')) {
    // Two blanks end the digits, and what is no digit ends them in a plain dump.
    const digits = plain ? line : line.replace(/^[\da-fA-F]+: ?/, '').split('  ')[0]!;
    let pair = '';
    for (const each of digits) {
      if (/\s/.test(each)) continue;
      if (!/[\da-fA-F]/.test(each)) break;
      pair += each;
      if (pair.length === 2) {
        out += String.fromCharCode(Number.parseInt(pair, 16));
        pair = '';
      }
    }
  }
  return out;
}

/** `-i`: as an array of C. */
function included(bytes: string, name: string | undefined): string {
  const codes = [...bytes].map((each) => `0x${hex(each)}`);
  const lines: string[] = [];
  for (let at = 0; at < codes.length; at += 12) lines.push(`  ${codes.slice(at, at + 12).join(', ')},\n`);
  const body = lines.join('');
  if (name === undefined) return body;
  const word = name.replace(/[^\w]/g, '_');
  return `unsigned char ${word}[] = {\n${body}};\nunsigned int ${word}_len = ${bytes.length};\n`;
}

function* main(text: Text): Op<number> {
  const parsed = text.parse({
    p: ['p', 'flag'],
    r: ['r', 'flag'],
    i: ['i', 'flag'],
    g: ['g', 'value'],
    c: ['c', 'value'],
    l: ['l', 'value'],
    s: ['s', 'value'],
    o: ['o', 'value'],
  });
  const [name, extra] = parsed.operands;
  if (extra !== undefined) text.usage();
  const fd = yield* openOperand(text, name ?? '-', plainMessage);
  if (fd === undefined) return text.status;
  const input = inputOn(fd);
  let all = '';
  while (!input.ended) all += yield* readChunk(text, input, undefined);
  if (parsed.has('r')) {
    text.put(reversed(all, parsed.has('p')));
    return text.status;
  }
  const skip = numberOf(text, parsed.value('s'), 0);
  const bytes = all.slice(skip, skip + numberOf(text, parsed.value('l'), all.length));
  const plain = parsed.has('p');
  if (parsed.has('i')) {
    text.put(included(bytes, name === '-' ? undefined : name));
    return text.status;
  }
  const columns = numberOf(text, parsed.value('c'), plain ? 30 : 16) || 16;
  const group = numberOf(text, parsed.value('g'), 2) || columns;
  const offset = skip + numberOf(text, parsed.value('o'), 0);
  for (let at = 0; at < bytes.length; at += columns) {
    const line = bytes.slice(at, at + columns);
    if (plain) {
      text.put(`${[...line].map(hex).join('')}\n`);
      continue;
    }
    const cells = Array.from(
      { length: columns },
      (_, i) => `${i < line.length ? hex(line[i]!) : '  '}${(i + 1) % group === 0 ? ' ' : ''}`,
    );
    const digits = cells.join('') + (columns % group === 0 ? '' : ' ');
    text.put(`${(offset + at).toString(16).padStart(8, '0')}: ${digits} ${line.replace(/[^ -~]/g, '.')}\n`);
  }
  return text.status;
}

export const xxd = textApplet('xxd', main, { dialects: ['busybox'] });

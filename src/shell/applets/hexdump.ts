import type { Op } from '../../os/index.ts';
import { dumpedCharacter } from './dumped-character.ts';
import { inputOn, openOperand, plainMessage, readChunk, type Text, textApplet } from './text.ts';

/** A line of hexdump's built-in layouts: how many bytes a unit has, how it is shown, and the blanks before it. */
interface Layout {
  readonly size: number;
  readonly before: number;
  readonly width: number;
  show(value: number): string;
}

const padded = (base: number, digits: number) => (value: number) => value.toString(base).padStart(digits, '0');

const LAYOUTS: Readonly<Record<string, Layout>> = {
  b: { size: 1, before: 1, width: 3, show: padded(8, 3) },
  c: { size: 1, before: 1, width: 3, show: dumpedCharacter },
  d: { size: 2, before: 3, width: 5, show: padded(10, 5) },
  o: { size: 2, before: 2, width: 6, show: padded(8, 6) },
  x: { size: 2, before: 4, width: 4, show: padded(16, 4) },
};
const PLAIN: Layout = { size: 2, before: 1, width: 4, show: padded(16, 4) };
const WIDTH = 16;

function numberOf(text: Text, word: string): number {
  const match = /^(0[xX][\da-fA-F]+|\d+)([bkm]?)$/.exec(word);
  if (!match) text.die(`invalid number '${word}'`);
  return Number(match[1]) * ({ b: 512, k: 1024, m: 2 ** 20 }[match[2]!] ?? 1);
}

/** `-C`: bytes in two groups, and their text. */
function canonical(line: string): string {
  const codes = [...line].map((each) => each.charCodeAt(0).toString(16).padStart(2, '0'));
  const cells = Array.from({ length: WIDTH }, (_, i) => `${i % 8 === 0 ? '  ' : ' '}${codes[i] ?? '  '}`).join('');
  return `${cells}  |${line.replace(/[^ -~]/g, '.')}|`;
}

function laidOut(line: string, { size, before, width, show }: Layout): string {
  let cells = '';
  for (let i = 0; i < WIDTH; i += size) {
    const value = line.charCodeAt(i) + (size === 2 ? (line.charCodeAt(i + 1) || 0) * 256 : 0);
    cells += ' '.repeat(before) + (i < line.length ? show(value) : '').padStart(width);
  }
  return cells;
}

function* main(text: Text): Op<number> {
  const flags = Object.fromEntries([...Object.keys(LAYOUTS), 'C', 'v'].map((each) => [each, [each, 'flag'] as const]));
  const parsed = text.parse({ ...flags, e: ['e', 'value'], f: ['f', 'value'], n: ['n', 'value'], s: ['s', 'value'] });
  if (parsed.has('e') || parsed.has('f')) text.die('-e and -f: not part of this simulator');
  const skip = parsed.has('s') ? numberOf(text, parsed.value('s')!) : 0;
  const limit = parsed.has('n') ? numberOf(text, parsed.value('n')!) : Number.POSITIVE_INFINITY;
  let all = '';
  for (const name of parsed.operands.length > 0 ? parsed.operands : ['-']) {
    const fd = yield* openOperand(text, name, plainMessage);
    if (fd === undefined) continue;
    const input = inputOn(fd);
    while (!input.ended && all.length < skip + limit) all += yield* readChunk(text, input, undefined);
  }
  const bytes = all.slice(skip, skip + limit);
  if (bytes === '') return text.status;
  const names = parsed.order.filter(({ name }) => name === 'C' || LAYOUTS[name]).map(({ name }) => name);
  const layouts = names.length > 0 ? names : [''];
  const wide = names.includes('C') ? 8 : 7;
  const address = (at: number) => (skip + at).toString(16).padStart(wide, '0');
  let before: string | undefined;
  let starred = false;
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const line = bytes.slice(at, at + WIDTH);
    if (!parsed.has('v') && line === before && line.length === WIDTH) {
      if (!starred) text.put('*\n');
      starred = true;
      continue;
    }
    starred = false;
    before = line;
    for (const name of layouts)
      text.put(`${address(at)}${name === 'C' ? canonical(line) : laidOut(line, LAYOUTS[name] ?? PLAIN)}\n`);
  }
  text.put(`${address(bytes.length)}\n`);
  return text.status;
}

/** busybox's hexdump with its built-in layouts; formats of one's own (`-e`, `-f`) are left out. */
export const hexdump = textApplet('hexdump', main, { dialects: ['busybox'] });

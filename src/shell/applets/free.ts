import { MEMORY } from './memory.ts';
import { textApplet } from './text.ts';

const UNITS = { bytes: 1, kibi: 2 ** 10, mebi: 2 ** 20, gibi: 2 ** 30 } as const;
const TITLES = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
const WIDTH = 12;

/** free: the machine's memory, which nothing here uses up. */
export const free = textApplet('free', function* (text) {
  const parsed = text.parse({
    bytes: ['b', 'flag'],
    kibi: ['k', 'flag'],
    mebi: ['m', 'flag'],
    gibi: ['g', 'flag'],
    human: ['h', 'flag'],
    total: ['t', 'flag'],
  });
  const unit = parsed.order.findLast(({ name }) => name in UNITS)?.name as keyof typeof UNITS | undefined;
  const show = (bytes: number) =>
    parsed.has('human') ? human(bytes) : String(Math.floor(bytes / UNITS[unit ?? 'kibi']));
  const first = text.gnu ? 20 : 19;
  const row = (label: string, cells: readonly string[]) =>
    text.put(`${label}${cells.map((cell, i) => cell.padStart(i === 0 ? first - label.length : WIDTH)).join('')}\n`);
  const { total, used, cache } = MEMORY;
  row('', TITLES);
  row('Mem:', [total, used, total - used - cache, 0, cache, total - used].map(show));
  row('Swap:', [0, 0, 0].map(show));
  if (parsed.has('total')) row('Total:', [total, used, total - used - cache].map(show));
});

function human(bytes: number): string {
  for (const [size, letter] of [
    [2 ** 30, 'Gi'],
    [2 ** 20, 'Mi'],
    [2 ** 10, 'Ki'],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(bytes / size < 10 ? 1 : 0)}${letter}`;
  }
  return `${bytes}B`;
}

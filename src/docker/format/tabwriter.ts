import { displayWidth } from './width.ts';

/**
 * Go's text/tabwriter: a column is a run of lines that have a tab-terminated cell there, as wide as its widest cell and
 * the padding; the last cell of a line belongs to no column.
 */
export function alignColumns(text: string, minimum: number, padding: number): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  let out = '';

  const print = (from: number, to: number, widths: readonly number[]): void => {
    for (let i = from; i < to; i++) {
      const cells = lines[i]!;
      cells.forEach((cell, column) => {
        const width = widths[column];
        out += width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - displayWidth(cell)));
      });
      if (i < lines.length - 1) out += '\n';
    }
  };

  const block = (from: number, to: number, widths: readonly number[]): void => {
    const column = widths.length;
    const has = (i: number) => column < lines[i]!.length - 1;
    let done = from;
    for (let i = from; i < to; ) {
      if (!has(i)) {
        i++;
        continue;
      }
      print(done, i, widths);
      const start = i;
      let width = minimum;
      for (; i < to && has(i); i++) width = Math.max(width, displayWidth(lines[i]![column]!) + padding);
      block(start, i, [...widths, width]);
      done = i;
    }
    print(done, to, widths);
  };

  block(0, lines.length, []);
  return out;
}

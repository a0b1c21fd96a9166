import type { PullProgress } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { humanSize } from '../opts/units.ts';

const ERASE = '\x1b[2K';
const up = (lines: number) => (lines > 0 ? `\x1b[${lines}A` : '');
const down = (lines: number) => (lines > 0 ? `\x1b[${lines}B` : '');

/** The bar and the numbers of a step. `columns`: the terminal's width; a narrow one has no room for the bar. */
function bar(current: number, total: number, columns: number): string {
  if (current <= 0 && total <= 0) return '';
  if (total <= 0) return humanSize(current).padStart(8);
  const half = Math.min(50, Math.trunc(Math.trunc((current / total) * 100) / 2));
  const box = columns > 110 ? `[${'='.repeat(half)}>${' '.repeat(50 - half)}] ` : '';
  const numbers =
    current > total ? humanSize(current).padStart(8) : `${humanSize(current).padStart(8)}/${humanSize(total)}`;
  return box + numbers;
}

/** Shows the steps of a pull: a line for each change of state off a terminal, lines that redraw themselves on one. */
export interface ProgressDisplay {
  show(message: PullProgress): Op<void>;
}

export function progressDisplay(cli: Cli, fd: 1 | 2): ProgressDisplay {
  const terminal = cli.sys.isatty(fd);
  const write = (text: string) => (fd === 1 ? cli.out(text) : cli.err(text));
  let lines = new Map<string, number>();
  return {
    *show({ id, status, progressDetail }) {
      const current = progressDetail?.current ?? 0;
      const total = progressDetail?.total ?? 0;
      let text = '';
      let below = 0;
      if (id && progressDetail) {
        let line = lines.get(id);
        if (line === undefined) {
          line = lines.size;
          lines.set(id, line);
          if (terminal) text += '\n';
        }
        below = lines.size - line;
        if (terminal) text += up(below);
      } else lines = new Map();
      const moving = bar(current, total, terminal ? cli.sys.windowSize(fd).columns : 200);
      const name = id ? `${id}: ` : '';
      if (terminal && progressDetail) text += `${ERASE}\r${name}${status} ${moving}\r`;
      // Off a terminal, only changes of state are told.
      else if (!progressDetail || moving === '') text += `${name}${status}\n`;
      if (id && terminal) text += down(below);
      yield* write(text);
    },
  };
}

import { complainAs } from '../messages.ts';
import type { Shell } from '../state.ts';
import { type Builtin, print } from './builtin.ts';
import { readOptions } from './options.ts';

/** The lines typed so far: `history`, `history N`, `-c`, `-d`. */
export const history: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const options = readOptions(shell, 'history', args, 'canrwps', 'd');
    if (typeof options === 'number') return options;
    if (options.has('c')) {
      state.history.splice(0);
      state.saved = 0;
      return 0;
    }
    if (options.values.d !== undefined) {
      const at = Number(options.values.d);
      if (!Number.isInteger(at) || at < 1 || at > state.history.length) {
        complainAs(shell, 'history', `${options.values.d}: history position out of range`);
        return 1;
      }
      state.history.splice(at - 1, 1);
      return 0;
    }
    if (options.has('s')) {
      state.history.push(options.operands.join(' '));
      return 0;
    }
    // The file is written after each command and read at the start: there is nothing to do.
    if (/[anrw]/.test(options.letters)) return 0;
    return list(shell, options.operands[0]);
  },
};

function list(shell: Shell, count: string | undefined): number {
  const { history: lines } = shell.state;
  if (count !== undefined && !/^\d+$/.test(count)) {
    complainAs(shell, 'history', `${count}: numeric argument required`);
    return 1;
  }
  const first = count === undefined ? 0 : Math.max(0, lines.length - Number(count));
  const width = shell.state.dialect === 'bash' ? 5 : 4;
  const shown = lines.slice(first).map((line, i) => `${String(first + i + 1).padStart(width)}  ${line}\n`);
  return print(shell, 'history', shown.join(''));
}

/** bash's `fc -l`: the last lines. There is no editor to send them to. */
export const fc: Builtin = {
  run(shell, args) {
    const options = readOptions(shell, 'fc', args, 'lnrs', 'e');
    if (typeof options === 'number') return options;
    const { history: lines } = shell.state;
    if (!options.has('l')) {
      complainAs(shell, 'fc', 'only -l is available in this shell');
      return 1;
    }
    const last = lines.length;
    const at = (text: string | undefined, other: number) => {
      if (text === undefined) return other;
      const number = Number(text);
      return Number.isInteger(number)
        ? number < 0
          ? last + number + 1
          : number
        : lines.findLastIndex((line) => line.startsWith(text)) + 1;
    };
    const first = at(options.operands[0], Math.max(1, last - 15));
    const end = at(options.operands[1], last);
    const shown = lines.slice(first - 1, end).map((line, i) => `${options.has('n') ? '' : first + i}\t ${line}\n`);
    return print(shell, 'fc', (options.has('r') ? shown.reverse() : shown).join(''));
  },
};

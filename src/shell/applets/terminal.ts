import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

export const clear = textApplet('clear', function* (text) {
  text.put('\x1b[H\x1b[2J\x1b[3J');
});

export const reset = textApplet('reset', function* (text) {
  if (text.sys.isatty(0)) text.sys.ttyMode(0, { canonical: true, echo: true, signals: true, output: true });
  text.put('\x1bc\x1b[?25h');
});

export const tty = textApplet('tty', function* (text) {
  const parsed = text.parse({ silent: ['s', 'flag'] }, { status: 2 });
  if (text.gnu && parsed.operands.length > 0) text.usage(`extra operand ${quote(parsed.operands[0]!)}`, 2);
  const terminal = text.sys.isatty(0);
  if (!parsed.has('silent')) text.put(terminal ? `${text.sys.ttyname(0)}\n` : 'not a tty\n');
  return terminal ? 0 : 1;
});

/** stty: the size, all settings in short, and the switches that matter. */
export const stty = textApplet('stty', function* (text: Text): Op<number> {
  const { sys, gnu } = text;
  try {
    const { columns, rows } = sys.windowSize(0);
    const mode = sys.ttyMode(0);
    if (text.args.length === 0 || text.args[0] === '-a') {
      const flag = (on: boolean, name: string) => `${on ? '' : '-'}${name}`;
      if (text.args.length > 0) text.put(`speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\n`);
      else text.put('speed 38400 baud; line = 0;\n');
      text.put(
        `${flag(mode.signals, 'isig')} ${flag(mode.canonical, 'icanon')} ${flag(mode.echo, 'echo')} ${flag(mode.output, 'opost')}\n`,
      );
      return 0;
    }
    for (const arg of text.args) {
      const on = !arg.startsWith('-');
      const name = arg.replace(/^-/, '');
      if (arg === 'size') text.put(`${rows} ${columns}\n`);
      else if (name === 'echo') sys.ttyMode(0, { echo: on });
      else if (name === 'icanon') sys.ttyMode(0, { canonical: on });
      else if (name === 'isig') sys.ttyMode(0, { signals: on });
      else if (name === 'opost') sys.ttyMode(0, { output: on });
      else if (name === 'raw') sys.ttyMode(0, { canonical: !on, signals: !on, output: !on });
      else if (arg === 'cooked' || arg === 'sane')
        sys.ttyMode(0, { canonical: true, echo: true, signals: true, output: true });
      else text.usage(gnu ? `invalid argument '${arg}'` : `invalid argument '${arg}'`);
    }
    return 0;
  } catch (error) {
    if (!isErrno(error, 'ENOTTY')) throw error;
    text.die(gnu ? `'standard input': ${error.message}` : `standard input: ${error.message}`);
  }
});

import type { Sys } from '../../../os/index.ts';
import { parseOptions, UsageError } from '../../applets/applet.ts';
import { copyOn, pull } from '../input.ts';
import type { Screen } from '../screen.ts';
import { openTerminal } from '../terminal.ts';
import { answer, marks, press } from './commands.ts';
import { open, sourceOn } from './search.ts';
import { below, draw, type Less, last, layOut, show, toRow } from './view.ts';

function start(sys: Sys, args: readonly string[]): Less {
  const parsed = parseOptions(args, {
    E: ['E', 'flag'],
    F: ['F', 'flag'],
    I: ['I', 'flag'],
    M: ['M', 'flag'],
    m: ['m', 'flag'],
    N: ['N', 'flag'],
    S: ['S', 'flag'],
    R: ['R', 'flag'],
    h: ['h', 'flag'],
    '~': ['~', 'flag'],
  });
  const names = parsed.operands;
  if (names.length === 0 && sys.isatty(0)) throw new UsageError('missing filename', 1, false);
  const common = {
    names,
    at: 0,
    numbers: parsed.has('N'),
    chop: parsed.has('S'),
    quitAtEnd: parsed.has('E'),
    quitIfOne: parsed.has('F'),
    ignoreCase: parsed.has('I'),
    rows: [],
    cut: 0,
    lines: 0,
    top: 0,
    match: -1,
    backwards: false,
    marks: {},
    shown: false,
  };
  if (!sys.isatty(1)) {
    const parts = names.length === 0 ? [0] : names.map((name) => open(sys, name));
    return { ...common, terminal: undefined, copying: { parts, unsent: new Uint8Array(0) }, source: sourceOn(0) };
  }
  const source = sourceOn(names.length === 0 ? 0 : open(sys, names[0]!));
  return { ...common, terminal: openTerminal(sys, true), source };
}

/** busybox's less, which the host has under this name, too. */
export const less: Screen<Less> = {
  name: 'less',
  start,
  draw,
  key(sys, state, key) {
    if (state.expectMark) marks(state, key);
    else if (state.asking) answer(sys, state, state.asking, key);
    else press(state, key);
  },
  work(sys, state) {
    if (state.copying) {
      const copied = copyOn(sys, state.copying);
      if (copied !== 'over') return copied;
      state.ended = 0;
      return undefined;
    }
    const { source, wanted } = state;
    const terminal = state.terminal!;
    const enough = state.top + below(terminal) < last(state) && wanted === undefined && state.shown;
    if (!source.ended && !enough) {
      const moved = pull(sys, source);
      const before = state.rows.length;
      layOut(state);
      if (moved && (source.ended || state.rows.length > before) && before < state.top + terminal.rows) {
        if (!state.shown && !source.ended && last(state) < below(terminal)) return 'continue';
        show(state);
        if (source.ended && state.quitIfOne && last(state) <= below(terminal)) {
          terminal.out += '\n';
          state.ended = 0;
        }
      }
      return moved ? 'continue' : sys.readable(source.fd);
    }
    if (wanted === 'end') {
      delete state.wanted;
      toRow(state, last(state));
      return 'continue';
    }
    return undefined;
  },
};

import type { Sys } from '../../../os/index.ts';
import { parseOptions } from '../../applets/applet.ts';
import type { Screen } from '../screen.ts';
import { FIRST_SCREEN, OTHER_SCREEN, openTerminal } from '../terminal.ts';
import { press } from './commands.ts';
import { exCommand } from './ex.ts';
import { load } from './files.ts';
import type { Vi } from './state.ts';
import { draw, leaving } from './view.ts';

function start(sys: Sys, args: readonly string[]): Vi {
  const parsed = parseOptions(args, { c: ['c', 'value'], R: ['R', 'flag'], H: ['H', 'flag'] });
  const terminal = openTerminal(sys, false);
  const files = parsed.operands;
  const vi: Vi = {
    terminal,
    text: '\n',
    dot: 0,
    top: 0,
    left: 0,
    column: undefined,
    mode: 'command',
    name: undefined,
    files,
    file: 0,
    readonly: false,
    modified: 0,
    changes: [],
    typing: false,
    registers: {},
    register: 'D',
    marks: {},
    count: '',
    expecting: undefined,
    pattern: undefined,
    find: undefined,
    keys: [],
    repeat: [],
    repeating: false,
    message: undefined,
    waiting: false,
    bell: false,
    options: { ignoreCase: false, tabStop: 8, autoIndent: false },
  };
  if (!terminal) {
    // Without a terminal there is nobody who could type.
    vi.ended = 0;
    return vi;
  }
  load(sys, vi, files[0], false);
  if (parsed.has('R')) vi.readonly = true;
  for (const command of parsed.options.get('c') ?? []) exCommand(sys, vi, command);
  terminal.out += OTHER_SCREEN;
  draw(vi);
  return vi;
}

/** busybox's vi, which the host has under this name, too. */
export const vi: Screen<Vi> = {
  name: 'vi',
  start,
  draw(_, state) {
    draw(state);
  },
  key(sys, state, key) {
    press(sys, state, key);
    draw(state);
    if (state.ended !== undefined) state.terminal!.out += leaving(state) + FIRST_SCREEN;
  },
  park: (state) => leaving(state) + FIRST_SCREEN,
  resume: OTHER_SCREEN,
};

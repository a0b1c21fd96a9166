import type { Sys } from '../../../os/index.ts';
import type { TypedKey } from '../keys.ts';
import { openAt, position, search, toMatch } from './search.ts';
import {
  type Asking,
  below,
  bottom,
  down,
  type Less,
  last,
  layOutAgain,
  marked,
  say,
  show,
  status,
  toRow,
  up,
} from './view.ts';

/** Typing at the bottom line. */
export function answer(sys: Sys, state: Less, asking: Asking, key: TypedKey): void {
  const terminal = state.terminal!;
  if (asking.kind === ':' || asking.kind === '-') {
    delete state.asking;
    if (asking.kind === '-') option(state, key);
    else if (key === 'n' || key === 'p') openAt(sys, state, state.at + (key === 'n' ? 1 : -1));
    else if (key === 'q') quit(state);
    else if (key === 'x') openAt(sys, state, 0);
    else terminal.out += status(state);
    return;
  }
  if (asking.kind === 'number') {
    if (/^\d$/.test(key)) {
      asking.text += key;
      terminal.out += key;
    } else {
      delete state.asking;
      counted(state, Number(asking.text), key);
    }
    return;
  }
  if (key === '\r' || key === '\n') {
    delete state.asking;
    search(state, asking);
  } else if (key === '\x7f' || key === '\b') {
    if (asking.text === '') return;
    asking.text = asking.text.slice(0, -1);
    terminal.out += '\b \b';
  } else if (key.length === 1 && key >= ' ') {
    asking.text += key;
    terminal.out += key;
  }
}

/** A command with a number before it. */
export function counted(state: Less, count: number, key: TypedKey): void {
  switch (key) {
    case 'g':
    case '<':
    case 'G':
    case '>':
      toRow(state, count - 1);
      break;
    case 'p':
    case '%':
      toRow(state, Math.floor((count * last(state)) / 100) - 1);
      break;
    case 'n':
      toMatch(state, state.match + count);
      break;
    case 'd':
    case 'j':
    case '\r':
    case '\n':
    case 'Down':
    case 'z':
    case 'e':
    case ' ':
      down(state, count);
      break;
    case 'b':
    case 'k':
    case 'u':
    case 'w':
    case 'y':
    case 'Up':
      up(state, count);
      break;
    default:
      press(state, key);
      break;
  }
}

export function option(state: Less, letter: TypedKey): void {
  if (letter === 'N') state.numbers = !state.numbers;
  else if (letter === 'S') state.chop = !state.chop;
  layOutAgain(state);
  show(state);
}

export function quit(state: Less): void {
  state.terminal!.out += bottom(state, '');
  state.ended = 0;
}

export function ask(state: Less, kind: Asking['kind'], shown: string, text = ''): void {
  state.asking = { kind, text };
  state.terminal!.out += bottom(state, shown);
}

export function press(state: Less, key: TypedKey): void {
  const page = below(state.terminal!) + 1;
  switch (key) {
    case 'q':
    case 'Q':
      quit(state);
      break;
    case 'j':
    case 'e':
    case '\r':
    case '\n':
    case '\x0e':
    case 'Down':
      down(state, 1);
      break;
    case 'k':
    case 'y':
    case '\x10':
    case '\x19':
    case 'Up':
      up(state, 1);
      break;
    case ' ':
    case 'f':
    case 'z':
    case '\x06':
    case '\x16':
    case 'PageDown':
      down(state, page);
      break;
    case 'b':
    case 'w':
    case '\x02':
    case 'PageUp':
      up(state, page);
      break;
    case 'd':
    case '\x04':
      down(state, Math.floor(page / 2));
      break;
    case 'u':
    case '\x15':
      up(state, Math.floor(page / 2));
      break;
    case 'g':
    case '<':
    case 'p':
    case '%':
    case 'Home':
      toRow(state, 0);
      break;
    case 'G':
    case '>':
    case 'End':
      state.wanted = 'end';
      return;
    case 'r':
    case 'R':
    case '\x0c':
      show(state);
      break;
    case '/':
    case '?':
      ask(state, key, key);
      break;
    case 'n':
    case 'N':
      if (state.pattern === undefined) {
        say(state, 'No previous regular expression');
        break;
      }
      toMatch(state, state.match + ((key === 'n') === state.backwards ? -1 : 1));
      break;
    case ':':
      ask(state, ':', `${marked(' :')}`);
      break;
    case '-':
      ask(state, '-', '-');
      break;
    case '=':
      say(state, position(state));
      break;
    case 'm':
      state.expectMark = 'set';
      say(state, 'Mark: ');
      break;
    case "'":
      state.expectMark = 'go';
      say(state, 'Go to mark: ');
      break;
    default:
      if (/^\d$/.test(key)) ask(state, 'number', `:${key}`, key);
  }
}

export function marks(state: Less, key: TypedKey): void {
  const { expectMark } = state;
  delete state.expectMark;
  const row = state.marks[key];
  if (expectMark === 'set' && /^[a-z]$/.test(key)) {
    state.marks[key] = state.top;
    state.terminal!.out += status(state);
  } else if (expectMark === 'go' && row !== undefined) toRow(state, row);
  else say(state, expectMark === 'go' ? 'Mark not set' : 'Invalid mark letter');
}

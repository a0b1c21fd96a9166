import { isErrno } from '../../fs/index.ts';
import type { Fd, Sys } from '../../os/index.ts';
import { type Dialect, parseOptions, UsageError } from '../applets/applet.ts';
import { compileRegex } from '../applets/regex.ts';
import { toBytes } from '../bytes.ts';
import { width } from '../line/screen.ts';
import { type Copying, copyOn, pull, type Source } from './input.ts';
import type { TypedKey } from './keys.ts';
import { MORE_HELP } from './more-help.ts';
import type { Screen, ScreenState } from './screen.ts';
import { CLEAR_LINE, openTerminal, REVERSE } from './terminal.ts';

interface More extends ScreenState {
  readonly dialect: Dialect;
  readonly copying?: Copying;
  readonly names: readonly string[];
  at: number;
  source: Source;
  /** The size of the file in bytes; 0: not known. */
  size: number;
  /** Where in the text the next row begins. */
  next: number;
  /** Rows that may still be shown before it asks; undefined: it asks. */
  left: number | undefined;
  /** How many rows a space shows. */
  readonly page: number | undefined;
  /** What is shown as the question, so that it can be erased. */
  asked: string;
  /** The row after a question begins on the question's own line. */
  pending?: 'gnu' | undefined;
  typing?: string;
  pattern?: string;
  all: boolean;
}

/** The title of a file among several, as util-linux prints it. */
const title = (name: string) => `::::::::::::::\n${name}\n::::::::::::::\n`;
const sourceOn = (fd: Fd): Source => ({ fd, text: '', ended: false });

function start(sys: Sys, args: readonly string[], dialect: Dialect): More {
  const gnu = dialect === 'gnu';
  const flags = ['d', 'l', 'e', 'f', 'p', 'c', 's', 'u'] as const;
  const spec = gnu ? Object.fromEntries(flags.map((flag) => [flag, [flag, 'flag']] as const)) : {};
  const parsed = parseOptions(args, { ...spec, ...(gnu ? { lines: ['n', 'value'] as const } : {}) });
  const names = parsed.operands;
  if (names.length === 0 && sys.isatty(0)) {
    if (gnu) throw new UsageError('bad usage');
    throw new UsageError('');
  }
  const lines = parsed.value('lines');
  const common = {
    dialect,
    names,
    at: -1,
    source: sourceOn(0),
    size: 0,
    next: 0,
    left: 0,
    page: lines === undefined ? undefined : Number(lines),
    asked: '',
    all: false,
  };
  if (!sys.isatty(1)) {
    const parts = names.flatMap((name): (Fd | string)[] => {
      const fd = open(sys, name, dialect);
      return fd === undefined ? [] : gnu ? [title(name), fd] : [fd];
    });
    const copying = { parts: names.length === 0 ? [0] : parts, unsent: new Uint8Array(0) };
    return { ...common, terminal: undefined, copying };
  }
  const state: More = { ...common, terminal: openTerminal(sys, true) };
  nextFile(sys, state);
  return state;
}

/** Opens a file. What can't be opened is told: util-linux goes on, busybox ends. */
function open(sys: Sys, name: string, dialect: Dialect): Fd | undefined {
  try {
    return sys.open(name);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (dialect === 'busybox') throw new UsageError(`can't open '${name}': ${error.message}`, 1, false);
    sys.tryWrite(2, toBytes(`more: cannot open ${name}: ${error.message}\n`));
    return undefined;
  }
}

/** Goes to the next file that can be read; at the last one's end it is over. */
function nextFile(sys: Sys, state: More): void {
  const { names, terminal } = state;
  if (state.at >= 0 && state.source.fd !== 0) sys.close(state.source.fd);
  if (names.length === 0 && state.at < 0) {
    Object.assign(state, { at: 0, source: sourceOn(0), next: 0, size: 0, left: pageOf(state) });
    return;
  }
  for (state.at++; state.at < names.length; state.at++) {
    const name = names[state.at]!;
    const fd = open(sys, name, state.dialect);
    if (fd === undefined) continue;
    Object.assign(state, { source: sourceOn(fd), next: 0, size: sys.fstat(fd).size, left: pageOf(state) });
    if (names.length > 1 && state.dialect === 'gnu') {
      terminal!.out += title(name);
      state.left = pageOf(state) - 3;
    }
    return;
  }
  state.ended = 0;
}

const pageOf = (state: More) => state.page ?? Math.max(1, state.terminal!.rows - 1);

/** The next row of the text: its end, and whether it ends a line. undefined: more has to be read. */
function row(state: More): { readonly text: string; readonly end: number; readonly whole: boolean } | undefined {
  const { source, next, terminal } = state;
  let column = 0;
  let end = next;
  for (const character of source.text.slice(next, next + 4096)) {
    if (character === '\n') return { text: source.text.slice(next, end), end: end + 1, whole: true };
    const wide = character === '\t' ? 8 - (column % 8) : width(character);
    if (column + wide > terminal!.columns) return { text: source.text.slice(next, end), end, whole: false };
    column += wide;
    end += character.length;
  }
  return source.ended ? { text: source.text.slice(next), end: source.text.length, whole: true } : undefined;
}

/** Shows rows until it has to ask, or more has to be read; true if something was done. */
function show(sys: Sys, state: More): boolean {
  const { source, terminal } = state;
  let moved = false;
  while (state.left !== undefined && state.ended === undefined) {
    const found = row(state);
    if (!found) return moved;
    if (source.ended && state.next >= source.text.length) {
      endOfFile(sys, state);
      return true;
    }
    if (state.left <= 0 && !state.all) {
      ask(state);
      return true;
    }
    // A row as wide as the screen has its newline from the terminal itself.
    terminal!.out += `${found.text}${state.pending === 'gnu' ? CLEAR_LINE : ''}\n`;
    delete state.pending;
    state.next = found.end;
    state.left--;
    moved = true;
  }
  return moved;
}

function endOfFile(sys: Sys, state: More): void {
  const following = state.names[state.at + 1];
  if (following !== undefined && state.dialect === 'gnu' && !state.all) {
    state.left = undefined;
    state.asked = `--More--(Next file: ${following})`;
    state.terminal!.out += `${REVERSE}${state.asked}\x1b[27m`;
    return;
  }
  nextFile(sys, state);
}

function ask(state: More): void {
  const read = toBytes(state.source.text.slice(0, state.next)).length;
  const percent = state.size > 0 ? Math.floor((100 * read) / state.size) : undefined;
  state.left = undefined;
  if (state.dialect === 'gnu') {
    state.asked = `--More--${percent === undefined ? '' : `(${percent}%)`}`;
    state.terminal!.out += `${REVERSE}${state.asked}\x1b[27m`;
  } else {
    // busybox divides by a hundredth of the size in whole bytes, and has read one character more.
    const hundredth = Math.max(1, Math.floor(state.size / 100));
    const told = `(${Math.floor((read + 1) / hundredth)}% of ${state.size} bytes)`;
    state.asked = `--More-- ${percent === undefined ? '' : told}`;
    state.terminal!.out += state.asked;
  }
}

/** Goes on for so many rows, over the question. */
function goOn(sys: Sys, state: More, rows: number): void {
  const terminal = state.terminal!;
  if (state.dialect === 'gnu') {
    terminal.out += '\r';
    state.pending = 'gnu';
  } else terminal.out += `\r${' '.repeat(state.asked.length)}\r`;
  const atEnd = state.source.ended && state.next >= state.source.text.length;
  state.left = rows;
  if (atEnd && state.asked.includes('Next file')) {
    terminal.out += CLEAR_LINE;
    nextFile(sys, state);
  }
}

function quit(state: More): void {
  const { dialect, asked, terminal } = state;
  terminal!.out += dialect === 'gnu' ? `\r${CLEAR_LINE}` : `\r${' '.repeat(asked.length)}\r`;
  state.ended = 0;
}

function gnuKey(sys: Sys, state: More, key: TypedKey): void {
  const terminal = state.terminal!;
  if (state.typing !== undefined) {
    if (key === '\r' || key === '\n') {
      const pattern = state.typing;
      delete state.typing;
      search(state, pattern);
    } else if (key === '\x7f' || key === '\b') {
      state.typing = state.typing.slice(0, -1);
      terminal.out += '\b \b';
    } else if (key.length === 1 && key >= ' ') {
      state.typing += key;
      terminal.out += key;
    }
    return;
  }
  switch (key) {
    case ' ':
    case 'z':
    case 'f':
      goOn(sys, state, pageOf(state));
      break;
    case '\r':
    case '\n':
    case 'j':
      goOn(sys, state, 1);
      break;
    case 'd':
    case '\x04':
      goOn(sys, state, 11);
      break;
    case 's': {
      goOn(sys, state, 1);
      return;
    }
    case 'q':
    case 'Q':
      quit(state);
      break;
    case 'b':
    case '\x02':
      back(state);
      break;
    case '/':
      state.typing = '';
      terminal.out += `\r${CLEAR_LINE}/`;
      return;
    case 'n':
      if (state.pattern !== undefined) search(state, state.pattern);
      return;
    case '=':
      terminal.out += `\r${CLEAR_LINE}${lineNumber(state)}`;
      state.asked = String(lineNumber(state));
      return;
    case 'h':
    case '?':
      terminal.out += `\r${CLEAR_LINE}${MORE_HELP}`;
      ask(state);
      break;
    default:
  }
}

const lineNumber = (state: More) => state.source.text.slice(0, state.next).split('\n').length - 1;

function back(state: More): void {
  const terminal = state.terminal!;
  const shown = pageOf(state);
  const before = state.source.text.slice(0, state.next).split('\n');
  const from = Math.max(0, before.length - 1 - 2 * shown);
  state.next = before.slice(0, from).join('\n').length + (from > 0 ? 1 : 0);
  terminal.out += `\r${CLEAR_LINE}...back 1 page\n\r`;
  state.left = shown;
}

function search(state: More, pattern: string): void {
  const terminal = state.terminal!;
  const regex = compileRegex(pattern, {});
  state.pattern = pattern;
  const rest = state.source.text.slice(state.next).split('\n');
  const index = 'error' in regex ? -1 : rest.findIndex((line) => regex.test(line));
  if (index < 0) {
    terminal.out += `\r${CLEAR_LINE}Pattern not found`;
    state.asked = 'Pattern not found';
    return;
  }
  state.next += rest.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  terminal.out += `\r${CLEAR_LINE}...skipping\n`;
  state.left = pageOf(state) - 1;
}

const BUSYBOX_HINT = '(Enter:next line Space:next page Q:quit R:show the rest)';

function busyboxKey(sys: Sys, state: More, key: TypedKey): void {
  const terminal = state.terminal!;
  if (key === 'q' || key === 'Q') quit(state);
  else if (key === ' ') goOn(sys, state, pageOf(state));
  else if (key === '\r' || key === '\n') goOn(sys, state, 1);
  else if (key === 'r' || key === 'R') {
    state.all = true;
    goOn(sys, state, 1);
  } else {
    terminal.out += `\r${' '.repeat(state.asked.length)}\r${BUSYBOX_HINT}`;
    state.asked = BUSYBOX_HINT;
  }
}

/** util-linux's more, and busybox's. */
export const more: Screen<More> = {
  name: 'more',
  start,
  draw() {},
  key(sys, state, key) {
    if (state.left !== undefined) return;
    if (state.dialect === 'gnu') gnuKey(sys, state, key);
    else busyboxKey(sys, state, key);
  },
  work(sys, state) {
    if (state.copying) {
      const copied = copyOn(sys, state.copying);
      if (copied !== 'over') return copied;
      state.ended = 0;
      return undefined;
    }
    if (state.left === undefined) return undefined;
    if (show(sys, state)) return 'continue';
    return pull(sys, state.source) ? 'continue' : sys.readable(state.source.fd);
  },
};

import { isErrno } from '../../fs/index.ts';
import type { Wait } from '../../os/index.ts';
import { fromBytes } from '../bytes.ts';
import { complain, say } from '../messages.ts';
import { optionOn } from '../options.ts';
import { write } from '../output.ts';
import type { InputFrame, Shell } from '../state.ts';
import { getVariable } from '../variables.ts';
import { commonPrefix, complete } from './complete.ts';
import { type Asked, insert, press, pressInSearch } from './edit.ts';
import { expandHistory } from './history-expansion.ts';
import { loadHistory, remember } from './history-file.ts';
import { type Key, keysOf } from './keys.ts';
import { blankLine, type LineState } from './line-state.ts';
import { expandPrompt, INVISIBLE_END, INVISIBLE_START } from './prompt.ts';
import { fitsOnRow, listed, redraw, rowsBelow } from './screen.ts';

/** Bracketed paste on and off (bash 5.1 and later): a pasted newline doesn't run the line. */
const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';
/** A list of what a word may become is cut after so many. */
const ASK_ABOVE = 100;
const BYTES_PER_STEP = 64;
const NOTHING = new Uint8Array(0);
const INTERRUPTED = 130;

/** What is typed at the terminal, a line at a time: shows the prompt, edits, and gives the shell its line. */
export function interactiveLine(shell: Shell, frame: InputFrame): Wait | undefined {
  const { sys, state } = shell;
  const fd = frame.feed!.fd;
  if (state.dialect === 'dash') return cookedLine(shell, frame);
  const line = state.prompting.line ?? begin(shell, frame);
  // One byte at a time: what is typed ahead of a command is for the command.
  for (let read = 0; read < BYTES_PER_STEP; read++) {
    let bytes: Uint8Array | undefined;
    try {
      bytes = sys.tryRead(fd, 1);
    } catch (error) {
      if (!isErrno(error)) throw error;
      bytes = NOTHING;
    }
    if (bytes === undefined) {
      frame.waiting = true;
      return sys.readable(fd);
    }
    if (bytes.length === 0) {
      finish(shell, fd);
      frame.script.final = true;
      return undefined;
    }
    const { keys, rest } = keysOf([...line.pending, ...bytes]);
    line.pending = rest;
    for (const key of keys) {
      const asked = typed(shell, line, key, fd);
      if (asked !== undefined && answer(shell, frame, line, asked, fd)) return undefined;
    }
  }
  return undefined;
}

/** dash edits nothing: the terminal itself gives it whole lines. */
function cookedLine(shell: Shell, frame: InputFrame): Wait | undefined {
  const { sys, state } = shell;
  const fd = frame.feed!.fd;
  if (!frame.prompted) {
    const continued = frame.script.text.slice(frame.script.at) !== '';
    const prompt = getVariable(shell, continued ? 'PS2' : 'PS1') ?? (continued ? '> ' : '$ ');
    write(shell, 2, newlineAfterInterrupt(shell) + expandPrompt(shell, prompt, false));
    frame.prompted = true;
    // What was printed goes out before the shell waits.
    return undefined;
  }
  const bytes = sys.tryRead(fd, 8192);
  if (bytes === undefined) {
    frame.waiting = true;
    return sys.readable(fd);
  }
  frame.prompted = false;
  if (bytes.length === 0) frame.script.final = true;
  else frame.script.text += fromBytes(bytes);
  state.interrupted = false;
  return undefined;
}

/** Ctrl-C has left `^C` on the screen. */
function newlineAfterInterrupt({ state }: Shell): string {
  const { interrupted } = state;
  state.interrupted = false;
  return interrupted ? '\n' : '';
}

/** A new line: its prompt, and the terminal in raw mode. */
function begin(shell: Shell, frame: InputFrame): LineState {
  const { sys, state } = shell;
  const fd = frame.feed!.fd;
  if (state.saved === 0 && state.history.length === 0) loadHistory(shell);
  const continued = frame.script.text.slice(frame.script.at) !== '';
  const usual = continued ? '> ' : state.dialect === 'bash' ? '\\s-\\v\\$ ' : '\\w \\$ ';
  const prompt = expandPrompt(shell, getVariable(shell, continued ? 'PS2' : 'PS1') ?? usual);
  const newline = prompt.lastIndexOf('\n');
  const above = prompt
    .slice(0, newline + 1)
    .replaceAll(INVISIBLE_START, '')
    .replaceAll(INVISIBLE_END, '');
  const line = blankLine(prompt.slice(newline + 1), state.history.length);
  state.prompting.line = line;
  sys.ttyMode(fd, { canonical: false, echo: false, signals: false, output: true });
  const columns = columnsOf(shell, fd);
  const start = newlineAfterInterrupt(shell) + (state.dialect === 'bash' ? PASTE_ON : '');
  write(shell, 2, start + above + redraw(line, columns).replace('\r\x1b[J', ''));
  return line;
}

/** The line is done: the terminal is as commands expect it. */
function finish(shell: Shell, fd: number): void {
  const { sys, state } = shell;
  delete state.prompting.line;
  try {
    sys.ttyMode(fd, { canonical: true, echo: true, signals: true, output: true });
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** One key: changes the line and the screen. What the key asks of others is returned. */
function typed(shell: Shell, line: LineState, key: Key, fd: number): Asked {
  const columns = columnsOf(shell, fd);
  const { history } = shell.state;
  const tabbed = line.tabbed;
  line.tabbed = false;
  const name = 'key' in key ? key.key : undefined;
  if (name === 'paste-start' || name === 'paste-end') {
    line.pasting = name === 'paste-start';
    return undefined;
  }
  if (line.pasting) {
    insert(line, 'text' in key ? key.text : name === 'C-m' || name === 'C-j' ? '\n' : name === 'C-i' ? '\t' : '');
    write(shell, 2, redraw(line, columns));
    return undefined;
  }
  if (line.search) {
    const within = pressInSearch(line, key, history);
    // Also when the search ends: the line has its own prompt again before the key does its work.
    write(shell, 2, redraw(line, columns));
    if (within) return undefined;
  }
  if ('text' in key) {
    const plain = fitsOnRow(line, key.text, columns);
    insert(line, key.text);
    write(shell, 2, plain ? key.text : redraw(line, columns));
    return undefined;
  }
  const asked = press(line, key.key, history);
  if (asked === 'complete') line.tabbed = tabbed;
  if (asked === undefined) write(shell, 2, redraw(line, columns));
  return asked;
}

/** Does what a key asked for; true if the shell goes on with something else than this line. */
function answer(shell: Shell, frame: InputFrame, line: LineState, asked: NonNullable<Asked>, fd: number): boolean {
  const { state } = shell;
  const columns = columnsOf(shell, fd);
  switch (asked) {
    case 'bell':
      write(shell, 2, '\x07');
      return false;
    case 'clear':
      line.row = 0;
      write(shell, 2, `\x1b[H\x1b[2J${redraw(line, columns)}`);
      return false;
    case 'complete':
      completeWord(shell, line, columns);
      return false;
    case 'end':
      leave(shell, line, columns, '', fd);
      frame.script.final = true;
      return true;
    case 'interrupt':
      leave(shell, line, columns, '^C\n', fd);
      frame.script.text = '';
      frame.script.at = 0;
      state.status = INTERRUPTED;
      return true;
    case 'accept':
      leave(shell, line, columns, '\n', fd);
      accept(shell, frame, line.text);
      return true;
    default:
      return asked satisfies never;
  }
}

/** Gives the shell the line that was typed, and remembers it. */
function accept(shell: Shell, frame: InputFrame, typed: string): void {
  const { state } = shell;
  const { script } = frame;
  let text = typed;
  if (state.dialect === 'bash' && optionOn(shell, 'histexpand') && /[!^]/.test(text)) {
    const expanded = expandHistory(text, state.history);
    if ('error' in expanded) {
      complain(shell, expanded.error);
      // The rest of an unfinished command goes with it.
      script.text = '';
      script.at = 0;
      return;
    }
    if (expanded.changed) say(shell, expanded.text);
    text = expanded.text;
  }
  const before = script.text.slice(script.at);
  remember(shell, text, before);
  enter(shell, text, before);
  script.text += `${text}\n`;
}

function enter({ state: { prompting } }: Shell, text: string, before: string): void {
  const { text: last = '', number = 0 } = prompting.entered ?? {};
  if (before !== '') prompting.entered = { text: `${last}\n${text}`, number };
  else if (text.trim() !== '') prompting.entered = { text, number: number + 1 };
}

/** Leaves the line on the screen, with the cursor below it. */
function leave(shell: Shell, line: LineState, columns: number, end: string, fd: number): void {
  const below = rowsBelow(line, columns);
  const off = shell.state.dialect === 'bash' ? PASTE_OFF : '';
  write(shell, 2, `${below > 0 ? `\x1b[${below}B` : ''}${end}${off === '' ? '' : `${off}\r`}`);
  finish(shell, fd);
}

/** Tab: completes as far as it is clear; a second one lists what is possible. */
function completeWord(shell: Shell, line: LineState, columns: number): void {
  const { start, words, names } = complete(shell, line.text.slice(0, line.cursor));
  const typedPart = line.text.slice(start, line.cursor);
  const common = words.length === 0 ? typedPart : commonPrefix(words);
  if (words.length === 1 || common.length > typedPart.length) {
    const only = words.length === 1 && !/[/]$/.test(words[0]!) ? ' ' : '';
    line.text = line.text.slice(0, start) + common + only + line.text.slice(line.cursor);
    line.cursor = start + common.length + only.length;
    line.tabbed = false;
    write(shell, 2, redraw(line, columns));
  } else if (words.length > 1 && line.tabbed) {
    const below = rowsBelow(line, columns);
    const shown = names.slice(0, ASK_ABOVE);
    const more = names.length > shown.length ? `… and ${names.length - shown.length} more\n` : '';
    write(shell, 2, `${below > 0 ? `\x1b[${below}B` : ''}\n${listed(shown, columns)}${more}`);
    line.row = 0;
    write(shell, 2, redraw(line, columns));
  } else {
    line.tabbed = words.length > 1;
    write(shell, 2, '\x07');
  }
}

function columnsOf(shell: Shell, fd: number): number {
  return Math.max(2, shell.sys.windowSize(fd).columns || 80);
}

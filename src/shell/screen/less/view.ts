import type { Sys } from '../../../os/index.ts';
import type { Regex } from '../../applets/regex.ts';
import { compileRegex } from '../../applets/regex.ts';
import { width } from '../../line/screen.ts';
import type { Copying, Source } from '../input.ts';
import type { ScreenState } from '../screen.ts';
import { CLEAR_LINE, goTo, PLAIN, REVERSE, type Terminal } from '../terminal.ts';

/** A row of the screen: the number of its line (from 1) if the line begins here, and its text. */
export interface Row {
  readonly line: number;
  readonly first: boolean;
  readonly text: string;
}

/** What is typed at the bottom: a pattern to search for, a number, a command after `:` or `-`. */
export interface Asking {
  readonly kind: '/' | '?' | ':' | '-' | 'number';
  text: string;
}

export interface Less extends ScreenState {
  readonly terminal: Terminal | undefined;
  readonly copying?: Copying;
  readonly names: readonly string[];
  /** Which of the names is shown. */
  at: number;
  source: Source;
  numbers: boolean;
  chop: boolean;
  readonly quitAtEnd: boolean;
  readonly quitIfOne: boolean;
  readonly ignoreCase: boolean;
  rows: Row[];
  /** So much of the source's text is in rows, and so many lines. */
  cut: number;
  lines: number;
  top: number;
  asking?: Asking;
  pattern?: string;
  /** The match that was shown last, by its place among all. */
  match: number;
  backwards: boolean;
  /** What is to be shown once more of the input is there: the end. */
  wanted?: 'end' | 'match';
  marks: Record<string, number>;
  expectMark?: 'set' | 'go';
  /** Row count of the screen that a `-F` is decided for. */
  shown: boolean;
}

/** How many `~` may stand below the last line. */
export const TILDES = 1;

/** Rows below the top one, without the bottom line. */
export const below = (terminal: Terminal) => Math.max(0, terminal.rows - 2);

/** The last row there is. */
export const last = (state: Less) => state.rows.length - 1;

export function textWidth(state: Less): number {
  return Math.max(1, state.terminal!.columns - (state.numbers ? 8 : 0));
}

/** Cuts what was read into rows. A line's end begins the next one, so a text that ends with one has an empty last row. */
export function layOut(state: Less): void {
  const { source } = state;
  for (;;) {
    const end = source.text.indexOf('\n', state.cut);
    if (end < 0 && !source.ended) return;
    if (end < 0 && state.cut > source.text.length) return;
    const line = source.text.slice(state.cut, end < 0 ? undefined : end);
    state.lines++;
    addRows(state, line);
    state.cut = end < 0 ? source.text.length + 1 : end + 1;
  }
}

export function addRows(state: Less, line: string): void {
  const limit = textWidth(state);
  let row = '';
  let column = 0;
  let first = true;
  for (const character of line) {
    const wide = character === '\t' ? 8 - (column % 8) : width(character);
    if (column + wide > limit) {
      state.rows.push({ line: state.lines, first, text: row });
      first = false;
      row = '';
      column = 0;
      if (state.chop) return;
    }
    row += character < ' ' && character !== '\t' ? `^${String.fromCharCode(character.charCodeAt(0) + 64)}` : character;
    column += wide;
  }
  state.rows.push({ line: state.lines, first, text: row });
}

/** Lays everything out anew: another width. */
export function layOutAgain(state: Less): void {
  const line = state.rows[state.top]?.line ?? 1;
  state.rows = [];
  state.cut = 0;
  state.lines = 0;
  layOut(state);
  state.top = Math.max(
    0,
    state.rows.findIndex((row) => row.line === line),
  );
}

export function draw(_: Sys, state: Less): void {
  const { terminal } = state;
  if (!terminal) return;
  layOutAgain(state);
  show(state);
}

export function show(state: Less): void {
  const terminal = state.terminal!;
  const regex = regexOf(state);
  let out = goTo(0, 0);
  for (let i = 0; i <= below(terminal); i++) {
    const row = state.rows[state.top + i];
    out += CLEAR_LINE;
    if (!row) out += state.numbers ? '        ~' : '~';
    else {
      if (state.numbers) out += row.first ? `${String(row.line).padStart(7)} ` : ' '.repeat(8);
      out += regex ? highlighted(row.text, regex) : row.text;
    }
    out += '\n';
  }
  terminal.out += out + status(state);
  state.shown = true;
}

export function highlighted(text: string, regex: Regex): string {
  let out = '';
  let at = 0;
  for (let found = regex.exec(text); found && found.end > found.index; found = regex.exec(text, at)) {
    out += text.slice(at, found.index) + marked(text.slice(found.index, found.end));
    at = found.end;
  }
  return out + text.slice(at);
}

export const bottom = (state: Less, text: string) => `${goTo(state.terminal!.rows, 0)}${CLEAR_LINE}${text}`;
export const marked = (text: string) => `${REVERSE}${text}${PLAIN}`;

export function status(state: Less): string {
  const { top, names, at } = state;
  if (top > 0 && top < last(state) - below(state.terminal!)) return bottom(state, ':');
  const name = names[at] ?? 'standard input';
  const of = names.length > 1 ? ` (file ${at + 1} of ${names.length})` : '';
  return bottom(state, marked(`${top === 0 ? name : '(END)'}${of}`));
}

export function say(state: Less, text: string): void {
  state.terminal!.out += bottom(state, marked(text));
}

/** Moves the top row, as far as the text goes. */
export function down(state: Less, count: number): void {
  const room = below(state.terminal!);
  const before = state.top;
  state.top += count;
  if (state.top + room > last(state) + TILDES) {
    if (!state.source.ended) {
      // Rows that aren't read yet may come; what is there is shown until then.
      state.top = Math.max(before, Math.min(state.top, last(state)));
    } else {
      state.top = before;
      const left = last(state) - (before + room) + TILDES;
      if (left > 0) state.top += left;
      else if (state.quitAtEnd) state.ended = 0;
    }
  }
  show(state);
}

export function up(state: Less, count: number): void {
  state.top = Math.max(0, state.top - count);
  show(state);
}

/** Makes a row the top one, or the last ones if it is among them. */
export function toRow(state: Less, row: number): void {
  const room = below(state.terminal!);
  let top = Math.max(0, row);
  if (top + room > last(state)) top = last(state) - room + TILDES;
  state.top = Math.max(0, top);
  show(state);
}

export function regexOf({ pattern, ignoreCase }: Less): Regex | undefined {
  const regex = pattern === undefined ? { error: '' } : compileRegex(pattern, { extended: true, ignoreCase });
  return 'error' in regex ? undefined : regex;
}

import type { LineState } from './line-state.ts';
import { INVISIBLE_END, INVISIBLE_START } from './prompt.ts';

/** The columns that a character takes: two for East Asian wide ones and emoji, none for combining marks. */
export function width(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (/\p{Mn}|\p{Me}|\u200d|\ufe0f/u.test(character)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

interface Place {
  row: number;
  column: number;
}

/** Moves a place over a text as a terminal of so many columns would. */
function over(place: Place, text: string, columns: number): Place {
  let { row, column } = place;
  for (const character of text) {
    if (character === '\n') {
      row++;
      column = 0;
      continue;
    }
    const wide = width(character);
    if (column + wide > columns) {
      row++;
      column = 0;
    }
    column += wide;
  }
  return { row, column };
}

const invisible = new RegExp(`${INVISIBLE_START}[^${INVISIBLE_END}]*${INVISIBLE_END}`, 'g');
// biome-ignore lint/complexity/useRegexLiterals: the marks are control characters
const sequences = new RegExp('\\x1b\\[[0-9;?]*[A-Za-z]|\\x1b\\][^\\x07]*\\x07', 'g');

/** A prompt as it is printed, and the part of it that takes place. */
function parts(prompt: string): { readonly printed: string; readonly visible: string } {
  return {
    printed: prompt.replaceAll(INVISIBLE_START, '').replaceAll(INVISIBLE_END, ''),
    visible: prompt.replace(invisible, '').replace(sequences, ''),
  };
}

/** A character that a terminal would not show as itself: `^X`. */
const shown = (text: string) =>
  text.replace(/[\x00-\x09\x0b-\x1f]/g, (letter) => `^${String.fromCharCode(letter.charCodeAt(0) + 64)}`);

/** Draws the line anew from its first row on, with the cursor at its place; remembers the cursor's row. */
export function redraw(line: LineState, columns: number): string {
  const prompt = line.search
    ? `(${line.search.failed ? 'failed ' : ''}reverse-i-search)\`${line.search.query}': `
    : line.prompt;
  const { printed, visible } = parts(prompt);
  const text = shown(line.text);
  const start = over({ row: 0, column: 0 }, visible, columns);
  const cursor = settled(over(start, shown(line.text.slice(0, line.cursor)), columns), columns);
  const last = over(start, text, columns);
  const end = settled(last, columns);
  const up = line.row > 0 ? `\x1b[${line.row}A` : '';
  // A full last row leaves the terminal's cursor on it: a blank makes the next one.
  const fill = end.row > last.row ? ' \r' : '';
  const back = end.row - cursor.row;
  line.row = cursor.row;
  const place = `\r${cursor.column > 0 ? `\x1b[${cursor.column}C` : ''}`;
  return `${up}\r\x1b[J${printed}${text}${fill}${back > 0 ? `\x1b[${back}A` : ''}${place}`;
}

/** A cursor never stands behind the last column. */
function settled({ row, column }: Place, columns: number): Place {
  return column >= columns ? { row: row + 1, column: 0 } : { row, column };
}

/** How many rows lie below the cursor. */
export function rowsBelow(line: LineState, columns: number): number {
  const { visible } = parts(line.prompt);
  const end = over({ row: 0, column: 0 }, visible + shown(line.text), columns);
  return Math.max(0, end.row - line.row);
}

/** Does inserting at the end need no more than to print it? */
export function fitsOnRow(line: LineState, inserted: string, columns: number): boolean {
  if (line.cursor !== line.text.length || line.search || /[\x00-\x1f]|[^\x20-\x7e]/.test(inserted)) return false;
  const { visible } = parts(line.prompt);
  const end = over({ row: 0, column: 0 }, visible + shown(line.text), columns);
  return end.row === line.row && end.column < columns && end.column >= inserted.length;
}

/** Words in columns, as readline lists what a word may become. */
export function listed(words: readonly string[], columns: number): string {
  const cell = Math.max(...words.map((word) => [...word].length)) + 2;
  const perRow = Math.max(1, Math.floor(columns / cell));
  const rows = Math.ceil(words.length / perRow);
  const lines = Array.from({ length: rows }, (_, row) =>
    words
      .filter((__, i) => i % rows === row)
      .map((word) => word.padEnd(cell))
      .join('')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

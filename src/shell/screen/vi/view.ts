import { CLEAR_BELOW, CLEAR_LINE, goTo, PLAIN, REVERSE } from '../terminal.ts';
import { after, columnOf } from './motions.ts';
import { countLines, lineEnd, lineOf, lineStart, nextLine, previousLine, type Vi } from './state.ts';

const HIT_RETURN = `${REVERSE}[Hit return to continue]${PLAIN}`;

/** Draws the whole screen: the text around the cursor, and the status line. */
export function draw(vi: Vi): void {
  const { terminal } = vi;
  if (!terminal) return;
  const rows = Math.max(1, terminal.rows - 1);
  follow(vi, rows);
  let out = '';
  let at = vi.top;
  let cursorRow = 0;
  const dotLine = lineStart(vi.text, vi.dot);
  for (let row = 0; row < rows; row++) {
    const there = row === 0 || (at > 0 && at < vi.text.length);
    out += goTo(row + 1, 1) + CLEAR_LINE;
    if (!there) {
      out += '~';
      continue;
    }
    if (at === dotLine) cursorRow = row;
    out += visible(vi, at, terminal.columns);
    const end = lineEnd(vi.text, at) + 1;
    at = Math.min(end, vi.text.length);
  }
  terminal.out += (vi.bell ? '\x07' : '') + out + bottom(vi, cursorRow);
  vi.bell = false;
}

/** What the window shows of a line. */
function visible({ text, left, options: { tabStop } }: Vi, at: number, columns: number): string {
  let shown = '';
  let column = 0;
  for (const character of text.slice(at, lineEnd(text, at))) {
    const next = after(column, character, tabStop);
    const drawn =
      character === '\t'
        ? ' '.repeat(next - column)
        : next - column === 2
          ? `^${String.fromCharCode(character.charCodeAt(0) ^ 64)}`
          : character;
    shown += drawn;
    column = next;
    if (column >= left + columns) break;
  }
  return [...shown]
    .slice(left, left + columns)
    .join('')
    .trimEnd();
}

/** The column of the cursor: on a tab it stands at the tab's last one, unless text is typed before it. */
function cursorColumn(vi: Vi): number {
  const column = columnOf(vi, vi.dot);
  const character = vi.text[vi.dot];
  return character === '\t' && vi.mode === 'command' ? after(column, character, vi.options.tabStop) - 1 : column;
}

/** Moves the window so that the cursor is in it, by as much as the real one does. */
function follow(vi: Vi, rows: number): void {
  const { text } = vi;
  vi.top = Math.min(vi.top, text.length);
  const line = lineStart(text, vi.dot);
  const half = Math.floor(rows / 2);
  const centre = () => {
    vi.top = line;
    for (let i = 0; i < half; i++) vi.top = previousLine(text, vi.top);
  };
  if (line < vi.top) {
    if (countLines(text.slice(line, vi.top)) > half) centre();
    else vi.top = line;
  } else {
    const distance = countLines(text.slice(vi.top, line)) - (rows - 1);
    if (distance + 1 > half && distance > 0) centre();
    else for (let i = 0; i < distance; i++) vi.top = nextLine(text, vi.top);
  }
  const column = cursorColumn(vi);
  const { columns } = vi.terminal!;
  if (column < vi.left) vi.left = column;
  if (column >= vi.left + columns) vi.left = column - columns + 1;
  if (vi.dot === line && text[vi.dot] === '\t') vi.left = 0;
}

/** The status line, a message in its place, or what is typed there; and the cursor. */
function bottom(vi: Vi, cursorRow: number): string {
  const { terminal, expecting, message } = vi;
  const { rows, columns } = terminal!;
  const start = goTo(rows, 1) + CLEAR_LINE;
  if (expecting?.kind === 'line') return start + expecting.prompt + expecting.text;
  const cursor = goTo(cursorRow + 1, cursorColumn(vi) - vi.left + 1);
  if (!message) return start + status(vi).slice(0, columns - 1) + cursor;
  const text = message.bold ? `${REVERSE}${message.text}${PLAIN}` : message.text;
  vi.waiting = message.text.length >= columns;
  return vi.waiting ? start + text + HIT_RETURN : start + text + cursor;
}

/** `- file [Modified] 3/10 30%`. */
export function status({ text, dot, mode, name, readonly, modified }: Vi): string {
  const total = countLines(text);
  const line = total === 0 ? 0 : lineOf(text, dot);
  const percent = total === 0 ? 100 : Math.floor((100 * line) / total);
  const letter = mode === 'command' ? '-' : mode === 'insert' ? 'I' : 'R';
  const marks = `${readonly ? ' [Readonly]' : ''}${modified === 0 ? '' : ' [Modified]'}`;
  return `${letter} ${name ?? 'No file'}${marks} ${line}/${total} ${percent}%`;
}

/** An empty bottom line, and the screen as it was before. */
export const leaving = (vi: Vi): string => `${goTo(vi.terminal!.rows, 1)}${CLEAR_LINE}`;
export const clearing = `${goTo(1, 1)}${CLEAR_BELOW}`;

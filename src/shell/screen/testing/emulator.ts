/** A terminal's screen: what its cells show, and where the cursor is. */
export interface Emulator {
  write(text: string): void;
  resize(rows: number, columns: number): void;
  /** The rows without blanks at their ends, marked where reverse video begins and ends («»), and the cursor (row, column from 0). */
  read(): { readonly rows: readonly string[]; readonly cursor: readonly [number, number] };
}

interface Cell {
  readonly character: string;
  readonly reverse: boolean;
}

const BLANK: Cell = { character: ' ', reverse: false };

/** As much of a VT100 as the recorded programs use, to compare what two of them show. For tests. */
export function emulator(rows: number, columns: number): Emulator {
  let cells: Cell[][] = Array.from({ length: rows }, () => []);
  let [row, column] = [0, 0];
  let reverse = false;
  let rest = '';
  let saved: { cells: Cell[][]; at: [number, number] } | undefined;
  let region: [number, number] = [0, rows - 1];

  const scroll = () => {
    cells.splice(region[0], 1);
    cells.splice(region[1], 0, []);
  };
  const feed = () => {
    if (row === region[1]) scroll();
    else row = Math.min(row + 1, rows - 1);
  };
  function put(character: string): void {
    if (column >= columns) {
      column = 0;
      feed();
    }
    const line = cells[row]!;
    while (line.length < column) line.push(BLANK);
    line[column++] = { character, reverse };
  }
  function erase(how: number, inLine: boolean): void {
    const line = cells[row]!;
    if (how === 0) line.length = Math.min(line.length, column);
    else if (how === 2) cells[row] = [];
    else for (let i = 0; i <= column && i < line.length; i++) line[i] = BLANK;
    if (inLine) return;
    for (let i = 0; i < rows; i++) if (how === 2 || (how === 0 ? i > row : i < row)) cells[i] = [];
  }
  function control(parameters: string, letter: string): void {
    const numbers = parameters.replace('?', '').split(';').map(Number);
    const count = Math.max(1, numbers[0] ?? 1);
    if (letter === 'H' || letter === 'f') {
      row = Math.min(rows, Math.max(1, numbers[0] ?? 1)) - 1;
      column = Math.min(columns, Math.max(1, numbers[1] ?? 1)) - 1;
    } else if (letter === 'K') erase(numbers[0] ?? 0, true);
    else if (letter === 'J') erase(numbers[0] ?? 0, false);
    else if (letter === 'A') row = Math.max(0, row - count);
    else if (letter === 'B') row = Math.min(rows - 1, row + count);
    else if (letter === 'C') column = Math.min(columns - 1, column + count);
    else if (letter === 'D') column = Math.max(0, column - count);
    else if (letter === 'G') column = count - 1;
    else if (letter === 'd') row = count - 1;
    else if (letter === 'X') for (let i = column; i < column + count; i++) cells[row]![i] = BLANK;
    else if (letter === 'P') cells[row]!.splice(column, count);
    else if (letter === 'r') region = [(numbers[0] || 1) - 1, (numbers[1] || rows) - 1];
    else if (letter === 'm')
      for (const number of numbers) {
        if (number === 7) reverse = true;
        if (number === 0 || number === 27) reverse = false;
      }
    else if (parameters === '?1049' && letter === 'h') {
      saved = { cells, at: [row, column] };
      cells = Array.from({ length: rows }, () => []);
    } else if (parameters === '?1049' && letter === 'l' && saved) {
      cells = saved.cells;
      [row, column] = saved.at;
    }
  }
  return {
    write(text) {
      const all = rest + text;
      rest = '';
      for (let at = 0; at < all.length; at++) {
        const character = all[at]!;
        if (character === '\x1b') {
          const sequence = /^\x1b(?:\[([0-9;?>]*)([A-Za-z@])|[()][A-Z0-9]|[=>78cM])/.exec(all.slice(at));
          if (!sequence) {
            rest = all.slice(at);
            return;
          }
          if (sequence[2]) control(sequence[1] ?? '', sequence[2]);
          at += sequence[0].length - 1;
        } else if (character === '\n') feed();
        else if (character === '\r') column = 0;
        else if (character === '\b') column = Math.max(0, column - 1);
        else if (character === '\t') column = Math.min(columns - 1, (column | 7) + 1);
        else if (character >= ' ') put(character);
      }
    },
    resize(nextRows, nextColumns) {
      rows = nextRows;
      columns = nextColumns;
      cells = Array.from({ length: rows }, (_, i) => cells[i] ?? []);
      region = [0, rows - 1];
      row = Math.min(row, rows - 1);
    },
    read() {
      const text = (line: readonly Cell[]) => {
        let out = '';
        let on = false;
        for (const cell of line) {
          if (cell.reverse !== on) out += cell.reverse ? '«' : '»';
          on = cell.reverse;
          out += cell.character;
        }
        return (on ? `${out}»` : out).trimEnd();
      };
      return { rows: cells.map(text), cursor: [row, Math.min(column, columns - 1)] };
    },
  };
}

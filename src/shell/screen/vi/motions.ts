import { compileRegex } from '../../applets/regex.ts';
import { complain, lineEnd, lineStart, nextLine, previousLine, startOfLine, type Vi } from './state.ts';

/** Where a motion leads, and what an operator takes of it. */
export interface Motion {
  readonly to: number;
  /** Whole lines; the character it leads to as well. */
  readonly lines?: boolean;
  readonly inclusive?: boolean;
}

const kindOf = (character: string | undefined): 'word' | 'blank' | 'other' =>
  character === undefined || /\s/.test(character) ? 'blank' : /[\p{L}\p{N}_]/u.test(character) ? 'word' : 'other';

function word(text: string, at: number, big: boolean): number {
  const kind = (i: number) => (big && kindOf(text[i]) !== 'blank' ? 'word' : kindOf(text[i]));
  const end = text.length - 1;
  let i = at;
  const first = kind(i);
  if (first !== 'blank') while (i < end && kind(i) === first) i++;
  while (i < end && kind(i) === 'blank') i++;
  return i;
}

function wordEnd(text: string, at: number, big: boolean): number {
  const kind = (i: number) => (big && kindOf(text[i]) !== 'blank' ? 'word' : kindOf(text[i]));
  const end = text.length - 1;
  let i = Math.min(at + 1, end);
  while (i < end && kind(i) === 'blank') i++;
  const first = kind(i);
  while (i < end && kind(i + 1) === first) i++;
  return i;
}

function wordBack(text: string, at: number, big: boolean): number {
  const kind = (i: number) => (big && kindOf(text[i]) !== 'blank' ? 'word' : kindOf(text[i]));
  let i = Math.max(0, at - 1);
  while (i > 0 && kind(i) === 'blank') i--;
  const first = kind(i);
  while (i > 0 && kind(i - 1) === first) i--;
  return i;
}

/** The screen columns before a place of its line. */
export function columnOf({ text, options: { tabStop } }: Vi, at: number): number {
  let column = 0;
  for (const character of text.slice(lineStart(text, at), at)) column = after(column, character, tabStop);
  return column;
}

/** The column behind a character. */
export function after(column: number, character: string, tabStop: number): number {
  if (character === '\t') return column - (column % tabStop) + tabStop;
  return column + (character < ' ' || character === '\x7f' ? 2 : 1);
}

/** The place in a line that stands at a column, or the line's last character. */
function atColumn({ text, options: { tabStop } }: Vi, line: number, wanted: number): number {
  const end = lineEnd(text, line);
  let at = line;
  for (let column = 0; at < end; at++) {
    column = after(column, text[at]!, tabStop);
    if (column > wanted) break;
  }
  return Math.max(line, Math.min(at, end - 1));
}

/** Lines up (below 0) or down, in the column that was kept. undefined: there are none. */
function lines(vi: Vi, count: number): Motion | undefined {
  vi.column ??=
    vi.text[vi.dot] === '\t' ? after(columnOf(vi, vi.dot), '\t', vi.options.tabStop) - 1 : columnOf(vi, vi.dot);
  let line = lineStart(vi.text, vi.dot);
  for (let i = 0; i < Math.abs(count); i++) {
    const next = count < 0 ? previousLine(vi.text, line) : nextLine(vi.text, line);
    if (next === line) {
      if (i === 0) return undefined;
      break;
    }
    line = next;
  }
  return { to: atColumn(vi, line, vi.column), lines: true };
}

const firstNonBlank = (text: string, at: number): number => {
  const start = lineStart(text, at);
  return start + /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))![0].length;
};

/** The bracket that belongs to the one at or after the cursor. */
function bracket({ text, dot }: Vi): number | undefined {
  const end = lineEnd(text, dot);
  let at = dot;
  while (at < end && !'()[]{}'.includes(text[at]!)) at++;
  if (at >= end) return undefined;
  const open = text[at]!;
  const partner = ')(][}{'['()[]{}'.indexOf(open)]!;
  const step = '([{'.includes(open) ? 1 : -1;
  let depth = 0;
  for (; at >= 0 && at < text.length; at += step) {
    if (text[at] === open) depth++;
    else if (text[at] === partner && --depth === 0) return at;
  }
  return undefined;
}

/** Goes to the next place where the pattern matches, from the cursor on or back, round the ends of the text. */
export function search(vi: Vi, text: string, forward: boolean): number | undefined {
  const regex = compileRegex(text, { ignoreCase: vi.options.ignoreCase, multiline: true });
  if ('error' in regex) {
    complain(vi, `bad search pattern '${text}': ${regex.error}`);
    return undefined;
  }
  const from = forward ? vi.dot + 1 : 0;
  if (forward) {
    const found = regex.exec(vi.text, from);
    if (found) return found.index;
    const again = regex.exec(vi.text, 0);
    if (again) complain(vi, 'search hit BOTTOM, continuing at TOP');
    else complain(vi, 'Pattern not found');
    return again?.index;
  }
  let before: number | undefined;
  let last: number | undefined;
  for (let found = regex.exec(vi.text, 0); found; found = regex.exec(vi.text, Math.max(found.end, found.index + 1))) {
    if (found.index < vi.dot) before = found.index;
    last = found.index;
    if (found.index + 1 >= vi.text.length) break;
  }
  if (before !== undefined) return before;
  if (last === undefined) complain(vi, 'Pattern not found');
  else complain(vi, 'search hit TOP, continuing at BOTTOM');
  return last;
}

/** `f`, `F`, `t` and `T` within the line. */
export function findCharacter(vi: Vi, kind: string, character: string, count: number): number | undefined {
  const { text, dot } = vi;
  const forward = kind === 'f' || kind === 't';
  const [start, end] = [lineStart(text, dot), lineEnd(text, dot)];
  let at = dot;
  for (let i = 0; i < count; i++) {
    at = forward ? text.indexOf(character, at + 1) : at === 0 ? -1 : text.lastIndexOf(character, at - 1);
    if (at < start || at >= end) return undefined;
  }
  return kind === 't' ? at - 1 : kind === 'T' ? at + 1 : at;
}

/** The place of a row of the screen. */
function screenRow(vi: Vi, row: number): number {
  let at = vi.top;
  for (let i = 0; i < row; i++) {
    const next = nextLine(vi.text, at);
    if (next <= at) break;
    at = next;
  }
  return firstNonBlank(vi.text, at);
}

/** Where a key leads; undefined: it is no motion, `fail`: there is nothing there. */
export function motion(vi: Vi, key: string, given: number): Motion | 'fail' | undefined {
  const { text, dot } = vi;
  const count = Math.max(1, given);
  const times = (step: (at: number) => number) => {
    let at = dot;
    for (let i = 0; i < count; i++) at = step(at);
    return at;
  };
  const [start, end] = [lineStart(text, dot), lineEnd(text, dot)];
  const rows = Math.max(1, (vi.terminal?.rows ?? 24) - 1);
  switch (key) {
    case 'h':
    case '\b':
    case '\x7f':
    case 'Left':
      return { to: Math.max(start, dot - count) };
    case 'l':
    case ' ':
    case 'Right':
      return { to: Math.min(Math.max(start, end - 1), dot + count) };
    case 'j':
    case '\n':
    case 'Down':
      return lines(vi, count) ?? 'fail';
    case 'k':
    case 'Up':
      return lines(vi, -count) ?? 'fail';
    case '+':
    case '\r': {
      const moved = lines(vi, count);
      return moved ? { to: firstNonBlank(text, moved.to), lines: true } : 'fail';
    }
    case '-': {
      const moved = lines(vi, -count);
      return moved ? { to: firstNonBlank(text, moved.to), lines: true } : 'fail';
    }
    case '0':
    case 'Home':
      return { to: start };
    case '^':
      return { to: firstNonBlank(text, dot) };
    case '$':
    case 'End': {
      let at = dot;
      for (let i = 1; i < count; i++) at = nextLine(text, at);
      const last = lineEnd(text, at);
      return { to: Math.max(lineStart(text, at), last - 1), inclusive: last > lineStart(text, at) };
    }
    case '|':
      return { to: atColumn(vi, start, count - 1) };
    case 'w':
    case 'W':
      return { to: times((at) => word(text, at, key === 'W')) };
    case 'e':
    case 'E':
      return { to: times((at) => wordEnd(text, at, key === 'E')), inclusive: true };
    case 'b':
    case 'B':
      return { to: times((at) => wordBack(text, at, key === 'B')) };
    case 'G':
      return { to: firstNonBlank(text, startOfLine(text, given > 0 ? given : Number.MAX_SAFE_INTEGER)), lines: true };
    case 'H':
      return { to: screenRow(vi, count - 1), lines: true };
    case 'M':
      return { to: screenRow(vi, Math.floor(rows / 2)), lines: true };
    case 'L':
      return { to: screenRow(vi, rows - count), lines: true };
    case '%': {
      const to = bracket(vi);
      return to === undefined ? 'fail' : { to, inclusive: true };
    }
    case '{':
    case '}': {
      const step = key === '{' ? previousLine : nextLine;
      const empty = (at: number) => text[at] === '\n';
      const paragraph = (from: number) => {
        let at = lineStart(text, from);
        while (empty(at) && step(text, at) !== at) at = step(text, at);
        while (!empty(at) && step(text, at) !== at) at = step(text, at);
        return empty(at) || key === '{' ? at : Math.max(at, lineEnd(text, at) - 1);
      };
      return { to: times(paragraph) };
    }
    case 'n':
    case 'N': {
      const { pattern } = vi;
      if (!pattern) {
        complain(vi, 'No previous search');
        return 'fail';
      }
      const to = search(vi, pattern.text, (key === 'n') === pattern.forward);
      return to === undefined ? 'fail' : { to };
    }
    case ';':
    case ',': {
      const { find } = vi;
      if (!find) return 'fail';
      const turned: Readonly<Record<string, string>> = { f: 'F', F: 'f', t: 'T', T: 't' };
      const kind = key === ';' ? find.kind : turned[find.kind]!;
      const to = findCharacter(vi, kind, find.character, count);
      return to === undefined ? 'fail' : { to, inclusive: kind === 'f' || kind === 't' };
    }
    default:
      return undefined;
  }
}

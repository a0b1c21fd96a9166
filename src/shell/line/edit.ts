import type { LineState } from './line-state.ts';

/*
 * The editing keys of readline's emacs mode, as changes of a line. What must be asked for elsewhere (history, completion,
 * the end of the line) is told by name.
 */

export type Asked = 'accept' | 'interrupt' | 'end' | 'complete' | 'clear' | 'bell' | undefined;

/** Where the word before (after) the cursor begins (ends): letters and digits, as readline's M-b and M-f have it. */
function wordLeft({ text, cursor }: LineState): number {
  let at = cursor;
  while (at > 0 && !isLetter(text[at - 1]!)) at--;
  while (at > 0 && isLetter(text[at - 1]!)) at--;
  return at;
}

function wordRight({ text, cursor }: LineState): number {
  let at = cursor;
  while (at < text.length && !isLetter(text[at]!)) at++;
  while (at < text.length && isLetter(text[at]!)) at++;
  return at;
}

const isLetter = (letter: string) => /[\p{L}\p{N}]/u.test(letter);

/** Ctrl-W: back to a blank. */
function blankLeft({ text, cursor }: LineState): number {
  let at = cursor;
  while (at > 0 && /\s/.test(text[at - 1]!)) at--;
  while (at > 0 && !/\s/.test(text[at - 1]!)) at--;
  return at;
}

/** One character to the left or the right: both halves of a surrogate pair. */
const before = (text: string, at: number) => (/[\udc00-\udfff]/.test(text[at - 1] ?? '') ? at - 2 : at - 1);
const after = (text: string, at: number) => (/[\ud800-\udbff]/.test(text[at] ?? '') ? at + 2 : at + 1);

export function insert(line: LineState, text: string): void {
  line.text = line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor);
  line.cursor += text.length;
}

function remove(line: LineState, from: number, to: number, keep = false): void {
  if (keep) line.cut = line.text.slice(from, to);
  line.text = line.text.slice(0, from) + line.text.slice(to);
  line.cursor = from;
}

/** Shows another line of the history. */
function recall(line: LineState, history: readonly string[], entry: number): Asked {
  if (entry < 0 || entry > history.length) return 'bell';
  if (line.entry === history.length) line.typed = line.text;
  line.entry = entry;
  line.text = history[entry] ?? line.typed;
  line.cursor = line.text.length;
  return undefined;
}

export function press(line: LineState, key: string, history: readonly string[]): Asked {
  const { text, cursor } = line;
  switch (key) {
    case 'C-m':
    case 'C-j':
      return 'accept';
    case 'C-c':
      return 'interrupt';
    case 'C-d':
      if (text === '') return 'end';
      if (cursor === text.length) return 'bell';
      remove(line, cursor, after(text, cursor));
      return undefined;
    case 'Delete':
      if (cursor === text.length) return 'bell';
      remove(line, cursor, after(text, cursor));
      return undefined;
    case 'C-i':
      return 'complete';
    case 'C-l':
      return 'clear';
    case 'C-h':
    case 'Backspace':
      if (cursor === 0) return 'bell';
      remove(line, before(text, cursor), cursor);
      return undefined;
    case 'C-a':
    case 'Home':
      line.cursor = 0;
      return undefined;
    case 'C-e':
    case 'End':
      line.cursor = text.length;
      return undefined;
    case 'C-b':
    case 'Left':
      if (cursor === 0) return 'bell';
      line.cursor = before(text, cursor);
      return undefined;
    case 'C-f':
    case 'Right':
      if (cursor === text.length) return 'bell';
      line.cursor = after(text, cursor);
      return undefined;
    case 'M-b':
      line.cursor = wordLeft(line);
      return undefined;
    case 'M-f':
      line.cursor = wordRight(line);
      return undefined;
    case 'C-k':
      remove(line, cursor, text.length, true);
      return undefined;
    case 'C-u':
      remove(line, 0, cursor, true);
      return undefined;
    case 'C-w':
      remove(line, blankLeft(line), cursor, true);
      return undefined;
    case 'M-Backspace':
      remove(line, wordLeft(line), cursor, true);
      return undefined;
    case 'M-d': {
      const end = wordRight(line);
      remove(line, cursor, end, true);
      return undefined;
    }
    case 'C-y':
      insert(line, line.cut);
      return undefined;
    case 'C-t': {
      if (cursor === 0 || text.length < 2) return 'bell';
      const at = cursor === text.length ? cursor - 1 : cursor;
      line.text = text.slice(0, at - 1) + text[at]! + text[at - 1]! + text.slice(at + 1);
      line.cursor = at + 1;
      return undefined;
    }
    case 'C-p':
    case 'Up':
      return recall(line, history, line.entry - 1);
    case 'C-n':
    case 'Down':
      return recall(line, history, line.entry + 1);
    case 'M-<':
      return recall(line, history, 0);
    case 'M->':
      return recall(line, history, history.length);
    case 'M-.': {
      const last = history.at(-1)?.match(/\S+$/)?.[0];
      if (last === undefined) return 'bell';
      insert(line, last);
      return undefined;
    }
    case 'C-r':
      line.search = { query: '', found: history.length, before: text, failed: false };
      return undefined;
    default:
      return undefined;
  }
}

/** A key during Ctrl-R's search; false: the search ends and the key is meant for the line. */
export function pressInSearch(
  line: LineState,
  key: { key?: string; text?: string },
  history: readonly string[],
): boolean {
  const search = line.search!;
  const look = (query: string, from: number): void => {
    let found = from;
    while (found >= 0 && !(history[found] ?? '').includes(query)) found--;
    const failed = found < 0 && query !== '';
    line.search = { ...search, query, found: failed ? search.found : found, failed };
    const shown = history[line.search.found];
    if (failed || shown === undefined || query === '') return;
    line.text = shown;
    line.cursor = shown.indexOf(query);
    line.entry = line.search.found;
  };
  if (key.text !== undefined) {
    look(search.query + key.text, Math.min(search.found, history.length - 1));
    return true;
  }
  switch (key.key) {
    case 'C-r':
      look(search.query, search.found - 1);
      return true;
    case 'C-h':
    case 'Backspace':
      look(search.query.slice(0, -1), history.length - 1);
      return true;
    case 'C-g':
    case 'C-c':
      line.text = search.before;
      line.cursor = line.text.length;
      line.entry = history.length;
      delete line.search;
      return key.key === 'C-g';
    default:
      delete line.search;
      return false;
  }
}

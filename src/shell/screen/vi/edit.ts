import { countLines, lineEnd, lineStart, say, type Vi } from './state.ts';

/** Replaces a part of the text, and remembers it for `u`. */
export function change(vi: Vi, at: number, length: number, added: string, chained = false): void {
  const removed = vi.text.slice(at, at + length);
  vi.text = vi.text.slice(0, at) + added + vi.text.slice(at + length);
  if (vi.text !== '' && !vi.text.endsWith('\n')) vi.text += '\n';
  vi.changes.push({ at, removed, added, chained });
  vi.modified++;
  vi.typing = false;
}

/** Inserts what is typed: as one change up to a newline, which begins another. */
export function insertTyped(vi: Vi, text: string): void {
  const last = vi.changes.at(-1);
  if (vi.typing && text !== '\n' && last && last.at + last.added.length === vi.dot) {
    vi.text = vi.text.slice(0, vi.dot) + text + vi.text.slice(vi.dot);
    last.added += text;
  } else change(vi, vi.dot, 0, text);
  vi.typing = true;
  vi.dot += text.length;
}

/** Takes typed characters back. */
export function eraseTyped(vi: Vi): void {
  if (vi.dot <= lineStart(vi.text, vi.dot)) return;
  const last = vi.changes.at(-1);
  vi.dot--;
  if (vi.typing && last && last.added !== '' && last.at + last.added.length === vi.dot + 1) {
    vi.text = vi.text.slice(0, vi.dot) + vi.text.slice(vi.dot + 1);
    last.added = last.added.slice(0, -1);
  } else change(vi, vi.dot, 1, '');
}

/** `u`: takes the last change back, with those that it is chained to. */
export function undo(vi: Vi): void {
  let change = vi.changes.pop();
  if (!change) {
    say(vi, 'Already at oldest change');
    return;
  }
  for (;;) {
    const { at, removed, added } = change;
    vi.text = vi.text.slice(0, at) + removed + vi.text.slice(at + added.length);
    vi.dot = at;
    if (!change.chained || vi.changes.length === 0) break;
    vi.modified--;
    change = vi.changes.pop()!;
  }
  const { removed, added, at } = change;
  const done = removed !== '' || added === '' ? `restored ${removed.length}` : `deleted ${added.length}`;
  say(vi, `Undo [${vi.modified}] ${done} chars at position ${at}`);
  vi.modified--;
  vi.typing = false;
}

/** Keeps a part of the text in the register. */
export function yank(vi: Vi, from: number, to: number, lines: boolean): void {
  vi.registers[vi.register] = { text: vi.text.slice(from, to), lines };
}

/** What a command on a register did: `Delete 2 lines (30 chars) from [D]`. */
export function tell(vi: Vi, verb: 'Delete' | 'Yank' | 'Put'): void {
  const text = vi.registers[vi.register]?.text ?? '';
  say(vi, `${verb} ${countLines(text)} lines (${text.length} chars) from [${vi.register}]`);
}

/** Puts the register's text before or after the cursor (or its line). */
export function put(vi: Vi, after: boolean, count: number): void {
  const register = vi.registers[vi.register];
  if (!register) {
    vi.message = { text: `Nothing in register ${vi.register}`, bold: true };
    return;
  }
  let moved = 0;
  if (register.lines)
    vi.dot = after ? Math.min(lineEnd(vi.text, vi.dot) + 1, vi.text.length) : lineStart(vi.text, vi.dot);
  else {
    if (after && vi.text[vi.dot] !== '\n') vi.dot++;
    if (!register.text.includes('\n')) moved = Math.max(0, count * register.text.length - 1);
  }
  change(vi, vi.dot, 0, register.text.repeat(count));
  vi.dot += moved;
  tell(vi, 'Put');
}

/** Joins the next line to this one, with a blank between them. */
export function join(vi: Vi): void {
  const end = lineEnd(vi.text, vi.dot);
  if (end + 1 >= vi.text.length) return;
  const blanks = /^[ \t]*/.exec(vi.text.slice(end + 1))![0].length;
  change(vi, end, 1, '');
  change(vi, end, blanks, ' ', true);
  vi.dot = end + 1;
}

/** Moves whole lines by a tab stop. */
export function shift(vi: Vi, from: number, to: number, right: boolean): void {
  const part = vi.text.slice(from, to);
  const { tabStop } = vi.options;
  const shifted = right
    ? part.replace(/^(?=.)/gm, '\t')
    : part.replace(new RegExp(`^(?:\\t| {1,${tabStop}}\\t?)`, 'gm'), '');
  if (shifted !== part) change(vi, from, to - from, shifted);
  vi.dot = from;
}

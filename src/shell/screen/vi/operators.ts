import type { TypedKey } from '../keys.ts';
import { change, shift, tell, yank } from './edit.ts';
import { type Motion, motion } from './motions.ts';
import { lineEnd, lineStart, type Operator, type Vi } from './state.ts';
import { insertMode } from './typing.ts';

export function jump(vi: Vi, key: string, count: number): boolean {
  const moved = motion(vi, key, count);
  if (moved === undefined) return false;
  if (moved === 'fail') {
    if (!vi.message) vi.bell = true;
    return true;
  }
  vi.dot = moved.to;
  if (!'jk\nUpDown'.includes(key)) vi.column = undefined;
  return true;
}

/** An operator with its motion, or doubled for whole lines. */
export function operate(vi: Vi, operator: Operator, key: TypedKey, count: number): void {
  if (key === operator) {
    const start = lineStart(vi.text, vi.dot);
    let end = start;
    for (let i = 0; i < Math.max(1, count); i++) end = lineEnd(vi.text, end) + 1;
    onLines(vi, operator, start, Math.min(end, vi.text.length));
    return;
  }
  // `cw` changes a word up to its end, not the blanks behind it.
  const wanted = operator === 'c' && /^[wW]$/.test(key) ? (key === 'w' ? 'e' : 'E') : key;
  const onLast = wanted !== key && /\s/.test(vi.text[vi.dot + 1] ?? '\n');
  const moved: Motion | 'fail' | undefined = onLast ? { to: vi.dot, inclusive: true } : motion(vi, wanted, count);
  vi.column = undefined;
  if (moved === undefined || moved === 'fail') {
    vi.bell = true;
    return;
  }
  // A word's motion over a line's end takes no more than the line.
  const end = lineEnd(vi.text, vi.dot);
  apply(vi, operator, /^[wW]$/.test(key) && moved.to > end && count <= 1 ? { to: end } : wordAtEnd(vi, key, moved));
}

/** The last word of a text has nothing behind it that `w` could lead to. */
export function wordAtEnd(vi: Vi, key: string, moved: Motion): Motion {
  return /^[wW]$/.test(key) && moved.to >= vi.text.length - 1 ? { to: vi.text.length - 1 } : moved;
}

export function apply(vi: Vi, operator: Operator, { to, lines, inclusive }: Motion): void {
  const from = Math.min(vi.dot, to);
  const until = Math.max(vi.dot, to) + (inclusive ? 1 : 0);
  if (lines || operator === '<' || operator === '>') {
    onLines(
      vi,
      operator,
      lineStart(vi.text, from),
      Math.min(lineEnd(vi.text, Math.max(vi.dot, to)) + 1, vi.text.length),
    );
    return;
  }
  yank(vi, from, until, false);
  vi.dot = from;
  if (operator === 'y') {
    tell(vi, 'Yank');
    return;
  }
  change(vi, from, until - from, '');
  if (operator === 'c') insertMode(vi);
  else tell(vi, 'Delete');
}

export function onLines(vi: Vi, operator: Operator, from: number, to: number): void {
  if (operator === '<' || operator === '>') {
    shift(vi, from, to, operator === '>');
    return;
  }
  yank(vi, from, to, true);
  if (operator === 'y') {
    tell(vi, 'Yank');
    return;
  }
  change(vi, from, to - from, '');
  if (operator === 'c') {
    change(vi, from, 0, '\n', true);
    vi.dot = from;
    insertMode(vi);
    return;
  }
  if (vi.text === '') vi.text = '\n';
  vi.dot = from < vi.text.length ? from : previousOrFirst(vi);
  tell(vi, 'Delete');
}

export const previousOrFirst = ({ text }: Vi): number => lineStart(text, Math.max(0, text.length - 1));

/** Scrolls by lines: the cursor stays in the window. */

import type { TypedKey } from '../keys.ts';
import { change, eraseTyped, insertTyped } from './edit.ts';
import { motion } from './motions.ts';
import { lineEnd, lineStart, type Vi } from './state.ts';

const ESCAPE = '\x1b';

export function insertMode(vi: Vi, mode: 'insert' | 'replace' = 'insert'): void {
  vi.mode = mode;
  vi.typing = false;
}

/** A key in insert or replace mode. */
export function typed(vi: Vi, key: TypedKey): void {
  vi.column = undefined;
  if (key === ESCAPE || key === '\x03') {
    vi.mode = 'command';
    vi.typing = false;
    if (vi.dot > lineStart(vi.text, vi.dot)) vi.dot--;
  } else if (key === '\x7f' || key === '\b') eraseTyped(vi);
  else if (key === '\r' || key === '\n') {
    const indent = vi.options.autoIndent ? /^[ \t]*/.exec(vi.text.slice(lineStart(vi.text, vi.dot)))![0] : '';
    insertTyped(vi, '\n');
    if (indent !== '') insertTyped(vi, indent);
  } else if (key.length > 1 && /^[A-Z]/.test(key)) moveWhileTyping(vi, key);
  else if (key === '\t' || key >= ' ') {
    if (vi.mode === 'replace' && vi.text[vi.dot] !== '\n') {
      change(vi, vi.dot, 1, key);
      vi.dot++;
    } else insertTyped(vi, key);
  }
}

export function moveWhileTyping(vi: Vi, key: TypedKey): void {
  vi.typing = false;
  if (key === 'Delete') {
    if (vi.text[vi.dot] !== '\n') change(vi, vi.dot, 1, '');
  } else if (key === 'Right') vi.dot = Math.min(vi.dot + 1, lineEnd(vi.text, vi.dot));
  else if (key === 'End') vi.dot = lineEnd(vi.text, vi.dot);
  else {
    const moved = motion(vi, key, 0);
    if (moved && moved !== 'fail') vi.dot = moved.to;
  }
}

/** A key that an operator, `f`, a mark or the bottom line waits for. */

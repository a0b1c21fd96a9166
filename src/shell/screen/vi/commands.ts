import type { Sys } from '../../../os/index.ts';
import type { TypedKey } from '../keys.ts';
import { change, insertTyped, join, put, undo, yank } from './edit.ts';
import { exCommand } from './ex.ts';
import { save } from './files.ts';
import { findCharacter, search } from './motions.ts';
import { apply, jump, operate } from './operators.ts';
import { complain, lineEnd, lineStart, nextLine, type Operator, previousLine, say, type Vi } from './state.ts';
import { insertMode, typed } from './typing.ts';
import { status } from './view.ts';

const ESCAPE = '\x1b';
/** Digits may stand before a command; these keys begin one that takes another key. */
const FIND = 'fFtT';

/** One key, in whichever mode the editor is. */
export function press(sys: Sys, vi: Vi, key: TypedKey): void {
  if (vi.waiting) {
    if (key !== '\r' && key !== '\n') return;
    vi.waiting = false;
    vi.message = undefined;
    return;
  }
  vi.message = undefined;
  if (!vi.repeating) vi.keys.push(key);
  const before = vi.text;
  const last = vi.changes.length;
  if (vi.mode !== 'command') typed(vi, key);
  else if (vi.expecting) expected(sys, vi, key);
  else command(sys, vi, key);
  if (vi.mode === 'command' && !vi.expecting) {
    keepOnText(vi);
    if (vi.count === '') finish(vi, before !== vi.text || vi.changes.length > last);
  }
}

/** The command is whole: the next one has the usual register again, and `.` may repeat this one. */
function finish(vi: Vi, changed: boolean): void {
  const [first = ''] = vi.keys;
  const ended = vi.keys.at(-1) === ESCAPE && 'iIaAoOcCsSR'.split('').some((letter) => vi.keys.includes(letter));
  if (!vi.repeating && (changed || ended) && !'u:.'.includes(first)) vi.repeat = vi.keys;
  if (!vi.repeating) vi.keys = [];
  vi.register = 'D';
}

/** In command mode the cursor stands on a character, never on a line's end. */
function keepOnText(vi: Vi): void {
  vi.dot = Math.max(0, Math.min(vi.dot, vi.text.length - 1));
  if (vi.text[vi.dot] === '\n' && vi.dot > lineStart(vi.text, vi.dot)) vi.dot--;
}

function expected(sys: Sys, vi: Vi, key: TypedKey): void {
  const expecting = vi.expecting!;
  if (expecting.kind === 'line') {
    bottomLine(sys, vi, expecting, key);
    return;
  }
  if (key === ESCAPE) {
    vi.expecting = undefined;
    vi.count = '';
    return;
  }
  if (expecting.kind === 'motion') {
    if (/^[1-9]$/.test(key) || (key === '0' && vi.count !== '')) {
      vi.count += key;
      return;
    }
    const { operator } = expecting;
    const count = Math.max(1, expecting.count) * Math.max(1, Number(vi.count));
    const given = expecting.count > 0 || vi.count !== '' ? count : 0;
    vi.count = '';
    if (FIND.includes(key)) {
      vi.expecting = { kind: 'character', after: key, operator, count };
      return;
    }
    vi.expecting = undefined;
    operate(vi, operator, key, given);
    return;
  }
  vi.expecting = undefined;
  character(sys, vi, expecting.after, key, expecting.count, expecting.operator);
}

/** The character that another key waits for. */
function character(sys: Sys, vi: Vi, after: string, key: TypedKey, count: number, operator?: Operator): void {
  if (FIND.includes(after)) {
    vi.find = { kind: after, character: key };
    const to = findCharacter(vi, after, key, count);
    if (to === undefined) vi.bell = true;
    else if (operator) apply(vi, operator, { to, inclusive: after === 'f' || after === 't' });
    else vi.dot = to;
    return;
  }
  switch (after) {
    case 'r': {
      const end = lineEnd(vi.text, vi.dot);
      if (vi.dot + count > end) vi.bell = true;
      else if (key === '\r' || key === '\n') change(vi, vi.dot, count, '\n');
      else {
        change(vi, vi.dot, count, key.repeat(count));
        vi.dot += count - 1;
      }
      break;
    }
    case 'g':
      if (key === 'g') jump(vi, 'G', Math.max(1, count));
      else complain(vi, `'g${key}' is not implemented`);
      break;
    case 'Z':
      if (key === 'Q') vi.ended = 0;
      else if (key === 'Z') {
        if (vi.modified === 0 || vi.name === undefined || save(sys, vi, vi.name, vi.text)) vi.ended = 0;
      } else vi.bell = true;
      break;
    case 'm':
      if (/^[a-z]$/.test(key)) vi.marks[key] = vi.dot;
      else vi.bell = true;
      break;
    case "'": {
      const mark = vi.marks[key];
      if (mark === undefined) complain(vi, 'Mark not set');
      else vi.dot = lineStart(vi.text, Math.min(mark, vi.text.length - 1));
      break;
    }
    case '"':
      if (/^[a-z]$/i.test(key)) vi.register = key.toUpperCase();
      else vi.bell = true;
      break;
    default:
      vi.bell = true;
  }
}

/** Typing at the bottom: a command after `:`, a pattern after `/` or `?`. */
function bottomLine(sys: Sys, vi: Vi, line: { readonly prompt: ':' | '/' | '?'; text: string }, key: TypedKey): void {
  if (key === ESCAPE || key === '\x03') vi.expecting = undefined;
  else if (key === '\x7f' || key === '\b') {
    if (line.text === '') vi.expecting = undefined;
    else line.text = line.text.slice(0, -1);
  } else if (key === '\r' || key === '\n') {
    vi.expecting = undefined;
    if (line.prompt === ':') exCommand(sys, vi, line.text);
    else {
      const text = line.text === '' ? vi.pattern?.text : line.text;
      if (text === undefined) return;
      vi.pattern = { text, forward: line.prompt === '/' };
      const to = search(vi, text, line.prompt === '/');
      if (to !== undefined) vi.dot = to;
      vi.column = undefined;
    }
  } else if (key.length === 1 && key >= ' ') line.text += key;
}

function scroll(vi: Vi, lines: number): void {
  for (let i = 0; i < Math.abs(lines); i++)
    vi.top = lines < 0 ? previousLine(vi.text, vi.top) : nextLine(vi.text, vi.top);
  const rows = Math.max(1, (vi.terminal?.rows ?? 24) - 1);
  let last = vi.top;
  for (let i = 1; i < rows; i++) last = nextLine(vi.text, last);
  if (vi.dot < vi.top) vi.dot = vi.top;
  else if (vi.dot > lineEnd(vi.text, last)) vi.dot = last;
}

/** A key in command mode. */
function command(sys: Sys, vi: Vi, key: TypedKey): void {
  if (/^[1-9]$/.test(key) || (key === '0' && vi.count !== '')) {
    vi.count += key;
    return;
  }
  const given = Number(vi.count);
  const count = Math.max(1, given);
  vi.count = '';
  if (jump(vi, key, given)) return;
  const { text, dot } = vi;
  const [start, end] = [lineStart(text, dot), lineEnd(text, dot)];
  const page = Math.max(1, (vi.terminal?.rows ?? 24) - 2);
  if (!'\x06\x02'.includes(key)) vi.column = undefined;
  switch (key) {
    case 'i':
    case 'Insert':
      insertMode(vi);
      break;
    case 'I':
      vi.dot = start + /^[ \t]*/.exec(text.slice(start, end))![0].length;
      insertMode(vi);
      break;
    case 'a':
      if (dot < end) vi.dot++;
      insertMode(vi);
      break;
    case 'A':
      vi.dot = end;
      insertMode(vi);
      break;
    case 'o':
    case 'O':
      openLine(vi, key === 'o');
      return;
    case 'R':
      insertMode(vi, 'replace');
      break;
    case 'c':
    case 'd':
    case 'y':
    case '<':
    case '>':
      vi.expecting = { kind: 'motion', operator: key, count: given };
      return;
    case 'Y':
      operate(vi, 'y', 'y', count);
      break;
    case 'D':
    case 'C':
      yank(vi, dot, end, false);
      if (end > dot) change(vi, dot, end - dot, '');
      if (key === 'C') insertMode(vi);
      return;
    case 'S':
      operate(vi, 'c', 'c', count);
      break;
    case 'x':
    case 'X':
    case 's':
    case 'Delete': {
      const from = key === 'X' ? Math.max(start, dot - count) : dot;
      const to = key === 'X' ? dot : Math.min(end, dot + count);
      if (to > from) {
        yank(vi, from, to, false);
        change(vi, from, to - from, '');
        vi.dot = from;
      }
      if (key === 's') insertMode(vi);
      return;
    }
    case 'J':
      for (let i = 0; i < Math.max(1, count - 1); i++) join(vi);
      return;
    case '~': {
      const part = text.slice(dot, Math.min(end, dot + count));
      if (part === '') return;
      const turned = [...part].map((each) => (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase()));
      change(vi, dot, part.length, turned.join(''));
      vi.dot = Math.min(dot + part.length, end);
      return;
    }
    case 'p':
    case 'P':
      put(vi, key === 'p', count);
      break;
    case 'u':
      undo(vi);
      break;
    case '.':
      again(sys, vi);
      break;
    case ':':
    case '/':
    case '?':
      vi.expecting = { kind: 'line', prompt: key, text: '' };
      return;
    case 'f':
    case 'F':
    case 't':
    case 'T':
    case 'r':
    case 'Z':
    case 'm':
    case "'":
    case '"':
      vi.expecting = { kind: 'character', after: key, count };
      return;
    case 'g':
      vi.expecting = { kind: 'character', after: key, count: given };
      return;
    case '\x06':
    case 'PageDown':
      scroll(vi, page);
      break;
    case '\x02':
    case 'PageUp':
      scroll(vi, -page);
      break;
    case '\x04':
      scroll(vi, Math.floor((page + 1) / 2));
      break;
    case '\x15':
      scroll(vi, -Math.floor((page + 1) / 2));
      break;
    case '\x05':
      scroll(vi, count);
      break;
    case '\x19':
      scroll(vi, -count);
      break;
    case '\x07':
      say(vi, status(vi));
      break;
    case '\x0c':
    case '\x12':
      return;
    case ESCAPE:
    case '\x03':
      vi.bell = key === ESCAPE;
      return;
    default:
      vi.bell = true;
  }
}

function openLine(vi: Vi, below: boolean): void {
  const { text, dot } = vi;
  const indent = vi.options.autoIndent ? /^[ \t]*/.exec(text.slice(lineStart(text, dot)))![0] : '';
  const at = below ? lineEnd(text, dot) : lineStart(text, dot);
  change(vi, at, 0, '\n');
  vi.dot = below ? at + 1 : at;
  insertMode(vi);
  if (indent !== '') insertTyped(vi, indent);
}

/** `.`: types the last command that changed something once more. */
function again(sys: Sys, vi: Vi): void {
  vi.repeating = true;
  vi.keys = [];
  for (const key of vi.repeat) press(sys, vi, key);
  vi.repeating = false;
}

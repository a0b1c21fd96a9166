import type { Change } from './diff-lines.ts';

/** A side of the comparison as it is shown. */
export interface Side {
  /** Lines without their ends. */
  readonly lines: readonly string[];
  /** The last line has no end. */
  readonly open: boolean;
  /** `--- NAME` and what follows it. */
  readonly title: string;
}

export interface Format {
  readonly style: 'normal' | 'unified' | 'context' | 'ed' | 'rcs' | 'side-by-side';
  readonly context: number;
  readonly color: boolean;
  /** A tab between the mark and the line (-T). */
  readonly initialTab: boolean;
  readonly expandTabs: boolean;
  /** The line that a hunk's heading shows: the last one before it that this matches (-p, -F). */
  readonly heading: RegExp | undefined;
  readonly width: number;
  readonly leftColumn: boolean;
  readonly suppressCommon: boolean;
}

const NO_END = '\\ No newline at end of file\n';
const COLORS: Readonly<Record<string, string>> = { '-': '31', '<': '31', '+': '32', '>': '32', '@': '36', h: '1' };

/** Writes the changes between two files in one of diff's formats. */
export function formatChanges(a: Side, b: Side, changes: readonly Change[], format: Format): string {
  switch (format.style) {
    case 'normal':
      return normal(a, b, changes, format);
    case 'unified':
      return unified(a, b, changes, format);
    case 'context':
      return context(a, b, changes, format);
    case 'ed':
      return ed(b, changes);
    case 'rcs':
      return rcs(b, changes);
    case 'side-by-side':
      return sideBySide(a, b, changes, format);
  }
}

function paint(format: Format, kind: string, text: string): string {
  const color = format.color ? COLORS[kind] : undefined;
  return color ? `\x1b[${color}m${text}\x1b[0m` : text;
}

function expand(text: string): string {
  let out = '';
  for (const c of text) out += c === '\t' ? ' '.repeat(8 - (out.length % 8)) : c;
  return out;
}

/** One line with its mark in front, and the remark behind a last line without an end. */
function marked(side: Side, index: number, mark: string, format: Format, kind = mark[0]!): string {
  const text = format.expandTabs ? expand(side.lines[index]!) : side.lines[index]!;
  const line = paint(format, kind, `${mark}${text}`);
  return `${line}\n${side.open && index === side.lines.length - 1 ? NO_END : ''}`;
}

const range = (first: number, last: number): string => (last > first ? `${first},${last}` : String(last));

function normal(a: Side, b: Side, changes: readonly Change[], format: Format): string {
  let out = '';
  const gap = format.initialTab ? '\t' : ' ';
  for (const { from, to, deleted, inserted } of changes) {
    const letter = deleted === 0 ? 'a' : inserted === 0 ? 'd' : 'c';
    const left = deleted === 0 ? String(from) : range(from + 1, from + deleted);
    const right = inserted === 0 ? String(to) : range(to + 1, to + inserted);
    out += `${paint(format, '@', left + letter + right)}\n`;
    for (let i = 0; i < deleted; i++) out += marked(a, from + i, `<${gap}`, format);
    if (deleted > 0 && inserted > 0) out += '---\n';
    for (let i = 0; i < inserted; i++) out += marked(b, to + i, `>${gap}`, format);
  }
  return out;
}

/** Changes that are near each other, and the lines around them. */
interface Hunk {
  readonly changes: readonly Change[];
  readonly from: number;
  readonly fromEnd: number;
  readonly to: number;
  readonly toEnd: number;
}

function hunksOf(a: Side, b: Side, changes: readonly Change[], around: number): Hunk[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    if (last && change.from - (last.from + last.deleted) <= 2 * around) groups.at(-1)!.push(change);
    else groups.push([change]);
  }
  return groups.map((group) => {
    const first = group[0]!;
    const last = group.at(-1)!;
    const before = Math.min(around, first.from, first.to);
    const after = Math.min(around, a.lines.length - last.from - last.deleted, b.lines.length - last.to - last.inserted);
    return {
      changes: group,
      from: first.from - before,
      fromEnd: last.from + last.deleted + after,
      to: first.to - before,
      toEnd: last.to + last.inserted + after,
    };
  });
}

function headingOf(a: Side, hunk: Hunk, format: Format): string {
  if (!format.heading) return '';
  for (let i = hunk.from - 1; i >= 0; i--)
    if (format.heading.test(a.lines[i]!)) return ` ${a.lines[i]!.slice(0, 40).trimEnd()}`;
  return '';
}

/** `3,4`, `3`, or `2,0` for nothing behind line 2. */
function unifiedRange(from: number, end: number): string {
  const count = end - from;
  return count === 1 ? String(from + 1) : count === 0 ? `${from},0` : `${from + 1},${count}`;
}

function unified(a: Side, b: Side, changes: readonly Change[], format: Format): string {
  let out = `${paint(format, 'h', `--- ${a.title}`)}\n${paint(format, 'h', `+++ ${b.title}`)}\n`;
  const gap = format.initialTab ? '\t' : '';
  for (const hunk of hunksOf(a, b, changes, format.context)) {
    const place = `@@ -${unifiedRange(hunk.from, hunk.fromEnd)} +${unifiedRange(hunk.to, hunk.toEnd)} @@`;
    out += `${paint(format, '@', place)}${headingOf(a, hunk, format)}\n`;
    let at = hunk.from;
    for (const { from, to, deleted, inserted } of hunk.changes) {
      for (; at < from; at++) out += marked(a, at, ` ${gap}`, format);
      for (let i = 0; i < deleted; i++) out += marked(a, from + i, `-${gap}`, format);
      for (let i = 0; i < inserted; i++) out += marked(b, to + i, `+${gap}`, format);
      at = from + deleted;
    }
    for (; at < hunk.fromEnd; at++) out += marked(a, at, ` ${gap}`, format);
  }
  return out;
}

function contextRange(from: number, end: number): string {
  return end - from <= 1 ? String(end) : `${from + 1},${end}`;
}

function context(a: Side, b: Side, changes: readonly Change[], format: Format): string {
  let out = `${paint(format, 'h', `*** ${a.title}`)}\n${paint(format, 'h', `--- ${b.title}`)}\n`;
  const gap = format.initialTab ? '\t' : ' ';
  for (const hunk of hunksOf(a, b, changes, format.context)) {
    out += `***************${headingOf(a, hunk, format)}\n`;
    out += `${paint(format, '@', `*** ${contextRange(hunk.from, hunk.fromEnd)} ****`)}\n`;
    if (hunk.changes.some(({ deleted }) => deleted > 0)) {
      let at = hunk.from;
      for (const { from, deleted, inserted } of hunk.changes) {
        for (; at < from; at++) out += marked(a, at, ` ${gap}`, format);
        for (let i = 0; i < deleted; i++) out += marked(a, from + i, `${inserted > 0 ? '!' : '-'}${gap}`, format, '-');
        at = from + deleted;
      }
      for (; at < hunk.fromEnd; at++) out += marked(a, at, ` ${gap}`, format);
    }
    out += `${paint(format, '@', `--- ${contextRange(hunk.to, hunk.toEnd)} ----`)}\n`;
    if (hunk.changes.some(({ inserted }) => inserted > 0)) {
      let at = hunk.to;
      for (const { to, deleted, inserted } of hunk.changes) {
        for (; at < to; at++) out += marked(b, at, ` ${gap}`, format);
        for (let i = 0; i < inserted; i++) out += marked(b, to + i, `${deleted > 0 ? '!' : '+'}${gap}`, format, '+');
        at = to + inserted;
      }
      for (; at < hunk.toEnd; at++) out += marked(b, at, ` ${gap}`, format);
    }
  }
  return out;
}

function ed(b: Side, changes: readonly Change[]): string {
  let out = '';
  for (const { from, to, deleted, inserted } of [...changes].reverse()) {
    const letter = deleted === 0 ? 'a' : inserted === 0 ? 'd' : 'c';
    out += `${deleted === 0 ? String(from) : range(from + 1, from + deleted)}${letter}\n`;
    if (inserted === 0) continue;
    for (const line of b.lines.slice(to, to + inserted)) out += `${line}\n`;
    out += '.\n';
  }
  return out;
}

function rcs(b: Side, changes: readonly Change[]): string {
  let out = '';
  for (const { from, to, deleted, inserted } of changes) {
    if (deleted > 0) out += `d${from + 1} ${deleted}\n`;
    if (inserted === 0) continue;
    out += `a${from + deleted} ${inserted}\n`;
    for (const line of b.lines.slice(to, to + inserted)) out += `${line}\n`;
  }
  return out;
}

/** Text cut to a width; tabs reach the next stop. Returns the text and its columns. */
function cut(text: string, width: number): readonly [string, number] {
  let out = '';
  let column = 0;
  for (const c of text) {
    const next = c === '\t' ? column + 8 - (column % 8) : column + 1;
    if (next > width) break;
    out += c;
    column = next;
  }
  return [out, column];
}

/** Tabs and blanks from one column to another. */
function pad(from: number, to: number): string {
  let out = '';
  let column = from;
  while (column + 8 - (column % 8) <= to) {
    out += '\t';
    column += 8 - (column % 8);
  }
  return out + ' '.repeat(to - column);
}

/** Two columns with a mark between them: `|` changed, `<` and `>` on one side only. */
function sideBySide(a: Side, b: Side, changes: readonly Change[], format: Format): string {
  // GNU's widths: half a line each, the right half on a tab stop.
  const gutter = 3;
  const half = Math.floor((format.width + 8 + gutter) / 16) * 8 || 8;
  const right = Math.min(half, format.width);
  const left = Math.max(0, Math.min(right - gutter, format.width - right));
  let out = '';
  const row = (one: string | undefined, two: string | undefined, mark: string): void => {
    if (mark === ' ' && format.suppressCommon) return;
    let column = 0;
    if (one !== undefined) {
      const [text, width] = cut(one, left);
      out += text;
      column = width;
    }
    if (mark !== ' ') {
      const middle = Math.floor((left + right - 1) / 2);
      out += pad(column, middle) + mark;
      column = middle + 1;
    } else if (format.leftColumn) {
      out += `${pad(column, Math.floor((left + right - 1) / 2))}(\n`;
      return;
    }
    if (two !== undefined && two !== '') out += pad(column, right) + cut(two, format.width - right)[0];
    out += '\n';
  };
  let at = 0;
  let other = 0;
  for (const { from, to, deleted, inserted } of changes) {
    for (; at < from; at++, other++) row(a.lines[at], b.lines[other], ' ');
    const both = Math.min(deleted, inserted);
    for (let i = 0; i < both; i++) row(a.lines[from + i], b.lines[to + i], '|');
    for (let i = both; i < deleted; i++) row(a.lines[from + i], undefined, '<');
    for (let i = both; i < inserted; i++) row(undefined, b.lines[to + i], '>');
    at = from + deleted;
    other = to + inserted;
  }
  for (; at < a.lines.length; at++, other++) row(a.lines[at], b.lines[other], ' ');
  return out;
}

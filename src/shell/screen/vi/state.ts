import type { TypedKey } from '../keys.ts';
import type { ScreenState } from '../screen.ts';

/** A change: at a place of the text some characters were replaced by others. A chained one is undone with the one before it. */
export interface Change {
  readonly at: number;
  readonly removed: string;
  added: string;
  readonly chained: boolean;
}

/** What was yanked or deleted: whole lines, or a part of the text. */
export interface Register {
  readonly text: string;
  readonly lines: boolean;
}

/** What is waited for: a motion after `d`, a character after `f`, the rest of a line at the bottom … */
export type Expecting =
  | { readonly kind: 'motion'; readonly operator: Operator; readonly count: number }
  | { readonly kind: 'character'; readonly after: string; readonly operator?: Operator; readonly count: number }
  | { readonly kind: 'line'; readonly prompt: ':' | '/' | '?'; text: string };

export type Operator = 'c' | 'd' | 'y' | '<' | '>';

/** The editor's state: plain data. Places are offsets into `text`, which ends with a newline unless it is empty. */
export interface Vi extends ScreenState {
  text: string;
  dot: number;
  /** The first place that the screen shows, a line's beginning; and how many columns are hidden at the left. */
  top: number;
  left: number;
  /** The column that `j` and `k` keep to. */
  column: number | undefined;
  mode: 'command' | 'insert' | 'replace';
  name: string | undefined;
  /** The files of the command line, and which of them is edited. */
  readonly files: readonly string[];
  file: number;
  readonly: boolean;
  /** Changes since the file was written; below 0 after an undo of older ones. */
  modified: number;
  changes: Change[];
  /** Typing goes on with the last change. */
  typing: boolean;
  registers: Record<string, Register>;
  /** The register that the next command names; D: the usual one. */
  register: string;
  marks: Record<string, number>;
  count: string;
  expecting: Expecting | undefined;
  /** The last search and its direction; the last `f`, `F`, `t` or `T`. */
  pattern: { readonly text: string; readonly forward: boolean } | undefined;
  find: { readonly kind: string; readonly character: string } | undefined;
  /** The keys of the command being typed, and of the last one that changed something, for `.`. */
  keys: TypedKey[];
  repeat: readonly TypedKey[];
  repeating: boolean;
  /** What the bottom line says in place of the status; it is gone with the next key. */
  message: { readonly text: string; readonly bold: boolean } | undefined;
  /** The message doesn't fit: it waits for a return. */
  waiting: boolean;
  bell: boolean;
  options: { ignoreCase: boolean; tabStop: number; autoIndent: boolean };
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
/** The place of the newline that ends the line. */
export const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};
/** Where the next line begins; the same line's beginning if it is the last. */
export const nextLine = (text: string, at: number): number => {
  const end = lineEnd(text, at) + 1;
  return end >= text.length ? lineStart(text, at) : end;
};
export const previousLine = (text: string, at: number): number => lineStart(text, Math.max(0, lineStart(text, at) - 1));

export function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The number of the line of a place, from 1. */
export const lineOf = (text: string, at: number): number => countLines(text.slice(0, at)) + 1;

/** Where a line of that number begins; the last one's beginning if there are fewer. */
export function startOfLine(text: string, number: number): number {
  let at = 0;
  for (let line = 1; line < number; line++) {
    const next = nextLine(text, at);
    if (next <= at) break;
    at = next;
  }
  return at;
}

export function say(vi: Vi, text: string): void {
  vi.message = { text, bold: false };
}

export function complain(vi: Vi, text: string): void {
  vi.message = { text, bold: true };
}

import type { Fd, Step, Sys } from '../../os/index.ts';
import { toBytes } from '../bytes.ts';
import { keysIn, type TypedKey } from './keys.ts';

/** The terminal of a program that uses all of it: plain data. */
export interface Terminal {
  /** Where keys come from: standard input, or the terminal itself if that is no terminal. */
  readonly keyboard: Fd;
  /** Do Ctrl-C, Ctrl-Z and Ctrl-\ send signals, or are they keys? */
  readonly signals: boolean;
  rows: number;
  columns: number;
  /** What is to be shown, and of it the bytes that the terminal hasn't taken yet. */
  out: string;
  unsent: Uint8Array;
  /** Bytes that are no whole key yet. */
  pending: readonly number[];
}

const NOTHING = new Uint8Array(0);
const USUAL = { rows: 24, columns: 80 };
const CAUGHT = ['INT', 'TERM', 'TSTP', 'CONT', 'WINCH'] as const;

/** Takes the terminal over: no echo, keys one by one. undefined: there is none. */
export function openTerminal(sys: Sys, signals: boolean): Terminal | undefined {
  const keyboard = sys.isatty(0) ? 0 : sys.isatty(2) ? 2 : sys.isatty(1) ? 1 : undefined;
  if (keyboard === undefined) return undefined;
  const terminal = { keyboard, signals, ...USUAL, out: '', unsent: NOTHING, pending: [] };
  measure(sys, terminal);
  enter(sys, terminal);
  return terminal;
}

/** Reads the window's size; true if it isn't as it was. */
export function measure(sys: Sys, terminal: Terminal): boolean {
  const { rows, columns } = sys.windowSize(terminal.keyboard);
  const [now, wide] = [rows || USUAL.rows, columns || USUAL.columns];
  const changed = now !== terminal.rows || wide !== terminal.columns;
  terminal.rows = now;
  terminal.columns = wide;
  return changed;
}

/** Sets the terminal's mode, and catches what must not leave it so. */
export function enter(sys: Sys, { keyboard, signals }: Terminal): void {
  sys.ttyMode(keyboard, { canonical: false, echo: false, signals, output: true });
  for (const signal of CAUGHT) sys.onSignal(signal, 'catch');
}

/** The terminal as commands expect it, and signals with their usual meaning. */
export function leave(sys: Sys, { keyboard }: Terminal): void {
  sys.ttyMode(keyboard, { canonical: true, echo: true, signals: true, output: true });
  for (const signal of CAUGHT) sys.onSignal(signal, 'default');
}

/** Writes what is to be shown; a wait if the terminal takes no more. */
export function flush(sys: Sys, terminal: Terminal): Step | undefined {
  if (terminal.out !== '') {
    const bytes = toBytes(terminal.out);
    const all = new Uint8Array(terminal.unsent.length + bytes.length);
    all.set(terminal.unsent);
    all.set(bytes, terminal.unsent.length);
    terminal.unsent = all;
    terminal.out = '';
  }
  if (terminal.unsent.length === 0) return undefined;
  const taken = sys.tryWrite(1, terminal.unsent);
  if (taken === 0) return sys.writable(1);
  terminal.unsent = terminal.unsent.slice(taken);
  return 'continue';
}

/** The keys that were typed; undefined: none; `closed`: there is nobody to type any. */
export function keys(sys: Sys, terminal: Terminal): readonly TypedKey[] | undefined | 'closed' {
  const bytes = sys.tryRead(terminal.keyboard, 4096);
  if (bytes === undefined) return undefined;
  if (bytes.length === 0) return 'closed';
  const found = keysIn([...terminal.pending, ...bytes]);
  terminal.pending = found.rest;
  return found.keys;
}

/** The cursor to a row and column, both counted from 1. */
export const goTo = (row: number, column: number): string => `\x1b[${row};${column}H`;
export const CLEAR_LINE = '\x1b[K';
export const CLEAR_BELOW = '\x1b[J';
/** Reverse video, and back. */
export const REVERSE = '\x1b[7m';
export const PLAIN = '\x1b[m';
/** The other screen buffer, so that what was there before comes back. */
export const OTHER_SCREEN = '\x1b[?1049h';
export const FIRST_SCREEN = '\x1b[?1049l';

import type { Signal } from './signals.ts';
import type { Tty } from './state.ts';

/** n_tty's N_TTY_BUF_SIZE: so much input may wait to be read. */
export const INPUT_LIMIT = 4096;

/** stty's control characters. Both ^? and ^H erase, as terminals differ in what their key sends. */
const INTR = 3;
const EOF = 4;
const BACKSPACE = 8;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const START = 17;
const REPRINT = 18;
const STOP = 19;
const KILL = 21;
const LITERAL = 22;
const WERASE = 23;
const SUSPEND = 26;
const QUIT = 28;
const ERASE = 127;

const SIGNALS: Readonly<Record<number, Signal>> = { [INTR]: 'INT', [QUIT]: 'QUIT', [SUSPEND]: 'TSTP' };

/** What typing does besides filling the input queue. */
export interface Effects {
  echo(bytes: Uint8Array): void;
  signal(signal: Signal): void;
  discardOutput(): void;
}

/**
 * The line discipline's input side (termios(3): ICANON, ECHO, ECHOE, ECHOK, ECHOCTL, ISIG, IXON, ICRNL, IEXTEN).
 * Returns how many bytes were taken: fewer than given when what was typed isn't read. An interrupt character that
 * comes first is always taken, since it empties the queue.
 */
export function type(tty: Tty, data: Uint8Array, effects: Effects): number {
  let raw: number[] = [];
  const flush = () => {
    if (raw.length === 0) return;
    tty.ready.push(Uint8Array.from(raw));
    tty.queued += raw.length;
    raw = [];
  };
  let taken = 0;
  for (; taken < data.length; taken++) {
    const byte = data[taken]!;
    const signal = tty.mode.signals && !tty.literal ? SIGNALS[byte] : undefined;
    const full = tty.queued + raw.length + tty.line.length >= INPUT_LIMIT;
    if (full && !(signal && taken === 0) && (tty.ready.length > 0 || raw.length > 0)) break;
    if (signal) {
      raw = [];
      interrupt(tty, byte, signal, effects);
    } else if (!cooked(tty)) {
      raw.push(byte);
      if (tty.mode.echo) effects.echo(shown(byte));
    } else if (flow(tty, byte)) {
      // Nothing is typed by it.
    } else if (tty.mode.canonical) edit(tty, byte, effects);
    else {
      raw.push(byte === RETURN ? NEWLINE : byte);
      if (tty.mode.echo) effects.echo(byte === RETURN ? Uint8Array.of(NEWLINE) : shown(byte));
    }
  }
  flush();
  return taken;
}

/**
 * Is anything done with input and output at all? Programs that switch canonical mode, signals and output processing off
 * together want a raw terminal (cfmakeraw(3)): then carriage returns stay, and ^S and ^Q are characters (ICRNL, IXON).
 */
function cooked({ mode: { canonical, signals, output } }: Tty): boolean {
  return canonical || signals || output;
}

/** ^S and ^Q. */
function flow(tty: Tty, byte: number): boolean {
  if (tty.literal || (byte !== STOP && byte !== START)) return false;
  tty.stopped = byte === STOP;
  return true;
}

/** ^C, ^\ and ^Z: what was typed and what wasn't shown yet are dropped. */
function interrupt(tty: Tty, byte: number, signal: Signal, effects: Effects): void {
  tty.ready = [];
  tty.queued = 0;
  tty.line = [];
  tty.stopped = false;
  effects.discardOutput();
  if (tty.mode.echo) effects.echo(shown(byte));
  effects.signal(signal);
}

/** One character of canonical mode. */
function edit(tty: Tty, typed: number, effects: Effects): void {
  const { echo } = tty.mode;
  if (tty.literal) {
    tty.literal = false;
    append(tty, typed, effects);
    return;
  }
  const byte = typed === RETURN ? NEWLINE : typed;
  switch (byte) {
    case NEWLINE:
      tty.line.push(NEWLINE);
      if (echo) effects.echo(Uint8Array.of(NEWLINE));
      commit(tty);
      break;
    case EOF:
      commit(tty);
      break;
    case ERASE:
    case BACKSPACE:
      erase(tty, effects, 1);
      break;
    case WERASE:
      erase(tty, effects, wordLength(tty.line));
      break;
    case KILL:
      erase(tty, effects, tty.line.length);
      break;
    case LITERAL:
      tty.literal = true;
      if (echo) effects.echo(Uint8Array.of(0x5e, BACKSPACE));
      break;
    case REPRINT:
      if (echo) effects.echo(Uint8Array.of(...shown(REPRINT), NEWLINE, ...tty.line.flatMap((key) => [...shown(key)])));
      break;
    default:
      append(tty, byte, effects);
      break;
  }
}

function append(tty: Tty, byte: number, effects: Effects): void {
  // In a line that fills the queue each character replaces the last; its newline still fits (as n_tty has it).
  if (tty.line.length >= INPUT_LIMIT - 1) tty.line.pop();
  if (tty.line.length === 0) tty.startColumn = tty.column;
  tty.line.push(byte);
  if (tty.mode.echo) effects.echo(shown(byte));
}

/** The line can be read. An empty one (^D alone) is an end of file. */
function commit(tty: Tty): void {
  tty.ready.push(Uint8Array.from(tty.line));
  tty.queued += tty.line.length;
  tty.line = [];
}

const continuation = (byte: number) => (byte & 0xc0) === 0x80;

/** Erases so many bytes, always whole UTF-8 characters (IUTF8). */
function erase(tty: Tty, effects: Effects, count: number): void {
  for (let left = count; left > 0 && tty.line.length > 0; ) {
    let byte: number;
    do {
      byte = tty.line.pop()!;
      left--;
    } while (continuation(byte) && tty.line.length > 0);
    if (!tty.mode.echo) continue;
    const width = byte === TAB ? tty.column - columnOf(tty) : shown(byte).length;
    for (let column = 0; column < width; column++) {
      effects.echo(byte === TAB ? Uint8Array.of(BACKSPACE) : Uint8Array.of(BACKSPACE, 0x20, BACKSPACE));
    }
  }
}

/** ^W: what is no word at the end, then the word before it. Letters, digits and `_` make words; so do bytes of UTF-8. */
function wordLength(line: readonly number[]): number {
  const word = (byte: number | undefined) =>
    byte !== undefined && (byte >= 0x80 || /\w/.test(String.fromCharCode(byte)));
  let at = line.length;
  while (at > 0 && !word(line[at - 1])) at--;
  while (at > 0 && word(line[at - 1])) at--;
  return line.length - at;
}

/** The column where the line being edited ends. */
function columnOf(tty: Tty): number {
  let column = tty.startColumn;
  for (const byte of tty.line) {
    if (byte === TAB) column = (column | 7) + 1;
    else if (!continuation(byte)) column += shown(byte).length;
  }
  return column;
}

/** How a character is echoed: control characters as ^X (ECHOCTL), but for the tab. */
function shown(byte: number): Uint8Array {
  if (byte === TAB || (byte >= 0x20 && byte !== ERASE)) return Uint8Array.of(byte);
  return Uint8Array.of(0x5e, byte ^ 0x40);
}

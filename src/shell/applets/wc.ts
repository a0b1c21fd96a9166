import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { readAll } from './applet.ts';
import { decodeWord, encodeWord, toBinary } from './binary.ts';
import { quote, quoteFile } from './quote.ts';
import {
  busyboxPlain,
  closeOperand,
  type Input,
  inputError,
  inputOn,
  openOperand,
  plainMessage,
  readChunk,
  type Text,
  textApplet,
} from './text.ts';

type Column = 'lines' | 'words' | 'chars' | 'bytes' | 'max-line-length';
const COLUMNS: readonly Column[] = ['lines', 'words', 'chars', 'bytes', 'max-line-length'];

interface Counts {
  lines: number;
  words: number;
  bytes: number;
  longest: number;
}

interface State {
  index: number;
  status: number;
  input: Input | undefined;
  counts: Counts;
  total: Counts;
  inWord: boolean;
  column: number;
  done: number;
  width: number;
}

const none = (): Counts => ({ lines: 0, words: 0, bytes: 0, longest: 0 });

/** Counts a piece of a file: words are runs of printable characters between white space, as in the C locale. */
function count(chunk: string, counts: Counts, state: State, onlyLines: boolean): void {
  counts.bytes += chunk.length;
  if (onlyLines) {
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) counts.lines++;
    return;
  }
  for (let i = 0; i < chunk.length; i++) {
    const c = chunk.charCodeAt(i);
    if (c === 10) counts.lines++;
    if (c === 10 || c === 12 || c === 13) {
      counts.longest = Math.max(counts.longest, state.column);
      state.column = 0;
    } else if (c === 9) state.column += 8 - (state.column % 8);
    else if (c >= 32 && c < 127) state.column++;
    const space = c === 32 || (c >= 9 && c <= 13);
    if (space) state.inWord = false;
    else if (c > 32 && c !== 127 && !state.inWord) {
      state.inWord = true;
      counts.words++;
    }
  }
}

const countOf = (counts: Counts, column: Column): number =>
  column === 'lines'
    ? counts.lines
    : column === 'words'
      ? counts.words
      : column === 'max-line-length'
        ? counts.longest
        : counts.bytes;

function add(total: Counts, counts: Counts): void {
  total.lines += counts.lines;
  total.words += counts.words;
  total.bytes += counts.bytes;
  total.longest = Math.max(total.longest, counts.longest);
}

/** GNU's width: as many digits as the sizes of all files together have; 7 if one is no regular file; 1 for a lone number. */
function gnuWidth(text: Text, names: readonly string[], columns: number): number {
  let size = 0;
  let least = 1;
  if (names.length === 1 && columns === 1) return 1;
  for (const name of names)
    try {
      const stat = name === '-' ? text.sys.fstat(0) : text.sys.stat(name);
      if (stat.type === 'file') size += stat.size;
      else least = 7;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  return Math.max(least, String(size).length);
}

function line(counts: Counts, columns: readonly Column[], width: number, name: string | undefined): string {
  const numbers = columns.map((column) => String(countOf(counts, column)).padStart(width)).join(' ');
  return `${numbers}${name === undefined ? '' : ` ${name}`}\n`;
}

/** --files0-from: names that end with NUL, out of a file or standard input. */
function* namesFrom(text: Text, from: string): Op<string[]> {
  const fd = yield* openOperand(
    text,
    from,
    (name, error) => `cannot open ${quoteFile(name)} for reading: ${error.message}`,
  );
  if (fd === undefined) return [];
  const all = toBinary(yield* readAll(text.sys, fd));
  return all.split('\0').filter(Boolean).map(decodeWord);
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  const parsed = gnu
    ? text.parse({
        bytes: ['c', 'flag'],
        chars: ['m', 'flag'],
        lines: ['l', 'flag'],
        words: ['w', 'flag'],
        'max-line-length': ['L', 'flag'],
        'files0-from': [undefined, 'value'],
        total: [undefined, 'value'],
        debug: [undefined, 'flag'],
      })
    : text.parse({
        bytes: ['c', 'flag'],
        chars: ['m', 'flag'],
        lines: ['l', 'flag'],
        words: ['w', 'flag'],
        'max-line-length': ['L', 'flag'],
      });
  const totals = parsed.value('total') ?? 'auto';
  if (!['auto', 'always', 'only', 'never'].includes(totals))
    text.usage(
      `invalid argument ${quote(totals)} for '--total'\nValid arguments are:\n  - 'auto'\n  - 'always'\n  - 'only'\n  - 'never'`,
    );
  const chosen = COLUMNS.filter((column) => parsed.has(column));
  const columns = chosen.length > 0 ? chosen : (['lines', 'words', 'bytes'] as const);
  let names = parsed.operands;
  const from = parsed.value('files0-from');
  if (from !== undefined) {
    if (names.length > 0)
      text.usage(`extra operand ${quote(names[0]!)}\nfile operands cannot be combined with --files0-from`);
    names = yield* namesFrom(text, from);
  }
  const given = names.length > 0 || from !== undefined;
  if (!given) names = ['-'];
  const state = (text.saved as State | undefined) ?? {
    index: 0,
    status: 0,
    input: undefined,
    counts: none(),
    total: none(),
    inWord: false,
    column: 0,
    done: 0,
    width:
      totals === 'only'
        ? 1
        : gnu
          ? gnuWidth(text, names, columns.length)
          : names.length === 1 && columns.length === 1
            ? 1
            : 9,
  };
  text.status = state.status;
  const onlyLines = columns.every((column) => column !== 'words' && column !== 'max-line-length');
  for (; state.index < names.length; state.index++) {
    const name = names[state.index]!;
    if (!state.input) {
      const fd = yield* openOperand(text, name, gnu ? plainMessage : busyboxPlain);
      state.status = text.status;
      if (fd === undefined) continue;
      state.input = inputOn(fd);
      state.counts = none();
      state.inWord = false;
      state.column = 0;
    }
    const { input } = state;
    for (;;) {
      const chunk = yield* readChunk(text, input, state);
      if (chunk === '') break;
      count(chunk, state.counts, state, onlyLines);
    }
    state.counts.longest = Math.max(state.counts.longest, state.column);
    // GNU tells of an error after the counts, busybox before them.
    if (input.error && !gnu) yield* text.fail(busyboxPlain(name, { message: inputError(input) }));
    if (totals !== 'only') text.put(line(state.counts, columns, state.width, given ? encodeWord(name) : undefined));
    if (input.error && gnu) yield* text.fail(plainMessage(name, { message: inputError(input) }));
    closeOperand(text, input.fd);
    state.input = undefined;
    state.status = text.status;
    add(state.total, state.counts);
    state.done++;
  }
  if (totals === 'always' || totals === 'only' || (totals === 'auto' && names.length > 1))
    text.put(line(state.total, columns, state.width, totals === 'only' ? undefined : 'total'));
  return text.status;
}

export const wc = textApplet('wc', main);

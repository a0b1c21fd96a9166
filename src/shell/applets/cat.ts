import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import {
  busyboxPlain,
  cantOpen,
  closeOperand,
  type Input,
  inputError,
  inputOn,
  openOperand,
  plainMessage,
  readChunk,
  readLine,
  type Text,
  takeLine,
  textApplet,
} from './text.ts';

const GNU: OptionSpec = {
  'show-all': ['A', 'flag'],
  'number-nonblank': ['b', 'flag'],
  e: ['e', 'flag'],
  'show-ends': ['E', 'flag'],
  number: ['n', 'flag'],
  'squeeze-blank': ['s', 'flag'],
  t: ['t', 'flag'],
  'show-tabs': ['T', 'flag'],
  u: ['u', 'flag'],
  'show-nonprinting': ['v', 'flag'],
};
const BUSYBOX: OptionSpec = {
  e: ['e', 'flag'],
  t: ['t', 'flag'],
  'show-nonprinting': ['v', 'flag'],
  'show-all': ['A', 'flag'],
  number: ['n', 'flag'],
  'number-nonblank': ['b', 'flag'],
  u: ['u', 'flag'],
};

/** How the text is changed on its way. */
interface Style {
  readonly number: 'none' | 'all' | 'nonblank';
  readonly squeeze: boolean;
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly nonprinting: boolean;
}

/** Where the run stands: which operand, and what the style has to remember over files. */
interface State {
  index: number;
  status: number;
  input: Input | undefined;
  line: number;
  atStart: boolean;
  blanks: number;
  carriage: boolean;
}

/** One byte as `cat -v` shows it. */
export function visible(code: number, tabs: boolean): string {
  if (code >= 128)
    return `M-${code - 128 === 9 || code - 128 === 10 ? `^${String.fromCharCode(code - 64)}` : visible(code - 128, true)}`;
  if (code === 10 || (code === 9 && !tabs)) return String.fromCharCode(code);
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  return code === 127 ? '^?' : String.fromCharCode(code);
}

/** GNU's options: numbers, `$`, `^I` and the like, character by character, over the ends of files. */
function styled(chunk: string, style: Style, state: State): string {
  let out = '';
  for (let i = 0; i < chunk.length; i++) {
    const c = chunk[i]!;
    if (state.carriage) {
      out += c === '\n' && style.ends ? '^M' : style.nonprinting ? '^M' : '\r';
      state.carriage = false;
    }
    if (c === '\n') {
      state.blanks = state.atStart ? state.blanks + 1 : 0;
      if (style.squeeze && state.blanks > 1) continue;
      if (state.atStart && style.number === 'all') out += numbered(++state.line);
      out += style.ends ? '$\n' : '\n';
      state.atStart = true;
      continue;
    }
    if (state.atStart && style.number !== 'none') out += numbered(++state.line);
    state.atStart = false;
    state.blanks = 0;
    if (c === '\r' && style.ends && !style.nonprinting) state.carriage = true;
    else if (c === '\t') out += style.tabs ? '^I' : c;
    else out += style.nonprinting ? visible(c.charCodeAt(0), style.tabs) : c;
  }
  return out;
}

const numbered = (line: number): string => `${String(line).padStart(6)}\t`;

/** GNU refuses to append a file to itself. */
function appendsToItself(text: Text, fd: Fd): boolean {
  try {
    const from = text.sys.fstat(fd);
    const to = text.sys.fstat(1);
    return from.type === 'file' && from.ino === to.ino && from.dev === to.dev && from.size > 0;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function styleOf(has: (name: string) => boolean): Style {
  const all = has('show-all');
  return {
    number: has('number-nonblank') ? 'nonblank' : has('number') ? 'all' : 'none',
    squeeze: has('squeeze-blank'),
    ends: all || has('e') || has('show-ends'),
    tabs: all || has('t') || has('show-tabs'),
    nonprinting: all || has('e') || has('t') || has('show-nonprinting'),
  };
}

function* main(text: Text): Op<number> {
  const parsed = text.parse(text.gnu ? GNU : BUSYBOX);
  const style = styleOf(parsed.has);
  const names = parsed.operands.length > 0 ? parsed.operands : ['-'];
  const plain = style.number === 'none' && !style.squeeze && !style.ends && !style.tabs && !style.nonprinting;
  const byLine = !text.gnu && style.number !== 'none' && !style.nonprinting;
  const state = (text.saved as State | undefined) ?? {
    index: 0,
    status: 0,
    input: undefined,
    line: 0,
    atStart: true,
    blanks: 0,
    carriage: false,
  };
  text.status = state.status;
  for (; state.index < names.length; state.index++) {
    const name = names[state.index]!;
    if (!state.input) {
      const message = text.gnu ? plainMessage : plain ? cantOpen : busyboxPlain;
      const fd = yield* openOperand(text, name, message);
      state.status = text.status;
      if (fd === undefined) continue;
      if (text.gnu && appendsToItself(text, fd)) {
        yield* text.fail(`${name}: input file is output file`);
        state.status = text.status;
        closeOperand(text, fd);
        continue;
      }
      state.input = inputOn(fd);
    }
    const { input } = state;
    if (byLine) yield* numberLines(text, style, input, state);
    else if (plain) yield* copy(text, input, state);
    else
      for (;;) {
        const chunk = yield* readChunk(text, input, state);
        if (chunk === '') break;
        text.put(styled(chunk, style, state));
        yield* text.flush();
      }
    if (input.error && !byLine)
      yield* text.fail(text.gnu ? `${name}: ${inputError(input)}` : `read error: ${inputError(input)}`);
    closeOperand(text, input.fd);
    state.input = undefined;
    state.status = text.status;
  }
  if (state.carriage) text.put('\r');
  return text.status;
}

/** Bytes as they are, piece by piece. */
function* copy({ sys }: Text, input: Input, state: State): Op<void> {
  for (;;) {
    sys.checkpoint(state);
    let bytes: Uint8Array;
    try {
      bytes = yield* sys.read(input.fd);
    } catch (error) {
      if (!isErrno(error) || error.code === 'EINTR') throw error;
      input.error = error.code;
      return;
    }
    if (bytes.length === 0) return;
    yield* sys.write(1, bytes);
    yield* sys.turn();
  }
}

/** busybox numbers whole lines: a missing end at the end of a file is added. */
function* numberLines(text: Text, style: Style, input: Input, state: State): Op<void> {
  for (;;) {
    const line = takeLine(input) ?? (yield* readLine(text, input, state));
    if (line === undefined) return;
    if (line === '' && style.number === 'nonblank') text.put('\n');
    else text.put(`${numbered(++state.line)}${line}\n`);
    if (text.full) yield* text.flush();
  }
}

export const cat = textApplet('cat', main);

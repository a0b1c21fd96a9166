import { Errno, isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { type Parsed, UsageError } from './applet.ts';
import { encodeWord } from './binary.ts';
import { BKM, busyboxNumber, gnuCount } from './counts.ts';
import { quote, quoteFile } from './quote.ts';
import {
  busyboxPlain,
  closeOperand,
  fill,
  type Input,
  inputError,
  inputOn,
  openOperand,
  type Text,
  textApplet,
} from './text.ts';

/** How much of each file, and whether its name stands above it. */
interface Plan {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** All but the last `count`. */
  readonly allBut: boolean;
  readonly headers: boolean;
  readonly separator: string;
  readonly names: readonly string[];
}

interface State {
  index: number;
  status: number;
  printed: boolean;
  input: Input | undefined;
  left: number;
  /** The last lines or bytes, held back. */
  held: string;
}

function gnuPlan(text: Text): Plan {
  // -NUM and its letters, the old form, is only known as the first argument.
  const old = /^-(\d+)([bckmlqvz]*)$/.exec(text.args[0] ?? '');
  const rest = old ? text.args.slice(1) : text.args;
  const parsed = parse(text, rest);
  let unit: Plan['unit'] = 'lines';
  let word = '10';
  let quiet = parsed.operands.length < 2;
  if (old) {
    const [, digits, letters] = old as unknown as [string, string, string];
    word = digits;
    for (const letter of letters) {
      if ('bckm'.includes(letter)) unit = 'bytes';
      if ('bkm'.includes(letter)) word = digits + letter;
      if (letter === 'l') unit = 'lines';
      if (letter === 'q') quiet = true;
      if (letter === 'v') quiet = false;
    }
  }
  for (const { name, value } of parsed.order) {
    if (name === 'bytes' || name === 'lines') {
      unit = name;
      word = value;
    } else if (name === 'quiet' || name === 'silent') quiet = true;
    else if (name === 'verbose') quiet = false;
  }
  const allBut = word.startsWith('-');
  const digits = allBut ? word.slice(1) : word;
  const count = gnuCount(digits);
  if (count === undefined) text.die(`invalid number of ${unit}: ${quote(digits)}`);
  const separator = parsed.has('zero-terminated') || old?.[2]?.includes('z') ? '\0' : '\n';
  return { unit, count, allBut, headers: !quiet, separator, names: parsed.operands };
}

function parse(text: Text, args: readonly string[]): Parsed {
  return text.parse(
    {
      bytes: ['c', 'value'],
      lines: ['n', 'value'],
      quiet: ['q', 'flag'],
      silent: [undefined, 'flag'],
      verbose: ['v', 'flag'],
      'zero-terminated': ['z', 'flag'],
    },
    { args },
  );
}

function busyboxPlan(text: Text): Plan {
  let { args } = text;
  let word: string | undefined;
  if (/^-\d/.test(args[0] ?? '')) {
    word = args[0]!.slice(1);
    args = args.slice(1);
  }
  if (args.some((arg, i) => arg.startsWith('--') && arg !== '--' && args.slice(0, i).every((a) => a.startsWith('-'))))
    throw new UsageError("invalid option -- '-'");
  const parsed = text.parse(
    { n: ['n', 'value'], c: ['c', 'value'], q: ['q', 'flag'], v: ['v', 'flag'] },
    { stopAtOperand: true, args },
  );
  let allBut = false;
  let count = word === undefined ? 10 : busyboxNumber(text, word, { suffixes: BKM });
  for (const { name, value } of parsed.order)
    if (name === 'n' || name === 'c') {
      allBut = value.startsWith('-');
      count = busyboxNumber(text, allBut ? value.slice(1) : value, { suffixes: BKM });
    }
  const last = parsed.order.findLast(({ name }) => name === 'q' || name === 'v')?.name;
  return {
    unit: parsed.has('c') ? 'bytes' : 'lines',
    count,
    allBut,
    headers: last === undefined ? parsed.operands.length > 1 : last === 'v',
    separator: '\n',
    names: parsed.operands,
  };
}

/** The first lines; what was read too much is given back to whoever reads the same file next. */
function* firstLines(text: Text, plan: Plan, input: Input, state: State): Op<void> {
  while (state.left > 0) {
    const from = input.at;
    let at = from;
    while (state.left > 0) {
      const end = input.text.indexOf(plan.separator, at);
      if (end < 0) {
        at = input.text.length;
        break;
      }
      at = end + 1;
      state.left--;
    }
    text.put(input.text.slice(from, at));
    input.at = at;
    if (state.left === 0 || input.ended) break;
    yield* fill(text, input, state);
  }
  const unread = input.text.length - input.at;
  if (unread > 0 && text.gnu)
    try {
      text.sys.seek(input.fd, -unread, 'current');
    } catch (error) {
      if (!isErrno(error, 'ESPIPE')) throw error;
    }
}

function* firstBytes(text: Text, input: Input, state: State): Op<void> {
  const { sys } = text;
  yield* text.flush();
  while (state.left > 0) {
    sys.checkpoint(state);
    let bytes: Uint8Array;
    try {
      bytes = yield* sys.read(input.fd, Math.min(state.left, 65_536));
    } catch (error) {
      if (!isErrno(error) || error.code === 'EINTR') throw error;
      input.error = error.code;
      return;
    }
    if (bytes.length === 0) return;
    state.left -= bytes.length;
    yield* sys.write(1, bytes);
    yield* sys.turn();
  }
}

/** All but the last: as much is held back as might be the last. */
function* allButLast(text: Text, plan: Plan, input: Input, state: State): Op<void> {
  for (;;) {
    yield* fill(text, input, state);
    state.held += input.text;
    input.at = input.searched = input.text.length;
    if (input.ended) break;
    const keep = heldBack(state.held, plan, false);
    text.put(state.held.slice(0, keep));
    state.held = state.held.slice(keep);
  }
  text.put(state.held.slice(0, heldBack(state.held, plan, true)));
  state.held = '';
}

/** Where the last `count` lines or bytes of a text begin; a last line without an end is one, once no more can come. */
function heldBack(held: string, { unit, count, separator }: Plan, ended: boolean): number {
  if (unit === 'bytes') return Math.max(0, held.length - count);
  let at = held.length;
  let left = count;
  if (ended && !held.endsWith(separator) && held !== '' && left > 0) {
    left--;
    at = held.lastIndexOf(separator) + 1;
  }
  for (; left > 0 && at > 0; left--) at = at < 2 ? 0 : held.lastIndexOf(separator, at - 2) + 1;
  return at;
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  const plan = gnu ? gnuPlan(text) : busyboxPlan(text);
  const names = plan.names.length > 0 ? plan.names : ['-'];
  const state = (text.saved as State | undefined) ?? {
    index: 0,
    status: 0,
    printed: false,
    input: undefined,
    left: 0,
    held: '',
  };
  text.status = state.status;
  for (; state.index < names.length; state.index++) {
    const name = names[state.index]!;
    if (!state.input) {
      const fd = yield* openOperand(
        text,
        name,
        gnu ? (path, error) => `cannot open ${quoteFile(path)} for reading: ${error.message}` : busyboxPlain,
      );
      state.status = text.status;
      if (fd === undefined) continue;
      if (plan.headers) {
        text.put(`${state.printed ? '\n' : ''}==> ${name === '-' ? 'standard input' : encodeWord(name)} <==\n`);
        state.printed = true;
      }
      state.input = inputOn(fd);
      state.left = plan.count;
    }
    const { input } = state;
    if (plan.allBut) yield* allButLast(text, plan, input, state);
    else if (plan.unit === 'bytes') yield* firstBytes(text, input, state);
    else yield* firstLines(text, plan, input, state);
    if (input.error)
      yield* text.fail(
        gnu ? `error reading ${quoteFile(name)}: ${inputError(input)}` : `${name}: ${new Errno('EIO').message}`,
      );
    closeOperand(text, input.fd);
    state.input = undefined;
    state.status = text.status;
  }
  return text.status;
}

export const head = textApplet('head', main);

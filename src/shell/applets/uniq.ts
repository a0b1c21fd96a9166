import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { busyboxNumber } from './counts.ts';
import { quote, quoteFile } from './quote.ts';
import {
  cantOpen,
  type Input,
  inputError,
  inputOn,
  plainMessage,
  readLine,
  type Text,
  takeLine,
  textApplet,
} from './text.ts';

const GNU: OptionSpec = {
  count: ['c', 'flag'],
  repeated: ['d', 'flag'],
  D: ['D', 'flag'],
  'all-repeated': [undefined, 'optional'],
  'skip-fields': ['f', 'value'],
  group: [undefined, 'optional'],
  'ignore-case': ['i', 'flag'],
  'skip-chars': ['s', 'value'],
  unique: ['u', 'flag'],
  'zero-terminated': ['z', 'flag'],
  'check-chars': ['w', 'value'],
};
const BUSYBOX: OptionSpec = {
  count: ['c', 'flag'],
  repeated: ['d', 'flag'],
  unique: ['u', 'flag'],
  'ignore-case': ['i', 'flag'],
  'zero-terminated': ['z', 'flag'],
  'skip-fields': ['f', 'value'],
  'skip-chars': ['s', 'value'],
  'check-chars': ['w', 'value'],
};

interface State {
  readonly input: Input;
  /** The line that the next ones are compared with. */
  line: string | undefined;
  count: number;
  /** Groups printed so far, for blank lines between them. */
  groups: number;
}

function* main(text: Text): Op<number> {
  const { gnu } = text;
  const parsed = text.parse(gnu ? GNU : BUSYBOX);
  const number = (name: string, what: string, fallback: number): number => {
    const value = parsed.value(name);
    if (value === undefined) return fallback;
    if (!gnu) return busyboxNumber(text, value);
    return /^\+?\d+$/.test(value) ? Number(value) : text.die(`${value}: invalid number of ${what}`);
  };
  const fields = number('skip-fields', 'fields to skip', 0);
  const chars = number('skip-chars', 'bytes to skip', 0);
  const width = number('check-chars', 'bytes to compare', Number.POSITIVE_INFINITY);
  const separator = parsed.has('zero-terminated') ? '\0' : '\n';
  const fold = parsed.has('ignore-case');
  const choice = (name: string, words: readonly string[], fallback: string): string | undefined => {
    if (!parsed.has(name)) return undefined;
    const value = parsed.value(name) || fallback;
    if (!words.includes(value))
      text.usage(
        `invalid argument ${quote(value)} for '--${name}'\nValid arguments are:\n${words.map((word) => `  - '${word}'`).join('\n')}`,
      );
    return value;
  };
  const all = parsed.has('D') ? 'none' : choice('all-repeated', ['none', 'prepend', 'separate'], 'none');
  const group = choice('group', ['prepend', 'append', 'separate', 'both'], 'separate');
  if (group && (parsed.has('count') || parsed.has('repeated') || all || parsed.has('unique')))
    text.usage('--group is mutually exclusive with -c/-d/-D/-u');
  if (all && parsed.has('count')) text.usage('printing all duplicated lines and repeat counts is meaningless');
  if (parsed.operands.length > 2) text.usage(gnu ? `extra operand ${quote(parsed.operands[2]!)}` : '');
  const [from = '-', to = '-'] = parsed.operands;
  const state = (text.saved as State | undefined) ?? begin(text, from, to);
  const { input } = state;
  const put = (line: string) => text.put(line + separator);
  /** The part of a line that counts. */
  const key = (line: string): string => {
    let rest = line;
    for (let i = 0; i < fields; i++) rest = rest.replace(/^[ \t]*[^ \t]*/, '');
    rest = rest.slice(chars, width === Number.POSITIVE_INFINITY ? undefined : chars + width);
    return fold ? rest.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : rest;
  };
  const between = () => {
    const mode = group ?? all;
    if (!mode || mode === 'none') return;
    if (mode === 'prepend' || mode === 'both' || (mode === 'separate' && state.groups > 0)) put('');
    state.groups++;
  };
  function ended(): void {
    const { line, count } = state;
    if (line === undefined) return;
    if (group || all) return;
    const repeated = count > 1;
    if (parsed.has('repeated') && !repeated) return;
    if (parsed.has('unique') && repeated) return;
    put(parsed.has('count') ? `${String(count).padStart(7)} ${line}` : line);
  }
  for (;;) {
    const line = takeLine(input, separator) ?? (yield* readLine(text, input, state, separator));
    if (line === undefined) break;
    if (state.line !== undefined && key(state.line) === key(line)) {
      state.count++;
      if (all && state.count === 2) {
        between();
        put(state.line);
      }
      if (all || group) put(line);
    } else {
      ended();
      if (group) {
        if (group === 'append' && state.line !== undefined) put('');
        between();
        put(line);
      }
      state.line = line;
      state.count = 1;
    }
    if (text.full) yield* text.flush();
  }
  ended();
  if ((group === 'append' || group === 'both') && state.line !== undefined) put('');
  if (input.error) text.die(gnu ? `error reading ${quoteFile(from)}: ${inputError(input)}` : `${from}: I/O error`);
  return 0;
}

/** Opens both sides; an output file takes standard output's place. */
function begin(text: Text, from: string, to: string): State {
  const { gnu, sys } = text;
  let name = from;
  try {
    const input = inputOn(from === '-' ? 0 : sys.open(from));
    name = to;
    if (to !== '-') {
      const fd = sys.open(to, { write: true, create: true, truncate: true }, 0o666);
      sys.dup(fd, 1);
      sys.close(fd);
    }
    return { input, line: undefined, count: 0, groups: 0 };
  } catch (error) {
    if (!isErrno(error)) throw error;
    return text.die((gnu ? plainMessage : cantOpen)(name, error));
  }
}

export const uniq = textApplet('uniq', main);

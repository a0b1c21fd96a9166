import type { Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { encodeWord } from './binary.ts';
import { busyboxNumber } from './counts.ts';
import { quote } from './quote.ts';
import { complement, joinRanges, type Ranges } from './ranges.ts';
import { compileRegex } from './regex.ts';
import {
  busyboxPlain,
  closeOperand,
  type Input,
  inputError,
  inputOn,
  openOperand,
  plainMessage,
  readLine,
  type Text,
  takeLine,
  textApplet,
} from './text.ts';

const LISTS = ['bytes', 'characters', 'fields'] as const;
const GNU: OptionSpec = {
  bytes: ['b', 'value'],
  characters: ['c', 'value'],
  complement: [undefined, 'flag'],
  delimiter: ['d', 'value'],
  fields: ['f', 'value'],
  n: ['n', 'flag'],
  'only-delimited': ['s', 'flag'],
  'output-delimiter': [undefined, 'value'],
  'zero-terminated': ['z', 'flag'],
};
const BUSYBOX: OptionSpec = {
  bytes: ['b', 'value'],
  characters: ['c', 'value'],
  delimiter: ['d', 'value'],
  fields: ['f', 'value'],
  words: ['F', 'value'],
  n: ['n', 'flag'],
  'only-delimited': ['s', 'flag'],
  'no-sort': ['D', 'flag'],
  'output-delimiter': ['O', 'value'],
};

interface Plan {
  readonly gnu: boolean;
  readonly fields: boolean;
  readonly ranges: Ranges;
  readonly delimiter: string;
  /** busybox -F: fields are parted by what matches. */
  readonly words: RegExp | undefined;
  readonly output: string | undefined;
  readonly onlyDelimited: boolean;
  readonly separator: string;
  readonly names: readonly string[];
}

interface State {
  index: number;
  status: number;
  input: Input | undefined;
}

/** GNU's list: `1`, `2-`, `-3`, `4-5`, separated by commas or blanks. */
function gnuRanges(text: Text, list: string, fields: boolean): [number, number][] {
  const zero = fields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
  const position = (word: string): number => {
    if (!/^\d+$/.test(word))
      return text.usage(`invalid ${fields ? 'field value' : 'byte/character position'} ${quote(word)}`);
    return Number(word) || text.usage(zero);
  };
  return list.split(/[, \t]/).map((word): [number, number] => {
    if (word === '-') return text.usage(`invalid range with no endpoint: -`);
    if (word === '') return text.usage(zero);
    const dash = word.indexOf('-');
    if (dash < 0) return [position(word), position(word)];
    const first = dash === 0 ? 1 : position(word.slice(0, dash));
    const last = dash === word.length - 1 ? Number.POSITIVE_INFINITY : position(word.slice(dash + 1));
    if (last < first) return text.usage('invalid decreasing range');
    return [first, last];
  });
}

function gnuPlan(text: Text): Plan {
  const parsed = text.parse(GNU);
  const given = parsed.order.filter(({ name }) => (LISTS as readonly string[]).includes(name));
  if (given.length > 1) text.usage('only one list may be specified');
  const list = given[0];
  const delimiter = parsed.value('delimiter');
  if (delimiter !== undefined && encodeWord(delimiter).length > 1)
    text.usage('the delimiter must be a single character');
  if (!list) return text.usage('you must specify a list of bytes, characters, or fields');
  const fields = list.name === 'fields';
  if (!fields && delimiter !== undefined)
    text.usage('an input delimiter may be specified only when operating on fields');
  if (!fields && parsed.has('only-delimited'))
    text.usage('suppressing non-delimited lines makes sense\n\tonly when operating on fields');
  const output = parsed.value('output-delimiter');
  // Ranges that touch stay apart where a delimiter is put between them.
  const ranges = joinRanges(gnuRanges(text, list.value, fields), output === undefined || fields);
  return {
    gnu: text.gnu,
    fields,
    ranges: parsed.has('complement') ? complement(ranges) : ranges,
    delimiter: delimiter === '' ? '\0' : encodeWord(delimiter ?? '\t'),
    words: undefined,
    output: output === undefined ? undefined : encodeWord(output === '' ? '\0' : output),
    onlyDelimited: parsed.has('only-delimited'),
    separator: parsed.has('zero-terminated') ? '\0' : '\n',
    names: parsed.operands,
  };
}

function busyboxPlan(text: Text): Plan {
  const parsed = text.parse(BUSYBOX);
  const given = ['bytes', 'characters', 'fields', 'words'].filter((name) => parsed.has(name));
  if (given.length > 1) text.usage();
  if (given.length === 0) text.die('expected a list of bytes, characters, or fields');
  const fields = given[0] === 'fields' || given[0] === 'words';
  if (!fields && parsed.has('delimiter')) text.die('a delimiter may be specified only when operating on fields');
  if (!fields && parsed.has('only-delimited'))
    text.die('suppressing non-delimited lines makes sense only when operating on fields');
  const list: [number, number][] = [];
  for (const word of parsed.value(given[0]!)!.split(',')) {
    if (word === '') continue;
    const dash = word.indexOf('-');
    const first = (dash < 0 ? word : word.slice(0, dash)) || '1';
    const last = dash < 0 ? first : word.slice(dash + 1);
    const from = Math.max(1, busyboxNumber(text, first));
    const to = last === '' ? Number.POSITIVE_INFINITY : Math.max(1, busyboxNumber(text, last));
    if (to < from) text.die(`${to}<${from - 1}`);
    list.push([from, to]);
  }
  if (list.length === 0) text.die('missing list of positions');
  const delimiter = parsed.value('delimiter');
  return {
    gnu: text.gnu,
    fields,
    ranges: parsed.has('no-sort') ? list : joinRanges(list, false),
    delimiter: delimiter === '' ? '\0' : encodeWord(delimiter ?? '\t')[0]!,
    words: parsed.has('words') ? wordPattern(text, delimiter) : undefined,
    output: parsed.has('output-delimiter') ? encodeWord(parsed.value('output-delimiter')!) : undefined,
    onlyDelimited: parsed.has('only-delimited'),
    separator: '\n',
    names: parsed.operands,
  };
}

function wordPattern(text: Text, delimiter: string | undefined): RegExp {
  const pattern = compileRegex(encodeWord(delimiter ?? '[[:space:]]+'), { extended: true });
  return 'error' in pattern ? text.die(`bad regex '${delimiter}': ${pattern.error}`) : pattern.search;
}

/** The chosen part of a line; undefined: the line is left out. */
function cutLine(line: string, plan: Plan): string | undefined {
  if (!plan.fields) {
    const parts = plan.ranges.map(([first, last]) => line.slice(first - 1, last)).filter((part) => part !== '');
    return parts.join(plan.output ?? '');
  }
  if (plan.words) {
    const fields = line.split(plan.words);
    if (fields.length < 2 && plan.onlyDelimited) return undefined;
    const chosen = plan.ranges.flatMap(([first, last]) => fields.slice(first - 1, last));
    const between = plan.output ?? ' ';
    return chosen.reduce((out, field) => (out === '' ? field : out + between + field), '');
  }
  if (!line.includes(plan.delimiter)) return plan.onlyDelimited ? undefined : line;
  const fields = line.split(plan.delimiter);
  const output = plan.output ?? plan.delimiter;
  const parts = plan.ranges.map(([first, last]) => fields.slice(first - 1, last));
  // busybox puts a delimiter between ranges, whether or not the line has fields there.
  return plan.gnu ? parts.flat().join(output) : parts.map((part) => part.join(output)).join(output);
}

function* main(text: Text): Op<number> {
  const plan = text.gnu ? gnuPlan(text) : busyboxPlan(text);
  const names = plan.names.length > 0 ? plan.names : ['-'];
  const state = (text.saved as State | undefined) ?? { index: 0, status: 0, input: undefined };
  text.status = state.status;
  for (; state.index < names.length; state.index++) {
    const name = names[state.index]!;
    if (!state.input) {
      const fd = yield* openOperand(text, name, text.gnu ? plainMessage : busyboxPlain);
      state.status = text.status;
      if (fd === undefined) continue;
      state.input = inputOn(fd);
    }
    const { input } = state;
    for (;;) {
      const line = takeLine(input, plan.separator) ?? (yield* readLine(text, input, state, plan.separator));
      if (line === undefined) break;
      const part = cutLine(line, plan);
      if (part !== undefined) text.put(part + plan.separator);
      if (text.full) yield* text.flush();
    }
    if (input.error && text.gnu) yield* text.fail(plainMessage(name, { message: inputError(input) }));
    closeOperand(text, input.fd);
    state.input = undefined;
    state.status = text.status;
  }
  return text.status;
}

export const cut = textApplet('cut', main);

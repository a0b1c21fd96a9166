import type { Op } from '../../os/index.ts';
import type { OptionSpec } from './applet.ts';
import { encodeWord } from './binary.ts';
import { quote } from './quote.ts';
import { fill, type Input, inputError, inputOn, type Text, textApplet } from './text.ts';
import { type CharSet, expandBusybox, expandGnu, SetError } from './tr-sets.ts';

const GNU: OptionSpec = {
  complement: ['c', 'flag'],
  C: ['C', 'flag'],
  delete: ['d', 'flag'],
  'squeeze-repeats': ['s', 'flag'],
  'truncate-set1': ['t', 'flag'],
};
const BUSYBOX: OptionSpec = {
  complement: ['c', 'flag'],
  C: ['C', 'flag'],
  delete: ['d', 'flag'],
  'squeeze-repeats': ['s', 'flag'],
};

/** What becomes of each byte: undefined is deleted. */
interface Plan {
  readonly map: readonly (string | undefined)[];
  /** Repeats of these, as they come out, are squeezed. */
  readonly squeeze: ReadonlySet<string>;
}

const ALL = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

function gnuPlan(text: Text): { plan: Plan; warning: string } {
  const parsed = text.parse(GNU, { stopAtOperand: true });
  const { operands } = parsed;
  const deletes = parsed.has('delete');
  const squeezes = parsed.has('squeeze-repeats');
  const complemented = parsed.has('complement') || parsed.has('C');
  const least = deletes === squeezes ? 2 : 1;
  const most = deletes && !squeezes ? 1 : 2;
  if (operands.length < least) {
    if (operands.length === 0) text.usage('missing operand');
    text.usage(
      `missing operand after ${quote(operands.at(-1)!)}\n${
        squeezes
          ? 'Two strings must be given when both deleting and squeezing repeats.'
          : 'Two strings must be given when translating.'
      }`,
    );
  }
  if (operands.length > most)
    text.usage(
      `extra operand ${quote(operands[most]!)}${
        operands.length === 2 ? '\nOnly one string may be given when deleting without squeezing repeats.' : ''
      }`,
    );
  const translating = operands.length === 2 && !deletes;
  try {
    const one = expandGnu(encodeWord(operands[0]!));
    const two = operands[1] === undefined ? undefined : expandGnu(encodeWord(operands[1]), true);
    const first = complemented ? ALL.filter((c) => !one.chars.includes(c)) : one.chars;
    const warning = one.warning || two?.warning || '';
    const map: (string | undefined)[] = [...ALL];
    if (deletes) for (const c of first) map[c.charCodeAt(0)] = undefined;
    if (translating && two) {
      const target = translation(text, one, first, two, parsed.has('truncate-set1'), complemented);
      for (const [i, c] of first.entries()) if (i < target.length) map[c.charCodeAt(0)] = target[i]!;
    }
    const last = two ? two.chars : first;
    return { plan: { map, squeeze: new Set(squeezes ? last : []) }, warning };
  } catch (error) {
    if (error instanceof SetError) return text.die(error.message);
    throw error;
  }
}

/** What the characters of the first set become. */
function translation(
  text: Text,
  one: CharSet,
  first: readonly string[],
  two: CharSet,
  truncate: boolean,
  complemented: boolean,
): readonly string[] {
  if (two.classes.some(({ name }) => name !== 'upper' && name !== 'lower'))
    text.die("when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'");
  const cased = one.classes.filter(({ name }) => name === 'upper' || name === 'lower');
  if (two.classes.some(({ at }) => complemented || !cased.some((other) => other.at === at)))
    text.die('misaligned [:upper:] and/or [:lower:] construct');
  const chars = [...two.chars];
  if (two.fill !== undefined) {
    const missing = Math.max(0, first.length - chars.length);
    chars.splice(two.fill.at, 0, ...Array<string>(missing).fill(two.fill.char));
  }
  if (truncate) return chars;
  if (chars.length === 0 && first.length > 0) text.die('when not truncating set1, string2 must be non-empty');
  if (complemented && one.classes.length > 0 && new Set(chars).size > 1)
    text.die(
      'when translating with complemented character classes,\nstring2 must map all characters in the domain to one',
    );
  const last = chars.at(-1)!;
  return first.map((_, i) => chars[i] ?? last);
}

function busyboxPlan(text: Text): Plan {
  const parsed = text.parse(BUSYBOX, { stopAtOperand: true });
  const [one, two, ...more] = parsed.operands;
  if (one === undefined || more.length > 0) text.usage();
  const deletes = parsed.has('delete');
  if (two === '') text.die('STRING2 cannot be empty');
  const given = expandBusybox(encodeWord(one));
  const first = parsed.has('complement') || parsed.has('C') ? ALL.filter((c) => !given.includes(c)) : given;
  const target = two === undefined ? [] : expandBusybox(encodeWord(two));
  const map: (string | undefined)[] = [...ALL];
  if (deletes) for (const c of first) map[c.charCodeAt(0)] = undefined;
  else if (target.length > 0) for (const [i, c] of first.entries()) map[c.charCodeAt(0)] = target[i] ?? target.at(-1)!;
  const squeeze = new Set(
    parsed.has('squeeze-repeats') ? [...(deletes || two !== undefined ? [] : first), ...target] : [],
  );
  return { map, squeeze };
}

interface State {
  readonly input: Input;
  last: string;
}

function* main(text: Text): Op<void> {
  const { plan, warning } = text.gnu ? gnuPlan(text) : { plan: busyboxPlan(text), warning: '' };
  if (!text.saved && warning) yield* text.say(warning);
  const state = (text.saved as State | undefined) ?? { input: inputOn(0), last: '' };
  const { input } = state;
  for (;;) {
    yield* fill(text, input, state);
    let out = '';
    for (let i = input.at; i < input.text.length; i++) {
      const c = plan.map[input.text.charCodeAt(i)];
      if (c === undefined || (c === state.last && plan.squeeze.has(c))) continue;
      out += c;
      state.last = c;
    }
    input.at = input.text.length;
    text.put(out);
    if (input.ended) break;
  }
  if (input.error) yield* text.fail(`read error: ${inputError(input)}`);
}

export const tr = textApplet('tr', main);

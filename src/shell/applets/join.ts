import type { Op } from '../../os/index.ts';
import { quote, quoteName } from './quote.ts';
import { inputOn, openOperand, plainMessage, readLine, type Text, textApplet } from './text.ts';

/** A line of a file: its fields, and the one that is compared. */
interface Line {
  readonly text: string;
  readonly fields: readonly string[];
  readonly key: string;
}

interface Plan {
  readonly separator: string | undefined;
  readonly keys: readonly [number, number];
  readonly ignoreCase: boolean;
  /** Lines without a partner of these files are shown; with `only` no others are. */
  readonly unpaired: readonly number[];
  readonly only: boolean;
  /** What is shown: 0 is the key, [file, field] a field. */
  readonly output: readonly (0 | readonly [number, number])[] | undefined;
  readonly empty: string;
}

function numberOf(text: Text, word: string, what: string): number {
  if (!/^[1-9]\d*$/.test(word)) text.die(`invalid ${what}: ${quote(word)}`);
  return Number(word);
}

function planOf(text: Text): { plan: Plan; files: readonly [string, string] } {
  const parsed = text.parse({
    a: ['a', 'value'],
    v: ['v', 'value'],
    e: ['e', 'value'],
    'ignore-case': ['i', 'flag'],
    j: ['j', 'value'],
    o: ['o', 'value'],
    t: ['t', 'value'],
    1: ['1', 'value'],
    2: ['2', 'value'],
  });
  const [first, second, extra] = parsed.operands;
  if (first === undefined) text.usage('missing operand');
  if (second === undefined) text.usage(`missing operand after ${quote(first)}`);
  if (extra !== undefined) text.usage(`extra operand ${quote(extra)}`);
  const both = parsed.value('j');
  const key = (file: '1' | '2') => numberOf(text, parsed.value(file) ?? both ?? '1', 'field number');
  const output = (parsed.options.get('o') ?? []).flatMap((list) =>
    list.split(/[ ,]/).map((word) => {
      const match = /^([12])\.(\d+)$/.exec(word);
      if (!match && word !== '0') text.die(`invalid file number in field spec: ${quote(word)}`);
      return match ? ([Number(match[1]), Number(match[2])] as const) : 0;
    }),
  );
  const unpaired = [...(parsed.options.get('a') ?? []), ...(parsed.options.get('v') ?? [])].map((word) =>
    numberOf(text, word, 'file number'),
  );
  const plan: Plan = {
    separator: parsed.value('t'),
    keys: [key('1'), key('2')],
    ignoreCase: parsed.has('ignore-case'),
    unpaired,
    only: parsed.has('v'),
    output: output.length > 0 ? output : undefined,
    empty: parsed.value('e') ?? '',
  };
  return { plan, files: [first!, second!] };
}

function* linesOf(text: Text, name: string, key: number, { separator, ignoreCase }: Plan): Op<Line[]> {
  const fd = yield* openOperand(text, name, plainMessage);
  if (fd === undefined) return text.die('', text.status);
  const input = inputOn(fd);
  const lines: Line[] = [];
  for (;;) {
    const line = yield* readLine(text, input, undefined);
    if (line === undefined) return lines;
    const fields = separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator);
    const value = fields[key - 1] ?? '';
    lines.push({ text: line, fields, key: ignoreCase ? value.toLowerCase() : value });
  }
}

function shown({ separator = ' ', output, keys, empty }: Plan, a: Line | undefined, b: Line | undefined): string {
  const key = a?.fields[keys[0] - 1] ?? b?.fields[keys[1] - 1] ?? '';
  if (output)
    return output
      .map((item) => (item === 0 ? key : ((item[0] === 1 ? a : b)?.fields[item[1] - 1] ?? empty)))
      .join(separator);
  const others = (line: Line | undefined, at: number) => line?.fields.filter((_, i) => i !== at - 1) ?? [];
  return [key, ...others(a, keys[0]), ...others(b, keys[1])].join(separator);
}

function* main(text: Text): Op<number> {
  const { plan, files } = planOf(text);
  const left = yield* linesOf(text, files[0], plan.keys[0], plan);
  const right = yield* linesOf(text, files[1], plan.keys[1], plan);
  let unsorted = false;
  for (const [lines, name] of [
    [left, files[0]],
    [right, files[1]],
  ] as const) {
    const at = lines.findIndex((line, i) => i > 0 && line.key < lines[i - 1]!.key);
    if (at < 0 || unsorted) continue;
    unsorted = true;
    yield* text.say(`${quoteName(name)}:${at + 1}: is not sorted: ${lines[at]!.text}`);
  }
  let [i, j] = [0, 0];
  const alone = (file: number, a: Line | undefined, b: Line | undefined) => {
    if (plan.unpaired.includes(file)) text.put(`${shown(plan, a, b)}\n`);
  };
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (!b || (a && a.key < b.key)) {
      alone(1, a, undefined);
      i++;
    } else if (!a || b.key < a.key) {
      alone(2, undefined, b);
      j++;
    } else {
      const sameLeft = left.slice(i).findIndex(({ key }) => key !== a.key);
      const sameRight = right.slice(j).findIndex(({ key }) => key !== b.key);
      const [endLeft, endRight] = [
        sameLeft < 0 ? left.length : i + sameLeft,
        sameRight < 0 ? right.length : j + sameRight,
      ];
      if (!plan.only)
        for (const one of left.slice(i, endLeft))
          for (const other of right.slice(j, endRight)) text.put(`${shown(plan, one, other)}\n`);
      [i, j] = [endLeft, endRight];
    }
  }
  if (unsorted) yield* text.fail('input is not in sorted order');
  return text.status;
}

export const join = textApplet('join', main, { dialects: ['gnu'] });

import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { encodeWord } from './binary.ts';
import { quote } from './quote.ts';
import { type Input, inputOn, plainMessage, readLine, type Text, takeLine, textApplet } from './text.ts';

function* main(text: Text): Op<number> {
  const parsed = text.parse({
    1: ['1', 'flag'],
    2: ['2', 'flag'],
    3: ['3', 'flag'],
    'check-order': [undefined, 'flag'],
    'nocheck-order': [undefined, 'flag'],
    'output-delimiter': [undefined, 'value'],
    total: [undefined, 'flag'],
    'zero-terminated': ['z', 'flag'],
  });
  const { operands } = parsed;
  if (operands.length === 0) text.usage('missing operand');
  if (operands.length === 1) text.usage(`missing operand after ${quote(operands[0]!)}`);
  if (operands.length > 2) text.usage(`extra operand ${quote(operands[2]!)}`);
  const end = parsed.has('zero-terminated') ? '\0' : '\n';
  const delimiter = encodeWord(parsed.value('output-delimiter') ?? '\t');
  const show = [1, 2, 3].map((column) => !parsed.has(String(column)));
  const before = ['', show[0] ? delimiter : '', (show[0] ? delimiter : '') + (show[1] ? delimiter : '')];
  const totals = [0, 0, 0];
  const inputs = operands.map((name): Input => {
    try {
      return inputOn(name === '-' ? 0 : text.sys.open(name));
    } catch (error) {
      if (!isErrno(error)) throw error;
      return text.die(plainMessage(name, error));
    }
  });
  const lines: (string | undefined)[] = [undefined, undefined];
  const unsorted = [false, false];
  const checks = !parsed.has('nocheck-order');
  let unpaired = false;
  const earlier: (string | undefined)[] = [undefined, undefined];
  function* next(which: 0 | 1): Op<void> {
    const last = lines[which];
    const line = takeLine(inputs[which]!, end) ?? (yield* readLine(text, inputs[which]!, undefined, end));
    lines[which] = line;
    if (!checks || unsorted[which] || !(unpaired || parsed.has('check-order'))) {
      earlier[which] = last;
      return;
    }
    // At the end the last two lines are looked at, which nobody may have compared yet.
    const [a, b] = line === undefined ? [earlier[which], last] : [last, line];
    earlier[which] = last;
    if (a === undefined || b === undefined || a <= b) return;
    unsorted[which] = true;
    yield* text.fail(`file ${which + 1} is not in sorted order`);
    if (parsed.has('check-order')) text.die('', 1);
  }
  yield* next(0);
  yield* next(1);
  while (lines[0] !== undefined || lines[1] !== undefined) {
    const [a, b] = lines;
    const column = a === undefined ? 1 : b === undefined ? 0 : a < b ? 0 : a > b ? 1 : 2;
    totals[column]!++;
    if (column !== 2) unpaired = true;
    if (show[column]) text.put(before[column] + (column === 1 ? b! : a!) + end);
    if (text.full) yield* text.flush();
    if (column !== 1) yield* next(0);
    if (column !== 0) yield* next(1);
  }
  if (parsed.has('total')) text.put(`${totals.join(delimiter)}${delimiter}total${end}`);
  if (unsorted.some(Boolean)) yield* text.fail('input is not in sorted order');
  return text.status;
}

export const comm = textApplet('comm', main, { dialects: ['gnu'] });

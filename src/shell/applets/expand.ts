import type { Op } from '../../os/index.ts';
import { quote } from './quote.ts';
import { closeOperand, inputOn, openOperand, plainMessage, readLine, type Text, textApplet } from './text.ts';

function sizeOf(text: Text, word: string | undefined): number {
  if (word === undefined) return 8;
  if (!/^\d+$/.test(word))
    text.die(text.gnu ? `tab size contains invalid character(s): ${quote(word)}` : `invalid number '${word}'`);
  if (Number(word) === 0) text.die(text.gnu ? 'tab size cannot be 0' : `number ${word} is not in 1..4294967295 range`);
  return Number(word);
}

function* overLines(text: Text, names: readonly string[], change: (line: string) => string): Op<number> {
  for (const name of names.length > 0 ? names : ['-']) {
    const fd = yield* openOperand(text, name, plainMessage);
    if (fd === undefined) continue;
    const input = inputOn(fd);
    for (;;) {
      const line = yield* readLine(text, input, undefined);
      if (line === undefined) break;
      text.put(change(line) + (input.open ? '' : '\n'));
      if (text.full) yield* text.flush();
    }
    closeOperand(text, fd);
  }
  return text.status;
}

export const expand = textApplet('expand', function* (text) {
  const parsed = text.parse({ initial: ['i', 'flag'], tabs: ['t', 'value'] }, { longs: ['initial', 'tabs'] });
  const size = sizeOf(text, parsed.value('tabs'));
  return yield* overLines(text, parsed.operands, (line) => {
    let out = '';
    let column = 0;
    let initial = true;
    for (const character of line) {
      if (character !== ' ' && character !== '\t') initial = false;
      if (character === '\t' && (initial || !parsed.has('initial'))) {
        const width = size - (column % size);
        out += ' '.repeat(width);
        column += width;
      } else {
        out += character;
        column += 1;
      }
    }
    return out;
  });
});

export const unexpand = textApplet('unexpand', function* (text) {
  const parsed = text.parse(
    { all: ['a', 'flag'], 'first-only': ['f', 'flag'], tabs: ['t', 'value'] },
    { longs: ['all', 'first-only', 'tabs'] },
  );
  const size = sizeOf(text, parsed.value('tabs'));
  const all = (parsed.has('all') || parsed.has('tabs')) && !parsed.has('first-only');
  return yield* overLines(text, parsed.operands, (line) => unexpanded(line, size, all, !text.gnu));
});

/** Blanks that end at a tab stop become tabs. busybox looks at the first blanks of a line that has none before them, too. */
function unexpanded(line: string, size: number, all: boolean, busybox: boolean): string {
  let out = '';
  let blanks = '';
  let column = 0;
  let initial = true;
  let changed = false;
  for (const character of line) {
    const blank = character === ' ' || character === '\t';
    if (blank && (initial || all || (busybox && !changed))) {
      const before = column;
      column += character === '\t' ? size - (column % size) : 1;
      blanks += character;
      if (column % size === 0) {
        out += character === ' ' && blanks.length === 1 && before % size === size - 1 && !initial ? ' ' : '\t';
        blanks = '';
        changed = changed || !initial;
      }
      continue;
    }
    out += blanks + character;
    blanks = '';
    column++;
    initial = false;
  }
  return out + blanks;
}

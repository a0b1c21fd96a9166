import type { Op } from '../../os/index.ts';
import { inputOn, openOperand, plainMessage, readChunk, type Text, textApplet } from './text.ts';

const BASES: Readonly<Record<string, number>> = { d: 10, o: 8, x: 16 };

function* main(text: Text): Op<number> {
  const parsed = text.parse({
    a: ['a', 'flag'],
    f: ['f', 'flag'],
    o: ['o', 'flag'],
    n: ['n', 'value'],
    t: ['t', 'value'],
  });
  const word = parsed.value('n') ?? '4';
  if (!/^\d+$/.test(word)) text.die(`invalid number '${word}'`);
  const base = BASES[parsed.value('t') ?? (parsed.has('o') ? 'o' : '')];
  if (parsed.has('t') && base === undefined) text.die(`invalid argument '${parsed.value('t')}' to 'radix'`);
  const run = new RegExp(`[\\t -~]{${Math.max(1, Number(word))},}`, 'g');
  for (const name of parsed.operands.length > 0 ? parsed.operands : ['-']) {
    const fd = yield* openOperand(text, name, plainMessage);
    if (fd === undefined) continue;
    const input = inputOn(fd);
    let all = '';
    while (!input.ended) all += yield* readChunk(text, input, undefined);
    const shown = name === '-' ? '{standard input}' : name;
    for (const { 0: found, index } of all.matchAll(run))
      text.put(
        `${parsed.has('f') ? `${shown}: ` : ''}${base === undefined ? '' : `${index.toString(base).padStart(7)} `}${found}\n`,
      );
  }
  return text.status;
}

export const strings = textApplet('strings', main, { dialects: ['busybox'] });

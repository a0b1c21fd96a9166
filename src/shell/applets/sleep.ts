import type { Op } from '../../os/index.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

/** An interval in milliseconds: a number and a suffix; GNU takes any float, `inf` too, busybox decimals. */
export function parseInterval(text: string, gnu: boolean): number | undefined {
  if (gnu && /^(inf|infinity)$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^\+?(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|0x[0-9a-f]+)([smhd]?)$/i.exec(text);
  if (!match || (!gnu && /[ex]/i.test(match[1]!))) return undefined;
  return Number(match[1]) * UNITS[match[2]!]! * 1000;
}

function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const saved = text.saved as { readonly until: number } | undefined;
  const { operands } = text.parse({});
  if (operands.length === 0) text.usage(gnu ? 'missing operand' : '');
  const intervals = operands.map((operand) => ({ operand, ms: parseInterval(operand, gnu) }));
  const wrong = intervals.filter(({ ms }) => ms === undefined);
  if (gnu) {
    for (const { operand } of wrong) yield* text.say(`invalid time interval ${quote(operand)}`);
    if (wrong.length > 0) text.usage();
  } else if (wrong[0]) text.die(`invalid number '${wrong[0].operand}'`);
  const until = saved?.until ?? sys.uptime() + intervals.reduce((sum, { ms = 0 }) => sum + ms, 0);
  sys.checkpoint({ until });
  yield* sys.sleep(Math.max(0, until - sys.uptime()));
  return 0;
}

export const sleep = textApplet('sleep', main);

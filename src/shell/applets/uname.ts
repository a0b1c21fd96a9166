import type { Op } from '../../os/index.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

const RELEASE = '6.12.57+deb13-amd64';
const VERSION = '#1 SMP PREEMPT_DYNAMIC Debian 6.12.57-1 (2025-11-05)';
const MACHINE = 'x86_64';

function* main(text: Text): Op<number> {
  const { gnu, sys } = text;
  const parsed = text.parse({
    all: ['a', 'flag'],
    'kernel-name': ['s', 'flag'],
    nodename: ['n', 'flag'],
    'kernel-release': ['r', 'flag'],
    'kernel-version': ['v', 'flag'],
    machine: ['m', 'flag'],
    processor: ['p', 'flag'],
    'hardware-platform': ['i', 'flag'],
    'operating-system': ['o', 'flag'],
  });
  if (parsed.operands.length > 0) text.usage(gnu ? `extra operand ${quote(parsed.operands[0]!)}` : '');
  const values: readonly (readonly [string, string])[] = [
    ['kernel-name', 'Linux'],
    ['nodename', sys.hostname],
    ['kernel-release', RELEASE],
    ['kernel-version', VERSION],
    ['machine', MACHINE],
    ['processor', 'unknown'],
    ['hardware-platform', 'unknown'],
    ['operating-system', 'GNU/Linux'],
  ];
  const all = parsed.has('all');
  const wanted = values.filter(([name, value]) => (all ? value !== 'unknown' : parsed.has(name)));
  text.put(`${(wanted.length > 0 ? wanted : values.slice(0, 1)).map(([, value]) => value).join(' ')}\n`);
  return 0;
}

export const uname = textApplet('uname', main);

export const arch = textApplet('arch', function* (text) {
  const { operands } = text.parse({});
  if (operands.length > 0) text.usage(text.gnu ? `extra operand ${quote(operands[0]!)}` : '');
  text.put(`${MACHINE}\n`);
});

export const nproc = textApplet('nproc', function* (text) {
  const parsed = text.parse({ all: [undefined, 'flag'], ignore: [undefined, 'value'] }, { longs: ['all', 'ignore'] });
  const ignore = Number(parsed.value('ignore') ?? 0);
  if (!Number.isInteger(ignore)) text.die(`invalid number: ${quote(parsed.value('ignore')!)}`);
  if (parsed.operands.length > 0) text.usage(text.gnu ? `extra operand ${quote(parsed.operands[0]!)}` : '');
  text.put(`${Math.max(1, 2 - ignore)}\n`);
});

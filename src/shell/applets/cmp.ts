import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { type Parsed, UsageError } from './applet.ts';
import { visible } from './cat.ts';
import { BKM, busyboxNumber, gnuCount } from './counts.ts';
import { quote, quoteName } from './quote.ts';
import { type Text, textApplet } from './text.ts';

const EMPTY = new Uint8Array(0);
const TROUBLE = 2;

interface Plan {
  readonly names: readonly [string, string];
  readonly skips: readonly [number, number];
  readonly limit: number;
  readonly quiet: boolean;
  readonly list: boolean;
  readonly print: boolean;
}

function parse(text: Text): Parsed {
  if (!text.gnu)
    return text.parse(
      { silent: ['s', 'flag'], verbose: ['l', 'flag'], bytes: ['n', 'value'] },
      { longs: ['silent', 'verbose', 'bytes'] },
    );
  return text.parse(
    {
      'print-bytes': ['b', 'flag'],
      'ignore-initial': ['i', 'value'],
      verbose: ['l', 'flag'],
      bytes: ['n', 'value'],
      quiet: ['s', 'flag'],
      silent: [undefined, 'flag'],
    },
    { status: TROUBLE },
  );
}

function planOf(text: Text): Plan {
  const { gnu } = text;
  const parsed = parse(text);
  const [first, second = '-', skip1, skip2, extra] = parsed.operands;
  if (first === undefined) return text.usage(gnu ? `missing operand after ${quote('cmp')}` : '', gnu ? TROUBLE : 1);
  if (extra !== undefined) text.usage(gnu ? `extra operand ${quote(extra)}` : '', gnu ? TROUBLE : 1);
  const count = (word: string, option: string, whole = word): number => {
    if (!gnu) return busyboxNumber(text, word, { suffixes: BKM });
    return gnuCount(word) ?? text.usage(`invalid --${option} value ${quote(whole)}`, TROUBLE);
  };
  let skips: [number, number] = [0, 0];
  const initial = parsed.value('ignore-initial');
  if (initial !== undefined) {
    const [one, two = one] = initial.split(':') as [string, string?];
    skips = [count(one, 'ignore-initial', initial), count(two!, 'ignore-initial', initial)];
  }
  if (skip1 !== undefined) skips = [count(skip1, 'ignore-initial'), skips[1]];
  if (skip2 !== undefined) skips = [skips[0], count(skip2, 'ignore-initial')];
  const bytes = parsed.value('bytes');
  const quiet = parsed.has('silent') || parsed.has('quiet');
  if (gnu && quiet && parsed.has('verbose')) text.usage('options -l and -s are incompatible', TROUBLE);
  return {
    names: [first, second],
    skips,
    limit: bytes === undefined ? Number.POSITIVE_INFINITY : count(bytes, 'bytes'),
    quiet,
    list: parsed.has('verbose'),
    print: parsed.has('print-bytes'),
  };
}

/** Opens both files; with -s nothing is said of one that can't be. */
function* open(text: Text, { names, quiet }: Plan): Op<[Fd, Fd] | undefined> {
  const { gnu, sys } = text;
  const fds: Fd[] = [];
  for (const name of names)
    try {
      if (name !== '-' && gnu && sys.stat(name).type === 'directory') {
        if (!quiet) yield* text.fail(`${quoteName(name)}: Is a directory`, TROUBLE);
        return undefined;
      }
      fds.push(name === '-' ? 0 : sys.open(name));
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!quiet) yield* text.fail(`${gnu ? quoteName(name) : name}: ${error.message}`, TROUBLE);
      return undefined;
    }
  return fds as [Fd, Fd];
}

const octal = (byte: number): string => byte.toString(8).padStart(3);

/** The width of -l's offsets: as many digits as the smaller file's size has. */
function offsetWidth(text: Text, fds: readonly [Fd, Fd], limit: number): number {
  const sizes = fds.map((fd) => text.sys.fstat(fd)).map(({ type, size }) => (type === 'file' ? size : 1e18));
  return text.gnu ? String(Math.min(limit, ...sizes)).length : 0;
}

function* main(text: Text): Op<number> {
  const { gnu, sys } = text;
  const plan = planOf(text);
  const { names, quiet, list } = plan;
  const fds = yield* open(text, plan);
  if (!fds) return TROUBLE;
  const width = offsetWidth(text, fds, plan.limit);
  const buffers: [Uint8Array, Uint8Array] = [EMPTY, EMPTY];
  const take = function* (i: 0 | 1): Op<boolean> {
    if (buffers[i].length > 0) return true;
    try {
      buffers[i] = yield* sys.read(fds[i]);
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) throw error;
      return text.die(`${names[i]}: I/O error`, TROUBLE);
    }
    return buffers[i].length > 0;
  };
  for (const i of [0, 1] as const)
    for (let left = plan.skips[i]; left > 0 && (yield* take(i)); ) {
      const step = Math.min(left, buffers[i].length);
      buffers[i] = buffers[i].subarray(step);
      left -= step;
    }
  let at = 0;
  let line = 1;
  let last = 10;
  let differs = false;
  while (at < plan.limit) {
    const there = [yield* take(0), yield* take(1)];
    if (!there[0] && !there[1]) break;
    if (!there[0] || !there[1]) {
      if (quiet) return 1;
      const name = names[there[0] ? 1 : 0];
      yield* text.say(gnu ? `EOF on ${quote(name)} ${place(at, line, last, list)}` : `EOF on ${name}`);
      return 1;
    }
    const length = Math.min(buffers[0].length, buffers[1].length, plan.limit - at);
    for (let i = 0; i < length; i++) {
      const [a, b] = [buffers[0][i]!, buffers[1][i]!];
      at++;
      if (a !== b) {
        differs = true;
        if (quiet) return 1;
        if (!list) {
          text.put(`${names[0]} ${names[1]} differ: ${plan.print ? 'byte' : 'char'} ${at}, line ${line}`);
          text.put(plan.print ? ` is ${octal(a)} ${shown(a)} ${octal(b)} ${shown(b)}\n` : '\n');
          return 1;
        }
        text.put(
          plan.print
            ? `${String(at).padStart(width)} ${octal(a)} ${shown(a).padEnd(4)} ${octal(b)} ${shown(b)}\n`
            : `${String(at).padStart(width)} ${octal(a)} ${octal(b)}\n`,
        );
      }
      last = a;
      if (a === 10) line++;
    }
    for (const i of [0, 1] as const) buffers[i] = buffers[i].subarray(length);
    if (text.full) yield* text.flush();
    yield* sys.turn();
  }
  return differs ? 1 : 0;
}

const shown = (byte: number): string => visible(byte, true);

function place(at: number, line: number, last: number, list: boolean): string {
  if (at === 0) return 'which is empty';
  if (list) return `after byte ${at}`;
  return last === 10 ? `after byte ${at}, line ${line - 1}` : `after byte ${at}, in line ${line}`;
}

/** GNU's diffutils say their name in front of the hint too. */
export const cmp = textApplet('cmp', function* (text: Text): Op<number> {
  try {
    return yield* main(text);
  } catch (error) {
    if (!(error instanceof UsageError) || !text.gnu || !error.hint) throw error;
    throw new UsageError(`${error.message}\ncmp: Try 'cmp --help' for more information.`, error.status, false);
  }
});

import { isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { type Text, textApplet } from './text.ts';

const EMPTY = new Uint8Array(0);
const octal = (byte: number) => byte.toString(8).padStart(3);

function* open(text: Text, name: string): Op<Fd | undefined> {
  const { sys, gnu } = text;
  if (name === '-') return 0;
  try {
    if (gnu && sys.stat(name).type === 'directory') {
      yield* text.fail(`${name}: Is a directory`, 2);
      return undefined;
    }
    return sys.open(name);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* text.fail(`${name}: ${error.message}`, 2);
    return undefined;
  }
}

function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const parsed = text.parse(
    {
      silent: ['s', 'flag'],
      verbose: ['l', 'flag'],
      bytes: ['n', 'value'],
      ...(gnu
        ? ({ quiet: [undefined, 'flag'], 'print-bytes': ['b', 'flag'], 'ignore-initial': ['i', 'value'] } as const)
        : {}),
    },
    { status: gnu ? 2 : 1 },
  );
  const [first, second = '-', skip1 = '0', skip2 = '0', extra] = parsed.operands;
  if (first === undefined || extra !== undefined) {
    if (!gnu) text.usage();
    const what = first === undefined ? `missing operand after 'cmp'` : `extra operand '${extra}'`;
    yield* text.say(what);
    yield* text.say(`Try 'cmp --help' for more information.`);
    return 2;
  }
  const initial = (parsed.value('ignore-initial') ?? '').split(':');
  const skips = [Number(initial[0] || skip1), Number(initial[1] ?? (initial[0] || skip2))];
  const limit = Number(parsed.value('bytes') ?? Number.POSITIVE_INFINITY);
  const quiet = parsed.has('silent') || parsed.has('quiet');
  const names = [first, second];
  const fds: Fd[] = [];
  for (const name of names) {
    const fd = yield* open(text, name);
    if (fd === undefined) return 2;
    fds.push(fd);
  }
  const buffers: Uint8Array[] = [EMPTY, EMPTY];
  const take = function* (i: number): Op<boolean> {
    if (buffers[i]!.length > 0) return true;
    buffers[i] = yield* sys.read(fds[i]!);
    return buffers[i]!.length > 0;
  };
  for (const i of [0, 1])
    for (let left = skips[i]!; left > 0 && (yield* take(i)); ) {
      const step = Math.min(left, buffers[i]!.length);
      buffers[i] = buffers[i]!.subarray(step);
      left -= step;
    }
  let at = 0;
  let line = 1;
  let differs = false;
  let lastNewline = true;
  try {
    while (at < limit) {
      const there = [yield* take(0), yield* take(1)];
      if (!there[0] || !there[1]) {
        if (there[0] === there[1]) break;
        const name = names[there[0] ? 1 : 0]!;
        if (!quiet) {
          const where =
            at === 0
              ? 'which is empty'
              : `after byte ${at}${parsed.has('verbose') ? '' : `, ${lastNewline ? `line ${line - 1}` : `in line ${line}`}`}`;
          yield* text.flush();
          yield* text.say(gnu ? `EOF on '${name}' ${where}`.replace("'' which", "' which") : `EOF on ${name}`);
        }
        return 1;
      }
      const length = Math.min(buffers[0]!.length, buffers[1]!.length, limit - at);
      for (let i = 0; i < length; i++) {
        const [a, b] = [buffers[0]![i]!, buffers[1]![i]!];
        at++;
        if (a !== b) {
          differs = true;
          if (quiet) return 1;
          if (!parsed.has('verbose')) {
            text.put(
              `${names[0]} ${names[1]} differ: ${gnu && parsed.has('print-bytes') ? 'byte' : 'char'} ${at}, line ${line}\n`,
            );
            return 1;
          }
          text.put(`${at} ${octal(a)} ${octal(b)}\n`);
        }
        lastNewline = a === 10;
        if (lastNewline) line++;
      }
      for (const i of [0, 1]) buffers[i] = buffers[i]!.subarray(length);
      if (text.full) yield* text.flush();
      yield* sys.turn();
    }
  } catch (error) {
    if (!isErrno(error, 'EISDIR')) throw error;
    yield* text.fail(`${second}: ${gnu ? error.message : 'I/O error'}`, 2);
    return 2;
  }
  return differs ? 1 : 0;
}

export const cmp = textApplet('cmp', main, { trouble: 2 });

import { isErrno } from '../../fs/index.ts';
import { type Op, SIGNALS, type Signal, signalNamed } from '../../os/index.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

const NAMES = Object.keys(SIGNALS) as Signal[];

/** kill(1) as a program: procps' words, or busybox's. The shells have a kill of their own. */
export const kill = textApplet('kill', function* (text: Text): Op<number> {
  const { gnu, sys } = text;
  const args = [...text.args];
  let signal: Signal | 0 = 'TERM';
  const first = args[0];
  if (first === '-l' || first === '-L' || first === '--list') {
    if (args.length === 1)
      text.put(
        gnu ? `${NAMES.join(' ')}\n` : NAMES.map((name) => `${String(SIGNALS[name]).padStart(2)}) ${name}\n`).join(''),
      );
    for (const word of args.slice(1)) {
      const found = signalNamed(/^\d+$/.test(word) && Number(word) > 128 ? String(Number(word) - 128) : word);
      if (!found) text.die(gnu ? `unknown signal name ${word}` : `unknown signal '${word}'`);
      text.put(/^\d+$/.test(word) ? `${found}\n` : `${SIGNALS[found]}\n`);
    }
    return 0;
  }
  const option = /^-(?:s|-signal)(?:=(.*))?$/.exec(first ?? '');
  if (option || (first !== undefined && /^-\w/.test(first))) {
    args.shift();
    const word = option ? (option[1] ?? args.shift() ?? '') : first!.slice(1);
    const found = word === '0' ? 0 : signalNamed(word);
    if (found === undefined) {
      if (gnu) text.usage(option ? `unknown signal name ${word}` : `invalid argument ${quote(word)}`);
      text.die(`bad signal name '${word}'`);
    }
    signal = found;
  }
  if (args[0] === '--') args.shift();
  if (args.length === 0) text.usage(gnu ? 'not enough arguments' : 'you need to specify whom to kill');
  for (const word of args) {
    const pid = Number(word);
    if (!/^-?\d+$/.test(word)) {
      if (gnu) {
        yield* text.fail(`failed to parse argument: ${quote(word)}`);
        continue;
      }
      yield* text.fail(`invalid number '${word}'`);
      continue;
    }
    try {
      sys.kill(pid, signal);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* text.fail(gnu ? `(${pid}): ${error.message}` : `can't kill pid ${pid}: ${error.message}`);
    }
  }
  return text.status;
});

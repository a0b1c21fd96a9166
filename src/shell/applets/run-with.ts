import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';

/** Becomes the command, or says why not: 127 if there is none, 126 if it can't be run. */
function* become(text: Text, argv: readonly string[], gnu: (name: string) => string): Op<number> {
  const [command = ''] = argv;
  const { sys } = text;
  try {
    sys.exec(sys.which(command), argv, { ...sys.env });
  } catch (error) {
    if (!isErrno(error)) throw error;
    text.die(
      text.gnu ? `${gnu(command)}: ${error.message}` : `can't execute '${command}': ${error.message}`,
      error.code === 'ENOENT' ? 127 : 126,
    );
  }
  return 0;
}

/** setsid: a command in a process group of its own. */
export const setsid = textApplet('setsid', function* (text) {
  const parsed = text.parse({ ctty: ['c', 'flag'], fork: ['f', 'flag'], wait: ['w', 'flag'] }, { stopAtOperand: true });
  if (parsed.operands.length === 0) text.usage(text.gnu ? 'no command specified' : '');
  const { sys } = text;
  if (parsed.has('fork')) {
    const [command = ''] = parsed.operands;
    try {
      sys.spawn({ path: sys.which(command), argv: parsed.operands, pgid: 0 });
      return 0;
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(`failed to execute ${command}: ${error.message}`, error.code === 'ENOENT' ? 127 : 126);
    }
  }
  if (sys.pgid !== sys.pid) sys.setpgid(0, 0);
  return yield* become(text, parsed.operands, (name) => `failed to execute ${name}`);
});

/** nice: runs a command; with one processor and turns for all, who is nicer makes no difference here. */
export const nice = textApplet(
  'nice',
  function* (text) {
    const args = text.args.map((arg) => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
    const parsed = text.parse({ adjustment: ['n', 'value'] }, { stopAtOperand: true, status: 125, args });
    const word = parsed.value('adjustment') ?? '10';
    if (!/^[-+]?\d+$/.test(word)) text.die(`invalid adjustment ${quote(word)}`, 125);
    if (parsed.operands.length === 0) {
      if (parsed.has('adjustment')) text.usage('a command must be given with an adjustment', 125);
      text.put('0\n');
      return 0;
    }
    return yield* become(text, parsed.operands, quote);
  },
  { dialects: ['gnu'] },
);

import { Errno } from '../../fs/index.ts';
import { attempt, fileApplet } from './command.ts';

/** The program; a shell's own pwd is another. */
export const pwd = fileApplet('pwd', function* (command) {
  const { sys, gnu } = command;
  if (!gnu) {
    command.parse({ L: ['L', 'flag'], P: ['P', 'flag'] });
    yield* command.print(`${sys.cwd}\n`);
    return;
  }
  const parsed = command.parse({ logical: ['L', 'flag'], physical: ['P', 'flag'] });
  if (parsed.operands.length > 0) yield* command.say('ignoring non-option arguments');
  const last = parsed.order.at(-1)?.name;
  if (last === 'logical') {
    const claimed = sys.env.PWD;
    if (claimed?.startsWith('/') && !/(^|\/)\.{1,2}(\/|$)/.test(claimed)) {
      const there = attempt(() => sys.stat(claimed));
      const here = attempt(() => sys.stat('.'));
      if (!(there instanceof Errno) && !(here instanceof Errno) && there.ino === here.ino && there.dev === here.dev) {
        yield* command.print(`${claimed}\n`);
        return;
      }
    }
  }
  yield* command.print(`${sys.realpath('.')}\n`);
});

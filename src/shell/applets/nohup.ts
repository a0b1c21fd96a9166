import { isErrno } from '../../fs/index.ts';
import { quote } from './quote.ts';
import { textApplet } from './text.ts';

export const nohup = textApplet(
  'nohup',
  function* (text) {
    const { sys } = text;
    const { operands } = text.parse({}, { stopAtOperand: true, status: 125 });
    const [command] = operands;
    if (command === undefined) text.usage('missing operand', 125);
    if (sys.isatty(0)) {
      sys.close(0);
      sys.open('/dev/null');
    }
    if (sys.isatty(1)) {
      const file = sys.open('nohup.out', { write: true, create: true, append: true }, 0o600);
      yield* text.say("ignoring input and appending output to 'nohup.out'");
      sys.dup(file, 1);
      sys.close(file);
    }
    if (sys.isatty(2)) sys.dup(1, 2);
    sys.onSignal('HUP', 'ignore');
    try {
      sys.exec(sys.which(command!), operands, { ...sys.env });
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* text.say(`failed to run command ${quote(command!)}: ${error.message}`);
      return error.code === 'ENOENT' ? 127 : 126;
    }
    return 0;
  },
  { dialects: ['gnu'] },
);

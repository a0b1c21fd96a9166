import type { Op } from '../../os/index.ts';
import {
  busyboxPlain,
  closeOperand,
  type Input,
  inputOn,
  openOperand,
  readLine,
  type Text,
  takeLine,
  textApplet,
} from './text.ts';

interface State {
  index: number;
  status: number;
  input: Input | undefined;
}

function* main(text: Text): Op<number> {
  const { operands } = text.parse({});
  const names = operands.length > 0 ? operands : ['-'];
  const state = (text.saved as State | undefined) ?? { index: 0, status: 0, input: undefined };
  text.status = state.status;
  for (; state.index < names.length; state.index++) {
    if (!state.input) {
      const fd = yield* openOperand(text, names[state.index]!, busyboxPlain);
      state.status = text.status;
      if (fd === undefined) continue;
      state.input = inputOn(fd);
    }
    const { input } = state;
    for (;;) {
      const line = takeLine(input) ?? (yield* readLine(text, input, state));
      if (line === undefined) break;
      text.put([...line].reverse().join('') + (input.open ? '' : '\n'));
      if (text.full) yield* text.flush();
    }
    closeOperand(text, input.fd);
    state.input = undefined;
  }
  return text.status;
}

export const rev = textApplet('rev', main, { dialects: ['busybox'] });

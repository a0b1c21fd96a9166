import type { Op } from '../../os/index.ts';
import { toBytes } from '../bytes.ts';
import { type Text, textApplet } from './text.ts';

/** As much as one write carries. */
const BUFFER = 8192;

function* main(text: Text): Op<number> {
  const { sys } = text;
  const { operands } = text.gnu ? text.parse({}) : { operands: text.args };
  const line = toBytes(`${operands.length > 0 ? operands.join(' ') : 'y'}\n`);
  const times = Math.max(1, Math.floor(BUFFER / line.length));
  const block = new Uint8Array(line.length * times);
  for (let i = 0; i < times; i++) block.set(line, i * line.length);
  for (;;) {
    sys.checkpoint(null);
    yield* sys.write(1, block);
    yield* sys.turn();
  }
}

export const yes = textApplet('yes', main);

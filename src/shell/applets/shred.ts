import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { quote, quoteName } from './quote.ts';
import { type Text, textApplet } from './text.ts';

const BLOCK = 4096;

/** One pass over a file: zeros, or bytes that nobody can guess. */
function* pass(text: Text, path: string, size: number, zero: boolean): Op<void> {
  const { sys } = text;
  const fd = sys.open(path, { read: false, write: true });
  for (let left = size; left > 0; left -= BLOCK) {
    const block = new Uint8Array(Math.min(BLOCK, left));
    if (!zero) for (let i = 0; i < block.length; i++) block[i] = Math.floor(sys.random() * 256);
    yield* sys.write(fd, block);
    yield* sys.turn();
  }
  sys.close(fd);
}

/** shred: overwrites files, and removes them if asked. */
function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const parsed = text.parse({
    force: ['f', 'flag'],
    iterations: ['n', 'value'],
    size: ['s', 'value'],
    u: ['u', 'flag'],
    verbose: ['v', 'flag'],
    exact: ['x', 'flag'],
    zero: ['z', 'flag'],
  });
  if (parsed.operands.length === 0) text.usage(gnu ? 'missing file operand' : '');
  const word = parsed.value('iterations') ?? '3';
  if (!/^\d+$/.test(word)) text.die(gnu ? `invalid number of passes: ${quote(word)}` : `invalid number '${word}'`);
  const passes = Number(word) + (parsed.has('zero') ? 1 : 0);
  for (const path of parsed.operands) {
    try {
      if (parsed.has('force') && !sys.access(path, { write: true })) sys.chmod(path, 0o600);
      const { size, type } = sys.stat(path);
      if (type === 'directory') sys.open(path, { read: false, write: true });
      const whole = parsed.has('exact') || !gnu ? size : Math.ceil(size / BLOCK) * BLOCK;
      for (let i = 1; i <= passes; i++) {
        const zero = parsed.has('zero') && i === passes;
        if (gnu && parsed.has('verbose'))
          yield* text.say(`${path}: pass ${i}/${passes} (${zero ? '000000' : 'random'})...`);
        yield* pass(text, path, whole, zero);
      }
      if (parsed.has('u')) sys.unlink(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* text.fail(
        gnu
          ? `${quoteName(path)}: failed to open for writing: ${error.message}`
          : `can't open '${path}': ${error.message}`,
      );
    }
  }
  return text.status;
}

export const shred = textApplet('shred', main);

import type { Parsed } from './applet.ts';
import type { Command } from './command.ts';
import { quote } from './quote.ts';
import { type BlockSize, KILOBYTES, parseBlockSize } from './sizes.ts';

/**
 * The unit that df and du count in: what their options say last, else the variable of their own, `BLOCK_SIZE`, or one
 * kilobyte.
 */
export function blockSize(command: Command, parsed: Parsed, variable: 'DF_BLOCK_SIZE' | 'DU_BLOCK_SIZE'): BlockSize {
  const { env } = command.sys;
  const said = env[variable] ?? env.BLOCK_SIZE;
  let size =
    (said === undefined ? undefined : parseBlockSize(said)) ??
    ('POSIXLY_CORRECT' in env ? { unit: 512, suffix: '' } : KILOBYTES);
  for (const { name, value } of parsed.order) {
    if (name === 'human-readable') size = { unit: 1, human: 1024, suffix: '' };
    else if (name === 'si') size = { unit: 1, human: 1000, suffix: '' };
    else if (name === 'k') size = KILOBYTES;
    else if (name === 'm') size = { unit: 1 << 20, suffix: '' };
    else if (name === 'bytes') size = { unit: 1, suffix: '' };
    else if (name === 'block-size') {
      const short = command.args.some((arg) => /^-[^-]*B/.test(arg));
      size = parseBlockSize(value) ?? command.die(`invalid ${short ? '-B' : '--block-size'} argument ${quote(value)}`);
    }
  }
  return size;
}

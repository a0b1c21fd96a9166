import type { Op } from '../os/index.ts';
import type { Cli } from './cli.ts';

/**
 * Asks on standard output and reads one line: only `y` or `Y` is a yes; a no and the end of the input are a no.
 */
export function* confirm(cli: Cli, message: string): Op<boolean> {
  yield* cli.out(`${message} [y/N] `);
  let line = '';
  const decoder = new TextDecoder();
  for (;;) {
    const data = yield* cli.sys.read(0);
    if (data.length === 0) break;
    line += decoder.decode(data, { stream: true });
    if (line.includes('\n')) break;
  }
  return line.split('\n')[0]!.trim().toLowerCase() === 'y';
}

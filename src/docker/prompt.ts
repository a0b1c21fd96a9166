import { isErrno, type Op } from '../os/index.ts';
import type { Cli } from './cli.ts';
import type { CliError } from './errors.ts';
import { giveSignals, takeSignals, timesAsked } from './signals.ts';

/**
 * Asks on standard output and reads one line: only `y` or `Y` is a yes; a no, the end of the input and Ctrl-C are a no.
 * @param interrupted what Ctrl-C comes to instead
 */
export function* confirm(cli: Cli, message: string, interrupted?: CliError): Op<boolean> {
  yield* cli.out(`${message} [y/N] `);
  let line = '';
  const decoder = new TextDecoder();
  const before = takeSignals(cli);
  try {
    while (!line.includes('\n')) {
      const data = yield* cli.sys.read(0);
      if (data.length === 0) break;
      line += decoder.decode(data, { stream: true });
    }
  } catch (error) {
    if (!isErrno(error, 'EINTR')) throw error;
    timesAsked(cli);
    if (interrupted) throw interrupted;
    yield* cli.out('\n');
    return false;
  } finally {
    giveSignals(cli, before);
  }
  return line.split('\n')[0]!.trim().toLowerCase() === 'y';
}

import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';

/** Compose's question: on a terminal `? MESSAGE (y/N) `, elsewhere only the message; a line that begins with y is a yes. */
export function* confirmYes(cli: Cli, message: string): Op<boolean> {
  yield* cli.out(cli.sys.isatty(0) && cli.sys.isatty(1) ? `? ${message} (y/N) ` : message);
  let line = '';
  const decoder = new TextDecoder();
  while (!line.includes('\n')) {
    const data = cli.sys.tryRead(0);
    if (data === undefined) {
      yield cli.sys.readable(0);
      continue;
    }
    if (data.length === 0) break;
    line += decoder.decode(data, { stream: true });
  }
  return /^(y|yes|true|1|t)$/i.test(line.split('\n')[0]!.trim());
}

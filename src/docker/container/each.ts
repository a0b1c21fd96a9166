import { DockerError } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import { type Cli, parallel, type Request } from '../cli.ts';
import { type ApiError, throwAll } from '../errors.ts';

/**
 * Does the same to several things side by side: prints the name of each that worked, goes on after an error, and tells
 * the errors at the end.
 * @param harmless whether an error is only told, at once
 */
export function* forEach(
  cli: Cli,
  names: readonly string[],
  request: (name: string) => Request<unknown>,
  harmless: (error: ApiError) => boolean = () => false,
): Op<void> {
  const errors: string[] = [];
  yield* parallel(cli, names.map(request), function* (index, result) {
    if (!('error' in result)) yield* cli.out(`${names[index]}\n`);
    else if (harmless(result.error)) yield* cli.err(`${result.error.message}\n`);
    else errors.push(result.error.message);
  });
  throwAll(errors);
}

/** What was so already is no error: `stop` of a stopped container. */
export function unlessModified(request: Request<void>): Request<void> {
  return {
    ...request,
    *run(engine) {
      try {
        yield* request.run(engine);
      } catch (error) {
        if (!(error instanceof DockerError) || error.kind !== 'notModified') throw error;
      }
    },
  };
}

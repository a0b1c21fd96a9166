import { atLeast, type Verb } from '../command.ts';
import { ApiError, CliError } from '../errors.ts';
import { networkRemove } from '../requests/networks.ts';

export const REMOVE: Verb = {
  name: 'rm',
  args: atLeast(1),
  *run(cli, flags, args) {
    let failed = false;
    for (const name of args) {
      try {
        yield* cli.call(networkRemove(name));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (flags.bool('force') && error.kind === 'notFound') continue;
        yield* cli.err(`${error.message}\n`);
        failed = true;
        continue;
      }
      yield* cli.out(`${name}\n`);
    }
    if (failed) throw new CliError('exit status 1');
  },
};

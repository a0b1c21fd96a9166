import { exactly, type Verb } from '../command.ts';
import { ApiError, CliError } from '../errors.ts';
import { containerRename } from '../requests/containers.ts';

export const RENAME: Verb = {
  name: 'rename',
  args: exactly(2),
  *run(cli, _flags, args) {
    const [from, to] = args.map((name) => name.trim()) as [string, string];
    if (from === '' || to === '') throw new CliError('Error: Neither old nor new names may be empty');
    try {
      yield* cli.call(containerRename(from, to));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      yield* cli.err(`${error.message}\n`);
      throw new CliError(`Error: failed to rename container named ${from}`);
    }
  },
};

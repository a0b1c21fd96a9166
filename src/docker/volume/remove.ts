import { atLeast, type Verb } from '../command.ts';
import { ApiError, throwAll } from '../errors.ts';
import { volumeRemove } from '../requests/volumes.ts';

export const REMOVE: Verb = {
  name: 'rm',
  args: atLeast(1),
  *run(cli, flags, args) {
    const errors: string[] = [];
    for (const name of args) {
      try {
        yield* cli.call(volumeRemove(name, flags.bool('force')));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        errors.push(error.message);
        continue;
      }
      yield* cli.out(`${name}\n`);
    }
    throwAll(errors);
  },
};

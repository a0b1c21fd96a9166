import { atLeast, type Verb } from '../command.ts';
import { ApiError, throwAll } from '../errors.ts';
import { containerWait } from '../requests/containers.ts';

export const WAIT: Verb = {
  name: 'wait',
  args: atLeast(1),
  *run(cli, _flags, names) {
    const errors: string[] = [];
    for (const name of names) {
      try {
        const { StatusCode } = yield* cli.call(containerWait(name, 'not-running'));
        yield* cli.out(`${StatusCode}\n`);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        errors.push(error.message);
      }
    }
    throwAll(errors);
  },
};

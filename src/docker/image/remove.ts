import { atLeast, type Verb } from '../command.ts';
import { ApiError, CliError } from '../errors.ts';
import { imageRemove } from '../requests/images.ts';

/** `docker image rm`. */
export const REMOVE: Verb = {
  name: 'rm',
  args: atLeast(1),
  *run(cli, flags, names) {
    const force = flags.bool('force');
    const errors: ApiError[] = [];
    for (const name of names) {
      try {
        const gone = yield* cli.call(imageRemove(name, { force, prune: !flags.bool('no-prune') }));
        for (const { Deleted, Untagged } of gone)
          yield* cli.out(Deleted ? `Deleted: ${Deleted}\n` : `Untagged: ${Untagged}\n`);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        errors.push(error);
      }
    }
    if (errors.length === 0) return;
    const text = errors.map((error) => error.message).join('\n');
    if (!force || errors.some((error) => error.kind !== 'notFound')) throw new CliError(text);
    yield* cli.err(`${text}\n`);
  },
};

export const RMI: Verb = { ...REMOVE, name: 'rmi' };

import { between, type Verb } from '../command.ts';
import { reference } from '../image/pull.ts';
import { containerCommit } from '../requests/containers.ts';

export const COMMIT: Verb = {
  name: 'commit',
  args: between(1, 2),
  *run(cli, flags, [name, target = '']) {
    // The client refuses a bad name before it asks.
    if (target !== '') reference(target);
    const id = yield* cli.call(
      containerCommit(name!, {
        reference: target,
        comment: flags.string('message'),
        author: flags.string('author'),
        changes: flags.list('change'),
        pause: flags.bool('pause'),
      }),
    );
    yield* cli.out(`${id}\n`);
  },
};

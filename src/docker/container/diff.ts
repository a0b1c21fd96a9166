import { exactly, type Verb } from '../command.ts';
import { containerChanges } from '../requests/containers.ts';

const KINDS = ['C', 'A', 'D'] as const;

export const DIFF: Verb = {
  name: 'diff',
  args: exactly(1),
  *run(cli, _flags, [name]) {
    const changes = yield* cli.call(containerChanges(name!));
    yield* cli.out(changes.map(({ Kind, Path }) => `${KINDS[Kind]} ${Path}\n`).join(''));
  },
};

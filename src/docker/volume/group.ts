import { exactly, type Group } from '../command.ts';
import { CliError } from '../errors.ts';
import { volumeInspect } from '../requests/volumes.ts';
import { CREATE } from './create.ts';
import { INSPECT } from './inspect.ts';
import { LIST } from './list.ts';
import { PRUNE } from './prune.ts';
import { REMOVE } from './remove.ts';

export const VOLUME_GROUP: Group = {
  name: 'volume',
  use: 'docker volume COMMAND',
  verbs: [
    CREATE,
    INSPECT,
    LIST,
    REMOVE,
    PRUNE,
    {
      name: 'update',
      args: exactly(1),
      hidden: [{ name: 'availability', type: 'string' }],
      *run(cli, _flags, [name]) {
        yield* cli.call(volumeInspect(name!));
        throw new CliError('can only update cluster volumes');
      },
    },
  ],
};

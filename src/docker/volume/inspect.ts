import { atLeast, type Verb } from '../command.ts';
import { inspect } from '../inspect.ts';
import { volumeInspect } from '../requests/volumes.ts';
import { goType } from '../template/types.ts';

export const INSPECT: Verb = {
  name: 'inspect',
  args: atLeast(1),
  *run(cli, flags, args) {
    yield* inspect(cli, args, flags.string('format'), function* (name) {
      const data = yield* cli.call(volumeInspect(name));
      return { data, type: goType('volume.Volume'), raw: false };
    });
  },
};

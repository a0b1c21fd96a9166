import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { type Inspected, inspect } from '../inspect.ts';
import { imageInspect } from '../requests/images.ts';
import { goType } from '../template/types.ts';

export function* inspectImage(cli: Cli, name: string): Op<Inspected> {
  const data = yield* cli.call(imageInspect(name));
  return { data, type: goType('image.InspectResponse'), raw: true };
}

export const INSPECT: Verb = {
  name: 'inspect',
  args: atLeast(1),
  *run(cli, flags, args) {
    yield* inspect(cli, args, flags.string('format'), (name) => inspectImage(cli, name));
  },
};

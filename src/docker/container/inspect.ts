import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { type Inspected, inspect } from '../inspect.ts';
import { containerInspect } from '../requests/containers.ts';
import { goType } from '../template/types.ts';

export function* inspectContainer(cli: Cli, name: string, size: boolean): Op<Inspected> {
  const data = yield* cli.call(containerInspect(name, size));
  return { data, type: goType('container.InspectResponse'), raw: true };
}

export const INSPECT: Verb = {
  name: 'inspect',
  args: atLeast(1),
  *run(cli, flags, args) {
    yield* inspect(cli, args, flags.string('format'), (name) => inspectContainer(cli, name, flags.bool('size')));
  },
};

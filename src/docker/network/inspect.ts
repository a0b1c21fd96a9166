import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { type Inspected, inspect } from '../inspect.ts';
import { networkInspect } from '../requests/networks.ts';
import { goType } from '../template/types.ts';

/** A network by name, id or the beginning of an id. */
export function* findNetwork(cli: Cli, name: string): Op<Inspected> {
  const data = yield* cli.call(networkInspect(name));
  return { data, type: goType('network.Inspect'), raw: true };
}

export const INSPECT: Verb = {
  name: 'inspect',
  args: atLeast(1),
  *run(cli, flags, args) {
    yield* inspect(cli, args, flags.string('format'), (name) => findNetwork(cli, name));
  },
};

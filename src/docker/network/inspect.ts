import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { ApiError } from '../errors.ts';
import { type Inspected, inspect } from '../inspect.ts';
import { networkList } from '../requests/images.ts';
import { goType } from '../template/types.ts';

/** A network by name, id or the beginning of an id. */
export function* findNetwork(cli: Cli, name: string): Op<Inspected> {
  if (name.trim() === '') throw new ApiError('invalid network name or ID: value is empty', 'client');
  const networks = yield* cli.call(networkList({}));
  const data =
    networks.find((network) => network.Name === name || network.Id === name) ??
    networks.find((network) => String(network.Id).startsWith(name));
  if (!data) throw new ApiError(`Error response from daemon: network ${name} not found`, 'notFound');
  return { data, type: goType('network.Inspect'), raw: true };
}

export const INSPECT: Verb = {
  name: 'inspect',
  args: atLeast(1),
  *run(cli, flags, args) {
    yield* inspect(cli, args, flags.string('format'), (name) => findNetwork(cli, name));
  },
};

import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { inspectContainer } from '../container/inspect.ts';
import { ApiError, CliError } from '../errors.ts';
import { quote } from '../go/strconv.ts';
import { inspectImage } from '../image/inspect.ts';
import { type Inspected, inspect } from '../inspect.ts';
import { findNetwork } from '../network/inspect.ts';
import { volumeInspect } from '../requests/volumes.ts';
import { goType } from '../template/types.ts';

const TYPES = ['config', 'container', 'image', 'network', 'node', 'plugin', 'secret', 'service', 'task', 'volume'];

/** What needs a swarm, which this engine isn't part of. */
const SWARM: Readonly<Record<string, string>> = {
  config: 'config',
  node: 'node',
  secret: 'secret',
  service: 'service',
  task: 'task',
};

function* inspectVolume(cli: Cli, name: string): Op<Inspected> {
  const data = yield* cli.call(volumeInspect(name));
  return { data, type: goType('volume.Volume'), raw: true };
}

type Kind = readonly [type: string, find: (cli: Cli, name: string, size: boolean) => Op<Inspected>];

/** Kinds of things in the order in which a name is looked for. */
const KINDS: readonly Kind[] = [
  ['container', inspectContainer],
  ['image', inspectImage],
  ['network', findNetwork],
  ['volume', inspectVolume],
];

const skippable = (error: ApiError) =>
  error.kind === 'notFound' || /not supported|invalid reference format/.test(error.message);

function* find(cli: Cli, name: string, type: string, size: boolean): Op<Inspected> {
  if (SWARM[type])
    throw new CliError(
      'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  if (type === 'plugin') throw new CliError(`Error response from daemon: plugin ${quote(name)} not found`);
  for (const [kind, look] of KINDS) {
    if (type !== '' && kind !== type) continue;
    let found: Inspected;
    try {
      found = yield* look(cli, name, size);
    } catch (error) {
      if (error instanceof ApiError && type === '' && skippable(error)) continue;
      throw error;
    }
    if (size && kind !== 'container') yield* cli.err(`WARNING: --size ignored for ${kind}\n`);
    return found;
  }
  throw new CliError(`Error: No such object: ${name}`);
}

/** `docker inspect`, of anything. */
export const INSPECT: Verb = {
  name: 'inspect',
  args: atLeast(1),
  *run(cli, flags, args) {
    const type = flags.string('type');
    const types = `"${TYPES.join('", "')}"`;
    if (flags.changed('type') && type === '') throw new CliError(`type is empty: must be one of ${types}`);
    if (type !== '' && !TYPES.includes(type))
      throw new CliError(`unknown type: ${quote(type)}: must be one of ${types}`);
    yield* inspect(cli, args, flags.string('format'), (name) => find(cli, name, type, flags.bool('size')));
  },
};

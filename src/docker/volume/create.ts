import { between, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import type { FlagSpec, Flags } from '../flags.ts';
import { volumeCreate } from '../requests/volumes.ts';

/** `key=value` texts as a map; without a value it is empty. */
export function keyValues(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

function nameOf(flags: Flags, args: readonly string[]): string {
  const name = flags.string('name');
  if (args.length === 1 && name !== '')
    throw new CliError('conflicting options: cannot specify a volume-name through both --name and as a positional arg');
  return args[0] ?? name;
}

/** Flags of volumes of a swarm: hidden where there is none. */
const CLUSTER_FLAGS: readonly FlagSpec[] = [
  ...['group', 'scope', 'sharing', 'availability', 'type'].map((name) => ({ name, type: 'string' })),
  ...['limit-bytes', 'required-bytes'].map((name) => ({ name, type: 'bytes' })),
];
const QUIET_CLUSTER_FLAGS: readonly FlagSpec[] = [
  { name: 'secret', type: 'map' },
  { name: 'topology-required', type: 'list' },
  { name: 'topology-preferred', type: 'list' },
];

export const CREATE: Verb = {
  name: 'create',
  args: between(0, 1),
  hidden: [{ name: 'name', type: 'string' }, ...CLUSTER_FLAGS, ...QUIET_CLUSTER_FLAGS],
  *run(cli, flags, args) {
    const name = nameOf(flags, args);
    if (CLUSTER_FLAGS.some((flag) => flags.changed(flag.name)))
      throw new CliError(
        'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      );
    const volume = yield* cli.call(
      volumeCreate({
        Name: name,
        Driver: flags.string('driver'),
        DriverOpts: flags.map('opt'),
        Labels: keyValues(flags.list('label')),
      }),
    );
    yield* cli.out(`${volume.Name}\n`);
  },
};

import { between, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Flags } from '../flags.ts';
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

export const CREATE: Verb = {
  name: 'create',
  args: between(0, 1),
  hidden: [{ name: 'name', type: 'string' }],
  *run(cli, flags, args) {
    const volume = yield* cli.call(
      volumeCreate({
        Name: nameOf(flags, args),
        Driver: flags.string('driver'),
        DriverOpts: flags.map('opt'),
        Labels: keyValues(flags.list('label')),
      }),
    );
    yield* cli.out(`${volume.Name}\n`);
  },
};

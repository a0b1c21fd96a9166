import { between, leftOut, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';

const DEFAULT_SERVER = 'https://index.docker.io/v1/';

/** `docker login`: what it refuses before it asks a registry, which this machine can't reach. */
export const LOGIN: Verb = {
  name: 'login',
  args: between(0, 1),
  *run(cli, flags) {
    const password = flags.string('password');
    if (flags.changed('password')) {
      if (password === '') throw new CliError('password is empty');
      if (flags.bool('password-stdin'))
        throw new CliError('conflicting options: cannot specify both --password and --password-stdin');
      yield* cli.err('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
    }
    if (flags.bool('password-stdin')) {
      if (flags.string('username') === '')
        throw new CliError('the --password-stdin option requires --username to be set');
    } else if ((password === '' || flags.string('username') === '') && !cli.sys.isatty(0))
      throw new CliError('Error: Cannot perform an interactive login from a non TTY device');
    throw leftOut('docker login');
  },
};

/** `docker logout`: nobody is logged in. */
export const LOGOUT: Verb = {
  name: 'logout',
  args: between(0, 1),
  *run(cli, _flags, [server]) {
    yield* cli.out(`Removing login credentials for ${server ?? DEFAULT_SERVER}\n`);
  },
};

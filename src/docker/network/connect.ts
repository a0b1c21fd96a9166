import { exactly, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { cut } from '../opts/parsers.ts';
import { networkConnect, networkDisconnect } from '../requests/networks.ts';

function driverOptions(options: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    options.map((option) => {
      const [name, value] = cut(option, '=');
      if (name === '' || value === undefined) throw new CliError('invalid key/value pair format in driver options');
      return [name, value];
    }),
  );
}

export const CONNECT: Verb = {
  name: 'connect',
  args: exactly(2),
  *run(cli, flags, [network, container]) {
    const [ip, ip6, local] = [flags.string('ip'), flags.string('ip6'), flags.list('link-local-ip')];
    const links = flags.list('link');
    yield* cli.call(
      networkConnect(network!, container!, {
        IPAMConfig: {
          ...(ip !== '' && { IPv4Address: ip }),
          ...(ip6 !== '' && { IPv6Address: ip6 }),
          ...(local.length > 0 && { LinkLocalIPs: local }),
        },
        Links: links.length > 0 ? links : null,
        Aliases: flags.list('alias'),
        DriverOpts: driverOptions(flags.list('driver-opt')),
        GwPriority: flags.number('gw-priority'),
      }),
    );
  },
};

export const DISCONNECT: Verb = {
  name: 'disconnect',
  args: exactly(2),
  *run(cli, flags, [network, container]) {
    yield* cli.call(networkDisconnect(network!, container!, flags.bool('force')));
  },
};

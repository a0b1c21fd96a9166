import { between, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { naturalOrder } from '../go/sort.ts';
import { NumError, readUint } from '../go/strconv.ts';
import { joinHostPort } from '../opts/net.ts';
import { cut } from '../opts/parsers.ts';
import { containerInspect } from '../requests/containers.ts';

export const PORT: Verb = {
  name: 'port',
  args: between(1, 2),
  *run(cli, _flags, [name, wanted = '']) {
    const { Ports } = (yield* cli.call(containerInspect(name!))).NetworkSettings;
    let lines: string[];
    if (wanted === '') {
      lines = Object.entries(Ports).flatMap(([port, bindings]) =>
        (bindings ?? []).map(({ HostIp, HostPort }) => `${port} -> ${joinHostPort(HostIp, HostPort)}`),
      );
    } else {
      const [port, proto] = cut(wanted, '/');
      try {
        readUint(port, 10, 16);
      } catch (error) {
        if (error instanceof NumError) throw new CliError(`Error: invalid port (${port}): ${error.message}`);
        throw error;
      }
      const bindings = Ports[`${port}/${proto || 'tcp'}`] ?? [];
      if (bindings.length === 0) throw new CliError(`Error: No public port '${wanted}' published for ${name}`);
      lines = bindings.map(({ HostIp, HostPort }) => joinHostPort(HostIp, HostPort));
    }
    if (lines.length > 0) yield* cli.out(`${lines.sort(naturalOrder).join('\n')}\n`);
  },
};

import type { Network } from '../../engine/index.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import { context, joinLabels, render, truncateId } from '../format/formatter.ts';
import { naturalOrder } from '../go/sort.ts';
import { goTime } from '../go/time.ts';
import type { Filter } from '../opts/parsers.ts';
import { networkList } from '../requests/networks.ts';
import { filtersOf } from '../requests/query.ts';
import { STRING } from '../template/value.ts';

interface Row {
  readonly network: Network;
  readonly trunc: boolean;
}

const labels = ({ network }: Row) => network.Labels ?? {};

const NETWORK = context<Row>(
  'network.networkContext',
  {
    ID: 'NETWORK ID',
    Name: 'NAME',
    Driver: 'DRIVER',
    Scope: 'SCOPE',
    IPv4: 'IPV4',
    IPv6: 'IPV6',
    Internal: 'INTERNAL',
    Labels: 'LABELS',
    CreatedAt: 'CREATED AT',
  },
  {
    ID: ({ network, trunc }) => (trunc ? truncateId(String(network.Id)) : String(network.Id)),
    Name: ({ network }) => String(network.Name),
    Driver: ({ network }) => String(network.Driver),
    Scope: ({ network }) => String(network.Scope),
    IPv4: ({ network }) => String(network.EnableIPv4 ?? false),
    IPv6: ({ network }) => String(network.EnableIPv6 ?? false),
    Internal: ({ network }) => String(network.Internal ?? false),
    Labels: (row) => joinLabels(labels(row)),
    CreatedAt: ({ network }) => goTime(String(network.Created)),
  },
  { Label: { params: [STRING], result: STRING, call: (row, name) => labels(row)[String(name)] ?? '' } },
);

function networkFormat(source: string, quiet: boolean): string {
  if (source === 'table') return quiet ? '{{.ID}}' : 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}';
  if (source === 'raw')
    return quiet
      ? 'network_id: {{.ID}}'
      : 'network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n';
  return source;
}

export const LIST: Verb = {
  name: 'ls',
  args: NO_ARGS,
  *run(cli, flags) {
    const networks = yield* cli.call(networkList(filtersOf(flags.values<Filter>('filter'))));
    const trunc = !flags.bool('no-trunc');
    const rows = networks
      .toSorted((a, b) => naturalOrder(String(a.Name), String(b.Name)))
      .map((network) => ({ network, trunc }));
    yield* cli.out(render(networkFormat(flags.string('format') || 'table', flags.bool('quiet')), NETWORK, rows));
  },
};

import { NO_ARGS, type Verb } from '../command.ts';
import { render } from '../format/formatter.ts';
import { VOLUME, volumeFormat } from '../format/volume.ts';
import { naturalOrder } from '../go/sort.ts';
import type { Filter } from '../opts/parsers.ts';
import { filtersOf } from '../requests/query.ts';
import { volumeList } from '../requests/volumes.ts';

export const LIST: Verb = {
  name: 'ls',
  args: NO_ARGS,
  // For volumes of a cluster, which the help shows only in a swarm.
  hidden: [{ name: 'cluster', type: '' }],
  *run(cli, flags) {
    const volumes = yield* cli.call(volumeList(filtersOf(flags.values<Filter>('filter'))));
    const cluster = flags.bool('cluster');
    const quiet = flags.bool('quiet');
    const source = cluster
      ? quiet
        ? 'table'
        : 'table {{.Name}}\t{{.Group}}\t{{.Driver}}\t{{.Availability}}\t{{.Status}}'
      : flags.string('format') || 'table';
    const shown = cluster ? [] : volumes.toSorted((a, b) => naturalOrder(a.Name, b.Name));
    yield* cli.out(render(volumeFormat(source, quiet), VOLUME, shown));
  },
};

import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import type { Filter } from '../opts/parsers.ts';
import { confirm } from '../prompt.ts';
import { containerPrune } from '../requests/containers.ts';
import { filtersOf } from '../requests/query.ts';
import { type Pruned, tellPruned } from '../volume/prune.ts';

export function* pruneContainers(cli: Cli, filters: readonly Filter[]): Op<Pruned> {
  const report = yield* cli.call(containerPrune(filtersOf(filters)));
  if (report.Deleted.length === 0) return { bytes: 0, output: '' };
  return {
    bytes: report.SpaceReclaimed,
    output: `Deleted Containers:\n${report.Deleted.map((id) => `${id}\n`).join('')}`,
  };
}

const WARNING = 'WARNING! This will remove all stopped containers.\nAre you sure you want to continue?';

export const PRUNE: Verb = {
  name: 'prune',
  args: NO_ARGS,
  *run(cli, flags) {
    cli.ping();
    if (!flags.bool('force') && !(yield* confirm(cli, WARNING))) return;
    yield* tellPruned(cli, yield* pruneContainers(cli, flags.values<Filter>('filter')));
  },
};

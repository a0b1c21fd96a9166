import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import type { Filter } from '../opts/parsers.ts';
import { confirm } from '../prompt.ts';
import { networkPrune } from '../requests/networks.ts';
import { filtersOf } from '../requests/query.ts';
import type { Pruned } from '../volume/prune.ts';

export function* pruneNetworks(cli: Cli, filters: readonly Filter[]): Op<Pruned> {
  const report = yield* cli.call(networkPrune(filtersOf(filters)));
  if (report.Deleted.length === 0) return { bytes: 0, output: '' };
  return { bytes: 0, output: `Deleted Networks:\n${report.Deleted.map((name) => `${name}\n`).join('')}` };
}

const WARNING = `WARNING! This will remove all custom networks not used by at least one container.
Are you sure you want to continue?`;

export const PRUNE: Verb = {
  name: 'prune',
  args: NO_ARGS,
  *run(cli, flags) {
    if (!flags.bool('force') && !(yield* confirm(cli, WARNING))) return;
    const { output } = yield* pruneNetworks(cli, flags.values<Filter>('filter'));
    if (output !== '') yield* cli.out(`${output}\n`);
  },
};

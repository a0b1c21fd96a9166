import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Filter } from '../opts/parsers.ts';
import { humanSize } from '../opts/units.ts';
import { confirm } from '../prompt.ts';
import { filtersOf } from '../requests/query.ts';
import { volumePrune } from '../requests/volumes.ts';

/** What a prune of any kind of things came to: bytes, and the lines that tell what went. */
export interface Pruned {
  readonly bytes: number;
  readonly output: string;
}

export function* pruneVolumes(cli: Cli, filters: readonly Filter[], all: boolean): Op<Pruned> {
  const chosen = filtersOf(filters);
  const report = yield* cli.call(volumePrune(all ? { ...chosen, all: ['true'] } : chosen));
  if (report.Deleted.length === 0) return { bytes: 0, output: '' };
  return {
    bytes: report.SpaceReclaimed,
    output: `Deleted Volumes:\n${report.Deleted.map((name) => `${name}\n`).join('')}`,
  };
}

/** The end of every prune: what went, and how much room that made. */
export function* tellPruned(cli: Cli, { bytes, output }: Pruned): Op<void> {
  if (output !== '') yield* cli.out(`${output}\n`);
  yield* cli.out(`Total reclaimed space: ${humanSize(bytes)}\n`);
}

export const PRUNE: Verb = {
  name: 'prune',
  args: NO_ARGS,
  *run(cli, flags) {
    cli.ping();
    const filters = flags.values<Filter>('filter');
    const all = flags.bool('all');
    if (all && filtersOf(filters).all)
      throw new CliError('conflicting options: cannot specify both --all and --filter all=1');
    const which = all ? 'all local volumes' : 'anonymous local volumes';
    const warning = `WARNING! This will remove ${which} not used by at least one container.\nAre you sure you want to continue?`;
    if (!flags.bool('force') && !(yield* confirm(cli, warning))) return;
    yield* tellPruned(cli, yield* pruneVolumes(cli, filters, all));
  },
};

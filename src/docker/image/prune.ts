import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import type { Filter } from '../opts/parsers.ts';
import { confirm } from '../prompt.ts';
import { imagePrune } from '../requests/images.ts';
import { filtersOf } from '../requests/query.ts';
import { type Pruned, tellPruned } from '../volume/prune.ts';

export function* pruneImages(cli: Cli, filters: readonly Filter[], all: boolean): Op<Pruned> {
  const dangling = [...filters, ['dangling', String(!all)] as const];
  const report = yield* cli.call(imagePrune(filtersOf(dangling)));
  if (report.Images.length === 0) return { bytes: 0, output: '' };
  const lines = report.Images.map(({ Untagged, Deleted }) =>
    Untagged ? `untagged: ${Untagged}\n` : `deleted: ${Deleted}\n`,
  );
  return { bytes: report.SpaceReclaimed, output: `Deleted Images:\n${lines.join('')}` };
}

export const PRUNE: Verb = {
  name: 'prune',
  args: NO_ARGS,
  *run(cli, flags) {
    cli.ping();
    const all = flags.bool('all');
    const which = all ? 'all images without at least one container associated to them' : 'all dangling images';
    const warning = `WARNING! This will remove ${which}.\nAre you sure you want to continue?`;
    if (!flags.bool('force') && !(yield* confirm(cli, warning))) return;
    yield* tellPruned(cli, yield* pruneImages(cli, flags.values<Filter>('filter'), all));
  },
};

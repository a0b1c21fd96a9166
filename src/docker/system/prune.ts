import { NO_ARGS, type Verb } from '../command.ts';
import { pruneContainers } from '../container/prune.ts';
import { CliError } from '../errors.ts';
import { naturalOrder } from '../go/sort.ts';
import { pruneImages } from '../image/prune.ts';
import { pruneNetworks } from '../network/prune.ts';
import type { Filter } from '../opts/parsers.ts';
import { humanSize } from '../opts/units.ts';
import { confirm } from '../prompt.ts';
import { filtersOf } from '../requests/query.ts';
import { type Pruned, pruneVolumes } from '../volume/prune.ts';

function warning(all: boolean, volumes: boolean, filters: readonly Filter[]): string {
  const lines = [
    'all stopped containers',
    'all networks not used by at least one container',
    ...(volumes ? ['all anonymous volumes not used by at least one container'] : []),
    all ? 'all images without at least one container associated to them' : 'all dangling images',
    all ? 'all build cache' : 'unused build cache',
  ];
  const given = filtersOf(filters);
  const chosen = ['label', 'label!', 'until']
    .flatMap((name) => (given[name] ?? []).map((value) => `${name}=${value}`))
    .sort(naturalOrder);
  const list = (items: readonly string[]) => items.map((item) => `\n  - ${item}`).join('');
  const filtered = chosen.length > 0 ? `\n  Items to be pruned will be filtered with:${list(chosen)}\n` : '';
  return `WARNING! This will remove:${list(lines)}\n${filtered}\nAre you sure you want to continue?`;
}

/** `docker system prune`. A build cache is not part of this machine: nothing of it goes. */
export const PRUNE: Verb = {
  name: 'prune',
  args: NO_ARGS,
  *run(cli, flags) {
    cli.ping();
    const filters = flags.values<Filter>('filter');
    const [all, volumes] = [flags.bool('all'), flags.bool('volumes')];
    if (volumes && filtersOf(filters).until)
      throw new CliError('ERROR: The "until" filter is not supported with "--volumes"');
    if (!flags.bool('force') && !(yield* confirm(cli, warning(all, volumes, filters)))) return;
    let bytes = 0;
    const steps = [
      () => pruneContainers(cli, filters),
      () => pruneNetworks(cli, filters),
      ...(volumes ? [() => pruneVolumes(cli, filters, false)] : []),
      () => pruneImages(cli, filters, all),
    ];
    for (const step of steps) {
      const pruned: Pruned = yield* step();
      bytes += pruned.bytes;
      if (pruned.output !== '') yield* cli.out(`${pruned.output}\n`);
    }
    yield* cli.out(`Total reclaimed space: ${humanSize(bytes)}\n`);
  },
};

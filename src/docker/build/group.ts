import type { BuildCacheRecord } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { between, type Group, leftOut, NO_ARGS, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Flags } from '../flags.ts';
import { quote } from '../go/strconv.ts';
import { goTime, parseRfc3339 } from '../go/time.ts';
import type { Filter } from '../opts/parsers.ts';
import { humanDuration } from '../opts/units.ts';
import { confirm } from '../prompt.ts';
import { buildPrune, diskUsage } from '../requests/images.ts';
import { filtersOf } from '../requests/query.ts';
import { bytesText } from './progress-plain.ts';
import { BUILD } from './verb.ts';

const plugin = (name: string) => ({ path: `docker buildx ${name}`, prefix: 'ERROR: ' });

/** Not more than the digits that matter: `0B`, `21.67kB`. */
const size = (bytes: number): string => bytesText(bytes);

function checkBuilder(flags: Flags): void {
  const builder = flags.string('builder');
  if (builder !== '' && builder !== 'default') throw new CliError(`ERROR: no builder ${quote(builder)} found`);
}

const age = (cli: Cli, { LastUsedAt }: BuildCacheRecord): string => {
  const time = LastUsedAt ? parseRfc3339(LastUsedAt) : undefined;
  return time ? `${humanDuration(cli.sys.now() - time.milliseconds)} ago` : '';
};

const total = (records: readonly BuildCacheRecord[]): number => records.reduce((sum, { Size }) => sum + Size, 0);

type Pair = readonly [key: string, value: string];

const filterPairs = (flags: Flags): readonly Pair[] =>
  flags.values<Filter>('filter').filter((filter): filter is Pair => filter !== undefined);

function matches(record: BuildCacheRecord, filters: readonly Pair[]): boolean {
  return filters.every(([key, value]) => {
    switch (key) {
      case 'id':
        return record.ID.startsWith(value);
      case 'type':
        return record.Type === value;
      case 'description':
        return record.Description.includes(value);
      case 'parent':
        return record.Parents?.includes(value) ?? false;
      case 'shared':
        return record.Shared;
      case 'private':
        return !record.Shared;
      case 'inuse':
        return record.InUse;
      default:
        return true;
    }
  });
}

function verbose(cli: Cli, record: BuildCacheRecord): string {
  const field = (name: string, value: string) => `${`${name}:`.padEnd(14)}${value}\n`;
  const parents = record.Parents?.length ? `Parents:\n${record.Parents.map((id) => ` - ${id}\n`).join('')}` : '';
  return `${field('ID', record.ID)}${parents}${field('Created at', goTime(record.CreatedAt))}${field('Mutable', String(record.Mutable === true))}${field('Reclaimable', String(!record.InUse))}${field('Shared', String(record.Shared))}${field('Size', size(record.Size))}${field('Description', record.Description)}${field('Usage count', String(record.UsageCount))}${field('Last used', age(cli, record))}${field('Type', record.Type)}\n`;
}

const DU: Verb = {
  name: 'du',
  args: NO_ARGS,
  plugin: plugin('du'),
  *run(cli, flags) {
    checkBuilder(flags);
    const format = flags.string('format');
    if (format !== '' && format !== 'pretty' && format !== 'table') throw leftOut('docker buildx du --format');
    const usage = yield* cli.call(diskUsage());
    const records = usage.BuildCache.filter((record) => matches(record, filterPairs(flags))).toSorted(
      (a, b) => a.Size - b.Size || (a.ID < b.ID ? -1 : 1),
    );
    if (flags.bool('verbose') || format === 'pretty') {
      for (const record of records) yield* cli.out(verbose(cli, record));
    } else {
      const rows = records.map((record) => [
        `${record.ID}${record.Mutable ? '*' : ''}`,
        String(!record.InUse),
        `${size(record.Size)}${record.Shared ? '*' : ''}`,
        age(cli, record),
      ]);
      yield* cli.out(table([['ID', 'RECLAIMABLE', 'SIZE', 'LAST ACCESSED'], ...rows]));
    }
    if (filterPairs(flags).length === 0) yield* cli.out(totals(records));
  },
};

function totals(records: readonly BuildCacheRecord[]): string {
  const shared = records.filter(({ Shared }) => Shared);
  const own = records.filter(({ Shared }) => !Shared);
  const reclaimable = total(records.filter(({ InUse }) => !InUse));
  const parts = shared.length > 0 ? [`Shared:\t\t${size(total(shared))}`, `Private:\t${size(total(own))}`] : [];
  return [...parts, `Reclaimable:\t${size(reclaimable)}`, `Total:\t\t${size(total(records))}`, ''].join('\n');
}

/** Columns three blanks apart, ten wide at least. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(10, ...rows.map((row) => (row[column] ?? '').length + 3)));
  return rows
    .map((row) => `${row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at]!))).join('')}\n`)
    .join('');
}

const PRUNE: Verb = {
  name: 'prune',
  args: NO_ARGS,
  plugin: plugin('prune'),
  *run(cli, flags) {
    checkBuilder(flags);
    for (const name of ['max-used-space', 'min-free-space', 'reserved-space'])
      if (flags.changed(name)) throw leftOut(`docker buildx prune --${name}`);
    const all = flags.bool('all');
    const warning = `WARNING! This will remove all ${all ? '' : 'dangling '}build cache. Are you sure you want to continue?`;
    const interrupted = new CliError('ERROR: got 1 SIGTERM/SIGINTs, forcing shutdown');
    if (!flags.bool('force') && !(yield* confirm(cli, warning, interrupted))) return;
    yield* tellPruned(cli, flags, all);
  },
};

function* tellPruned(cli: Cli, flags: Flags, all: boolean): Op<void> {
  const known = ['until', 'id', 'parent', 'type', 'description', 'inuse', 'shared', 'private'];
  const filters = filterPairs(flags).filter(([key]) => known.includes(key));
  const records = yield* cli.call(buildPrune({ all, filters: filtersOf(filters) }));
  if (flags.bool('verbose')) for (const record of records) yield* cli.out(verbose(cli, record));
  else if (records.length > 0) {
    yield* cli.out('ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n');
    for (const record of records) {
      const id = `${record.ID}${record.Mutable ? '*' : ''}`;
      yield* cli.out(`${id.padEnd(40)}\t${'true'.padEnd(5)}\t${size(record.Size).padEnd(10)}\t${age(cli, record)}\n`);
    }
  }
  yield* cli.out(`Total:\t${size(total(records))}\n`);
}

const LS: Verb = {
  name: 'ls',
  args: { ...NO_ARGS, words: 'requires 0 arguments' },
  plugin: plugin('ls'),
  *run(cli, flags) {
    if (flags.string('format') !== 'table') throw leftOut('docker buildx ls --format');
    const platforms = flags.bool('no-trunc') ? PLATFORMS : 'linux/amd64 (+4)';
    yield* cli.out(
      `NAME/NODE     DRIVER/ENDPOINT   STATUS    BUILDKIT         PLATFORMS\ndefault*      docker                                       \n \\_ default    \\_ default       running   v0.0.0+unknown   ${platforms}\n`,
    );
  },
};

const PLATFORMS = 'linux/amd64, linux/amd64/v2, linux/amd64/v3, linux/amd64/v4';

const VERSION: Verb = {
  name: 'version',
  args: { ...NO_ARGS, words: 'requires 0 arguments' },
  plugin: plugin('version'),
  *run(cli) {
    yield* cli.out('github.com/docker/buildx 0.29.1+ds1 0.29.1+ds1-4\n');
  },
};

const INSPECT: Verb = {
  name: 'inspect',
  args: between(0, 1),
  plugin: plugin('inspect'),
  *run(cli, _flags, [name = 'default']) {
    if (name !== 'default') throw new CliError(`ERROR: no builder ${quote(name)} found`);
    cli.ping();
    const now = `${new Date(cli.sys.now()).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
    yield* cli.out(`Name:          default
Driver:        docker
Last Activity: ${now}

Nodes:
Name:             default
Endpoint:         default
Status:           running
BuildKit version: v0.0.0+unknown
Platforms:        ${PLATFORMS}
Labels:
 org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1
`);
  },
};

const verbs: readonly Verb[] = [BUILD, DU, INSPECT, LS, PRUNE, VERSION];

export const BUILDX_GROUP: Group = { name: 'buildx', use: 'docker buildx', verbs, plugin: true };
/** The older name of buildx. */
export const BUILDER_GROUP: Group = { name: 'builder', use: 'docker buildx', verbs, plugin: true };

import type { DiskUsage } from '../../engine/index.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { BUILD_CACHE } from '../format/build-cache.ts';
import { CONTAINER, type ContainerRow, containerFormat } from '../format/container.ts';
import { type Context, context, formatRow, formatTable, parseFormat, render } from '../format/formatter.ts';
import { IMAGE, type ImageRow, imageFormat, imageRows } from '../format/image.ts';
import { VOLUME, volumeFormat } from '../format/volume.ts';
import { byteOrder } from '../go/sort.ts';
import { humanSize } from '../opts/units.ts';
import { diskUsage } from '../requests/images.ts';
import { executeTemplate } from '../template/index.ts';
import { type Field, type GoType, type GoValue, sliceOf } from '../template/value.ts';

/** One line of the short form. */
interface Line {
  readonly type: string;
  readonly total: number;
  readonly active: number;
  readonly size: number;
  readonly reclaimable: number;
  /** Whether the share that can be freed is told too. */
  readonly percent: boolean;
}

const line = (type: string): Context<Line> =>
  context<Line>(
    `formatter.${type}`,
    { Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE' },
    {
      Type: (row) => row.type,
      TotalCount: (row) => String(row.total),
      Active: (row) => String(row.active),
      Size: (row) => humanSize(row.size),
      Reclaimable: ({ size, reclaimable, percent }) => {
        const share = percent && size > 0 ? ` (${Math.trunc((reclaimable * 100) / size)}%)` : '';
        return humanSize(reclaimable) + share;
      },
    },
  );

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The build cache's size: what is shared with images counts there. */
const builderSize = (usage: DiskUsage) =>
  sum(usage.BuildCache.filter((record) => !record.Shared).map((record) => Number(record.Size ?? 0)));

function shortLines(usage: DiskUsage): readonly (readonly [Context<Line>, Line])[] {
  const running = ['running', 'paused', 'restarting'];
  const used = usage.Images.filter((image) => image.Containers !== 0 && image.Size !== -1 && image.SharedSize !== -1);
  const active = usage.Containers.filter((container) => running.includes(container.State));
  const sizes = (list: DiskUsage['Containers']) => sum(list.map((container) => container.SizeRw ?? 0));
  const known = usage.Volumes.filter((volume) => volume.UsageData && volume.UsageData.Size !== -1);
  const volumes = (list: DiskUsage['Volumes']) => sum(list.map((volume) => volume.UsageData?.Size ?? 0));
  const inUse = usage.BuildCache.filter((record) => record.InUse);
  return [
    [
      line('diskUsageImagesContext'),
      {
        type: 'Images',
        total: usage.Images.length,
        active: usage.Images.filter((image) => image.Containers > 0).length,
        size: usage.LayersSize,
        reclaimable: usage.LayersSize - sum(used.map((image) => image.Size - image.SharedSize)),
        percent: true,
      },
    ],
    [
      line('diskUsageContainersContext'),
      {
        type: 'Containers',
        total: usage.Containers.length,
        active: active.length,
        size: sizes(usage.Containers),
        reclaimable: sizes(usage.Containers) - sizes(active),
        percent: true,
      },
    ],
    [
      line('diskUsageVolumesContext'),
      {
        type: 'Local Volumes',
        total: usage.Volumes.length,
        active: usage.Volumes.filter((volume) => (volume.UsageData?.RefCount ?? 0) > 0).length,
        size: volumes(known),
        reclaimable: volumes(known.filter((volume) => volume.UsageData?.RefCount === 0)),
        percent: true,
      },
    ],
    [
      line('diskUsageBuilderContext'),
      {
        type: 'Build Cache',
        total: usage.BuildCache.length,
        active: inUse.length,
        size: builderSize(usage),
        reclaimable:
          builderSize(usage) - sum(inUse.filter((record) => !record.Shared).map((record) => Number(record.Size))),
        percent: false,
      },
    ],
  ];
}

/** Everything in rows, for the long form. */
interface Rows {
  readonly images: readonly ImageRow[];
  readonly containers: readonly ContainerRow[];
  readonly volumes: DiskUsage['Volumes'];
  readonly cache: readonly {
    readonly record: Readonly<Record<string, unknown>>;
    readonly trunc: boolean;
    readonly now: number;
  }[];
}

function rowsOf(usage: DiskUsage, trunc: boolean, now: number): Rows {
  const lastUsed = (record: Readonly<Record<string, unknown>>) => String(record.LastUsedAt ?? '');
  return {
    // Only the first name of an image.
    images: usage.Images.flatMap((image) =>
      imageRows(image, { trunc, now, digests: false, needDigest: false })
        .slice(0, 1)
        .map((row) => ({ ...row, digest: '' })),
    ),
    // Without the size of the image.
    containers: usage.Containers.map(({ SizeRootFs: _, ...container }) => ({ container, trunc, now })),
    volumes: usage.Volumes,
    cache: usage.BuildCache.toSorted(
      (a, b) => byteOrder(lastUsed(a), lastUsed(b)) || byteOrder(String(a.ID), String(b.ID)),
    ).map((record) => ({ record, trunc, now })),
  };
}

const IMAGE_TABLE =
  'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}';
const CONTAINER_TABLE =
  'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}';
const VOLUME_TABLE = 'table {{.Name}}\t{{.Links}}\t{{.Size}}';
const CACHE_TABLE =
  'table {{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}';

function tables(usage: DiskUsage, rows: Rows): string {
  return [
    `Images space usage:\n\n${render(IMAGE_TABLE, IMAGE, rows.images)}`,
    `Containers space usage:\n\n${render(CONTAINER_TABLE, CONTAINER, rows.containers)}`,
    `Local Volumes space usage:\n\n${render(VOLUME_TABLE, VOLUME, rows.volumes)}`,
    `Build cache usage: ${humanSize(builderSize(usage))}\n\n${render(CACHE_TABLE, BUILD_CACHE, rows.cache)}`,
  ].join('\n');
}

/** All rows as one value, for a template of the long form. */
function everything(rows: Rows): GoValue {
  const list = <T>(name: string, shape: Context<T>, items: readonly T[]): Field & { readonly items: readonly T[] } => ({
    name,
    key: name,
    type: sliceOf(shape.of(items[0] as T).type),
    items,
  });
  const fields = [
    list('Images', IMAGE, rows.images),
    list('Containers', CONTAINER, rows.containers),
    list('Volumes', VOLUME, rows.volumes),
    list('BuildCache', BUILD_CACHE, rows.cache),
  ];
  const struct: GoType = { kind: 'struct', name: 'formatter.diskUsageContext', fields: () => fields };
  const value = Object.fromEntries(fields.map((field) => [field.key, field.items]));
  return { type: { kind: 'pointer', name: '*formatter.diskUsageContext', elem: struct }, value };
}

const RAW =
  'type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\nreclaimable: {{.Reclaimable}}\n';

const RAW_CACHE = `build_cache_id: {{.ID}}
parent_id: {{.Parent}}
build_cache_type: {{.CacheType}}
description: {{.Description}}
created_at: {{.CreatedAt}}
created_since: {{.CreatedSince}}
last_used_at: {{.LastUsedAt}}
last_used_since: {{.LastUsedSince}}
usage_count: {{.UsageCount}}
in_use: {{.InUse}}
shared: {{.Shared}}
`;

/** The raw form of everything. */
function rawEverything(): string {
  const part = (list: string, type: string, format: string) => `{{range .${list}}}type: ${type}\n${format}\n{{end -}}`;
  return [
    part('Images', 'Image', imageFormat('raw', false, true)),
    part('Containers', 'Container', containerFormat('raw', false, true)),
    part('Volumes', 'Volume', volumeFormat('raw', false)),
    part('BuildCache', 'Build Cache', RAW_CACHE),
  ].join('\n');
}

export const DF: Verb = {
  name: 'df',
  args: NO_ARGS,
  *run(cli, flags) {
    const usage = yield* cli.call(diskUsage());
    const source = flags.string('format') || 'table';
    if (flags.bool('verbose')) {
      const rows = rowsOf(usage, source.startsWith('table'), cli.sys.now());
      if (source === 'table') return yield* cli.out(tables(usage, rows));
      const template = parseFormat(source === 'raw' ? rawEverything() : source);
      const { text, error } = executeTemplate(template, everything(rows));
      yield* cli.out(text);
      if (error !== undefined) throw new CliError(error);
      return;
    }
    const format =
      source === 'table'
        ? 'table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}'
        : source === 'raw'
          ? RAW
          : source;
    const template = parseFormat(format);
    const lines = shortLines(usage);
    const text = lines.map(([shape, row]) => formatRow(template, shape.of(row))).join('');
    yield* cli.out(format.startsWith('table') ? formatTable(template, lines[0]![0].header, text) : text);
  },
};

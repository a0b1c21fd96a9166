import { goTime, parseRfc3339 } from '../go/time.ts';
import { humanDuration, humanSize } from '../opts/units.ts';
import { context, truncateId } from './formatter.ts';

/** A record of the build cache, as `docker system df` shows it. */
export interface CacheRow {
  readonly record: Readonly<Record<string, unknown>>;
  readonly trunc: boolean;
  readonly now: number;
}

const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));

function since({ now }: CacheRow, time: unknown): string {
  const parsed = parseRfc3339(text(time));
  return parsed ? `${humanDuration(now - parsed.milliseconds)} ago` : '';
}

const at = (time: unknown): string => (text(time) === '' ? '' : goTime(text(time)));

export const BUILD_CACHE = context<CacheRow>(
  'formatter.buildCacheContext',
  {
    ID: 'CACHE ID',
    Parent: 'PARENT',
    CacheType: 'CACHE TYPE',
    Size: 'SIZE',
    CreatedSince: 'CREATED',
    LastUsedSince: 'LAST USED',
    UsageCount: 'USAGE',
    InUse: 'IN USE',
    Shared: 'SHARED',
    Description: 'DESCRIPTION',
  },
  {
    ID: ({ record, trunc }) => (trunc ? truncateId(text(record.ID)) : text(record.ID)) + (record.InUse ? '*' : ''),
    Parent: ({ record, trunc }) => {
      // The API's own key begins with a space.
      const list = record[' Parents'] ?? record.Parents;
      const parents = Array.isArray(list) && list.length > 0 ? list.join(', ') : text(record.Parent);
      return trunc ? truncateId(parents) : parents;
    },
    CacheType: ({ record }) => text(record.Type),
    Description: ({ record }) => text(record.Description),
    Size: ({ record }) => humanSize(Number(record.Size ?? 0), 3),
    CreatedAt: ({ record }) => at(record.CreatedAt),
    CreatedSince: (row) => since(row, row.record.CreatedAt),
    LastUsedAt: ({ record }) => at(record.LastUsedAt),
    LastUsedSince: (row) => since(row, row.record.LastUsedAt),
    UsageCount: ({ record }) => String(Number(record.UsageCount ?? 0)),
    InUse: ({ record }) => String(record.InUse === true),
    Shared: ({ record }) => String(record.Shared === true),
  },
);

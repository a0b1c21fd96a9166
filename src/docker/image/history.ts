import type { ImageHistoryItem } from '../../engine/index.ts';
import { exactly, type Verb } from '../command.ts';
import { context, render, truncateId } from '../format/formatter.ts';
import { ellipsis } from '../format/width.ts';
import { humanDuration, humanSize } from '../opts/units.ts';
import { imageHistory } from '../requests/images.ts';

interface Row {
  readonly item: ImageHistoryItem;
  readonly trunc: boolean;
  readonly human: boolean;
  readonly now: number;
}

/** The year 2000, before which nothing is called so many years ago. */
const EPOCH = 946_684_800;

const createdAt = ({ item }: Row) => `${new Date(item.Created * 1000).toISOString().slice(0, 19)}Z`;

const HISTORY = context<Row>(
  'image.historyContext',
  {
    ID: 'IMAGE',
    CreatedSince: 'CREATED',
    CreatedAt: 'CREATED AT',
    CreatedBy: 'CREATED BY',
    Size: 'SIZE',
    Comment: 'COMMENT',
  },
  {
    ID: ({ item, trunc }) => (trunc ? truncateId(item.Id) : item.Id),
    CreatedAt: createdAt,
    CreatedSince: (row) => {
      if (!row.human) return createdAt(row);
      return row.item.Created <= EPOCH ? 'N/A' : `${humanDuration(row.now - row.item.Created * 1000)} ago`;
    },
    CreatedBy: ({ item, trunc }) => {
      const text = item.CreatedBy.replaceAll('\t', ' ');
      return trunc ? ellipsis(text, 45) : text;
    },
    Size: ({ item, human }) => (human ? humanSize(item.Size, 3) : String(item.Size)),
    Comment: ({ item }) => item.Comment,
  },
  {},
  [
    ['trunc', 'trunc', 'bool'],
    ['human', 'human', 'bool'],
    ['h', 'item', 'image.HistoryResponseItem'],
  ],
);

export const HISTORY_VERB: Verb = {
  name: 'history',
  args: exactly(1),
  *run(cli, flags, [name]) {
    const items = yield* cli.call(imageHistory(name!));
    const human = flags.bool('human');
    const source = flags.string('format') || 'table';
    const created = human ? '{{.CreatedSince}}' : '{{.CreatedAt}}';
    const table = `table {{.ID}}\t${created}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}`;
    const format = source !== 'table' ? source : flags.bool('quiet') ? '{{.ID}}' : table;
    const trunc = !flags.bool('no-trunc');
    const now = cli.sys.now();
    const rows = items.map((item) => ({ item, trunc, human, now }));
    yield* cli.out(render(format, HISTORY, rows));
  },
};

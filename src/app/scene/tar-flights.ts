import type { PlacedStore, SceneLayout } from './layout.ts';
import { type Point, pathOf } from './routes.ts';
import type { Row } from './rows.ts';
import { SIZES } from './sizes.ts';
import type { StoreKind } from './things.ts';

/*
 * What tar moves on the host itself: from line to line, within a place or between two. Which files those are is told by
 * what the archive holds.
 */

/** One file on its way. */
export interface Move {
  readonly label: string;
  readonly path: string;
  readonly kind: StoreKind;
}

/** Where chips begin and end in a line, and how far they swing out within one place. Pixels. */
const INSET = 60;
const SWING = 70;

/**
 * The files that tar has packed into an archive, or unpacked from one, when these lines of a place have just come. Empty if
 * it can't be told where they come from.
 */
export function movedByTar(store: PlacedStore, fresh: readonly Row[], layout: SceneLayout): readonly Move[] {
  const places = [...layout.folders, ...layout.stores];
  const [first] = fresh;
  const archive = fresh.length === 1 && first?.entry.holds ? first : undefined;
  if (archive) {
    const packed = (place: PlacedStore) =>
      place.rows.filter(({ entry }) => entry.type === 'file' && held(archive, entry.path));
    const from = only(places, (place) => packed(place).length);
    if (!from) return [];
    const to = lineAt(store, archive);
    return packed(from).map((row) => moved(row.label, lineAt(from, row), to, from.thing.kind));
  }
  const unpacked = (row: Row) => fresh.filter(({ entry }) => entry.type === 'file' && held(row, entry.path));
  const archives = places.flatMap((place) => place.rows.map((row) => ({ place, row })));
  const from = only(archives, ({ row }) => unpacked(row).length);
  if (!from) return [];
  const start = lineAt(from.place, from.row);
  return unpacked(from.row).map((row) => moved(row.label, start, lineAt(store, row), store.thing.kind));
}

/** Does an archive hold a file, under this path or as the end of a longer one, or a part of it? */
function held({ entry }: Row, path: string): boolean {
  return entry.holds?.some((name) => name === path || name.endsWith(`/${path}`) || path.endsWith(`/${name}`)) ?? false;
}

/** The one of which there is most; undefined if there is none, or another like it. */
function only<T>(all: readonly T[], count: (one: T) => number): T | undefined {
  const [best, next] = all.map((one) => ({ one, sum: count(one) })).sort((a, b) => b.sum - a.sum);
  return best && best.sum > 0 && best.sum > (next?.sum ?? 0) ? best.one : undefined;
}

function lineAt({ x, y, rows }: PlacedStore, row: Row): Point {
  return { x: x + INSET, y: y + SIZES.storeHead + (rows.indexOf(row) + 0.5) * SIZES.line };
}

function moved(label: string, from: Point, to: Point, kind: StoreKind): Move {
  const x = from.x === to.x ? from.x + SWING : (from.x + to.x) / 2;
  return { label, path: pathOf([from, { x, y: from.y }, { x, y: to.y }, to]), kind };
}

import { BY_HOST } from '../../machine/wire.ts';
import type { PlacedStore, SceneLayout } from './layout.ts';
import type { PlacedPipe } from './pipes.ts';
import { type Point, pathOf } from './routes.ts';
import type { Row } from './rows.ts';
import { SIZES } from './sizes.ts';
import { movedByTar } from './tar-flights.ts';
import type { StoreKind } from './things.ts';

/*
 * What moves when bytes do: from the container that wrote through its mount to where they land, from the image into a
 * volume that is filled, and on to every other running container that sees the same place. tar moves files from one mount
 * of its container into an archive in another, and back; on the host itself, from line to line.
 */

export interface Flight {
  readonly key: string;
  /** An SVG path. */
  readonly path: string;
  readonly kind: StoreKind | 'image';
  /** Its file, for the first stretch; empty for the echo that others see. */
  readonly label: string;
  /** The second stretch begins when the first has landed. */
  readonly stretch: 1 | 2;
  /** Its turn among those that take the same way. */
  readonly nth: number;
}

/** The flights of a layout whose fresh rows have just come. */
export function flightsOf(layout: SceneLayout, world: number): readonly Flight[] {
  return [...layout.folders, ...layout.stores].flatMap((store) => flightsTo(store, layout, world));
}

function flightsTo(store: PlacedStore, layout: SceneLayout, world: number): readonly Flight[] {
  const fresh = store.rows.filter(({ entry }) => entry.changed === world && entry.type !== 'directory');
  const [first] = fresh;
  if (!first || store.presence === 'leaving') return [];
  // A container of `run --rm` may have gone by the time that what it wrote is seen.
  const all = layout.pipes.filter(({ pipe }) => pipe.store === store.key);
  const pipes = all.filter(({ presence }) => presence !== 'leaving');
  const { by } = first.entry;
  const kind = store.thing.kind;
  const label = fresh.length > 1 ? `${fresh.length} files` : first.label;
  const writer = all.find(({ pipe }) => pipe.box === `container:${by}`);
  // What nobody wrote, and a container has just come: Docker copied it up from the image.
  const filled = by === undefined ? pipes.find(({ presence }) => presence === 'new') : undefined;
  const source = writer ?? filled;
  const flights: Flight[] = [];
  const carried = writer && first.entry.tool === 'tar' ? carriedByTar(writer, store, fresh, layout) : undefined;
  if (carried) {
    const { points, labels, from } = carried;
    for (const [nth, each] of labels.entries())
      flights.push({
        key: `${store.key} ${world} ${nth}`,
        path: pathOf(points),
        kind: from,
        label: each,
        stretch: 1,
        nth,
      });
  } else if (source) {
    const from = filled ? imageOf(source, layout) : undefined;
    const points = from ? [from, { x: from.x, y: source.wall.y }, ...source.points] : source.points;
    flights.push({
      key: `${store.key} ${world}`,
      path: pathOf(points),
      kind: filled ? 'image' : kind,
      label,
      stretch: 1,
      nth: 0,
    });
  } else if (by === BY_HOST) {
    const moves = first.entry.tool === 'tar' ? movedByTar(store, fresh, layout).slice(0, CARRIED) : [];
    for (const [nth, move] of moves.entries())
      flights.push({ ...move, key: `${store.key} ${world} ${nth}`, stretch: 1, nth });
  } else return [];
  const stretch = flights.length > 0 ? 2 : 1;
  for (const other of pipes) {
    if (other === source || other.pipe.idle) continue;
    const path = pathOf([...other.points].reverse());
    flights.push({ key: `${other.key} ${world}`, path, kind, label: '', stretch, nth: 0 });
  }
  return flights;
}

const ARCHIVE = /\.(tar|tar\.\w+|t[bgx]z)$/;
/** So many files are seen to move. */
const CARRIED = 4;

/**
 * What tar moves, and the way from the place where it lay: through its container, whose only other mount that is. The
 * files that it packs, or those that it has unpacked. Undefined if that can't be told.
 */
function carriedByTar(
  writer: PlacedPipe,
  store: PlacedStore,
  fresh: readonly Row[],
  layout: SceneLayout,
): { readonly points: readonly Point[]; readonly labels: readonly string[]; readonly from: StoreKind } | undefined {
  const others = layout.pipes.filter(({ pipe }) => pipe.box === writer.pipe.box && pipe.store !== store.key);
  const [other] = others;
  const place = [...layout.folders, ...layout.stores].find(({ key }) => key === other?.pipe.store);
  if (!other || others.length > 1 || !place) return undefined;
  const files = (rows: readonly Row[]) => rows.filter(({ entry }) => entry.type === 'file');
  const packs = fresh.length === 1 && ARCHIVE.test(fresh[0]!.entry.path);
  const moved = packs
    ? files(place.rows)
    : place.rows.some(({ entry }) => ARCHIVE.test(entry.path))
      ? files(fresh)
      : [];
  if (moved.length === 0) return undefined;
  return {
    points: [...other.points].reverse().concat(writer.points),
    labels: moved.slice(0, CARRIED).map(({ label }) => label),
    from: packs ? place.thing.kind : store.thing.kind,
  };
}

/** The middle of the image in a container's box. */
function imageOf({ pipe }: PlacedPipe, { boxes }: SceneLayout): Point | undefined {
  const box = boxes.find(({ key }) => key === pipe.box);
  return box && { x: box.x + box.width / 2, y: box.y + box.height - SIZES.boxFoot - SIZES.image / 2 };
}

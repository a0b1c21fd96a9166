import { BY_HOST } from '../../machine/wire.ts';
import type { PlacedStore, SceneLayout } from './layout.ts';
import type { PlacedPipe } from './pipes.ts';
import { type Point, pathOf } from './routes.ts';
import { SIZES } from './sizes.ts';
import type { StoreKind } from './things.ts';

/*
 * What moves when bytes do: from the container that wrote through its mount to where they land, from the image into a
 * volume that is filled, and on to every other running container that sees the same place.
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
}

/** The flights of a layout whose fresh rows have just come. */
export function flightsOf(layout: SceneLayout, world: number): readonly Flight[] {
  return [...layout.folders, ...layout.stores].flatMap((store) => flightsTo(store, layout, world));
}

function flightsTo(store: PlacedStore, layout: SceneLayout, world: number): readonly Flight[] {
  const fresh = store.rows.filter(({ entry }) => entry.changed === world && entry.type !== 'directory');
  const [first] = fresh;
  if (!first || store.presence === 'leaving') return [];
  const pipes = layout.pipes.filter(({ pipe, presence }) => pipe.store === store.key && presence !== 'leaving');
  const { by } = first.entry;
  const kind = store.thing.kind;
  const label = fresh.length > 1 ? `${fresh.length} files` : first.label;
  const writer = pipes.find(({ pipe }) => pipe.box === `container:${by}`);
  // What nobody wrote, and a container has just come: Docker copied it up from the image.
  const filled = by === undefined ? pipes.find(({ presence }) => presence === 'new') : undefined;
  const source = writer ?? filled;
  const flights: Flight[] = [];
  if (source) {
    const from = filled ? imageOf(source, layout) : undefined;
    const points = from ? [from, { x: from.x, y: source.wall.y }, ...source.points] : source.points;
    flights.push({
      key: `${store.key} ${world}`,
      path: pathOf(points),
      kind: filled ? 'image' : kind,
      label,
      stretch: 1,
    });
  } else if (by !== BY_HOST) return [];
  for (const other of pipes) {
    if (other === source || other.pipe.idle) continue;
    const path = pathOf([...other.points].reverse());
    flights.push({ key: `${other.key} ${world}`, path, kind, label: '', stretch: source ? 2 : 1 });
  }
  return flights;
}

/** The middle of the image in a container's box. */
function imageOf({ pipe }: PlacedPipe, { boxes }: SceneLayout): Point | undefined {
  const box = boxes.find(({ key }) => key === pipe.box);
  return box && { x: box.x + box.width / 2, y: box.y + box.height - SIZES.boxFoot - SIZES.image / 2 };
}

import { columnLeft, type Grid } from './grid.ts';
import type { PlacedBox, PlacedStore, Presence } from './layout.ts';
import { type Point, type Route, routePipes } from './routes.ts';
import { SIZES } from './sizes.ts';
import type { Pipe } from './things.ts';

/*
 * Pipes between the walls of containers and the sides of stores.
 */

export type End = Point & { readonly side: 'left' | 'right' };

export interface PlacedPipe {
  readonly key: string;
  readonly pipe: Pipe;
  readonly presence: Presence;
  /** Its corners, from the container to the store. */
  readonly points: readonly Point[];
  /** Where it goes through the container's wall, and where it enters the store. */
  readonly wall: End;
  readonly end: End;
  /** What is in its store has changed just now. */
  readonly fresh: boolean;
}

export interface Ends {
  readonly boxes: readonly PlacedBox[];
  readonly folders: readonly PlacedStore[];
  readonly stores: readonly PlacedStore[];
}

export function placePipes(
  pipes: readonly Pipe[],
  { boxes, folders, stores }: Ends,
  grid: Grid,
  corridor: number,
  before?: readonly PlacedPipe[],
): readonly PlacedPipe[] {
  const boxAt = new Map(boxes.map((box) => [box.key, box]));
  const storeAt = new Map([...folders, ...stores].map((store) => [store.key, store]));
  const known = new Set(before?.map(({ key }) => key));
  const still = new Set(pipes.map(({ key }) => key));
  // A pipe leaves with its container.
  const gone = (before ?? [])
    .map(({ pipe }) => pipe)
    .filter(({ key, box }) => !still.has(key) && boxAt.get(box)?.presence === 'leaving');

  const placed = [...pipes, ...gone].flatMap((pipe) => {
    const [box, store] = [boxAt.get(pipe.box), storeAt.get(pipe.store)];
    return box && store ? [{ pipe, store, ...routeOf(pipe, box, store, grid) }] : [];
  });

  const points = routePipes(placed, {
    channels: Array.from({ length: grid.columns + 1 }, (_, at) => columnLeft(grid, at) - grid.channel / 2),
    channelWidth: grid.channel - 18,
    corridor,
    corridorHeight: SIZES.corridor - 14,
  });
  return placed.map(
    ({ key, pipe, store, from, to }): PlacedPipe => ({
      key,
      pipe,
      presence: still.has(key) ? (before && !known.has(key) ? 'new' : 'here') : 'leaving',
      points: points.get(key)!,
      wall: from,
      end: to,
      fresh: store.rows.some(({ fresh }) => fresh),
    }),
  );
}

/** Binds leave to the left, where the host's folders are, volumes and tmpfs to the right. */
function routeOf(
  pipe: Pipe,
  box: PlacedBox,
  store: PlacedStore,
  grid: Grid,
): Route & { readonly from: End; readonly to: End } {
  const left = pipe.kind === 'folder';
  const column = box.slot % grid.columns;
  const fromChannel = left ? column : column + 1;
  const mount = box.thing.container.mounts.findIndex(({ destination }) => destination === pipe.mount.destination);
  const from: End = {
    x: left ? box.x : box.x + box.width,
    y: box.y + SIZES.boxHead + (Math.max(0, mount) + 0.5) * SIZES.mount,
    side: left ? 'left' : 'right',
  };

  // The column of host folders is entered from its right; a store of the grid from the nearer channel beside it.
  const beside = left && grid.folder > 0;
  const at = store.slot % grid.columns;
  const toChannel = beside ? 0 : fromChannel <= at ? at : at + 1;
  const fromRight = beside || toChannel === at + 1;
  const to: End = {
    x: fromRight ? store.x + store.width : store.x,
    y: store.y + SIZES.storeHead + SIZES.line / 2,
    side: fromRight ? 'right' : 'left',
  };
  return { key: pipe.key, trunk: store.key, from, fromChannel, to, toChannel };
}

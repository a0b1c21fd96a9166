import type { World } from '../../machine/wire.ts';
import { gridOf, inColumn, inRows, type Rect, type RowsBefore, type Slotted, span } from './grid.ts';
import { type PlacedPipe, placePipes } from './pipes.ts';
import { type Row, rowsOf } from './rows.ts';
import { bareBoxHeight, boxHeight, CROWD, EMPTY_BOX, EMPTY_STORE, ROOM, SIZES, storeHeight } from './sizes.ts';
import { type Box, type Store, thingsOf } from './things.ts';

/*
 * Where everything in the scene stands: a pure function of the World, the width and the layout before. Pixels.
 *
 * Wide: host folders in a column at the left, containers above, volumes and tmpfs below them.
 * Narrow: containers, folders, volumes, one below the other on the same grid.
 */

/** A thing comes, stays, or is shown once more while it leaves. */
export type Presence = 'new' | 'here' | 'leaving';

interface Present<T> {
  readonly key: string;
  readonly thing: T;
  readonly presence: Presence;
}

interface Listing {
  /** Lines of the listing that are shown, and how many are not. */
  readonly rows: readonly Row[];
  readonly more: number;
  /** All lines, with the one that counts the rest. */
  readonly lines: number;
}

interface BoxContent extends Listing {
  /** Files that the image has and the container has deleted, as many as are shown. */
  readonly deleted: readonly string[];
  /** One of a crowd, that has written nothing: drawn without its layers. */
  readonly bare: boolean;
}

export type PlacedBox = Slotted<Present<Box> & BoxContent>;
export type PlacedStore = Slotted<Present<Store> & Listing>;

export interface Zone extends Rect {
  readonly name: 'containers' | 'folders' | 'volumes';
  /** How many are there and not drawn. */
  readonly hidden: number;
}

export interface SceneLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly folders: readonly PlacedStore[];
  /** Volumes and tmpfs. */
  readonly stores: readonly PlacedStore[];
  readonly pipes: readonly PlacedPipe[];
  readonly zones: readonly Zone[];
  /** How many columns there are, and how high the rows of each list are. */
  readonly columns: number;
  /** The width of each. */
  readonly column: number;
  readonly crowd: boolean;
  readonly heights: Readonly<Record<List, readonly number[]>>;
}

type List = 'boxes' | 'folders' | 'stores';

/**
 * Lays out. What has changed after the World `since` is marked as fresh. Things of the layout before that the World
 * no longer has stay as `leaving`, until `settle`.
 */
export function layOut(world: World, width: number, since: number, before?: SceneLayout): SceneLayout {
  const things = thingsOf(world);
  const crowd = isCrowd(world);
  const grid = gridOf(width, crowd);
  const wide = grid.folder > 0;
  const top = SIZES.margin + SIZES.zoneTitle;
  const same = before?.columns === grid.columns && before.crowd === crowd;
  const was = (list: List): RowsBefore | undefined =>
    before && { cards: before[list], heights: same ? before.heights[list] : [] };

  const boxes = inRows(
    present(things.boxes, before?.boxes, (box, known) => boxContent(box, known ? since : world.number, crowd)),
    grid,
    top,
    ({ thing, lines, bare }) =>
      bare ? bareBoxHeight(thing.container.mounts.length) : boxHeight(thing.container.mounts.length, lines),
    crowd ? bareBoxHeight(1) : EMPTY_BOX,
    was('boxes'),
  );
  const corridor = boxes.bottom + SIZES.corridor / 2;
  let y = boxes.bottom + SIZES.corridor;

  const listed = (room: number) => (store: Store) => listing(store, room, since);
  const height = ({ lines }: { readonly lines: number }) => storeHeight(lines);
  const folderItems = present(things.folders, before?.folders, listed(ROOM.folder));
  const folders = wide
    ? inColumn(folderItems, SIZES.margin, grid.folder, top, height)
    : inRows(folderItems, grid, y + SIZES.zoneTitle, height, EMPTY_STORE, was('folders'));
  const folderZone = wide ? { x: SIZES.margin, width: grid.folder, y: SIZES.margin } : { ...span(grid), y };
  if (!wide) y = folders.bottom + SIZES.storeGap;

  const storeItems = present(things.stores, before?.stores, listed(ROOM.store));
  const stores = inRows(storeItems, grid, y + SIZES.zoneTitle, height, EMPTY_STORE, was('stores'));
  const ends = { boxes: boxes.cards, folders: folders.cards, stores: stores.cards };
  return {
    width,
    height: Math.max(stores.bottom, folders.bottom) + SIZES.margin,
    ...ends,
    pipes: placePipes(things.pipes, ends, grid, corridor, before?.pipes),
    columns: grid.columns,
    column: grid.column,
    crowd,
    heights: { boxes: boxes.heights, folders: folders.heights, stores: stores.heights },
    zones: [
      {
        name: 'containers',
        ...span(grid),
        y: SIZES.margin,
        height: boxes.bottom - SIZES.margin,
        hidden: things.hidden.boxes,
      },
      { name: 'folders', ...folderZone, height: folders.bottom - folderZone.y, hidden: things.hidden.folders },
      { name: 'volumes', ...span(grid), y, height: stores.bottom - y, hidden: things.hidden.stores },
    ],
  };
}

/** More containers than a drawing has room for in full. */
export function isCrowd({ containers }: World): boolean {
  return containers.length > CROWD;
}

/** The keys of what is leaving. */
export function leaving({ boxes, folders, stores }: SceneLayout): readonly string[] {
  return [...boxes, ...folders, ...stores].filter(({ presence }) => presence === 'leaving').map(({ key }) => key);
}

/** The layout without these, which were leaving: their places are free. The rest stays where it is. */
export function settle(layout: SceneLayout, gone: readonly string[]): SceneLayout {
  const keys = new Set(gone);
  const rest = <T extends { readonly key: string; readonly presence: Presence }>(items: readonly T[]) =>
    items.filter(({ key, presence }) => !(keys.has(key) && presence === 'leaving'));
  return {
    ...layout,
    boxes: rest(layout.boxes),
    folders: rest(layout.folders),
    stores: rest(layout.stores),
    pipes: layout.pipes.filter(({ pipe, presence }) => presence !== 'leaving' || !keys.has(pipe.box)),
  };
}

/** Those of now and, once more, those that have just gone. */
function present<T extends { readonly key: string }, Content extends object>(
  things: readonly T[],
  before: readonly (Present<T> & Content)[] | undefined,
  content: (thing: T, known: boolean) => Content,
): readonly (Present<T> & Content)[] {
  const old = new Map((before ?? []).map((item) => [item.key, item]));
  const now = new Map(things.map((thing) => [thing.key, thing]));
  return [...new Set([...now.keys(), ...old.keys()])].map((key) => {
    const [thing, was] = [now.get(key), old.get(key)];
    if (!thing) return { ...was!, presence: 'leaving' };
    const known = was !== undefined && was.presence !== 'leaving';
    return { key, thing, presence: before && !known ? 'new' : 'here', ...content(thing, known) };
  });
}

function listing(store: Store, room: number, since: number): Listing {
  const { rows, more } = rowsOf(store.tree, room, since);
  return { rows, more, lines: rows.length + Number(more > 0) };
}

/** A new container's layer isn't a change: the box itself is what is new. */
function boxContent({ container }: Box, since: number, crowd: boolean): BoxContent {
  const deleted = container.deleted.slice(0, 2);
  const { rows, more: left } = rowsOf(container.layer, ROOM.box - deleted.length, since);
  const more = left + container.deleted.length - deleted.length;
  const lines = rows.length + deleted.length + Number(more > 0);
  return { rows, more, deleted, lines, bare: crowd && lines === 0 };
}

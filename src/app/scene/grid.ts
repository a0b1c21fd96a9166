import { MIDDLING, NARROW, SIZES } from './sizes.ts';
import { assignSlots, extent } from './slots.ts';

/*
 * Columns, and cards in them.
 */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Grid {
  readonly columns: number;
  /** The left edge of the first column, the width of each, and of the channel between two. */
  readonly left: number;
  readonly column: number;
  readonly channel: number;
  /** The width of the column of host folders; 0 without one. */
  readonly folder: number;
}

/** A crowd stands in narrower columns, so that more of it is seen at once. */
export function gridOf(width: number, crowd = false): Grid {
  const wide = width >= NARROW;
  const middling = width < MIDDLING;
  const folder = wide ? (middling ? SIZES.narrowFolder : SIZES.folder) : 0;
  const channel = !wide ? SIZES.narrowChannel : crowd ? SIZES.crowdChannel : SIZES.channel;
  const left = wide ? SIZES.margin + folder + channel : channel;
  const room = width - left - channel;
  const roomy = !middling && !crowd;
  const least = wide ? (roomy ? SIZES.column : SIZES.middlingColumn) : SIZES.narrowColumn;
  const columns = Math.max(1, Math.floor((room + channel) / (least + channel)));
  const column = Math.min(SIZES.widestColumn, Math.floor((room - (columns - 1) * channel) / columns));
  return { columns, left, column, channel, folder };
}

/** The left edge of a column. */
export function columnLeft({ left, column, channel }: Grid, at: number): number {
  return left + at * (column + channel);
}

/** The left edge and the width of all columns. */
export function span(grid: Grid): { readonly x: number; readonly width: number } {
  return { x: grid.left, width: columnLeft(grid, grid.columns) - grid.channel - grid.left };
}

interface Card {
  readonly key: string;
  readonly lines: number;
}

export type Slotted<T> = T & Rect & { readonly slot: number };

/** Cards in rows: where each stands, how high the rows are, and where they end. */
export interface Rows<T> {
  readonly cards: readonly Slotted<T>[];
  readonly heights: readonly number[];
  readonly bottom: number;
}

/** What stood there before: cards keep their slots, and rows in which there is still somebody their heights. */
export interface RowsBefore {
  readonly cards: readonly Slotted<{ readonly key: string }>[];
  readonly heights: readonly number[];
}

/**
 * Cards in rows, each in its slot. A row is as high as its highest card, at least `least`, and doesn't shrink while
 * somebody is in it: what is below would jump.
 */
export function inRows<T extends Card>(
  cards: readonly T[],
  grid: Grid,
  top: number,
  height: (card: T) => number,
  least: number,
  before: RowsBefore = { cards: [], heights: [] },
): Rows<T> {
  const slots = assignSlots(
    cards.map(({ key }) => key),
    new Map(before.cards.map(({ key, slot }) => [key, slot])),
  );
  const rowOf = (slot: number) => Math.floor(slot / grid.columns);
  const heights: number[] = [];
  const tops: number[] = [];
  let y = top;
  for (let row = 0; row < Math.max(1, Math.ceil(extent(slots) / grid.columns)); row++) {
    const there = cards.filter(({ key }) => rowOf(slots.get(key)!) === row);
    const was = there.length > 0 ? (before.heights[row] ?? 0) : 0;
    if (row > 0) y += SIZES.rowGap;
    tops.push(y);
    heights.push(Math.max(least, was, ...there.map(height)));
    y += heights[row]!;
  }
  const placed = cards.map((card) => {
    const slot = slots.get(card.key)!;
    const x = columnLeft(grid, slot % grid.columns);
    return { ...card, x, y: tops[rowOf(slot)]!, width: grid.column, height: height(card), slot };
  });
  return { cards: placed, heights, bottom: y };
}

/** Cards one below the other. */
export function inColumn<T extends Card>(
  cards: readonly T[],
  x: number,
  width: number,
  top: number,
  height: (card: T) => number,
): Rows<T> {
  let y = top;
  const placed = cards.map((card, slot) => {
    const rect = { x, y, width, height: height(card) };
    y += rect.height + SIZES.storeGap;
    return { ...card, ...rect, slot };
  });
  return { cards: placed, heights: [], bottom: Math.max(top, y - SIZES.storeGap) };
}

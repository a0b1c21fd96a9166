/*
 * Places in a row of the scene. Who is there keeps the place; who comes takes the first free one; so nothing jumps.
 */

/** Key -> place, counted from 0. */
export type Slots = ReadonlyMap<string, number>;

/** The places of the keys, in their order, given those of before. */
export function assignSlots(keys: readonly string[], before: Slots = new Map()): Slots {
  const slots = new Map<string, number>();
  for (const key of keys) {
    const slot = before.get(key);
    if (slot !== undefined) slots.set(key, slot);
  }
  const taken = new Set(slots.values());
  let free = 0;
  for (const key of keys) {
    if (slots.has(key)) continue;
    while (taken.has(free)) free++;
    slots.set(key, free);
    taken.add(free);
  }
  return slots;
}

/** How many places reach to the last one taken. */
export function extent(slots: Slots): number {
  return Math.max(-1, ...slots.values()) + 1;
}

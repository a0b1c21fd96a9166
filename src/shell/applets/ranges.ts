/** A list of positions as cut reads it: [first, last] pairs, sorted and joined, from 1 on. */
export type Ranges = readonly (readonly [number, number])[];

/** Sorts ranges and joins those that overlap (or touch, if told so). */
export function joinRanges(list: readonly (readonly [number, number])[], touching: boolean): [number, number][] {
  const joined: [number, number][] = [];
  for (const [first, last] of [...list].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1);
    if (before && first <= before[1] + (touching ? 1 : 0)) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** What is not in the ranges. */
export function complement(ranges: Ranges): [number, number][] {
  const rest: [number, number][] = [];
  let next = 1;
  for (const [first, last] of ranges) {
    if (first > next) rest.push([next, first - 1]);
    next = last + 1;
  }
  if (next < Number.POSITIVE_INFINITY) rest.push([next, Number.POSITIVE_INFINITY]);
  return rest;
}

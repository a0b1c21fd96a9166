/*
 * How pipes run: out of a wall into the channel beside it, along one corridor between containers and stores if the
 * store lies elsewhere, and into the store from the channel beside that. Pipes to one store run together in one lane,
 * its trunk; each trunk has a lane of its own in every channel and in the corridor, so that trunks cross and never cover
 * each other. Pixels.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Route {
  readonly key: string;
  /** Pipes of one trunk share their lanes. */
  readonly trunk: string;
  /** The wall that it leaves through. */
  readonly from: Point;
  readonly fromChannel: number;
  /** The store's side. */
  readonly to: Point;
  readonly toChannel: number;
}

export interface Grid {
  /** The middle of channel n, left of column n; the last is right of the last column. */
  readonly channels: readonly number[];
  /** What pipes may use of a channel's width. */
  readonly channelWidth: number;
  readonly corridor: number;
  readonly corridorHeight: number;
}

const PITCH = 9;
const ROUND = 7;
/** Two pipes in one lane keep so far apart. */
const APART = 6;

/** The corner points of each pipe, by its key. */
export function routePipes(routes: readonly Route[], grid: Grid): ReadonlyMap<string, readonly Point[]> {
  const lane = lanes(routes, grid);
  return new Map(
    routes.map((route) => {
      const { key, trunk, from, to, fromChannel, toChannel } = route;
      const first = lane(trunk, fromChannel);
      if (fromChannel === toChannel) return [key, tidy([from, { x: first, y: from.y }, { x: first, y: to.y }, to])];
      const last = lane(trunk, toChannel);
      const y = lane(trunk, 'corridor');
      const points = [from, { x: first, y: from.y }, { x: first, y }, { x: last, y }, { x: last, y: to.y }, to];
      return [key, tidy(points)];
    }),
  );
}

type Way = number | 'corridor';

/** A stretch of a way that a trunk takes up. */
interface Stretch {
  readonly trunk: string;
  readonly start: number;
  readonly end: number;
}

/** Where a trunk's lane lies in a channel (x) or in the corridor (y): lanes are spread about the middle. */
function lanes(routes: readonly Route[], grid: Grid): (trunk: string, way: Way) => number {
  const stretches = new Map<Way, Map<string, Stretch>>();
  const use = (way: Way, trunk: string, a: number, b: number) => {
    const list = stretches.get(way) ?? new Map<string, Stretch>();
    const known = list.get(trunk);
    const start = Math.min(a, b, known ? known.start + APART : a) - APART;
    const end = Math.max(a, b, known ? known.end - APART : a) + APART;
    list.set(trunk, { trunk, start, end });
    stretches.set(way, list);
  };
  for (const { trunk, from, to, fromChannel, toChannel } of routes) {
    if (fromChannel === toChannel) use(fromChannel, trunk, from.y, to.y);
    else {
      use(fromChannel, trunk, from.y, grid.corridor);
      use(toChannel, trunk, grid.corridor, to.y);
      use('corridor', trunk, grid.channels[fromChannel] ?? 0, grid.channels[toChannel] ?? 0);
    }
  }
  const numbered = new Map([...stretches].map(([way, list]) => [way, numberLanes([...list.values()])]));
  return (trunk, way) => {
    const { lane, count } = numbered.get(way) ?? { lane: new Map<string, number>(), count: 1 };
    const [middle, width] =
      way === 'corridor' ? [grid.corridor, grid.corridorHeight] : [grid.channels[way] ?? 0, grid.channelWidth];
    const pitch = Math.min(PITCH, width / Math.max(1, count - 1));
    return middle + ((lane.get(trunk) ?? 0) - (count - 1) / 2) * pitch;
  };
}

/** The first lane in which no earlier trunk takes up the same stretch. */
function numberLanes(list: readonly Stretch[]): { readonly lane: ReadonlyMap<string, number>; readonly count: number } {
  const lane = new Map<string, number>();
  let count = 1;
  for (const [at, stretch] of list.entries()) {
    const near = list.slice(0, at).filter(({ start, end }) => start < stretch.end && stretch.start < end);
    const taken = new Set(near.map(({ trunk }) => lane.get(trunk)));
    let free = 0;
    while (taken.has(free)) free++;
    lane.set(stretch.trunk, free);
    count = Math.max(count, free + 1);
  }
  return { lane, count };
}

/** Without repeated points and points on a straight line. */
function tidy(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last && last.x === point.x && last.y === point.y) continue;
    const straight =
      before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (straight) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** An SVG path through the points, its corners rounded. */
export function pathOf(points: readonly Point[]): string {
  const parts = points.map((point, at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before) return `M${point.x} ${point.y}`;
    if (!after) return `L${point.x} ${point.y}`;
    const radius = Math.min(ROUND, distance(before, point) / 2, distance(point, after) / 2);
    const [into, out] = [towards(point, before, radius), towards(point, after, radius)];
    return `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`;
  });
  return parts.join('');
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const all = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / all, y: from.y + ((to.y - from.y) * length) / all };
}

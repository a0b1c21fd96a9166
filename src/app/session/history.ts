import type { MachineEvent, TimelinePoint } from '../../machine/wire.ts';
import { msg, str } from '../texts/index.ts';

/*
 * The timeline as the page holds it: the machine tells of points one by one, and of what its terminal showed at each the
 * page itself knows.
 */

export interface History {
  /** The first ones first; each after its parent. */
  readonly points: readonly TimelinePoint[];
  readonly present: number;
  /** Where one step forward leads. */
  readonly forward: number | undefined;
}

export const NO_HISTORY: History = { points: [], present: 0, forward: undefined };

export function followed(
  { points }: History,
  { added, gone, present, forward }: Extract<MachineEvent, { type: 'timeline' }>,
): History {
  const parent = points.find(({ id }) => id === gone)?.parent;
  const kept = gone === undefined ? points : points.filter(({ id }) => id !== gone);
  const reparented = kept.map((point) => (gone !== undefined && point.parent === gone ? { ...point, parent } : point));
  return { points: added ? [...reparented, added] : reparented, present, forward };
}

export function presentOf({ points, present }: History): TimelinePoint | undefined {
  return points.find(({ id }) => id === present);
}

/** Where the computer began, or began anew: the last such point on the way to the present one. */
export function beginningOf(history: History): TimelinePoint | undefined {
  let at = presentOf(history);
  while (at && at.kind !== 'start' && at.kind !== 'start-over' && at.parent !== undefined) {
    const { parent } = at;
    at = history.points.find(({ id }) => id === parent);
  }
  return at;
}

/** Where one step back leads; undefined at the beginning. */
export function backFrom(history: History): number | undefined {
  return presentOf(history)?.parent;
}

/** A line of the timeline as it is drawn: branches stand beside each other. */
export interface Row {
  readonly point: TimelinePoint;
  /** 0 for the way that leads from the beginning to the present and on; others to the right of it. */
  readonly lane: number;
  /** It is on the way from the beginning to the present. */
  readonly past: boolean;
}

/** The points in the order in which they came, each in its lane. */
export function rowsOf(history: History): readonly Row[] {
  const byId = new Map(history.points.map((point) => [point.id, point]));
  const past = new Set<number>();
  for (let at = byId.get(history.present); at; at = at.parent === undefined ? undefined : byId.get(at.parent))
    past.add(at.id);
  const main = new Set(past);
  for (let at = history.forward; at !== undefined; ) {
    main.add(at);
    const from = at;
    at = history.points.filter(({ parent }) => parent === from).at(-1)?.id;
  }
  const lanes = new Map<number, number>();
  let next = 1;
  return history.points.map((point) => {
    const parent = point.parent === undefined ? undefined : lanes.get(point.parent);
    const first = !history.points.some(({ id, parent: of }) => of === point.parent && id < point.id && !main.has(id));
    // A branch goes on in its lane; another one from the same point gets a lane of its own.
    const lane = main.has(point.id) ? 0 : parent !== undefined && parent > 0 && first ? parent : next++;
    lanes.set(point.id, lane);
    return { point, lane, past: past.has(point.id) };
  });
}

/** What a point is called: its command, or how it came about. */
export function labelOf({ kind, command }: TimelinePoint): string {
  switch (kind) {
    case 'start':
      return msg('The beginning');
    case 'start-over':
      return msg('Started over');
    case 'meanwhile':
      return command ? msg(str`In the middle of: ${command}`) : msg('What happened meanwhile');
    case 'file':
      return msg(str`Saved ${command}`);
    case 'command':
      return command;
    default:
      return kind satisfies never;
  }
}

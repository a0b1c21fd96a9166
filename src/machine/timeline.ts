import type { Checkpoint } from './machine.ts';
import type { TimelinePoint } from './wire.ts';

/** So many points are kept; the oldest go first. A point costs what changed since the one before. */
const KEPT = 400;

interface Kept extends TimelinePoint {
  readonly checkpoint: Checkpoint;
}

/**
 * The machine's history as a tree: a point for each command, and branches where somebody went back and did something
 * else. Nothing that was done is lost, going back included.
 */
export class Timeline {
  #points: readonly Kept[] = [];
  #present = 0;
  #last = 0;
  /** Which way a point's visitors went on last: where "forward" leads. */
  readonly #onward = new Map<number, number>();

  /** The point whose state the machine has, or had last. 0: none yet. */
  get present(): number {
    return this.#present;
  }

  /** Where one step forward leads. */
  get forward(): number | undefined {
    return this.#onward.get(this.#present);
  }

  /** A new point after the present one; which old one has to go for it. */
  add(what: Omit<Kept, 'id' | 'parent'>): { readonly added: TimelinePoint; readonly gone: number | undefined } {
    const id = ++this.#last;
    const parent = this.#present === 0 ? undefined : this.#present;
    if (parent !== undefined) this.#onward.set(parent, id);
    const { checkpoint, ...rest } = what;
    const added = { id, parent, ...rest };
    this.#points = [...this.#points, { ...added, checkpoint }];
    this.#present = id;
    return { added, gone: this.#forget([id, parent]) };
  }

  /** The state at a point, which becomes the present one. @throws {Error} if there is no such point. */
  go(id: number): Checkpoint {
    const point = this.#find(id);
    // On the way that leads here, forward leads here again.
    for (let at = point; at.parent !== undefined; at = this.#find(at.parent)) this.#onward.set(at.parent, at.id);
    this.#present = id;
    return point.checkpoint;
  }

  checkpointOf(id: number): Checkpoint {
    return this.#find(id).checkpoint;
  }

  #find(id: number): Kept {
    const found = this.#points.find((point) => point.id === id);
    if (!found) throw new Error('This point of the timeline is no longer kept.');
    return found;
  }

  #forget(needed: readonly (number | undefined)[]): number | undefined {
    const gone = this.#points.length > KEPT ? this.#points.find(({ id }) => !needed.includes(id)) : undefined;
    if (!gone) return undefined;
    this.#onward.delete(gone.id);
    this.#points = this.#points
      .filter((point) => point !== gone)
      .map((point) => (point.parent === gone.id ? { ...point, parent: gone.parent } : point));
    return gone.id;
  }
}

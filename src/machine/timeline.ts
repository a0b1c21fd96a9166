import type { VfsCheckpoint } from '../fs/index.ts';
import type { Checkpoint } from './machine.ts';
import type { PackedState, SavedPoint, TimelinePoint } from './wire.ts';

/** So many points are kept; the oldest go first. A point costs what changed since the one before. */
const KEPT = 400;

/** How a state becomes bytes and comes back. `below`: the files of the point before; undefined: of the fresh computer. */
export interface Packing {
  pack(state: Checkpoint, below: VfsCheckpoint | undefined): PackedState;
  unpackFiles(packed: PackedState, below: VfsCheckpoint | undefined): VfsCheckpoint;
  unpack(packed: PackedState, files: VfsCheckpoint): Checkpoint;
}

/** A point, with its state in memory, in bytes, or both: what is loaded stays in bytes until somebody goes there. */
interface Kept {
  point: TimelinePoint;
  state: Checkpoint | undefined;
  files: VfsCheckpoint | undefined;
  packed: PackedState | undefined;
}

/** Where in the timeline one is: what is kept of it beside its points. */
export interface Whereabouts {
  readonly present: number;
  readonly last: number;
  readonly onward: readonly (readonly [from: number, to: number])[];
}

/**
 * The machine's history as a tree: a point for each command, and branches where somebody went back and did something
 * else. Nothing that was done is lost, going back included.
 */
export class Timeline {
  readonly #kept = new Map<number, Kept>();
  #present = 0;
  #last = 0;
  /** Which way a point's visitors went on last: where "forward" leads. */
  readonly #onward: Map<number, number>;

  constructor(
    private readonly packing: Packing,
    /** What {@link save} gave. */
    saved: { readonly where: Whereabouts; readonly points: readonly SavedPoint[] } = {
      where: { present: 0, last: 0, onward: [] },
      points: [],
    },
  ) {
    for (const { point, packed } of saved.points)
      this.#kept.set(point.id, { point, packed, state: undefined, files: undefined });
    this.#present = saved.where.present;
    this.#last = saved.where.last;
    this.#onward = new Map(saved.where.onward);
  }

  /** The point whose state the machine has, or had last. 0: none yet. */
  get present(): number {
    return this.#present;
  }

  /** Where one step forward leads. */
  get forward(): number | undefined {
    return this.#onward.get(this.#present);
  }

  /** The points from where the computer began, or began anew, to the present one. */
  past(): readonly TimelinePoint[] {
    const points: TimelinePoint[] = [];
    for (let at: number | undefined = this.#present || undefined; at !== undefined; at = points[0]!.parent) {
      const { point } = this.#find(at);
      points.unshift(point);
      if (point.kind === 'start' || point.kind === 'start-over') break;
    }
    return points;
  }

  /** A new point after the present one; which old one has to go for it. */
  add(what: Omit<TimelinePoint, 'id' | 'parent'> & { readonly checkpoint: Checkpoint }): {
    readonly added: TimelinePoint;
    readonly gone: number | undefined;
  } {
    const id = ++this.#last;
    const parent = this.#present === 0 ? undefined : this.#present;
    if (parent !== undefined) this.#onward.set(parent, id);
    const { checkpoint, ...rest } = what;
    const added = { id, parent, ...rest };
    this.#kept.set(id, { point: added, state: checkpoint, files: undefined, packed: undefined });
    this.#present = id;
    return { added, gone: this.#forget([id, parent]) };
  }

  /** The state at a point, which becomes the present one. @throws {Error} if there is no such point. */
  go(id: number): Checkpoint {
    const state = this.checkpointOf(id);
    // On the way that leads here, forward leads here again.
    for (let { point } = this.#find(id); point.parent !== undefined; point = this.#find(point.parent).point)
      this.#onward.set(point.parent, point.id);
    this.#present = id;
    return state;
  }

  /** The state at a point. @throws {Error} if there is no such point. */
  checkpointOf(id: number): Checkpoint {
    const kept = this.#find(id);
    kept.state ??= this.packing.unpack(kept.packed!, this.filesOf(id)!);
    return kept.state;
  }

  /** The files at a point; undefined at none. */
  filesOf(id: number): VfsCheckpoint | undefined {
    if (id === 0) return undefined;
    // Each is packed against the one before: down to one whose files are known, and up again.
    const way: Kept[] = [];
    for (let at: number | undefined = id; at !== undefined; at = way.at(-1)!.point.parent) {
      const kept = this.#find(at);
      way.push(kept);
      kept.files ??= kept.state?.computer.vfs;
      if (kept.files) break;
    }
    let files: VfsCheckpoint | undefined;
    for (const kept of way.reverse()) files = kept.files ??= this.packing.unpackFiles(kept.packed!, files);
    return files;
  }

  /** Where one is, and the points that were not given out yet, or whose bytes are others since. */
  save(): { readonly where: Whereabouts; readonly fresh: readonly SavedPoint[] } {
    const fresh: SavedPoint[] = [];
    for (const kept of this.#kept.values()) {
      if (kept.packed) continue;
      kept.packed = this.packing.pack(kept.state!, this.filesOf(kept.point.parent ?? 0));
      fresh.push({ point: kept.point, packed: kept.packed });
    }
    return { where: { present: this.#present, last: this.#last, onward: [...this.#onward] }, fresh };
  }

  #find(id: number): Kept {
    const found = this.#kept.get(id);
    if (!found) throw new Error('This point of the timeline is no longer kept.');
    return found;
  }

  #forget(needed: readonly (number | undefined)[]): number | undefined {
    if (this.#kept.size <= KEPT) return undefined;
    const gone = [...this.#kept.values()].find(({ point }) => !needed.includes(point.id))?.point;
    if (!gone) return undefined;
    for (const kept of this.#kept.values()) {
      if (kept.point.parent !== gone.id) continue;
      // Packed against what goes: it has to be packed anew.
      kept.state = this.checkpointOf(kept.point.id);
      kept.packed = undefined;
      kept.point = { ...kept.point, parent: gone.parent };
    }
    this.#onward.delete(gone.id);
    this.#kept.delete(gone.id);
    return gone.id;
  }
}

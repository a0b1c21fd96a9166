import type { Op } from '../../os/index.ts';

/** One change: so many lines from here are deleted in the first file, so many inserted in the second. From 0 on. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly deleted: number;
  readonly inserted: number;
}

/** Diagonals looked at between two turns of other processes. */
const STEPS = 20_000;

/** What is found out about each line: is it changed? With a 0 before and behind, as GNU's arrays have. */
type Flags = Uint8Array;

/**
 * Myers' comparison by divide and conquer, as GNU diff's compareseq does it without its heuristics. Lines are numbers:
 * equal ones are equal lines.
 */
class Comparison {
  readonly deleted: Flags;
  readonly inserted: Flags;
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;
  readonly #offset: number;
  #steps = 0;

  constructor(
    readonly x: Int32Array,
    readonly y: Int32Array,
    readonly turn: () => Op<void>,
  ) {
    this.deleted = new Uint8Array(x.length + 2);
    this.inserted = new Uint8Array(y.length + 2);
    this.#offset = y.length + 1;
    this.#forward = new Int32Array(x.length + y.length + 3);
    this.#backward = new Int32Array(x.length + y.length + 3);
  }

  *run(): Op<void> {
    const stack = [[0, this.x.length, 0, this.y.length]] as [number, number, number, number][];
    for (let part = stack.pop(); part; part = stack.pop()) {
      let [xoff, xlim, yoff, ylim] = part;
      while (xoff < xlim && yoff < ylim && this.x[xoff] === this.y[yoff]) {
        xoff++;
        yoff++;
      }
      while (xoff < xlim && yoff < ylim && this.x[xlim - 1] === this.y[ylim - 1]) {
        xlim--;
        ylim--;
      }
      if (xoff === xlim) this.inserted.fill(1, yoff + 1, ylim + 1);
      else if (yoff === ylim) this.deleted.fill(1, xoff + 1, xlim + 1);
      else {
        const [xmid, ymid] = yield* this.#middle(xoff, xlim, yoff, ylim);
        stack.push([xmid, xlim, ymid, ylim], [xoff, xmid, yoff, ymid]);
      }
    }
  }

  /** A point in the middle of the shortest way. */
  *#middle(xoff: number, xlim: number, yoff: number, ylim: number): Op<readonly [number, number]> {
    const { x: xs, y: ys } = this;
    const forward = this.#forward;
    const backward = this.#backward;
    const at = this.#offset;
    const least = xoff - ylim;
    const most = xlim - yoff;
    let fmin = xoff - yoff;
    let fmax = fmin;
    let bmin = xlim - ylim;
    let bmax = bmin;
    const odd = ((fmin - bmin) & 1) !== 0;
    forward[at + fmin] = xoff;
    backward[at + bmin] = xlim;
    for (;;) {
      if (fmin > least) forward[at + --fmin - 1] = -1;
      else fmin++;
      if (fmax < most) forward[at + ++fmax + 1] = -1;
      else fmax--;
      for (let d = fmax; d >= fmin; d -= 2) {
        const low = forward[at + d - 1]!;
        const high = forward[at + d + 1]!;
        let x = low < high ? high : low + 1;
        while (x < xlim && x - d < ylim && xs[x] === ys[x - d]) x++;
        forward[at + d] = x;
        if (odd && bmin <= d && d <= bmax && backward[at + d]! <= x) return [x, x - d];
      }
      if (bmin > least) backward[at + --bmin - 1] = 0x7fffffff;
      else bmin++;
      if (bmax < most) backward[at + ++bmax + 1] = 0x7fffffff;
      else bmax--;
      for (let d = bmax; d >= bmin; d -= 2) {
        const low = backward[at + d - 1]!;
        const high = backward[at + d + 1]!;
        let x = low < high ? low : high - 1;
        while (xoff < x && yoff < x - d && xs[x - 1] === ys[x - d - 1]) x--;
        backward[at + d] = x;
        if (!odd && fmin <= d && d <= fmax && x <= forward[at + d]!) return [x, x - d];
      }
      this.#steps += fmax - fmin + bmax - bmin + 2;
      if (this.#steps > STEPS) {
        this.#steps = 0;
        yield* this.turn();
      }
    }
  }
}

/** Moves runs of changes to where people expect them: GNU's shift_boundaries. Flags are shifted by one. */
function shift(changed: Flags, other: Flags, lines: Int32Array): void {
  const end = lines.length;
  const is = (i: number) => changed[i + 1] === 1;
  const otherIs = (j: number) => other[j + 1] === 1;
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < end && !is(i)) {
      while (otherIs(j++));
      i++;
    }
    if (i === end) return;
    let start = i;
    while (is(++i));
    while (otherIs(j)) j++;
    let corresponding: number;
    let length: number;
    do {
      length = i - start;
      while (start > 0 && lines[start - 1] === lines[i - 1]) {
        changed[--start + 1] = 1;
        changed[--i + 1] = 0;
        while (is(start - 1)) start--;
        while (otherIs(--j));
      }
      corresponding = otherIs(j - 1) ? i : end;
      while (i !== end && lines[start] === lines[i]) {
        changed[start++ + 1] = 0;
        changed[i++ + 1] = 1;
        while (is(i)) i++;
        while (otherIs(++j)) corresponding = i;
      }
    } while (length !== i - start);
    while (corresponding < i) {
      changed[--start + 1] = 1;
      changed[--i + 1] = 0;
      while (otherIs(--j));
    }
  }
}

/** The changes that make `b` of `a`, in order. Lines are compared by their keys. */
export function* compareKeys(a: readonly string[], b: readonly string[], turn: () => Op<void>): Op<Change[]> {
  const numbers = new Map<string, number>();
  const number = (key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const x = Int32Array.from(a, number);
  const y = Int32Array.from(b, number);
  const comparison = new Comparison(x, y, turn);
  yield* comparison.run();
  const { deleted, inserted } = comparison;
  shift(deleted, inserted, x);
  shift(inserted, deleted, y);
  const changes: Change[] = [];
  for (let i = 0, j = 0; i < x.length || j < y.length; ) {
    const [from, to] = [i, j];
    while (deleted[i + 1]) i++;
    while (inserted[j + 1]) j++;
    if (i > from || j > to) changes.push({ from, to, deleted: i - from, inserted: j - to });
    i++;
    j++;
  }
  return changes;
}

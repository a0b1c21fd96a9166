import type { Process } from './state.ts';

interface Timer {
  readonly process: Process;
  readonly due: number;
}

export interface Timers {
  add(process: Process, due: number): void;
  /** One timer of those added has become void (its process no longer waits for it). */
  drop(): void;
  /** The earliest moment; Infinity: none. */
  first(): number;
  /** A process whose moment came up to `now`. */
  take(now: number): Process | undefined;
}

/**
 * A binary heap of moments. A timer whose process waits for another moment by now is void and is skipped; when most of
 * them are void the heap is made anew.
 */
export function createTimers(dueOf: (process: Process) => number | undefined): Timers {
  let heap: Timer[] = [];
  let voids = 0;

  function add(timer: Timer): void {
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (heap[up]!.due <= timer.due) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = timer;
  }

  function pop(): void {
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && heap[down + 1]!.due < heap[down]!.due) down++;
      if (heap[down]!.due >= last.due) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = last;
  }

  const valid = ({ process, due }: Timer) => dueOf(process) === due;

  function top(): Timer | undefined {
    while (heap.length > 0 && !valid(heap[0]!)) {
      pop();
      voids--;
    }
    return heap[0];
  }

  return {
    add: (process, due) => add({ process, due }),
    drop() {
      voids++;
      if (voids < 64 || voids * 2 < heap.length) return;
      const live = heap.filter(valid);
      heap = [];
      for (const timer of live) add(timer);
      voids = 0;
    },
    first: () => top()?.due ?? Number.POSITIVE_INFINITY,
    take(now) {
      const timer = top();
      return timer && timer.due <= now ? timer.process : undefined;
    },
  };
}

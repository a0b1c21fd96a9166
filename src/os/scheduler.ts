import type { Core } from './core.ts';
import type { Wait } from './program.ts';
import type { Process } from './state.ts';
import { createTimers } from './timers.ts';

/** How many steps a process takes before it is the next one's turn. */
export const QUANTUM = 64;

export interface Scheduler {
  /** Lets a process go to sleep; false if it may go on at once. */
  block(process: Process, wait: Wait): boolean;
  /** Ends a process's wait, whatever it waits for. */
  rouse(process: Process): void;
  /** Wakes the processes that wait on this name. */
  wake(name: string): void;
  watch(name: string, to: string): void;
  unwatch(name: string): void;
  fired(to: string): readonly string[];
  /** Puts a process into the queue, or takes it out, after its state, stop or freeze changed. */
  update(process: Process): void;
  /** Is the process's namespace, or one around it, frozen? */
  frozen(process: Process): boolean;
  /** The process whose turn it is; undefined: nobody is ready. */
  next(): Process | undefined;
  /** The present turn ends. */
  endTurn(): void;
  /** Wakes who waits for a moment up to now. */
  fireTimers(): void;
  /** The tick of the earliest timer; Infinity: none. */
  nextDue(): number;
}

/**
 * Who runs, and who waits for what. Ready processes stand in a queue in pid order; waiting ones in an index by the
 * names of their wake-ups and in a heap of moments, so that a step never looks at those that sleep.
 */
export function createScheduler(core: Core): Scheduler {
  const { state } = core;
  const ready: Process[] = [];
  const waiters = new Map<string, Set<Process>>();
  const timers = createTimers((process) => process.due);

  /** Where a pid stands in the queue, or would stand. */
  function position(pid: number): number {
    let low = 0;
    let high = ready.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ready[middle]!.pid < pid) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function frozen({ ns }: Process): boolean {
    for (let at = state.pidNamespaces.get(ns); at && at.id !== 0; at = state.pidNamespaces.get(at.parent)) {
      if (at.frozen) return true;
    }
    return false;
  }

  function update(process: Process): void {
    const at = position(process.pid);
    const queued = ready[at] === process;
    const runs = process.state === 'ready' && !process.stopped && !frozen(process);
    if (runs && !queued) ready.splice(at, 0, process);
    if (!runs && queued) ready.splice(at, 1);
  }

  function forget(process: Process): void {
    for (const name of process.wait?.on ?? []) {
      const set = waiters.get(name);
      set?.delete(process);
      if (set?.size === 0) waiters.delete(name);
    }
    if (process.due !== undefined) timers.drop();
    process.wait = undefined;
    process.due = undefined;
  }

  function sleep(process: Process): void {
    for (const name of process.wait?.on ?? []) {
      const set = waiters.get(name);
      if (set) set.add(process);
      else waiters.set(name, new Set([process]));
    }
    if (process.due !== undefined) timers.add(process, process.due);
  }

  function rouse(process: Process): void {
    if (process.state !== 'waiting') return;
    forget(process);
    process.state = 'ready';
    update(process);
  }

  function wake(name: string): void {
    const set = waiters.get(name);
    if (set) for (const process of [...set]) rouse(process);
    const to = state.watches.get(name);
    if (to === undefined || to === name) return;
    const names = state.fired.get(to);
    if (names) names.add(name);
    else state.fired.set(to, new Set([name]));
    wake(to);
  }

  for (const process of state.processes.values()) {
    if (process.state === 'waiting') sleep(process);
    else update(process);
  }

  return {
    update(process) {
      if (process.state === 'zombie') forget(process);
      update(process);
    },
    rouse,
    frozen,
    block(process, wait) {
      const due = wait.until === undefined ? undefined : core.clock.ticksAt(wait.until);
      if (due !== undefined && due <= state.ticks) return false;
      if (process.interrupted) {
        process.interrupted = false;
        return false;
      }
      process.state = 'waiting';
      process.wait = { on: [...wait.on], ...(wait.until === undefined ? {} : { until: wait.until }) };
      process.due = due === Number.POSITIVE_INFINITY ? undefined : due;
      sleep(process);
      update(process);
      return true;
    },
    wake,
    watch(name, to) {
      state.watches.set(name, to);
    },
    unwatch(name) {
      const to = state.watches.get(name);
      state.watches.delete(name);
      if (to !== undefined) state.fired.get(to)?.delete(name);
    },
    fired(to) {
      const names = [...(state.fired.get(to) ?? [])];
      state.fired.delete(to);
      return names;
    },
    next() {
      if (ready.length === 0) return undefined;
      const at = position(state.turn);
      const holder = ready[at];
      if (holder?.pid === state.turn && state.left > 0) return holder;
      const process = ready[holder?.pid === state.turn ? at + 1 : at] ?? ready[0]!;
      state.turn = process.pid;
      state.left = QUANTUM;
      return process;
    },
    endTurn() {
      state.left = 0;
    },
    fireTimers() {
      for (let process = timers.take(state.ticks); process; process = timers.take(state.ticks)) rouse(process);
    },
    nextDue: () => timers.first(),
  };
}

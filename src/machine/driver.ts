import type { Machine } from './machine.ts';

/** How a driver reaches time and the event loop: the only place where real time enters a machine. */
export interface DriverHost {
  /** Real milliseconds, monotonic. */
  now(): number;
  /** Runs a task after the event loop had its turn. */
  soon(task: () => void): void;
  /** Runs a task after some milliseconds; returns how to call it off. */
  later(task: () => void, ms: number): () => void;
  onOutput(terminal: number, data: Uint8Array): void;
  onExit(terminal: number, status: number): void;
  /** After each slice of work; `idle` when the machine has nothing to do but wait. */
  onSlice?(idle: boolean): void;
}

/** One slice of work between two turns of the event loop, in milliseconds. */
const SLICE = 8;
/** Output that a reader has not shown yet: above this many bytes the machine waits for it. */
const UNSHOWN_LIMIT = 256 * 1024;

/**
 * Runs a machine in real time. Virtual time never runs ahead of real time while the machine is idle; real time only
 * decides when something happens, never in which order (see Machine.run).
 */
export class Driver {
  #running = false;
  #scheduled = false;
  #cancelTimer: (() => void) | undefined;
  #unshown = 0;
  /** Real time minus virtual time. */
  #offset: number;

  constructor(
    private machine: Machine,
    private readonly host: DriverHost,
  ) {
    this.#offset = host.now() - machine.uptime();
  }

  start(): void {
    this.#running = true;
    this.#schedule();
  }

  stop(): void {
    this.#running = false;
    this.#cancelTimer?.();
  }

  /** Goes on with another machine (a restored one), from its own virtual time. */
  replace(machine: Machine): void {
    this.machine = machine;
    this.#offset = this.host.now() - machine.uptime();
    this.#unshown = 0;
    this.#schedule();
  }

  /** Something from outside: it happens at the present moment, after what was due before it. */
  input<T>(act: (machine: Machine) => T): T {
    const now = this.host.now() - this.#offset;
    this.machine.passIdle(now);
    const result = act(this.machine);
    this.#schedule();
    return result;
  }

  /** The reader has shown so many bytes. */
  shown(bytes: number): void {
    this.#unshown = Math.max(0, this.#unshown - bytes);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#running || this.#scheduled) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#scheduled = true;
    this.host.soon(() => {
      this.#scheduled = false;
      if (this.#running) this.#slice();
    });
  }

  #slice(): void {
    const end = this.host.now() + SLICE;
    let idle = false;
    while (this.#unshown < UNSHOWN_LIMIT && this.host.now() < end) {
      idle = this.machine.cycle() === 'idle';
      this.#deliver();
      if (!idle) continue;
      const timer = this.machine.nextTimer();
      if (timer === undefined || timer > this.host.now() - this.#offset) break;
      this.machine.kernel.advance(timer);
      idle = false;
    }
    // Steps may cost more virtual time than they took: let virtual time slip rather than make sleepers wait for it.
    this.#offset = Math.min(this.#offset, this.host.now() - this.machine.uptime());
    this.host.onSlice?.(idle);
    if (this.#unshown >= UNSHOWN_LIMIT) return;
    if (!idle) {
      this.#schedule();
      return;
    }
    const timer = this.machine.nextTimer();
    if (timer === undefined) return;
    this.#cancelTimer = this.host.later(() => this.#schedule(), Math.max(0, timer - (this.host.now() - this.#offset)));
  }

  #deliver(): void {
    for (const { terminal, data } of this.machine.takeOutput()) {
      this.#unshown += data.length;
      this.host.onOutput(terminal, data);
    }
    for (const { terminal, status } of this.machine.takeExits()) this.host.onExit(terminal, status);
  }
}

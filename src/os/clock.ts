import type { Core } from './core.ts';

/** Ticks (virtual microseconds) in a millisecond. */
const TICKS = 1000;

export interface Clock {
  /** Virtual milliseconds since boot. */
  uptime(): number;
  /** Milliseconds since the epoch, each time later than before. */
  now(): number;
  /** The tick at which a moment (virtual milliseconds since boot) has come. */
  ticksAt(moment: number): number;
  momentAt(ticks: number): number;
  /** In [0, 1). */
  random(): number;
  /** Random bytes, for /dev/random. */
  randomBytes(length: number): Uint8Array;
}

/** Virtual time and seeded randomness. Time is counted in whole ticks, so that sums are exact. */
export function createClock({ state, options }: Core): Clock {
  /** splitmix32's step: a whole period of 2^32 from any seed. */
  function next(): number {
    state.random = (state.random + 0x9e3779b9) | 0;
    let z = state.random;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
  return {
    uptime: () => state.ticks / TICKS,
    now() {
      state.lastNow = Math.max(state.lastNow + 1, state.ticks);
      return options.epoch + state.lastNow / TICKS;
    },
    ticksAt: (moment) => Math.round(moment * TICKS),
    momentAt: (ticks) => ticks / TICKS,
    random: () => next() / 2 ** 32,
    randomBytes(length) {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = next() >>> 24;
      return bytes;
    },
  };
}

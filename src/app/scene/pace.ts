import type { World } from '../../machine/wire.ts';
import { msg } from '../texts/index.ts';

/*
 * A machine is quicker than an eye: a container of `docker run --rm` comes and goes within a few milliseconds. Worlds
 * queue up here; what comes gets a moment on the stage before it goes, and so does a write while its writer is still there.
 * The rest is skipped.
 */

/** Milliseconds that a World which brings something stays at least; and one that doesn't. */
export const HOLD = { arrival: 500, other: 60 } as const;

/** How fast the picture follows: everything takes so many times as long; `step` waits for a person before each change. */
export const PACES = {
  normal: { factor: 1, words: () => msg('Full speed') },
  slow: { factor: 4, words: () => msg('Slow') },
  step: { factor: 1, words: () => msg('Step by step') },
} as const;

export type Pace = keyof typeof PACES;

/** Longer queues are cut: a loop of a thousand containers is a blur anyway. */
const PATIENCE = 6;

/** The next World to show of those that wait (at least one), and those that wait on. */
export function nextWorld(
  shown: World | undefined,
  waiting: readonly World[],
): { readonly world: World; readonly rest: readonly World[] } {
  const last = waiting.length - 1;
  let at = last;
  if (shown && waiting.length <= PATIENCE) {
    const known = keysOf(shown);
    // The latest World in which nothing is missing that came after the one shown, or the first in which something is written.
    const seen = new Set<string>();
    at = 0;
    for (const [index, world] of waiting.entries()) {
      const keys = keysOf(world);
      for (const key of keys) if (!known.has(key)) seen.add(key);
      if (![...seen].every((key) => keys.has(key))) break;
      at = index;
      if (wrote(world)) break;
    }
  }
  return { world: waiting[at]!, rest: waiting.slice(at + 1) };
}

/** Whether a World shows something that the one before didn't have, or a write. */
export function brings(before: World | undefined, world: World): boolean {
  if (!before) return false;
  if (wrote(world)) return true;
  const known = keysOf(before);
  return [...keysOf(world)].some((key) => !known.has(key));
}

/** Whether a container has just written into a volume or a folder. */
function wrote({ number, containers, volumes, folders }: World): boolean {
  const there = new Set(containers.map(({ id }) => id));
  return [...volumes, ...folders].some(({ tree }) =>
    tree.entries.some(({ changed, by }) => changed === number && by !== undefined && there.has(by)),
  );
}

function keysOf({ containers, volumes }: World): ReadonlySet<string> {
  return new Set([...containers.map(({ id }) => id), ...volumes.map(({ name }) => `volume ${name}`)]);
}

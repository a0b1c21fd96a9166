import { expect, test } from 'vitest';
import { containerMachine } from '../../../engine/simulated/containers/machine.ts';
import { type State, TRANSITIONS } from './states.ts';

const named = (state: string): State => (state === 'removing' ? 'removed' : (state as State));

test('every way that is shown is one that the engine has', () => {
  for (const { from, to, event } of TRANSITIONS) {
    const targets = containerMachine.states[from]?.transitions.get(event as never) ?? [];
    expect(
      targets.map(({ target }) => named(target?.[0]?.key ?? '')),
      `${from} ${event}`,
    ).toContain(to);
  }
});

test('every way of the engine that changes a state is shown', () => {
  const shown = new Set(TRANSITIONS.map(({ from, to }) => `${from} ${to}`));
  const missing = Object.entries(containerMachine.states).flatMap(([from, { transitions }]) =>
    [...transitions.values()]
      .flat()
      .map(({ target }) => named(target?.[0]?.key ?? ''))
      .filter((to) => to !== from && !shown.has(`${named(from)} ${to}`))
      .map((to) => `${from} ${to}`),
  );
  // A paused one is killed or restarted as a running one is; a dead one can only go.
  expect(missing.filter((way) => !['paused restarting', 'dead removed'].includes(way))).toEqual([]);
});

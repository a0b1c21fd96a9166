import { expect, test } from 'vitest';
import { getNextSnapshot } from 'xstate';
import { can, containerMachine } from './machine.ts';

test.each([
  ['created', 'start remove'],
  ['running', 'exit exitAndRestart pause kill exec'],
  ['paused', 'exit exitAndRestart unpause kill'],
  ['restarting', 'start exit cancelRestart'],
  ['exited', 'start remove'],
  ['dead', 'remove'],
  ['removing', ''],
] as const)('a container that is %s can: %s', (status, allowed) => {
  const events = [
    'start',
    'exit',
    'exitAndRestart',
    'pause',
    'unpause',
    'kill',
    'exec',
    'cancelRestart',
    'remove',
  ] as const;
  expect(events.filter((event) => can(status, event)).sort()).toEqual(allowed.split(' ').filter(Boolean).sort());
});

test('a life', () => {
  let snapshot = containerMachine.resolveState({ value: 'created' });
  for (const type of ['start', 'pause', 'unpause', 'exitAndRestart', 'start', 'exit', 'remove'] as const)
    snapshot = getNextSnapshot(containerMachine, snapshot, { type });
  expect(snapshot.value).toBe('removing');
});

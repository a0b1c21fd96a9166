import { getNextSnapshot, setup } from 'xstate';
import type { ContainerStatus } from '../../api.ts';

/** What can happen to a container. */
export type ContainerEvent =
  | { readonly type: 'start' }
  | { readonly type: 'exit' }
  /** Its process ended, and its restart policy will start it again. */
  | { readonly type: 'exitAndRestart' }
  | { readonly type: 'pause' }
  | { readonly type: 'unpause' }
  /** A process is signalled. */
  | { readonly type: 'kill' }
  | { readonly type: 'exec' }
  /** A wait for the next restart is called off. */
  | { readonly type: 'cancelRestart' }
  | { readonly type: 'remove' };

/**
 * The states of a container and what is allowed in each, as moby's container.State has them. Timers (stop, restart) live
 * in the kernel; the engine asks here whether an event may happen, and a no becomes Docker's conflict error.
 */
export const containerMachine = setup({ types: { events: {} as ContainerEvent } }).createMachine({
  id: 'container',
  initial: 'created',
  states: {
    created: { on: { start: 'running', remove: 'removing' } },
    running: {
      on: {
        exit: 'exited',
        exitAndRestart: 'restarting',
        pause: 'paused',
        kill: 'running',
        exec: 'running',
      },
    },
    paused: {
      on: { exit: 'exited', exitAndRestart: 'restarting', unpause: 'running', kill: 'running' },
    },
    restarting: { on: { start: 'running', cancelRestart: 'exited', exit: 'exited' } },
    exited: { on: { start: 'running', remove: 'removing' } },
    dead: { on: { remove: 'removing' } },
    removing: { type: 'final' },
  },
});

const snapshots = new Map<ContainerStatus, ReturnType<typeof containerMachine.resolveState>>();

/** May this happen to a container in this state? */
export function can(status: ContainerStatus, type: ContainerEvent['type']): boolean {
  let snapshot = snapshots.get(status);
  if (!snapshot) snapshots.set(status, (snapshot = containerMachine.resolveState({ value: status })));
  return snapshot.can({ type });
}

/** The state after an event that may happen. */
export function next(status: ContainerStatus, type: ContainerEvent['type']): ContainerStatus {
  if (!can(status, type)) throw new Error(`a container that is ${status} can't ${type}`);
  const key = `${status} ${type}`;
  let after = transitions.get(key);
  if (after === undefined) {
    after = getNextSnapshot(containerMachine, snapshots.get(status)!, { type }).value as ContainerStatus;
    transitions.set(key, after);
  }
  return after;
}

/** The machine has no context: what an event leads to is always the same. */
const transitions = new Map<string, ContainerStatus>();

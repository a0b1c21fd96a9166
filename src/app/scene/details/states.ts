import type { WorldContainer } from '../../../machine/wire.ts';
import { msg } from '../../texts/index.ts';

/*
 * A container's states and what leads from one to the next, as the engine has them (a test compares both).
 */

export type State = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removed';

/** Something that leads on: a command, or an event that comes by itself. */
export interface Transition {
  readonly from: State;
  readonly to: State;
  /** The engine's word for it. */
  readonly event: string;
  /** With NAME for the container. */
  readonly command?: string;
  /** What it does, in a few words. */
  readonly what: () => string;
}

export const TRANSITIONS: readonly Transition[] = [
  { from: 'created', to: 'running', event: 'start', command: 'docker start NAME', what: () => msg('runs its command') },
  {
    from: 'created',
    to: 'removed',
    event: 'remove',
    command: 'docker rm NAME',
    what: () => msg('removes it, with its writable layer'),
  },
  {
    from: 'running',
    to: 'exited',
    event: 'exit',
    command: 'docker stop NAME',
    what: () => msg('asks its process to end, and kills it after 10 seconds'),
  },
  {
    from: 'running',
    to: 'exited',
    event: 'exit',
    command: 'docker kill NAME',
    what: () => msg('kills its process at once'),
  },
  { from: 'running', to: 'exited', event: 'exit', what: () => msg('its command ends') },
  {
    from: 'running',
    to: 'restarting',
    event: 'exitAndRestart',
    what: () => msg('its command ends, and a restart policy is set'),
  },
  {
    from: 'running',
    to: 'paused',
    event: 'pause',
    command: 'docker pause NAME',
    what: () => msg('its processes stand still'),
  },
  {
    from: 'paused',
    to: 'running',
    event: 'unpause',
    command: 'docker unpause NAME',
    what: () => msg('its processes go on'),
  },
  { from: 'paused', to: 'exited', event: 'exit', command: 'docker stop NAME', what: () => msg('ends it') },
  {
    from: 'restarting',
    to: 'running',
    event: 'start',
    what: () => msg('its restart policy starts it again after a moment'),
  },
  {
    from: 'restarting',
    to: 'exited',
    event: 'cancelRestart',
    command: 'docker stop NAME',
    what: () => msg('gives the restart up'),
  },
  {
    from: 'exited',
    to: 'running',
    event: 'start',
    command: 'docker start NAME',
    what: () => msg('runs its command again, on the same writable layer'),
  },
  {
    from: 'exited',
    to: 'removed',
    event: 'remove',
    command: 'docker rm NAME',
    what: () => msg('removes it, with its writable layer'),
  },
];

/** As the picture has it: a container that is being removed, or could not be, is as good as gone. */
export function stateOf({ status }: WorldContainer): State {
  return status === 'removing' || status === 'dead' ? 'removed' : status;
}

/** What leads on from a state. */
export function leadingOn(state: State): readonly Transition[] {
  return TRANSITIONS.filter(({ from }) => from === state);
}

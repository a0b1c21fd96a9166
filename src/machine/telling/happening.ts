import type { EngineEvent } from '../../engine/index.ts';
import type { EngineNote } from '../../engine/simulated/index.ts';
import type { World, WorldContainer } from '../wire.ts';

/** A container as far as it was seen, perhaps only for a moment. */
export interface SeenContainer extends Pick<WorldContainer, 'id' | 'name' | 'image' | 'mounts'> {
  /** It was started with --rm. */
  readonly autoRemove: boolean;
  /** Its command, as `docker ps` has it. */
  readonly command: string;
}

/** All that is known of what happened between two Worlds: both, and what the engine told on the way. */
export interface Happening {
  readonly before: World;
  readonly after: World;
  readonly events: readonly EngineEvent[];
  readonly notes: readonly EngineNote[];
  /** Every container that there was meanwhile, by its id. */
  readonly seen: ReadonlyMap<string, SeenContainer>;
  /** Two states are compared: nothing is known of the way from one to the other. */
  readonly compared?: boolean;
}

/** The events of one kind, of one thing. */
export function eventsOf(
  { events }: Happening,
  type: EngineEvent['Type'],
  id: string,
  action?: string,
): readonly EngineEvent[] {
  return events.filter(
    ({ Type, Action, Actor }) => Type === type && Actor.ID === id && (action === undefined || Action === action),
  );
}

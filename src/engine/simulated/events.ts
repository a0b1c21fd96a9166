import type { Op } from '../../os/index.ts';
import type { EngineEvent, Filters } from '../api.ts';
import type { Daemon } from './daemon.ts';
import { matchesLabels } from './filters.ts';

/** See {@link Engine.events}: past ones since `since`, then those that come, until `until`. @throws {DockerError} */
export function* watchEvents(
  daemon: Daemon,
  { since, until, filters }: { readonly since?: number; readonly until?: number; readonly filters: Filters },
  seen: number,
): Op<readonly EngineEvent[]> {
  for (;;) {
    const found = daemon.state.events.filter((event) => {
      const time = event.timeNano / 1e6;
      return (
        (since === undefined || time >= since) && (until === undefined || time <= until) && matches(event, filters)
      );
    });
    const more = found.slice(seen);
    const now = daemon.kernel.now();
    if (more.length > 0 || (until !== undefined && now >= until)) return more;
    yield until === undefined ? { on: ['events'] } : { on: ['events'], until: daemon.kernel.uptime() + (until - now) };
  }
}

function matches({ Type, Action, Actor, scope }: EngineEvent, filters: Filters): boolean {
  const { ID, Attributes } = Actor;
  const names = (kind: EngineEvent['Type'], values: readonly string[] | undefined) =>
    values === undefined ||
    (Type === kind && values.some((value) => ID === value || ID.startsWith(value) || Attributes.name === value)) ||
    (Type !== kind && values.includes(Attributes[kind] ?? ''));
  // `exec_create: sh -c …` is found by `exec_create`.
  const action = Action.split(':')[0]!;
  return (
    (filters.type?.includes(Type) ?? true) &&
    (filters.event?.some((event) => event === action || event === Action) ?? true) &&
    (filters.scope?.includes(scope) ?? true) &&
    names('container', filters.container) &&
    names('volume', filters.volume) &&
    names('network', filters.network) &&
    (filters.image?.some((image) => Attributes.image === image || (Type === 'image' && Attributes.name === image)) ??
      true) &&
    matchesLabels(filters, Attributes)
  );
}

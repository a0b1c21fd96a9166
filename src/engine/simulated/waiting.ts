import type { Daemon } from './daemon.ts';
import type { ContainerRecord, PendingRecord } from './state.ts';

/*
 * An operation that waits can be begun anew (see api.ts): by a client that looks in again and again, or by one that was
 * restored, perhaps when what it waited for has come already. So what was begun is noted here under what was asked; an
 * operation that finds its note goes on with that instead of doing it twice, and takes the note away at its end.
 */

/** A client that waits looks again at once. A note that lies so long (milliseconds) after the end is nobody's any more. */
const FRESH = 2000;

/** The note of an operation that was begun before. `reached`: when what it waits for came; undefined: not yet. */
export function resumed(
  daemon: Daemon,
  key: string,
  reached: (pending: PendingRecord) => number | undefined,
): PendingRecord | undefined {
  const pending = daemon.state.pending.get(key);
  if (!pending) return undefined;
  const at = reached(pending);
  if (at === undefined || daemon.kernel.uptime() - at <= FRESH) return pending;
  daemon.state.pending.delete(key);
  return undefined;
}

export function note(daemon: Daemon, key: string, { Id, exits }: ContainerRecord): PendingRecord {
  const pending = { container: Id, exits };
  daemon.state.pending.set(key, pending);
  return pending;
}

export function done(daemon: Daemon, key: string): void {
  daemon.state.pending.delete(key);
}

/** When a container went, or ended since a note was made; undefined: it runs. */
export function endedAt(daemon: Daemon, { container, exits }: PendingRecord): number | undefined {
  const now = daemon.state.containers.get(container);
  if (!now) return goneAt(daemon, container);
  return now.exits > exits || !(now.running || now.backoff) ? (now.endedUptime ?? 0) : undefined;
}

/** When a container went; undefined while it is there. */
export function goneAt(daemon: Daemon, id: string): number | undefined {
  return daemon.state.containers.has(id) ? undefined : (daemon.state.gone.get(id)?.at ?? 0);
}

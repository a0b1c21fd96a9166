import { type Daemon, isRestless } from './daemon.ts';

/*
 * Which containers the daemon has to look at: of a thousand that run, those where something happened. The kernel tells of
 * the files and processes that it watches for the daemon; what the daemon itself changes, it notes.
 */

/** The wake-up that the daemon's process waits for. */
export const DAEMON = 'dockerd';

/** The containers that may need something, in the order in which they became active. */
export function attentive({ state, kernel }: Daemon): readonly string[] {
  const { stirred, watched } = state;
  for (const name of kernel.fired(DAEMON)) {
    const id = watched.get(name);
    if (id !== undefined) stirred.add(id);
  }
  if (stirred.size === 0 && state.restless.size === 0) return [];
  return [...state.active].filter((id) => stirred.has(id) || state.restless.has(id));
}

/** A container was looked at: it sleeps until something happens to it, or `more` is to be done at once. */
export function lookedAt(daemon: Daemon, id: string, more: boolean): void {
  const { state } = daemon;
  watch(daemon, id);
  if (!more) state.stirred.delete(id);
  const container = state.containers.get(id);
  const full = container?.streams.some((stream) => state.streams.get(stream)?.fullSince !== undefined);
  if (container && (full || isRestless(container))) state.restless.add(id);
  else state.restless.delete(id);
}

/** Those that are active no longer are watched no longer. */
export function forgetInactive(daemon: Daemon): void {
  const { state } = daemon;
  for (const id of state.stirred) {
    if (state.active.has(id)) continue;
    watch(daemon, id);
    state.stirred.delete(id);
    state.restless.delete(id);
  }
}

/** Watches what a container has open now, and nothing else of it. */
function watch({ state, kernel }: Daemon, id: string): void {
  const running = state.containers.get(id)?.running;
  const names = new Set<string>();
  if (running) {
    names.add(`exit:${running.pid}`);
    for (const file of [running.stdout, running.stderr])
      if (file !== undefined) for (const name of kernel.readable(file).on) names.add(name);
  }
  const before = state.watching.get(id) ?? [];
  if (before.length === names.size && before.every((name) => names.has(name))) return;
  for (const name of before) {
    if (names.has(name)) continue;
    kernel.unwatch(name);
    state.watched.delete(name);
  }
  for (const name of names) {
    kernel.watch(name, DAEMON);
    state.watched.set(name, id);
  }
  if (names.size > 0) state.watching.set(id, [...names]);
  else state.watching.delete(id);
}

import type { MountNamespace, Vfs } from '../../fs/index.ts';
import type { Kernel } from '../../os/index.ts';
import type { EngineEvent } from '../api.ts';
import { DockerError } from '../errors.ts';
import type { ContainerRecord, EngineNote, EngineState, ExecRecord, StreamRecord, VolumeRecord } from './state.ts';

/** What every part of the engine works with: its state, and the machine that it runs on. */
export interface Daemon {
  state: EngineState;
  readonly kernel: Kernel;
  readonly vfs: Vfs;
  /** What the daemon itself sees: the host's files. */
  readonly host: MountNamespace;
  /** Containers get neither volumes nor folders of the host, whatever they ask for. */
  readonly withoutStores: boolean;
  /** Parsed log files, by container; only a cache. */
  readonly logs: Map<string, unknown>;
  /** Told of each event at once, in the middle of what the daemon does: for looking only. */
  readonly onEvent?: ((event: EngineEvent) => void) | undefined;
}

/** Where the engine keeps everything. */
export const DOCKER_ROOT = '/var/lib/docker';

/** How many past events are kept, as the real engine does. */
const EVENTS_KEPT = 256;

/** How many notes are kept: enough for one command. */
const NOTES_KEPT = 128;

/** A number from the engine's own seeded sequence, in [0, 1) (mulberry32). */
export function random(daemon: Daemon): number {
  const { state } = daemon;
  state.random = (state.random + 0x6d2b79f5) | 0;
  let x = Math.imul(state.random ^ (state.random >>> 15), 1 | state.random);
  x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
  return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
}

/** Random hexadecimal digits. */
export function randomHex(daemon: Daemon, digits: number): string {
  let text = '';
  while (text.length < digits)
    text += Math.floor(random(daemon) * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
}

/** An id as containers, layers and anonymous volumes have: 64 hexadecimal digits whose first twelve are no number. */
export function randomId(daemon: Daemon): string {
  for (;;) {
    const id = randomHex(daemon, 64);
    if (!/^\d{12}/.test(id)) return id;
  }
}

/** Wakes who waits for a container: clients, and the daemon's own loop. */
export function wake(daemon: Daemon, ...names: string[]): void {
  for (const name of names) daemon.kernel.notify(name);
  daemon.kernel.notify('dockerd');
}

export function putContainer(daemon: Daemon, container: ContainerRecord): ContainerRecord {
  const { state } = daemon;
  state.containers.set(container.Id, container);
  if (container.running !== undefined || isPending(container)) state.active.add(container.Id);
  else state.active.delete(container.Id);
  state.stirred.add(container.Id);
  return container;
}

/** Is something to be done with it later? */
function isPending({ backoff, restarting, stopping }: ContainerRecord): boolean {
  return backoff !== undefined || restarting === true || stopping !== undefined;
}

/** Does it wait for a moment, so that it is looked at whenever the daemon wakes? */
export function isRestless(container: ContainerRecord): boolean {
  return isPending(container) || (container.running !== undefined && container.health !== undefined);
}

/** Changes fields of a container; `undefined` takes a field away. */
export function patchContainer(
  daemon: Daemon,
  id: string,
  change: { readonly [Field in keyof ContainerRecord]?: ContainerRecord[Field] | undefined },
): ContainerRecord {
  return putContainer(daemon, patched(containerById(daemon, id), change));
}

export function containerById(daemon: Daemon, id: string): ContainerRecord {
  const found = daemon.state.containers.get(id);
  if (!found) throw new DockerError('notFound', `No such container: ${id}`);
  return found;
}

export function putVolume(daemon: Daemon, volume: VolumeRecord): void {
  daemon.state.volumes.set(volume.Name, volume);
}

export function patchExec(
  daemon: Daemon,
  id: string,
  change: { readonly [Field in keyof ExecRecord]?: ExecRecord[Field] | undefined },
): ExecRecord {
  const before = daemon.state.execs.get(id);
  if (!before) throw new DockerError('notFound', `No such exec instance: ${id}`);
  const after = patched(before, change);
  daemon.state.execs.set(id, after);
  if (after.running) daemon.state.activeExecs.add(id);
  else daemon.state.activeExecs.delete(id);
  return after;
}

export function putStream(daemon: Daemon, stream: StreamRecord): void {
  daemon.state.streams.set(stream.id, stream);
  if ('container' in stream.of) daemon.state.stirred.add(stream.of.container);
}

function patched<T extends object>(before: T, change: { readonly [Field in keyof T]?: T[Field] | undefined }): T {
  const after = { ...before } as Record<string, unknown>;
  for (const [field, value] of Object.entries(change)) {
    if (value === undefined) delete after[field];
    else after[field] = value;
  }
  return after as T;
}

/** Tells the world what happened. */
export function emit(
  daemon: Daemon,
  type: EngineEvent['Type'],
  action: string,
  id: string,
  attributes: Readonly<Record<string, string>> = {},
): void {
  const now = daemon.kernel.now();
  const sorted = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
  const event: EngineEvent = {
    ...(type === 'container' || type === 'image' ? { status: action, id } : {}),
    ...(type === 'container' && attributes.image ? { from: attributes.image } : {}),
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: sorted },
    scope: 'local',
    time: Math.floor(now / 1000),
    timeNano: Math.round(now * 1e6),
  };
  const { state } = daemon;
  state.events = [...state.events, event].slice(-EVENTS_KEPT);
  state.eventsBefore += state.events.length > EVENTS_KEPT ? 1 : 0;
  daemon.kernel.notify('events');
  daemon.onEvent?.(event);
}

/** An event of a container: its attributes are its image, its name and its labels. */
export function emitContainer(
  daemon: Daemon,
  container: ContainerRecord,
  action: string,
  more: Readonly<Record<string, string>> = {},
): void {
  const { Config, Name } = container;
  emit(daemon, 'container', action, container.Id, { ...Config.Labels, image: Config.Image, name: Name, ...more });
}

/** Notes what no event tells. */
export function note({ state }: Daemon, what: EngineNote): void {
  state.notes = [...(state.notes ?? []), what].slice(-NOTES_KEPT);
  state.notesCount = (state.notesCount ?? 0) + 1;
}

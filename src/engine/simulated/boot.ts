import { digest } from '../../images/index.ts';
import type { Kernel } from '../../os/index.ts';
import { builtinNetworks } from './networks/records.ts';
import type { EngineState } from './state.ts';
import { rfc3339Nano } from './time.ts';

/** The state of an engine that has just been installed. */
export function newState(kernel: Kernel, seed: number): EngineState {
  const id = (name: string) => digest(`${name}:${seed}`);
  const uuid = id('engine');
  const startedAt = rfc3339Nano(kernel.now());
  return {
    engineId: [
      uuid.slice(0, 8),
      uuid.slice(8, 12),
      `4${uuid.slice(13, 16)}`,
      `a${uuid.slice(17, 20)}`,
      uuid.slice(20, 32),
    ].join('-'),
    startedAt,
    random: seed | 0,
    next: 1,
    volumes: new Map(),
    volumeUsers: new Map(),
    containers: new Map(),
    names: new Map(),
    active: new Set(),
    stirred: new Set(),
    restless: new Set(),
    watched: new Map(),
    watching: new Map(),
    gone: new Map(),
    pending: new Map(),
    execs: new Map(),
    activeExecs: new Set(),
    streams: new Map(),
    images: new Map(),
    tags: new Map(),
    layers: new Map(),
    pulls: new Map(),
    builds: new Map(),
    buildCache: new Map(),
    orphans: new Set(),
    logsCut: new Map(),
    followed: new Map(),
    networks: new Map(builtinNetworks(seed, startedAt).map((network) => [network.Id, network])),
    addresses: new Map(),
    lowestFree: new Map(),
    ports: new Map(),
    events: [],
    eventsBefore: 0,
    notes: [],
    notesCount: 0,
  };
}

/** A copy that changes on its own. Records are shared: they are never changed in place. */
export function copyState(state: EngineState): EngineState {
  const copy: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(state))
    copy[field] = value instanceof Map ? new Map(value) : value instanceof Set ? new Set(value) : value;
  return copy as unknown as EngineState;
}

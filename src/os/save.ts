import { copyQueue } from './byte-queue.ts';
import type { Image, OpenFile, Process, State, Tty } from './state.ts';

/** A map with each value copied. */
function copyMap<Key, Value>(map: ReadonlyMap<Key, Value>, copy: (value: Value) => Value): Map<Key, Value> {
  return new Map([...map].map(([key, value]) => [key, copy(value)]));
}

/** A step program's state is copied whole; kept results never change and are shared. */
function copyImage(image: Image): Image {
  if (image.kind === 'step') return { ...image, state: structuredClone(image.state) };
  if (image.kind === 'none') return image;
  return { ...image, env: { ...image.env }, calls: [...image.calls], results: [...image.results] };
}

const copyProcess = (process: Process): Process => ({
  ...process,
  children: new Set(process.children),
  image: copyImage(process.image),
  env: { ...process.env },
  fds: new Map(process.fds),
  actions: new Map(process.actions),
  pending: [...process.pending],
  held: [...process.held],
});

const copyFile = (file: OpenFile): OpenFile =>
  file.kind === 'listener' ? { ...file, backlog: [...file.backlog] } : { ...file };

const copyTty = (tty: Tty): Tty => ({
  ...tty,
  line: [...tty.line],
  ready: [...tty.ready],
  output: copyQueue(tty.output),
});

/** A state that shares nothing that changes. */
export function copyState(state: State): State {
  return {
    ...state,
    watches: new Map(state.watches),
    fired: copyMap(state.fired, (names) => new Set(names)),
    processes: copyMap(state.processes, copyProcess),
    ended: new Map(state.ended),
    pidNamespaces: copyMap(state.pidNamespaces, (each) => ({ ...each, pids: new Map(each.pids) })),
    files: copyMap(state.files, copyFile),
    pipes: copyMap(state.pipes, (pipe) => ({ ...pipe, queue: copyQueue(pipe.queue) })),
    ttys: copyMap(state.ttys, copyTty),
    networks: copyMap(state.networks, (each) => ({ ...each, listeners: new Map(each.listeners) })),
    published: new Map(state.published),
    faults: [...state.faults],
  };
}

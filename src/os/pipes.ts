import { Errno } from '../fs/index.ts';
import { newQueue, put, take } from './byte-queue.ts';
import type { Core } from './core.ts';
import type { Pipe } from './state.ts';

/** pipe(7): the capacity, and how much is written as one piece or not at all (PIPE_BUF). */
const CAPACITY = 65_536;
const ATOMIC = 4096;

export interface Pipes {
  /** A new pipe without readers and writers yet. */
  create(fifo?: string): Pipe;
  get(id: number): Pipe;
  /** The FIFO at `fs:ino`, made when it is opened first. */
  fifo(key: string): Pipe;
  open(id: number, end: 'read' | 'write'): void;
  /** Closes one reference of an end; the pipe goes with its last. */
  close(id: number, end: 'read' | 'write'): void;
  /** undefined: would wait; empty: the end. */
  read(id: number, max: number): Uint8Array | undefined;
  /** How many bytes were taken. EPIPE. */
  write(id: number, data: Uint8Array): number;
}

/** The name of the wake-up when a pipe may be read from, or written to. */
export const pipeWake = (id: number, end: 'read' | 'write'): string => `pipe:${id}:${end}`;

export function createPipes(core: Core): Pipes {
  const { state } = core;
  const fifos = new Map<string, number>();
  for (const pipe of state.pipes.values()) if (pipe.fifo) fifos.set(pipe.fifo, pipe.id);

  function get(id: number): Pipe {
    const pipe = state.pipes.get(id);
    if (!pipe) throw new Errno('EBADF');
    return pipe;
  }

  function create(fifo?: string): Pipe {
    const id = state.nextId++;
    const pipe: Pipe = {
      id,
      queue: newQueue(),
      readers: 0,
      writers: 0,
      hadReader: fifo === undefined,
      hadWriter: fifo === undefined,
      ...(fifo === undefined ? {} : { fifo }),
    };
    state.pipes.set(id, pipe);
    return pipe;
  }

  return {
    create,
    get,
    fifo(key) {
      const known = fifos.get(key);
      if (known !== undefined) return get(known);
      const pipe = create(key);
      fifos.set(key, pipe.id);
      return pipe;
    },
    open(id, end) {
      const pipe = get(id);
      if (end === 'read') {
        pipe.readers++;
        pipe.hadReader = true;
      } else {
        pipe.writers++;
        pipe.hadWriter = true;
      }
      core.scheduler.wake(pipeWake(id, end === 'read' ? 'write' : 'read'));
    },
    close(id, end) {
      const pipe = get(id);
      if (end === 'read') pipe.readers--;
      else pipe.writers--;
      if (pipe.readers === 0 && pipe.writers === 0) {
        state.memory -= pipe.queue.length;
        state.pipes.delete(id);
        if (pipe.fifo) fifos.delete(pipe.fifo);
      }
      core.scheduler.wake(pipeWake(id, end === 'read' ? 'write' : 'read'));
    },
    read(id, max) {
      const pipe = get(id);
      if (pipe.queue.length === 0) return pipe.writers === 0 && pipe.hadWriter ? new Uint8Array(0) : undefined;
      const bytes = take(pipe.queue, max);
      state.memory -= bytes.length;
      core.scheduler.wake(pipeWake(id, 'write'));
      return bytes;
    },
    write(id, data) {
      const pipe = get(id);
      if (data.length === 0) return 0;
      if (pipe.readers === 0) {
        if (pipe.hadReader) throw new Errno('EPIPE');
        return 0;
      }
      const room = CAPACITY - pipe.queue.length;
      if (room <= 0 || (data.length <= ATOMIC && data.length > room)) return 0;
      const part = data.length > room ? data.subarray(0, room) : data;
      put(pipe.queue, part);
      state.memory += part.length;
      core.scheduler.wake(pipeWake(id, 'read'));
      return part.length;
    },
  };
}

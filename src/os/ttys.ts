import { Errno } from '../fs/index.ts';
import { clear, newQueue, put, take } from './byte-queue.ts';
import type { Core } from './core.ts';
import { type } from './line-discipline.ts';
import { KERNEL } from './signalling.ts';
import type { Process, Tty } from './state.ts';
import type { TtyMode, WindowSize } from './sys.ts';

/** What a terminal shows is taken from a program up to so many bytes before the program waits. */
const OUTPUT_LIMIT = 65_536;

export interface Ttys {
  create(size: WindowSize): Tty;
  get(id: number): Tty;
  open(id: number, end: 'master' | 'slave'): void;
  close(id: number, end: 'master' | 'slave'): void;
  /** Makes it the controlling terminal of a session's leader. */
  control(tty: Tty, leader: Process): void;
  /** The session's leader has ended: SIGHUP to the foreground group, and nobody has the terminal. */
  leaderGone(leader: Process): void;
  /** The terminals of an instance of /dev/pts, by their numbers. */
  instance(instance: number): readonly Tty[];
  /** The terminal that an instance of /dev/pts shows under a number. */
  byIndex(instance: number, index: number): Tty | undefined;
  /** What programs read; EIO for a background process that can't be stopped. undefined: would wait. */
  read(id: number, max: number, reader: Process | undefined): Uint8Array | undefined;
  /** What programs write: how many bytes were taken. EIO after a hangup. */
  write(id: number, data: Uint8Array): number;
  /** What the screen shows. undefined: would wait; empty: no program has the terminal open any more. */
  readMaster(id: number, max: number): Uint8Array | undefined;
  /** Typing: how many bytes were taken. */
  writeMaster(id: number, data: Uint8Array): number;
  setMode(tty: Tty, mode: Partial<TtyMode>): void;
  resize(tty: Tty, size: WindowSize): void;
  setForeground(tty: Tty, pgid: number): void;
}

export const ttyWake = (id: number, end: 'read' | 'write'): string => `tty:${id}:${end}`;
export const masterWake = (id: number, end: 'read' | 'write'): string => `pty:${id}:${end}`;

export function createTtys(core: Core): Ttys {
  const { state, scheduler } = core;

  function get(id: number): Tty {
    const tty = state.ttys.get(id);
    if (!tty) throw new Errno('EIO');
    return tty;
  }

  function byIndex(instance: number, index: number): Tty | undefined {
    for (const tty of state.ttys.values()) if (tty.instance === instance && tty.index === index) return tty;
    return undefined;
  }

  function freeIndex(instance: number): number {
    let index = 0;
    while (byIndex(instance, index)) index++;
    return index;
  }

  /** Runs a change of the queues and accounts for the memory that they take. */
  function accounted<T>(tty: Tty, change: () => T): T {
    const before = tty.queued + tty.line.length + tty.output.length;
    const result = change();
    state.memory += tty.queued + tty.line.length + tty.output.length - before;
    return result;
  }

  function abandon(tty: Tty): void {
    for (const process of state.processes.values()) if (process.tty === tty.id) process.tty = 0;
    tty.session = 0;
    tty.foreground = 0;
  }

  /** The master is gone: SIGHUP to the session's leader and to the foreground group (tty_ioctl(4), TIOCSCTTY). */
  function hangUp(tty: Tty): void {
    tty.hungUp = true;
    const { session, foreground } = tty;
    const leader = core.processes.find(session);
    abandon(tty);
    if (leader) {
      core.signals.send(leader, 'HUP', KERNEL);
      core.signals.send(leader, 'CONT', KERNEL);
    }
    if (foreground !== 0) {
      for (const process of core.processes.group(foreground)) {
        if (process === leader) continue;
        core.signals.send(process, 'HUP', KERNEL);
        core.signals.send(process, 'CONT', KERNEL);
      }
    }
    scheduler.wake(ttyWake(tty.id, 'read'));
    scheduler.wake(ttyWake(tty.id, 'write'));
  }

  function forget(tty: Tty): void {
    state.memory -= tty.queued + tty.line.length + tty.output.length;
    state.ttys.delete(tty.id);
  }

  return {
    create(size) {
      const id = state.nextId++;
      const tty: Tty = {
        id,
        index: freeIndex(0),
        instance: 0,
        size,
        mode: { canonical: true, echo: true, signals: true, output: true },
        line: [],
        ready: [],
        queued: 0,
        output: newQueue(),
        column: 0,
        startColumn: 0,
        literal: false,
        stopped: false,
        hungUp: false,
        owner: 0,
        session: 0,
        foreground: 0,
        masters: 0,
        slaves: 0,
      };
      state.ttys.set(id, tty);
      return tty;
    },
    get,
    open(id, end) {
      const tty = get(id);
      if (end === 'master') tty.masters++;
      else tty.slaves++;
    },
    close(id, end) {
      const tty = get(id);
      if (end === 'master') tty.masters--;
      else tty.slaves--;
      if (end === 'master' && tty.masters === 0) hangUp(tty);
      if (end === 'slave' && tty.slaves === 0) scheduler.wake(masterWake(id, 'read'));
      if (tty.masters === 0 && tty.slaves === 0) forget(tty);
    },
    control(tty, leader) {
      if (tty.instance !== leader.ns) {
        tty.index = freeIndex(leader.ns);
        tty.instance = leader.ns;
      }
      tty.owner = leader.credentials.uid;
      tty.session = leader.sid;
      tty.foreground = leader.pgid;
      leader.tty = tty.id;
    },
    leaderGone(leader) {
      const tty = state.ttys.get(leader.tty);
      if (!tty || tty.session !== leader.sid) return;
      const { foreground } = tty;
      abandon(tty);
      if (foreground !== 0) core.signals.sendGroup(foreground, 'HUP', KERNEL);
    },
    byIndex,
    instance(instance) {
      const all = [...state.ttys.values()].filter((tty) => tty.instance === instance && !tty.hungUp);
      return all.sort((a, b) => a.index - b.index);
    },
    read(id, max, reader) {
      const tty = get(id);
      if (reader && reader.tty === id && tty.foreground !== 0 && reader.pgid !== tty.foreground) {
        if (core.signals.action(reader, 'TTIN') === 'ignore' || core.processes.orphaned(reader.pgid)) {
          throw new Errno('EIO');
        }
        core.signals.sendGroup(reader.pgid, 'TTIN', KERNEL);
        return undefined;
      }
      const first = tty.ready[0];
      if (first === undefined) return tty.hungUp ? new Uint8Array(0) : undefined;
      return accounted(tty, () => {
        if (first.length > max) {
          tty.ready[0] = first.subarray(max);
          tty.queued -= max;
          return first.slice(0, max);
        }
        tty.ready.shift();
        let bytes = first;
        // Without lines there is nothing that one read would have to stop at.
        while (!tty.mode.canonical && tty.ready.length > 0 && bytes.length + tty.ready[0]!.length <= max) {
          const joined = new Uint8Array(bytes.length + tty.ready[0]!.length);
          joined.set(bytes);
          joined.set(tty.ready.shift()!, bytes.length);
          bytes = joined;
        }
        tty.queued -= bytes.length;
        scheduler.wake(masterWake(id, 'write'));
        return bytes;
      });
    },
    write(id, data) {
      const tty = get(id);
      if (tty.hungUp) throw new Errno('EIO');
      if (tty.stopped) return 0;
      const room = OUTPUT_LIMIT - tty.output.length;
      if (room <= 0) return 0;
      const part = data.subarray(0, room);
      accounted(tty, () => show(tty, part));
      scheduler.wake(masterWake(id, 'read'));
      return part.length;
    },
    readMaster(id, max) {
      const tty = get(id);
      if (tty.stopped && !tty.hungUp) return undefined;
      if (tty.output.length === 0) return tty.slaves === 0 ? new Uint8Array(0) : undefined;
      const full = tty.output.length >= OUTPUT_LIMIT;
      const bytes = accounted(tty, () => take(tty.output, max));
      if (full) scheduler.wake(ttyWake(id, 'write'));
      return bytes;
    },
    writeMaster(id, data) {
      const tty = get(id);
      const waiting = tty.ready.length;
      const stopped = tty.stopped;
      const shown = tty.output.length;
      const taken = accounted(tty, () =>
        type(tty, data, {
          echo: (bytes) => show(tty, bytes),
          signal: (signal) => {
            if (tty.foreground !== 0) core.signals.sendGroup(tty.foreground, signal, KERNEL);
          },
          discardOutput: () => clear(tty.output),
        }),
      );
      if (tty.ready.length > 0 && (waiting === 0 || taken > 0)) scheduler.wake(ttyWake(id, 'read'));
      if (stopped && !tty.stopped) {
        scheduler.wake(ttyWake(id, 'write'));
        scheduler.wake(masterWake(id, 'read'));
      }
      if (tty.output.length !== shown) scheduler.wake(masterWake(id, 'read'));
      return taken;
    },
    setMode(tty, mode) {
      const wasCanonical = tty.mode.canonical;
      tty.mode = { ...tty.mode, ...mode };
      // What was typed of a line can be read as soon as lines no longer matter (n_tty_set_termios).
      if (wasCanonical && !tty.mode.canonical && tty.line.length > 0) {
        tty.ready.push(Uint8Array.from(tty.line));
        tty.queued += tty.line.length;
        tty.line = [];
        scheduler.wake(ttyWake(tty.id, 'read'));
      }
      if (!tty.mode.canonical) tty.ready = tty.ready.filter((bytes) => bytes.length > 0);
    },
    resize(tty, size) {
      if (tty.size.columns === size.columns && tty.size.rows === size.rows) return;
      tty.size = size;
      if (tty.foreground !== 0) core.signals.sendGroup(tty.foreground, 'WINCH', KERNEL);
    },
    setForeground(tty, pgid) {
      tty.foreground = pgid;
    },
  };
}

const NEWLINE = 10;
const RETURN = 13;
const TAB = 9;
const BACKSPACE = 8;

/** Output processing: a newline goes out as carriage return and newline (ONLCR), and the column is kept. */
function show(tty: Tty, data: Uint8Array): void {
  let newlines = 0;
  for (const byte of data) {
    if (byte === NEWLINE) {
      newlines++;
      tty.column = 0;
    } else if (byte === RETURN) tty.column = 0;
    else if (byte === TAB) tty.column = (tty.column | 7) + 1;
    else if (byte === BACKSPACE) tty.column = Math.max(0, tty.column - 1);
    else if (byte >= 0x20 && (byte & 0xc0) !== 0x80) tty.column++;
  }
  put(tty.output, newlines > 0 && tty.mode.output ? withReturns(data, newlines) : data);
}

function withReturns(data: Uint8Array, newlines: number): Uint8Array {
  const out = new Uint8Array(data.length + newlines);
  let at = 0;
  for (const byte of data) {
    if (byte === NEWLINE) out[at++] = RETURN;
    out[at++] = byte;
  }
  return out;
}

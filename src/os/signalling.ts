import type { Core } from './core.ts';
import type { Signal } from './signals.ts';
import type { Process } from './state.ts';
import type { Pid } from './sys.ts';

/** The kernel or a terminal as a signal's sender: not in any pid namespace. */
export const KERNEL = -1;

export type Action = 'default' | 'ignore' | 'catch';

export interface Signalling {
  /** `from`: the sender's pid namespace, or {@link KERNEL}. */
  send(process: Process, signal: Signal, from: number): void;
  /** To every process of a group. */
  sendGroup(pgid: Pid, signal: Signal, from: number): void;
  action(process: Process, signal: Signal): Action;
  /** Delivers what came while the process was frozen. */
  deliverHeld(process: Process): void;
}

/** signal(7): what is ignored, what stops, by default; everything else ends the process. */
const IGNORED: ReadonlySet<Signal> = new Set<Signal>(['CHLD', 'URG', 'WINCH', 'CONT']);
const STOPS: ReadonlySet<Signal> = new Set<Signal>(['STOP', 'TSTP', 'TTIN', 'TTOU']);

export function createSignalling(core: Core): Signalling {
  const { state, scheduler } = core;

  const action = (process: Process, signal: Signal): Action =>
    signal === 'KILL' || signal === 'STOP' ? 'default' : (process.actions.get(signal) ?? 'default');

  /**
   * pid_namespaces(7): to its namespace's init only signals with a handler are delivered; KILL and STOP also, if they
   * come from outside. The host's init takes none.
   */
  function protectedInit(process: Process, signal: Signal, from: number): boolean {
    if (process.pid === 1) return true;
    if (state.pidNamespaces.get(process.ns)?.init !== process.pid) return false;
    return from === process.ns || (signal !== 'KILL' && signal !== 'STOP');
  }

  function hold(process: Process, signal: Signal, from: number): void {
    if (!process.held.some((held) => held.signal === signal)) process.held.push({ signal, from });
  }

  function deliverHeld(process: Process): void {
    for (const { signal, from } of process.held.splice(0)) send(process, signal, from);
  }

  function stop(process: Process, signal: Signal): void {
    process.stopped = true;
    process.report = { kind: 'stopped', signal };
    scheduler.update(process);
    core.processes.tellParent(process);
  }

  function resume(process: Process): void {
    process.stopped = false;
    process.report = { kind: 'continued' };
    // What it waited for may be there by now, or be allowed now: it looks again.
    scheduler.rouse(process);
    scheduler.update(process);
    core.processes.tellParent(process);
    deliverHeld(process);
  }

  function send(process: Process, signal: Signal, from: number): void {
    if (process.state === 'zombie') return;
    // 1. What stops undoes a pending continuation and the reverse, whatever is done with the signal itself.
    if (signal === 'CONT') {
      process.held = process.held.filter((held) => !STOPS.has(held.signal));
      if (process.stopped) resume(process);
      if (process.state === ('zombie' as Process['state'])) return;
    }
    // 2. Ignored, or kept from an init.
    const act = action(process, signal);
    if (act === 'ignore' || (act === 'default' && IGNORED.has(signal))) return;
    if (act === 'default' && protectedInit(process, signal, from)) return;
    // 3. Later: a stopped or frozen process handles nothing but KILL.
    if (signal !== 'KILL' && (process.stopped || scheduler.frozen(process))) hold(process, signal, from);
    // 4. Now.
    else if (act === 'catch') {
      if (!process.pending.includes(signal)) process.pending.push(signal);
      if (process.state === 'waiting') scheduler.rouse(process);
      else process.interrupted = true;
    } else if (STOPS.has(signal)) {
      if (signal === 'STOP' || !core.processes.orphaned(process.pgid)) stop(process, signal);
    } else core.processes.exit(process, { kind: 'signaled', signal });
  }

  return {
    send,
    sendGroup(pgid, signal, from) {
      for (const process of core.processes.group(pgid)) send(process, signal, from);
    },
    action,
    deliverHeld,
  };
}

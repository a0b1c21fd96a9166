import type { StreamId } from '../../engine/index.ts';
import { isErrno, type Op, SIGNALS, type Signal, type Wait } from '../../os/index.ts';
import { anyOf, type Cli } from '../cli.ts';
import { logLine } from '../command.ts';
import { CliError } from '../errors.ts';
import {
  containerKill,
  containerResize,
  containerWait,
  execInspect,
  execResize,
  streamClose,
  streamCloseInput,
  streamRead,
  streamWrite,
} from '../requests/containers.ts';
import { ENDING, giveSignals, takeSignals } from '../signals.ts';
import { terminalSize } from './config.ts';
import { watchKeys } from './detach.ts';

/**
 * A client that is attached to a container or an exec: all that it needs to go on, as plain data, so that the process
 * can be saved while it runs.
 */
export interface Attached {
  readonly kind: 'attached';
  readonly container: string;
  /** The exec, if it is one. */
  readonly exec?: string;
  readonly stream: StreamId;
  readonly tty: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** Signals go on to the container. */
  readonly proxy: boolean;
  /** The size of the terminal goes on too. */
  readonly resize: boolean;
  /** What detaching by the keys comes to. */
  readonly onDetach: 'quiet' | 'error';
  readonly keys: readonly number[];
  /** A container of `--rm`: its end is its removal. */
  readonly autoRemove: boolean;

  /** Is there more to come from standard input? */
  input: boolean;
  /** Bytes of output that were shown, and of input that were taken. */
  seen: number;
  sent: number;
  /** Read, but not yet taken. */
  pending: Uint8Array | undefined;
  /** How many of the detach keys are typed. */
  matched: number;
  /** How often it was told to end. */
  ends: number;
  /** The terminal is in raw mode. */
  raw: boolean;
}

/** A client at its beginning. */
export function attachedTo(
  fixed: Omit<Attached, 'kind' | 'seen' | 'sent' | 'pending' | 'matched' | 'ends' | 'raw'>,
): Attached {
  return { kind: 'attached', ...fixed, seen: 0, sent: 0, pending: undefined, matched: 0, ends: 0, raw: false };
}

/** Signals that a client passes on. What the kernel needs for itself, and what can't be caught, is left out. */
const FORWARDED = (Object.keys(SIGNALS) as Signal[]).filter(
  (signal) => !['KILL', 'STOP', 'CHLD', 'PIPE', 'URG', 'WINCH', 'TSTP', 'TTIN', 'TTOU', 'CONT'].includes(signal),
);

/** After so many rounds the process's past is dropped (see Sys.checkpoint). */
const ROUNDS = 50;

/** Puts the terminal into raw mode for a container that has a terminal of its own. */
function rawTerminal(cli: Cli, state: Attached): void {
  if (!state.input || !state.tty || !cli.sys.isatty(0)) return;
  cli.sys.ttyMode(0, { canonical: false, echo: false, signals: false, output: false });
  state.raw = true;
}

/** Leaves terminal and signals as they were before. */
function restore(cli: Cli, state: Attached): void {
  if (state.raw) cli.sys.ttyMode(0, { canonical: true, echo: true, signals: true, output: true });
  state.raw = false;
  releaseSignals(cli, state);
}

/** Catches what the client passes on; call before the container can print or end. */
export function catchSignals(cli: Cli, state: Catching): void {
  if (ownsSignals(state)) takeSignals(cli);
  for (const signal of caught(state)) cli.sys.onSignal(signal, 'catch');
}

export function releaseSignals(cli: Cli, state: Catching): void {
  for (const signal of caught(state)) cli.sys.onSignal(signal, 'default');
  if (ownsSignals(state)) giveSignals(cli, cli.plugin ? 'nobody' : 'command');
}

type Catching = Pick<Attached, 'proxy' | 'resize' | 'exec'>;

/** A client passes signals on, or ends by them in its own way. */
export const ownsSignals = ({ proxy, exec }: Catching): boolean => proxy || exec !== undefined;

function caught({ proxy, resize: window }: Catching): readonly Signal[] {
  return [
    ...(proxy ? FORWARDED.filter((signal) => !ENDING.includes(signal)) : []),
    ...(window ? (['WINCH'] as const) : []),
  ];
}

/** Tells the container or exec the size of the terminal. */
export function resize(cli: Cli, state: Pick<Attached, 'container' | 'exec'>, more = 0): void {
  const size = terminalSize(cli);
  if (!size) return;
  const grown = { columns: size.columns + more, rows: size.rows + more };
  // A container that is gone by now has no size: nothing to say about it.
  cli.poll(state.exec === undefined ? containerResize(state.container, grown) : execResize(state.exec, grown));
}

/** Passes on the signals that came. */
function* passSignals(cli: Cli, state: Attached): Op<void> {
  for (let signal = cli.sys.takeSignal(); signal; signal = cli.sys.takeSignal()) {
    if (signal === 'WINCH') {
      resize(cli, state);
      continue;
    }
    if (!state.proxy) {
      // The client of an exec ends without a word, and with success: what it ran goes on.
      if (state.exec !== undefined && ENDING.includes(signal)) throw new CliError('', 0);
      continue;
    }
    if (signal === 'INT' || signal === 'TERM') {
      state.ends++;
      if (state.ends === 3) {
        yield* writeAll(cli, 2, new TextEncoder().encode('\ngot 3 SIGTERM/SIGINTs, forcefully exiting\n'));
        throw new CliError('');
      }
    }
    cli.poll(containerKill(state.container, signal));
  }
}

/** Writes all of it; a signal that comes meanwhile doesn't stop it. */
function* writeAll(cli: Cli, fd: number, data: Uint8Array): Op<void> {
  for (let at = 0; at < data.length; ) {
    const taken = cli.sys.tryWrite(fd, data.subarray(at));
    at += taken;
    if (taken === 0) yield cli.sys.writable(fd);
  }
}

/** Reads what there is of standard input. */
function readInput(cli: Cli): Uint8Array | undefined {
  try {
    return cli.sys.tryRead(0);
  } catch (error) {
    if (isErrno(error)) return new Uint8Array();
    throw error;
  }
}

/** One direction: what came of a step of it. */
type Progress = { readonly kind: 'moved' | 'ended' | 'detached' } | { readonly kind: 'waits'; readonly wait: Wait };

function input(cli: Cli, state: Attached): Progress {
  if (state.pending) {
    const poll = cli.poll(streamWrite(state.stream, state.pending, state.sent));
    if (poll.state === 'waiting') return { kind: 'waits', wait: poll.wait };
    // Nobody reads it any more: the output will tell how it ended.
    if (poll.state === 'failed') state.input = false;
    else state.sent += state.pending.length;
    state.pending = undefined;
    return { kind: 'moved' };
  }
  const data = readInput(cli);
  if (data === undefined) return { kind: 'waits', wait: cli.sys.readable(0) };
  if (data.length === 0) {
    state.input = false;
    cli.poll(streamCloseInput(state.stream));
    return { kind: 'moved' };
  }
  if (!state.tty) {
    state.pending = data;
    return { kind: 'moved' };
  }
  const typed = watchKeys(state.keys, state.matched, data);
  state.matched = typed.matched;
  if (typed.data.length > 0) state.pending = typed.data;
  return { kind: typed.detached ? 'detached' : 'moved' };
}

function* output(cli: Cli, state: Attached): Op<Progress> {
  const poll = cli.poll(streamRead(state.stream, state.seen));
  if (poll.state === 'waiting') return { kind: 'waits', wait: poll.wait };
  if (poll.state === 'failed') throw poll.error;
  const chunk = poll.value;
  if (!chunk) return { kind: 'ended' };
  state.seen += chunk.data.length;
  const wanted = chunk.stream === 'stdout' ? state.stdout : state.stderr;
  if (wanted) yield* writeAll(cli, state.tty || chunk.stream === 'stdout' ? 1 : 2, chunk.data);
  return { kind: 'moved' };
}

/** Without output to follow, the end of the container is the end. */
function ending(cli: Cli, state: Attached): Progress {
  const poll = cli.poll(containerWait(state.container, state.autoRemove ? 'removed' : 'not-running'));
  return poll.state === 'waiting' ? { kind: 'waits', wait: poll.wait } : { kind: 'ended' };
}

/** Moves input and output until the output ends or the user detaches. */
function* pump(cli: Cli, state: Attached): Op<'ended' | 'detached'> {
  for (let rounds = 0; ; ) {
    yield* passSignals(cli, state);
    const waits: Wait[] = [];
    let moved = false;
    const shows = state.stdout || state.stderr;
    const out = shows ? yield* output(cli, state) : ending(cli, state);
    if (out.kind === 'ended') return 'ended';
    if (out.kind === 'waits') waits.push(out.wait);
    else moved = true;
    if (state.input || state.pending) {
      const typed = input(cli, state);
      if (typed.kind === 'detached') return 'detached';
      if (typed.kind === 'waits') waits.push(typed.wait);
      else moved = true;
    }
    if (!moved) yield anyOf(waits);
    if (++rounds === ROUNDS) {
      rounds = 0;
      cli.save(state);
    }
  }
}

/**
 * Stays attached to the end, and takes over the exit status.
 * @throws {CliError} with the container's status if it isn't 0
 */
export function* stayAttached(cli: Cli, state: Attached): Op<void> {
  rawTerminal(cli, state);
  yield* resumeAttached(cli, state);
}

/** Goes on from a saved state. */
export function* resumeAttached(cli: Cli, state: Attached): Op<void> {
  let end: 'ended' | 'detached';
  try {
    end = yield* pump(cli, state);
  } catch (error) {
    if (error instanceof CliError) restore(cli, state);
    throw error;
  }
  restore(cli, state);
  if (end === 'detached') {
    yield* cli.call(streamClose(state.stream));
    if (state.onDetach === 'error') throw new CliError('read escape sequence');
    return;
  }
  let status: number;
  if (state.exec !== undefined) status = (yield* cli.call(execInspect(state.exec))).ExitCode ?? 0;
  else {
    const result = yield* cli.call(containerWait(state.container, state.autoRemove ? 'removed' : 'not-running'));
    if (result.Error) yield* cli.err(`${logLine(cli, 'error', `Error waiting for container: ${result.Error}`)}\n`);
    status = result.Error ? 125 : result.StatusCode;
  }
  yield* cli.call(streamClose(state.stream));
  if (status !== 0) throw new CliError('', status);
}

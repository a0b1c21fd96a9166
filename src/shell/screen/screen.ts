import { isErrno } from '../../fs/index.ts';
import type { Signal, Step, StepProgram, Sys, Wait } from '../../os/index.ts';
import { BUSYBOX_BANNER, type Dialect, UsageError } from '../applets/applet.ts';
import { Printed } from '../applets/command.ts';
import { TEXT_USAGE } from '../applets/usage/texts.ts';
import { toBytes } from '../bytes.ts';
import type { TypedKey } from './keys.ts';
import { enter, flush, keys, leave, measure, type Terminal } from './terminal.ts';

/** What a program that uses the whole terminal keeps: plain data. */
export interface ScreenState {
  /** undefined: standard output is no terminal, or the program needs none. */
  readonly terminal: Terminal | undefined;
  /** The exit status, once it is over. */
  ended?: number;
}

/** A command that uses the whole terminal. Its state outlives a prompt (Ctrl-Z), so it is data, and the rest works on it. */
export interface Screen<State extends ScreenState = ScreenState> {
  readonly name: string;
  readonly dialects?: readonly Dialect[];
  /** Reads the command line and draws. @throws {UsageError | Printed | Errno}, which are told as other commands tell them */
  start(sys: Sys, args: readonly string[], dialect: Dialect): State;
  /** A key was typed. */
  key(sys: Sys, state: State, key: TypedKey): void;
  /** Draws all of it: the window has another size, or the program goes on after a stop. */
  draw(sys: Sys, state: State): void;
  /** What leaves the screen before a stop. */
  park?(state: State): string;
  /** What takes the screen again after a stop. */
  readonly resume?: string;
  /** What there is to do between keys. `continue`: more at once; a wait: for that, or for a key. */
  work?(sys: Sys, state: State): Wait | 'continue' | undefined;
  /** Ctrl-C, where it isn't a key. Default: the program ends by the signal. */
  interrupt?(sys: Sys, state: State): void;
}

/** A screen program's state: its own, once it has begun; what it has to say before it ends. */
interface Running {
  state?: ScreenState;
  said?: Uint8Array;
  to?: 1 | 2;
  exit?: number;
  /** It has stopped itself; whoever runs it again finds it so. */
  parked?: 'leaving' | 'stopped';
  /** The signal that ends it, once the screen is left. */
  killed?: Signal;
}

/** A screen as a program: GNU's are called `gnu:NAME`; `skip` words of argv come before its own. */
export function screenProgram(screen: Screen, dialect: Dialect, skip = 1): StepProgram<Running> {
  return {
    name: dialect === 'busybox' ? 'busybox' : `gnu:${screen.name}`,
    start: (sys) => begin(sys, screen, dialect, skip),
    step: (sys, running) => step(sys, screen, running),
  };
}

function begin(sys: Sys, screen: Screen, dialect: Dialect, skip: number): Running {
  const usage = TEXT_USAGE[screen.name]?.busybox;
  const help = dialect === 'busybox' && usage ? `${BUSYBOX_BANNER}\n\n${usage}` : '';
  const args = sys.argv.slice(skip);
  if (help !== '' && args.length === 1 && args[0] === '--help') return ending(help, 2, 0);
  try {
    return { state: screen.start(sys, args, dialect) };
  } catch (error) {
    if (error instanceof Printed) return ending(error.text, 1, 0);
    if (error instanceof UsageError) {
      const hint = !error.hint ? '' : dialect === 'gnu' ? `Try '${screen.name} --help' for more information.\n` : help;
      return ending(`${error.message === '' ? '' : `${screen.name}: ${error.message}\n`}${hint}`, 2, error.status);
    }
    if (isErrno(error)) return ending(`${screen.name}: ${error.message}\n`, 2, 1);
    throw error;
  }
}

const ending = (text: string, to: 1 | 2, exit: number): Running => ({ said: toBytes(text), to, exit });

function step(sys: Sys, screen: Screen, running: Running): Step {
  const { state } = running;
  if (!state) return lastWords(sys, running);
  const { terminal } = state;
  if (!terminal) return screen.work?.(sys, state) ?? { exit: state.ended ?? 0 };
  const busy = flush(sys, terminal);
  if (busy) return busy;
  if (state.ended !== undefined || running.killed) {
    leave(sys, terminal);
    if (state.ended !== undefined) return { exit: state.ended };
    sys.kill(sys.pid, running.killed!);
    return 'continue';
  }
  if (running.parked) return parking(sys, screen, running, state, terminal);
  const signal = sys.takeSignal();
  if (signal) {
    signalled(sys, screen, running, state, terminal, signal);
    return 'continue';
  }
  const typed = keys(sys, terminal);
  if (typed === 'closed') {
    state.ended = 1;
    return 'continue';
  }
  if (typed) {
    for (const key of typed) {
      if (state.ended !== undefined) break;
      if (key === SUSPEND) park(screen, running, state, terminal);
      else screen.key(sys, state, key);
    }
    return 'continue';
  }
  const work = screen.work?.(sys, state);
  if (work === 'continue' || terminal.out !== '' || state.ended !== undefined) return 'continue';
  const wait = sys.readable(terminal.keyboard);
  return work ? { ...work, on: [...work.on, ...wait.on] } : wait;
}

const SUSPEND = '\x1a';

function lastWords(sys: Sys, running: Running): Step {
  const { said = new Uint8Array(0), to = 2, exit = 0 } = running;
  if (said.length === 0) return { exit };
  const taken = sys.tryWrite(to, said);
  if (taken === 0) return sys.writable(to);
  running.said = said.slice(taken);
  return 'continue';
}

function park(screen: Screen, running: Running, state: ScreenState, terminal: Terminal): void {
  terminal.out += screen.park?.(state) ?? '';
  running.parked = 'leaving';
}

function signalled(
  sys: Sys,
  screen: Screen,
  running: Running,
  state: ScreenState,
  terminal: Terminal,
  signal: Signal,
): void {
  if (signal === 'TSTP') park(screen, running, state, terminal);
  else if (signal === 'WINCH') {
    if (measure(sys, terminal)) screen.draw(sys, state);
  } else if (signal === 'CONT') {
    enter(sys, terminal);
    measure(sys, terminal);
    screen.draw(sys, state);
  } else if (signal === 'INT' && screen.interrupt) screen.interrupt(sys, state);
  else {
    terminal.out += screen.park?.(state) ?? '';
    running.killed = signal;
  }
}

/** Stops, with the terminal as it was; whoever continues it comes here again. */
function parking(sys: Sys, screen: Screen, running: Running, state: ScreenState, terminal: Terminal): Step {
  if (running.parked === 'leaving') {
    running.parked = 'stopped';
    leave(sys, terminal);
    // With Ctrl-Z as a key nobody else of the group has been told yet.
    sys.kill(terminal.signals ? sys.pid : 0, 'TSTP');
    return 'continue';
  }
  delete running.parked;
  terminal.out += screen.resume ?? '';
  enter(sys, terminal);
  measure(sys, terminal);
  screen.draw(sys, state);
  return 'continue';
}

import type { Fd, Pid } from '../../os/index.ts';
import { nestedTexts } from '../print/trace.ts';
import type { Descriptors, Frame, Shell, ShellState } from '../state.ts';
import { flag } from '../state.ts';
import { ignoresFailure } from './errexit.ts';
import { isSignal } from './signals.ts';

export interface ForkOptions {
  /** A command substitution: bash and ash forget `set -e` in it. */
  readonly substitution?: boolean;
  /** The child's descriptors, by the script's numbers. */
  readonly fds?: Descriptors;
  readonly pgid?: Pid;
  readonly foreground?: Fd;
  /** A background job of a shell without job control: interrupts don't reach it. */
  readonly background?: boolean;
}

/** A subshell that runs some frames and ends: a process of its own with a copy of everything. */
export function forkShell(shell: Shell, frames: readonly Frame[], options: ForkOptions = {}): Pid {
  const { state, sys } = shell;
  const fds = options.fds ?? state.fds;
  const child: ShellState = {
    ...state,
    frames: [...frames],
    fds: Object.fromEntries(Object.keys(fds).map((number) => [number, Number(number)])),
    flags: childFlags(shell, options),
    evaluations: state.evaluations + nestedTexts(shell) + (options.substitution ? 1 : 0),
    jobs:
      state.dialect === 'dash'
        ? []
        : state.jobs.filter((job) => job.background).map((job) => ({ ...job, inherited: true })),
    children: new Map(),
    output: [],
    history: [],
    saved: 0,
    pendingTraps: [],
    inheritedTraps: state.traps.size > 0,
    subshell: state.subshell + 1,
    errexitIgnored: ignoresFailure(shell),
    prompting: {},
    terminal: undefined,
    forked: options.background && !flag(shell, 'm') ? 'background' : 'foreground',
  };
  return sys.fork(child, {
    fds: { ...fds },
    ...(options.pgid !== undefined && { pgid: options.pgid }),
    ...(options.foreground !== undefined && { foreground: options.foreground }),
  });
}

function childFlags({ state }: Shell, options: ForkOptions): string {
  const flags = state.flags.replace('m', '');
  const keeps = !options.substitution || state.dialect === 'dash' || state.shopt.has('inherit_errexit');
  return keeps ? flags : flags.replace('e', '');
}

/** The first thing that a forked child does: caught signals are no longer its business. */
export function afterFork(shell: Shell): void {
  const { state, sys } = shell;
  const background = state.forked === 'background';
  state.forked = undefined;
  for (const signal of ['HUP', 'INT', 'QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU', 'CHLD', 'WINCH'] as const) {
    if (state.traps.get(signal) === '' || state.ignored.includes(signal)) continue;
    sys.onSignal(signal, 'default');
  }
  for (const [condition, command] of state.traps) {
    if (command !== '' && isSignal(condition)) sys.onSignal(condition, 'default');
  }
  if (background) {
    sys.onSignal('INT', 'ignore');
    sys.onSignal('QUIT', 'ignore');
  }
}

import { type ErrnoCode, isErrno } from '../../fs/index.ts';
import type { Step, Wait } from '../../os/index.ts';
import { mapfileStep } from '../builtins/mapfile.ts';
import { readStep } from '../builtins/read.ts';
import { waitStep } from '../builtins/wait.ts';
import { Failure, NeedsCommand } from '../failure.ts';
import { complain } from '../messages.ts';
import { flush } from '../output.ts';
import type { Frame, Shell } from '../state.ts';
import {
  arithmeticForStep,
  arithmeticStep,
  caseStep,
  forStep,
  ifStep,
  redirectedStep,
  testStep,
  whileStep,
} from './compound.ts';
import { afterCommand, exitShell, finish } from './exit.ts';
import { afterFork } from './fork.ts';
import { inputStep } from './input.ts';
import { waitJob } from './jobs.ts';
import { andOrStep, invertStep, listStep, settleStep, timeStep } from './lists.ts';
import { selectStep } from './select.ts';
import { takeSignals } from './signals.ts';
import { failSimple, simpleStep } from './simple.ts';
import { substitutionStep } from './substitution.ts';
import { pop, unwind } from './unwind.ts';
import { reportWriteError } from './write-error.ts';

/** One step of a shell: a frame's next piece of work. */
export function step(shell: Shell): Step {
  const { state } = shell;
  if (state.forked) afterFork(shell);
  // 1. What was printed goes out before anything else is done.
  if (state.output.length > 0) {
    const blocked = flush(shell, (builtin, code) => writeFailed(shell, builtin, code));
    if (blocked) {
      takeSignals(shell);
      return blocked;
    }
  }
  // 2. Signals.
  takeSignals(shell);
  if (state.interruptedJob) afterInterruptedJob(shell);
  // 3. The frame on top.
  const frame = state.frames.at(-1);
  if (!frame) return finish(shell);
  try {
    return run(shell, frame) ?? 'continue';
  } catch (problem) {
    if (problem instanceof NeedsCommand) return attempt(shell, problem.start);
    return attempt(shell, () => recover(shell, problem));
  }
}

function attempt(shell: Shell, action: () => void): Step {
  try {
    action();
  } catch (problem) {
    recover(shell, problem);
  }
  return 'continue';
}

function run(shell: Shell, frame: Frame): Wait | undefined {
  switch (frame.type) {
    case 'list':
      listStep(shell, frame);
      break;
    case 'simple':
      simpleStep(shell, frame);
      break;
    case 'while':
      whileStep(shell, frame);
      break;
    case 'if':
      ifStep(shell, frame);
      break;
    case 'and-or':
      andOrStep(shell, frame);
      break;
    case 'for':
      (frame.command.type === 'select' ? selectStep : forStep)(shell, frame);
      break;
    case 'case':
      caseStep(shell, frame);
      break;
    case 'arithmetic-for':
      arithmeticForStep(shell, frame);
      break;
    case 'arithmetic':
      arithmeticStep(shell, frame);
      break;
    case 'test':
      testStep(shell, frame);
      break;
    case 'redirected':
      redirectedStep(shell, frame);
      break;
    case 'call':
      pop(shell);
      break;
    case 'invert':
      invertStep(shell);
      break;
    case 'settle':
      settleStep(shell);
      break;
    case 'time':
      timeStep(shell, frame);
      break;
    case 'exit':
      exitShell(shell, frame.status);
      break;
    case 'input':
      return inputStep(shell, frame);
    case 'substitution':
      return substitutionStep(shell, frame);
    case 'wait-job':
      return waitJob(shell, frame);
    case 'wait':
      return waitStep(shell, frame);
    case 'read':
      return readStep(shell, frame);
    case 'mapfile':
      return mapfileStep(shell, frame);
    default:
      return frame satisfies never;
  }
  return undefined;
}

/** A builtin's output could not be written. */
function writeFailed(shell: Shell, builtin: string, code: ErrnoCode): void {
  if (builtin === '') return;
  reportWriteError(shell, builtin, code);
  shell.state.status = 1;
}

/** Ctrl-C ended a foreground job: an interactive shell drops the whole line. */
function afterInterruptedJob(shell: Shell): void {
  const { state } = shell;
  state.interruptedJob = false;
  const base = state.frames.find((frame) => frame.type === 'input' && frame.kind === 'interactive');
  if (!base) return;
  unwind(shell, (frame) => frame !== base);
  state.status = 130;
}

/** What a failure ends, and with which status. */
function recover(shell: Shell, problem: unknown): void {
  const { state } = shell;
  if (isErrno(problem, 'EAGAIN')) {
    complain(
      shell,
      state.dialect === 'bash'
        ? 'fork: Resource temporarily unavailable'
        : state.dialect === 'dash'
          ? 'Cannot fork'
          : "can't fork: Resource temporarily unavailable",
    );
    recover(shell, new Failure(state.dialect === 'bash' ? 'line' : 'shell', state.dialect === 'bash' ? 254 : 2));
    return;
  }
  if (isErrno(problem)) {
    complain(shell, problem.message);
    recover(shell, new Failure('command', 1));
    return;
  }
  if (!(problem instanceof Failure)) throw problem;
  state.status = problem.status;
  if (problem.scope === 'command') {
    const frame = state.frames.at(-1);
    if (frame?.type === 'simple') attempt(shell, () => failSimple(shell, frame, problem));
    else {
      // ash makes a subshell's redirections in the subshell.
      if (frame?.type === 'redirected' && frame.command.type === 'subshell' && state.dialect === 'ash')
        state.status = 2;
      pop(shell);
      afterCommand(shell);
    }
    return;
  }
  const base = state.frames.findLast(
    (frame) =>
      frame.type === 'input' && (frame.kind === 'interactive' || (frame.kind === 'file' && problem.scope === 'line')),
  );
  if (base && (problem.scope === 'line' || state.interactive)) {
    unwind(shell, (frame) => frame !== base);
    state.status = problem.status;
    return;
  }
  exitShell(shell, problem.status);
}

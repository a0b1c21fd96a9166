import { SIGNALS, type Signal } from '../../os/index.ts';
import type { Frame, Shell } from '../state.ts';
import { unwind } from './unwind.ts';

/** Is the condition of a trap a signal (and not EXIT, ERR …)? */
export function isSignal(condition: string): condition is Signal {
  return Object.hasOwn(SIGNALS, condition);
}

/** The signals that came since the last step: traps wait for a command's end, Ctrl-C drops what runs. */
export function takeSignals(shell: Shell): void {
  const { state, sys } = shell;
  for (let signal = sys.takeSignal(); signal !== undefined; signal = sys.takeSignal()) {
    if (state.traps.get(signal) && !state.inheritedTraps) state.pendingTraps.push(signal);
    else if (signal === 'INT') interrupt(shell);
    else if (signal === 'HUP') hangUp(shell);
  }
}

/** Ctrl-C at an interactive shell: back to the prompt. */
export function interrupt(shell: Shell): void {
  const { state } = shell;
  const base = state.frames.find((frame) => frame.type === 'input' && frame.kind === 'interactive');
  if (base?.type !== 'input') return;
  unwind(shell, (frame) => frame !== base);
  state.status = 130;
  state.interrupted = true;
}

function hangUp(shell: Shell): void {
  const { state } = shell;
  unwind(shell, () => true);
  state.exiting = 129;
}

/** The next trap's commands, if one is due; it runs before anything else. */
export function startTrap(shell: Shell): boolean {
  const { state } = shell;
  const condition = state.pendingTraps.shift();
  if (condition === undefined) return false;
  const command = state.traps.get(condition);
  if (!command) return false;
  state.frames.push(trapFrame(shell, command));
  return true;
}

export function trapFrame(shell: Shell, command: string): Frame {
  const { state } = shell;
  return {
    type: 'input',
    kind: 'trap',
    script: { text: command, at: 0, line: state.line, final: true },
    status: state.status,
    outerLine: state.line,
  };
}

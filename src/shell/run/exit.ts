import type { Step } from '../../os/index.ts';
import { flag, type Shell } from '../state.ts';
import { ignoresFailure } from './errexit.ts';
import { trapFrame } from './signals.ts';
import { unwind } from './unwind.ts';

/** Ends the shell: everything is put back, the EXIT trap runs, then the process ends. */
export function exitShell(shell: Shell, status: number): void {
  unwind(shell, () => true);
  shell.state.status = status & 0xff;
  shell.state.exiting = status & 0xff;
}

/** Nothing is left to run. */
export function finish(shell: Shell): Step {
  const { state } = shell;
  state.exiting ??= state.status;
  const trap = state.inheritedTraps ? undefined : state.traps.get('EXIT');
  if (trap) {
    state.traps.delete('EXIT');
    state.status = state.exiting;
    state.frames.push({ ...trapFrame(shell, trap), status: state.exiting } as ReturnType<typeof trapFrame>);
    return 'continue';
  }
  return { exit: state.exiting & 0xff };
}

/** After a command whose failure counts: the ERR trap, and the end under `set -e`. */
export function afterCommand(shell: Shell): void {
  const { state } = shell;
  if (state.status === 0) return;
  const trap = state.inheritedTraps ? undefined : state.traps.get('ERR');
  if ((!trap && !flag(shell, 'e')) || ignoresFailure(shell)) return;
  const { status } = state;
  const inTrap = state.frames.some((frame) => frame.type === 'input' && frame.kind === 'trap');
  const runs = trap && !inTrap && (flag(shell, 'E') || !state.frames.some((frame) => frame.type === 'call'));
  if (flag(shell, 'e')) {
    if (!runs) {
      exitShell(shell, status);
      return;
    }
    state.frames.push({ type: 'exit', status });
  }
  if (runs) state.frames.push(trapFrame(shell, trap));
}

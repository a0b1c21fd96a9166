import { say } from '../messages.ts';
import type { Frame, Shell } from '../state.ts';
import { begin } from './begin.ts';
import { afterCommand } from './exit.ts';
import { startBackground } from './pipeline.ts';
import { startTrap } from './signals.ts';
import { pop } from './unwind.ts';

type Of<Type extends Frame['type']> = Extract<Frame, { type: Type }>;

export function listStep(shell: Shell, frame: Of<'list'>): void {
  const { state } = shell;
  if (state.pendingTraps.length > 0 && startTrap(shell)) return;
  const statement = frame.list[frame.index];
  if (!statement) {
    pop(shell);
    return;
  }
  frame.index++;
  state.line = statement.line;
  if (statement.background) startBackground(shell, statement);
  else begin(shell, statement.command);
}

/** `index` counts the commands that have been started. */
export function andOrStep(shell: Shell, frame: Of<'and-or'>): void {
  const { state } = shell;
  const { rest } = frame.command;
  while (frame.index <= rest.length) {
    const next = rest[frame.index - 1]!;
    frame.index++;
    if ((next.operator === '&&') === (state.status === 0)) {
      begin(shell, next.command);
      return;
    }
  }
  pop(shell);
}

export function invertStep(shell: Shell): void {
  pop(shell);
  shell.state.status = shell.state.status === 0 ? 1 : 0;
}

export function settleStep(shell: Shell): void {
  pop(shell);
  afterCommand(shell);
}

/** `time`: only the real time is known; nothing counts what processes use. */
export function timeStep(shell: Shell, frame: Of<'time'>): void {
  pop(shell);
  const elapsed = (shell.sys.uptime() - frame.started) / 1000;
  if (frame.posix) {
    say(shell, `real ${elapsed.toFixed(2)}\nuser 0.00\nsys 0.00`);
    return;
  }
  const minutes = Math.floor(elapsed / 60);
  const rest = (elapsed - minutes * 60).toFixed(3);
  say(shell, `\nreal\t${minutes}m${rest}s\nuser\t0m0.000s\nsys\t0m0.000s`);
}

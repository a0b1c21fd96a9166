import { say } from '../messages.ts';
import type { Frame, Shell } from '../state.ts';
import { getVariable } from '../variables.ts';
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
  // `set -n`: nothing is run any more.
  if (!statement || (state.flags.includes('n') && !state.interactive)) {
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
  const seconds = (shell.sys.uptime() - frame.started) / 1000;
  const posix = 'real %2R\nuser %2U\nsys %2S';
  const format = frame.posix ? posix : (getVariable(shell, 'TIMEFORMAT') ?? '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS');
  if (format === '') return;
  say(
    shell,
    format.replace(/%([0-9]?)(l?)([RUSP%])/g, (_, digits: string, long: string, what: string) => {
      if (what === '%') return '%';
      if (what === 'P') return '0.00';
      const value = what === 'R' ? seconds : 0;
      const places = digits === '' ? 3 : Math.min(3, Number(digits));
      if (!long) return value.toFixed(places);
      const minutes = Math.floor(value / 60);
      return `${minutes}m${(value - minutes * 60).toFixed(places)}s`;
    }),
  );
}

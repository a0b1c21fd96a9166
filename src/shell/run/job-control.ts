import { flag, type Shell } from '../state.ts';
import type { ForkOptions } from './fork.ts';

/** How a foreground job's first process is started: under job control in a group of its own that gets the terminal. */
export function jobControl(shell: Shell, leader?: number): ForkOptions {
  if (!flag(shell, 'm')) return {};
  const { terminal } = shell.state;
  return { pgid: leader ?? 0, ...(terminal !== undefined && { foreground: terminal }) };
}

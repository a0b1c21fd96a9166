import { Failure } from '../failure.ts';
import { write } from '../output.ts';
import { reportWriteError } from '../run/write-error.ts';
import type { Shell, SimpleFrame } from '../state.ts';

/**
 * A command of the shell's own. `run` returns its status, or undefined when frames that it has put on the stack will
 * give one (or it has taken its own frame away).
 */
export interface Builtin {
  run(shell: Shell, args: readonly string[], frame: SimpleFrame): number | undefined;
  /** POSIX's special builtins: found before functions, and their errors end a shell that is not interactive. */
  readonly special?: boolean;
}

/** Prints to standard output; returns the status: 1 if it can't be written. */
export function print(shell: Shell, builtin: string, text: string): number {
  const error = write(shell, 1, text, builtin);
  if (error === undefined) return 0;
  reportWriteError(shell, builtin, error);
  return 1;
}

/** What an error of a special builtin is to dash and ash: the end of the shell. */
export function fatal(shell: Shell, status: number): number {
  if (shell.state.dialect === 'bash') return status;
  throw new Failure('shell', status);
}

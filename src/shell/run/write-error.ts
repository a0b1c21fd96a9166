import { type ErrnoCode, strerror } from '../../fs/index.ts';
import { complainAs, complainAsApplet } from '../messages.ts';
import type { Shell } from '../state.ts';

/** The dialect's words for a failed write. */
export function reportWriteError(shell: Shell, builtin: string, code: ErrnoCode): void {
  const { dialect } = shell.state;
  if (dialect === 'bash') complainAs(shell, builtin, `write error: ${strerror(code)}`);
  else if (dialect === 'dash') complainAs(shell, builtin, `${builtin}: I/O error`);
  else if (builtin !== 'printf' && builtin !== 'pwd') complainAsApplet(shell, `write error: ${strerror(code)}`);
}

import { isErrno } from '../../fs/index.ts';
import type { Shell } from '../state.ts';

/** Why a command can't be started: what the shell says behind its name, and the status. */
export interface StartError {
  readonly text: string;
  readonly status: number;
}

/** ENOENT and the like in the words of the dialect. `path`: the name had a slash. */
export function startError(shell: Shell, name: string, error: unknown): StartError {
  if (!isErrno(error)) throw error;
  const { dialect } = shell.state;
  const slash = name.includes('/');
  switch (error.code) {
    case 'ENOENT':
      if (dialect !== 'bash') return { text: name === '' ? 'Permission denied' : 'not found', status: 127 };
      return { text: slash ? error.message : 'command not found', status: 127 };
    case 'ENOTDIR':
      if (dialect === 'bash') return { text: error.message, status: 126 };
      return { text: 'not found', status: 127 };
    case 'EISDIR':
      return { text: dialect === 'bash' ? error.message : 'Permission denied', status: 126 };
    default:
      return { text: error.message, status: 126 };
  }
}

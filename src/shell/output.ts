import { type ErrnoCode, isErrno } from '../fs/index.ts';
import type { Fd, Wait } from '../os/index.ts';
import { toBytes } from './bytes.ts';
import type { Shell } from './state.ts';

/**
 * Writes to a descriptor of the script's. What a full pipe does not take is kept and written before the shell does
 * anything else. `builtin` is who is blamed if it can't be written; returns the error if it is known already.
 */
export function write(
  shell: Shell,
  descriptor: number,
  data: string | Uint8Array,
  builtin = '',
): ErrnoCode | undefined {
  const fd = shell.state.fds[descriptor];
  if (fd === undefined) return 'EBADF';
  const bytes = typeof data === 'string' ? toBytes(data) : data;
  return bytes.length === 0 ? undefined : writeTo(shell, fd, bytes, builtin);
}

function writeTo(shell: Shell, fd: Fd, bytes: Uint8Array, builtin: string): ErrnoCode | undefined {
  const { output } = shell.state;
  let taken = 0;
  if (output.length === 0) {
    try {
      taken = shell.sys.tryWrite(fd, bytes);
    } catch (error) {
      if (isErrno(error)) return error.code;
      throw error;
    }
  }
  if (taken < bytes.length) output.push({ fd, data: bytes.slice(taken), builtin });
  return undefined;
}

/** Writes what is kept. A wait: not all of it could be. `failed` is told who can't write, and why. */
export function flush(shell: Shell, failed: (builtin: string, code: ErrnoCode) => void): Wait | undefined {
  const { output } = shell.state;
  while (output.length > 0) {
    const { fd, data, builtin } = output[0]!;
    try {
      const taken = shell.sys.tryWrite(fd, data);
      if (taken < data.length) {
        output[0] = { fd, data: data.subarray(taken), builtin };
        return shell.sys.writable(fd);
      }
      output.shift();
    } catch (error) {
      if (!isErrno(error)) throw error;
      output.shift();
      failed(builtin, error.code);
    }
  }
  return undefined;
}

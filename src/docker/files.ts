import { isErrno, type Op, type Stat, type Sys } from '../os/index.ts';
import { CliError } from './errors.ts';
import { pathError } from './go/errno.ts';

/** A file's bytes. Throws {@link CliError} with Go's words. */
export function* readFile(sys: Sys, path: string): Op<Uint8Array> {
  let fd: number;
  try {
    fd = sys.open(path);
  } catch (error) {
    if (isErrno(error)) throw new CliError(pathError('open', path, error));
    throw error;
  }
  try {
    return yield* readAll(sys, fd, path);
  } finally {
    sys.close(fd);
  }
}

/** All that can be read from a descriptor. */
export function* readAll(sys: Sys, fd: number, path: string): Op<Uint8Array> {
  const chunks: Uint8Array[] = [];
  try {
    for (;;) {
      const chunk = yield* sys.read(fd);
      if (chunk.length === 0) return concat(chunks);
      chunks.push(chunk);
    }
  } catch (error) {
    if (isErrno(error, 'EISDIR', 'EIO')) throw new CliError(pathError('read', path, error));
    throw error;
  }
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Writes a file anew. Throws {@link CliError} with Go's words. */
export function* writeFile(sys: Sys, path: string, data: Uint8Array | string, mode: number): Op<void> {
  let fd: number;
  try {
    fd = sys.open(path, { write: true, create: true, truncate: true }, mode);
  } catch (error) {
    if (isErrno(error)) throw new CliError(pathError('open', path, error));
    throw error;
  }
  try {
    yield* sys.write(fd, data);
  } catch (error) {
    if (isErrno(error, 'ENOSPC')) throw new CliError(pathError('write', path, error));
    throw error;
  } finally {
    sys.close(fd);
  }
}

/** stat or lstat; undefined if there is nothing. Other failures throw {@link CliError}. */
export function statOf(sys: Sys, path: string, follow = true): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    if (isErrno(error)) throw new CliError(pathError(follow ? 'stat' : 'lstat', path, error));
    throw error;
  }
}

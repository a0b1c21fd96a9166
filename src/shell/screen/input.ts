import { Errno, isErrno } from '../../fs/index.ts';
import type { Fd, Sys } from '../../os/index.ts';
import { fromBytes, toBytes } from '../bytes.ts';

/** A file that is read in pieces: plain data. */
export interface Source {
  readonly fd: Fd;
  text: string;
  ended: boolean;
}

/** Reads once more if something is there; true if it was, or the file has ended. */
export function pull(sys: Sys, source: Source): boolean {
  let bytes: Uint8Array | undefined;
  try {
    bytes = sys.tryRead(source.fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    bytes = new Uint8Array(0);
  }
  if (bytes === undefined) return false;
  if (bytes.length === 0) source.ended = true;
  else source.text += fromBytes(bytes);
  return true;
}

/** The whole of a file that is there at once. @throws {Errno} */
export function readWhole(sys: Sys, path: string): string {
  if (sys.stat(path).type === 'directory') throw new Errno('EISDIR');
  const fd = sys.open(path);
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = sys.tryRead(fd); part !== undefined && part.length > 0; part = sys.tryRead(fd)) {
    parts.push(part);
    size += part.length;
  }
  sys.close(fd);
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return fromBytes(all);
}

/** Copies files to standard output as cat does, a piece a step: what pagers do when that is no terminal. */
export interface Copying {
  /** Descriptors, and texts that stand between them. */
  readonly parts: (Fd | string)[];
  unsent: Uint8Array;
}

/** One step of it: what to wait for, or that it is over. */
export function copyOn(sys: Sys, copying: Copying): ReturnType<Sys['readable']> | 'continue' | 'over' {
  if (copying.unsent.length > 0) {
    const taken = sys.tryWrite(1, copying.unsent);
    if (taken === 0) return sys.writable(1);
    copying.unsent = copying.unsent.slice(taken);
    return 'continue';
  }
  const [fd] = copying.parts;
  if (fd === undefined) return 'over';
  if (typeof fd === 'string') {
    copying.unsent = toBytes(fd);
    copying.parts.shift();
    return 'continue';
  }
  const bytes = sys.tryRead(fd);
  if (bytes === undefined) return sys.readable(fd);
  if (bytes.length === 0) copying.parts.shift();
  else copying.unsent = bytes;
  return 'continue';
}

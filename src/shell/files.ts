import { isErrno } from '../fs/index.ts';
import type { Sys } from '../os/index.ts';
import { fromBytes } from './bytes.ts';

/** All of a file that is at hand, as text; undefined: it can't be read. */
export function readFile(sys: Sys, path: string): string | undefined {
  try {
    const fd = sys.open(path, { read: true });
    try {
      return fromBytes(readNow(sys, fd));
    } finally {
      sys.close(fd);
    }
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

/** What can be read from a descriptor without waiting. */
export function readNow(sys: Sys, fd: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = sys.tryRead(fd);
    if (!chunk || chunk.length === 0) return join(chunks);
    chunks.push(chunk);
  }
}

/** One array of bytes out of several. */
export function join(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** A line of /etc/passwd by the user's name or number. */
export function passwd(
  sys: Sys,
  user: string | number,
): { readonly name: string; readonly home: string; readonly shell: string } | undefined {
  for (const line of readFile(sys, '/etc/passwd')?.split('\n') ?? []) {
    const [name = '', , uid, , , home = '', shell = ''] = line.split(':');
    if (typeof user === 'number' ? Number(uid) === user && uid !== undefined : name === user)
      return { name, home, shell };
  }
  return undefined;
}

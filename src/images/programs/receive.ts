import { isErrno } from '../../fs/index.ts';
import type { Fd, Sys } from '../../os/index.ts';

/** What a server's client has sent: bytes; `undefined`: nothing yet; `closed`: it is gone, and the descriptor with it. */
export function receive(sys: Sys, fd: Fd): Uint8Array | undefined | 'closed' {
  let data: Uint8Array | undefined;
  try {
    data = sys.tryRead(fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    data = new Uint8Array(0);
  }
  if (data?.length !== 0) return data;
  sys.close(fd);
  return 'closed';
}

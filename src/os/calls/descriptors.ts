import { Errno, isErrno } from '../../fs/index.ts';
import type { Op, Wait } from '../program.ts';
import { KERNEL } from '../signalling.ts';
import type { Tty } from '../state.ts';
import type { Fd, Pid, TtyMode, WindowSize } from '../sys.ts';
import { FileCalls } from './files.ts';

const encoder = new TextEncoder();

/** System calls on descriptors, terminals among them. */
export class DescriptorCalls extends FileCalls {
  *read(fd: Fd, max = 65_536): Op<Uint8Array> {
    for (;;) {
      const bytes = this.tryRead(fd, max);
      if (bytes !== undefined) return bytes;
      this.interrupt();
      yield this.readable(fd);
    }
  }
  *write(fd: Fd, data: Uint8Array | string): Op<void> {
    let rest = bytesOf(data);
    for (;;) {
      rest = rest.subarray(this.tryWrite(fd, rest));
      if (rest.length === 0) return;
      yield this.writable(fd);
    }
  }
  tryRead(fd: Fd, max = 65_536): Uint8Array | undefined {
    return this.core.files.read(this.file(fd), max, this.process);
  }
  tryWrite(fd: Fd, data: Uint8Array): number {
    try {
      return this.core.files.write(this.file(fd), data, this.process);
    } catch (error) {
      if (isErrno(error, 'EPIPE')) {
        this.core.signals.send(this.process, 'PIPE', KERNEL);
        this.alive();
      }
      throw error;
    }
  }
  readable(fd: Fd): Wait {
    return this.core.files.readable(this.file(fd));
  }
  writable(fd: Fd): Wait {
    return this.core.files.writable(this.file(fd));
  }
  seek(fd: Fd, offset: number, whence: 'set' | 'current' | 'end' = 'set'): number {
    return this.core.files.seek(this.file(fd), offset, whence);
  }
  ftruncate(fd: Fd, size: number): void {
    this.core.files.truncate(this.file(fd), size);
  }
  pipe(): readonly [Fd, Fd] {
    const { files, pipes } = this.core;
    const reading = this.freeFd(0);
    const writing = this.freeFd(reading + 1);
    const pipe = pipes.create().id;
    this.process.fds.set(reading, files.create({ kind: 'pipe', pipe }, true, false).id);
    this.process.fds.set(writing, files.create({ kind: 'pipe', pipe }, false, true).id);
    return [reading, writing];
  }
  dup(fd: Fd, to?: Fd, from = 0): Fd {
    const file = this.file(fd);
    const target = to ?? this.freeFd(from);
    if (target < 0 || target >= this.core.limits.files) throw new Errno('EBADF');
    const before = this.process.fds.get(target);
    if (target === fd) return target;
    this.core.files.retain(file);
    this.process.fds.set(target, file);
    if (before !== undefined) this.core.files.release(before);
    return target;
  }
  fds(): readonly Fd[] {
    return [...this.process.fds.keys()].sort((a, b) => a - b);
  }

  // Terminals

  protected tty(fd: Fd): Tty {
    const file = this.core.files.get(this.file(fd));
    if (file.kind !== 'tty' && file.kind !== 'master') throw new Errno('ENOTTY');
    return this.core.ttys.get(file.tty);
  }
  isatty(fd: Fd): boolean {
    const id = this.process.fds.get(fd);
    return id !== undefined && this.core.files.get(id).kind === 'tty';
  }
  ttyname(fd: Fd): string {
    return `/dev/pts/${this.tty(fd).index}`;
  }
  ttyMode(fd: Fd, mode?: Partial<TtyMode>): TtyMode {
    const tty = this.tty(fd);
    if (mode) this.core.ttys.setMode(tty, mode);
    return tty.mode;
  }
  windowSize(fd: Fd): WindowSize {
    return this.tty(fd).size;
  }
  foreground(fd: Fd, pgid?: Pid): Pid {
    const tty = this.tty(fd);
    if (tty.session !== this.process.sid || tty.session === 0) throw new Errno('ENOTTY');
    if (pgid !== undefined) {
      const group = this.core.processes.groupByNumber(this.process.ns, pgid);
      if (group === undefined) throw new Errno('EPERM');
      this.core.ttys.setForeground(tty, group);
    }
    return this.core.processes.groupNumber(this.process.ns, tty.foreground);
  }
}

export function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data;
}

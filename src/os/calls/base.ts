import { Errno, type MountNamespace, type Walker } from '../../fs/index.ts';
import type { Core } from '../core.ts';
import type { FileId } from '../kernel.ts';
import type { Opener } from '../opening.ts';
import { DEFAULT_RLIMITS, UNLIMITED } from '../rlimits.ts';
import type { Process } from '../state.ts';
import type { Fd, Pid } from '../sys.ts';

/** Thrown through a program whose process has ended or runs something else by now. Programs let it pass. */
export class Unwind extends Error {}

/** What all system calls of one process need: where its paths and numbers lead. */
export class Calls {
  constructor(
    protected readonly core: Core,
    protected readonly process: Process,
  ) {}

  protected get namespace(): MountNamespace {
    return this.core.namespace(this.process.namespace);
  }
  protected get walker(): Walker {
    const { cwd, directory, credentials } = this.process;
    return { cwd, directory, credentials };
  }
  protected get opener(): Opener {
    return { namespace: this.namespace, walker: this.walker, umask: this.process.umask, process: this.process };
  }
  protected number(pid: Pid): Pid {
    return this.core.processes.numberIn(this.process.ns, pid);
  }

  protected file(fd: Fd): FileId {
    const file = this.process.fds.get(fd);
    if (file === undefined) throw new Errno('EBADF');
    return file;
  }
  protected freeFd(from: Fd): Fd {
    let fd = from;
    while (this.process.fds.has(fd)) fd++;
    const { soft } = this.process.rlimits.nofile ?? DEFAULT_RLIMITS.nofile;
    if (fd >= this.core.limits.files || (soft !== UNLIMITED && from < soft && fd >= soft)) throw new Errno('EMFILE');
    return fd;
  }

  /** EINTR if a caught signal has come. */
  protected interrupt(): void {
    if (this.process.pending.length > 0) throw new Errno('EINTR');
  }

  /** The call that ended its own process doesn't return. */
  protected alive(): void {
    if (this.process.state === 'zombie') throw new Unwind();
  }
}

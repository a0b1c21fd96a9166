import { listenerWake } from '../networks.ts';
import { type Op, TURN, type Wait } from '../program.ts';
import type { Fd, Sys } from '../sys.ts';
import { ProcessCalls } from './processes.ts';

/** The system calls of one process: permission, numbers and paths as seen by it, done by the kernel's parts. */
export class ProcessSys extends ProcessCalls implements Sys {
  // Time

  now(): number {
    return this.core.clock.now();
  }
  uptime(): number {
    return this.core.clock.uptime();
  }
  *sleep(ms: number): Op<void> {
    const until = this.core.clock.uptime() + ms;
    while (this.core.clock.uptime() < until) {
      this.interrupt();
      yield { on: [], until };
    }
  }
  *turn(): Op<void> {
    yield TURN;
  }
  random(): number {
    return this.core.clock.random();
  }

  // Sockets

  listen(port: number): Fd {
    const fd = this.freeFd(0);
    this.process.fds.set(fd, this.core.networks.listen(this.process.network, port).id);
    return fd;
  }
  *accept(listener: Fd): Op<Fd> {
    for (;;) {
      const fd = this.tryAccept(listener);
      if (fd !== undefined) return fd;
      this.interrupt();
      yield this.readable(listener);
    }
  }
  tryAccept(listener: Fd): Fd | undefined {
    const fd = this.freeFd(0);
    const connection = this.core.networks.accept(this.file(listener));
    if (connection === undefined) return undefined;
    this.process.fds.set(fd, connection);
    return fd;
  }
  *connect(host: string, port: number): Op<Fd> {
    for (;;) {
      const made = this.tryConnect(host, port);
      if (typeof made === 'number') return made;
      this.interrupt();
      yield made;
    }
  }
  lookup(host: string): string | undefined {
    return this.core.networks.lookup(this.process.network, host);
  }
  /** The connection's descriptor, or what to wait for. */
  protected tryConnect(host: string, port: number): Fd | Wait {
    const fd = this.freeFd(0);
    const listener = this.core.networks.find(this.process.network, host, port);
    const connection = this.core.networks.connect(listener);
    if (!connection) return { on: [listenerWake(Number(listener))] };
    this.process.fds.set(fd, connection.id);
    return fd;
  }

  // Replay

  call<T>(call: () => T): T {
    const result = call();
    this.alive();
    return result;
  }
  *operate<T>(operation: () => Op<T>): Op<T> {
    return yield* operation();
  }
  checkpoint(_state: unknown): void {}
}

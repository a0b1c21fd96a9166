import type { Credentials } from '../fs/index.ts';
import { codeOf, PLAIN } from './call-codes.ts';
import { Unwind } from './calls/base.ts';
import { bytesOf } from './calls/descriptors.ts';
import { ProcessSys } from './calls/sys.ts';
import type { Core } from './core.ts';
import { Diverged, type GeneratorImage, KeptResults } from './kept-results.ts';
import type { Op, Wait } from './program.ts';
import type { Process } from './state.ts';
import type { Fd, Pid, WaitStatus } from './sys.ts';

/*
 * How a generator is saved: by what it learned. Every result of a system call is kept, with the call that gave it, and
 * so is how often the generator was resumed from waits of its own (`yield` in its text, and turn). A restored process
 * runs its program again: calls give their kept results and touch nothing, waits of its own end at once as often as
 * they did. When both are used up the generator stands where it stood.
 *
 * Calls that wait (read, write, sleep, wait, accept, connect, operate) keep one result, at their end. A process that
 * stands in one of them begins the call anew when it is woken; `progress` says how far it had come.
 */

const STAND: Wait = { on: [] };

export class ReplaySys extends ProcessSys {
  /** The generator stands in a call that waits, not in a wait of its own. */
  helping = false;
  replaying = false;
  readonly kept: KeptResults;
  readonly #image: GeneratorImage;
  #depth = 0;

  constructor(core: Core, process: Process) {
    super(core, process);
    if (process.image.kind !== 'generator') throw new Error('only a generator is replayed');
    this.#image = process.image;
    this.kept = new KeptResults(core, process, process.image);
  }

  override get ppid(): Pid {
    return this.record(codeOf('ppid'), () => super.ppid, []);
  }
  override get pgid(): Pid {
    return this.record(codeOf('pgid'), () => super.pgid, []);
  }
  override get cwd(): string {
    return this.record(codeOf('cwd'), () => super.cwd, []);
  }
  override get credentials(): Credentials {
    return this.record(codeOf('credentials'), () => super.credentials, []);
  }

  /** Makes a call and keeps its result, or gives the kept one. */
  record<Args extends readonly unknown[], T>(code: number, call: (...args: Args) => T, args: Args): T {
    if (this.#depth > 0) return call.apply(this, args as never);
    if (this.replaying) return this.kept.take(code) as T;
    this.#depth++;
    let result: T;
    try {
      result = call.apply(this, args as never);
    } catch (error) {
      if (!(error instanceof Unwind)) this.kept.keepError(code, error);
      throw error;
    } finally {
      this.#depth--;
    }
    this.kept.keep(code, result);
    return result;
  }

  /** A restored program stands in the call that it makes now. */
  #stands(): boolean {
    if (!this.replaying) return false;
    // Who drives a program may have looked for signals whenever it waited.
    if (this.#depth === 0) this.kept.skipEmpty(codeOf('takeSignal'));
    return this.kept.exhausted;
  }

  /** A call that waits: the kept result, or `undefined` if it has to be made (again). */
  *#replayed<T>(code: number): Op<{ readonly result: T } | undefined> {
    if (!this.replaying || this.#depth > 0) return undefined;
    if (!this.#stands()) return { result: this.kept.take(code) as T };
    this.helping = true;
    yield STAND;
    return undefined;
  }

  /** Makes a call until it no longer asks to wait, and keeps its result. */
  *#waiting<T>(code: number, attempt: () => { readonly result: T } | Wait): Op<T> {
    for (;;) {
      let came: { readonly result: T } | Wait;
      this.#depth++;
      try {
        came = attempt();
      } catch (error) {
        if (!(error instanceof Unwind) && this.#depth === 1) this.kept.keepError(code, error);
        throw error;
      } finally {
        this.#depth--;
      }
      if ('result' in came) {
        // Within an operation only the operation's own result is kept.
        if (this.#depth === 0) this.kept.keep(code, came.result);
        return came.result;
      }
      this.helping = true;
      yield came;
    }
  }

  /** EINTR instead of waiting if a caught signal has come. */
  #unlessInterrupted(wait: Wait): Wait {
    this.interrupt();
    return wait;
  }

  override *read(fd: Fd, max?: number): Op<Uint8Array> {
    const kept = yield* this.#replayed<Uint8Array>(codeOf('read'));
    if (kept) return kept.result;
    return yield* this.#waiting(codeOf('read'), () => {
      const result = super.tryRead(fd, max);
      return result === undefined ? this.#unlessInterrupted(super.readable(fd)) : { result };
    });
  }

  override *write(fd: Fd, data: Uint8Array | string): Op<void> {
    const again = this.#stands();
    const kept = yield* this.#replayed<void>(codeOf('write'));
    if (kept) return;
    const bytes = bytesOf(data);
    if (!again) this.#image.progress = 0;
    yield* this.#waiting(codeOf('write'), () => {
      this.#image.progress += super.tryWrite(fd, bytes.subarray(this.#image.progress));
      return this.#image.progress >= bytes.length ? { result: undefined } : super.writable(fd);
    });
  }

  override *wait(pid: Pid | -1): Op<{ pid: Pid; status: WaitStatus }> {
    const kept = yield* this.#replayed<{ pid: Pid; status: WaitStatus }>(codeOf('wait'));
    if (kept) return kept.result;
    return yield* this.#waiting(codeOf('wait'), () => {
      const result = super.tryWait(pid);
      return result === undefined ? this.#unlessInterrupted(super.childWait()) : { result };
    });
  }

  override *sleep(ms: number): Op<void> {
    const again = this.#stands();
    const kept = yield* this.#replayed<void>(codeOf('sleep'));
    if (kept) return;
    if (!again) this.#image.progress = super.uptime() + ms;
    yield* this.#waiting<void>(codeOf('sleep'), () => {
      const until = this.#image.progress;
      return super.uptime() >= until ? { result: undefined } : this.#unlessInterrupted({ on: [], until });
    });
  }

  override *accept(listener: Fd): Op<Fd> {
    const kept = yield* this.#replayed<Fd>(codeOf('accept'));
    if (kept) return kept.result;
    return yield* this.#waiting(codeOf('accept'), () => {
      const result = super.tryAccept(listener);
      return result === undefined ? this.#unlessInterrupted(super.readable(listener)) : { result };
    });
  }

  override *connect(host: string, port: number): Op<Fd> {
    const kept = yield* this.#replayed<Fd>(codeOf('connect'));
    if (kept) return kept.result;
    return yield* this.#waiting(codeOf('connect'), () => {
      const result = super.tryConnect(host, port);
      return typeof result === 'number' ? { result } : this.#unlessInterrupted(result);
    });
  }

  override *operate<T>(operation: () => Op<T>): Op<T> {
    const kept = yield* this.#replayed<T>(codeOf('operate'));
    if (kept) return kept.result;
    let running: Op<T> | undefined;
    return yield* this.#waiting(codeOf('operate'), () => {
      running ??= operation();
      const next = super.call(() => running!.next());
      return next.done ? { result: next.value } : this.#unlessInterrupted(next.value);
    });
  }

  override exec(path: string, argv: readonly string[], env?: Readonly<Record<string, string>>): void {
    this.record(codeOf('exec'), super.exec, [path, argv, env]);
    throw new Unwind();
  }

  override checkpoint(state: unknown): void {
    if (!this.replaying) this.kept.checkpoint(state);
    else if (!this.kept.untouched) throw new Diverged(`${this.process.program}: a checkpoint on the way`);
  }
}

for (const name of PLAIN) {
  const code = codeOf(name);
  const call = ProcessSys.prototype[name] as (...args: readonly unknown[]) => unknown;
  Object.defineProperty(ReplaySys.prototype, name, {
    value(this: ReplaySys, ...args: readonly unknown[]) {
      return this.record(code, call, args);
    },
  });
}

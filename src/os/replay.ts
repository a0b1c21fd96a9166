import type { Credentials } from '../fs/index.ts';
import { Errno, type ErrnoCode, isErrno } from '../fs/index.ts';
import type { Core } from './core.ts';
import type { Op, Wait } from './program.ts';
import { sizeOf } from './size.ts';
import type { Image, Process } from './state.ts';
import type { Fd, Pid, WaitStatus } from './sys.ts';
import { bytesOf, ProcessSys, Unwind } from './syscalls.ts';

/*
 * How a generator is saved: by what it learned. Every result of a system call is kept, with the call that gave it, and
 * so is how often the generator was resumed from waits of its own (`yield` in its text, and turn). A restored process
 * runs its program again: calls give their kept results and touch nothing, waits of its own end at once as often as
 * they did. When both are used up the generator stands where it stood.
 *
 * Calls that wait (read, write, sleep, wait, accept, connect, operate) keep one result, at their end. A process that
 * stands in one of them begins the call anew when it is woken; `progress` says how far it had come.
 */

type GeneratorImage = Image & { kind: 'generator' };

/** The calls whose results are kept, but for those that wait and the properties. */
const PLAIN = [
  'open',
  'close',
  'stat',
  'lstat',
  'fstat',
  'readdir',
  'mkdir',
  'rmdir',
  'unlink',
  'rename',
  'link',
  'symlink',
  'mknod',
  'readlink',
  'realpath',
  'chmod',
  'chown',
  'utimes',
  'truncate',
  'access',
  'statfs',
  'mounts',
  'chdir',
  'umask',
  'tryRead',
  'tryWrite',
  'readable',
  'writable',
  'seek',
  'ftruncate',
  'pipe',
  'dup',
  'fds',
  'isatty',
  'ttyname',
  'ttyMode',
  'windowSize',
  'foreground',
  'which',
  'spawn',
  'tryWait',
  'childWait',
  'kill',
  'setpgid',
  'onSignal',
  'takeSignal',
  'signalAction',
  'setCredentials',
  'processes',
  'now',
  'uptime',
  'random',
  'listen',
  'tryAccept',
  'call',
] as const;

const WAITING = ['read', 'write', 'wait', 'sleep', 'accept', 'connect', 'operate'] as const;
const ENDING = ['exec'] as const;
const PROPERTIES = ['ppid', 'pgid', 'cwd', 'credentials'] as const;
const CALLS: readonly string[] = [...PLAIN, ...WAITING, ...ENDING, ...PROPERTIES];

const codeOf = (name: string): number => CALLS.indexOf(name);
const EXEC = codeOf('exec');

/** An entry of `calls`: the call's code, whether it threw, and how often more it gave the same nothing. */
const CODE = 127;
const THROWN = 128;
const REPEAT = 256;

const [READ, WRITE, WAIT, SLEEP, ACCEPT, CONNECT, OPERATE] = WAITING.map(codeOf) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const [PPID, PGID, CWD, CREDENTIALS] = PROPERTIES.map(codeOf) as [number, number, number, number];

/** A restored program that makes other calls than it did: a bug in it (see GeneratorProgram). */
export class Diverged extends Error {}

/** A thrown error as plain data. */
type KeptError = ErrnoCode | { readonly name: string; readonly message: string; readonly own: object };

const STAND: Wait = { on: [] };

export class ReplaySys extends ProcessSys {
  /** The generator stands in a call that waits, not in a wait of its own. */
  helping = false;
  replaying = false;
  readonly #image: GeneratorImage;
  #cursor = 0;
  #repeats = 0;
  #depth = 0;

  constructor(core: Core, process: Process) {
    super(core, process);
    if (process.image.kind !== 'generator') throw new Error('only a generator is replayed');
    this.#image = process.image;
  }

  /** All kept results have been given. */
  get exhausted(): boolean {
    return this.#cursor >= this.#image.calls.length;
  }

  override get ppid(): Pid {
    return this.record(PPID, () => super.ppid, []);
  }
  override get pgid(): Pid {
    return this.record(PGID, () => super.pgid, []);
  }
  override get cwd(): string {
    return this.record(CWD, () => super.cwd, []);
  }
  override get credentials(): Credentials {
    return this.record(CREDENTIALS, () => super.credentials, []);
  }

  /** Makes a call and keeps its result, or gives the kept one. */
  record<Args extends readonly unknown[], T>(code: number, call: (...args: Args) => T, args: Args): T {
    if (this.#depth > 0) return call.apply(this, args as never);
    if (this.replaying) return this.#take(code) as T;
    this.#depth++;
    let result: T;
    try {
      result = call.apply(this, args as never);
    } catch (error) {
      this.#keepError(code, error);
      throw error;
    } finally {
      this.#depth--;
    }
    this.#keep(code, result);
    return result;
  }

  #keep(code: number, value: unknown): void {
    const image = this.#image;
    if (this.process.image !== image) return;
    const { calls, results } = image;
    const last = calls.length - 1;
    if (value === undefined && last >= 0 && (calls[last]! & 0xff) === code && results[last] === undefined) {
      calls[last]! += REPEAT;
      return;
    }
    calls.push(code);
    results.push(value);
    const bytes = sizeOf(value);
    image.bytes += bytes;
    this.core.state.memory += bytes;
  }

  #keepError(code: number, error: unknown): void {
    if (error instanceof Unwind || !(error instanceof Error)) return;
    const { name, message } = error;
    const kept: KeptError = isErrno(error) ? error.code : { name, message, own: { ...error } };
    this.#keep(code | THROWN, kept);
  }

  #take(code: number): unknown {
    const { calls, results } = this.#image;
    const packed = calls[this.#cursor];
    if (packed === undefined || (packed & CODE) !== code) {
      const before = packed === undefined ? 'waited' : `called ${CALLS[packed & CODE]}`;
      throw new Diverged(`${this.process.program} was restored and calls ${CALLS[code]}; it had ${before} there`);
    }
    const result = results[this.#cursor];
    if (++this.#repeats * REPEAT > packed) {
      this.#cursor++;
      this.#repeats = 0;
    }
    if (packed & THROWN) throw this.#revived(result as KeptError);
    return result;
  }

  #revived(kept: KeptError): Error {
    if (typeof kept === 'string') return new Errno(kept);
    const kind = this.core.options.errors?.find(({ name }) => name === kept.name);
    const error = new Error(kept.message);
    if (kind) Object.setPrototypeOf(error, kind.prototype);
    return Object.assign(error, { name: kept.name }, kept.own);
  }

  /** A call that waits: the kept result, or `undefined` if it has to be made (again). */
  *#replayed<T>(code: number): Op<{ readonly result: T } | undefined> {
    if (!this.replaying) return undefined;
    if (!this.exhausted) return { result: this.#take(code) as T };
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
        this.#keepError(code, error);
        throw error;
      } finally {
        this.#depth--;
      }
      if ('result' in came) {
        this.#keep(code, came.result);
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
    const kept = yield* this.#replayed<Uint8Array>(READ);
    if (kept) return kept.result;
    return yield* this.#waiting(READ, () => {
      const result = super.tryRead(fd, max);
      return result === undefined ? this.#unlessInterrupted(super.readable(fd)) : { result };
    });
  }

  override *write(fd: Fd, data: Uint8Array | string): Op<void> {
    const again = this.replaying && this.exhausted;
    const kept = yield* this.#replayed<void>(WRITE);
    if (kept) return;
    const bytes = bytesOf(data);
    if (!again) this.#image.progress = 0;
    yield* this.#waiting(WRITE, () => {
      this.#image.progress += super.tryWrite(fd, bytes.subarray(this.#image.progress));
      return this.#image.progress >= bytes.length ? { result: undefined } : super.writable(fd);
    });
  }

  override *wait(pid: Pid | -1): Op<{ pid: Pid; status: WaitStatus }> {
    const kept = yield* this.#replayed<{ pid: Pid; status: WaitStatus }>(WAIT);
    if (kept) return kept.result;
    return yield* this.#waiting(WAIT, () => {
      const result = super.tryWait(pid);
      return result === undefined ? this.#unlessInterrupted(super.childWait()) : { result };
    });
  }

  override *sleep(ms: number): Op<void> {
    const again = this.replaying && this.exhausted;
    const kept = yield* this.#replayed<void>(SLEEP);
    if (kept) return;
    if (!again) this.#image.progress = super.uptime() + ms;
    yield* this.#waiting<void>(SLEEP, () => {
      const until = this.#image.progress;
      return super.uptime() >= until ? { result: undefined } : this.#unlessInterrupted({ on: [], until });
    });
  }

  override *accept(listener: Fd): Op<Fd> {
    const kept = yield* this.#replayed<Fd>(ACCEPT);
    if (kept) return kept.result;
    return yield* this.#waiting(ACCEPT, () => {
      const result = super.tryAccept(listener);
      return result === undefined ? this.#unlessInterrupted(super.readable(listener)) : { result };
    });
  }

  override *connect(host: string, port: number): Op<Fd> {
    const kept = yield* this.#replayed<Fd>(CONNECT);
    if (kept) return kept.result;
    return yield* this.#waiting(CONNECT, () => {
      const result = super.tryConnect(host, port);
      return typeof result === 'number' ? { result } : this.#unlessInterrupted(result);
    });
  }

  override *operate<T>(operation: () => Op<T>): Op<T> {
    const kept = yield* this.#replayed<T>(OPERATE);
    if (kept) return kept.result;
    let running: Op<T> | undefined;
    return yield* this.#waiting(OPERATE, () => {
      running ??= operation();
      const next = super.call(() => running!.next());
      return next.done ? { result: next.value } : this.#unlessInterrupted(next.value);
    });
  }

  override exec(path: string, argv: readonly string[], env?: Readonly<Record<string, string>>): void {
    this.record(EXEC, super.exec, [path, argv, env]);
    throw new Unwind();
  }

  override checkpoint(state: unknown): void {
    const image = this.#image;
    if (this.replaying) {
      if (this.#cursor > 0 || this.#repeats > 0) throw new Diverged(`${this.process.program}: a checkpoint on the way`);
      return;
    }
    // Numbers and texts need no copy, and loops that count are the common case.
    image.saved = typeof state === 'object' ? structuredClone(state) : state;
    image.env = { ...this.process.env };
    image.calls = [];
    image.results = [];
    image.resumes = 0;
    const bytes = sizeOf(state);
    this.core.state.memory += bytes - image.bytes;
    image.bytes = bytes;
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

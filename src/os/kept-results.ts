import { Errno, type ErrnoCode, isErrno } from '../fs/index.ts';
import { callOf } from './call-codes.ts';
import type { Core } from './core.ts';
import { sizeOf } from './size.ts';
import type { Image, Process } from './state.ts';

export type GeneratorImage = Image & { kind: 'generator' };

/** An entry of `calls`: the call's code, whether it threw, and how often more it gave the same nothing. */
const CODE = 127;
const THROWN = 128;
const REPEAT = 256;

/** A restored program that makes other calls than it did: a bug in it (see GeneratorProgram). */
export class Diverged extends Error {}

/** A thrown error as plain data. */
type KeptError = ErrnoCode | { readonly name: string; readonly message: string; readonly own: object };

/** What the calls of a generator gave since its last checkpoint: written down as it runs, read when it is restored. */
export class KeptResults {
  #cursor = 0;
  #repeats = 0;

  constructor(
    private readonly core: Core,
    private readonly process: Process,
    private readonly image: GeneratorImage,
  ) {}

  /** All of them have been given. */
  get exhausted(): boolean {
    return this.#cursor >= this.image.calls.length;
  }

  /** None has been given. */
  get untouched(): boolean {
    return this.#cursor === 0 && this.#repeats === 0;
  }

  keep(code: number, value: unknown): void {
    const { image } = this;
    // The call may have ended the process, or made another program of it.
    if (this.process.image !== image) return;
    const { calls, results } = image;
    const last = calls.length - 1;
    if (value === undefined && last >= 0 && (calls[last]! & (CODE | THROWN)) === code && results[last] === undefined) {
      calls[last]! += REPEAT;
      return;
    }
    calls.push(code);
    results.push(value);
    const bytes = sizeOf(value);
    image.bytes += bytes;
    this.core.state.memory += bytes;
  }

  keepError(code: number, error: unknown): void {
    if (!(error instanceof Error)) return;
    const { name, message } = error;
    const kept: KeptError = isErrno(error) ? error.code : { name, message, own: { ...error } };
    this.keep(code | THROWN, kept);
  }

  /** The next result. Throws the next error if the call threw, Diverged if it was another call. */
  take(code: number): unknown {
    const { calls, results } = this.image;
    const packed = calls[this.#cursor];
    if (packed === undefined || (packed & CODE) !== code) {
      const before = packed === undefined ? 'waited' : `called ${callOf(packed & CODE)}`;
      throw new Diverged(`${this.process.program} was restored and calls ${callOf(code)}; it had ${before} there`);
    }
    const result = results[this.#cursor];
    if (++this.#repeats * REPEAT > packed) {
      this.#cursor++;
      this.#repeats = 0;
    }
    if (packed & THROWN) throw this.#revived(result as KeptError);
    return result;
  }

  /**
   * Leaves out calls that gave nothing, up to another call: somebody made them while the program waited in that one, which
   * doesn't wait any more.
   */
  skipEmpty(code: number): void {
    const { calls, results } = this.image;
    const packed = calls[this.#cursor];
    if (packed === undefined || (packed & (CODE | THROWN)) !== code || results[this.#cursor] !== undefined) return;
    this.#cursor++;
    this.#repeats = 0;
  }

  /** Forgets them all: the program could begin from `state`. */
  checkpoint(state: unknown): void {
    const { image } = this;
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

  #revived(kept: KeptError): Error {
    if (typeof kept === 'string') return new Errno(kept);
    const kind = this.core.options.errors?.find(({ name }) => name === kept.name);
    const error = new Error(kept.message);
    if (kind) Object.setPrototypeOf(error, kind.prototype);
    return Object.assign(error, { name: kept.name }, kept.own);
  }
}

import type { Sys } from './sys.ts';

/**
 * What a process waits for: any of the named wake-ups, or a moment. Plain data, so that a waiting process can be saved.
 * After a wake-up the process looks again whether it can go on; a wake-up promises nothing.
 */
export interface Wait {
  /** Names of wake-ups (`Kernel.notify`): `pipe:3:read`, `child:17`, `container:<id>` … */
  readonly on: readonly string[];
  /** Virtual milliseconds since boot; undefined: no time limit. */
  readonly until?: number;
}

/** Yielded by a process that could go on but lets others have a turn. */
export const TURN: Wait = Object.freeze({ on: Object.freeze([]), until: 0 });

/** A computation that may wait. What it yields is what it waits for; what it returns is its result. */
export type Op<T> = Generator<Wait, T, void>;

/**
 * A program that ends within its command, or whose state is easily said: a generator over its system calls. All that it
 * learns of the world comes from `sys`, whose results the kernel keeps, so that a process can be copied and restored by
 * running the generator again over the kept results. A long-lived program calls `sys.checkpoint(state)` where it could
 * begin anew from `state` alone; the kept results are then dropped, and `saved` brings that state back. With `saved` it
 * makes the very calls that it made after that checkpoint: what it does before its loop, it does only without `saved`.
 * Consequence: no state outside the generator, no randomness or clock but sys's, no catching of unknown errors.
 */
export interface GeneratorProgram {
  readonly name: string;
  /** Returns the exit status. A thrown Errno that nobody caught ends the process with status 1 and a message. */
  main(sys: Sys, saved?: unknown): Op<number>;
}

/** What a step of a {@link StepProgram} came to. */
export type Step = Wait | 'continue' | { readonly exit: number };

/**
 * A program whose whole state is plain data (structured-cloneable, no functions): shells. A step is small, so that any
 * loop can be stopped between two steps. `fork` gives a child a state of its own.
 */
export interface StepProgram<State = unknown> {
  readonly name: string;
  start(sys: Sys): State;
  step(sys: Sys, state: State): Step;
}

/** One executable, many programs by the name it is called by (busybox). Chosen at exec, by `argv`. */
export interface MultiCallProgram {
  readonly name: string;
  select(argv: readonly string[]): GeneratorProgram | StepProgram;
}

export type Program = GeneratorProgram | StepProgram | MultiCallProgram;

/**
 * An executable file: these bytes name its program. The first line looks like an ELF header to `file`-like tools, the
 * second names the program: `\x7fELF\x02\x01\x01\ndrydock:NAME\n`. A file that begins with `#!` is a script.
 */
export const EXECUTABLE_MAGIC = '\x7fELF\x02\x01\x01\ndrydock:';

/** The bytes of an executable file of a program. */
export function executable(program: string): Uint8Array {
  return new TextEncoder().encode(`${EXECUTABLE_MAGIC}${program}\n`);
}

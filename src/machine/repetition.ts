import { EnteredLine } from './entered-line.ts';
import type { Machine } from './machine.ts';

/** What is typed when a line waits: yes, then the end of what it reads, then Ctrl-C. */
const ANSWERS = ['y\r', '\x04', '\x03'];

/**
 * Command lines typed again, one after the other, at a copy of a machine. Call {@link Repetition.work} until it gives a
 * result, with pauses for others.
 */
export class Repetition {
  #lines: readonly string[];
  #line: EnteredLine | undefined;

  constructor(
    /** The copy: it is used up. */
    private readonly machine: Machine,
    private readonly terminal: number,
    lines: readonly string[],
  ) {
    this.#lines = lines;
  }

  /** Some of the work; undefined as long as there is more, then the copy. @throws {Error} if a line doesn't come to its end. */
  work(): Machine | undefined {
    if (this.#line === undefined) {
      const [line, ...others] = this.#lines;
      if (line === undefined) return this.machine;
      this.#lines = others;
      this.#line = new EnteredLine(this.machine, this.terminal, `${line.replaceAll('\n', '\r')}\r`, ANSWERS);
    }
    const state = this.#line.work();
    if (state === 'stuck')
      throw new Error('One of the commands does not come to its end, so they could not be repeated.');
    if (state === 'done') this.#line = undefined;
    return undefined;
  }
}

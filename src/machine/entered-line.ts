import { lastEntered, typedAtPrompt } from '../shell/index.ts';
import type { Machine } from './machine.ts';

/** Steps that a line may take, and the virtual milliseconds over which it may leap when all wait. */
const MOST_STEPS = 400_000;
const PATIENCE = 30_000;

/**
 * A line on its way at a copy of a machine, until its prompt is back. Call {@link EnteredLine.work} as long as it is busy,
 * with pauses for others.
 */
export class EnteredLine {
  readonly #commands: number;
  readonly #until: number;
  #steps = 0;
  #answers: readonly string[];

  constructor(
    private readonly machine: Machine,
    private readonly terminal: number,
    /** What is typed at the prompt: the line, or its rest, with Enter. */
    keys: string,
    /** What is typed whenever it waits for an answer, one after the other. */
    answers: readonly string[],
  ) {
    this.#answers = answers;
    this.#commands = this.#entered();
    this.#until = machine.uptime() + PATIENCE;
    machine.type(terminal, keys);
  }

  /** Some of the work. `stuck`: it took too long, or waits for more than it was given. */
  work(): 'busy' | 'done' | 'stuck' {
    const { machine } = this;
    if (machine.cycle() === 'busy') {
      this.#steps += 256;
      return this.#steps < MOST_STEPS ? 'busy' : 'stuck';
    }
    machine.takeOutput();
    const shell = this.#shell();
    if (shell === undefined || (typedAtPrompt(shell) !== undefined && this.#entered() !== this.#commands))
      return 'done';
    const timer = machine.nextTimer();
    if (timer !== undefined && timer < this.#until) {
      machine.kernel.advance(timer);
      return 'busy';
    }
    const [answer, ...others] = this.#answers;
    if (answer === undefined) return 'stuck';
    this.#answers = others;
    machine.type(this.terminal, answer);
    return 'busy';
  }

  #shell(): unknown {
    return this.machine.shells().find(([terminal]) => terminal === this.terminal)?.[1];
  }

  #entered(): number {
    return lastEntered(this.#shell())?.number ?? 0;
  }
}

import { typedAtPrompt } from '../shell/index.ts';
import { isRisky, Trial } from './foresee.ts';
import type { Machine } from './machine.ts';
import type { SessionHost } from './session.ts';
import type { Loss, World } from './wire.ts';

/** A trial of the line at the prompt begins after such a pause in typing, and works for so long between others' turns. */
const AFTER = 200;
const SLICE = 5;

/** After each pause in typing, tries out what Enter would destroy, and tells when that is something else than before. */
export class Foresight {
  /** The line that was told of last; empty: nothing is foreseen. */
  #told = '';
  #cancel: (() => void) | undefined;

  constructor(
    private readonly host: Pick<SessionHost, 'now' | 'later'>,
    private readonly tell: (line: string, losses: readonly Loss[]) => void,
  ) {}

  /** Something was typed. `world` gives the machine's World at the time. */
  typed(machine: Machine, terminal: number, world: () => World | undefined): void {
    this.#cancel?.();
    this.#cancel = this.host.later(() => this.#look(machine, terminal, world()), AFTER);
  }

  /** Nothing is foreseen any more. */
  forget(): void {
    this.#cancel?.();
    this.#say('', []);
  }

  #look(machine: Machine, terminal: number, world: World | undefined): void {
    const state = machine.shells().find(([number]) => number === terminal)?.[1];
    const line = typedAtPrompt(state) ?? '';
    if (line === this.#told) return;
    if (!isRisky(line) || !world) {
      this.#say('', []);
      return;
    }
    this.#work(line, new Trial(machine, terminal, world));
  }

  #work(line: string, trial: Trial): void {
    const end = this.host.now() + SLICE;
    while (this.host.now() < end) {
      const losses = trial.work();
      if (!losses) continue;
      this.#say(line, losses);
      return;
    }
    this.#cancel = this.host.later(() => this.#work(line, trial), 0);
  }

  #say(line: string, losses: readonly Loss[]): void {
    if (line === this.#told) return;
    this.#told = line;
    this.tell(line, losses);
  }
}

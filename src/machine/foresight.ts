import { typedAtPrompt } from '../shell/index.ts';
import { isRisky, Trial } from './foresee.ts';
import type { Machine } from './machine.ts';
import { inPauses } from './pauses.ts';
import type { SessionHost } from './session.ts';
import type { Loss, World } from './wire.ts';

/** A trial of the line at the prompt begins after such a pause in typing, in milliseconds. */
const AFTER = 200;

/** After each pause in typing, tries out what Enter would destroy, and tells when that is something else than before. */
export class Foresight {
  /** The line that was told of last; empty: nothing is foreseen. */
  #told = '';
  #cancel: (() => void) | undefined;
  /** Counts up when the trial that is under way is of no use any more. */
  #turn = 0;

  constructor(
    private readonly host: Pick<SessionHost, 'now' | 'later'>,
    private readonly tell: (line: string, losses: readonly Loss[]) => void,
  ) {}

  /** Something was typed. `world` gives the machine's World at the time. */
  typed(machine: Machine, terminal: number, world: () => World | undefined): void {
    this.#stop();
    this.#cancel = this.host.later(() => this.#look(machine, terminal, world()), AFTER);
  }

  /** Nothing is foreseen any more. */
  forget(): void {
    this.#stop();
    this.#say('', []);
  }

  #stop(): void {
    this.#cancel?.();
    this.#turn++;
  }

  #look(machine: Machine, terminal: number, world: World | undefined): void {
    const state = machine.shells().find(([number]) => number === terminal)?.[1];
    const line = typedAtPrompt(state) ?? '';
    if (line === this.#told) return;
    if (!isRisky(line) || !world) {
      this.#say('', []);
      return;
    }
    const turn = this.#turn;
    const say = (losses: readonly Loss[]) => {
      if (turn === this.#turn) this.#say(line, losses);
    };
    const trial = new Trial(machine, terminal, world);
    inPauses(this.host, () => (turn === this.#turn ? trial.work() : [])).then(say, () => say([]));
  }

  #say(line: string, losses: readonly Loss[]): void {
    if (line === this.#told) return;
    this.#told = line;
    this.tell(line, losses);
  }
}

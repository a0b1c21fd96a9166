import type { EngineEvent } from '../engine/index.ts';

/** The World is drawn at most so often while things move, in milliseconds. */
const INTERVAL = 100;
/** So many times for each command the World is drawn at once, so that a container is seen which lives for a moment only. */
const CLOSE_LOOKS = 24;
/** What happens to a container that is worth such a look. */
const WORTH_A_LOOK: readonly string[] = ['create', 'start', 'die'];

/** Says when a machine's World is to be drawn. Real time decides how often it is looked at, never what there is to see. */
export class SurveyPace {
  #closeLooks = CLOSE_LOOKS;
  #last = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly host: { now(): number; later(task: () => void, ms: number): () => void },
    private readonly survey: () => void,
  ) {}

  /** A command begins: the next moments are worth a close look again. */
  begin(): void {
    this.#closeLooks = CLOSE_LOOKS;
  }

  /** The World was drawn and is another. */
  drawn(): void {
    this.#last = this.host.now();
  }

  /** The engine told of something. */
  event({ Type, Action }: EngineEvent): void {
    if (Type === 'container' && WORTH_A_LOOK.includes(Action) && this.#closeLooks-- > 0) this.survey();
  }

  /** The machine worked for a while; `idle`: it waits now. */
  worked(idle: boolean): void {
    const wait = this.#last + INTERVAL - this.host.now();
    if (wait <= 0) this.survey();
    else if (idle)
      this.#cancel ??= this.host.later(() => {
        this.#cancel = undefined;
        this.survey();
      }, wait);
  }
}

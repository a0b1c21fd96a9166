import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Lesson } from '../../lesson/index.ts';
import type { Loss, MachinePort, Told, World } from '../../machine/wire.ts';
import { loadHostFiles, loadLesson } from '../lessons.ts';
import { computerOf, type Route } from '../route.ts';
import { setupOf } from '../starts.ts';
import { msg, str } from '../texts/index.ts';
import { type History, NO_HISTORY } from './history.ts';
import type { Refusal } from './refusal.ts';
import { createSession, type Session, type SessionState } from './session.ts';
import type { SessionStorage } from './storage.ts';

/** What is known of a computer. */
export interface Known {
  readonly session: Session | undefined;
  readonly state: SessionState;
  readonly world: World | undefined;
  readonly told: Told | undefined;
  readonly history: History;
  /** What Enter would destroy. */
  readonly losses: readonly Loss[];
  readonly lesson: Lesson | undefined;
  /** Why the lesson could not be loaded; empty when it could. */
  readonly failure: string;
}

/** What is known before it is opened. */
export const NOTHING: Known = {
  session: undefined,
  state: { phase: 'booting' },
  world: undefined,
  told: undefined,
  history: NO_HISTORY,
  losses: [],
  lesson: undefined,
  failure: '',
};

/** The computer of the page's present address, with its lesson: opens it, and draws the host again when it says something. */
export class PageComputer implements ReactiveController {
  #known = NOTHING;
  #route: Route | undefined;
  #going: Promise<void> = Promise.resolve();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly storage: SessionStorage,
    private readonly onRefused: (refusal: Refusal) => void,
  ) {
    host.addController(this);
  }

  /** All that is known; another object whenever some of it changes. */
  get known(): Known {
    return this.#known;
  }

  get session(): Session | undefined {
    return this.#known.session;
  }

  get state(): SessionState {
    return this.#known.state;
  }

  get world(): World | undefined {
    return this.#known.world;
  }

  get told(): Told | undefined {
    return this.#known.told;
  }

  get history(): History {
    return this.#known.history;
  }

  get losses(): readonly Loss[] {
    return this.#known.losses;
  }

  get lesson(): Lesson | undefined {
    return this.#known.lesson;
  }

  get failure(): string {
    return this.#known.failure;
  }

  hostDisconnected(): void {
    this.session?.close();
  }

  /** Boots the computer of a route, with its lesson's files; the one before is closed. */
  async open(route: Route, connect: () => MachinePort): Promise<void> {
    this.session?.close();
    this.#route = route;
    this.#known = NOTHING;
    this.host.requestUpdate();
    let begin: Beginning;
    try {
      begin = await beginningOf(route);
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      const failure = msg(str`This lesson could not be loaded: ${reason}. Reload the page to try again.`);
      begin = { failure, files: {}, user: 'learner', setup: [] };
    }
    if (this.#route !== route) return;
    const { lesson, failure = '', files, user, setup } = begin;
    const boot = () => ({
      seed: crypto.getRandomValues(new Uint32Array(1))[0]!,
      epoch: Date.now(),
      user,
      files,
      ...(setup.length > 0 && { setup }),
    });
    const session = createSession({ key: computerOf(route), connect, storage: this.storage, boot });
    session.subscribe((event) => {
      if (event.type === 'state') this.#know({ state: event.state });
      if (event.type === 'world') this.#know({ world: event.world });
      if (event.type === 'told') this.#know({ told: event.told });
      if (event.type === 'history') this.#know({ history: event.history });
      if (event.type === 'foreseen') this.#know({ losses: event.losses });
      if (event.type === 'unkept') this.onRefused(event.refusal);
    });
    this.#know({ session, lesson, failure });
  }

  /** To a point of the timeline, one step after the other; what is told is what led there. */
  go(where: (history: History) => number | undefined): void {
    this.#going = this.#going.then(async () => {
      const { session } = this;
      const point = where(this.history);
      if (!session || point === undefined) return;
      try {
        await session.go(point);
        const there = this.history.points.find(({ id }) => id === point);
        if (session === this.session && there) this.#know({ told: { ...there, done: true } });
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        this.#know({ told: { command: '', sentences: [{ text }], done: true } });
      }
    });
  }

  /** Back to the beginning, and the lesson with it. */
  startOver(): void {
    const { lesson, session } = this;
    void (session?.state.phase === 'running' ? session.reset() : session?.startOver());
    this.#know({ lesson: undefined });
    void this.host.updateComplete.then(() => this.#know({ lesson }));
  }

  #know(more: Partial<Known>): void {
    this.#known = { ...this.#known, ...more };
    this.host.requestUpdate();
  }
}

/** How a route's computer begins. */
interface Beginning {
  readonly lesson?: Lesson;
  readonly failure?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly user: Lesson['user'];
  /** Command lines that make what it begins with. */
  readonly setup: readonly string[];
}

async function beginningOf(route: Route): Promise<Beginning> {
  if (route.page === 'lesson') {
    const drawn = import('../elements/dd-lesson.ts');
    const [lesson, files] = await Promise.all([loadLesson(route.id), loadHostFiles(route.id), drawn]);
    return { lesson, files: { ...lesson.start, ...files }, user: lesson.user, setup: [] };
  }
  const setup = route.page === 'sandbox' && route.start ? await setupOf(route.start) : [];
  return { files: {}, user: 'learner', setup };
}

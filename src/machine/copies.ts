import type { Machine } from './machine.ts';
import { inPauses } from './pauses.ts';
import { Repetition } from './repetition.ts';
import type { SessionHost } from './session.ts';
import { tellDifference } from './telling/index.ts';
import type { Timeline } from './timeline.ts';
import type { MachineOptions, Sentence, Without, World } from './wire.ts';
import { Surveyor } from './world.ts';

/** Copies of a machine at points of its timeline: what is looked at and tried there doesn't touch the machine. */
export class Copies {
  #trials = 0;
  #latest: Machine | undefined;

  constructor(
    private readonly host: Pick<SessionHost, 'now' | 'later'>,
    private readonly machine: Machine,
    private readonly timeline: Timeline,
  ) {}

  /** What differs at a point against another one. */
  compare(from: number, to: number): readonly Sentence[] {
    return tellDifference(worldOf(this.#at(from)), worldOf(this.#at(to)));
  }

  /** `now` beside what the commands of the past would have led to without volumes and folders of the host. */
  async without(now: World): Promise<Without> {
    const [start, ...points] = this.timeline.past();
    if (!start) throw new Error('Nothing has been done yet.');
    const lines = points.filter(({ kind }) => kind === 'command').map(({ command }) => command);
    const without = worldOf(await this.#repeat(this.#at(start.id, { withoutStores: true }), lines));
    return { now, without, sentences: tellDifference(without, now) };
  }

  /** Types commands at a point's copy; the number of that trial, to look at it: see {@link trial}. */
  async tryOut(point: number, commands: readonly string[]): Promise<number> {
    const number = ++this.#trials;
    this.#latest = undefined;
    const copy = await this.#repeat(this.#at(point), commands);
    if (number === this.#trials) this.#latest = copy;
    return number;
  }

  /** What a trial has led to. @throws {Error} if there was another one since: only the latest is kept. */
  trial(number: number): Machine {
    if (number !== this.#trials || !this.#latest) throw new Error('This trial is no longer kept.');
    return this.#latest;
  }

  #at(point: number, change?: Pick<MachineOptions, 'withoutStores'>): Machine {
    return this.machine.at(this.timeline.checkpointOf(point), change);
  }

  #repeat(copy: Machine, lines: readonly string[]): Promise<Machine> {
    const [terminal] = copy.shells()[0]!;
    const repetition = new Repetition(copy, terminal, lines);
    return inPauses(this.host, () => repetition.work());
  }
}

const worldOf = (machine: Machine): World => new Surveyor(machine.surveyed()).survey()!;

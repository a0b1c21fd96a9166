import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type Actor, createActor } from 'xstate';
import {
  type Block,
  type CheckResult,
  evaluate,
  evaluateAll,
  isFreeTask,
  type Lesson,
  type LessonEvent,
  type LessonProgress,
  lessonMachine,
  progressOf,
  type Step,
} from '../../lesson/index.ts';
import type { TimelinePoint } from '../../machine/wire.ts';
import { judgedOnCopies } from '../judging.ts';
import { probeOf } from '../probe.ts';
import { beginningOf, presentOf } from '../session/history.ts';
import type { Session } from '../session/session.ts';
import { controls } from './controls.ts';
import './dd-badge.ts';
import { msg, str } from '../texts/index.ts';
import { consolePart, goalsPart, predictPart, prose } from './lesson-parts.ts';
import { lessonStyles } from './lesson-styles.ts';

/** Milliseconds between the computer's last change and a look at the goals. */
const LOOK_AFTER = 80;

/**
 * A lesson's steps with live goals. Fires `run` with a command, `progress` with what is worth keeping, `leave` when the
 * reader wants to go back to the list or (detail) on to the next lesson.
 */
@customElement('dd-lesson')
export class DdLesson extends LitElement {
  static override styles = [controls, lessonStyles];

  @property({ attribute: false }) lesson: Lesson | undefined;
  /** Its folder. */
  @property() name = '';
  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) saved: LessonProgress | undefined;
  /** The title of the lesson that follows. */
  @property() following = '';

  @state() private results: readonly CheckResult[] | undefined;
  /** Which explanations' conditions hold. */
  @state() private holding: readonly boolean[] = [];
  @state() private announced = '';
  /** How the question is judged: not yet asked, under way, or from here its commands lead elsewhere. */
  @state() private judging: 'not yet' | 'under way' | 'in vain' = 'not yet';
  /** Whether the free task's solution is shown. */
  @state() private showing = false;
  /** Whether the step was just taken back to its beginning. */
  @state() private wasReset = false;
  private actor: Actor<typeof lessonMachine> | undefined;
  private unsubscribe: (() => void) | undefined;
  private look: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.actor?.stop();
    this.unsubscribe?.();
    clearTimeout(this.look);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('lesson')) this.begin();
    if (changed.has('session')) this.watch();
  }

  override render(): TemplateResult {
    const { lesson, actor } = this;
    if (!lesson || !actor) return html`<p class="page">${msg('The lesson is on its way.')}</p>`;
    const snapshot = actor.getSnapshot();
    const { step: at, done } = snapshot.context;
    const step = lesson.steps[at]!;
    return html`
      <header>
        <p class="trail">${lesson.part ?? msg('Lesson')} · ${msg(str`${lesson.minutes} minutes`)}</p>
        <h1>${lesson.title}</h1>
        <ol class="steps" aria-label=${msg('Steps')}>
          ${lesson.steps.map((_, index) => this.renderStepButton(index, index === at, done[index] === true))}
        </ol>
      </header>
      <div class="page" tabindex="-1">
        <div class="column">
          ${at === 0 ? prose(lesson.intro) : nothing} ${this.renderStep(step, at, snapshot.context)}
          ${snapshot.matches('finished') ? this.renderEnd() : nothing}
          ${at === 0 ? html`<dd-badge .lesson=${this.name}></dd-badge>` : nothing}
        </div>
      </div>
      ${this.renderFooter(at, lesson.steps.length, done[at] === true || step.checks.length === 0)}
      <p class="quietly" role="status">${this.announced}</p>
    `;
  }

  private renderStepButton(index: number, here: boolean, done: boolean): TemplateResult {
    const label = done ? msg(str`Step ${index + 1}, done`) : msg(str`Step ${index + 1}`);
    return html`<li>
      <button
        type="button"
        class=${done ? 'done' : ''}
        aria-label=${label}
        aria-current=${here ? 'step' : nothing}
        @click=${() => this.send({ type: 'go', step: index })}
      >
        ${done && !here ? '✓' : index + 1}
      </button>
    </li>`;
  }

  private renderStep(step: Step, at: number, { done, hints, predictions }: LessonProgress): TemplateResult {
    const shown = hints[at] ?? 0;
    const isDone = done[at] === true;
    // The question stands before the first command that could answer it.
    const command = step.blocks.findIndex(({ kind }) => kind === 'console');
    const before = step.blocks.slice(0, command < 0 ? step.blocks.length : command);
    const part = (block: Block) => {
      if (block.kind === 'prose') return prose(block.text);
      return block.solution && !this.showing ? nothing : consolePart(block, (typed) => this.run(typed));
    };
    const answer = {
      choose: (options: readonly number[]) => this.send({ type: 'predict', options }),
      tell: () => void this.judge(step, at),
      inVain: this.judging === 'in vain',
    };
    return html`
      <h2 tabindex="-1">${unsafeHTML(step.title)}</h2>
      ${before.map(part)}
      ${step.predict ? predictPart(step.predict, predictions[at] ?? null, answer) : nothing}
      ${step.blocks.slice(before.length).map(part)}
      ${goalsPart(this.results)}
      ${step.explain.map(({ text, when }, index) =>
        (when ? this.holding[index] : isDone)
          ? html`<div class=${`part explain ${isDone ? '' : 'early'}`}>${prose(text)}</div>`
          : nothing,
      )}
      ${step.hints.slice(0, shown).map((hint) => html`<div class="part hint">${prose(hint)}</div>`)}
      <div class="asks">${this.renderAsks(step, shown, isDone)}</div>
      ${this.wasReset ? html`<p class="note">${msg('The computer is as it was when this step began. Forward (F9) brings back what you did since.')}</p>` : nothing}
    `;
  }

  /** What one may ask for: a hint, a clearer one, and at a free task to be shown a way. */
  private renderAsks(step: Step, shown: number, isDone: boolean): readonly unknown[] {
    const hint = html`<button type="button" @click=${() => this.send({ type: 'hint' })}>
      ${shown === 0 ? msg('Show a hint') : msg('Show a clearer hint')}
    </button>`;
    const showMe = html`<button type="button" @click=${this.showMe}>${isDone ? msg('Show one way') : msg('Show me')}</button>`;
    const reset = html`<button
      type="button"
      title=${msg('The computer goes back to where this step began. Forward (F9) takes that back.')}
      @click=${() => void this.reset()}
    >
      ${msg('Reset this step')}
    </button>`;
    return [
      shown < step.hints.length && !isDone ? hint : nothing,
      isFreeTask(step) && !this.showing ? showMe : nothing,
      this.canReset ? reset : nothing,
    ];
  }

  private renderEnd(): TemplateResult {
    return html`<section class="part explain" role="status">
      <h3>${msg('You have come to the end of this lesson.')}</h3>
      <p>${msg('What you have made stays here. Go on in the sandbox, or take the next lesson.')}</p>
    </section>`;
  }

  private renderFooter(at: number, count: number, done: boolean): TemplateResult {
    const finished = this.actor?.getSnapshot().matches('finished');
    const last = at === count - 1;
    const next = last ? msg('Finish') : done ? msg('Next step') : msg('Skip this step');
    return html`<footer>
      <button type="button" ?disabled=${at === 0} @click=${() => this.send({ type: 'previous' })}>${msg('Previous')}</button>
      <span class="space"></span>
      ${
        finished
          ? html`<button type="button" class="primary" @click=${() => this.leave(true)}>
            ${this.following ? msg(str`Next lesson: ${this.following}`) : msg('All lessons')}
          </button>`
          : html`<button type="button" class=${done ? 'primary' : ''} @click=${() => this.send({ type: 'next' })}>
            ${next}
          </button>`
      }
    </footer>`;
  }

  private begin(): void {
    this.actor?.stop();
    this.actor = undefined;
    const { lesson, saved } = this;
    if (!lesson) return;
    const steps = lesson.steps.map(({ hints, checks }) => ({ hints: hints.length, checks: checks.length > 0 }));
    this.actor = createActor(lessonMachine, { input: { steps, ...(saved && { saved }) } });
    this.actor.subscribe(() => this.requestUpdate());
    this.actor.start();
    this.enter();
  }

  private watch(): void {
    this.unsubscribe?.();
    this.unsubscribe = this.session?.subscribe(({ type }) => {
      if (type === 'world' || type === 'state') this.lookSoon();
      if (type === 'history') this.noteBeginning();
    });
    this.lookSoon();
  }

  /** Where the computer was when the present step was begun. */
  private get beginning(): TimelinePoint | undefined {
    const context = this.actor?.getSnapshot().context;
    const at = context?.begun?.[context.step];
    return this.session?.history.points.find((point) => point.at === at);
  }

  private get canReset(): boolean {
    const { beginning } = this;
    return beginning !== undefined && beginning.id !== this.session?.history.present;
  }

  /** A step is begun where the computer is when it is entered; the first one, where the computer itself began. */
  private noteBeginning(): void {
    const { actor, session } = this;
    if (!actor || !session) return;
    const { step, begun } = actor.getSnapshot().context;
    const here = step === 0 ? beginningOf(session.history) : presentOf(session.history);
    if (here && (begun?.[step] ?? null) === null) {
      actor.send({ type: 'begun', step, at: here.at });
      // Who has only opened a lesson has not begun it.
      if (step > 0) this.tellProgress();
    }
    this.requestUpdate();
  }

  /** The computer goes back to the step's beginning; what was done stays in the history. */
  private async reset(): Promise<void> {
    const { beginning, actor } = this;
    if (!beginning) return;
    await this.session?.go(beginning.id);
    if (actor !== this.actor) return;
    this.send({ type: 'restart' });
    this.enter();
    this.announced = msg('The step begins again.');
    this.wasReset = true;
  }

  private send(event: LessonEvent): void {
    const { actor } = this;
    if (!actor) return;
    const before = actor.getSnapshot().context.step;
    actor.send(event);
    this.tellProgress();
    if (actor.getSnapshot().context.step === before) return;
    this.enter();
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('.page')?.scrollTo(0, 0);
      this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
    });
  }

  private tellProgress(): void {
    const detail = progressOf(this.actor!.getSnapshot().context);
    this.dispatchEvent(new CustomEvent('progress', { detail }));
  }

  /** Another step: nothing is known of its goals yet. */
  private enter(): void {
    this.results = undefined;
    this.holding = [];
    this.announced = '';
    this.showing = false;
    this.judging = 'not yet';
    this.wasReset = false;
    this.noteBeginning();
    this.lookSoon();
  }

  private lookSoon(): void {
    clearTimeout(this.look);
    this.look = setTimeout(() => void this.lookNow(), LOOK_AFTER);
  }

  /** Asks the computer how the step's goals stand. */
  private async lookNow(): Promise<void> {
    const { session, actor, lesson } = this;
    const port = session?.state.phase === 'running' ? session.port() : undefined;
    if (!port || !actor || !lesson) return;
    const at = actor.getSnapshot().context.step;
    const step = lesson.steps[at]!;
    const probe = probeOf(port);
    try {
      const results = await evaluateAll(step.checks, probe);
      const holding = await Promise.all(
        step.explain.map(async ({ when }) => (when ? (await evaluate(when, probe)).met : false)),
      );
      // The answer may come when another step or another computer is there.
      if (actor !== this.actor || actor.getSnapshot().context.step !== at || session?.port() !== port) return;
      this.announce(results);
      this.results = results;
      this.holding = holding;
      if (results.length > 0 && results.every(({ met }) => met)) await this.met(step, at);
    } catch {
      // The computer stopped while it was asked: its next World asks again.
    }
  }

  private showMe(): void {
    this.showing = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.shown')?.focus());
  }

  private async met(step: Step, at: number): Promise<void> {
    if (this.actor?.getSnapshot().context.done[at] === false) this.send({ type: 'met', step: at });
    // A command may go on after it has reached the goals: its question is answered when the prompt is back.
    const { state } = this.session ?? {};
    if (state?.phase === 'running' && state.atPrompt && this.judging === 'not yet') await this.judge(step, at);
  }

  /** Says which answers are right, as copies of the computer tell: from where the step began, or else from where it is now. */
  private async judge(step: Step, at: number): Promise<void> {
    const { actor, session } = this;
    const port = session?.port();
    const open = actor?.getSnapshot().context.predictions[at]?.right === undefined;
    if (!step.predict || !actor || !session || !port || !open || this.judging === 'under way') return;
    this.judging = 'under way';
    const { beginning } = this;
    const points = [...(beginning ? [beginning.id] : []), session.history.present];
    const options = await judgedOnCopies(step, port, points).catch(() => undefined);
    if (actor !== this.actor || session !== this.session) return;
    if (actor.getSnapshot().context.step === at) this.judging = options ? 'not yet' : 'in vain';
    if (options) this.send({ type: 'judged', step: at, options });
  }

  private announce(results: readonly CheckResult[]): void {
    const before = this.results;
    if (!before) return;
    const reached = results.filter(({ met }, index) => met && before[index]?.met === false);
    if (reached.length === 0) return;
    const all = results.every(({ met }) => met);
    const words = reached.map(({ goal }) => msg(str`Done: ${goal.replaceAll('`', '')}.`));
    this.announced = [...words, ...(all ? [msg('All goals of this step are reached.')] : [])].join(' ');
  }

  private run(command: string): void {
    this.dispatchEvent(new CustomEvent('run', { detail: command }));
  }

  private leave(forward: boolean): void {
    this.dispatchEvent(new CustomEvent('leave', { detail: forward }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-lesson': DdLesson;
  }
}

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LessonProgress } from '../../lesson/index.ts';
import { exportProgress, importProgress } from '../lesson-progress.ts';
import type { ListedLesson } from '../lessons.ts';
import { browserMemory } from '../preferences.ts';
import { hashOf } from '../route.ts';
import { msg, str } from '../texts/index.ts';
import { controls } from './controls.ts';
import { coursePageStyles } from './course-page-styles.ts';

/** Lessons that follow each other in the same part of the course. */
interface Part {
  readonly title: string;
  readonly lessons: readonly ListedLesson[];
}

/**
 * What this page is, and the course: every lesson in its part, what is done, where to go on. Fires `taken` when progress
 * came from a file.
 */
@customElement('dd-lessons')
export class DdLessons extends LitElement {
  static override styles = [controls, coursePageStyles];

  @property({ attribute: false }) lessons: readonly ListedLesson[] = [];
  @property({ attribute: false }) progress: ReadonlyMap<string, LessonProgress> = new Map();

  @state() private told = '';

  override render(): TemplateResult {
    return html`<div class="column">
      <h1>${msg('See where Docker keeps your data')}</h1>
      <p>
        ${msg('Drydock is a little computer with a simulated Docker Engine, in this browser tab. You type real commands in a terminal, and the picture beside it shows where every byte goes: image, container, volume or a folder of the host.')}
      </p>
      <p>${msg('Nothing to install, nothing to sign in to, and nothing that you can break.')}</p>
      ${this.renderGoOn()}
      <h2>${msg('The course')}</h2>
      ${partsOf(this.lessons).map((part) => this.renderPart(part))}
      ${this.renderKeeping()}
      <h2>${msg('Or simply begin')}</h2>
      <p>
        ${msg(html`The terminal is ready, with a first command above it. Whatever you do stays in this browser. <a href=${hashOf({ page: 'sandbox' })}>Give the terminal the whole page</a>.`)}
      </p>
      <p class="small">${msg('Drydock is not affiliated with Docker, Inc. Docker is a trademark of Docker, Inc.')}</p>
    </div>`;
  }

  private renderGoOn(): unknown {
    const whole = this.lessons.filter(({ id }) => this.isDone(id)).length;
    const next = this.nextLesson();
    const begun = this.progress.size > 0;
    return html`<div class="go-on">
      ${
        next
          ? html`<a class="go" href=${hashOf({ page: 'lesson', id: next.id })}>${begun ? msg(str`Go on with: ${next.title}`) : msg(str`Begin with: ${next.title}`)}</a>`
          : html`<p class="whole">${msg('The whole course is done.')}</p>`
      }
      ${
        begun
          ? html`<label class="meter">
            <progress max=${this.lessons.length} value=${whole}></progress>
            <span>${msg(str`${whole} of ${this.lessons.length} lessons done`)}</span>
          </label>`
          : nothing
      }
    </div>`;
  }

  private renderPart({ title, lessons }: Part): TemplateResult {
    const list = html`<ol>
      ${lessons.map((lesson) => this.renderLesson(lesson))}
    </ol>`;
    return title ? html`<section aria-label=${title}><h3>${title}</h3>${list}</section>` : list;
  }

  private renderLesson({ id, title, summary, minutes, error }: ListedLesson): TemplateResult {
    const number = Number.parseInt(id, 10) || nothing;
    if (error !== undefined) {
      return html`<li class="lesson broken">
        <span class="number" aria-hidden="true">${number}</span>
        <strong>${title}</strong>
        <span class="about">${msg('This lesson has a mistake and can’t be opened.')} <code>${error}</code></span>
      </li>`;
    }
    const progress = this.progress.get(id);
    const done = progress?.done.filter(Boolean).length ?? 0;
    const all = progress?.done.length ?? 0;
    const whole = this.isDone(id);
    const words = whole ? msg('done') : progress ? msg(str`${done} of ${all} steps`) : msg(str`${minutes} min`);
    return html`<li>
      <a class="lesson" href=${hashOf({ page: 'lesson', id })}>
        <span class="number" aria-hidden="true">${number}</span>
        <strong>${title}</strong>
        <span class=${`state ${whole ? msg('done') : ''}`}>${whole ? '✓ ' : ''}${words}</span>
        <span class="about">${summary}</span>
      </a>
    </li>`;
  }

  private renderKeeping(): TemplateResult {
    return html`<section aria-label=${msg('Your progress')}>
      <h3>${msg('Your progress')}</h3>
      <p class="about">${msg('It is kept in this browser. A file takes it to another one.')}</p>
      <div class="keeping">
        <button type="button" ?disabled=${this.progress.size === 0} @click=${this.save}>${msg('Save progress to a file')}</button>
        <button type="button" @click=${this.pick}>${msg('Load progress from a file')}</button>
        <input type="file" accept=".json,application/json" hidden @change=${this.load} />
      </div>
      <p class="about" role="status">${this.told}</p>
    </section>`;
  }

  private isDone(id: string): boolean {
    const done = this.progress.get(id)?.done ?? [];
    return done.length > 0 && done.every(Boolean);
  }

  /** The first after the last one begun that isn't done, or any that isn't. */
  private nextLesson(): ListedLesson | undefined {
    const open = this.lessons.filter(({ id, error }) => !error && !this.isDone(id));
    const last = this.lessons.findLastIndex(({ id }) => this.progress.has(id));
    return open.find(({ id }) => this.lessons.findIndex((each) => each.id === id) >= last) ?? open[0];
  }

  private save(): void {
    const text = exportProgress(
      browserMemory(),
      this.lessons.map(({ id }) => id),
    );
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'drydock-progress.json';
    link.click();
    // The download has begun with the click; the address is needed no longer than it takes.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    this.told = msg('Your progress is in the file drydock-progress.json.');
  }

  private pick(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type="file"]')?.click();
  }

  private async load(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    const text = await file.text().catch(() => '');
    // The same file may be chosen again.
    input.value = '';
    const ids = this.lessons.map(({ id }) => id);
    const taken = importProgress(browserMemory(), ids, text);
    if (taken === undefined) {
      this.told = msg(str`${file.name} holds no progress of this course. Choose a file that was saved here.`);
      return;
    }
    this.told =
      taken === 1 ? msg('Progress of 1 lesson is taken over.') : msg(str`Progress of ${taken} lessons is taken over.`);
    this.dispatchEvent(new CustomEvent('taken'));
  }
}

function partsOf(lessons: readonly ListedLesson[]): readonly Part[] {
  const parts: { title: string; lessons: ListedLesson[] }[] = [];
  for (const lesson of lessons) {
    const last = parts.at(-1);
    // A lesson that can't be read doesn't say where it belongs: it stands with the one before.
    if (last && (lesson.error !== undefined || last.title === (lesson.part ?? ''))) last.lessons.push(lesson);
    else parts.push({ title: lesson.part ?? '', lessons: [lesson] });
  }
  return parts;
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-lessons': DdLessons;
  }
}

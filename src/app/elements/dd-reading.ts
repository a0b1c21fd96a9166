import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { LessonProgress } from '../../lesson/index.ts';
import { loadProgress, storeProgress } from '../lesson-progress.ts';
import { LESSONS, lessonAfter } from '../lessons.ts';
import { browserMemory } from '../preferences.ts';
import { hashOf, type Route } from '../route.ts';
import { type Known, NOTHING } from '../session/page-computer.ts';
import './dd-lessons.ts';

/** What there is to read beside the computer: the course, or the lesson that the address names. Fires `run` with a command. */
@customElement('dd-reading')
export class DdReading extends LitElement {
  static override styles = css`
    :host {
      display: flex;
      flex-direction: column;
    }
    :host > * {
      flex: 1;
      min-height: 0;
    }
    .failure {
      padding: var(--space-5);
    }
  `;

  @property({ attribute: false }) route: Route = { page: 'start' };
  @property({ attribute: false }) known: Known = NOTHING;
  private readonly memory = browserMemory();

  override render(): TemplateResult {
    const { route, known, memory } = this;
    if (route.page !== 'lesson') {
      return html`<dd-lessons
        .lessons=${LESSONS}
        .progress=${this.progress()}
        @taken=${() => this.requestUpdate()}
      ></dd-lessons>`;
    }
    const { id } = route;
    if (known.failure) return html`<p class="failure" role="alert">${known.failure}</p>`;
    return html`${keyed(
      id,
      html`<dd-lesson
        .lesson=${known.lesson}
        .name=${id}
        .session=${known.session}
        .saved=${loadProgress(memory, id)}
        .following=${lessonAfter(id)?.title ?? ''}
        @run=${(event: CustomEvent<string>) => this.dispatchEvent(new CustomEvent('run', { detail: event.detail }))}
        @progress=${(event: CustomEvent<LessonProgress>) => storeProgress(memory, id, event.detail)}
        @leave=${(event: CustomEvent<boolean>) => this.leave(event.detail ? lessonAfter(id)?.id : undefined)}
      ></dd-lesson>`,
    )}`;
  }

  private progress(): ReadonlyMap<string, LessonProgress> {
    const known = LESSONS.flatMap(({ id }) => {
      const progress = loadProgress(this.memory, id);
      return progress ? [[id, progress] as const] : [];
    });
    return new Map(known);
  }

  private leave(next: string | undefined): void {
    location.hash = hashOf(next ? { page: 'lesson', id: next } : { page: 'start' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-reading': DdReading;
  }
}

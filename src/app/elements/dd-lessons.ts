import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LessonProgress } from '../../lesson/index.ts';
import type { ListedLesson } from '../lessons.ts';
import { hashOf } from '../route.ts';
import { controls } from './controls.ts';

/** What this page is, and the lessons. */
@customElement('dd-lessons')
export class DdLessons extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        overflow: auto;
        background: var(--sheet);
      }
      .column {
        max-width: 66ch;
        padding: var(--space-5);
      }
      h1 {
        margin: 0 0 var(--space-3);
        font-size: var(--size-title);
        line-height: 1.25;
        letter-spacing: -0.01em;
      }
      h2 {
        margin: var(--space-5) 0 var(--space-2);
        font-size: var(--size-lead);
      }
      p {
        margin: 0 0 var(--space-3);
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        border-top: 1px solid var(--line);
      }
      li {
        border-bottom: 1px solid var(--line);
      }
      a.lesson {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 var(--space-3);
        padding: var(--space-3) var(--space-2);
        color: inherit;
        text-decoration: none;
        border-radius: var(--round);
      }
      a.lesson:hover {
        background: var(--accent-tint);
      }
      a.lesson strong {
        color: var(--accent);
      }
      .about {
        grid-column: 1;
        color: var(--ink-soft);
        font-size: var(--size-note);
      }
      .state {
        font-size: var(--size-note);
        color: var(--ink-soft);
      }
      .state.done {
        color: var(--good);
        font-weight: 600;
      }
      .small {
        margin-top: var(--space-5);
        font-size: var(--size-note);
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) lessons: readonly ListedLesson[] = [];
  @property({ attribute: false }) progress: ReadonlyMap<string, LessonProgress> = new Map();

  override render(): TemplateResult {
    return html`<div class="column">
      <h1>See where Docker keeps your data</h1>
      <p>
        Drydock is a little computer with a simulated Docker Engine, in this browser tab. You type real commands in a
        terminal, and the picture beside it shows where every byte goes: image, container, volume or a folder of the
        host.
      </p>
      <p>Nothing to install, nothing to sign in to, and nothing that you can break.</p>
      <h2>Lessons</h2>
      <ol>
        ${this.lessons.map((lesson) => this.renderLesson(lesson))}
      </ol>
      <h2>Or simply begin</h2>
      <p>
        The terminal is ready, with a first command above it. Whatever you do stays in this browser.
        <a href=${hashOf({ page: 'sandbox' })}>Give the terminal the whole page</a>.
      </p>
      <p class="small">Drydock is not affiliated with Docker, Inc. Docker is a trademark of Docker, Inc.</p>
    </div>`;
  }

  private renderLesson({ id, title, summary, minutes }: ListedLesson): TemplateResult {
    const progress = this.progress.get(id);
    const done = progress?.done.filter(Boolean).length ?? 0;
    const all = progress?.done.length ?? 0;
    const whole = all > 0 && done === all;
    const state = whole ? 'done' : done > 0 ? `${done} of ${all} steps` : `${minutes} min`;
    return html`<li>
      <a class="lesson" href=${hashOf({ page: 'lesson', id })}>
        <strong>${title}</strong>
        <span class=${`state ${whole ? 'done' : ''}`}>${whole ? '✓ ' : ''}${state}</span>
        <span class="about">${summary}</span>
      </a>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-lessons': DdLessons;
  }
}

import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { backFrom, type History, labelOf, NO_HISTORY, rowsOf } from '../session/history.ts';
import { msg, str } from '../texts/index.ts';
import { controls } from './controls.ts';

/**
 * One step back and forward, and a slider over all that was done. Fires `go` with a point's number, `history` to see all
 * points with their branches.
 */
@customElement('dd-timeline')
export class DdTimeline extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        min-height: 36px;
        padding: 0 var(--space-2);
        background: var(--paper);
        border-top: 1px solid var(--line);
        font-size: var(--size-note);
        container-type: inline-size;
      }
      input {
        flex: 1 1 4rem;
        min-width: 2rem;
        max-width: 24rem;
        height: 24px;
        margin: 0 var(--space-2);
        accent-color: var(--accent);
        cursor: pointer;
      }
      .where {
        flex: 1 1 0;
        min-width: 0;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
        color: var(--ink-soft);
      }
      @container (max-width: 620px) {
        .where,
        .word {
          display: none;
        }
        input {
          max-width: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) history: History = NO_HISTORY;

  override render(): TemplateResult {
    const { history } = this;
    const back = backFrom(history);
    const way = rowsOf(history).flatMap(({ point, lane }) => (lane === 0 ? [point] : []));
    const at = way.findIndex(({ id }) => id === history.present);
    const here = way[at];
    const label = here ? labelOf(here) : '';
    return html`
      <button type="button" class="quiet" title=${msg('One command back (F8)')} aria-label=${msg('Back')} ?disabled=${back === undefined} @click=${() => this.go(back)}>
        <span aria-hidden="true">◀</span><span class="word">${msg('Back')}</span>
      </button>
      <button
        type="button"
        class="quiet"
        title=${msg('One command forward (F9)')}
        aria-label=${msg('Forward')}
        ?disabled=${history.forward === undefined}
        @click=${() => this.go(history.forward)}
      >
        <span class="word">${msg('Forward')}</span><span aria-hidden="true">▶</span>
      </button>
      <input
        type="range"
        min="0"
        .max=${String(Math.max(0, way.length - 1))}
        .value=${String(Math.max(0, at))}
        ?disabled=${way.length < 2}
        aria-label=${msg('Timeline')}
        aria-valuetext=${msg(str`After ${label}, ${at + 1} of ${way.length}`)}
        @input=${(event: InputEvent) => this.go(way[Number((event.target as HTMLInputElement).value)]?.id)}
      />
      <span class="where" title=${label}>${here && way.length > 1 ? msg(html`${at} of ${way.length - 1}: <code>${label}</code>`) : ''}</span>
      <button type="button" class="quiet" title=${msg('All that was done, with its branches (F2)')} @click=${() => this.dispatchEvent(new CustomEvent('history'))}>
        ${msg('History')}
      </button>
      <slot></slot>
    `;
  }

  private go(detail: number | undefined): void {
    if (detail !== undefined) this.dispatchEvent(new CustomEvent('go', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-timeline': DdTimeline;
  }
}

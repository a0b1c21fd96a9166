import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Sentence } from '../../machine/wire.ts';
import { type History, labelOf, NO_HISTORY, type Row, rowsOf } from '../session/history.ts';
import { msg, str } from '../texts/index.ts';
import { Pane } from './pane.ts';
import { sentence } from './sentences.ts';

/** All points of the timeline with their branches. Fires `go` with a point's number, `show` with a
 * thing's key, `without` to see what would be without volumes, and `close`. */
@customElement('dd-history')
export class DdHistory extends Pane {
  static override styles = [
    ...Pane.styles,
    css`
      ol {
        list-style: none;
        margin: var(--space-3) 0 0;
        padding: 0;
      }
      li {
        position: relative;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--space-1);
        padding-left: calc(18px + var(--lane) * 14px);
      }
      li::before {
        content: "";
        position: absolute;
        left: calc(8px + var(--lane) * 14px);
        top: 0;
        bottom: 0;
        border-left: 2px solid var(--line);
      }
      li::after {
        content: "";
        position: absolute;
        left: calc(4px + var(--lane) * 14px);
        top: 10px;
        width: 6px;
        height: 6px;
        border: 2px solid var(--edge);
        border-radius: 50%;
        background: var(--raised);
      }
      li.past::before,
      li.past::after {
        border-color: var(--accent);
      }
      li.here::after {
        background: var(--accent);
      }
      .point {
        flex: 1;
        min-width: 0;
        justify-content: start;
        text-align: left;
        font-family: var(--mono);
        font-size: var(--size-small);
        overflow-wrap: anywhere;
      }
      .point:focus-visible {
        outline-offset: -3px;
      }
      .here .point {
        font-weight: 700;
      }
      .without {
        margin-top: var(--space-3);
      }
      .branch {
        font-size: var(--size-small);
        color: var(--ink-soft);
      }
      .difference {
        flex-basis: 100%;
        margin: 0 0 var(--space-2);
        padding: var(--space-1) var(--space-2);
        border-left: 3px solid var(--accent);
        background: var(--accent-tint);
      }
      .difference p {
        margin: 2px 0;
      }
    `,
  ];

  @property({ attribute: false }) history: History = NO_HISTORY;
  /** What differs at the present point against another one. */
  @property({ attribute: false }) compare: ((from: number, to: number) => Promise<readonly Sentence[]>) | undefined;

  @state() private compared: { readonly point: number; readonly sentences: readonly Sentence[] } | undefined;

  protected override readonly firstFocus = 'li.here .point';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    // The comparison was with the point that was the present one.
    if (changed.has('history')) this.compared = undefined;
  }

  override render(): TemplateResult {
    return this.titled(
      msg('History'),
      html`<p>${msg('Every command is a point. Go to any of them: the computer and the terminal are as they were then. What you do from there becomes a branch, and nothing of the other one is lost.')}</p>
      <button type="button" class="without" @click=${() => this.send('without', undefined)}>${msg('With and without volumes')}</button>
      <ol>
        ${rowsOf(this.history).map((row) => this.renderRow(row))}
      </ol>`,
    );
  }

  private renderRow({ point, lane, past }: Row): TemplateResult {
    const here = point.id === this.history.present;
    const { compared } = this;
    return html`<li class=${`${past ? 'past' : ''} ${here ? 'here' : ''}`} style=${`--lane: ${Math.min(lane, 8)}`}>
      <button type="button" class="quiet point" aria-current=${here ? 'step' : nothing} @click=${() => this.send('go', point.id)}>${labelOf(point)}</button>
      ${lane > 0 ? html`<span class="branch">${msg(str`branch ${lane}`)}</span>` : nothing}
      ${here ? html`<span class="branch">${msg('now')}</span>` : html`<button type="button" class="quiet" aria-label=${msg(str`Compare with now: ${labelOf(point)}`)} @click=${() => void this.onCompare(point.id)}>${msg('Compare')}</button>`}
      ${
        compared?.point === point.id
          ? html`<div class="difference" role="status">
            ${
              compared.sentences.length === 0
                ? html`<p>${msg('From there to now, nothing is different.')}</p>`
                : html`<p>${msg('From there to now:')}</p>${compared.sentences.map((each) => html`<p>${sentence(each, (key) => this.send('show', key))}</p>`)}`
            }
          </div>`
          : nothing
      }
    </li>`;
  }

  private async onCompare(point: number): Promise<void> {
    const sentences = await this.compare?.(point, this.history.present);
    if (sentences) this.compared = { point, sentences };
  }

  private send(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-history': DdHistory;
  }
}

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { controls } from '../elements/controls.ts';
import { msg, str } from '../texts/index.ts';
import type { SceneState } from './dd-scene.ts';
import { PACES, type Pace } from './pace.ts';

/** How the picture follows, and how much of it is seen. Fires `pace`, `whole` with the new value, and `next`. */
@customElement('dd-scene-controls')
export class DdSceneControls extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        flex: none;
        display: flex;
        align-items: center;
        gap: var(--space-1);
      }
      select {
        max-width: 8.5rem;
      }
      @media (max-width: 760px) {
        select {
          max-width: 6rem;
        }
      }
    `,
  ];

  @property() speed: Pace = 'normal';
  @property({ type: Boolean }) whole = false;
  @property({ attribute: false }) state: SceneState = { waiting: 0, overflows: false };

  override render(): TemplateResult {
    const { waiting, overflows } = this.state;
    const choose = (event: Event) => this.send('pace', (event.target as HTMLSelectElement).value);
    return html`
      ${
        this.speed === 'step' && waiting > 0
          ? html`<button type="button" class="primary" @click=${() => this.send('next', undefined)}>${msg(str`Next change (${waiting})`)}</button>`
          : nothing
      }
      ${
        overflows || this.whole
          ? html`<button
              type="button"
              class="quiet"
              aria-pressed=${this.whole}
              aria-label=${msg('Whole picture')}
              title=${msg('All of the picture at once, however small')}
              @click=${() => this.send('whole', !this.whole)}
            >${msg('Whole')}</button>`
          : nothing
      }
      <select aria-label=${msg('Pace of the picture')} title=${msg('Pace of the picture')} .value=${this.speed} @change=${choose}>
        ${Object.entries(PACES).map(([pace, { words }]) => html`<option value=${pace} ?selected=${pace === this.speed}>${words()}</option>`)}
      </select>
    `;
  }

  private send(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-scene-controls': DdSceneControls;
  }
}

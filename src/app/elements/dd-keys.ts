import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { controls } from './controls.ts';
import { KEYS } from './keys.ts';
import { paneStyles } from './pane-styles.ts';

/** All keys of the page. Fires `close`. */
@customElement('dd-keys')
export class DdKeys extends LitElement {
  static override styles = [
    controls,
    paneStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(6rem, auto) 1fr;
        gap: 2px var(--space-3);
        margin: 0;
      }
      dt {
        font: 600 var(--size-small) / 1.6 var(--mono);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.show();
    this.renderRoot.querySelector('button')?.focus();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @keydown=${this.onKey} @close=${this.close}>
      <header>
        <h2 id="title">Keys</h2>
        <button type="button" class="quiet" @click=${this.close}>Close</button>
      </header>
      ${KEYS.map(
        ({ where, keys }) => html`<h3>${where}</h3>
          <dl>${keys.map(([key, what]) => html`<dt>${key}</dt><dd>${what}</dd>`)}</dl>`,
      )}
    </dialog>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-keys': DdKeys;
  }
}

import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { controls } from '../elements/controls.ts';
import { paneStyles } from '../elements/pane-styles.ts';
import { hashOf } from '../route.ts';
import { STARTS } from '../starts.ts';

/** What the sandbox can begin with. Fires `close`. */
@customElement('dd-starts')
export class DdStarts extends LitElement {
  static override styles = [
    controls,
    paneStyles,
    css`
      ul {
        list-style: none;
        margin: var(--space-3) 0 0;
        padding: 0;
        border-top: 1px solid var(--line);
      }
      a {
        display: block;
        padding: var(--space-3) var(--space-2);
        border-bottom: 1px solid var(--line);
        text-decoration: none;
      }
      a:hover {
        background: var(--accent-tint);
      }
      strong,
      span {
        display: block;
      }
      span {
        color: var(--ink);
      }
    `,
  ];

  /** The one that is open. */
  @property() start = '';

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.show();
    this.renderRoot.querySelector('a')?.focus();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @keydown=${this.onKey} @close=${this.close}>
      <header>
        <h2 id="title">Begin with</h2>
        <button type="button" class="quiet" @click=${this.close}>Close</button>
      </header>
      <p>Each is a computer of its own: what you do on one stays when you go to another.</p>
      <ul>
        ${STARTS.map(
          ({ id, title, summary }) => html`<li>
            <a href=${hashOf({ page: 'sandbox', start: id })} aria-current=${id === this.start ? 'page' : 'false'} @click=${this.close}>
              <strong>${title}</strong><span>${summary}</span>
            </a>
          </li>`,
        )}
      </ul>
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
    'dd-starts': DdStarts;
  }
}

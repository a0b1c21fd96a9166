import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Pane } from '../elements/pane.ts';
import { hashOf } from '../route.ts';
import { STARTS } from '../starts.ts';
import { msg } from '../texts/index.ts';

/** What the sandbox can begin with. Fires `close`. */
@customElement('dd-starts')
export class DdStarts extends Pane {
  static override styles = [
    ...Pane.styles,
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

  protected override readonly firstFocus = 'a';

  override render(): TemplateResult {
    return this.titled(
      msg('Begin with'),
      html`<p>${msg('Each is a computer of its own: what you do on one stays when you go to another.')}</p>
      <ul>
        ${STARTS.map(
          ({ id, title, summary }) => html`<li>
            <a href=${hashOf({ page: 'sandbox', start: id })} aria-current=${id === this.start ? 'page' : 'false'} @click=${this.close}>
              <strong>${title()}</strong><span>${summary()}</span>
            </a>
          </li>`,
        )}
      </ul>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-starts': DdStarts;
  }
}

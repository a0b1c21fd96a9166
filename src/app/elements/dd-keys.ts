import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { legend, legendStyles } from '../scene/legend.ts';
import { msg } from '../texts/index.ts';
import { pageKeys } from './keys.ts';
import { Pane } from './pane.ts';

/** All keys of the page. Fires `close`. */
@customElement('dd-keys')
export class DdKeys extends Pane {
  static override styles = [
    ...Pane.styles,
    legendStyles,
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

  override render(): TemplateResult {
    return this.titled(
      msg('Keys and signs'),
      html`${pageKeys().map(
        ({ where, keys }) => html`<h3>${where}</h3>
          <dl>${keys.map(([key, what]) => html`<dt>${key}</dt><dd>${what}</dd>`)}</dl>`,
      )}
        <h3>${msg('In the picture')}</h3>
        ${legend()}`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-keys': DdKeys;
  }
}

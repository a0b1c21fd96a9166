import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { World } from '../../machine/wire.ts';

/** How many sentences are said at once; a script that does more is summed up. */
const MOST = 4;

/** What has just happened in the computer, in words: a caption below the scene, read aloud politely. */
@customElement('dd-words')
export class DdWords extends LitElement {
  static override styles = css`
    :host {
      display: block;
      padding: 5px var(--space-4);
      min-height: 20px;
      background: var(--paper);
      border-top: 1px solid var(--line);
      color: var(--ink-soft);
      font-size: var(--size-note);
      line-height: 20px;
    }
    p {
      margin: 0;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
  `;

  @property({ attribute: false }) world: World | undefined;

  @state() private words = '';
  private number = 0;

  override willUpdate(): void {
    const { world } = this;
    if (!world || world.number === this.number) return;
    this.number = world.number;
    if (world.words.length === 0) return;
    const more = world.words.length - MOST;
    const said = world.words.slice(-MOST).join(' ');
    this.words = more > 0 ? `${more} more changes, then: ${said}` : said;
  }

  override render(): TemplateResult {
    return html`<p role="status" title=${this.words}>${this.words || 'Nothing has happened yet.'}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-words': DdWords;
  }
}

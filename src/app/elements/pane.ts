import { css, html, LitElement, type TemplateResult } from 'lit';
import { msg } from '../texts/index.ts';
import { controls } from './controls.ts';

const paneStyles = css`
  dialog {
    position: absolute;
    inset: var(--space-2) var(--space-2) var(--space-2) auto;
    margin: 0;
    box-sizing: border-box;
    width: min(27rem, calc(100% - 2 * var(--space-2)));
    height: auto;
    max-height: none;
    padding: var(--space-4);
    overflow: auto;
    z-index: 3;
    background: var(--raised);
    color: var(--ink);
    border: 1px solid var(--edge);
    border-radius: var(--round);
    box-shadow: 0 6px 24px rgb(10 25 40 / 0.25);
    font: var(--size-note) / 1.45 var(--text);
  }
  header {
    display: flex;
    align-items: start;
    gap: var(--space-2);
  }
  h2 {
    flex: 1;
    margin: 0;
    font-size: var(--size-lead);
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  h3 {
    margin: var(--space-4) 0 var(--space-1);
    font-size: var(--size-note);
  }
  p {
    margin: var(--space-2) 0 0;
  }
`;

/**
 * A pane that lies over the right side of the picture: Escape and its Close button close it. Fires `close`.
 * Subclasses add their styles to {@link Pane.styles}.
 */
export abstract class Pane extends LitElement {
  static override styles = [controls, paneStyles];

  /** What has the focus at first; nothing if empty. */
  protected readonly firstFocus: string = 'button';

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.show();
    if (this.firstFocus) this.renderRoot.querySelector<HTMLElement>(this.firstFocus)?.focus();
  }

  /** The pane with its heading and Close button over a content. */
  protected titled(heading: unknown, content: unknown): TemplateResult {
    return this.framed(html`<header>
        <h2 id="title">${heading}</h2>
        <button type="button" class="quiet" @click=${this.close}>${msg('Close')}</button>
      </header>
      ${content}`);
  }

  /** The pane over a content that holds an element of the id `title`. */
  protected framed(content: unknown): TemplateResult {
    return html`<dialog aria-labelledby="title" @keydown=${this.onKey} @close=${this.close}>${content}</dialog>`;
  }

  protected onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
  }

  protected close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }
}

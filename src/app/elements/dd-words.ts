import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Loss, ThingKey, Told, World } from '../../machine/wire.ts';
import { legend, legendStyles } from '../scene/legend.ts';
import { msg } from '../texts/index.ts';
import { controls } from './controls.ts';
import { lossSentences } from './losses.ts';
import { sentence, spoken } from './sentences.ts';

/** Milliseconds after which what a command has done so far is read aloud, though it goes on. */
const SETTLED = 1500;

/**
 * What the last command did and why, in words, beside the picture; read aloud politely when it is done. Fires `show` with
 * the key of a thing that a sentence leads to.
 */
@customElement('dd-words')
export class DdWords extends LitElement {
  static override styles = [
    controls,
    legendStyles,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: var(--space-3) var(--space-4);
        background: var(--sheet);
        font-size: var(--size-note);
        line-height: 1.45;
      }
      :host(:focus-visible) {
        outline: 3px solid var(--focus);
        outline-offset: -3px;
      }
      h2 {
        margin: 0 0 var(--space-2);
        font-size: var(--size-small);
        font-weight: 600;
        letter-spacing: 0.03em;
        color: var(--ink-soft);
      }
      .command {
        display: block;
        margin: 0 0 var(--space-2);
        padding: 2px var(--space-2);
        border-left: 3px solid var(--accent);
        background: var(--accent-tint);
        overflow-wrap: anywhere;
      }
      .warning:not(:empty) ul {
        margin: 0 0 var(--space-3);
        padding: var(--space-1) var(--space-2) var(--space-1) var(--space-5);
        border-left: 3px solid var(--doom);
        background: var(--doom-tint);
      }
      .warning p {
        color: var(--doom);
        font-weight: 600;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        padding: 3px 0;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0;
        color: var(--ink-soft);
      }
      .quietly {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      @media (prefers-reduced-motion: no-preference) {
        li {
          animation: come var(--calm) var(--ease) backwards;
          animation-delay: calc(var(--nth) * 60ms);
        }
      }
      @keyframes come {
        from {
          opacity: 0;
          translate: 0 4px;
        }
      }
    `,
  ];

  @property({ attribute: false }) told: Told | undefined;
  /** What the line at the prompt would destroy, in this World. */
  @property({ attribute: false }) losses: readonly Loss[] = [];
  @property({ attribute: false }) world: World | undefined;

  @state() private said = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Its text may be longer than its place: whoever has no pointer scrolls it with the keys.
    this.tabIndex = 0;
    this.role = 'region';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.ariaLabel = msg('In words');
    if (!changed.has('told')) return;
    clearTimeout(this.timer);
    const { told } = this;
    if (!told) this.said = '';
    else if (told.done) this.said = wordsOf(told);
    else {
      this.timer = setTimeout(() => {
        this.said = wordsOf(told);
      }, SETTLED);
    }
  }

  override render(): TemplateResult {
    const { told } = this;
    return html`
      <h2>${msg('In words')}</h2>
      <div class="quietly" role="status">${this.said}</div>
      <div class="warning" role="status">${this.renderLosses()}</div>
      ${told ? this.renderTold(told) : html`<p>${msg('What each command does, and why, is told here.')}</p>${legend()}`}
    `;
  }

  private renderLosses(): unknown {
    const { losses, world } = this;
    if (losses.length === 0 || !world) return nothing;
    const show = (detail: ThingKey) => this.dispatchEvent(new CustomEvent('show', { detail }));
    return html`<p>${msg('If you press Enter:')}</p>
      <ul>${lossSentences(losses, world).map((each) => html`<li>${sentence(each, show)}</li>`)}</ul>`;
  }

  private renderTold({ command, sentences, done }: Told): TemplateResult {
    const show = (detail: ThingKey) => this.dispatchEvent(new CustomEvent('show', { detail }));
    return html`
      ${command ? html`<code class="command">${command}</code>` : html`<p>${msg('By itself, meanwhile:')}</p>`}
      ${
        sentences.length > 0
          ? html`<ol>${sentences.map((each, nth) => html`<li style=${`--nth: ${nth}`}>${sentence(each, show)}</li>`)}</ol>`
          : done
            ? html`<p>${nothingChanged()}</p>`
            : nothing
      }
    `;
  }
}

const nothingChanged = () => msg('Nothing changed: no container, no volume, and no file that the picture shows.');

function wordsOf({ command, sentences }: Told): string {
  if (sentences.length === 0) return command ? nothingChanged() : '';
  return sentences.map(spoken).join(' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-words': DdWords;
  }
}

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Refusal } from '../session/refusal.ts';
import type { SessionState } from '../session/session.ts';
import { msg, str } from '../texts/index.ts';
import { controls } from './controls.ts';

/**
 * What has happened to the computer itself, and that the browser keeps nothing. Fires `restore`, `start-over`, `dismiss`,
 * and `dismiss-refusal`.
 */
@customElement('dd-banner')
export class DdBanner extends LitElement {
  static override styles = [
    controls,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        padding: var(--space-2) var(--space-4);
        background: var(--doom-tint);
        border-bottom: 2px solid var(--doom);
        font-size: var(--size-note);
      }
      p {
        flex: 1 1 20rem;
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) state: SessionState | undefined;
  /** Why the browser keeps nothing. */
  @property() refusal: Refusal | undefined;

  override render(): unknown {
    return [this.renderState(), this.renderRefusal()];
  }

  private renderRefusal(): TemplateResult | typeof nothing {
    if (!this.refusal) return nothing;
    const why = {
      full: msg(
        'This browser has no room left for what you do here. What it kept before is still there, but what comes now is gone after a reload. Everything else works.',
      ),
      forbidden: msg(
        'This browser lets the page keep nothing. What you do here is gone after a reload. Everything else works.',
      ),
    }[this.refusal];
    return html`<div role="alert">
      <p>${why}</p>
      ${this.button(msg('Dismiss'), 'dismiss-refusal')}
    </div>`;
  }

  private renderState(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state?.phase === 'stopped') {
      return html`<div role="alert">
        <p>${msg(str`The computer stopped: ${sentence(state.reason)} It can go on from the last prompt, or begin anew.`)}</p>
        ${this.button(msg('Restore'), 'restore', true)} ${this.button(msg('Start over'), 'start-over')}
      </div>`;
    }
    const notice = state?.phase === 'running' ? state.notice : undefined;
    switch (notice?.kind) {
      case undefined:
        return nothing;
      case 'restored':
        return html`<div role="alert">
          <p>${msg(str`The computer stopped: ${sentence(notice.reason)} Your work up to the last prompt is back.`)}</p>
          ${this.button(msg('Dismiss'), 'dismiss')}
        </div>`;
      case 'begun-anew':
        return html`<div role="alert">
          <p>${msg(str`What was kept of your last visit could not be read: ${sentence(notice.reason)} A new computer has begun.`)}</p>
          ${this.button(msg('Dismiss'), 'dismiss')}
        </div>`;
      case 'silent':
        return html`<div role="alert">
          <p>${msg('The computer does not answer. Wait a little, or stop it and go on from the last prompt.')}</p>
          ${this.button(msg('Stop and restore'), 'restore', true)} ${this.button(msg('Start over'), 'start-over')}
        </div>`;
      default:
        return notice satisfies never;
    }
  }

  private button(text: string, event: string, primary = false): TemplateResult {
    const send = () => this.dispatchEvent(new CustomEvent(event));
    return html`<button type="button" class=${primary ? 'primary' : ''} @click=${send}>${text}</button>`;
  }
}

/** With a full stop, whatever the reason's author thought. */
function sentence(reason: string): string {
  const text = reason.trim() || msg('no reason is known');
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-banner': DdBanner;
  }
}

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Theme } from '../preferences.ts';
import { hashOf, type Route } from '../route.ts';
import { msg } from '../texts/index.ts';
import { ALL_LOCALES } from '../texts/locale.ts';
import { controls } from './controls.ts';

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/**
 * The line over the page: where one can go, and what concerns all of it. Fires `starts`, `ask` (to start over), `keys`,
 * `presenter`, `theme` with the next one, and `locale` with the chosen one.
 */
@customElement('dd-top')
export class DdTop extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        min-height: 44px;
        padding: 0 var(--space-3) 0 var(--space-4);
        background: var(--raised);
        border-bottom: 1px solid var(--line);
      }
      .name {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 28px;
        margin-right: var(--space-3);
        color: var(--ink);
        font-weight: 700;
        font-size: 1rem;
        letter-spacing: -0.01em;
        text-decoration: none;
      }
      nav {
        display: flex;
        gap: var(--space-1);
      }
      nav a {
        display: inline-flex;
        align-items: center;
        min-height: 28px;
        padding: 0 10px;
        border-radius: var(--round);
        color: var(--ink-soft);
        font-size: var(--size-note);
        font-weight: 500;
        text-decoration: none;
      }
      nav a:hover {
        background: var(--accent-tint);
      }
      nav a[aria-current] {
        color: var(--accent);
        background: var(--accent-tint);
      }
      .space {
        flex: 1;
      }
      @media (max-width: 760px) {
        :host {
          padding: 0 var(--space-2);
          gap: 0;
        }
        .name {
          margin-right: var(--space-2);
        }
        .name span,
        .wide-only {
          display: none;
        }
        button,
        nav a {
          padding: 0 var(--space-2);
          white-space: nowrap;
        }
      }
    `,
  ];

  @property({ attribute: false }) route: Route = { page: 'start' };
  @property() theme: Theme = 'system';
  /** What the page speaks. */
  @property() locale = '';

  override render(): TemplateResult {
    const { page } = this.route;
    const theme = { system: msg('Theme: system'), light: msg('Theme: light'), dark: msg('Theme: dark') }[this.theme];
    const link = (route: Route, text: string, here: boolean) =>
      html`<a href=${hashOf(route)} aria-current=${here ? 'page' : nothing}>${text}</a>`;
    return html`
      <a class="name" href="#" aria-label=${msg('Drydock, to the start')}>${LOGO}<span>Drydock</span></a>
      <nav aria-label=${msg('Pages')}>
        ${link({ page: 'start' }, msg('Lessons'), page !== 'sandbox')} ${link({ page: 'sandbox' }, msg('Sandbox'), page === 'sandbox')}
      </nav>
      ${page === 'sandbox' ? html`<button type="button" class="quiet" @click=${() => this.fire('starts')}>${msg('Begin with…')}</button>` : nothing}
      <span class="space"></span>
      <button type="button" class="quiet" @click=${() => this.fire('ask')}>${msg('Start over')}</button>
      <button type="button" class="quiet wide-only" title=${msg('All keys (F1)')} @click=${() => this.fire('keys')}>${msg('Keys')}</button>
      <button
        type="button"
        class="quiet wide-only"
        title=${msg('Picture and terminal alone, large; a lesson or a script types itself at any key')}
        @click=${() => this.fire('presenter')}
      >
        ${msg('Presenter')}
      </button>
      ${ALL_LOCALES.length > 1 ? this.renderLocales() : nothing}
      <button
        type="button"
        class="quiet"
        aria-label=${theme}
        title=${msg('Change between the system’s theme, light and dark')}
        @click=${() => this.fire('theme', NEXT_THEME[this.theme])}
      >
        ${THEME}<span class="wide-only">${theme}</span>
      </button>
    `;
  }

  private renderLocales(): TemplateResult {
    const choose = (event: Event) => this.fire('locale', (event.target as HTMLSelectElement).value);
    return html`<select aria-label=${msg('Language')} @change=${choose}>
      ${ALL_LOCALES.map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === this.locale}>${nameOf(tag)}</option>`)}
    </select>`;
  }

  private fire(type: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** A language by its own name. */
function nameOf(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}

const THEME = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
  <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.500" />
  <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
</svg>`;

const LOGO = html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke-width="1.8" stroke-linejoin="round">
  <path d="M1.500 9v11.500h21V9" stroke="var(--edge)" />
  <path d="M6 8.500v6.500c0 1.500 2.700 2.500 6 2.500s6-1 6-2.500V8.500" stroke="var(--volume)" fill="var(--volume-tint)" />
  <ellipse cx="12" cy="8.500" rx="6" ry="2.500" stroke="var(--volume)" fill="var(--volume-tint)" />
</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'dd-top': DdTop;
  }
}

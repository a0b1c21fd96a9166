import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { World } from '../../machine/wire.ts';
import { Pane } from '../elements/pane.ts';
import type { Session } from '../session/session.ts';
import { msg, str } from '../texts/index.ts';
import { documentOf } from './web-page.ts';

/** A browser on the host's network: shows what a published port answers, without scripts. Fires `close`. */
@customElement('dd-browser')
export class DdBrowser extends Pane {
  static override styles = [
    ...Pane.styles,
    css`
      dialog {
        display: flex;
        flex-direction: column;
        width: min(40rem, calc(100% - 2 * var(--space-2)));
      }
      form {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin: var(--space-3) 0;
      }
      label {
        flex: 1;
        display: flex;
        align-items: center;
        min-height: 28px;
        padding: 0 var(--space-2);
        border: 1px solid var(--edge);
        border-radius: 14px;
        background: var(--sheet);
        font: var(--size-note) var(--mono);
      }
      input {
        flex: 1;
        min-width: 3rem;
        min-height: 24px;
        border: 0;
        background: none;
        color: var(--ink);
        font: inherit;
      }
      iframe {
        flex: 1;
        min-height: 6rem;
        border: 1px solid var(--edge);
        border-radius: var(--round);
        background: #fff;
        color-scheme: light;
      }
      p {
        margin: 0 0 var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  /** What the files are may have changed with a new World: the page is asked for again. */
  @property({ attribute: false }) world: World | undefined;
  @property({ type: Number }) port = 8080;

  @state() private path = '/';
  @state() private page = '';
  @state() private said = '';
  private asking = 0;

  protected override readonly firstFocus = 'input';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('port') || changed.has('world') || changed.has('path')) void this.load();
  }

  override render(): TemplateResult {
    const ports = [...new Set(this.world?.containers.flatMap((container) => container.ports.map(({ host }) => host)))];
    return this.titled(
      msg('Browser'),
      html`<form @submit=${this.onSubmit}>
        <label><span>http://localhost:${this.port}</span><input name="path" aria-label=${msg('Path')} .value=${this.path} spellcheck="false" autocomplete="off" /></label>
        <button type="submit">${msg('Go')}</button>
      </form>
      ${
        ports.length > 1
          ? html`<p>${msg('Published:')} ${ports.map((port) => html`<button type="button" aria-pressed=${port === this.port} @click=${() => this.choose(port)}>${port}</button> `)}</p>`
          : nothing
      }
      <p role="status">${this.said}</p>
      <iframe title=${msg('The page')} sandbox="" referrerpolicy="no-referrer" .srcdoc=${this.page}></iframe>`,
    );
  }

  private choose(port: number): void {
    this.port = port;
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const path = String(new FormData(event.target as HTMLFormElement).get('path') ?? '/');
    const asked = path.startsWith('/') ? path : `/${path}`;
    if (asked === this.path) void this.load();
    this.path = asked;
  }

  private async load(): Promise<void> {
    const mine = ++this.asking;
    const { port, path } = this;
    const machine = this.session?.port();
    const get = async (each: string) => machine?.request({ type: 'http', port, path: each });
    const answer = await get(path).catch(() => undefined);
    const page = answer ? await documentOf(answer, path, get) : '';
    if (mine !== this.asking) return;
    this.said = answer
      ? msg(str`Status ${answer.status}. Scripts and links do nothing here.`)
      : msg(str`Nobody answers on port ${port}: no running container publishes it, or its server is not ready.`);
    // The same again would make the frame blink.
    if (page !== this.page) this.page = page;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-browser': DdBrowser;
  }
}

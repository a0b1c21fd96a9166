import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Without, World } from '../../machine/wire.ts';
import { Pane } from '../elements/pane.ts';
import { sentence } from '../elements/sentences.ts';
import type { Session } from '../session/session.ts';
import '../scene/dd-scene.ts';
import { msg } from '../texts/index.ts';

/**
 * The computer as it is beside what the same commands would have led to without volumes and folders of the host. Fires
 * `show` with a thing's key, and `close`.
 */
@customElement('dd-without')
export class DdWithout extends Pane {
  static override styles = [
    ...Pane.styles,
    css`
      dialog {
        width: calc(100% - 2 * var(--space-2));
      }
      .pictures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
        gap: var(--space-3);
        margin-top: var(--space-3);
      }
      figure {
        display: flex;
        flex-direction: column;
        height: 19rem;
        margin: 0;
        border: 1px solid var(--line);
        border-radius: var(--round);
        overflow: hidden;
      }
      figcaption {
        padding: var(--space-1) var(--space-3);
        border-bottom: 1px solid var(--line);
        font-weight: 650;
      }
      dd-scene {
        flex: 1;
        min-height: 0;
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;

  @state() private both: Without | undefined;
  @state() private failure = '';

  override firstUpdated(): void {
    super.firstUpdated();
    void this.ask();
  }

  override render(): TemplateResult {
    return this.titled(
      msg('With and without volumes'),
      html`<p>
          ${msg('The first picture is your computer as it is. For the second, a copy of it has repeated your commands from the beginning, and its containers got ordinary folders of their own in place of volumes and folders of the host.')}
        </p>
        <div role="status">
          ${this.failure ? html`<p>${this.failure}</p>` : nothing}
          ${this.both || this.failure ? nothing : html`<p>${msg('The commands are being repeated.')}</p>`}
          ${this.both ? html`${this.renderPictures(this.both)} ${this.renderWords(this.both)}` : nothing}
        </div>`,
    );
  }

  private renderWords({ sentences }: Without): TemplateResult {
    if (sentences.length === 0)
      return html`<p>${msg('It makes no difference: no container keeps anything in a volume or a folder.')}</p>`;
    const show = (key: string) => this.dispatchEvent(new CustomEvent('show', { detail: key }));
    return html`<h3>${msg('What volumes and folders change')}</h3>
      ${sentences.map((each) => html`<p>${sentence(each, show)}</p>`)}`;
  }

  private renderPictures({ now, without }: Without): TemplateResult {
    const picture = (caption: string, world: World) =>
      // A picture only: what it says is said in words above, and there is nothing to open in a copy.
      html`<figure>
        <figcaption>${caption}</figcaption>
        <dd-scene inert .world=${world} .whole=${true}></dd-scene>
      </figure>`;
    return html`<div class="pictures">${picture(msg('With'), now)} ${picture(msg('Without'), without)}</div>`;
  }

  private async ask(): Promise<void> {
    try {
      this.both = await this.session?.port()?.request({ type: 'timeline.without' });
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-without': DdWithout;
  }
}

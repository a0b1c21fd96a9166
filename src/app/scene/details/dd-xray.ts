import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { World, XRay, XRayPlace } from '../../../machine/wire.ts';
import { controls } from '../../elements/controls.ts';
import type { Session } from '../../session/session.ts';
import { msg } from '../../texts/index.ts';
import { said } from '../../texts/said.ts';
import { ownerWords, sizeWords } from '../words.ts';

const kinds = (): Readonly<Record<XRayPlace['kind'], string>> => ({
  volume: msg('Volume'),
  bind: msg('Host folder'),
  tmpfs: msg('Memory (tmpfs)'),
  docker: msg('Docker’s own'),
  layer: msg('Writable layer of'),
  image: msg('Image'),
});

function typeWords(type: NonNullable<XRay['found']>['type']): string {
  return { file: msg('file'), directory: msg('directory'), symlink: msg('symlink'), other: msg('special file') }[type];
}

/** Looks through a path of a container: what answers, what lies hidden below. Fires `edit` with the path of a file. */
@customElement('dd-xray')
export class DdXray extends LitElement {
  static override styles = [
    controls,
    css`
      form {
        display: flex;
        gap: var(--space-2);
        align-items: end;
        flex-wrap: wrap;
      }
      label {
        flex: 1 1 10rem;
        color: var(--ink-soft);
      }
      input {
        display: block;
        box-sizing: border-box;
        width: 100%;
        min-height: 28px;
        padding: 2px var(--space-2);
        border: 1px solid var(--edge);
        border-radius: var(--round);
        background: var(--sheet);
        color: var(--ink);
        font: var(--size-note) var(--mono);
      }
      ol {
        list-style: none;
        margin: var(--space-3) 0 0;
        padding: 0;
      }
      li {
        margin-bottom: -1px;
        padding: var(--space-2) var(--space-3);
        border: 1.5px solid var(--stroke);
        background: var(--tint);
        overflow-wrap: anywhere;
      }
      li.ghost {
        margin-left: var(--space-4);
        border-style: dashed;
        background: none;
        color: var(--ink-soft);
      }
      li.volume {
        --stroke: var(--volume);
        --tint: var(--volume-tint);
      }
      li.bind {
        --stroke: var(--folder);
        --tint: var(--folder-tint);
      }
      li.tmpfs {
        --stroke: var(--tmpfs);
        --tint: var(--tmpfs-tint);
      }
      li.layer {
        --stroke: var(--layer);
        --tint: var(--layer-tint);
      }
      li.image,
      li.docker {
        --stroke: var(--image);
        --tint: var(--image-tint);
        border-style: dotted;
      }
      strong {
        color: var(--stroke);
      }
      .where,
      .text {
        display: block;
        font: var(--size-small) / 1.5 var(--mono);
      }
      .text {
        white-space: pre-wrap;
        max-height: 4.5em;
        overflow: hidden;
      }
      p {
        margin: var(--space-2) 0 0;
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  /** A new World may have another answer. */
  @property({ attribute: false }) world: World | undefined;
  @property() container = '';
  @property() path = '/';

  @state() private seen: XRay | undefined;
  @state() private failure = '';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('world') || changed.has('container') || changed.has('path')) void this.look();
  }

  override render(): TemplateResult {
    return html`
      <form @submit=${this.onSubmit}>
        <label>${msg('A path in the container')} <input name="path" .value=${this.path} spellcheck="false" autocomplete="off" /></label>
        <button type="submit">${msg('Look through')}</button>
      </form>
      <div aria-live="polite">${this.failure ? html`<p>${this.failure}</p>` : this.seen ? this.renderSeen(this.seen) : nothing}</div>
    `;
  }

  private renderSeen({ path, found, answers, hidden, merged, writable, why }: XRay): TemplateResult {
    const head = found
      ? msg(
          html`<code>${path}</code> is a ${typeWords(found.type)}, ${sizeWords(found.size)}, of ${ownerWords(found.uid)}.`,
        )
      : msg(html`<code>${path}</code> is not there.`);
    return html`
      <p>${head} ${writable ? msg('It can be written to.') : msg('It cannot be written to.')} ${said(why)}</p>
      <ol>
        ${answers ? this.renderPlace(answers, answers.state === 'deleted' ? msg('says: deleted') : msg('answers'), '') : nothing}
        ${hidden.map((place) => this.renderPlace(place, msg('hidden'), 'ghost'))}
        ${merged.map((place) => this.renderPlace(place, msg('shown together with it'), ''))}
      </ol>
      ${found?.type === 'file' ? html`<p><button type="button" @click=${() => this.dispatchEvent(new CustomEvent('edit', { detail: path }))}>${msg('Open in the editor')}</button></p>` : nothing}
    `;
  }

  private renderPlace(
    { kind, name, host, size, text, state: there }: XRayPlace,
    role: string,
    ghost: string,
  ): TemplateResult {
    return html`<li class=${`${kind} ${ghost}`}>
      <strong>${kinds()[kind]}</strong> <code>${name.length === 64 ? name.slice(0, 12) : name}</code> ${role}${there === 'there' && size !== undefined ? `, ${sizeWords(size)}` : ''}
      ${host ? html`<span class="where">${host}</span>` : nothing}
      ${text ? html`<span class="text">${text}</span>` : nothing}
    </li>`;
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const path = new FormData(event.target as HTMLFormElement).get('path');
    this.path = typeof path === 'string' && path !== '' ? path : '/';
  }

  private async look(): Promise<void> {
    const { container, path } = this;
    try {
      const seen = await this.session?.port()?.request({ type: 'xray', container, path });
      if (container !== this.container || path !== this.path) return;
      this.seen = seen;
      this.failure = '';
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-xray': DdXray;
  }
}

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { World, WorldTree } from '../../machine/wire.ts';
import { controls } from '../elements/controls.ts';
import { type Box, type Store, shortName, thingsOf, tildePath } from './things.ts';
import { counted, KIND_WORDS, modeWords, ownerWords, sizeWords, stateWords } from './words.ts';

/** Everything about one thing of the scene: mounts, modes, owners, the path on disk. Fires `close`. */
@customElement('dd-details')
export class DdDetails extends LitElement {
  static override styles = [
    controls,
    css`
      dialog {
        position: absolute;
        inset: var(--space-2) var(--space-2) var(--space-2) auto;
        margin: 0;
        box-sizing: border-box;
        width: min(26rem, calc(100% - 2 * var(--space-2)));
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
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: var(--space-1) var(--space-3);
        margin: var(--space-3) 0 0;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      code,
      table {
        font: var(--size-small) / 1.5 var(--mono);
      }
      table {
        border-collapse: collapse;
        width: 100%;
      }
      .scroll {
        overflow-x: auto;
      }
      th {
        text-align: left;
        font: var(--size-small) var(--text);
        color: var(--ink-soft);
      }
      td,
      th {
        padding: 1px var(--space-2) 1px 0;
        white-space: nowrap;
      }
      td:last-child {
        white-space: normal;
        overflow-wrap: anywhere;
      }
      p {
        margin: var(--space-2) 0 0;
      }
    `,
  ];

  @property({ attribute: false }) world: World | undefined;
  @property({ attribute: false }) key = '';

  override firstUpdated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    dialog?.show();
    this.renderRoot.querySelector('button')?.focus();
  }

  override updated(): void {
    // What it was about may have gone.
    if (this.world && !this.found()) this.close();
  }

  override render(): TemplateResult | typeof nothing {
    const found = this.found();
    if (!found || !this.world) return nothing;
    const content = 'container' in found ? this.renderBox(found, this.world) : this.renderStore(found, this.world);
    return html`<dialog aria-labelledby="title" @keydown=${this.onKey} @close=${this.close}>${content}</dialog>`;
  }

  private found(): Box | Store | undefined {
    if (!this.world) return undefined;
    const { boxes, folders, stores } = thingsOf(this.world);
    return [...boxes, ...folders, ...stores].find(({ key }) => key === this.key);
  }

  private renderHead(title: string): TemplateResult {
    return html`<header>
      <h2 id="title">${title}</h2>
      <button type="button" class="quiet" @click=${this.close}>Close</button>
    </header>`;
  }

  private renderStore({ kind, name, path, tree, volume, single, asleep }: Store, world: World): TemplateResult {
    const labels = Object.entries(volume?.labels ?? {}).map(([key, value]) => (value ? `${key}=${value}` : key));
    const users = world.containers.filter(({ mounts }) =>
      mounts.some((mount) => mount.type === 'bind' && mount.source === path),
    );
    const used = volume ? volume.users : users.map((user) => user.name);
    const what = single ? 'host file' : KIND_WORDS[kind];
    return html`
      ${this.renderHead(kind === 'tmpfs' ? name : `${what[0]!.toUpperCase()}${what.slice(1)} ${name}`)}
      <dl>
        ${path ? html`<dt>On the host’s disk</dt><dd><code>${path}</code></dd>` : html`<dt>Where</dt><dd>in memory, not on a disk</dd>`}
        ${volume ? html`<dt>Size</dt><dd>${sizeWords(volume.size)}</dd>` : nothing}
        ${kind === 'tmpfs' ? nothing : html`<dt>Used by</dt><dd>${used.join(', ') || 'no container'}</dd>`}
        ${labels.length > 0 ? html`<dt>Labels</dt><dd><code>${labels.join(', ')}</code></dd>` : nothing}
      </dl>
      ${kind === 'anonymous' ? html`<p>Docker gave it a name by chance, because none was asked for.</p>` : nothing}
      ${asleep ? html`<p>Its container is not running, so there is nothing in it.</p>` : this.renderTree('Content', tree)}
    `;
  }

  private renderBox({ container }: Box, world: World): TemplateResult {
    const { name, id, image, command, ports, mounts, layer, deleted } = container;
    const source = (type: string, from: string) =>
      type === 'bind' ? tildePath(from, world.user) : shortName(from) || 'memory';
    return html`
      ${this.renderHead(`Container ${name}`)}
      <dl>
        <dt>State</dt><dd>${stateWords(container)}</dd>
        <dt>Image</dt><dd>${image}, read-only</dd>
        <dt>Command</dt><dd><code>${command}</code></dd>
        <dt>Id</dt><dd><code>${id.slice(0, 12)}</code></dd>
        ${ports.length > 0 ? html`<dt>Ports</dt><dd>${ports.map((port) => `${port.host} on the host is ${port.container} inside`).join(', ')}</dd>` : nothing}
      </dl>
      <h3>Mounts</h3>
      ${
        mounts.length === 0
          ? html`<p>None: all that it writes goes into its writable layer.</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Mounts"><table>
        <thead><tr><th>In the container</th><th>Kind</th><th>Source</th><th>Mode</th></tr></thead>
        <tbody>${mounts.map((mount) => html`<tr><td>${mount.destination}</td><td>${mount.type}</td><td>${source(mount.type, mount.source)}</td><td>${mount.readonly ? 'read-only' : 'writable'}</td></tr>`)}</tbody>
      </table></div>`
      }
      ${this.renderTree('Writable layer', layer)}
      ${deleted.length > 0 ? html`<p>Deleted in this container only: <code>${deleted.join(', ')}</code></p>` : nothing}
    `;
  }

  private renderTree(title: string, { entries, more }: WorldTree): TemplateResult {
    if (entries.length === 0 && more === 0) return html`<h3>${title}</h3><p>Empty.</p>`;
    return html`
      <h3>${title}</h3>
      <div class="scroll" tabindex="0" role="region" aria-label=${title}>
        <table>
          <thead><tr><th>Mode</th><th>Owner</th><th>Size</th><th>Path</th></tr></thead>
          <tbody>
            ${entries.map(
              (entry) => html`<tr>
              <td>${modeWords(entry)}</td>
              <td>${ownerWords(entry.uid)}</td>
              <td>${sizeWords(entry.size)}</td>
              <td>${entry.path}${entry.target === undefined ? nothing : html` → ${entry.target}`}</td>
            </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${more > 0 ? html`<p>And ${counted(more, 'entry', 'entries')} more.</p>` : nothing}
    `;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-details': DdDetails;
  }
}

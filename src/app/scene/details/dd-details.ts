import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Place } from '../../../lesson/index.ts';
import type { ThingKey, World, WorldTree } from '../../../machine/wire.ts';
import { Pane } from '../../elements/pane.ts';
import { parts } from '../../elements/sentences.ts';
import type { Session } from '../../session/session.ts';
import { type Box, type Store, shortName, thingsOf, tildePath } from '../things.ts';
import { entriesWords, modeWords, ownerWords, sizeWords, stateWords, storeName } from '../words.ts';
import { inspectOf, logsOf } from './dd-asked.ts';
import './dd-xray.ts';
import { msg, str } from '../../texts/index.ts';
import { said } from '../../texts/said.ts';
import { stateDiagram } from './state-diagram.ts';

/** What an editor is asked to open. */
export interface Opening {
  readonly place: Place;
  readonly path: string;
}

const BOX_TABS = ['State', 'Mounts', 'Files', 'X-ray', 'Logs', 'Inspect'] as const;
const STORE_TABS = ['Files', 'Users', 'History'] as const;
type Tab = (typeof BOX_TABS)[number] | (typeof STORE_TABS)[number];

function tabWords(tab: Tab): string {
  return {
    State: msg('State'),
    Mounts: msg('Mounts'),
    Files: msg('Files'),
    'X-ray': msg('X-ray'),
    Logs: msg('Logs'),
    Inspect: msg('Inspect'),
    Users: msg('Users'),
    History: msg('History'),
  }[tab];
}

/**
 * Everything about one thing of the scene. Fires `close`, `edit` with what to open, `browse` with a port, `run` with a
 * command.
 */
@customElement('dd-details')
export class DdDetails extends Pane {
  static override styles = [
    ...Pane.styles,
    css`
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
      .port {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
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
      .tabs {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
        margin: var(--space-3) 0;
        border-bottom: 1px solid var(--line);
      }
      .tabs button {
        border: 0;
        border-bottom: 3px solid transparent;
        border-radius: 0;
        background: none;
      }
      @media (max-width: 760px) {
        .tabs button {
          padding: 3px 6px;
        }
      }
      .tabs button[aria-selected="true"] {
        border-bottom-color: var(--accent);
        color: var(--accent);
        font-weight: 650;
      }
      .states {
        width: 100%;
        max-width: 398px;
      }
      .states rect {
        fill: var(--sheet);
        stroke: var(--edge);
      }
      .states text {
        fill: var(--ink-soft);
        font: 12px var(--text);
      }
      .states g > path {
        fill: none;
        stroke: var(--edge);
        stroke-width: 1.2;
      }
      .states .on > path {
        stroke: var(--accent);
        stroke-width: 2;
      }
      .states .on text {
        fill: var(--accent);
        font-weight: 600;
      }
      .states .here rect {
        fill: var(--accent);
        stroke: var(--accent);
      }
      .states .here text {
        fill: var(--accent-ink);
        font-weight: 700;
      }
      .ways {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      .ways li {
        display: grid;
        grid-template-columns: minmax(9rem, auto) 1fr;
        gap: var(--space-2);
        align-items: baseline;
        padding: 2px 0;
      }
      .ways button {
        justify-content: start;
        text-align: left;
      }
      .itself {
        color: var(--ink-soft);
      }
      .told {
        margin: var(--space-1) 0;
        padding-left: var(--space-3);
        border-left: 2px solid var(--line);
      }
      .told code {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) world: World | undefined;
  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) key = '';

  @state() private tab: Tab | undefined;
  /** The container, and what is asked of it: the same functions as long as it is the same one. */
  private asked:
    | { readonly id: string; readonly logs: ReturnType<typeof logsOf>; readonly inspect: ReturnType<typeof inspectOf> }
    | undefined;

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('key')) this.tab = undefined;
  }

  override updated(): void {
    // What it was about may have gone.
    if (this.world && !this.found()) this.close();
  }

  override render(): TemplateResult | typeof nothing {
    const found = this.found();
    if (!found || !this.world) return nothing;
    const content = 'container' in found ? this.renderBox(found, this.world) : this.renderStore(found, this.world);
    return this.framed(content);
  }

  private found(): Box | Store | undefined {
    if (!this.world) return undefined;
    const { boxes, folders, stores } = thingsOf(this.world);
    return [...boxes, ...folders, ...stores].find(({ key }) => key === this.key);
  }

  private renderHead(title: string): TemplateResult {
    return html`<header>
      <h2 id="title">${title}</h2>
      <button type="button" class="quiet" @click=${this.close}>${msg('Close')}</button>
    </header>`;
  }

  private renderTabs(tabs: readonly Tab[], here: Tab, content: unknown): TemplateResult {
    return html`
      <div class="tabs" role="tablist" aria-label=${msg('About it')} @keydown=${(event: KeyboardEvent) => this.onTabKey(event, tabs, here)}>
        ${tabs.map(
          (tab) => html`<button
            type="button"
            role="tab"
            id=${`tab-${tab}`}
            aria-controls="panel"
            aria-selected=${tab === here}
            tabindex=${tab === here ? 0 : -1}
            @click=${() => this.show(tab)}
          >${tabWords(tab)}</button>`,
        )}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby=${`tab-${here}`}>${content}</div>
    `;
  }

  private renderStore(store: Store, world: World): TemplateResult {
    const { kind, path, volume } = store;
    const labels = Object.entries(volume?.labels ?? {}).map(([key, value]) => (value ? `${key}=${value}` : key));
    const what = storeName(store);
    const tabs = kind === 'tmpfs' ? (['Files'] as const) : kind === 'image' ? (['Users'] as const) : STORE_TABS;
    const tab = tabs.find((each) => each === this.tab) ?? tabs[0];
    const content = () => {
      switch (tab) {
        case 'Users':
          return this.renderUsers(store, world);
        case 'History':
          return this.renderHistory();
        default:
          return this.renderStoreFiles(store);
      }
    };
    return html`
      ${this.renderHead(kind === 'tmpfs' ? what : `${what[0]!.toUpperCase()}${what.slice(1)}`)}
      <dl>
        ${path ? html`<dt>${msg('On the host’s disk')}</dt><dd><code>${path}</code></dd>` : html`<dt>${msg('Where')}</dt><dd>${kind === 'image' ? msg('in the layers of the image, read-only') : msg('in memory, not on a disk')}</dd>`}
        ${volume ? html`<dt>${msg('Size')}</dt><dd>${sizeWords(volume.size)}</dd>` : nothing}
        ${labels.length > 0 ? html`<dt>${msg('Labels')}</dt><dd><code>${labels.join(', ')}</code></dd>` : nothing}
      </dl>
      ${kind === 'anonymous' ? html`<p>${msg('Docker gave it a name by chance, because none was asked for.')}</p>` : nothing}
      ${tabs.length > 1 ? this.renderTabs(tabs, tab, content()) : content()}
    `;
  }

  private renderStoreFiles({ tree, asleep, path, single, volume }: Store): TemplateResult {
    if (asleep) return html`<p>${msg('Its container is not running, so there is nothing in it.')}</p>`;
    const place: Place = volume ? { volume: volume.name } : { host: true };
    const full = (file: string) => (volume ? file : single ? path : `${path}/${file}`);
    return this.renderTree(
      volume ? msg('Files of the volume') : msg('Files'),
      tree,
      path ? (file) => ({ place, path: full(file) }) : undefined,
    );
  }

  private renderUsers({ key, volume }: Store, world: World): TemplateResult {
    const pipes = new Set(thingsOf(world).pipes.flatMap((pipe) => (pipe.store === key ? [pipe.mount] : [])));
    const users = world.containers.flatMap((container) =>
      container.mounts.filter((mount) => pipes.has(mount)).map((mount) => ({ container, mount })),
    );
    if (users.length === 0)
      return html`<p>${msg('No container uses it.')} ${volume ? msg('It stays until somebody removes it.') : ''}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Users')}><table>
      <thead><tr><th>${msg('Container')}</th><th>${msg('State')}</th><th>${msg('Sees it at')}</th><th>${msg('Mode')}</th></tr></thead>
      <tbody>${users.map(
        ({ container, mount }) =>
          html`<tr><td>${container.name}</td><td>${stateWords(container)}</td><td>${mount.destination}</td><td>${mount.readonly ? msg('read-only') : msg('writable')}</td></tr>`,
      )}</tbody>
    </table></div>`;
  }

  /** What was told of it, along the way to the present. */
  private renderHistory(): TemplateResult {
    const points = this.session?.history.points ?? [];
    const about = points.flatMap(({ command, sentences }) => {
      const own = sentences.filter((each) => each.about === (this.key as ThingKey));
      return own.length > 0 ? [{ command, own }] : [];
    });
    if (about.length === 0) return html`<p>${msg('Nothing has happened to it since this page was opened.')}</p>`;
    return html`${about.map(
      ({ command, own }) => html`<div class="told">
        <code>${command}</code>
        ${own.map(({ text }) => html`<p>${parts(said(text)).map((part) => (part.code ? html`<code>${part.text}</code>` : part.text))}</p>`)}
      </div>`,
    )}`;
  }

  private renderBox({ container }: Box, world: World): TemplateResult {
    const { name, id, image, command, ports } = container;
    const tab = BOX_TABS.find((each) => each === this.tab) ?? 'State';
    if (this.asked?.id !== id) this.asked = { id, logs: logsOf(id), inspect: inspectOf('container', id) };
    const { logs, inspect } = this.asked;
    const content = () => {
      switch (tab) {
        case 'Mounts':
          return this.renderMounts({ key: this.key, container }, world);
        case 'Files':
          return this.renderLayer({ key: this.key, container });
        case 'X-ray':
          return html`<dd-xray
            .session=${this.session}
            .world=${world}
            .container=${id}
            .path=${container.mounts[0]?.destination ?? '/'}
            @edit=${(event: CustomEvent<string>) => this.send('edit', { place: { container: id }, path: event.detail })}
          ></dd-xray>`;
        case 'Logs':
          return html`<dd-asked .session=${this.session} .world=${world} .ask=${logs} .name=${msg(str`Log of ${name}`)}></dd-asked>`;
        case 'Inspect':
          return html`<dd-asked .session=${this.session} .world=${world} .ask=${inspect} .name=${msg(str`Inspect of ${name}`)}></dd-asked>`;
        default:
          return stateDiagram(container, (line) => this.send('run', line));
      }
    };
    return html`
      ${this.renderHead(msg(str`Container ${name}`))}
      <dl>
        <dt>${msg('State')}</dt><dd>${stateWords(container)}</dd>
        <dt>${msg('Image')}</dt><dd>${msg(str`${image}, read-only`)}</dd>
        <dt>${msg('Command')}</dt><dd><code>${command}</code></dd>
        <dt>${msg('Id')}</dt><dd><code>${id.slice(0, 12)}</code></dd>
        ${
          ports.length > 0
            ? html`<dt>${msg('Ports')}</dt><dd>${ports.map(
                (port) => html`<span class="port">${msg(str`${port.host} on the host, ${port.container} inside`)}
                  <button type="button" @click=${() => this.send('browse', port.host)}>${msg('Open in the browser')}</button></span>`,
              )}</dd>`
            : nothing
        }
      </dl>
      ${this.renderTabs(BOX_TABS, tab, content())}
    `;
  }

  private renderMounts({ container: { mounts } }: Box, world: World): TemplateResult {
    const source = (type: string, from: string) =>
      type === 'bind' ? tildePath(from, world.user) : shortName(from) || msg('memory');
    if (mounts.length === 0) return html`<p>${msg('None: all that it writes goes into its writable layer.')}</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Mounts')}><table>
      <thead><tr><th>${msg('In the container')}</th><th>${msg('Kind')}</th><th>${msg('Source')}</th><th>${msg('Mode')}</th></tr></thead>
      <tbody>${mounts.map((mount) => html`<tr><td>${mount.destination}</td><td>${mount.type}</td><td>${source(mount.type, mount.source)}</td><td>${mount.readonly ? msg('read-only') : msg('writable')}</td></tr>`)}</tbody>
    </table></div>`;
  }

  private renderLayer({ container: { id, layer, deleted } }: Box): TemplateResult {
    return html`
      ${this.renderTree(msg('Writable layer'), layer, (file) => ({ place: { container: id }, path: `/${file}` }))}
      ${deleted.length > 0 ? html`<p>${msg(html`Deleted in this container only: <code>${deleted.join(', ')}</code>`)}</p>` : nothing}
    `;
  }

  private renderTree(title: string, { entries, more }: WorldTree, opening?: (path: string) => Opening): TemplateResult {
    if (entries.length === 0 && more === 0) return html`<h3>${title}</h3><p>${msg('Empty.')}</p>`;
    return html`
      <h3>${title}</h3>
      <div class="scroll" tabindex="0" role="region" aria-label=${title}>
        <table>
          <thead><tr><th>${msg('Mode')}</th><th>${msg('Owner')}</th><th>${msg('Size')}</th><th>${msg('Path')}</th></tr></thead>
          <tbody>
            ${entries.map(
              (entry) => html`<tr>
              <td>${modeWords(entry)}</td>
              <td>${ownerWords(entry.uid)}</td>
              <td>${sizeWords(entry.size)}</td>
              <td class="path">
                ${
                  opening && entry.type === 'file'
                    ? html`<button type="button" class="link" title=${msg('Open in the editor')} @click=${() => this.send('edit', opening(entry.path))}>${entry.path}</button>`
                    : entry.path
                }${entry.target === undefined ? nothing : html` → ${entry.target}`}
              </td>
            </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${more > 0 ? html`<p>${msg(str`And ${entriesWords(more)} more.`)}</p>` : nothing}
    `;
  }

  private onTabKey(event: KeyboardEvent, tabs: readonly Tab[], here: Tab): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(here) + step + tabs.length) % tabs.length]!;
    this.show(next);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus(),
    );
  }

  private show(tab: Tab): void {
    this.tab = tab;
  }

  private send(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-details': DdDetails;
  }
}

import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Loss, World, WorldMount } from '../../machine/wire.ts';
import type { Session } from '../session/session.ts';
import { boxCard, pipeDrawing, storeCard } from './cards.ts';
import { icon } from './drawings.ts';
import { type Flight, flightsOf } from './flights.ts';
import { hostDisk } from './host-disk.ts';
import { layOut, leaving, type SceneLayout, settle, type Zone } from './layout.ts';
import { brings, HOLD, nextWorld, PACES, type Pace } from './pace.ts';
import { EMPTY_BOX, EMPTY_STORE, SIZES } from './sizes.ts';
import { sceneStyles } from './styles.ts';
import type { StoreKind } from './things.ts';

/** Milliseconds for which what has changed counts as fresh, and what leaves is still shown. */
const FRESH = 1200;
const LEAVE = 1100;
const SHOWN = 350;
/** Both stretches of a flight; and so many at once, else it is a blur. */
const FLIGHT = 1000;
const MOST_FLIGHTS = 24;
/** Room for the images below the rest. */
const SHELF = 40;
/** A pane of this size shows the drawing as large as it is; a larger one enlarges it, up to a limit. */
const AT_HOME = { width: 1000, height: 430, most: 1.35 } as const;

/** The computer as a drawing: containers, where their bytes lie, and the pipes between. */
@customElement('dd-scene')
export class DdScene extends LitElement {
  static override styles = sceneStyles;

  /** What to show next; Worlds that come quickly are shown one after the other. */
  @property({ attribute: false }) world: World | undefined;
  /** What the line at the prompt would destroy. */
  @property({ attribute: false }) losses: readonly Loss[] = [];
  /** Whom the details ask. */
  @property({ attribute: false }) session: Session | undefined;
  /** Everything is drawn so much larger. */
  @property({ type: Number }) scale = 1;

  @state() private layout: SceneLayout | undefined;
  @state() private opened: string | undefined;
  @state() private flights: readonly Flight[] = [];
  @state() private speed: Pace = 'normal';
  @state() private more = 0;
  private zoom = 1;
  private shown: World | undefined;
  private waiting: readonly World[] = [];
  /** Which Worlds were shown when, latest last. */
  private history: readonly { readonly number: number; readonly at: number }[] = [];
  private pace: ReturnType<typeof setTimeout> | undefined;
  private readonly exits = new Set<ReturnType<typeof setTimeout>>();
  private readonly observer = new ResizeObserver(() => this.place());

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.stop();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('world')) this.receive();
    else if (changed.has('scale')) this.place();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('layout') && this.layout) this.reveal(this.layout);
  }

  override render(): TemplateResult {
    const { layout, shown: world } = this;
    if (!layout || !world) return html`<div class="view"></div>`;
    const kinds = new Map(layout.pipes.map(({ pipe }) => [pipe.key, pipe.kind]));
    const used = new Set(layout.pipes.map(({ pipe }) => pipe.store));
    const open = (key: string) => this.open(key);
    const loss = (key: string) => this.losses.find(({ about }) => about === key);
    const store = (each: SceneLayout['stores'][number]) =>
      storeCard(each, used.has(each.key), world.user, open, loss(each.key));
    const kindOf =
      (box: string) =>
      (mount: WorldMount): StoreKind =>
        kinds.get(`${box} ${mount.destination}`) ?? 'volume';
    const size = {
      width: `${layout.width}px`,
      height: `${layout.height + SHELF}px`,
      zoom: String(this.zoom),
      '--pace': String(PACES[this.speed].factor),
    };
    return html`
      <div class="view">
        <div class="plane" style=${styleMap(size)}>
          <svg class="pipes" aria-hidden="true">
            <defs>
              <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0V6" stroke="currentColor" stroke-width="2" />
              </pattern>
            </defs>
            ${hostDisk(layout, SHELF)}
            ${repeat(
              layout.pipes,
              ({ key }) => key,
              (pipe) => svg`${pipeDrawing(pipe)}`,
            )}
          </svg>
          ${layout.zones.map((zone) => this.renderZone(zone, layout))}
          <ul aria-label="Containers">
            ${repeat(
              layout.boxes,
              ({ key }) => key,
              (box) => boxCard(box, kindOf(box.key), open, loss(box.key)),
            )}
          </ul>
          <ul aria-label="Host folders">
            ${repeat(layout.folders, ({ key }) => key, store)}
          </ul>
          <ul aria-label="Volumes">
            ${repeat(layout.stores, ({ key }) => key, store)}
          </ul>
          ${this.renderShelf(world, layout)}
          <div class="flights" aria-hidden="true">
            ${repeat(
              this.flights,
              ({ key }) => key,
              ({ key, path, kind, label, stretch }) =>
                keyed(
                  key,
                  html`<span class=${`flight ${kind} ${label ? '' : 'echo'} stretch-${stretch}`} style=${styleMap({ 'offset-path': `path("${path}")` })}>${label}</span>`,
                ),
            )}
          </div>
        </div>
      </div>
      ${this.renderPace()}
      ${this.renderDetails(world)}
    `;
  }

  private renderZone({ name, x, y, width, hidden }: Zone, { boxes, stores, folders }: SceneLayout): TemplateResult {
    const more = hidden > 0 ? html` and ${hidden} more, not drawn` : nothing;
    const title = {
      containers: html`<span>Containers${more}</span>`,
      folders: html`<span>Host folders${more}</span>`,
      volumes: html`<span>Volumes <code>/var/lib/docker/volumes</code>${more}</span>`,
    }[name];
    const empty = {
      containers:
        boxes.length === 0 ? html`<span>No container yet. <code>docker run</code> makes one.</span>` : undefined,
      folders: folders.length === 0 ? html`Nothing is bound.` : undefined,
      volumes:
        stores.length === 0
          ? html`<span>No volume yet. <code>docker volume create</code> makes one.</span>`
          : undefined,
    }[name];
    const height = name === 'containers' ? EMPTY_BOX : EMPTY_STORE;
    const room = {
      transform: `translate(${x}px, ${y + SIZES.zoneTitle}px)`,
      width: `${Math.min(width, 420)}px`,
      height: `${height}px`,
    };
    return html`
      <h2 class="zone" style=${styleMap({ transform: `translate(${x}px, ${y}px)`, width: `${width}px` })}>${title}</h2>
      ${empty ? html`<p class="empty" style=${styleMap(room)}>${empty}</p>` : nothing}
    `;
  }

  private renderShelf({ images }: World, { height, width, zones }: SceneLayout): TemplateResult {
    const left = zones.find(({ name }) => name === 'volumes')?.x ?? SIZES.margin;
    const at = { transform: `translate(${left}px, ${height}px)`, width: `${width - left - SIZES.margin}px` };
    const doomed = new Set(this.losses.map(({ about }) => about));
    const names = images.flatMap(({ tags, id }) =>
      (tags.length > 0 ? tags : [id.slice(7, 19)]).map((name) => ({ name, doomed: doomed.has(`image:${id}`) })),
    );
    return html`<ul class="shelf" style=${styleMap(at)} aria-label="Images">
      <li aria-hidden="true"><strong>Images</strong></li>
      ${names.map(
        ({ name, doomed }) =>
          html`<li>${icon('image')} ${name.replace(/:latest$/, '')}${doomed ? html` <span class="tag doomed">would go</span>` : nothing}</li>`,
      )}
    </ul>`;
  }

  private renderPace(): TemplateResult {
    const choose = (event: Event) => this.choosePace((event.target as HTMLSelectElement).value as Pace);
    return html`<div class="pace">
      ${
        this.speed === 'step' && this.more > 0
          ? html`<button type="button" @click=${() => this.advance()}>Next change (${this.more})</button>`
          : nothing
      }
      <select aria-label="Pace of the picture" title="Pace of the picture" @change=${choose}>
        ${Object.entries(PACES).map(([pace, { words }]) => html`<option value=${pace} ?selected=${pace === this.speed}>${words}</option>`)}
      </select>
    </div>`;
  }

  private choosePace(pace: Pace): void {
    this.speed = pace;
    if (this.pace === undefined && pace !== 'step') this.advance();
  }

  private renderDetails(world: World): unknown {
    if (this.opened === undefined) return nothing;
    return html`<dd-details
      .world=${world}
      .session=${this.session}
      .key=${this.opened}
      @close=${() => this.close()}
      @edit=${() => this.putAway()}
      @browse=${() => this.putAway()}
    ></dd-details>`;
  }

  /** Leads the eye, and the focus, to the thing with this key. */
  show(key: string): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button[data-key]')];
    const button = buttons.find((each) => each.dataset.key === key);
    button?.scrollIntoView({ block: 'nearest' });
    button?.focus({ preventScroll: true });
    button?.closest('.card')?.animate([{ scale: 1 }, { scale: 1.04 }, { scale: 1 }], { duration: SHOWN });
  }

  private open(key: string): void {
    void import('./details/dd-details.ts');
    this.opened = key;
  }

  /** Something else takes its place. */
  private putAway(): void {
    this.opened = undefined;
  }

  /** The focus goes back to where the details were opened. */
  private close(): void {
    const key = this.opened;
    this.opened = undefined;
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button[data-key]')];
    buttons.find((button) => button.dataset.key === key)?.focus();
  }

  private receive(): void {
    const { world } = this;
    if (!world || (this.shown && world.number < this.shown.number)) {
      // Another computer.
      this.stop();
      this.shown = undefined;
      this.layout = undefined;
      this.history = [];
    }
    if (!world) return;
    this.waiting = [...this.waiting, world];
    this.more = this.waiting.length;
    if (this.pace === undefined && (this.speed !== 'step' || !this.shown)) this.advance();
  }

  private advance(): void {
    this.pace = undefined;
    if (this.waiting.length === 0) return;
    const step = this.speed === 'step';
    const [first, ...others] = this.waiting;
    const { world, rest } = step ? { world: first!, rest: others } : nextWorld(this.shown, this.waiting);
    const { factor } = PACES[this.speed];
    const hold = (brings(this.shown, world) ? HOLD.arrival : HOLD.other) * factor;
    const known = this.shown !== undefined;
    this.waiting = rest;
    this.more = rest.length;
    this.shown = world;
    this.history = [
      ...this.history.filter(({ at }) => Date.now() - at < 2 * FRESH),
      { number: world.number, at: Date.now() },
    ];
    this.place();
    if (known) this.fly(world.number, factor);
    if (!step) this.pace = setTimeout(() => this.advance(), hold);
  }

  /** Sends what was written on its way; who wants no motion sees the places light up instead. */
  private fly(world: number, factor: number): void {
    if (!this.layout || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const flights = flightsOf(this.layout, world).slice(0, MOST_FLIGHTS);
    if (flights.length === 0) return;
    this.flights = [...this.flights, ...flights];
    const timer = setTimeout(() => {
      this.exits.delete(timer);
      this.flights = this.flights.filter((flight) => !flights.includes(flight));
    }, FLIGHT * factor);
    this.exits.add(timer);
  }

  private place(): void {
    const { clientWidth, clientHeight } = this;
    if (!this.shown || clientWidth === 0) return;
    const fit = Math.min(clientWidth / AT_HOME.width, clientHeight / AT_HOME.height, AT_HOME.most);
    const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
    this.zoom = Math.round(Math.max(1, fit) * this.scale * letters * 20) / 20;
    const width = Math.floor(clientWidth / this.zoom);
    // Fresh is what is newer than the World that was on the screen a moment ago.
    const latest = this.history.at(-1)!.number;
    const before = this.history.filter(({ at, number }) => number < latest && Date.now() - at > FRESH).at(-1);
    const since = (before ?? this.history[0]!).number;
    this.layout = layOut(this.shown, width, since, this.layout);
    this.letGo(this.layout);
  }

  /** Scrolls to what has come or changed, if it is out of sight. */
  private reveal({ boxes, folders, stores }: SceneLayout): void {
    const view = this.renderRoot.querySelector('.view');
    const changed = [...boxes, ...folders, ...stores].filter(
      ({ presence, rows }) => presence === 'new' || rows.some(({ fresh }) => fresh),
    );
    if (!view || changed.length === 0) return;
    const top = Math.min(...changed.map(({ y }) => y)) * this.zoom - 2 * SIZES.margin;
    const bottom = Math.max(...changed.map(({ y, height }) => y + height)) * this.zoom + SIZES.margin;
    const { scrollTop, clientHeight } = view;
    if (top >= scrollTop && bottom <= scrollTop + clientHeight) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const to = bottom > scrollTop + clientHeight ? Math.min(top, bottom - clientHeight) : top;
    view.scrollTo({ top: to, behavior: still ? 'instant' : 'smooth' });
  }

  /** Takes away, after a moment, what is leaving. */
  private letGo(layout: SceneLayout): void {
    const gone = leaving(layout);
    if (gone.length === 0) return;
    const timer = setTimeout(() => {
      this.exits.delete(timer);
      if (this.layout) this.layout = settle(this.layout, gone);
    }, LEAVE);
    this.exits.add(timer);
  }

  private stop(): void {
    clearTimeout(this.pace);
    this.pace = undefined;
    this.waiting = [];
    this.flights = [];
    this.more = 0;
    for (const timer of this.exits) clearTimeout(timer);
    this.exits.clear();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-scene': DdScene;
  }
}

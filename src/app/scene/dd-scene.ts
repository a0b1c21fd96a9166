import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Loss, World, WorldMount } from '../../machine/wire.ts';
import type { Session } from '../session/session.ts';
import { msg, str } from '../texts/index.ts';
import { presentLocale } from '../texts/locale.ts';
import { boxCard, storeCard, trunkDrawing } from './cards.ts';
import { type Flight, flightsOf } from './flights.ts';
import { hostDisk } from './host-disk.ts';
import { isCrowd, layOut, leaving, type SceneLayout, settle, type Zone } from './layout.ts';
import { brings, HOLD, nextWorld, PACES, type Pace } from './pace.ts';
import type { PlacedPipe } from './pipes.ts';
import { shelf, shelfHeight } from './shelf.ts';
import { EMPTY_BOX, EMPTY_STORE, SIZES } from './sizes.ts';
import { sceneStyles } from './styles/index.ts';
import type { StoreKind } from './things.ts';

/** Milliseconds for which what has changed counts as fresh, and what leaves is still shown. */
const FRESH = 1200;
const LEAVE = 1100;
const SHOWN = 350;
/** Both stretches of a flight, with those that follow on the same way; and so many at once, else it is a blur. */
const FLIGHT = 1250;
const MOST_FLIGHTS = 24;
/** A pane of this size shows the drawing as large as it is; a larger one enlarges it, up to a limit. */
const AT_HOME = { width: 1000, height: 430, most: 1.35 } as const;
/** How far the drawing shrinks to be seen as a whole: at will, and by itself before an audience. */
const SMALLEST = { whole: 0.4, enlarged: 1 } as const;
/** With more pipes than this, those of the thing under the pointer stand out. */
const EASILY_TOLD = 6;

/** How the picture stands to what it follows, for the controls beside it. */
export interface SceneState {
  /** Changes that wait to be shown, step by step. */
  readonly waiting: number;
  /** The drawing is higher than its place. */
  readonly overflows: boolean;
}

/**
 * The computer as a drawing: containers, where their bytes lie, and the pipes between. Fires `scene-state` with a
 * {@link SceneState}.
 */
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
  /** How fast it follows. */
  @property() speed: Pace = 'normal';
  /** All of it at once, however small. */
  @property({ type: Boolean }) whole = false;

  @state() private layout: SceneLayout | undefined;
  @state() private opened: string | undefined;
  @state() private flights: readonly Flight[] = [];
  /** The thing whose pipes somebody follows. */
  @state() private traced: string | undefined;
  private state: SceneState = { waiting: 0, overflows: false };
  private zoom = 1;
  /** In which language it is drawn. */
  private locale = presentLocale();
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
    else if (changed.has('scale') || changed.has('whole') || this.locale !== presentLocale()) this.place();
    this.locale = presentLocale();
    if (changed.get('speed') === 'step' && this.pace === undefined) this.advance();
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    this.tell();
    if (changed.has('layout') && this.layout) this.reveal(this.layout);
  }

  override render(): TemplateResult {
    const { layout, shown: world } = this;
    if (!layout || !world)
      return html`<div class="view"><p class="starting">${msg('The computer is starting.')}</p></div>`;
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
    const below = shelfHeight(world, layout);
    const size = {
      width: `${layout.width}px`,
      height: `${layout.height + below}px`,
      zoom: String(this.zoom),
      '--pace': String(PACES[this.speed].factor),
    };
    return html`
      <div class="view">
        <div
          class="plane"
          style=${styleMap(size)}
          @pointerover=${this.onPoint}
          @pointerleave=${this.onPoint}
          @focusin=${this.onPoint}
          @focusout=${this.onPoint}
        >
          <svg class="pipes" aria-hidden="true">
            <defs>
              <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0V6" stroke="currentColor" stroke-width="2" />
              </pattern>
            </defs>
            ${hostDisk(layout, below)}
            ${guard([layout.pipes, this.traced], () => this.renderPipes(layout.pipes))}
          </svg>
          ${layout.zones.map((zone) => this.renderZone(zone, layout))}
          <ul aria-label=${msg('Containers')}>
            ${guard([layout, this.losses], () =>
              repeat(
                layout.boxes,
                ({ key }) => key,
                (box) => boxCard(box, kindOf(box.key), open, loss(box.key)),
              ),
            )}
          </ul>
          <ul aria-label=${msg('Host folders')}>
            ${guard([layout, this.losses], () => repeat(layout.folders, ({ key }) => key, store))}
          </ul>
          <ul aria-label=${msg('Volumes')}>
            ${guard([layout, this.losses], () => repeat(layout.stores, ({ key }) => key, store))}
          </ul>
          ${shelf(world, layout, this.losses)}
          <div class="flights" aria-hidden="true">
            ${repeat(
              this.flights,
              ({ key }) => key,
              ({ key, path, kind, label, stretch, nth }) =>
                keyed(
                  key,
                  html`<span class=${`flight ${kind} ${label ? '' : 'echo'} stretch-${stretch}`} style=${styleMap({ 'offset-path': `path("${path}")`, '--nth': String(nth) })}>${label}</span>`,
                ),
            )}
          </div>
        </div>
      </div>
      ${this.renderDetails(world)}
    `;
  }

  private renderZone({ name, x, y, width, hidden }: Zone, layout: SceneLayout): TemplateResult {
    const { boxes, stores, folders, column } = layout;
    const more = hidden > 0 ? html` ${msg(str`and ${hidden} more, not drawn`)}` : nothing;
    const title = {
      containers: html`<span>${msg('Containers')}${more}</span>`,
      folders: html`<span>${msg('Host’s disk')}${more}</span>`,
      volumes: html`<span>${msg('Volumes')}${more}</span>`,
    }[name];
    const empty = {
      containers:
        boxes.length === 0
          ? msg(html`<span>No container yet.<br /><code>docker run</code> makes one.</span>`)
          : undefined,
      folders: folders.length === 0 ? msg('Nothing is bound.') : undefined,
      volumes:
        stores.length === 0
          ? msg(html`<span>No volume yet.<br /><code>docker volume create</code> makes one.</span>`)
          : undefined,
    }[name];
    const height = name === 'containers' ? EMPTY_BOX : EMPTY_STORE;
    const room = {
      transform: `translate(${x}px, ${y + SIZES.zoneTitle}px)`,
      width: `${name === 'folders' ? width : column}px`,
      height: `${height}px`,
    };
    return html`
      <h2 class="zone" style=${styleMap({ transform: `translate(${x}px, ${y}px)`, width: `${width}px` })}>${title}</h2>
      ${empty ? html`<p class="empty" style=${styleMap(room)}>${empty}</p>` : nothing}
    `;
  }

  private renderPipes(pipes: readonly PlacedPipe[]): unknown {
    const { traced } = this;
    const faint = ({ pipe }: PlacedPipe) => traced !== undefined && pipe.box !== traced && pipe.store !== traced;
    const trunks = new Map<string, PlacedPipe[]>();
    for (const each of pipes) trunks.set(each.pipe.store, [...(trunks.get(each.pipe.store) ?? []), each]);
    const rest = (list: readonly PlacedPipe[]) => Number(!list.every(faint));
    return repeat(
      [...trunks].sort(([, a], [, b]) => rest(a) - rest(b)),
      ([store]) => store,
      ([, list]) => svg`${trunkDrawing(list, faint)}`,
    );
  }

  /** Shows the next change, when each waits for a person. */
  next(): void {
    this.advance();
  }

  private tell(): void {
    const view = this.renderRoot.querySelector('.view');
    const { layout, shown, clientHeight } = this;
    const height = layout && shown ? (layout.height + shelfHeight(shown, layout)) * this.zoom : 0;
    const state = { waiting: this.waiting.length, overflows: view !== null && height > clientHeight + 1 };
    if (state.waiting === this.state.waiting && state.overflows === this.state.overflows) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent<SceneState>('scene-state', { detail: state }));
  }

  private onPoint(event: Event): void {
    if ((this.layout?.pipes.length ?? 0) <= EASILY_TOLD) {
      this.traced = undefined;
      return;
    }
    const leaves = event.type === 'pointerleave' || event.type === 'focusout';
    const card = (event.target as Element).closest('.card');
    this.traced = leaves ? undefined : card?.querySelector<HTMLElement>('button[data-key]')?.dataset.key;
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
    this.requestUpdate();
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
    const letters = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
    const room = Math.min(clientWidth / AT_HOME.width, clientHeight / AT_HOME.height, AT_HOME.most);
    const fit = Math.max(1, isCrowd(this.shown) ? 1 : room) * this.scale * letters;
    // Fresh is what is newer than the World that was on the screen a moment ago.
    const latest = this.history.at(-1)!.number;
    const before = this.history.filter(({ at, number }) => number < latest && Date.now() - at > FRESH).at(-1);
    const since = (before ?? this.history[0]!).number;
    const smallest = this.whole ? SMALLEST.whole : this.scale > 1 ? SMALLEST.enlarged : fit;
    let layout: SceneLayout;
    for (let zoom = Math.round(fit * 20) / 20; ; zoom -= zoom > 1 ? 0.05 : 0.1) {
      layout = layOut(this.shown, Math.floor(clientWidth / zoom), since, this.layout);
      this.zoom = zoom;
      const fits = (layout.height + shelfHeight(this.shown, layout)) * zoom <= clientHeight;
      if (fits || zoom - 0.01 <= smallest) break;
    }
    this.layout = layout;
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
    for (const timer of this.exits) clearTimeout(timer);
    this.exits.clear();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-scene': DdScene;
  }
}

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { MachinePort } from '../../machine/wire.ts';
import { forgetProgress, loadProgress } from '../lesson-progress.ts';
import { LESSONS } from '../lessons.ts';
import {
  browserMemory,
  DEFAULTS,
  loadPreferences,
  type Preferences,
  storePreferences,
  type Theme,
} from '../preferences.ts';
import { computerOf, type Route, routeOf } from '../route.ts';
import { backFrom } from '../session/history.ts';
import { PageComputer } from '../session/page-computer.ts';
import type { Refusal } from '../session/refusal.ts';
import { browserStorage } from '../session/storage.ts';
import { STARTS } from '../starts.ts';
import { type Suggestion, suggest, suggestFirst } from '../suggestion.ts';
import type { Pane } from './app-panes.ts';
import { appStyles } from './app-styles.ts';
import { controls } from './controls.ts';
import type { DdPicture } from './dd-picture.ts';
import type { DdStartOver } from './dd-start-over.ts';
import './dd-splitter.ts';
import './dd-terminal.ts';
import { msg } from '../texts/index.ts';
import { presentLocale, speak } from '../texts/locale.ts';
import { PageKeys } from './page-keys.ts';
import { PARTS, type Part, partTabs, partTabsStyles, partWords } from './part-tabs.ts';

/** How much larger the picture is drawn for an audience, if there is room. */
const PRESENTED = 1.25;

/** Milliseconds after which the rest of the page is drawn though there is no prompt yet. */
const PATIENCE = 1000;

/** The page: what is beside what, which computer runs, what is remembered. */
@customElement('drydock-app')
export class DrydockApp extends LitElement {
  static override styles = [controls, appStyles, partTabsStyles];

  /** Makes a machine; each computer of the page has its own. */
  @property({ attribute: false }) connect: (() => MachinePort) | undefined;

  @state() private route: Route = { page: 'start' };
  @state() private preferences: Preferences = DEFAULTS;
  @state() private narrow = false;
  @state() private tab: Part = 'lesson';
  @state() private line = '';
  @state() private presenter = false;
  /** The rest of the page, which its prompt doesn't wait for; what was there to read before the page was drawn stays until then. */
  @state() private rest: 'awaited' | 'there' | 'missing' = 'awaited';
  /** Why the browser keeps nothing, until that was read: it is said once. */
  @state() private refusal: Refusal | undefined;
  private refusalSaid = false;
  private drawing: Promise<void> | undefined;

  private readonly memory = browserMemory();
  private readonly computer = new PageComputer(this, browserStorage(), (refusal) => this.sayRefusal(refusal));
  readonly keys = new PageKeys(this, {
    keys: () => this.open({ kind: 'keys' }),
    history: () => this.open({ kind: 'history' }),
    back: () => this.computer.go(backFrom),
    forward: () => this.computer.go(({ forward }) => forward),
  });
  private readonly narrowness = matchMedia('(max-width: 760px)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.preferences = loadPreferences(this.memory);
    this.presenter = new URLSearchParams(location.search).has('presenter');
    this.narrow = this.narrowness.matches;
    this.narrowness.addEventListener('change', this.onNarrow);
    addEventListener('hashchange', this.onRoute);
    document.addEventListener('visibilitychange', this.onVisibility);
    this.memory.onRefused = (refusal) => this.sayRefusal(refusal);
    this.onRoute();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.narrowness.removeEventListener('change', this.onNarrow);
    removeEventListener('hashchange', this.onRoute);
    document.removeEventListener('visibilitychange', this.onVisibility);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    document.title = this.name;
    document.documentElement.dataset.theme = this.preferences.theme;
    document.documentElement.toggleAttribute('data-presenter', this.presenter);
    if (this.presenter) void import('../presenter/dd-presenter.ts');
    if (changed.has('connect') && this.connect && !this.computer.session) this.openComputer();
  }

  override firstUpdated(): void {
    setTimeout(() => void this.drawRest(), PATIENCE);
    // The cursor is where the typing will be, unless the terminal is behind a tab.
    if (!this.narrow) void this.updateComplete.then(() => this.terminal?.focus());
  }

  override render(): TemplateResult {
    const classes = ['page', this.narrow ? 'narrow' : 'wide', this.hasLesson ? 'with-lesson' : ''].join(' ');
    return html`
      ${this.presenter ? nothing : this.renderTop()}
      ${
        this.rest === 'missing'
          ? html`<p class="missing" role="alert">${msg('A part of the page did not arrive. What you type is kept. Reload the page to try again.')}</p>`
          : nothing
      }
      <dd-banner
        .state=${this.computer.state}
        .refusal=${this.refusal}
        @restore=${() => void this.computer.session?.restore()}
        @start-over=${() => void this.computer.session?.startOver()}
        @dismiss=${() => this.computer.session?.dismissNotice()}
        @dismiss-refusal=${this.dismissRefusal}
      ></dd-banner>
      <main class=${classes}>
        ${this.hasLesson && (!this.narrow || this.tab === 'lesson') ? nothing : html`<h1 class="quietly">${msg('Drydock: the sandbox')}</h1>`}
        ${this.narrow ? partTabs(this.tabs, this.tab, (tab) => this.show(tab)) : nothing} ${this.renderParts()}</main>
      ${this.presenter ? this.renderPresenter() : nothing}
      <dd-start-over .lesson=${this.route.page === 'lesson'} @start-over=${this.startOver}></dd-start-over>
    `;
  }

  private renderTop(): TemplateResult {
    return html`<header><dd-top
      .route=${this.route}
      .theme=${this.preferences.theme}
      .locale=${presentLocale()}
      @starts=${() => this.open({ kind: 'starts' })}
      @ask=${this.ask}
      @keys=${() => this.open({ kind: 'keys' })}
      @presenter=${this.togglePresenter}
      @theme=${(event: CustomEvent<Theme>) => this.prefer({ theme: event.detail })}
      @locale=${(event: CustomEvent<string>) => void this.speak(event.detail)}
    ></dd-top></header>`;
  }

  private renderPresenter(): TemplateResult {
    return html`<aside aria-label=${msg('Presentation')}><dd-presenter
      .session=${this.computer.session}
      .lesson=${this.computer.lesson}
      .asks=${this.route.page !== 'lesson'}
      @go=${(event: CustomEvent<number>) => this.computer.go(() => event.detail)}
      @leave=${() => {
        this.togglePresenter();
        this.terminal?.focus();
      }}
      @focus-terminal=${() => this.terminal?.focus()}
    ></dd-presenter></aside>`;
  }

  private renderParts(): TemplateResult {
    const { route } = this;
    const { lessonShare, sceneShare } = this.preferences;
    const hidden = (tab: Part) => this.narrow && this.tab !== tab;
    const role = this.narrow ? 'tabpanel' : 'region';
    const label = (tab: Part) => (tab === 'scene' && !this.narrow ? msg('Picture of the computer') : partWords(tab));
    const shares = { '--lesson-share': `${lessonShare}%`, '--scene-share': `${sceneShare}%` };
    return html`<div class="parts" style=${styleMap(shares)}>
      ${
        this.hasLesson
          ? html`<section class="lesson" id="part-lesson" role=${role} aria-label=${label('lesson')} ?hidden=${hidden('lesson')}>
            ${this.rest === 'there' ? this.renderReading() : html`<slot></slot>`}
          </section>`
          : nothing
      }
      ${this.hasLesson && !this.narrow ? this.splitter('vertical', 'lessonShare', msg('Width of the lesson')) : nothing}
      <div class="machine">
        <section class="scene" id="part-scene" role=${role} aria-label=${label('scene')} ?hidden=${hidden('scene')}>
          <dd-picture
            .known=${this.computer.known}
            .start=${route.page === 'sandbox' ? (route.start ?? '') : ''}
            .scale=${this.presenter ? PRESENTED : 1}
            @go=${(event: CustomEvent<number>) => this.computer.go(() => event.detail)}
            @run=${(event: CustomEvent<string>) => this.run(event.detail)}
            @closed=${() => this.terminal?.focus()}
          ></dd-picture>
        </section>
        ${this.narrow ? nothing : this.splitter('horizontal', 'sceneShare', msg('Height of the picture'))}
        <section class="terminal" id="part-terminal" role=${role} aria-label=${label('terminal')} ?hidden=${hidden('terminal')}>
          ${this.renderTerminal()}
        </section>
        ${this.narrow && this.tab !== 'terminal' ? this.renderLastLine() : nothing}
      </div>
    </div>`;
  }

  private renderReading(): TemplateResult {
    return html`<dd-reading
      .route=${this.route}
      .known=${this.computer.known}
      @run=${(event: CustomEvent<string>) => this.run(event.detail)}
    ></dd-reading>`;
  }

  private renderTerminal(): TemplateResult {
    return html`<dd-terminal
      .session=${this.computer.session}
      .suggestion=${this.suggestion}
      .screenReader=${this.preferences.screenReader}
      .fontSize=${this.presenter ? 20 : 14}
      .theme=${this.preferences.theme}
      @line=${(event: CustomEvent<string>) => {
        this.line = event.detail;
        void this.drawRest();
      }}
      @screen-reader=${(event: CustomEvent<boolean>) => this.prefer({ screenReader: event.detail })}
    ></dd-terminal>`;
  }

  private renderLastLine(): TemplateResult {
    return html`<button type="button" class="last-line" @click=${() => this.show('terminal')}>
      <span class="quietly">${partWords('terminal')}: </span><code>${this.line || ' '}</code>
    </button>`;
  }

  private splitter(
    orientation: 'vertical' | 'horizontal',
    share: 'lessonShare' | 'sceneShare',
    label: string,
  ): TemplateResult {
    const [min, max] = share === 'lessonShare' ? [18, 60] : [15, 85];
    return html`<dd-splitter
      aria-label=${label}
      .orientation=${orientation}
      .value=${this.preferences[share]}
      .usual=${DEFAULTS[share]}
      .min=${min}
      .max=${max}
      @move=${(event: CustomEvent<number>) => this.prefer({ [share]: event.detail })}
    ></dd-splitter>`;
  }

  /** What the browser calls the page. */
  private get name(): string {
    const { route } = this;
    const lesson = route.page === 'lesson' ? LESSONS.find(({ id }) => id === route.id) : undefined;
    return lesson ? `${lesson.title} – Drydock` : msg('Drydock: see where Docker keeps your data');
  }

  private get hasLesson(): boolean {
    return this.route.page !== 'sandbox' && !this.presenter;
  }

  private get tabs(): readonly Part[] {
    return this.hasLesson ? PARTS : PARTS.slice(1);
  }

  private get terminal() {
    return this.renderRoot.querySelector('dd-terminal') ?? undefined;
  }

  /** The picture, once it is there. */
  private get picture() {
    return this.renderRoot.querySelector<DdPicture>('dd-picture:defined') ?? undefined;
  }

  private get suggestion(): Suggestion | undefined {
    const { route } = this;
    const { world, lesson } = this.computer;
    if (this.computer.state.phase !== 'running' || this.presenter) return undefined;
    if (route.page !== 'lesson') return suggest(world);
    return loadProgress(this.memory, route.id) ? undefined : suggestFirst(lesson, world);
  }

  private openComputer(): void {
    if (!this.connect) return;
    this.picture?.clear();
    void this.computer.open(this.route, this.connect);
  }

  private run(command: string): void {
    this.terminal?.run(command);
  }

  private prefer(change: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...change };
    storePreferences(this.memory, this.preferences);
  }

  /** A language that can't be loaded leaves the page as it is. */
  private async speak(locale: string): Promise<void> {
    await speak(locale).catch(() => undefined);
    this.prefer({ locale: presentLocale() });
  }

  private show(tab: Part): void {
    this.tab = tab;
    if (tab === 'terminal') void this.updateComplete.then(() => this.terminal?.focus());
  }

  private sayRefusal(refusal: Refusal): void {
    if (this.refusalSaid) return;
    this.refusalSaid = true;
    this.refusal = refusal;
  }

  private dismissRefusal(): void {
    this.refusal = undefined;
  }

  /** Draws what the prompt doesn't wait for: asked with every line of the terminal, done once. */
  private drawRest(): Promise<void> {
    this.drawing ??= import('./rest.ts')
      .then((rest) => rest.drawRest())
      .then(
        () => void (this.rest = 'there'),
        () => void (this.rest = 'missing'),
      );
    return this.drawing;
  }

  private ask(): void {
    this.renderRoot.querySelector<DdStartOver>('dd-start-over:defined')?.ask();
  }

  private startOver(): void {
    if (this.route.page === 'lesson') forgetProgress(this.memory, this.route.id);
    this.computer.startOver();
  }

  private open(pane: Pane): void {
    if (this.narrow) this.tab = 'scene';
    void this.drawRest().then(() => this.picture?.open(pane));
  }

  private togglePresenter(): void {
    this.presenter = !this.presenter;
    const url = new URL(location.href);
    if (this.presenter) url.searchParams.set('presenter', '');
    else url.searchParams.delete('presenter');
    history.replaceState(null, '', url.href.replace('presenter=', 'presenter'));
  }

  /** A page that is out of sight may be closed without another word. */
  private readonly onVisibility = (): void => {
    if (document.visibilityState === 'hidden') this.computer.session?.keep();
  };

  private readonly onNarrow = (): void => {
    this.narrow = this.narrowness.matches;
  };

  private readonly onRoute = (): void => {
    const ids = LESSONS.map(({ id }) => id);
    const before = computerOf(this.route);
    this.route = routeOf(
      location.hash,
      ids,
      STARTS.map(({ id }) => id),
    );
    if (!this.hasLesson && this.tab === 'lesson') this.tab = 'terminal';
    else if (this.narrow && this.route.page !== 'sandbox') this.tab = 'lesson';
    if (!this.computer.session || computerOf(this.route) !== before) this.openComputer();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'drydock-app': DrydockApp;
  }
}

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Actor, createActor } from 'xstate';
import type { Lesson } from '../../lesson/index.ts';
import { controls } from '../elements/controls.ts';
import type { Session, SessionEvent } from '../session/session.ts';
import './dd-script-choice.ts';
import { msg, str } from '../texts/index.ts';
import { presenterMachine, untyped } from './presenterMachine.ts';
import { type Script, scriptOfLesson } from './script.ts';

/** Milliseconds between the keys of a command that types itself; a word's end takes longer. */
const STROKE = 32;
const SPACE = 80;
/** A command that runs for longer may wait for an answer: it gets the keys. */
const PATIENCE = 700;

/**
 * The bar of a presentation, and its keys: they type the script into the terminal. Fires `go` with a point of the history,
 * `leave`, and `focus-terminal`.
 */
@customElement('dd-presenter')
export class DdPresenter extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        flex: none;
        display: flex;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        padding: var(--space-1) var(--space-4);
        border-top: 2px solid var(--accent);
        background: var(--raised);
        font-size: var(--size-note);
      }
      :host([hands="free"]) {
        border-top-color: var(--folder);
      }
      .count {
        flex: none;
        font-variant-numeric: tabular-nums;
        font-weight: 650;
      }
      .note {
        flex: 0 1 auto;
        min-width: 0;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .next {
        flex: 1 1 0;
        min-width: 0;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
        color: var(--ink-soft);
      }
      .whose {
        flex: 1 1 0;
        margin: 0;
        font-weight: 650;
        color: var(--folder);
      }
      kbd {
        padding: 0 4px;
        border: 1px solid var(--line);
        border-radius: 3px;
        font: var(--size-small) var(--mono);
        color: var(--ink-soft);
      }
      button {
        flex: none;
      }
      button kbd {
        border-color: currentColor;
        color: inherit;
      }
      @media (max-width: 760px) {
        :host {
          flex-wrap: wrap;
          padding: var(--space-1) var(--space-2);
        }
        kbd {
          display: none;
        }
        .next,
        .whose {
          flex-basis: 100%;
          order: -1;
        }
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  /** Is played as long as no other script is chosen. */
  @property({ attribute: false }) lesson: Lesson | undefined;
  /** Whether to ask for a script when there is no lesson. */
  @property({ type: Boolean }) asks = false;

  @state() private chosen: Script | undefined;
  @state() private choosing = false;
  private script: Script | undefined;
  private actor: Actor<typeof presenterMachine> | undefined;
  private unsubscribe: (() => void) | undefined;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private atPrompt = true;
  private ranAt = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.onKey, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.onKey, true);
    this.unsubscribe?.();
    this.actor?.stop();
    clearTimeout(this.typing);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('session')) this.watch();
    if (changed.has('asks')) this.choosing = this.asks;
    const script = this.chosen ?? (this.lesson && scriptOfLesson(this.lesson));
    if (changed.has('session') || changed.has('lesson') || changed.has('chosen')) this.begin(script);
    this.toggleAttribute('hands', false);
    if (this.has('improvising') || this.has('finished')) this.setAttribute('hands', 'free');
  }

  override render(): TemplateResult {
    return html`
      ${this.script && this.actor ? this.renderScript(this.script, this.actor) : html`<p class="whose">${msg('No script yet. The keyboard is yours.')}</p>`}
      <button type="button" class="quiet" @click=${this.choose}>${msg('Script…')}</button>
      <button type="button" class="quiet" @click=${() => this.dispatchEvent(new CustomEvent('leave'))}>${msg('Leave')}</button>
      ${
        this.choosing
          ? html`<dd-script-choice
            @chosen=${(event: CustomEvent<Script>) => this.take(event.detail)}
            @close=${() => this.take(this.chosen)}
          ></dd-script-choice>`
          : nothing
      }
    `;
  }

  private renderScript({ lines, title }: Script, actor: Actor<typeof presenterMachine>): TemplateResult {
    const { context, value } = actor.getSnapshot();
    const { at } = context;
    const line = lines[at];
    const number = Math.min(at + 1, lines.length);
    const improvises = value === 'improvising';
    return html`
      <span class="count" title=${title}>${msg(str`${number} of ${lines.length}`)}</span>
      ${line?.note && !improvises ? html`<span class="note">${line.note}</span>` : nothing}
      ${
        improvises
          ? html`<p class="whose" role="status">${msg('The keyboard is yours.')}</p>`
          : line
            ? html`<span class="next">${msg(html`next: <code>${line.command}</code>`)}</span>`
            : html`<p class="whose" role="status">${msg('The script is over. The keyboard is yours.')}</p>`
      }
      ${line ? nothing : html`<button type="button" @click=${() => this.send('restart')}>${msg('From the beginning')}</button>`}
      ${
        improvises
          ? html`<button type="button" @click=${() => this.send('give')}>${msg('Go on from here')} <kbd>F4</kbd></button>
            <button type="button" class="primary" @click=${() => this.send('snap')}>${msg('Back to the script')} <kbd>F7</kbd></button>`
          : line
            ? html`<button type="button" @click=${() => this.send('take')}>${msg('Take the keyboard')} <kbd>F4</kbd></button>`
            : nothing
      }
    `;
  }

  private begin(script: Script | undefined): void {
    this.actor?.stop();
    this.actor = undefined;
    this.script = script;
    const { session } = this;
    if (!script || script.lines.length === 0 || !session) return;
    const machine = presenterMachine.provide({
      actions: {
        send: (_, { text }) => session.type(text.replaceAll('\n', '\r')),
        goTo: (_, { point }) => {
          this.dispatchEvent(new CustomEvent('go', { detail: point }));
        },
      },
    });
    const commands = script.lines.map(({ command }) => command);
    this.actor = createActor(machine, { input: { commands, present: session.history.present } });
    this.actor.subscribe(() => this.requestUpdate());
    this.actor.start();
  }

  private watch(): void {
    this.unsubscribe?.();
    this.unsubscribe = this.session?.subscribe((event) => this.follow(event));
  }

  private follow(event: SessionEvent): void {
    if (event.type === 'history') this.actor?.send({ type: 'arrived', present: event.history.present });
    if (event.type !== 'state' || event.state.phase !== 'running') return;
    const back = !this.atPrompt && event.state.atPrompt;
    this.atPrompt = event.state.atPrompt;
    if (back) this.actor?.send({ type: 'prompt' });
  }

  private has(value: string): boolean {
    return this.actor?.getSnapshot().value === value;
  }

  private send(type: 'key' | 'enter' | 'back' | 'take' | 'give' | 'snap' | 'restart'): void {
    clearTimeout(this.typing);
    this.typing = undefined;
    if (type === 'enter') this.ranAt = performance.now();
    this.actor?.send({ type });
    this.dispatchEvent(new CustomEvent('focus-terminal'));
  }

  /** As a clicker has it: the next command types itself, and the next press runs it. */
  private next(): void {
    const { actor } = this;
    if (!actor || this.typing !== undefined) return;
    if (untyped(actor.getSnapshot().context) === '') {
      this.send('enter');
      return;
    }
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const stroke = () => {
      const rest = untyped(actor.getSnapshot().context);
      this.typing = undefined;
      if (rest === '' || !this.has('typing')) return;
      actor.send({ type: 'key' });
      if (still) stroke();
      else this.typing = setTimeout(stroke, rest.startsWith(' ') ? SPACE : STROKE);
    };
    stroke();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.actor || this.choosing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.takes(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /** Whether the key belongs to the script. */
  private takes(event: KeyboardEvent): boolean {
    const { key } = event;
    const improvises = this.has('improvising');
    if (key === 'F4') {
      this.send(improvises ? 'give' : 'take');
      return true;
    }
    if (key === 'F7') {
      this.send('snap');
      return true;
    }
    if (improvises) return false;
    if (key === 'PageUp') {
      this.send('back');
      return true;
    }
    if (key === 'PageDown' && !this.has('finished')) {
      if (this.has('typing')) this.next();
      return true;
    }
    // The rest is the script's at the terminal only: a button elsewhere keeps its keys.
    const elsewhere = !event.composedPath().some((at) => at instanceof Element && at.localName === 'dd-terminal');
    if (elsewhere && document.activeElement !== document.body) return false;
    if (this.has('running')) return key.length === 1 && performance.now() - this.ranAt < PATIENCE;
    if (!this.has('typing') || /^F\d+$/.test(key)) return false;
    if (key === 'Tab') {
      event.stopPropagation();
      return false;
    }
    if (key === 'Enter') this.send('enter');
    else if (key.length === 1) this.send('key');
    return true;
  }

  private choose(): void {
    this.choosing = true;
  }

  private take(script: Script | undefined): void {
    this.choosing = false;
    this.chosen = script;
    this.dispatchEvent(new CustomEvent('focus-terminal'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-presenter': DdPresenter;
  }
}

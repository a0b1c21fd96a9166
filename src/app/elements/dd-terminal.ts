import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import xtermStyles from '@xterm/xterm/css/xterm.css?inline';
import { css, html, LitElement, nothing, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Session, SessionEvent } from '../session/session.ts';
import type { Suggestion } from '../suggestion.ts';
import { msg, str } from '../texts/index.ts';
import { controls } from './controls.ts';
import { PAGE_KEYS } from './keys.ts';
import { terminalTheme } from './terminal-theme.ts';

/** Milliseconds. */
const NOTICE = 5000;

/**
 * The terminal: xterm.js on a session. Fires `line` with the text of the line that the cursor is in, and
 * `screen-reader` with the wish to change that mode.
 */
@customElement('dd-terminal')
export class DdTerminal extends LitElement {
  static override styles = [
    controls,
    unsafeCSS(xtermStyles),
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--screen);
        container-type: inline-size;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 36px;
        padding: 0 var(--space-2) 0 var(--space-4);
        border-bottom: 1px solid var(--line);
        background: var(--paper);
        font-size: var(--size-note);
      }
      h2 {
        margin: 0;
        font-size: var(--size-small);
        font-weight: 600;
        letter-spacing: 0.03em;
        color: var(--ink-soft);
      }
      .notice {
        flex: 1;
        color: var(--folder);
        font-weight: 600;
      }
      /* In the bar, so that the terminal keeps its height when it comes and goes. */
      .suggestion {
        flex: 0 1 auto;
        min-width: 0;
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: 2px var(--space-3) 2px 2px;
        border-radius: var(--round);
        background: var(--accent-tint);
        font-size: var(--size-note);
        white-space: nowrap;
      }
      .suggestion code,
      .why {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .suggestion code {
        flex: none;
        max-width: 100%;
        font-size: var(--size-note);
      }
      .suggestion button {
        flex: none;
      }
      @container (max-width: 800px) {
        .why {
          display: none;
        }
        .suggestion code {
          flex: 0 1 auto;
        }
      }
      @container (max-width: 560px) {
        .bar {
          flex-wrap: wrap;
          padding: var(--space-1) var(--space-2);
        }
        .suggestion {
          order: 1;
          flex-basis: 100%;
        }
        .suggestion code {
          white-space: normal;
          overflow-wrap: anywhere;
        }
      }
      .why {
        color: var(--ink-soft);
      }
      .screen {
        flex: 1;
        min-height: 0;
        position: relative;
        padding: var(--space-2) 0 0 var(--space-4);
      }
      .xterm {
        height: 100%;
      }
      .xterm .xterm-viewport,
      .xterm .xterm-scrollable-element {
        background: transparent;
      }
      :host(:focus-within) .bar {
        box-shadow: inset 0 2px 0 var(--focus);
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) suggestion: Suggestion | undefined;
  @property({ type: Boolean }) screenReader = false;
  @property({ type: Number }) fontSize = 14;
  /** Changes when the page's theme does. */
  @property() theme = '';

  @state() private failure: string | undefined;
  /** Said for a moment. */
  @state() private notice = '';
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the shell has been at its prompt since it began: before that, what is typed waits for it. */
  private prompted = false;
  /** Asked for the focus before there was a terminal to give it to. */
  private wantsFocus = false;
  private terminal: Terminal | undefined;
  private readonly fit = new FitAddon();
  private unsubscribe: (() => void) | undefined;
  private fitting: number | undefined;
  private lining: number | undefined;
  private readonly observer = new ResizeObserver(() => this.fitSoon());
  private readonly darkness = matchMedia('(prefers-color-scheme: dark)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.darkness.addEventListener('change', this.repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.darkness.removeEventListener('change', this.repaint);
    this.observer.disconnect();
    this.unsubscribe?.();
    clearTimeout(this.noticeTimer);
    this.terminal?.dispose();
    this.terminal = undefined;
  }

  override firstUpdated(): void {
    const screen = this.renderRoot.querySelector<HTMLElement>('.screen');
    // In a task of its own, after the page around it: both at once would take longer than a key may wait.
    if (screen) setTimeout(() => this.tryToOpen(screen));
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('session')) this.attach();
    if (!this.terminal) return;
    this.label(this.terminal);
    if (changed.has('screenReader')) this.terminal.options.screenReaderMode = this.screenReader;
    if (changed.has('fontSize')) {
      this.terminal.options.fontSize = this.fontSize;
      this.fitSoon();
    }
    if (changed.has('theme')) this.repaint();
  }

  override focus(): void {
    this.wantsFocus = this.terminal === undefined;
    this.terminal?.focus();
  }

  /** Types a command and enters it, in place of what stands half-typed at the prompt. */
  run(command: string): void {
    const state = this.session?.state;
    if (state?.phase === 'running' && this.prompted && !state.atPrompt) {
      this.say(msg('Another command is still running. Ctrl-C stops it.'));
      return;
    }
    // Ctrl-U empties the line, in the terminal's own editing and in readline's.
    this.session?.type(`\x15${command.replaceAll('\n', '\r')}\r`);
    this.terminal?.scrollToBottom();
  }

  override render(): TemplateResult {
    return html`
      <div class="bar">
        <h2>${msg('Terminal')}</h2>
        ${this.renderSuggestion()}
        <span class="notice" role="status">${this.notice}</span>
        <button
          type="button"
          class="quiet"
          aria-pressed=${this.screenReader}
          title=${msg("Read the terminal's output aloud with a screen reader")}
          @click=${this.toggleScreenReader}
        >
          ${msg('Screen reader')}
        </button>
      </div>
      <div class="screen"></div>
      ${this.failure ? html`<p role="alert">${msg(str`The terminal could not be opened: ${this.failure}`)}</p>` : nothing}
    `;
  }

  private renderSuggestion(): unknown {
    const { suggestion } = this;
    if (!suggestion) return nothing;
    return html`<div class="suggestion" role="group" aria-label=${msg('Suggested command')}>
      <button type="button" class="primary" @click=${this.runSuggestion}>${msg('Run')}</button>
      <code>${suggestion.command}</code>
      <span class="why">${suggestion.why}</span>
    </div>`;
  }

  private tryToOpen(screen: HTMLElement): void {
    if (!this.isConnected) return;
    try {
      this.open(screen);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  private open(screen: HTMLElement): void {
    const terminal = new Terminal({
      fontFamily: getComputedStyle(this).getPropertyValue('--mono').trim(),
      fontSize: this.fontSize,
      lineHeight: 1.2,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      scrollback: 5000,
      minimumContrastRatio: 4.5,
      screenReaderMode: this.screenReader,
      theme: terminalTheme(this),
      macOptionIsMeta: true,
    });
    terminal.loadAddon(this.fit);
    terminal.attachCustomKeyEventHandler((event) => this.takesKey(event));
    terminal.onData((data) => this.session?.type(data));
    terminal.onResize(({ cols, rows }) => this.session?.resize(cols, rows));
    terminal.open(screen);
    this.terminal = terminal;
    this.label(terminal);
    this.observer.observe(screen);
    this.fitNow();
    this.attach();
    if (this.wantsFocus) this.focus();
  }

  /** What it is for whoever doesn't see it. */
  private label(terminal: Terminal): void {
    const label = msg('Terminal input. Shift+Tab leaves the terminal, F6 goes to the next part, F1 lists all keys.');
    terminal.textarea?.setAttribute('aria-label', label);
    Terminal.strings.tooMuchOutput = msg('Too much output to be read aloud. Go through its lines by yourself.');
  }

  private attach(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    const { session, terminal } = this;
    if (!session || !terminal) return;
    session.resize(terminal.cols, terminal.rows);
    this.begin(session.screen);
    this.unsubscribe = session.subscribe((event) => this.take(event));
  }

  private take(event: SessionEvent): void {
    if (event.type === 'screen') this.begin(event.text);
    if (event.type === 'state' && event.state.phase === 'running' && event.state.atPrompt) this.prompted = true;
    if (event.type !== 'output') return;
    const { data } = event;
    // What is drawn is reported, so that a program that writes without end waits for the screen.
    this.terminal?.write(data, () => {
      this.session?.shown(data.length);
      this.lineSoon();
    });
  }

  private begin(text: string): void {
    this.prompted = false;
    this.terminal?.reset();
    if (text) this.terminal?.write(text, () => this.lineSoon());
  }

  /** Keys that belong to the page and not to the computer. */
  private takesKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    if (PAGE_KEYS.includes(event.key) || (event.key === 'Tab' && event.shiftKey)) return false;
    const { terminal } = this;
    if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'c' && terminal?.hasSelection()) {
      void navigator.clipboard?.writeText(terminal.getSelection());
      event.preventDefault();
      return false;
    }
    // The browser pastes into the terminal by itself.
    return !(event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'v');
  }

  private say(notice: string): void {
    this.notice = notice;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => {
      this.notice = '';
    }, NOTICE);
  }

  private runSuggestion(): void {
    const { suggestion } = this;
    if (!suggestion) return;
    this.run(suggestion.command);
    this.focus();
  }

  private toggleScreenReader(): void {
    this.dispatchEvent(new CustomEvent('screen-reader', { detail: !this.screenReader }));
  }

  private fitSoon(): void {
    this.fitting ??= requestAnimationFrame(() => {
      this.fitting = undefined;
      this.fitNow();
    });
  }

  /** A terminal that isn't on the screen keeps its size. */
  private fitNow(): void {
    const size = this.fit.proposeDimensions();
    if (size && size.cols > 1 && size.rows > 1) this.fit.fit();
  }

  private lineSoon(): void {
    this.lining ??= requestAnimationFrame(() => {
      this.lining = undefined;
      const buffer = this.terminal?.buffer.active;
      if (!buffer) return;
      const line = buffer.getLine(buffer.baseY + buffer.cursorY)?.translateToString(true) ?? '';
      this.dispatchEvent(new CustomEvent('line', { detail: line }));
    });
  }

  private readonly repaint = (): void => {
    if (this.terminal) this.terminal.options.theme = terminalTheme(this);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-terminal': DdTerminal;
  }
}

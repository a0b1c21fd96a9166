import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

const STEP = 2;

/**
 * A bar between two parts that is dragged, or moved by arrows, Home and End; a double click puts it back. Fires `move`
 * with the first part's share of its parent in percent.
 */
@customElement('dd-splitter')
export class DdSplitter extends LitElement {
  static override styles = css`
    :host {
      display: block;
      position: relative;
      z-index: 2;
      touch-action: none;
      background: var(--line);
      cursor: row-resize;
      height: 1px;
    }
    :host([aria-orientation="vertical"]) {
      cursor: col-resize;
      height: auto;
      width: 1px;
    }
    .grip {
      position: absolute;
      inset: -12px 0;
    }
    :host([aria-orientation="vertical"]) .grip {
      inset: 0 -12px;
    }
    .mark {
      position: absolute;
      inset: 50% auto auto 50%;
      width: 36px;
      height: 4px;
      translate: -50% -50%;
      border-radius: 2px;
      background: var(--edge);
    }
    :host([aria-orientation="vertical"]) .mark {
      width: 4px;
      height: 36px;
    }
    :host(:hover) .mark,
    :host(:focus-visible) .mark {
      background: var(--accent);
    }
    :host(:focus-visible) {
      outline: 3px solid var(--focus);
      outline-offset: 0;
    }
  `;

  /** `vertical`: a bar that stands, between left and right. */
  @property({ reflect: true, attribute: 'aria-orientation' }) orientation: 'vertical' | 'horizontal' = 'horizontal';
  @property({ type: Number, reflect: true, attribute: 'aria-valuenow' }) value = 50;
  @property({ type: Number, reflect: true, attribute: 'aria-valuemin' }) min = 15;
  @property({ type: Number, reflect: true, attribute: 'aria-valuemax' }) max = 85;
  @property({ type: Number }) usual = 50;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'separator');
    this.tabIndex = 0;
    this.addEventListener('keydown', this.onKey);
    this.addEventListener('pointerdown', this.onDown);
    this.addEventListener('dblclick', () => this.move(this.usual));
  }

  override render(): TemplateResult {
    return html`<div class="grip"></div><div class="mark"></div>`;
  }

  private onKey(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP };
    const to = { Home: this.min, End: this.max, Enter: this.usual }[event.key] ?? this.value + (steps[event.key] ?? 0);
    if (!(event.key in steps) && !['Home', 'End', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    this.move(to);
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    const room = this.parentElement?.getBoundingClientRect();
    if (!room) return;
    const drag = ({ clientX, clientY }: PointerEvent) => {
      const share =
        this.orientation === 'vertical' ? (clientX - room.left) / room.width : (clientY - room.top) / room.height;
      this.move(share * 100);
    };
    this.addEventListener('pointermove', drag);
    const end = () => this.removeEventListener('pointermove', drag);
    this.addEventListener('pointerup', end, { once: true });
    this.addEventListener('pointercancel', end, { once: true });
  }

  private move(to: number): void {
    const share = Math.round(Math.min(this.max, Math.max(this.min, to)) * 10) / 10;
    this.dispatchEvent(new CustomEvent('move', { detail: share }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-splitter': DdSplitter;
  }
}

import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { msg } from '../texts/index.ts';
import { controls } from './controls.ts';

/** Asks before a computer goes back to its beginning. Fires `start-over` if that is meant. */
@customElement('dd-start-over')
export class DdStartOver extends LitElement {
  static override styles = [
    controls,
    css`
      dialog {
        max-width: 26rem;
        padding: var(--space-5);
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--raised);
        color: var(--ink);
        box-shadow: 0 12px 40px rgb(10 25 40 / 0.35);
      }
      dialog::backdrop {
        background: rgb(10 20 30 / 0.5);
      }
      dialog h2 {
        margin: 0 0 var(--space-2);
        font-size: var(--size-lead);
      }
      dialog p {
        margin: 0 0 var(--space-4);
      }
      form {
        display: flex;
        justify-content: end;
        gap: var(--space-2);
      }
    `,
  ];

  /** A lesson's progress goes, too. */
  @property({ type: Boolean }) lesson = false;

  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="asking">
      <h2 id="asking">${msg('Start over?')}</h2>
      <p>${
        this.lesson
          ? msg(
              'This computer goes back to its beginning, and so does your progress in this lesson. Its containers, volumes and files stay in the history: Back brings them to you again.',
            )
          : msg(
              'This computer goes back to its beginning. Its containers, volumes and files stay in the history: Back brings them to you again.',
            )
      }</p>
      <form method="dialog">
        <button type="submit" autofocus>${msg('Keep it')}</button>
        <button type="submit" class="primary" @click=${() => this.dispatchEvent(new CustomEvent('start-over'))}>${msg('Start over')}</button>
      </form>
    </dialog>`;
  }

  ask(): void {
    this.dialog.showModal();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-start-over': DdStartOver;
  }
}

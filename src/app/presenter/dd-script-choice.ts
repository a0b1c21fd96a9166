import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { controls } from '../elements/controls.ts';
import { msg, str } from '../texts/index.ts';
import { scriptOf } from './script.ts';

/** Asks for a script: a file, or pasted text. Fires `chosen` with a Script, or `close`. */
@customElement('dd-script-choice')
export class DdScriptChoice extends LitElement {
  static override styles = [
    controls,
    css`
      dialog {
        box-sizing: border-box;
        width: min(38rem, calc(100vw - 2 * var(--space-4)));
        padding: var(--space-5);
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--raised);
        color: var(--ink);
        font: var(--size-note) / 1.45 var(--text);
      }
      dialog::backdrop {
        background: rgb(10 20 30 / 0.5);
      }
      h2 {
        margin: 0 0 var(--space-2);
        font-size: var(--size-lead);
      }
      p {
        margin: 0 0 var(--space-3);
      }
      label {
        display: block;
        margin: 0 0 var(--space-1);
        font-weight: 600;
      }
      input {
        display: block;
        width: 100%;
        min-height: 28px;
        margin: 0 0 var(--space-3);
        font: inherit;
      }
      input::file-selector-button {
        min-height: 28px;
        margin-right: var(--space-3);
        padding: 3px 12px;
        border: 1px solid var(--edge);
        border-radius: var(--round);
        background: var(--raised);
        color: var(--ink);
        font: inherit;
        cursor: pointer;
      }
      textarea {
        box-sizing: border-box;
        width: 100%;
        min-height: 10rem;
        padding: var(--space-2);
        border: 1px solid var(--edge);
        border-radius: var(--round);
        background: var(--screen);
        color: var(--screen-ink);
        font: var(--size-note) / 1.5 var(--mono);
        resize: vertical;
      }
      form {
        margin: 0;
      }
      .end {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-top: var(--space-3);
      }
      .end p {
        flex: 1;
        margin: 0;
        color: var(--ink-soft);
      }
    `,
  ];

  @state() private text = '';
  private heading = '';

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    const count = scriptOf('', this.text).lines.length;
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new CustomEvent('close'))}>
      <h2 id="title">${msg('Present a script')}</h2>
      <p>${msg('One command on each line. What stands in a comment above a command is shown while it is next.')}</p>
      <form method="dialog" @submit=${this.onSubmit}>
        <label for="file">${msg('A file')}</label>
        <input id="file" type="file" accept=".sh,.txt,text/*" @change=${this.onFile} />
        <label for="text">${msg('Or its text')}</label>
        <textarea id="text" spellcheck="false" autocomplete="off" .value=${this.text} @input=${this.onText}></textarea>
        <div class="end">
          <p role="status">${count === 0 ? msg('No command yet.') : count === 1 ? msg('1 command') : msg(str`${count} commands`)}</p>
          <button type="button" @click=${this.close}>${msg('Without a script')}</button>
          <button type="submit" class="primary" ?disabled=${count === 0}>${msg('Present it')}</button>
        </div>
      </form>
    </dialog>`;
  }

  private onText(event: InputEvent): void {
    this.text = (event.target as HTMLTextAreaElement).value;
  }

  private async onFile(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.heading = file.name;
    this.text = await file.text();
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('chosen', { detail: scriptOf(this.heading || msg('A script'), this.text) }));
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-script-choice': DdScriptChoice;
  }
}

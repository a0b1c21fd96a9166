import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Place } from '../../lesson/index.ts';
import type { FileLook } from '../../machine/wire.ts';
import { Pane } from '../elements/pane.ts';
import { modeWords, ownerWords } from '../scene/words.ts';
import type { Session } from '../session/session.ts';
import { msg, str } from '../texts/index.ts';

type How = 'in-place' | 'rename';

function factsOf(where: string, { inode, mode, uid, size }: FileLook): string {
  const [letters, owner] = [modeWords({ type: 'file', mode }), ownerWords(uid)];
  return msg(str`${where}: inode ${inode}, ${letters}, ${owner}, ${size} bytes`);
}

/** A file in an editor; saves it into its inode, or as a new file that takes its name. Fires `close`. */
@customElement('dd-editor')
export class DdEditor extends Pane {
  static override styles = [
    ...Pane.styles,
    css`
      dialog {
        display: flex;
        flex-direction: column;
        width: min(40rem, calc(100% - 2 * var(--space-2)));
      }
      .facts {
        font: var(--size-small) / 1.5 var(--mono);
        color: var(--ink-soft);
      }
      .code {
        flex: 1;
        min-height: 6rem;
        margin: var(--space-3) 0;
        border: 1px solid var(--edge);
        border-radius: var(--round);
        overflow: hidden;
        background: var(--screen);
      }
      .cm-editor {
        height: 100%;
        color: var(--screen-ink);
        font-size: var(--size-note);
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-size: var(--size-small);
        color: var(--ink-soft);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 26px;
      }
      label input {
        flex: none;
        margin: 0;
        accent-color: var(--accent);
      }
      .end {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        margin-top: var(--space-2);
      }
      .end p {
        flex: 1;
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) place: Place = { host: true };
  @property() path = '';

  @state() private file: FileLook | undefined;
  @state() private how: How = 'in-place';
  @state() private said = '';
  private view: EditorView | undefined;

  protected override readonly firstFocus = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.view?.destroy();
    this.view = undefined;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('path') || changed.has('place')) void this.load();
  }

  override render(): TemplateResult {
    const { file, path, place } = this;
    const where =
      'volume' in place
        ? msg(str`in the volume ${place.volume}`)
        : 'container' in place
          ? msg('in the container')
          : msg('on the host');
    return this.titled(
      html`<code>${path}</code>`,
      html`<p class="facts">
        ${file ? factsOf(where, file) : where}
      </p>
      <div class="code"></div>
      <fieldset>
        <legend>${msg('How to save')}</legend>
        ${this.renderHow('in-place', msg('in place: the same inode gets the new text'))}
        ${this.renderHow('rename', msg('by rename, as many editors do: a new inode takes the name'))}
      </fieldset>
      <div class="end">
        <p role="status">${this.said}</p>
        <button type="button" class="primary" ?disabled=${!file?.data} @click=${() => void this.save()}>${msg('Save')}</button>
      </div>`,
    );
  }

  private renderHow(how: How, words: string): TemplateResult {
    return html`<label><input type="radio" name="how" .checked=${this.how === how} @change=${() => this.choose(how)} /> ${words}</label>`;
  }

  private choose(how: How): void {
    this.how = how;
  }

  private async load(): Promise<void> {
    const { place, path } = this;
    const file = await this.session?.port()?.request({ type: 'file.look', place, path });
    if (place !== this.place || path !== this.path) return;
    this.file = file;
    this.said = file
      ? file.data
        ? ''
        : msg('This file is too large to be edited here.')
      : msg('There is no file at this path.');
    await this.updateComplete;
    this.fill(new TextDecoder().decode(file?.data ?? new Uint8Array(0)));
  }

  private fill(doc: string): void {
    const parent = this.renderRoot.querySelector<HTMLElement>('.code');
    if (!parent) return;
    this.view?.destroy();
    const extensions = [
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      keymap.of([{ key: 'Mod-s', run: () => this.onSaveKey() }, ...defaultKeymap, ...historyKeymap]),
      EditorView.contentAttributes.of({
        'aria-label': msg(str`Text of ${this.path}. Escape, then Tab, leaves the text.`),
      }),
      EditorState.readOnly.of(this.file?.data === undefined),
      EditorView.theme({
        '&.cm-focused': { outline: '2px solid var(--focus)' },
        '.cm-scroller': { fontFamily: 'var(--mono)', overflow: 'auto' },
        '.cm-gutters': { background: 'var(--paper)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
        '.cm-activeLine': { background: 'transparent' },
        '.cm-cursor': { borderLeftColor: 'var(--screen-ink)' },
        '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
          background: 'var(--screen-selection) !important',
        },
      }),
    ];
    this.view = new EditorView({ doc, extensions, parent, root: this.renderRoot as ShadowRoot });
    this.view.focus();
  }

  private onSaveKey(): boolean {
    void this.save();
    return true;
  }

  private async save(): Promise<void> {
    const { view, session, place, path, how } = this;
    const port = session?.port();
    if (!view || !port) return;
    try {
      const data = new TextEncoder().encode(view.state.doc.toString());
      const { before, inode } = await port.request({ type: 'file.save', place, path, data, how });
      this.file = await port.request({ type: 'file.look', place, path });
      this.said =
        before === undefined || before === inode
          ? msg(str`Saved, in inode ${inode}, the same as before.`)
          : msg(
              str`Saved: inode ${inode} now has the name. Whoever holds inode ${before}, as a bind of this one file does, still sees the old text.`,
            );
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
    }
  }

  protected override onKey(event: KeyboardEvent): void {
    // In the text, Escape belongs to the text first: Tab leaves it then.
    const inText = (event.target as HTMLElement).closest('.cm-editor');
    if (event.key === 'Escape' && inText) this.renderRoot.querySelector<HTMLElement>('.end button')?.focus();
    else super.onKey(event);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-editor': DdEditor;
  }
}

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Badge } from '../../lesson/index.ts';
import { loadBadge } from '../lessons.ts';
import { msg, str } from '../texts/index.ts';

/** Says that a lesson was replayed on a real engine, and opens to what was compared. Nothing without such a replay. */
@customElement('dd-badge')
export class DdBadge extends LitElement {
  static override styles = css`
    details {
      margin: var(--space-4) 0 0;
      color: var(--ink-soft);
      font-size: var(--size-note);
    }
    summary {
      cursor: pointer;
    }
    summary:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
    ol {
      margin: var(--space-2) 0 0;
      padding-left: var(--space-5);
    }
    li {
      margin-bottom: var(--space-1);
      overflow-wrap: anywhere;
    }
    code {
      color: var(--ink);
      font-family: var(--mono);
      white-space: pre-wrap;
    }
    .masked {
      display: block;
    }
  `;

  /** The lesson's folder: `07-bind-mounts`. */
  @property() lesson = '';

  @state() private badge: Badge | undefined;

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('lesson')) void this.load(this.lesson);
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.badge) return nothing;
    const { engine, platform, lines } = this.badge;
    const same = lines.filter((line) => line.same).length;
    return html`<details>
      <summary>${msg(str`Matches ${engine} (${platform}), ${same} of ${lines.length} lines`)}</summary>
      <p>
        ${msg(
          'Each command of this lesson was run on a real engine, and its output compared with what you see here. Where two runs of the same engine differ anyway, that part was not compared: it is named under the command.',
        )}
      </p>
      <ol>
        ${lines.map(
          ({ cmd, masked }) =>
            html`<li>
              <code>${cmd}</code>
              ${masked.length > 0 ? html`<span class="masked">${msg(str`Not compared: ${masked.join(', ')}`)}</span>` : nothing}
            </li>`,
        )}
      </ol>
    </details>`;
  }

  private async load(lesson: string): Promise<void> {
    const badge = await loadBadge(lesson);
    if (lesson === this.lesson) this.badge = badge;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dd-badge': DdBadge;
  }
}

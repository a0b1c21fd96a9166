import { css, html, type TemplateResult } from 'lit';
import { msg } from '../texts/index.ts';

/*
 * Where there is room for one part of the page only: a tab for each. The parts have the ids `part-lesson` and so on.
 */

export const PARTS = ['lesson', 'scene', 'terminal'] as const;
export type Part = (typeof PARTS)[number];

/** What a tab is called. */
export const partWords = (part: Part): string =>
  ({ lesson: msg('Lesson'), scene: msg('Picture'), terminal: msg('Terminal') })[part];

/** The row of tabs; the arrows move between them, and the focus goes along. */
export function partTabs(parts: readonly Part[], shown: Part, show: (part: Part) => void): TemplateResult {
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = parts[(parts.indexOf(shown) + by + parts.length) % parts.length]!;
    const row = event.currentTarget as HTMLElement;
    show(next);
    row.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${msg('Parts')} @keydown=${step}>
    ${parts.map(
      (part) => html`<button
        type="button"
        role="tab"
        id=${`tab-${part}`}
        aria-controls=${`part-${part}`}
        aria-selected=${shown === part}
        tabindex=${shown === part ? 0 : -1}
        @click=${() => show(part)}
      >
        ${partWords(part)}
      </button>`,
    )}
  </div>`;
}

export const partTabsStyles = css`
  .tabs {
    display: flex;
    background: var(--raised);
    border-bottom: 1px solid var(--line);
  }
  .tabs button {
    flex: 1;
    min-height: 40px;
    border: 0;
    border-bottom: 3px solid transparent;
    border-radius: 0;
    background: none;
  }
  .tabs button[aria-selected="true"] {
    border-bottom-color: var(--accent);
    color: var(--accent);
    font-weight: 650;
  }
  .tabs button:focus-visible {
    outline-offset: -3px;
  }
`;

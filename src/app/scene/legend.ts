import { css, html, type TemplateResult } from 'lit';
import { msg } from '../texts/index.ts';
import { type Icon, icon } from './drawings.ts';

/*
 * What the shapes and lines of the picture mean.
 */

const signs = (): readonly { readonly sign: Icon; readonly name: string; readonly what: string }[] => [
  { sign: 'image', name: msg('Image layer'), what: msg('locked, and shared by all its containers') },
  { sign: 'layer', name: msg('Writable layer'), what: msg('a container’s own, torn off when the container goes') },
  { sign: 'volume', name: msg('Named volume'), what: msg('a folder that Docker keeps; it outlives containers') },
  { sign: 'anonymous', name: msg('Anonymous volume'), what: msg('the same, without a name that somebody chose') },
  { sign: 'folder', name: msg('Host folder'), what: msg('yours; a bind mount shows it in a container') },
  { sign: 'tmpfs', name: 'tmpfs', what: msg('memory; empty again when its container stops') },
];

export const legendStyles = css`
  .legend {
    list-style: none;
    margin: var(--space-3) 0 0;
    padding: var(--space-2) 0 0;
    border-top: 1px solid var(--line);
  }
  .legend li {
    display: flex;
    gap: var(--space-2);
    padding: 3px 0;
  }
  .legend svg {
    flex: none;
    margin-top: 1px;
  }
  .legend strong {
    font-weight: 600;
  }
  .legend .what {
    color: var(--ink-soft);
  }
  .legend .image {
    color: var(--image);
  }
  .legend .layer {
    color: var(--layer);
  }
  .legend .volume {
    color: var(--volume);
  }
  .legend .anonymous {
    color: var(--anonymous);
  }
  .legend .folder {
    color: var(--folder);
  }
  .legend .tmpfs {
    color: var(--tmpfs);
  }
`;

export function legend(): TemplateResult {
  return html`<ul class="legend" aria-label=${msg('What the shapes mean')}>
    ${signs().map(
      ({ sign, name, what }) => html`<li class=${sign}>
        ${icon(sign, 18)}
        <span><strong>${name}</strong><span class="what">: ${what}</span></span>
      </li>`,
    )}
  </ul>`;
}

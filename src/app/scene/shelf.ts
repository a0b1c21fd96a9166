import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Loss, World } from '../../machine/wire.ts';
import { msg } from '../texts/index.ts';
import { icon } from './drawings.ts';
import type { SceneLayout } from './layout.ts';
import { SIZES } from './sizes.ts';

/*
 * The images on the host's disk, below the volumes: as many lines as they take.
 */

const LINE = 20;
/** The title's width, and what an image takes beside its letters. */
const TITLE = 62;
const BESIDE = 32;
const LETTER = 7.3;
const MOST_LINES = 4;
/** Docker's area says in words what it is where it has this width; and so much room that takes. */
export const ROOMY = 480;
const LABEL = { long: 280, short: 120 } as const;

/** A name as short as Docker takes it, or the short id of an image without one. */
function namesOf({ tags, id }: World['images'][number]): readonly string[] {
  return tags.length > 0 ? tags.map((tag) => tag.replace(/:latest$/, '')) : [id.slice(7, 19)];
}

/** Where it begins, and the room that it has. */
function room({ zones, width }: SceneLayout): { readonly left: number; readonly width: number } {
  const left = zones.find(({ name }) => name === 'volumes')?.x ?? SIZES.margin;
  return { left, width: width - left - 2 * SIZES.margin };
}

/** Its height, so that the frame around it fits. Pixels. */
export function shelfHeight({ images }: World, layout: SceneLayout): number {
  let lines = 1;
  let x = TITLE;
  for (const name of images.flatMap(namesOf)) {
    const width = name.length * LETTER + BESIDE;
    if (x + width > room(layout).width && x > TITLE) {
      lines++;
      x = 0;
    }
    x += width;
  }
  const label = room(layout).width > ROOMY ? LABEL.long : LABEL.short;
  if (x + label > room(layout).width) lines++;
  return Math.min(lines, MOST_LINES) * LINE + 20;
}

export function shelf({ images }: World, layout: SceneLayout, losses: readonly Loss[]): TemplateResult {
  const { left, width } = room(layout);
  const at = {
    transform: `translate(${left}px, ${layout.height}px)`,
    width: `${width}px`,
    'max-height': `${MOST_LINES * LINE}px`,
  };
  const doomed = new Set(losses.map(({ about }) => about));
  const names = images.flatMap((image) =>
    namesOf(image).map((name) => ({ name, gone: doomed.has(`image:${image.id}`) })),
  );
  return html`<ul class="shelf" style=${styleMap(at)} aria-label=${msg('Images')}>
    <li aria-hidden="true"><strong>${msg('Images')}</strong></li>
    ${repeat(
      names,
      ({ name }) => name,
      ({ name, gone }) =>
        html`<li>${icon('image')} ${name}${gone ? html` <span class="tag doomed">${msg('would go')}</span>` : nothing}</li>`,
    )}
  </ul>`;
}

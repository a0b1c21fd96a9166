import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Loss, WorldMount } from '../../machine/wire.ts';
import { msg, str } from '../texts/index.ts';
import { icon, storeShape, wallShape } from './drawings.ts';
import type { Rect } from './grid.ts';
import type { PlacedBox, PlacedStore } from './layout.ts';
import type { PlacedPipe } from './pipes.ts';
import { pathOf } from './routes.ts';
import { glanceOf, type Row } from './rows.ts';
import type { Store, StoreKind } from './things.ts';
import { boxLabel, shortPath, stateWords, storeLabel } from './words.ts';

/*
 * A container, a store and a pipe as drawn.
 */

/** Pixels that a mount's sleeve takes beside its path, and a letter of it. */
const SLEEVE = 62;
const LETTER = 7.3;

/** Opens the details of the thing with this key. */
export type Open = (key: string) => void;

export function boxCard(
  box: PlacedBox,
  kindOf: (mount: WorldMount) => StoreKind,
  open: Open,
  loss?: Loss,
): TemplateResult {
  const { container } = box.thing;
  const still = container.status !== 'running' && container.status !== 'paused';
  const ports = container.ports.map(({ host, container: inside }) => `${host}→${inside}`).join(' ');
  return html`<li class=${classMap({ card: true, box: true, still, [box.presence]: true })} style=${placed(box)}>
    <svg class="shape" aria-hidden="true">${wallShape(box.width, box.height)}</svg>
    <div class="head">
      <span class=${`lamp ${container.status}`}></span>
      ${openButton(box.key, container.name, boxLabel(container), open)}
      <span class="note">${stateWords(container)}</span>
      <span class="command">${ports && html`<b>${msg(str`port ${ports}`)}</b> · `}${box.bare ? html`${icon('lock', 11)} ${container.image} · ` : nothing}${container.command}</span>
    </div>
    ${container.mounts.map((mount) => mountLine(mount, kindOf(mount), box.width, loss))}
    ${box.bare ? nothing : layers(box, loss)}
    ${box.presence === 'leaving' ? doom(msg('removed')) : foreseen(loss, box.rows)}
  </li>`;
}

/** The writable layer over the image. */
function layers(box: PlacedBox, loss: Loss | undefined): TemplateResult {
  const { container } = box.thing;
  const written = box.rows.length + box.deleted.length + box.more > 0;
  return html`
    <div class="layer">
      <h3>${icon('layer', 12)} ${msg('writable layer')}</h3>
      <div class="rows">
        ${rowLines(box.rows, { loss })}
        ${box.deleted.map((path) => html`<div class="row gone"><span class="path">${path}</span> ${msg('deleted')}</div>`)}
        ${restLine(box.more)} ${written ? nothing : html`<div class="row rest">${msg('nothing written')}</div>`}
      </div>
    </div>
    <div class="image">
      <h3>${icon('lock', 12)} <span>${msg(str`image ${container.image}`)}</span></h3>
    </div>
  `;
}

/** In the wall at the pipe's side: what the container calls it. */
function mountLine(
  { destination, readonly }: WorldMount,
  kind: StoreKind,
  width: number,
  loss: Loss | undefined,
): TemplateResult {
  const room = Math.floor((width - (readonly ? SLEEVE + 28 : SLEEVE)) / LETTER);
  const doomed = kind === 'tmpfs' && loss?.gone.includes(destination);
  return html`<div class=${`mount ${kind} ${kind === 'folder' ? 'left' : 'right'}`}>
    <span class="sleeve">
      ${icon(kind, 13)}<span>${shortPath(destination, room)}</span>${readonly ? html`<span class="tag">ro</span>` : nothing}
      ${doomed ? html`<span class="tag doomed">${msg('would be emptied')}</span>` : nothing}
    </span>
  </div>`;
}

export function storeCard(store: PlacedStore, used: boolean, user: string, open: Open, loss?: Loss): TemplateResult {
  const { kind, name, single, asleep } = store.thing;
  const isVolume = kind === 'volume' || kind === 'anonymous';
  const note = isVolume && !used ? msg('unused') : '';
  const classes = { card: true, store: true, asleep, [kind]: true, [store.presence]: true };
  const empty = store.rows.length === 0 && store.more === 0;
  const room = Math.floor((store.width * 0.56) / LETTER);
  const shown = kind === 'folder' ? shortPath(name, room) : name;
  return html`<li class=${classMap(classes)} style=${placed(store)}>
    <svg class="shape" aria-hidden="true">${storeShape(kind, single, store.width, store.height)}</svg>
    <div class="head">
      ${icon(single ? 'file' : kind === 'image' ? 'lock' : kind)} ${openButton(store.key, shown, storeLabel(store.thing), open, name)}
      ${note ? html`<span class="note">${note}</span>` : nothing}
    </div>
    <div class="rows">
      ${rowLines(store.rows, { loss, owners: kind === 'folder' && user !== 'root' })} ${restLine(store.more)}
      ${empty ? html`<div class="row rest">${emptyWords(store.thing)}</div>` : nothing}
    </div>
    ${store.presence === 'leaving' ? doom(kind === 'folder' ? msg('not in sight') : msg('removed')) : foreseen(loss, store.rows)}
  </li>`;
}

function emptyWords({ kind, asleep }: Store): string {
  if (kind === 'image') return msg('its files, read-only');
  return asleep ? msg('gone while stopped') : msg('empty');
}

interface RowOptions {
  /** Mark what belongs to root, in a place where the learner expects their own. */
  readonly owners?: boolean;
  /** Mark what the line at the prompt would destroy. */
  readonly loss?: Loss | undefined;
}

function rowLines(rows: readonly Row[], { owners = false, loss }: RowOptions): unknown {
  return repeat(
    rows,
    ({ entry }) => `${entry.path} ${entry.changed}`,
    ({ entry, label, depth, fresh }) => {
      const fate = loss && fateOf(entry.path, loss);
      return html`<div
        class=${classMap({ row: true, fresh, doomed: fate !== undefined })}
        style=${styleMap({ '--depth': String(depth) })}
      >
        ${icon(entry.type, 12)}<span class="path">${label}${entry.type === 'directory' ? '/' : ''}</span>
        ${owners && entry.uid === 0 ? html`<span class="tag">root</span>` : nothing}
        ${fate ? html`<span class="tag doomed">${fate}</span>` : html`<span class="glance">${glanceOf(entry)}</span>`}
      </div>`;
    },
  );
}

function fateOf(path: string, { gone, overwritten }: Loss): string | undefined {
  if (overwritten.includes(path)) return msg('overwritten');
  return gone.some((each) => path === each || path.startsWith(`${each}/`)) ? msg('gone') : undefined;
}

/** Over the whole card, or in a corner of it if only what its listing doesn't show would go. */
function foreseen(loss: Loss | undefined, rows: readonly Row[]): unknown {
  if (!loss) return nothing;
  if (loss.whole) return html`<div class="doom foreseen"><span>${msg('would go')}</span></div>`;
  const shown = new Set(rows.map(({ entry }) => entry.path));
  const unseen = [...loss.gone, ...loss.overwritten].filter((path) => !shown.has(path) && !path.startsWith('/'));
  return unseen.length === 0
    ? nothing
    : html`<span class="tag doomed corner">${msg(str`${unseen.length} more would go`)}</span>`;
}

function restLine(more: number): unknown {
  return more > 0 ? html`<div class="row rest">${msg(str`and ${more} more`)}</div>` : nothing;
}

function openButton(key: string, name: string, label: string, open: Open, title = name): TemplateResult {
  return html`<button type="button" data-key=${key} aria-label=${label} title=${title} @click=${() => open(key)}>
    ${name}
  </button>`;
}

function doom(word: string): TemplateResult {
  return html`<div class="doom"><span>${word}</span></div>`;
}

/** By transform, so that a move can be seen. */
function placed({ x, y, width, height }: Rect) {
  return styleMap({
    transform: `translate(${x}px, ${y}px)`,
    width: `${width}px`,
    height: `${height}px`,
    '--height': `${height}px`,
  });
}

/**
 * The pipes that lead to one store, layer by layer, so that they run together where they meet. `faint`: somebody follows
 * another one with the eye.
 */
export function trunkDrawing(pipes: readonly PlacedPipe[], faint: (pipe: PlacedPipe) => boolean): SVGTemplateResult {
  // What flows lies over what doesn't, and what is followed over the rest.
  const height = (each: PlacedPipe) => Number(!each.pipe.idle) + 2 * Number(!faint(each));
  const sorted = [...pipes].sort((a, b) => height(a) - height(b));
  const layer = (name: 'gap' | 'tube' | 'bore' | 'flow') =>
    repeat(
      sorted,
      ({ key }) => key,
      (placed) => {
        const { pipe, presence, points, fresh } = placed;
        const d = pathOf(points);
        const classes = {
          [name]: true,
          [pipe.kind]: true,
          [presence]: true,
          idle: pipe.idle,
          fresh,
          faint: faint(placed),
        };
        return svg`<path class=${classMap(classes)} d=${d} style=${styleMap({ d: `path("${d}")` })} />`;
      },
    );
  return svg`<g class="pipe">
    ${layer('gap')}${layer('tube')}${layer('bore')}${layer('flow')}
    ${sorted.map((placed) => fittings(placed, faint(placed)))}
  </g>`;
}

/** Where a pipe goes through the wall and enters the store. What is read-only flows into the container only. */
function fittings({ pipe, presence, wall, end }: PlacedPipe, faint: boolean): SVGTemplateResult {
  const flange = (at: { x: number; y: number }) =>
    svg`<rect class="flange" x=${at.x - 2.5} y=${at.y - 7} width="5" height="14" rx="1" />`;
  const tip = wall.side === 'left' ? 1 : -1;
  const valve = svg`<path class="valve" d=${`M${wall.x - tip * 4} ${wall.y}l${-tip * 9} -5v10z`} />`;
  return svg`<g class=${classMap({ [pipe.kind]: true, [presence]: true, faint })}>
    ${flange(wall)} ${flange(end)} ${pipe.mount.readonly ? valve : nothing}
  </g>`;
}

import { html, nothing, type SVGTemplateResult, svg } from 'lit';
import type { StoreKind } from './things.ts';

/*
 * The shapes: each kind of storage has its own, so that it is told apart without colour.
 */

/** The height of half a cylinder's lid. */
const LID = 8;
/** The height of a folder's tab. */
const TAB = 24;

/** The outline of a store, as large as its card. */
export function storeShape(kind: StoreKind, single: boolean, width: number, height: number): SVGTemplateResult {
  switch (kind) {
    case 'volume':
    case 'anonymous':
      return cylinder(width, height);
    case 'folder':
      return single ? page(width, height) : folder(width, height);
    case 'tmpfs':
      return hatchedBox(width, height);
    case 'image':
      return sheets(width, height);
    default:
      return kind satisfies never;
  }
}

function cylinder(width: number, height: number): SVGTemplateResult {
  const [left, right, radius] = [1, width - 1, width / 2 - 1];
  const bottom = height - 1 - LID;
  const arc = (x: number, y: number, sweep: 0 | 1) => `A${radius} ${LID} 0 0 ${sweep} ${x} ${y}`;
  return svg`
    <path class="body" d="M${left} ${LID + 1}V${bottom}${arc(right, bottom, 0)}V${LID + 1}${arc(left, LID + 1, 1)}Z" />
    <path class="lid" d="M${left} ${LID + 1}${arc(right, LID + 1, 1)}${arc(left, LID + 1, 1)}Z" />`;
}

function folder(width: number, height: number): SVGTemplateResult {
  const tab = Math.round(width * 0.62);
  const outline =
    `M1 ${height - 5}V5Q1 1 5 1H${tab - 12}Q${tab - 8} 1 ${tab - 5} 4L${tab + 4} ${TAB - 11}` +
    `H${width - 5}Q${width - 1} ${TAB - 11} ${width - 1} ${TAB - 7}V${height - 5}Q${width - 1} ${height - 1} ${width - 5} ${height - 1}H5Q1 ${height - 1} 1 ${height - 5}Z`;
  return svg`<path class="body" d=${outline} />`;
}

function page(width: number, height: number): SVGTemplateResult {
  const fold = 16;
  return svg`
    <path class="body" d="M1 1H${width - fold}L${width - 1} ${fold}V${height - 1}H1Z" />
    <path class="lid" d="M${width - fold} 1V${fold}H${width - 1}Z" />`;
}

function hatchedBox(width: number, height: number): SVGTemplateResult {
  return svg`
    <rect class="body" x="1" y="1" width=${width - 2} height=${height - 2} />
    <rect class="hatch" x="1" y="1" width=${width - 2} height="28" fill="url(#hatch)" />`;
}

/** Sheets one upon the other, as many as show that there are several. */
function sheets(width: number, height: number): SVGTemplateResult {
  const sheet = (offset: number) =>
    svg`<rect class="body" x=${1 + offset} y=${1 + offset} width=${width - 10} height=${height - 10} rx="3" />`;
  return svg`${sheet(8)}${sheet(4)}${sheet(0)}`;
}

/** A wall is a double line; pipes go through it. */
export function wallShape(width: number, height: number): SVGTemplateResult {
  return svg`
    <rect class="wall" x="1" y="1" width=${width - 2} height=${height - 2} rx="5" />
    <rect class="inner" x="5.5" y="5.5" width=${width - 11} height=${height - 11} rx="2" />`;
}

const ICONS = {
  volume: svg`<path d="M3 4.5v7c0 1.2 2.2 2 5 2s5-.8 5-2v-7"/><ellipse cx="8" cy="4.5" rx="5" ry="2"/>`,
  anonymous: svg`<path stroke-dasharray="2 1.6" d="M3 4.5v7c0 1.2 2.2 2 5 2s5-.8 5-2v-7"/><ellipse stroke-dasharray="2 1.6" cx="8" cy="4.5" rx="5" ry="2"/>`,
  folder: svg`<path d="M2 13V4a1 1 0 0 1 1-1h3.5L8 5h5a1 1 0 0 1 1 1v7z"/>`,
  tmpfs: svg`<path d="M2.5 3h11v10h-11zM2.5 8.5 8 3M2.5 13l10-10M6.500 13 13.500 6M10.500 13l3-3"/>`,
  layer: svg`<path d="M3 2.500h10v9l-1.700 1.500-1.600-1.500L8 13l-1.700-1.500L4.700 13 3 11.500z"/>`,
  image: svg`<path d="M8 2 14 5 8 8 2 5zM2.500 8 8 10.800 13.500 8M2.500 11 8 13.800 13.500 11"/>`,
  lock: svg`<path d="M4 7.500h8V13H4zM5.500 7.500V5.200a2.500 2.500 0 0 1 5 0v2.300"/>`,
  file: svg`<path d="M4 2.500h5L12 5.500V13.500H4zM9 2.500v3h3"/>`,
  directory: svg`<path d="M2.500 12.500V4h4l1.200 1.500h5.800v7z"/>`,
  symlink: svg`<path d="M4 12V8.500A3.500 3.500 0 0 1 7.500 5H12M9.500 2.500 12 5 9.500 7.500"/>`,
  other: svg`<circle cx="8" cy="8" r="3"/>`,
} as const;

export type Icon = keyof typeof ICONS;

/** A small line drawing; the words beside it say the same. */
export function icon(name: Icon, size = 14) {
  return html`<svg class="icon" viewBox="0 0 16 16" width=${size} height=${size} aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round">${ICONS[name] ?? nothing}</svg>`;
}

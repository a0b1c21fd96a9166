import { type SVGTemplateResult, svg } from 'lit';
import { msg } from '../texts/index.ts';
import type { SceneLayout } from './layout.ts';
import { ROOMY } from './shelf.ts';

/** Between the frame and what it holds. */
const GAP = 6;

/**
 * The frame of the host's disk around folders, volumes and images, and in it the area that Docker keeps: a volume is seen to
 * be a folder there.
 */
export function hostDisk({ zones, width, height }: SceneLayout, shelf: number): SVGTemplateResult {
  const folders = zones.find(({ name }) => name === 'folders')!;
  const volumes = zones.find(({ name }) => name === 'volumes')!;
  const bottom = height + shelf - GAP;
  const [left, right] = [GAP, width - GAP];
  const beside = folders.x + folders.width < volumes.x;
  const edge = beside ? folders.x + folders.width + 2 * GAP : right;
  const top = (beside ? folders.y : Math.min(folders.y, volumes.y)) - GAP;
  const area = {
    x: volumes.x - 2 * GAP,
    y: volumes.y - GAP,
    width: right - GAP - volumes.x + 2 * GAP,
    height: bottom - GAP - volumes.y + GAP,
  };
  return svg`<g class="disk">
    <path d=${`M${left} ${top}H${edge}V${area.y - GAP}H${right}V${bottom}H${left}Z`} />
    <rect x=${area.x} y=${area.y} width=${area.width} height=${area.height} rx="4" />
    <text x=${area.x + area.width - 10} y=${area.y + area.height - 10}>
      ${area.width > ROOMY ? `${msg('Docker’s part of the disk,')} ` : ''}<tspan>/var/lib/docker</tspan>
    </text>
  </g>`;
}

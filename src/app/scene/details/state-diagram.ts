import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { WorldContainer } from '../../../machine/wire.ts';
import { leadingOn, type State, stateOf } from './states.ts';

/*
 * The states of a container as a drawing, the present one lit, and the commands that lead on from it.
 */

const PLACES: Readonly<Record<State, readonly [x: number, y: number]>> = {
  created: [4, 14],
  running: [154, 14],
  paused: [304, 14],
  restarting: [304, 88],
  exited: [154, 88],
  removed: [4, 88],
};
const BOX = { width: 90, height: 32 } as const;

interface Arrow {
  readonly from: State;
  readonly d: string;
  readonly word: string;
  /** The middle of the word's baseline. */
  readonly at: readonly [x: number, y: number];
}

/** From edge to edge of the boxes. */
const ARROWS: readonly Arrow[] = [
  { from: 'created', d: 'M94 30H152', word: 'start', at: [122, 25] },
  { from: 'running', d: 'M244 24H302', word: 'pause', at: [272, 19] },
  { from: 'paused', d: 'M304 38H246', word: 'unpause', at: [275, 51] },
  { from: 'running', d: 'M188 46V86', word: 'stop', at: [172, 70] },
  { from: 'exited', d: 'M212 88V48', word: 'start', at: [229, 62] },
  { from: 'exited', d: 'M154 104H96', word: 'rm', at: [126, 99] },
  { from: 'created', d: 'M49 46V86', word: 'rm', at: [38, 70] },
  { from: 'running', d: 'M242 46L304 86', word: '', at: [0, 0] },
  { from: 'restarting', d: 'M304 104H246', word: 'stop', at: [275, 99] },
];

export function stateDiagram(container: WorldContainer, run: (command: string) => void): TemplateResult {
  const here = stateOf(container);
  return html`
    <svg class="states" viewBox="0 0 398 126" role="img" aria-label=${`The states of a container. ${container.name} is ${here}.`}>
      <defs>
        <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0L8 4L0 8Z" fill="context-stroke" />
        </marker>
      </defs>
      ${ARROWS.map(
        ({ from, d, word, at }) => svg`<g class=${from === here ? 'on' : ''}>
        <path d=${d} marker-end="url(#tip)" />
        ${word ? svg`<text x=${at[0]} y=${at[1]}>${word}</text>` : nothing}
      </g>`,
      )}
      ${Object.entries(PLACES).map(([state, place]) => stateBox(state as State, place, state === here))}
    </svg>
    <h3>What leads on</h3>
    <ul class="ways">
      ${leadingOn(here).map(({ command, what }) => {
        if (!command) return html`<li><span class="itself">by itself:</span> ${what}</li>`;
        const line = command.replace('NAME', container.name);
        return html`<li><button type="button" @click=${() => run(line)} title="Run it in the terminal"><code>${line}</code></button> ${what}</li>`;
      })}
    </ul>
  `;
}

function stateBox(state: State, [x, y]: readonly [number, number], here: boolean): SVGTemplateResult {
  return svg`<g class=${here ? 'state here' : 'state'}>
    <rect x=${x} y=${y} width=${BOX.width} height=${BOX.height} rx="6" />
    <text x=${x + BOX.width / 2} y=${y + BOX.height / 2 + 4}>${state}</text>
  </g>`;
}

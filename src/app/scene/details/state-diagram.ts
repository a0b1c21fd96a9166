import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { WorldContainer } from '../../../machine/wire.ts';
import { msg, str } from '../../texts/index.ts';
import { leadingOn, type State, stateOf } from './states.ts';

/*
 * The states of a container as a drawing, the present one lit, and the commands that lead on from it.
 */

const PLACES: Readonly<Record<State, readonly [x: number, y: number]>> = {
  created: [4, 16],
  running: [154, 16],
  paused: [304, 16],
  restarting: [304, 112],
  exited: [154, 112],
  removed: [4, 112],
};
const BOX = { width: 90, height: 32 } as const;

interface Arrow {
  readonly from: State;
  readonly d: string;
  readonly word: string;
  /** Where the word's baseline begins, or ends, or has its middle. */
  readonly at: readonly [x: number, y: number];
  readonly anchor?: 'start' | 'end';
}

/** From edge to edge of the boxes. */
const arrows = (): readonly Arrow[] => [
  { from: 'created', d: 'M94 32H152', word: 'start', at: [122, 26] },
  { from: 'running', d: 'M244 26H302', word: 'pause', at: [272, 20] },
  { from: 'paused', d: 'M304 40H246', word: 'unpause', at: [275, 54] },
  { from: 'running', d: 'M168 48V110', word: 'stop', at: [163, 83], anchor: 'end' },
  { from: 'exited', d: 'M206 112V50', word: 'start', at: [201, 83], anchor: 'end' },
  { from: 'exited', d: 'M154 128H96', word: 'rm', at: [126, 122] },
  { from: 'created', d: 'M49 48V110', word: 'rm', at: [43, 83], anchor: 'end' },
  { from: 'running', d: 'M238 48V72H346V110', word: msg('ends'), at: [318, 67] },
  { from: 'restarting', d: 'M322 112V94H222V50', word: msg('restarts'), at: [272, 89] },
  { from: 'restarting', d: 'M304 128H246', word: 'stop', at: [275, 143] },
];

export function stateDiagram(container: WorldContainer, run: (command: string) => void): TemplateResult {
  const here = stateOf(container);
  return html`
    <svg class="states" viewBox="0 0 398 156" role="img" aria-label=${msg(str`The states of a container. ${container.name} is ${here}.`)}>
      <defs>
        <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0L8 4L0 8Z" fill="context-stroke" />
        </marker>
      </defs>
      ${arrows().map(
        ({ from, d, word, at, anchor = 'middle' }) => svg`<g class=${from === here ? 'on' : ''}>
        <path d=${d} marker-end="url(#tip)" />
        ${word ? svg`<text x=${at[0]} y=${at[1]} text-anchor=${anchor}>${word}</text>` : nothing}
      </g>`,
      )}
      ${Object.entries(PLACES).map(([state, place]) => stateBox(state as State, place, state === here))}
    </svg>
    <h3>${msg('What leads on')}</h3>
    <ul class="ways">
      ${leadingOn(here).map(({ command, what }) => {
        if (!command) return html`<li><span class="itself">${msg('by itself')}</span><span>${what()}</span></li>`;
        const line = command.replace('NAME', container.name);
        return html`<li><button type="button" @click=${() => run(line)} title=${msg('Run it in the terminal')}><code>${line}</code></button><span>${what()}</span></li>`;
      })}
    </ul>
  `;
}

function stateBox(state: State, [x, y]: readonly [number, number], here: boolean): SVGTemplateResult {
  return svg`<g class=${here ? 'state here' : 'state'}>
    <rect x=${x} y=${y} width=${BOX.width} height=${BOX.height} rx="6" />
    <text text-anchor="middle" x=${x + BOX.width / 2} y=${y + BOX.height / 2 + 4}>${state}</text>
  </g>`;
}

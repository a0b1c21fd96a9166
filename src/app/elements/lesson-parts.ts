import { html, nothing, svg, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Block, CheckResult, Predict, Prediction, Text } from '../../lesson/index.ts';
import { msg, str } from '../texts/index.ts';

/*
 * The parts of a step as they are shown. A Text is HTML that the build made from Markdown with HTML switched off.
 */

export const prose = (text: Text): TemplateResult => html`<div class="prose">${unsafeHTML(text)}</div>`;

/** Commands with a button that types them; what they print, for who wants to compare. */
export function consolePart(
  block: Extract<Block, { kind: 'console' }>,
  run: (command: string) => void,
): TemplateResult {
  const commands = block.commands.map(
    ({ command, output }) => html`
      <div class="command">
        <pre>${command}</pre>
        <button type="button" aria-label=${msg(str`Run ${command}`)} @click=${() => run(command)}>${msg('Run')}</button>
      </div>
      ${output ? html`<details><summary>${msg('What it prints')}</summary><pre tabindex="0" role="region" aria-label=${msg('Output')}>${output}</pre></details>` : nothing}
    `,
  );
  if (!block.solution) return html`<div class="console">${commands}</div>`;
  return html`<section class="part shown" tabindex="-1" aria-label=${msg('One way to do it')}>
    <h3>${msg('One way to do it; any other that reaches the goals is as good')}</h3>
    <div class="console">${commands}</div>
  </section>`;
}

/** What one may do with a question. */
export interface Answering {
  choose(options: readonly number[]): void;
  /** Asks for the answer, before anything is done. */
  tell(): void;
  /** It was asked for, and there is none: from here the step's commands lead elsewhere. */
  readonly inVain: boolean;
}

/** A question: one answer, or any number of them. What comes true is marked in the answers once it is known. */
export function predictPart(
  { question, options, many = false }: Predict,
  prediction: Prediction | null,
  { choose, tell, inVain }: Answering,
): TemplateResult {
  const right = prediction?.right;
  const chosen = prediction?.chosen ?? [];
  const change = (at: number, on: boolean) =>
    choose(many ? options.flatMap((_, each) => ((each === at ? on : chosen.includes(each)) ? [each] : [])) : [at]);
  return html`<fieldset class="part">
    <legend>${prose(question)}</legend>
    ${many && right === undefined ? html`<p class="how">${msg('Choose any number.')}</p>` : nothing}
    ${options.map(
      ({ text }, at) => html`<label class=${`option ${right?.includes(at) ?? false}`}>
        <input
          type=${many ? 'checkbox' : 'radio'}
          name="prediction"
          .checked=${chosen.includes(at)}
          ?disabled=${right !== undefined}
          @change=${(event: Event) => change(at, (event.target as HTMLInputElement).checked)}
        />
        <span>${unsafeHTML(text)}${right?.includes(at) ? html`<span class="fact"> ${msg('(true)')}</span>` : nothing}</span>
      </label>`,
    )}
    <div class="verdict" role="status">${right ? verdict(chosen, right, many) : inVain ? inVainWords() : nothing}</div>
    ${
      right === undefined && (chosen.length > 0 || many)
        ? html`<p class="verdict next">
          ${msg('Now try it, and see.')} <button type="button" @click=${tell}>${msg('Try it on a copy')}</button>
        </p>`
        : nothing
    }
  </fieldset>`;
}

const inVainWords = () =>
  msg('From where your computer is now, the commands of this step lead elsewhere. Reset this step, or go on and see.');

function verdict(chosen: readonly number[], right: readonly number[], many: boolean): TemplateResult {
  const none = many && right.length === 0 ? ` ${msg('None of them.')}` : '';
  const same = chosen.length === right.length && chosen.every((each) => right.includes(each));
  const some = chosen.some((each) => right.includes(each));
  const words = same ? msg('You saw it coming.') : many && some ? msg('Partly so.') : msg('It goes the other way.');
  return html`${chosen.length === 0 ? msg('This is what happens.') : words}${none}`;
}

/** Goals, each with its state as a sign and in words. `undefined` results: not looked at yet. */
export function goalsPart(results: readonly CheckResult[] | undefined): unknown {
  if (!results || results.length === 0) return nothing;
  return html`<section class="part" aria-label=${msg('Goals')}>
    <h3>${msg('Goals, by any way that leads there')}</h3>
    <ul class="goals">
      ${results.map(
        ({ met, goal, seen }) => html`<li class=${met ? 'met' : ''}>
          ${met ? TICK : RING}
          <span>${coded(goal)}<span class="quietly">${met ? msg(': done') : msg(': not yet')}</span></span>
          ${met || !seen ? nothing : html`<span class="seen">${coded(`${seen[0]?.toUpperCase()}${seen.slice(1)}.`)}</span>`}
        </li>`,
      )}
    </ul>
  </section>`;
}

/** What is in backticks as code. */
function coded(text: string): unknown {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
}

const sign = (shape: unknown) =>
  html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">${shape}</svg>`;
const RING = sign(svg`<circle cx="10" cy="10" r="7" stroke-dasharray="3 2.500" />`);
const TICK = sign(
  svg`<circle cx="10" cy="10" r="8" fill="currentColor" stroke="none" /><path d="m6 10.500 3 3 5-6.500" stroke="var(--sheet)" />`,
);

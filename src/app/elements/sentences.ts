import { html, type TemplateResult } from 'lit';
import type { Sentence, ThingKey } from '../../machine/wire.ts';
import { msg } from '../texts/index.ts';
import { said } from '../texts/said.ts';

/*
 * Sentences of the machine as they are shown: names and paths in monospace, and the name of the thing that a sentence is
 * about leads to it.
 */

/** Without the backticks: to be read aloud. */
export function spoken({ text }: Sentence): string {
  return said(text).replaceAll('`', '');
}

/** The parts of a text: plain, and what stood in backticks. */
export function parts(text: string): readonly { readonly text: string; readonly code: boolean }[] {
  return text.split('`').flatMap((part, at) => (part === '' ? [] : [{ text: part, code: at % 2 === 1 }]));
}

/** The name in a sentence that leads to its thing: the thing's own, or else the first. -1: none. */
export function linkOf({ text, about }: Sentence): number {
  if (about === undefined) return -1;
  const all = parts(said(text));
  const name = about.slice(about.indexOf(':') + 1);
  const own = all.findIndex(
    (part) => part.code && (part.text === name || (name.length === 64 && name.startsWith(part.text))),
  );
  return own >= 0 ? own : all.findIndex(({ code }) => code);
}

export function sentence(each: Sentence, show: (key: ThingKey) => void): TemplateResult {
  const link = linkOf(each);
  return html`${parts(said(each.text)).map(({ text, code }, at) => {
    if (!code) return text;
    if (at !== link) return html`<code>${text}</code>`;
    return html`<button type="button" class="link" title=${msg('Show it in the picture')} @click=${() => show(each.about!)}><code>${text}</code></button>`;
  })}`;
}

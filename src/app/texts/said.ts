import type { StrResult } from '@lit/localize';
import type { Phrase, Text } from '../../machine/wire.ts';
import { msg } from './index.ts';

/** The same array for the same words: what is looked up is remembered by it. */
const known = new Map<string, readonly string[]>();

/** What the machine says, in the page's language. */
export function said(text: Text): string {
  return typeof text === 'string' ? text : lookUp()(filled(text));
}

// The tool that writes the catalogue reads what `msg` is called with: these words it finds in the machine.
const lookUp = (): ((template: StrResult) => string) => msg;

function filled({ strings, values }: Phrase): StrResult {
  const key = strings.join('\x1e');
  if (!known.has(key)) known.set(key, strings);
  return {
    strTag: true,
    strings: known.get(key) as unknown as TemplateStringsArray,
    values: values.map((value) => (typeof value === 'number' ? value : said(value))),
  };
}

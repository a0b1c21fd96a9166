import type { Phrase, Text } from './wire.ts';

/*
 * Texts that the machine says, as data: the words, and apart from them what is put in, so that a page finds the words in a
 * translation. `say(str`…`)` is to the machine what `msg(str`…`)` is to the page, which the machine doesn't know; the
 * marks in their types are what the tool that writes the catalogue looks for.
 */

type Values = readonly (Text | number)[];

interface Filled {
  readonly strings: readonly string[];
  readonly values: Values;
}

/** Words with values between them, for {@link say}. */
export const str: ((strings: TemplateStringsArray, ...values: Values) => Filled) & { _LIT_LOCALIZE_STR_?: never } = (
  strings,
  ...values
) => ({ strings: [...strings], values });

/** Words that go into the catalogue: written in place, not put together. */
export const say: ((words: string | Filled) => Phrase) & { _LIT_LOCALIZE_MSG_?: never } = (words) =>
  typeof words === 'string' ? { strings: [words], values: [] } : words;

/** Texts one after the other, with nothing that would have to be translated between them. */
export function joined(texts: readonly Text[], between = ''): Text {
  if (texts.length < 2) return texts[0] ?? '';
  return { strings: ['', ...texts.slice(1).map(() => between), ''], values: texts };
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly Text[], most = 3): Text {
  const shown = names.slice(0, names.length > most ? most - 1 : most);
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, say(str`${rest} more`)] : shown;
  const last = all.at(-1);
  if (all.length < 2 || last === undefined) return joined(all);
  return say(str`${joined(all.slice(0, -1), ', ')} and ${last}`);
}

import type { DialectName } from '../dialect.ts';
import type { Word } from './nodes.ts';
import { ParseFailure, textWord } from './parse.ts';

const known = new Map<string, Word | undefined>();

/** A prompt as a word, its `$` and backquotes read; undefined: it can't be read. */
export function promptWord(text: string, dialect: DialectName): Word | undefined {
  const key = `${dialect} ${text}`;
  if (known.has(key)) return known.get(key);
  let word: Word | undefined;
  try {
    word = textWord(text, { dialect, final: true, extglob: false });
  } catch (failure) {
    if (!(failure instanceof ParseFailure)) throw failure;
  }
  if (known.size > 100) known.clear();
  known.set(key, word);
  return word;
}

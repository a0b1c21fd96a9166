import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { TEXT_FOLDERS, writeModules } from '../../src/bin/texts.ts';

/*
 * A translation that is made from the catalogue by putting an accent on every letter: what has none on the page did not
 * come from the catalogue.
 */

/** English with accents, as Unicode's data call it. */
export const PSEUDO = 'en-XA';

const PLAIN = 'abcdefghijklmnopqrstuvwxyz';
const ACCENTED = 'áƀçđéƒĝĥíĵķĺɱñóþɋŕšţúṽŵẋýž';
const LETTERS = new Map(
  [...PLAIN].flatMap((letter, at) => {
    const other = [...ACCENTED][at]!;
    return [
      [letter, other],
      [letter.toUpperCase(), other.toUpperCase()],
    ] as const;
  }),
);

/** Accents on letters; what XML and placeholders need stays. */
export function accented(xml: string): string {
  return xml
    .split(/(<[^>]*>|&\w+;)/)
    .map((part, at) => (at % 2 === 1 ? part : [...part].map((each) => LETTERS.get(each) ?? each).join('')))
    .join('');
}

/** The way that a translator takes: a catalogue with a target for each source, and a module made from it. */
async function pseudoModule(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-pseudo-'));
  try {
    const source = readFileSync(join(TEXT_FOLDERS.catalogues, 'en.xlf'), 'utf8');
    const translated = source
      .replace('target-language="en"', `target-language="${PSEUDO}"`)
      .replace(/<source>(.*?)<\/source>/gs, (all, text: string) => `${all}<target>${accented(text)}</target>`);
    mkdirSync(join(folder, 'locales'));
    writeFileSync(join(folder, `${PSEUDO}.xlf`), translated);
    await writeModules({ catalogues: folder, modules: join(folder, 'locales') });
    return readFileSync(join(folder, 'locales', `${PSEUDO}.ts`), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page with this translation, and no other. */
export async function withPseudoLocale(): Promise<Plugin> {
  const code = await pseudoModule();
  const module = '\0pseudo-locale';
  return {
    name: 'pseudo-locale',
    enforce: 'pre',
    resolveId: (id) => (id === 'pseudo-locale' ? module : undefined),
    load(id) {
      if (id === module) return code;
      if (!id.endsWith('/src/app/texts/locales.ts')) return undefined;
      return `export const LOCALES = { ${JSON.stringify(PSEUDO)}: () => import('pseudo-locale') };`;
    },
  };
}

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js';
import type { Locale } from '@lit/localize-tools/lib/types/locale.js';
import { SOURCE_LOCALE } from '../app/texts/source-locale.ts';

/*
 * `npm run texts`: writes the catalogue of the page's texts anew from the sources, brings each translation up to it, and
 * makes the modules that the page loads.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where catalogues are read and written, and where modules are made. */
export interface TextFolders {
  readonly catalogues: string;
  readonly modules: string;
}

export const TEXT_FOLDERS: TextFolders = {
  catalogues: join(root, 'src/app/texts'),
  modules: join(root, 'src/app/texts/locales'),
};

/** What reads the sources and their translations. Reading them takes seconds. */
function localizer({ catalogues, modules }: TextFolders, targetLocales: string[]): RuntimeLitLocalizer {
  return new RuntimeLitLocalizer({
    sourceLocale: SOURCE_LOCALE as Locale,
    targetLocales: targetLocales as Locale[],
    tsConfig: 'src/app/texts/tsconfig.json',
    interchange: { format: 'xliff', xliffDir: catalogues },
    output: { mode: 'runtime', outputDir: modules },
    baseDir: root,
    resolve: (path) => resolve(root, path),
  });
}

/**
 * Writes `en.xlf` from the sources, which holds every text and no translation, and into every other catalogue what is
 * new; what is gone is taken out. Throws where `msg` is used wrongly.
 */
export async function writeCatalogues(folders: TextFolders): Promise<void> {
  rmSync(join(folders.catalogues, `${SOURCE_LOCALE}.xlf`), { force: true });
  const writing = localizer(folders, [SOURCE_LOCALE, ...translations(folders)]);
  const { errors } = writing.extractSourceMessages();
  if (errors.length > 0) throw new Error(errors.map(({ messageText }) => JSON.stringify(messageText)).join('\n'));
  await writing.writeInterchangeFiles();
}

/** Makes a module of each translation. Throws where one leaves out or adds something that isn't text. */
export async function writeModules(folders: TextFolders): Promise<void> {
  const locales = translations(folders);
  if (locales.length === 0) return;
  mkdirSync(folders.modules, { recursive: true });
  await localizer(folders, locales).build();
}

function translations({ catalogues }: TextFolders): string[] {
  if (!existsSync(catalogues)) return [];
  return readdirSync(catalogues)
    .filter((name) => name.endsWith('.xlf'))
    .map((name) => basename(name, '.xlf'))
    .filter((locale) => locale !== SOURCE_LOCALE);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeCatalogues(TEXT_FOLDERS);
  await writeModules(TEXT_FOLDERS);
}

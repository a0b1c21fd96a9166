import { configureLocalization } from '@lit/localize/init/runtime.js';
import { ReactiveElement } from 'lit';
import { LOCALES } from './locales.ts';
import { SOURCE_LOCALE } from './source-locale.ts';

/*
 * What a page in another language than the sources' needs: loaded only then.
 */

const { setLocale } = configureLocalization({
  sourceLocale: SOURCE_LOCALE,
  targetLocales: Object.keys(LOCALES),
  loadLocale: (locale) => LOCALES[locale]!(),
});

/** Takes the texts from a translation, or again from the sources, and draws every element anew. */
export async function translate(locale: string): Promise<void> {
  await setLocale(locale);
  document.documentElement.lang = locale;
  drawAnew(document);
}

function drawAnew(root: ParentNode): void {
  for (const element of root.querySelectorAll('*')) {
    if (element instanceof ReactiveElement) element.requestUpdate();
    if (element.shadowRoot) drawAnew(element.shadowRoot);
  }
}

import { LOCALES } from './locales.ts';
import { SOURCE_LOCALE } from './source-locale.ts';

/*
 * In which language the page speaks.
 */

/** What can be chosen. */
export const ALL_LOCALES: readonly string[] = [SOURCE_LOCALE, ...Object.keys(LOCALES)];

let spoken = SOURCE_LOCALE;

/** What the page speaks now. */
export function presentLocale(): string {
  return spoken;
}

/** The first of the wanted languages that there is, by its whole tag or by its language alone; else the sources'. */
export function bestLocale(wanted: readonly string[], there: readonly string[] = ALL_LOCALES): string {
  const language = (tag: string) => tag.split('-')[0]!.toLowerCase();
  for (const tag of wanted) {
    const found =
      there.find((each) => each.toLowerCase() === tag.toLowerCase()) ??
      there.find((each) => language(each) === language(tag));
    if (found) return found;
  }
  return SOURCE_LOCALE;
}

/** Speaks another language from now on; what is on the page already changes with it. Rejects if it can't be loaded. */
export async function speak(locale: string): Promise<void> {
  if (locale === spoken) return;
  const { translate } = await import('./translate.ts');
  await translate(locale);
  spoken = locale;
}

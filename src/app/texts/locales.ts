import type { LocaleModule } from '@lit/localize';

/** The translations that there are, by their language tags (`de`, `pt-BR`); each is loaded when it is chosen. */
export const LOCALES: Readonly<Record<string, () => Promise<LocaleModule>>> = Object.fromEntries(
  Object.entries(import.meta.glob<LocaleModule>('./locales/*.ts')).map(([path, load]) => [
    path.slice('./locales/'.length, -'.ts'.length),
    load,
  ]),
);

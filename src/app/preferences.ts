import { type Refusal, refusalOf } from './session/refusal.ts';

/*
 * What the page remembers of its reader, in this browser: small things, each with a value to go on with when there is
 * no memory.
 */

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  readonly theme: Theme;
  /** The lesson's share of the width and the scene's share of the height beside it, in percent. */
  readonly lessonShare: number;
  readonly sceneShare: number;
  readonly screenReader: boolean;
  /** The language that was chosen; empty: what the browser asks for. */
  readonly locale: string;
}

export const DEFAULTS: Preferences = {
  theme: 'system',
  lessonShare: 32,
  sceneShare: 60,
  screenReader: false,
  locale: '',
};

const KEY = 'drydock.preferences';

/** As much of localStorage as this needs. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A {@link Memory} that takes everything: what the browser refuses is remembered as long as the page lives. */
export interface PageMemory extends Memory {
  /** Told of each refusal. */
  onRefused: ((refusal: Refusal) => void) | undefined;
}

let shared: PageMemory | undefined;

/** localStorage as far as the browser gives it; one for the whole page. */
export function browserMemory(): PageMemory {
  shared ??= pageMemory(() => globalThis.localStorage);
  return shared;
}

/** `storage` may throw, as each of its functions may. */
export function pageMemory(storage: () => Memory): PageMemory {
  /** What the browser didn't take; undefined: what it didn't remove. */
  const own = new Map<string, string | undefined>();
  const attempt = (use: (kept: Memory) => void): boolean => {
    try {
      use(storage());
      return true;
    } catch (error) {
      memory.onRefused?.(refusalOf(error));
      return false;
    }
  };
  const change = (key: string, value: string | undefined, use: (kept: Memory) => void) => {
    if (attempt(use)) own.delete(key);
    else own.set(key, value);
  };
  const memory: PageMemory = {
    onRefused: undefined,
    getItem(key) {
      let found: string | null = null;
      if (own.has(key)) return own.get(key) ?? null;
      attempt((kept) => {
        found = kept.getItem(key);
      });
      return found;
    },
    setItem: (key, value) => change(key, value, (kept) => kept.setItem(key, value)),
    removeItem: (key) => change(key, undefined, (kept) => kept.removeItem(key)),
  };
  return memory;
}

export function loadPreferences(memory: Memory): Preferences {
  const found = readJson(memory, KEY);
  const known = Object.entries(DEFAULTS).map(([key, value]) => {
    const kept = (found as Record<string, unknown> | undefined)?.[key];
    return [key, typeof kept === typeof value ? kept : value];
  });
  return Object.fromEntries(known) as unknown as Preferences;
}

export function storePreferences(memory: Memory, preferences: Preferences): void {
  writeJson(memory, KEY, preferences);
}

/** What is kept under a key; undefined if there is nothing or it can't be read. */
export function readJson(memory: Memory, key: string): unknown {
  try {
    const text = memory.getItem(key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function writeJson(memory: Memory, key: string, value: unknown): void {
  memory.setItem(key, JSON.stringify(value));
}

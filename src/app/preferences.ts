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
}

export const DEFAULTS: Preferences = { theme: 'system', lessonShare: 32, sceneShare: 60, screenReader: false };

const KEY = 'drydock.preferences';

/** As much of localStorage as this needs. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** localStorage, or one that forgets where the browser gives none. */
export function browserMemory(): Memory {
  try {
    const memory = globalThis.localStorage;
    memory.getItem(KEY);
    return memory;
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
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

/** A full memory is no reason to stop. */
export function writeJson(memory: Memory, key: string, value: unknown): void {
  try {
    memory.setItem(key, JSON.stringify(value));
  } catch {
    // Forgotten at the next visit; nothing else depends on it.
  }
}

/** The keys that detach: ctrl-p, ctrl-q. */
export const DETACH_KEYS: readonly number[] = [16, 17];

/**
 * The bytes of `--detach-keys`: letters and `ctrl-X`, separated by commas; undefined if they make no sense.
 */
export function detachKeys(text: string): readonly number[] | undefined {
  const keys: number[] = [];
  for (const key of text.split(',')) {
    if (key.length === 1) keys.push(key.charCodeAt(0));
    else {
      const letter = /^ctrl-([a-z@[\\\]^_])$/.exec(key)?.[1];
      if (letter === undefined) return undefined;
      keys.push(letter === '@' ? 0 : letter.toUpperCase().charCodeAt(0) - 64);
    }
  }
  return keys;
}

/** What typed bytes come to: what goes on to the container, how much of the keys is typed, whether they are complete. */
export interface Typed {
  readonly data: Uint8Array;
  readonly matched: number;
  readonly detached: boolean;
}

/** Looks for the detach keys in typed bytes. The first keys are held back until the next byte tells. */
export function watchKeys(keys: readonly number[], matched: number, bytes: Uint8Array): Typed {
  const out: number[] = [];
  let at = matched;
  for (const byte of bytes) {
    if (byte === keys[at]) {
      at++;
      if (at === keys.length) return { data: Uint8Array.from(out), matched: 0, detached: true };
      continue;
    }
    out.push(...keys.slice(0, at), byte);
    at = 0;
  }
  return { data: Uint8Array.from(out), matched: at, detached: false };
}

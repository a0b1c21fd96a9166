/** A value of a key. Texts are bytes, one character a byte. */
export type Stored =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'list'; readonly items: string[] }
  | { readonly type: 'set'; readonly members: Set<string> }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'zset'; readonly scores: Map<string, number> };

export interface Entry {
  readonly stored: Stored;
  /** Milliseconds since the epoch after which the key is gone. */
  readonly expires?: number;
}

/** One numbered database. */
export type Database = Map<string, Entry>;

/** All of them that hold something, as plain data. */
export type Databases = Map<number, Database>;

/** How many databases there are (the default of `databases`). */
export const DATABASES = 16;

/** A database, made if it wasn't used before. */
export function database(all: Databases, number: number): Database {
  const found = all.get(number);
  if (found) return found;
  const made: Database = new Map();
  all.set(number, made);
  return made;
}

/** A key's entry if it isn't over. */
export function lookUp(keys: Database, key: string, now: number): Entry | undefined {
  const entry = keys.get(key);
  if (entry?.expires === undefined || entry.expires > now) return entry;
  keys.delete(key);
  return undefined;
}

/** Is a list, set or the like empty? Then its key goes. */
export function isEmpty(stored: Stored): boolean {
  switch (stored.type) {
    case 'string':
      return false;
    case 'list':
      return stored.items.length === 0;
    case 'set':
      return stored.members.size === 0;
    case 'hash':
      return stored.fields.size === 0;
    case 'zset':
      return stored.scores.size === 0;
  }
}

/** Members of a sorted set by score, then by name. */
export function ranked(scores: ReadonlyMap<string, number>): [member: string, score: number][] {
  return [...scores].sort(([a, left], [b, right]) => left - right || (a < b ? -1 : a > b ? 1 : 0));
}

/** A score as Redis prints it. */
export function scoreText(score: number): string {
  if (score === Infinity) return 'inf';
  if (score === -Infinity) return '-inf';
  return String(score).replace(/e\+?/, 'e+').replace('e+-', 'e-');
}

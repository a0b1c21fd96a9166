/** What YAML gives: maps, lists and scalars. Maps are changed in place while a model is loaded, by their one owner. */
export type Value = string | number | boolean | null | Value[] | Dict;
export interface Dict {
  [key: string]: Value;
}

export function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isList = (value: unknown): value is Value[] => Array.isArray(value);

/** A place in a model, as messages name it; items of lists are `[]`. */
export type Path = readonly string[];

/** Does a place match `services.*.volumes.*`? */
export function matches(path: Path, pattern: string): boolean {
  const parts = pattern.split('.');
  return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
}

/** The first of a table's patterns that a place matches. */
export function lookUp<T>(table: Readonly<Record<string, T>>, path: Path): T | undefined {
  for (const [pattern, entry] of Object.entries(table)) if (matches(path, pattern)) return entry;
  return undefined;
}

/** Go's fmt.Sprint of a scalar. */
export const sprint = (value: Value): string => (value === null ? '<nil>' : String(value));

/** A project that can't be: the message is whole. */
export class ComposeError extends Error {}

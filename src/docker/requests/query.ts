import type { Filters } from '../../engine/index.ts';
import type { Filter } from '../opts/parsers.ts';

/** url.QueryEscape. */
export function queryEscape(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A query string in Go's order (sorted by key); empty values are left out. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const parts = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '' && value !== false)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${queryEscape(value === true ? '1' : String(value))}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** The filters as the API's query has them. */
export function filtersQuery(filters: Filters): string | undefined {
  if (Object.keys(filters).length === 0) return undefined;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(filters)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, values]) => [name, Object.fromEntries(values.map((value) => [value, true]))]),
    ),
  );
}

/** `--filter` flags as the API takes them: the same value twice counts once. */
export function filtersOf(given: readonly Filter[]): Filters {
  const filters: Record<string, string[]> = {};
  for (const filter of given) {
    if (!filter) continue;
    const values = (filters[filter[0]] ??= []);
    if (!values.includes(filter[1])) values.push(filter[1]);
  }
  return filters;
}

/** Why the client refuses an empty name. */
export function emptyName(
  kind: 'container' | 'volume' | 'image' | 'network',
  name: string,
): { readonly refused?: string } {
  return name.trim() === '' ? { refused: `invalid ${kind} name or ID: value is empty` } : {};
}

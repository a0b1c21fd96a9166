import type { Filters } from '../api.ts';
import { DockerError } from '../errors.ts';

/** @throws {DockerError} `invalid filter 'x'` for a name that isn't among the known ones. */
export function checkFilters(filters: Filters, known: readonly string[]): void {
  const unknown = Object.keys(filters).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new DockerError('invalidParameter', unknown === '' ? 'invalid filter' : `invalid filter '${unknown}'`);
}

/** Does a name match a filter's value: as a regular expression; what is none matches as it stands. */
export function matchesName(pattern: string, name: string): boolean {
  try {
    // Go's way to ask for any case.
    const any = pattern.startsWith('(?i)');
    return new RegExp(any ? pattern.slice(4) : pattern, any ? 'i' : '').test(name);
  } catch {
    return name === pattern;
  }
}

/** The filters `label` (all must match) and `label!` (none may): `key` or `key=value`. */
export function matchesLabels(filters: Filters, labels: Readonly<Record<string, string>>): boolean {
  const matches = (filter: string) => {
    const equals = filter.indexOf('=');
    if (equals < 0) return labels[filter] !== undefined;
    return labels[filter.slice(0, equals)] === filter.slice(equals + 1);
  };
  return (filters.label?.every(matches) ?? true) && !(filters['label!']?.some(matches) ?? false);
}

/** A filter's value as Go's strconv.ParseBool reads it. @throws {DockerError} */
export function parseBool(name: string, values: readonly string[]): boolean {
  const [value = ''] = values;
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return false;
  throw new DockerError(
    'invalidParameter',
    `invalid filter '${name}': strconv.ParseBool: parsing "${value}": invalid syntax`,
  );
}

/** The filter `until`: a moment in milliseconds since the epoch, from a duration, a Unix time or RFC 3339. @throws {DockerError} */
export function parseUntil(value: string, now: number): number {
  const duration = parseDuration(value);
  if (duration !== undefined) return now - duration;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const time = Date.parse(value);
  if (!Number.isNaN(time)) return time;
  throw new DockerError('invalidParameter', `failed to parse value as time or duration: "${value}"`);
}

/** Go's time.ParseDuration, in milliseconds; undefined if it isn't one. */
function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|m|s|ms|us|µs|ns))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 3.6e6, m: 6e4, s: 1e3, ms: 1, us: 1e-3, µs: 1e-3, ns: 1e-6 };
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g))
    sum += Number(number) * units[unit!]!;
  return sum;
}

/** A filter that is true or false: all its values together. @throws {DockerError} `invalid filter 'x=[maybe]'`. */
export function boolFilter(name: string, values: readonly string[]): boolean {
  const truths = values.map((value) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined,
  );
  const [first] = truths;
  if (first === undefined || truths.some((truth) => truth !== first))
    throw new DockerError('invalidParameter', `invalid filter '${name}=[${[...values].sort().join(' ')}]'`);
  return first;
}

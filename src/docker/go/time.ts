/** Go's package time, as far as flags and lists need it. */

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** A refused duration, with Go's text. */
export class DurationError extends Error {}

/**
 * time.ParseDuration: `1h30m`, `1.5s`, `-5ms`. Nanoseconds.
 * @throws {DurationError}
 */
export function parseDuration(text: string): number {
  const quoted = JSON.stringify(text);
  const invalid = () => new DurationError(`time: invalid duration ${quoted}`);
  let rest = text.replace(/^[+-]/, '');
  if (rest === '0') return 0;
  if (rest === '') throw invalid();
  let total = 0;
  while (rest !== '') {
    const number = /^(\d*)(?:\.(\d*))?/.exec(rest)!;
    if (!/\d/.test(number[0])) throw invalid();
    rest = rest.slice(number[0].length);
    const unit = /^[^.\d]*/.exec(rest)![0];
    if (unit === '') throw new DurationError(`time: missing unit in duration ${quoted}`);
    const scale = UNITS[unit];
    if (scale === undefined)
      throw new DurationError(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`);
    rest = rest.slice(unit.length);
    total += Number(number[1] || 0) * scale + Math.trunc(Number(`0.${number[2] || 0}`) * scale);
    if (total > 2 ** 63) throw invalid();
  }
  return text.startsWith('-') ? -total : total;
}

/** time.Duration.String: `1m30s`, `1.5ms`. Nanoseconds. */
export function durationString(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const total = Math.abs(nanoseconds);
  const trim = (value: number) => String(Number(value.toFixed(9)));
  if (total < 1e3) return `${sign}${total}ns`;
  if (total < 1e6) return `${sign}${trim(total / 1e3)}µs`;
  if (total < 1e9) return `${sign}${trim(total / 1e6)}ms`;
  const hours = Math.trunc(total / 3600e9);
  const minutes = Math.trunc(total / 60e9) % 60;
  const seconds = `${trim((total % 60e9) / 1e9)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** time.Time.String() in UTC: `2026-11-24 08:19:22 +0000 UTC`. Milliseconds since the epoch. */
export function timeString(milliseconds: number): string {
  const iso = new Date(Math.floor(milliseconds)).toISOString();
  const fraction = milliseconds % 1000 === 0 ? '' : `.${pad(Math.floor(milliseconds % 1000), 3).replace(/0+$/, '')}`;
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction} +0000 UTC`;
}

/** `Mon Jan _2 15:04:05 2006` (time.ANSIC) in UTC. */
export function ansic(milliseconds: number): string {
  const date = new Date(milliseconds);
  const [week, day, month, year] = date.toUTCString().replace(',', '').split(' ');
  return `${week} ${month} ${String(Number(day)).padStart(2)} ${date.toISOString().slice(11, 19)} ${year}`;
}

/** RFC 3339 with nanoseconds as Go trims them: `2026-11-24T08:19:22.5Z`. Milliseconds since the epoch; nothing for no date. */
export function parseRfc3339(text: string): { readonly milliseconds: number; readonly fraction: string } | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!match) return undefined;
  const milliseconds = Date.parse(match[1]! + match[3]!);
  return Number.isNaN(milliseconds) ? undefined : { milliseconds, fraction: match[2] ?? '' };
}

/** A time of the API as Go prints it: `2026-11-24 08:19:22.5 +0000 UTC`; the year 1 for none. */
export function goTime(text: string): string {
  const time = parseRfc3339(text);
  if (!time) return '0001-01-01 00:00:00 +0000 UTC';
  const fraction = time.fraction.replace(/0+$/, '');
  return timeString(time.milliseconds).replace(' +', `${fraction ? `.${fraction}` : ''} +`);
}

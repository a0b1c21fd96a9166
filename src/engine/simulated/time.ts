/** Docker's zero time: `StartedAt` of a container that never ran. */
export const NEVER = '0001-01-01T00:00:00Z';

/** RFC 3339 with nanoseconds as Go writes it: trailing zeros of the fraction are left out. Milliseconds since the epoch. */
export function rfc3339Nano(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const nanoseconds = Math.min(999_999_999, Math.round((ms - seconds * 1000) * 1e6));
  const fraction = nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}

/** RFC 3339 with all nine digits of the fraction, as logs show times. */
export function rfc3339NanoFixed(ms: number): string {
  const text = rfc3339Nano(ms).slice(0, -1);
  const [seconds, fraction = ''] = text.split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}Z`;
}

/** RFC 3339 in whole seconds. */
export function rfc3339(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since the epoch, with the fraction that Date.parse would lose. NaN for what is no time. */
export function parseTime(text: string): number {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z$/.exec(text);
  return match ? Date.parse(`${match[1]}Z`) + Number(match[2] ?? 0) * 1000 : Number.NaN;
}

/** go-units' HumanDuration: `Less than a second`, `3 minutes`, `About an hour`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(ms / 60_000);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(ms / 3_600_000 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(ms / 3_600_000 / 24 / 365)} years`;
}

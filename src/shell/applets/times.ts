/** A moment's parts in UTC, which is the machine's time zone. */
export interface Parts {
  readonly year: number;
  /** 0 to 11. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 to 365. */
  readonly yearday: number;
}

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** Whole seconds since the epoch of a time in milliseconds. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);

/** The nanoseconds within the second, as far as a time in milliseconds knows them. */
export const nanoseconds = (ms: number): number => Math.floor((ms - seconds(ms) * 1000) * 1e6);

/** Splits milliseconds since the epoch. */
export function parts(ms: number): Parts {
  const date = new Date(seconds(ms) * 1000);
  const year = date.getUTCFullYear();
  const midnight = Date.UTC(year, date.getUTCMonth(), date.getUTCDate());
  return {
    year,
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: nanoseconds(ms),
    weekday: date.getUTCDay(),
    yearday: Math.round((midnight - Date.UTC(year, 0, 1)) / 86_400_000),
  };
}

const pad = (value: number, width: number, fill = '0'): string => String(value).padStart(width, fill);

/** The week of the year, weeks beginning on `first` (0 Sunday, 1 Monday); days before the first are in week 0. */
const week = (p: Parts, first: number): number => Math.floor((p.yearday + 7 - ((p.weekday + 7 - first) % 7)) / 7);

/** ISO 8601's year and week. */
function isoWeek(p: Parts): [year: number, week: number] {
  const thursday = new Date(Date.UTC(p.year, p.month, p.day + 4 - (p.weekday || 7)));
  const year = thursday.getUTCFullYear();
  return [year, Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 604_800_000) + 1];
}

/**
 * strftime(3) in the C locale and UTC, with GNU date's `%N`, `%:z`, flags (`-`, `_`, `0`, `^`, `#`) and widths.
 * What is no directive stays as it is.
 */
export function strftime(format: string, ms: number): string {
  const p = parts(ms);
  return format.replace(
    /%([-_0^#+]*)(\d*)(:{0,3}z|[EO]?[A-Za-z%+])/g,
    (whole, flags: string, width: string, raw: string) => {
      const directive = raw.length > 1 && /^[EO]/.test(raw) ? raw.slice(1) : raw;
      const field = directive === '%' ? '%' : expand(directive, p, ms);
      if (field === undefined) return whole;
      return shape(field, flags, width === '' ? undefined : Number(width));
    },
  );
}

/** A number with its usual width and filler, or a text. */
type Field = string | { readonly value: number; readonly width: number; readonly fill: string };

const number = (value: number, width: number, fill = '0'): Field => ({ value, width, fill });

function shape(field: Field, flags: string, width: number | undefined): string {
  if (typeof field === 'string') {
    let text = field;
    if (flags.includes('^')) text = text.toUpperCase();
    if (flags.includes('#')) text = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
    return width === undefined ? text : text.padStart(width, flags.includes('0') ? '0' : ' ');
  }
  if (flags.includes('-')) return String(field.value);
  const fill = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : field.fill;
  if (field.width === 9) {
    // Nanoseconds: a width cuts digits off at the right.
    const digits = pad(field.value, 9);
    return width === undefined ? digits : digits.slice(0, width).padEnd(width, '0');
  }
  const sign = field.value < 0 ? '-' : '';
  return sign + pad(Math.abs(field.value), (width ?? field.width) - sign.length, fill);
}

function expand(directive: string, p: Parts, ms: number): Field | undefined {
  const compose = (format: string) => strftime(format, ms);
  switch (directive) {
    case 'a':
      return WEEKDAYS[p.weekday]!.slice(0, 3);
    case 'A':
      return WEEKDAYS[p.weekday]!;
    case 'b':
    case 'h':
      return MONTHS[p.month]!.slice(0, 3);
    case 'B':
      return MONTHS[p.month]!;
    case 'c':
      return compose('%a %b %e %H:%M:%S %Y');
    case 'C':
      return number(Math.floor(p.year / 100), 2);
    case 'd':
      return number(p.day, 2);
    case 'D':
    case 'x':
      return compose('%m/%d/%y');
    case 'e':
      return number(p.day, 2, ' ');
    case 'F':
      return compose('%Y-%m-%d');
    case 'g':
      return number(isoWeek(p)[0] % 100, 2);
    case 'G':
      return number(isoWeek(p)[0], 4);
    case 'H':
      return number(p.hour, 2);
    case 'I':
      return number(p.hour % 12 || 12, 2);
    case 'j':
      return number(p.yearday + 1, 3);
    case 'k':
      return number(p.hour, 2, ' ');
    case 'l':
      return number(p.hour % 12 || 12, 2, ' ');
    case 'm':
      return number(p.month + 1, 2);
    case 'M':
      return number(p.minute, 2);
    case 'n':
      return '\n';
    case 'N':
      return number(p.nanosecond, 9);
    case 'p':
      return p.hour < 12 ? 'AM' : 'PM';
    case 'P':
      return p.hour < 12 ? 'am' : 'pm';
    case 'q':
      return number(Math.floor(p.month / 3) + 1, 1);
    case 'r':
      return compose('%I:%M:%S %p');
    case 'R':
      return compose('%H:%M');
    case 's':
      return number(seconds(ms), 1);
    case 'S':
      return number(p.second, 2);
    case 't':
      return '\t';
    case 'T':
    case 'X':
      return compose('%H:%M:%S');
    case 'u':
      return number(p.weekday || 7, 1);
    case 'U':
      return number(week(p, 0), 2);
    case 'V':
      return number(isoWeek(p)[1], 2);
    case 'w':
      return number(p.weekday, 1);
    case 'W':
      return number(week(p, 1), 2);
    case 'y':
      return number(p.year % 100, 2);
    case 'Y':
      return number(p.year, 4);
    case 'z':
      return '+0000';
    case ':z':
      return '+00:00';
    case '::z':
      return '+00:00:00';
    case ':::z':
      return '+00';
    case 'Z':
      return 'UTC';
    default:
      return undefined;
  }
}

/** `2026-11-24 08:19:05.123456789 +0000`: stat's and ls --full-time's form. */
export const fullTime = (ms: number): string => strftime('%Y-%m-%d %H:%M:%S.%N %z', ms);

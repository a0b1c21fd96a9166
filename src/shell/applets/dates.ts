import { MONTHS, parts, WEEKDAYS } from './times.ts';

/** A date being put together, as mktime takes it: fields may run over. */
interface Draft {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

const toTime = (d: Draft): number => {
  const date = new Date(0);
  date.setUTCFullYear(d.year, d.month, d.day);
  date.setUTCHours(d.hour, d.minute, d.second, 0);
  return date.getTime() + d.ms;
};

function draft(now: number, midnight: boolean): Draft {
  const p = parts(now);
  return {
    year: p.year,
    month: p.month,
    day: p.day,
    hour: midnight ? 0 : p.hour,
    minute: midnight ? 0 : p.minute,
    second: midnight ? 0 : p.second,
    ms: 0,
  };
}

/** Is this a day of the calendar and a time of the clock? */
function valid(d: Draft): boolean {
  const date = new Date(0);
  date.setUTCFullYear(d.year, d.month, d.day);
  return (
    date.getUTCMonth() === d.month && date.getUTCDate() === d.day && d.hour < 24 && d.minute < 60 && d.second <= 60
  );
}

const index = (names: readonly string[], word: string): number =>
  word.length < 3
    ? -1
    : names.findIndex((name) => name.toLowerCase() === word || name.toLowerCase().slice(0, 3) === word);

const ZONES: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  ut: 0,
  z: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  eet: 120,
  eest: 180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  jst: 540,
};

const UNITS: Readonly<Record<string, readonly [unit: keyof Draft, factor: number]>> = {
  year: ['year', 1],
  month: ['month', 1],
  fortnight: ['day', 14],
  week: ['day', 7],
  day: ['day', 1],
  hour: ['hour', 1],
  minute: ['minute', 1],
  min: ['minute', 1],
  second: ['second', 1],
  sec: ['second', 1],
};

const unitOf = (word: string) => UNITS[word] ?? UNITS[word.replace(/s$/, '')];

const ORDINALS: Readonly<Record<string, number>> = {
  last: -1,
  this: 0,
  next: 1,
  first: 1,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
};

const fullYear = (text: string): number => {
  const year = Number(text);
  return text.length > 2 ? year : year < 69 ? 2000 + year : 1900 + year;
};

/**
 * A date as GNU date -d and touch -d read it (the manual's "Date input formats"): calendar dates, times of day, zones,
 * weekdays, relative items (`2 days ago`, `next month`, `yesterday`), `@SECONDS`, in any order.
 * @returns milliseconds since the epoch; undefined: not a date.
 */
export function parseGnuDate(text: string, now: number): number | undefined {
  const input = text
    .trim()
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ');
  const epoch = /^@\s*([+-]?\d+)(?:[.,](\d+))?$/.exec(input);
  if (epoch) return Number(epoch[1]) * 1000 + Number(`0.${epoch[2] ?? '0'}`) * 1000 * (input.includes('-') ? -1 : 1);

  let date: [number, number, number] | undefined;
  let time: [number, number, number] | undefined;
  let zone: number | undefined;
  let weekday: number | undefined;
  let weekdayOffset = 0;
  let relative = false;
  const shift: Record<string, number> = {};
  const add = (word: string, count: number): boolean => {
    const unit = unitOf(word);
    if (!unit) return false;
    shift[unit[0]] = (shift[unit[0]] ?? 0) + count * unit[1];
    relative = true;
    return true;
  };
  let rest = input;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(rest);
    if (!match) return undefined;
    rest = rest.slice(match[0].length);
    return match;
  };
  let last: { unit: string; count: number } | undefined;
  while ((rest = rest.replace(/^[\s,]+/, '')) !== '') {
    let m: RegExpExecArray | undefined;
    const before = last;
    last = undefined;
    if ((m = take(/^(\d{4,})-(\d{1,2})-(\d{1,2})(?:t(?=\d))?/)) || (m = take(/^(\d{4,})\/(\d{1,2})\/(\d{1,2})/))) {
      if (date) return undefined;
      date = [Number(m[1]), Number(m[2]) - 1, Number(m[3])];
    } else if ((m = take(/^(\d{1,2})\/(\d{1,2})(?:\/(\d{2,4}))?(?!\d)/))) {
      if (date) return undefined;
      date = [m[3] ? fullYear(m[3]) : parts(now).year, Number(m[1]) - 1, Number(m[2])];
    } else if ((m = take(/^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(am|pm|a\.m\.|p\.m\.)?(?![a-y\d])/))) {
      if (time) return undefined;
      const hour = clock(Number(m[1]), m[5]);
      if (hour === undefined) return undefined;
      time = [hour, Number(m[2]), Number(m[3] ?? 0) + Number(`0.${m[4] ?? '0'}`)];
      const offset = take(/^\s*([+-])(\d{1,2}):?(\d{2})?(?![\d:])(?!\s*[a-z])/);
      if (!offset && take(/^z(?![a-z])/)) zone = 0;
      if (offset) zone = (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
    } else if ((m = take(/^(\d{1,2})\s*(am|pm|a\.m\.|p\.m\.)(?![a-z])/))) {
      if (time) return undefined;
      const hour = clock(Number(m[1]), m[2]);
      if (hour === undefined) return undefined;
      time = [hour, 0, 0];
    } else if ((m = take(/^(\d{1,2})[\s-]*([a-z]{3,})\.?(?:[\s,-]*(\d{4}|(?<=-)\d{2}))?(?![\d:a-z])/)) && m) {
      const month = index(MONTHS, m[2]!);
      if (month >= 0) {
        if (date) return undefined;
        date = [m[3] ? fullYear(m[3]) : parts(now).year, month, Number(m[1])];
      } else {
        if (!add(m[2]!, Number(m[1]))) return undefined;
        last = { unit: m[2]!, count: Number(m[1]) };
        if (m[3]) rest = `${m[3]} ${rest}`;
      }
    } else if ((m = take(/^([+-])\s*(\d+)\s*([a-z]+)/))) {
      const count = (m[1] === '-' ? -1 : 1) * Number(m[2]);
      if (!add(m[3]!, count)) return undefined;
      last = { unit: m[3]!, count };
    } else if ((m = take(/^([+-])(\d{2}):?(\d{2})/))) {
      zone = (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3]));
    } else if ((m = take(/^(\d+)\s*([a-z]+)/))) {
      if (!add(m[2]!, Number(m[1]))) return undefined;
      last = { unit: m[2]!, count: Number(m[1]) };
    } else if ((m = take(/^(\d+)/))) {
      const digits = m[1]!;
      if (digits.length === 8 && !date)
        date = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)) - 1, Number(digits.slice(6))];
      else if (digits.length === 4 && date && time) date = [Number(digits), date[1], date[2]];
      else if ((digits.length === 4 || digits.length === 3) && !time)
        time = [Number(digits.slice(0, -2)), Number(digits.slice(-2)), 0];
      else if (digits.length <= 2 && !time) time = [Number(digits), 0, 0];
      else return undefined;
    } else if ((m = take(/^([a-z]+)\.?/))) {
      const word = m[1]!;
      const month = index(MONTHS, word);
      const day = index(
        WEEKDAYS,
        word === 'tues' ? 'tue' : word === 'wednes' ? 'wed' : /^thurs?$/.test(word) ? 'thu' : word,
      );
      if (month >= 0) {
        const d = take(/^[\s-]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:\s*,?\s*(\d{4})(?![\d:]))?/);
        if (!d || date) return undefined;
        date = [d[2] ? Number(d[2]) : parts(now).year, month, Number(d[1])];
      } else if (day >= 0) {
        if (weekday !== undefined) return undefined;
        weekday = day;
      } else if (word === 'ago') {
        if (!before) return undefined;
        for (const key of Object.keys(shift)) shift[key] = -shift[key]!;
      } else if (word === 'now' || word === 'today') relative = true;
      else if (word === 'yesterday') add('day', -1);
      else if (word === 'tomorrow') add('day', 1);
      else if (word in ORDINALS) {
        const next = take(/^\s*([a-z]+)/);
        if (!next) return undefined;
        const nextDay = index(WEEKDAYS, next[1]!);
        if (nextDay >= 0) {
          weekday = nextDay;
          weekdayOffset = ORDINALS[word]!;
        } else {
          if (!add(next[1]!, ORDINALS[word]!)) return undefined;
          last = { unit: next[1]!, count: ORDINALS[word]! };
        }
      } else if (word in ZONES) zone = ZONES[word];
      else if (unitOf(word)) {
        add(word, 1);
        last = { unit: word, count: 1 };
      } else return undefined;
    } else return undefined;
  }

  const d = draft(now, date !== undefined || time !== undefined || (weekday !== undefined && !relative));
  if (input === '') Object.assign(d, { hour: 0, minute: 0, second: 0 });
  if (date) [d.year, d.month, d.day] = date;
  if (time) {
    d.hour = time[0];
    d.minute = time[1];
    d.second = Math.floor(time[2]);
    d.ms = (time[2] - d.second) * 1000;
  } else if (input !== '' && !date && weekday === undefined) d.ms = now - Math.floor(now / 1000) * 1000;
  if (!valid(d)) return undefined;
  if (weekday !== undefined && !date) {
    const today = new Date(toTime(d)).getUTCDay();
    const ahead = (weekday - today + 7) % 7;
    d.day += ahead + 7 * (weekdayOffset - (weekdayOffset > 0 && ahead !== 0 ? 1 : 0));
  }
  for (const [key, count] of Object.entries(shift)) d[key as keyof Draft] += count;
  return toTime(d) - (zone ?? 0) * 60_000;
}

function clock(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.startsWith('p') ? 12 : 0);
}

/** `[[CC]YY]MMDDhhmm[.ss]` (touch -t). Undefined: not one. */
export function parseStamp(text: string, now: number): number | undefined {
  const m = /^(\d{2})?(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (!m) return undefined;
  const long = text.replace(/\..*/, '').length;
  const year = long === 12 ? Number(text.slice(0, 4)) : long === 10 ? fullYear(text.slice(0, 2)) : parts(now).year;
  const d: Draft = {
    year,
    month: Number(m[3]) - 1,
    day: Number(m[4]),
    hour: Number(m[5]),
    minute: Number(m[6]),
    second: Number(m[7] ?? 0),
    ms: 0,
  };
  return valid(d) ? toTime(d) : undefined;
}

const BUSYBOX_FORMATS: readonly (readonly [pattern: RegExp, fields: string])[] = [
  [/^(\d{1,2}):(\d{1,2})$/, 'HM'],
  [/^(\d{1,2}):(\d{1,2}):(\d{1,2})$/, 'HMS'],
  [/^(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{1,2})$/, 'mdHM'],
  [/^(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{1,2}):(\d{1,2})$/, 'mdHMS'],
  [/^(\d{4})\.(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{1,2})$/, 'YmdHM'],
  [/^(\d{4})\.(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{1,2}):(\d{1,2})$/, 'YmdHMS'],
  [/^([a-z]+)\s+(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})\s+(\d{4})$/i, 'bdHMSY'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2})$/, 'YmdHM'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})$/, 'YmdHMS'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2})\s*([+-]\d{4}|Z)$/, 'YmdHMz'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})\s*([+-]\d{4}|Z)$/, 'YmdHMSz'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2})$/, 'YmdH'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, 'Ymd'],
];

/**
 * A date as busybox's touch -d, touch -t and date -d read it. `now` fills what isn't said. Undefined: `invalid date`.
 */
export function parseBusyboxDate(text: string, now: number): number | undefined {
  const d = draft(now, false);
  for (const [pattern, fields] of BUSYBOX_FORMATS) {
    const m = pattern.exec(text);
    if (!m) continue;
    const got = { ...d };
    let zone = 0;
    let fits = true;
    [...fields].forEach((field, i) => {
      const raw = m[i + 1]!;
      const value = Number(raw);
      if (field === 'Y') got.year = value;
      else if (field === 'm') {
        got.month = value - 1;
        fits &&= value >= 1 && value <= 12;
      } else if (field === 'b') {
        got.month = index(MONTHS, raw.toLowerCase());
        fits &&= got.month >= 0;
      } else if (field === 'd') {
        got.day = value;
        fits &&= value >= 1 && value <= 31;
      } else if (field === 'H') {
        got.hour = value;
        fits &&= value < 24;
      } else if (field === 'M') {
        got.minute = value;
        fits &&= value < 60;
      } else if (field === 'S') {
        got.second = value;
        fits &&= value <= 61;
      } else if (raw !== 'Z')
        zone = (raw.startsWith('-') ? -1 : 1) * (Number(raw.slice(1, 3)) * 60 + Number(raw.slice(3)));
    });
    // A date alone leaves the clock where it is, except that strptime zeroes nothing: the seconds stay too.
    if (fits) return toTime(got) - zone * 60_000;
  }
  if (text.startsWith('@')) return /^@[+-]?\d+$/.test(text) ? Number(text.slice(1)) * 1000 : undefined;
  const stamp = /^(\d{2}|\d{4}|\d{6}|\d{8}|\d{10}|\d{12})(?:\.(\d+))?$/.exec(text);
  if (!stamp) return undefined;
  const digits = stamp[1]!;
  const pairs = digits
    .slice(digits.length === 12 ? 4 : 0)
    .match(/../g)!
    .map(Number);
  if (digits.length === 12) d.year = Number(digits.slice(0, 4));
  if (digits.length === 10) {
    const here = d.year;
    d.year = Math.floor(here / 100) * 100 + pairs.shift()!;
    if (d.year < here - 50) d.year += 100;
    if (d.year > here + 50) d.year -= 100;
  }
  d.minute = pairs.pop()!;
  if (pairs.length > 0) d.hour = pairs.pop()!;
  if (pairs.length > 0) d.day = pairs.pop()!;
  if (pairs.length > 0) d.month = pairs.pop()! - 1;
  d.second = Number(stamp[2] ?? 0);
  if (d.second > 60 || d.minute > 59 || d.hour > 23 || d.day > 31 || d.month > 11 || d.month < 0) return undefined;
  return toTime(d);
}

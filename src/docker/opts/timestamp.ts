import { CliError } from '../errors.ts';
import { quote } from '../go/strconv.ts';
import { DurationError, parseDuration } from '../go/time.ts';

/**
 * The moment that `--since` and `--until` name (`flag`: the name that an error says, if it says one): a duration back from now, a date, or Unix seconds. Milliseconds since
 * the epoch; undefined for no text.
 * @throws {CliError}
 */
export function timestamp(flag: string | undefined, text: string, now: number): number | undefined {
  if (text === '') return undefined;
  if (text !== '0') {
    try {
      return (Math.floor(now / 1000) - Math.floor(parseDuration(text) / 1e9)) * 1000;
    } catch (error) {
      if (!(error instanceof DurationError)) throw error;
    }
  }
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d?)(?::(\d\d)(?::(\d\d)(\.\d+)?)?)?)?(Z|z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match) {
    const [, date, hours = '00', minutes = '00', seconds = '00', fraction = '', zone = 'Z'] = match;
    const time = Date.parse(`${date}T${hours.padStart(2, '0')}:${minutes}:${seconds}${zone.toUpperCase()}`);
    if (!Number.isNaN(time)) return time + Number(`0${fraction || '.0'}`) * 1000;
  }
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const reason = text.includes('-') ? layoutError(text) : `failed to parse value as time or duration: ${quote(text)}`;
  throw new CliError(flag === undefined ? reason : `invalid value for "${flag}": ${reason}`);
}

/** Go's complaint about a date that doesn't fit its layout. */
function layoutError(text: string): string {
  const local = !/[zZ+]/.test(text) && text.split('-').length !== 4;
  const zone = local ? '' : 'Z07:00';
  const colons = text.split(':').length - 1 - (!local && !/[zZ]/.test(text) ? 1 : 0);
  const layout = text.includes('.')
    ? `2006-01-02T15:04:05.999999999${zone}`
    : text.includes('T')
      ? `2006-01-02T15${colons > 0 ? ':04' : ''}${colons > 1 ? ':05' : ''}${zone}`
      : `2006-01-02${zone}`;
  return `parsing time ${quote(text)}${misfit(text, layout)}`;
}

const ELEMENTS: Readonly<
  Record<string, readonly [pattern: RegExp, range?: readonly [what: string, low: number, high: number]]>
> = {
  '2006': [/^\d{4}/],
  '01': [/^\d\d/, ['month', 1, 12]],
  '02': [/^\d\d/],
  '15': [/^\d\d?/, ['hour', 0, 23]],
  '04': [/^\d\d/, ['minute', 0, 59]],
  '05': [/^\d\d(\.\d+)?/, ['second', 0, 59]],
  'Z07:00': [/^([Zz]|[+-]\d\d:\d\d)/],
};

/** What time.Parse finds first: an element that isn't there, a number too great, something behind the end. */
function misfit(text: string, layout: string): string {
  let rest = text;
  for (const element of layout.replace('.999999999', '').match(/2006|01|02|15|04|05|Z07:00|./g) ?? []) {
    const [pattern, range] = ELEMENTS[element] ?? [];
    const found = pattern ? pattern.exec(rest)?.[0] : rest.startsWith(element) ? element : undefined;
    if (found === undefined) return ` as ${quote(layout)}: cannot parse ${quote(rest)} as ${quote(element)}`;
    if (range && (Number(found) < range[1] || Math.floor(Number(found)) > range[2]))
      return `: ${range[0]} out of range`;
    rest = rest.slice(found.length);
  }
  return rest === '' ? ': day out of range' : `: extra text: ${quote(rest)}`;
}

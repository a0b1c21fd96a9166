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
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(\.\d+)?)?)?)?(Z|z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match) {
    const [, date, hours = '00', minutes = '00', seconds = '00', fraction = '', zone = 'Z'] = match;
    const time = Date.parse(`${date}T${hours}:${minutes}:${seconds}${zone.toUpperCase()}`);
    if (!Number.isNaN(time)) return time + Number(`0${fraction || '.0'}`) * 1000;
  }
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const reason = text.includes('-') ? layoutError(text) : `failed to parse value as time or duration: ${quote(text)}`;
  throw new CliError(flag === undefined ? reason : `invalid value for "${flag}": ${reason}`);
}

/** Go's complaint about a date that doesn't fit its layout. */
function layoutError(text: string): string {
  const date = /^\d{4}-(\d\d)-(\d\d)/.exec(text);
  if (date && (Number(date[1]) > 12 || date[1] === '00')) return `parsing time ${quote(text)}: month out of range`;
  if (date && (Number(date[2]) > 31 || date[2] === '00')) return `parsing time ${quote(text)}: day out of range`;
  const local = !/[zZ+]/.test(text) && text.split('-').length !== 4;
  const zone = local ? '' : 'Z07:00';
  const colons = text.split(':').length - 1 - (!local && !/[zZ]/.test(text) ? 1 : 0);
  const layout = text.includes('.')
    ? `2006-01-02T15:04:05.999999999${zone}`
    : text.includes('T')
      ? `2006-01-02T15${colons > 0 ? ':04' : ''}${colons > 1 ? ':05' : ''}${zone}`
      : `2006-01-02${zone}`;
  const piece = /^\d{4}-/.test(text) ? text.slice(5) : text;
  return `parsing time ${quote(text)} as ${quote(layout)}: cannot parse ${quote(piece)} as ${quote(piece === text ? '2006' : '01')}`;
}

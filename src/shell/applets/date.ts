import { isErrno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { parseBusyboxDate, parseGnuDate } from './dates.ts';
import { quote } from './quote.ts';
import { type Text, textApplet } from './text.ts';
import { strftime } from './times.ts';

const RFC_EMAIL = '%a, %d %b %Y %H:%M:%S %z';
const DEFAULT = '%a %b %e %H:%M:%S %Z %Y';
const ISO: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

function* main(text: Text): Op<number> {
  const { sys, gnu } = text;
  const parsed = text.parse({
    date: ['d', 'value'],
    reference: ['r', 'value'],
    set: ['s', 'value'],
    utc: ['u', 'flag'],
    'rfc-email': ['R', 'flag'],
    'iso-8601': ['I', 'optional'],
    ...(gnu ? { 'rfc-3339': [undefined, 'value'] as const } : { format: ['D', 'value'] as const }),
  });
  const formats = parsed.operands.filter((operand) => operand.startsWith('+'));
  const others = parsed.operands.filter((operand) => !operand.startsWith('+'));
  if (formats.length > 1) text.usage(gnu ? `extra operand ${quote(formats[1]!)}` : '');
  if (parsed.has('set') || others.length > 0) {
    const wanted = parsed.value('set') ?? others[0]!;
    const known = gnu ? parseGnuDate(wanted, sys.now()) : parseBusyboxDate(wanted, sys.now());
    if (known === undefined && others.length === 0) text.die(`invalid date ${quote(wanted)}`);
    if (others.length > 0 && !/^\d{8,}(\.\d\d)?$/.test(wanted)) text.die(`invalid date ${quote(wanted)}`);
    yield* text.fail(gnu ? 'cannot set date: Operation not permitted' : "can't set date: Operation not permitted");
    return 1;
  }
  if (gnu && parsed.has('date') && parsed.has('reference'))
    text.usage('the options to specify dates for printing are mutually exclusive');
  const when = moment(text, parsed.value('date'), parsed.value('reference'));
  const iso = parsed.value('iso-8601');
  const rfc3339 = parsed.value('rfc-3339');
  if (iso !== undefined && iso !== '' && !(iso in ISO))
    text.usage(gnu ? unknownPrecision(iso, '--iso-8601', ['hours', 'minutes', 'date', 'seconds', 'ns']) : '');
  if (rfc3339 !== undefined && !['date', 'seconds', 'ns'].includes(rfc3339))
    text.usage(unknownPrecision(rfc3339, '--rfc-3339', ['date', 'seconds', 'ns']));
  const format =
    formats[0]?.slice(1) ??
    (parsed.has('rfc-email') ? RFC_EMAIL : undefined) ??
    (iso === undefined ? undefined : ISO[iso === '' ? 'date' : iso]) ??
    (rfc3339 === undefined ? undefined : ISO[rfc3339]!.replace('T', ' ').replace(',', '.')) ??
    DEFAULT;
  text.put(`${strftime(format, when)}\n`);
  return 0;
}

const unknownPrecision = (word: string, option: string, words: readonly string[]): string =>
  `invalid argument ${quote(word)} for ${quote(option)}\nValid arguments are:\n${words.map((each) => `  - ${quote(each)}`).join('\n')}`;

/** The time to show, in milliseconds since the epoch. */
function moment(text: Text, date: string | undefined, reference: string | undefined): number {
  const { sys, gnu } = text;
  if (reference !== undefined)
    try {
      return sys.stat(reference).mtime;
    } catch (error) {
      if (!isErrno(error)) throw error;
      text.die(`${gnu ? reference : `can't stat '${reference}'`}: ${error.message}`);
    }
  if (date === undefined) return sys.now();
  const when = gnu ? parseGnuDate(date, sys.now()) : parseBusyboxDate(date, sys.now());
  if (when === undefined) text.die(`invalid date ${quote(date)}`);
  return when;
}

export const date = textApplet('date', main);

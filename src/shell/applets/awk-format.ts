import { formatFloat, formatInteger, pad } from './awk-values.ts';

/** What a format needs of a value. */
export interface Formatted {
  readonly number: () => number;
  readonly text: () => string;
  /** It is a number, or a text of the input that looks like one. */
  readonly numeric: boolean;
}

/** A format that can't be used: its message in the awk's own words. */
export class FormatError extends Error {}

/** printf's directives; fewer arguments than directives are an error in mawk, empty in busybox. */
export function formatAwk(format: string, args: readonly Formatted[], mawk: boolean): string {
  let used = 0;
  const next = (): Formatted | undefined => {
    const arg = args[used++];
    if (arg === undefined && mawk) throw new FormatError('not enough arguments passed to');
    return arg;
  };
  return format.replace(
    /%(?:%|([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh?|ll?|[qjzLt])?([\s\S]?))/g,
    (whole: string, flags = '', width, precision, letter, offset: number) => {
      if (whole === '%%') return '%';
      if (!mawk && (width === '*' || precision === '*')) throw new FormatError('%*x formats are not supported');
      const point = format.slice(offset, offset + whole.length).includes('.');
      const wide = width === '*' ? Math.trunc(next()?.number() ?? 0) : Number(width || 0);
      const digits = !point ? undefined : precision === '*' ? Math.trunc(next()!.number()) : Number(precision || 0);
      const marks = wide < 0 ? `${flags}-` : flags;
      const room = Math.min(Math.abs(wide), 100_000);
      switch (letter) {
        case 'd':
        case 'i':
          return pad(formatInteger(next()?.number() ?? 0, marks, digits), marks, room, digits === undefined);
        case 'u':
        case 'o':
        case 'x':
        case 'X':
          return pad(
            unsigned(next()?.number() ?? 0, letter, marks.includes('#'), digits),
            marks,
            room,
            digits === undefined,
          );
        case 'e':
        case 'f':
        case 'g':
        case 'E':
        case 'F':
        case 'G':
        case 'a':
        case 'A':
          return pad(formatFloat(next()?.number() ?? 0, letter, marks, digits), marks, room);
        case 'c': {
          const arg = next();
          const one = arg?.numeric ? String.fromCharCode(arg.number() & 255) : (arg?.text() ?? '').slice(0, 1);
          return pad(!mawk && one === '' ? '\0' : one, marks.replaceAll('0', ''), room);
        }
        case 's':
          return pad((next()?.text() ?? '').slice(0, digits), marks.replaceAll('0', ''), room);
      }
      if (mawk) next();
      return whole;
    },
  );
}

function unsigned(value: number, letter: string, alternate: boolean, digits: number | undefined): string {
  const whole = BigInt.asUintN(64, BigInt(Number.isFinite(value) ? Math.trunc(value) : 0));
  const base = letter === 'u' ? 10 : letter === 'o' ? 8 : 16;
  const text = whole.toString(base).padStart(digits ?? 1, '0');
  const prefix = !alternate || whole === 0n ? '' : letter === 'o' ? '0' : letter === 'u' ? '' : '0x';
  return letter === 'X' ? (prefix + text).toUpperCase() : prefix + text;
}

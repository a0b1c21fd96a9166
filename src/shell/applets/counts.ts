import type { Text } from './text.ts';

const GNU_POWERS = 'KMGTPEZYRQ';

/**
 * A count as GNU's head, tail, split and the like read it: decimal digits and a suffix (`b` 512, `K` and `KiB` 1024,
 * `KB` 1000, `M` …); what is too large is as good as infinite. undefined: it isn't one.
 */
export function gnuCount(text: string): number | undefined {
  const match = /^\+?(\d+)(?:(b)|([kKmMGTPEZYRQ])(B|iB)?)?$/.exec(text);
  if (!match) return undefined;
  const [, digits, blocks, letter, unit] = match;
  const value = Number(digits);
  if (blocks) return value * 512;
  if (!letter) return value;
  return value * (unit === 'B' ? 1000 : 1024) ** (GNU_POWERS.indexOf(letter.toUpperCase()) + 1);
}

/** Suffixes of busybox's numbers by name. */
export const BKM: Readonly<Record<string, number>> = { b: 512, k: 1024, m: 1024 * 1024 };

/** busybox's xatoull and the like: ends the applet with `invalid number 'x'` or the range that it isn't in. */
export function busyboxNumber(
  text: Text,
  word: string,
  {
    min = 0,
    max = Number.MAX_SAFE_INTEGER,
    suffixes = {},
    status = 1,
  }: { min?: number; max?: number; suffixes?: Readonly<Record<string, number>>; status?: number } = {},
): number {
  const match = /^(-?\d+)([a-zA-Z]*)$/.exec(word);
  const factor = match?.[2] ? suffixes[match[2]] : 1;
  if (!match || factor === undefined || (min >= 0 && word.startsWith('-')))
    return text.die(`invalid number '${word}'`, status);
  const value = Number(match[1]) * factor;
  if (Math.abs(value) >= 2 ** 64) return text.die(`invalid number '${word}'`, status);
  if (value < min || value > max) return text.die(`number ${value} is not in ${min}..${max} range`, status);
  return value;
}

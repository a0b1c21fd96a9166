/** A size as GNU's -h shows it, rounded up: `0`, `512`, `1.5K`, `20M`. `base` 1000 is --si. */
export function humanSize(bytes: number, base: 1024 | 1000 = 1024): string {
  if (bytes < base) return String(Math.ceil(bytes));
  let value = bytes;
  let power = 0;
  while (value >= base && power < 8) {
    value /= base;
    power++;
  }
  let tenths = Math.ceil(value * 10 - 1e-9);
  if (tenths >= 100) {
    let whole = Math.ceil(value - 1e-9);
    if (whole >= base && power < 8) {
      whole = 1;
      power++;
      tenths = 10;
    } else return `${whole}${suffix(power, base)}`;
  }
  return `${Math.floor(tenths / 10)}.${tenths % 10}${suffix(power, base)}`;
}

const suffix = (power: number, base: number): string => (base === 1000 && power === 1 ? 'k' : ' KMGTPEZY'[power]!);

/** A size as busybox's -h shows it, rounded to the next tenth; without `fraction` to the next whole. */
export function busyboxSize(bytes: number, fraction = true): string {
  let value = bytes;
  let tenths = 0;
  let power = 0;
  while (value >= 1024) {
    tenths = Math.floor(((value % 1024) * 10 + 512) / 1024);
    value = Math.floor(value / 1024);
    power++;
  }
  if (tenths >= 10) {
    value++;
    tenths = 0;
  }
  if (power === 0) return String(value);
  const letter = ' KMGTPEZY'[power];
  if (!fraction) return `${tenths >= 5 ? value + 1 : value}${letter}`;
  return `${value}.${tenths}${letter}`;
}

/** How sizes are counted out (`-B`, `--block-size`): in units of so many bytes, or for people. */
export interface BlockSize {
  readonly unit: number;
  readonly human?: 1024 | 1000;
  /** Printed after each number when only a letter was said: `-BM` prints `1M`. */
  readonly suffix: string;
}

export const KILOBYTES: BlockSize = { unit: 1024, suffix: '' };

const POWERS = 'KMGTPEZYRQ';

/** What a suffix multiplies by: K, KiB, kB, M …; undefined: no such suffix. `b` is 512, `w` 2 where allowed. */
export function multiplier(text: string): number | undefined {
  if (text === '') return 1;
  const m = /^([kKmMgGtTPEZYRQ])(iB|B)?$/.exec(text);
  if (!m) return undefined;
  const power = POWERS.indexOf(m[1]!.toUpperCase()) + 1;
  return (m[2] === 'B' ? 1000 : 1024) ** power;
}

/** Reads a -B argument; undefined: not one. */
export function parseBlockSize(text: string): BlockSize | undefined {
  const word = text.replace(/^'/, '');
  if (word !== '' && 'human-readable'.startsWith(word)) return { unit: 1, human: 1024, suffix: '' };
  if (word === 'si') return { unit: 1, human: 1000, suffix: '' };
  const m = /^(\d*)([A-Za-z]*)$/.exec(word);
  if (!m || word === '') return undefined;
  const factor = m[2] === '' ? 1 : multiplier(m[2]!);
  if (factor === undefined) return undefined;
  const unit = (m[1] === '' ? 1 : Number(m[1])) * factor;
  if (unit === 0) return undefined;
  return { unit, suffix: m[1] === '' ? (/^kB$/i.test(m[2]!) ? 'kB' : m[2]!.replace(/^k/, 'K')) : '' };
}

/** A number of bytes counted out, rounded up. */
export function inBlocks(bytes: number, size: BlockSize): string {
  if (size.human) return humanSize(bytes, size.human);
  return `${Math.ceil(bytes / size.unit)}${size.suffix}`;
}

/** The parts of a device number as Linux encodes it. */
export const major = (dev: number): number => (dev >>> 8) & 0xfff;
export const minor = (dev: number): number => (dev & 0xff) | ((dev >>> 12) & 0xfff00);
export const makeDevice = (maj: number, min: number): number => ((min & 0xfff00) << 12) | (maj << 8) | (min & 0xff);

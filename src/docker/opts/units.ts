import { ValueError } from '../flags.ts';
import { NumError, readFloat } from '../go/strconv.ts';
import { formatG } from '../template/print.ts';

/** Sizes and durations for people, as Docker's go-units writes and reads them. */

const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

function scaled(size: number, base: number, units: readonly string[], precision: number): string {
  let value = size;
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  return formatG(value, precision) + units[unit];
}

/** `2.03MB`: decimal units. */
export function humanSize(bytes: number, precision = 4): string {
  return scaled(bytes, 1000, DECIMAL, precision);
}

/** `1.944MiB`: binary units. */
export function bytesSize(bytes: number): string {
  return scaled(bytes, 1024, BINARY, 4);
}

/** `About a minute`, `3 hours`. Milliseconds. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  const minutes = Math.trunc(milliseconds / 60_000);
  const hours = Math.trunc(milliseconds / 3_600_000 + 0.5);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(Math.trunc(milliseconds / 3_600_000) / 24 / 365)} years`;
}

/**
 * Bytes of `512`, `10m`, `1.5 GiB`.
 * @throws {ValueError}
 */
export function ramInBytes(text: string): number {
  const digits = /^([\s\S]*[\d. ])([^\d. ]*)$/.exec(text);
  if (!digits) throw new ValueError(`invalid size: '${text}'`);
  const number = digits[1]!.endsWith(' ') ? digits[1]!.slice(0, -1) : digits[1]!;
  const suffix = digits[2]!.toLowerCase();
  let size: number;
  try {
    size = readFloat(number);
  } catch (error) {
    throw error instanceof NumError ? new ValueError(error.message) : error;
  }
  if (size < 0) throw new ValueError(`invalid size: '${text}'`);
  if (suffix === '') return Math.trunc(size);
  if (digits[2]!.length > 3) throw new ValueError(`invalid suffix: '${digits[2]}'`);
  if (suffix === 'b') return Math.trunc(size);
  const power = 'kmgtp'.indexOf(suffix[0]!);
  if (power < 0 || !/^.(b|ib)?$/.test(suffix)) throw new ValueError(`invalid suffix: '${suffix}'`);
  return Math.trunc(size * 1024 ** (power + 1));
}

import type { DiskOptions } from './disk.ts';
import { Errno } from './errno.ts';

export interface TmpfsOptions {
  /** Bytes; ENOSPC past it. Default: half of the machine's memory, as Linux has it. */
  readonly size?: number;
  /** How many inodes may exist. Default: one for each page of half the memory, whatever the size. */
  readonly inodes?: number;
  /** Of its root; default 1777. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** The machine's memory, in bytes: what a percentage in a tmpfs's size is of. */
export const MEMORY = 2 ** 32;
const HALF_OF_MEMORY = MEMORY / 2;
const PAGE = 4096;
const INODES = HALF_OF_MEMORY / PAGE;
const STICKY_FOR_ALL = 0o1777;

/** A file system in memory: a disk with a limit of its own, whose directories take no blocks (tmpfs(5)). */
export function tmpfs(options: TmpfsOptions = {}): Omit<DiskOptions, 'id' | 'dev' | 'now'> {
  const { size = HALF_OF_MEMORY, inodes = INODES, mode = STICKY_FOR_ALL, uid = 0, gid = 0 } = options;
  return { type: 'tmpfs', layout: 'memory', capacity: size, inodes, root: { mode, uid, gid } };
}

/** Reads the mount data of a tmpfs (tmpfs(5)). A size or number of 0 is no limit. EINVAL. */
export function readTmpfs(data: readonly string[]): TmpfsOptions {
  const options: { -readonly [key in keyof TmpfsOptions]: TmpfsOptions[key] } = {};
  for (const word of data) {
    const equals = word.indexOf('=');
    const [name, value] = equals < 0 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
    switch (name) {
      case 'size':
        options.size = pages(amount(value, true));
        break;
      case 'nr_blocks':
        options.size = amount(value) * PAGE;
        break;
      case 'nr_inodes':
        options.inodes = amount(value);
        break;
      case 'mode':
        options.mode = number(value, /^[0-7]+$/, 8) & 0o7777;
        break;
      case 'uid':
      case 'gid':
        options[name] = number(value, /^\d+$/, 10);
        break;
      case 'mpol':
        break;
      default:
        throw new Errno('EINVAL');
    }
  }
  const { size, inodes, ...rest } = options;
  return { ...rest, ...(size ? { size } : {}), ...(inodes ? { inodes } : {}) };
}

/** The options as /proc/mounts shows them: those that aren't what a tmpfs has anyway. */
export function shownTmpfs({ size, inodes, mode, uid, gid }: TmpfsOptions): readonly string[] {
  return [
    ...(size === undefined || size === HALF_OF_MEMORY ? [] : [`size=${size / 1024}k`]),
    ...(inodes === undefined || inodes === INODES ? [] : [`nr_inodes=${inodes}`]),
    ...(mode === undefined || mode === STICKY_FOR_ALL ? [] : [`mode=${mode.toString(8).padStart(3, '0')}`]),
    ...(uid ? [`uid=${uid}`] : []),
    ...(gid ? [`gid=${gid}`] : []),
  ];
}

const pages = (bytes: number) => Math.ceil(bytes / PAGE) * PAGE;

const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** A number with a unit, or a percentage of memory (memparse). */
function amount(text: string, percentage = false): number {
  const match = /^(\d+)([kKmMgGtT%]?)$/.exec(text);
  if (!match || (match[2] === '%' && !percentage)) throw new Errno('EINVAL');
  if (match[2] === '%') return Math.floor((Number(match[1]) / 100) * MEMORY);
  return Number(match[1]) * (UNITS[match[2]!.toLowerCase()] ?? 1);
}

function number(text: string, form: RegExp, base: number): number {
  if (!form.test(text)) throw new Errno('EINVAL');
  return Number.parseInt(text, base);
}

import type { DiskOptions } from './disk.ts';

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

const HALF_OF_MEMORY = 2 ** 31;
const INODES = HALF_OF_MEMORY / 4096;

/** A file system in memory: a disk with a limit of its own, whose directories take no blocks (tmpfs(5)). */
export function tmpfs(options: TmpfsOptions = {}): Omit<DiskOptions, 'id' | 'dev' | 'now'> {
  const { size = HALF_OF_MEMORY, inodes = INODES, mode = 0o1777, uid = 0, gid = 0 } = options;
  return { type: 'tmpfs', layout: 'memory', capacity: size, inodes, root: { mode, uid, gid } };
}

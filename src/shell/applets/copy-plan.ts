import type { Stat } from '../../fs/index.ts';
import type { Backup } from './backup.ts';

/** What a run of GNU cp, mv or install does, and what it remembers from one file to the next. */
export interface CopyPlan {
  readonly dereference: 'never' | 'always' | 'arguments';
  readonly recursive: boolean;
  readonly move: boolean;
  /** -f: a destination that can't be opened is removed. */
  readonly unlinkAfterFailedOpen: boolean;
  /** --remove-destination, and install. */
  readonly unlinkBefore: boolean;
  readonly ask: 'always' | 'never' | 'unspecified';
  readonly update: 'all' | 'none' | 'none-fail' | 'older';
  readonly preserve: { mode: boolean; owner: boolean; times: boolean; links: boolean };
  /** --no-preserve=mode: new files get the usual mode. */
  readonly plainMode: boolean;
  /** What can't be preserved is an error. */
  readonly require: boolean;
  readonly hardLink: boolean;
  readonly symbolicLink: boolean;
  readonly data: boolean;
  readonly oneFileSystem: boolean;
  /** Devices and fifos are read like files: without -r, or with --copy-contents. */
  readonly asRegular: boolean;
  readonly keepDirectorySymlink: boolean;
  readonly cloneOrFail: boolean;
  /** --sparse=always: zeros become holes. */
  readonly zeros: boolean;
  /** The kernel may be asked to copy; not with --sparse=never or --reflink=never. */
  readonly offload: boolean;
  readonly noCopy: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly backup: Backup | undefined;
  /** The mode of new files (install). */
  readonly mode: number | undefined;
  readonly memory: CopyMemory;
}

/** What is remembered within a run. Keys are {@link inodeKey}s. */
export interface CopyMemory {
  /** Source inode -> where it was copied to; also folders that were made, so that a copy into itself is seen. */
  readonly copied: Map<string, string>;
  /** Arguments already copied: path and inode; only kept when there are several. */
  readonly sources: Set<string> | undefined;
  /** Destinations made for arguments: path and inode. */
  readonly made: Set<string> | undefined;
}

export const inodeKey = (stat: Stat): string => `${stat.dev}:${stat.ino}`;

export const sameInode = (a: Stat, b: Stat): boolean => a.ino === b.ino && a.dev === b.dev;

export const newMemory = (several: boolean): CopyMemory => ({
  copied: new Map(),
  sources: several ? new Set() : undefined,
  made: several ? new Set() : undefined,
});

/** The plan of a plain `cp`, to be changed by options. */
export const PLAIN_COPY: Omit<CopyPlan, 'memory'> = {
  dereference: 'always',
  recursive: false,
  move: false,
  unlinkAfterFailedOpen: false,
  unlinkBefore: false,
  ask: 'unspecified',
  update: 'all',
  preserve: { mode: false, owner: false, times: false, links: false },
  plainMode: false,
  require: false,
  hardLink: false,
  symbolicLink: false,
  data: true,
  oneFileSystem: false,
  asRegular: true,
  keepDirectorySymlink: false,
  cloneOrFail: false,
  zeros: false,
  offload: true,
  noCopy: false,
  verbose: false,
  debug: false,
  backup: undefined,
  mode: undefined,
};

import {
  isErrno,
  mountFlags,
  READ_ONLY,
  readTmpfs,
  shownFlags,
  shownTmpfs,
  type TmpfsOptions,
} from '../../../fs/index.ts';
import { DockerError } from '../../errors.ts';

/** mount(8)'s words that are flags, and what undoes each. */
const FLAGS = `defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync mand nomand atime noatime diratime
  nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime
  strictatime nostrictatime remount`.split(/\s+/);

/** A tmpfs's own options (tmpfs(5)). */
const DATA = ['mode', 'uid', 'gid', 'size', 'nr_inodes', 'nr_blocks', 'mpol'];

const OPPOSITES: Readonly<Record<string, string>> = { exec: 'noexec', suid: 'nosuid', dev: 'nodev', rw: 'ro' };

/** A tmpfs as it is mounted. */
export interface TmpfsMount {
  readonly readonly: boolean;
  /** nosuid, nodev, noexec … */
  readonly flags: readonly string[];
  /** size=, mode=, uid=, gid= … */
  readonly data: readonly string[];
}

/** `--tmpfs PATH:OPTIONS`: nosuid, nodev and noexec unless the options say otherwise. @throws {DockerError} */
export function parseTmpfs(words: readonly string[]): TmpfsMount {
  const given = words.filter((word) => word !== '');
  const unknown = given.find((word) => !FLAGS.includes(word) && !DATA.includes(word.split('=')[0]!));
  if (unknown !== undefined) throw new DockerError('system', `invalid tmpfs option ${JSON.stringify(unknown)}`);
  const flags = new Set(['nosuid', 'nodev', 'noexec']);
  for (const word of given) {
    const opposite = OPPOSITES[word];
    if (opposite !== undefined) flags.delete(opposite);
    else if (FLAGS.includes(word) && word !== 'defaults') flags.add(word);
  }
  const readonly = flags.delete('ro');
  return { readonly, flags: [...flags], data: given.filter((word) => word.includes('=')) };
}

/**
 * What the file system is made of; undefined if mount(2) refuses the options. `covered` is the mode of the directory it
 * is mounted on, which runc gives it unless the options name one.
 */
export function limitsOf({ data }: TmpfsMount, covered: number | undefined): TmpfsOptions | undefined {
  try {
    return { ...(covered === undefined ? {} : { mode: covered & 0o7777 }), ...readTmpfs(data) };
  } catch (error) {
    if (isErrno(error, 'EINVAL')) return undefined;
    throw error;
  }
}

/** The options as /proc/mounts shows them, but for ro and rw. */
export function shownOptions({ flags }: TmpfsMount, limits: TmpfsOptions): string {
  return [...shownFlags(mountFlags(flags).flags & ~READ_ONLY), ...shownTmpfs(limits)].join(',');
}

/** The flags as runc's messages name them. */
export function flagNames({ readonly, flags }: TmpfsMount): string {
  return [...(readonly ? ['ro'] : []), ...flags].map((flag) => `MS_${flag.toUpperCase()}`).join('|');
}

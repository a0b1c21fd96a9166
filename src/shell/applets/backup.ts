import { Errno } from '../../fs/index.ts';
import type { Parsed } from './applet.ts';
import { attempt, type Command, choose } from './command.ts';
import { baseName, dirName, joinPath } from './paths.ts';

/** How a file that is to be replaced is kept (--backup), and its suffix. */
export interface Backup {
  readonly kind: 'simple' | 'numbered' | 'existing';
  readonly suffix: string;
}

const KINDS = [
  ['none', 'off'],
  ['simple', 'never'],
  ['existing', 'nil'],
  ['numbered', 't'],
] as const;

/** The options that ask for backups, as an {@link OptionSpec} has them. */
export const BACKUP_OPTIONS = { backup: [undefined, 'optional'], b: ['b', 'flag'], suffix: ['S', 'value'] } as const;

/** Reads `-b`, `--backup` and `--suffix` and the environment that they look at. */
export function backupOf(command: Command, parsed: Parsed): Backup | undefined {
  if (!parsed.has('b') && !parsed.has('backup') && !parsed.has('suffix')) return undefined;
  const word = parsed.value('backup');
  const control = command.sys.env.VERSION_CONTROL;
  const kind = word
    ? choose(command, 'backup type', word, KINDS)
    : control
      ? choose(command, '$VERSION_CONTROL', control, KINDS)
      : 'existing';
  if (kind === 'none') return undefined;
  const suffix = parsed.value('suffix') ?? command.sys.env.SIMPLE_BACKUP_SUFFIX ?? '~';
  return { kind: kind as Backup['kind'], suffix: suffix === '' || suffix.includes('/') ? '~' : suffix };
}

/** The path that a backup of this path gets. */
export function backupPath(command: Command, path: string, { kind, suffix }: Backup): string {
  if (kind === 'simple') return path + suffix;
  const name = baseName(path);
  const entries = attempt(() => command.sys.readdir(dirName(path)));
  let highest = 0;
  for (const entry of entries instanceof Errno ? [] : entries) {
    if (!entry.name.startsWith(`${name}.~`) || !entry.name.endsWith('~')) continue;
    const digits = entry.name.slice(name.length + 2, -1);
    if (/^\d+$/.test(digits)) highest = Math.max(highest, Number(digits));
  }
  if (kind === 'existing' && highest === 0) return path + suffix;
  const numbered = `${name}.~${highest + 1}~`;
  return path.includes('/') ? joinPath(dirName(path), numbered) : numbered;
}

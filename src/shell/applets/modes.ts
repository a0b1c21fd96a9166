import type { FileType, Stat } from '../../fs/index.ts';

/** One clause of a symbolic mode (`u+rwx`), or an octal number as the clause `a=…`. */
export interface ModeChange {
  readonly op: '+' | '-' | '=';
  /** The bits that the clause is about (`u`: 04700 …); 0: all that the umask allows. */
  readonly affected: number;
  readonly value: number;
  readonly flag: 'ordinary' | 'x-if-any' | 'copy';
  /** The bits that were said explicitly: a folder keeps its setuid and setgid unless they were. */
  readonly mentioned: number;
}

const WHO: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const PERM: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 };
const COPY: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007 };

/**
 * Reads an octal or symbolic mode (POSIX chmod: `u+x,g=u,-w`); undefined: it isn't one. In the gnu dialect an octal
 * number of up to four digits doesn't mention a folder's setuid and setgid; in busybox every octal number sets all bits.
 */
export function parseMode(text: string, dialect: 'gnu' | 'busybox' = 'gnu'): readonly ModeChange[] | undefined {
  if (/^[0-7]+$/.test(text)) {
    const value = Number.parseInt(text, 8);
    if (value > 0o7777) return undefined;
    const mentioned = dialect === 'gnu' && text.length < 5 ? (value & 0o6000) | 0o1777 : 0o7777;
    return [{ op: '=', affected: 0o7777, value, flag: 'ordinary', mentioned }];
  }
  const mentions = (affected: number, value: number) =>
    dialect === 'busybox' ? 0o7777 : affected ? affected & value : value;
  const changes: ModeChange[] = [];
  for (const clause of text.split(',')) {
    // busybox lets empty clauses pass, and doesn't count the sticky bit among those of others.
    if (clause === '' && dialect === 'busybox') continue;
    const who = /^[ugoa]*/.exec(clause)![0];
    const bitsOf = (letter: string) => (letter === 'o' && dialect === 'busybox' ? 0o007 : WHO[letter]!);
    const affected = [...who].reduce((bits, letter) => bits | bitsOf(letter), 0);
    let rest = clause.slice(who.length);
    if (rest === '') return undefined;
    while (rest !== '') {
      const part = /^([-+=])([0-7]+|[ugo]|[rwxXst]*)/.exec(rest);
      if (!part) return undefined;
      rest = rest.slice(part[0].length);
      const op = part[1] as ModeChange['op'];
      const what = part[2]!;
      if (/^[0-7]/.test(what)) {
        if (who !== '' || rest !== '' || dialect === 'busybox') return undefined;
        const value = Number.parseInt(what, 8);
        if (value > 0o7777) return undefined;
        changes.push({ op, affected: 0o7777, value, flag: 'ordinary', mentioned: 0o7777 });
      } else if (/^[ugo]$/.test(what)) {
        const value = COPY[what]!;
        changes.push({ op, affected, value, flag: 'copy', mentioned: mentions(affected, value) });
      } else {
        const value = [...what].reduce((bits, letter) => bits | (PERM[letter] ?? 0), 0);
        const flag = what.includes('X') ? 'x-if-any' : 'ordinary';
        changes.push({ op, affected, value, flag, mentioned: mentions(affected, value) });
      }
    }
  }
  return changes;
}

/** The mode that changes make of an old one. `umask` limits clauses without `ugoa`. */
export function applyMode(changes: readonly ModeChange[], old: number, directory: boolean, umask: number): number {
  let mode = old & 0o7777;
  for (const change of changes) {
    const keep = directory ? 0o6000 & ~change.mentioned : 0;
    let value = change.value;
    if (change.flag === 'copy') {
      const copied = mode & value;
      value = 0;
      if (copied & 0o444) value |= 0o444;
      if (copied & 0o222) value |= 0o222;
      if (copied & 0o111) value |= 0o111;
    } else if (change.flag === 'x-if-any' && (directory || mode & 0o111)) value |= 0o111;
    value &= (change.affected || ~umask) & ~keep;
    if (change.op === '+') mode |= value;
    else if (change.op === '-') mode &= ~value;
    else mode = (mode & ((change.affected ? ~change.affected : 0) | keep)) | value;
    mode &= 0o7777;
  }
  return mode;
}

const TYPE_LETTERS: Readonly<Record<FileType, string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  chardev: 'c',
  fifo: 'p',
  socket: 's',
};

const TYPE_BITS: Readonly<Record<FileType, number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  chardev: 0o020000,
  fifo: 0o010000,
  socket: 0o140000,
};

/** The letter of ls -l and find -type (where a file is `f`). */
export const typeLetter = (type: FileType): string => TYPE_LETTERS[type];

/** st_mode with the type's bits, as stat's %f shows it. */
export const rawMode = (stat: Pick<Stat, 'type' | 'mode'>): number => TYPE_BITS[stat.type] | stat.mode;

/** The nine permission letters: `rwxr-xr-x`, with s, S, t and T. */
export function permissionString(mode: number): string {
  const bits = [0o400, 0o200, 0o100, 0o040, 0o020, 0o010, 0o004, 0o002, 0o001];
  const letters = bits.map((bit, i) => (mode & bit ? 'rwx'[i % 3]! : '-'));
  if (mode & 0o4000) letters[2] = mode & 0o100 ? 's' : 'S';
  if (mode & 0o2000) letters[5] = mode & 0o010 ? 's' : 'S';
  if (mode & 0o1000) letters[8] = mode & 0o001 ? 't' : 'T';
  return letters.join('');
}

/** ls -l's first ten characters. */
export const modeString = (stat: Pick<Stat, 'type' | 'mode'>): string =>
  typeLetter(stat.type) + permissionString(stat.mode);

/** stat's %F: what a file is, in words. */
export function typeName(stat: Pick<Stat, 'type' | 'size'>): string {
  switch (stat.type) {
    case 'file':
      return stat.size === 0 ? 'regular empty file' : 'regular file';
    case 'directory':
      return 'directory';
    case 'symlink':
      return 'symbolic link';
    case 'chardev':
      return 'character special file';
    case 'fifo':
      return 'fifo';
    case 'socket':
      return 'socket';
  }
}

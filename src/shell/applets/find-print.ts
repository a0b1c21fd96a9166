import { Errno } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { ESCAPES } from '../bytes.ts';
import { attempt } from './command.ts';
import { type FindRun, type Found, lastName } from './find-run.ts';
import { modeString, typeLetter } from './modes.ts';
import { escapeName, hideControls, utf8Locale } from './quote.ts';
import { nanoseconds, seconds, strftime } from './times.ts';

const linkOf = (run: FindRun, file: Found): string => {
  const target = file.stat.type === 'symlink' ? attempt(() => run.command.sys.readlink(file.path)) : '';
  return target instanceof Errno ? '' : target;
};

/** A name as find prints it: odd characters become question marks on a terminal. */
export function shownPath(run: FindRun, path: string): string {
  const { sys, gnu } = run.command;
  return gnu && sys.isatty(1) ? hideControls(path, { utf8: utf8Locale(sys.env) }) : path;
}

const fraction = (ms: number): string => `${String(nanoseconds(ms)).padStart(9, '0')}0`;

/** A time in the format of one letter after %A, %C or %T. */
function timeField(letter: string, ms: number): string {
  switch (letter) {
    case '@':
      return `${seconds(ms)}.${fraction(ms)}`;
    case '+':
      return `${strftime('%Y-%m-%d+%H:%M:%S', ms)}.${fraction(ms)}`;
    case 'S':
      return `${strftime('%S', ms)}.${fraction(ms)}`;
    case 'T':
    case 'X':
      return `${strftime('%H:%M:%S', ms)}.${fraction(ms)}`;
    case 'r':
      return strftime('%I:%M:%S', ms).concat(`.${fraction(ms)} `, strftime('%p', ms));
    case 'c':
      return `${strftime('%a %b %e %H:%M:%S', ms)}.${fraction(ms)}${strftime(' %Y', ms)}`;
    default:
      return strftime(`%${letter}`, ms);
  }
}

/** A piece of a -printf format: text, or what to print of a file. */
type Piece = string | ((run: FindRun, file: Found) => string);

function directive(
  letter: string,
  time: string | undefined,
): ((run: FindRun, file: Found) => string | number) | undefined {
  if (time !== undefined) {
    const which = { A: 'atime', C: 'ctime', T: 'mtime', B: 'mtime' }[letter] as 'atime' | 'ctime' | 'mtime';
    return (_, { stat }) => timeField(time, stat[which]);
  }
  switch (letter) {
    case 'p':
      return (run, file) => shownPath(run, file.path);
    case 'f':
      return (run, file) => shownPath(run, file.path === '/' ? '/' : lastName(file.path));
    case 'h':
      return (_, { path }) => {
        const stripped = path.replace(/(?<=[^/])\/+$/, '');
        const slash = stripped.lastIndexOf('/');
        return slash < 0 ? '.' : stripped.slice(0, slash);
      };
    case 'H':
      return (_, { root }) => root;
    case 'P':
      return (_, { path, root, level }) => (level === 0 ? '' : path.slice(root.length).replace(/^\//, ''));
    case 'd':
      return (_, { level }) => level;
    case 'm':
      return (_, { stat }) => stat.mode.toString(8);
    case 'M':
      return (_, { stat }) => modeString(stat);
    case 'u':
      return (run, { stat }) => run.owners.user(stat.uid) ?? stat.uid;
    case 'g':
      return (run, { stat }) => run.owners.group(stat.gid) ?? stat.gid;
    case 'U':
      return (_, { stat }) => stat.uid;
    case 'G':
      return (_, { stat }) => stat.gid;
    case 's':
      return (_, { stat }) => stat.size;
    case 'k':
      return (_, { stat }) => Math.ceil(stat.blocks / 2);
    case 'b':
      return (_, { stat }) => stat.blocks;
    case 'i':
      return (_, { stat }) => stat.ino;
    case 'n':
      return (_, { stat }) => stat.nlink;
    case 'D':
      return (_, { stat }) => stat.dev;
    case 'S':
      return (_, { stat }) => (stat.size === 0 ? 1 : Number(((512 * stat.blocks) / stat.size).toPrecision(6)));
    case 'l':
      return (run, file) => linkOf(run, file);
    case 'y':
      return (_, { stat }) => (stat.type === 'file' ? 'f' : typeLetter(stat.type));
    case 'Y':
      return (run, file) => {
        if (file.stat.type !== 'symlink') return file.stat.type === 'file' ? 'f' : typeLetter(file.stat.type);
        const stat = attempt(() => run.command.sys.stat(file.path));
        if (!(stat instanceof Errno)) return stat.type === 'file' ? 'f' : typeLetter(stat.type);
        return stat.code === 'ELOOP' ? 'L' : stat.code === 'ENOENT' ? 'N' : '?';
      };
    case 'F':
      return (run, file) => {
        const fs = attempt(() => run.command.sys.statfs(file.path));
        return fs instanceof Errno ? 'unknown' : fs.type;
      };
    case 't':
      return (_, { stat }) => timeField('c', stat.mtime);
    case 'a':
      return (_, { stat }) => timeField('c', stat.atime);
    case 'c':
      return (_, { stat }) => timeField('c', stat.ctime);
    case 'Z':
      return () => '';
    default:
      return undefined;
  }
}

/** Reads a -printf format; `warnings` gets what is odd in it, `error` ends find. */
export function parseFormat(format: string): {
  readonly pieces: readonly Piece[];
  readonly warnings: readonly string[];
  readonly error?: string;
} {
  const pieces: Piece[] = [];
  const warnings: string[] = [];
  let rest = format;
  while (rest !== '') {
    if (rest.startsWith('\\')) {
      const octal = /^\\([0-7]{1,3})/.exec(rest);
      if (octal) {
        pieces.push(String.fromCharCode(Number.parseInt(octal[1]!, 8)));
        rest = rest.slice(octal[0].length);
      } else if (rest[1] === 'c') {
        return { pieces, warnings };
      } else if (rest.length === 1) {
        warnings.push("warning: escape '\\' followed by nothing at all");
        pieces.push('\\');
        rest = '';
      } else {
        const known = rest[1] === '0' ? '\0' : ESCAPES[rest[1]!];
        if (known === undefined) warnings.push(`warning: unrecognized escape '\\${rest[1]}'`);
        pieces.push(known ?? rest.slice(0, 2));
        rest = rest.slice(2);
      }
      continue;
    }
    const m = /^%([-+ #0]*)(\d*)(?:\.(\d+))?(?:([ACTB])(.)|(.))/s.exec(rest);
    if (m) {
      const [whole, flags, width, precision, timeLetter, time, plain] = m as unknown as (string | undefined)[];
      rest = rest.slice(whole!.length);
      if (plain === '%') {
        pieces.push('%');
        continue;
      }
      const show = directive(timeLetter ?? plain!, time);
      if (!show) {
        warnings.push(`warning: unrecognized format directive '%${plain}'`);
        pieces.push(whole!);
        continue;
      }
      pieces.push((run, file) => {
        const value = show(run, file);
        let text = String(value);
        if (precision !== undefined && typeof value === 'string') text = text.slice(0, Number(precision));
        if (plain === 'm' && flags!.includes('#') && text !== '0') text = `0${text}`;
        const size = Number(width || 0);
        if (flags!.includes('-')) return text.padEnd(size);
        return flags!.includes('0') && (typeof value === 'number' || plain === 'm')
          ? text.padStart(size, '0')
          : text.padStart(size);
      });
      continue;
    }
    if (rest === '%') return { pieces, warnings, error: 'error: % at end of format string' };
    const end = /[%\\]/.exec(rest);
    const length = end === null ? rest.length : Math.max(end.index, 1);
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return { pieces, warnings };
}

export const fillFormat = (pieces: readonly Piece[], run: FindRun, file: Found): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece(run, file))).join('');

const HALF_YEAR = (31_556_952 / 2) * 1000;

/** A line of -ls, like ls -dils. */
export function listLine(run: FindRun, file: Found): string {
  const { stat } = file;
  const time = stat.mtime;
  const recent = run.now - HALF_YEAR < time && time <= run.now;
  const when = strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', time);
  const size =
    stat.type === 'chardev'
      ? `${String(stat.rdev?.[0] ?? 0).padStart(3)}, ${String(stat.rdev?.[1] ?? 0).padStart(3)}`
      : String(stat.size).padStart(8);
  const link = stat.type === 'symlink' ? ` -> ${escapeName(linkOf(run, file))}` : '';
  const user = run.owners.user(stat.uid) ?? String(stat.uid);
  const group = run.owners.group(stat.gid) ?? String(stat.gid);
  return (
    `${String(stat.ino).padStart(9)} ${String(Math.ceil(stat.blocks / 2)).padStart(6)} ${modeString(stat)} ` +
    `${String(stat.nlink).padStart(3)} ${user.padEnd(8)} ${group.padEnd(8)} ${size} ${when} ${escapeName(file.path)}${link}`
  );
}

/** Writes to standard output or, for -fprint and its like, to a file that was opened before. */
export function* emit(run: FindRun, text: string, fd: number | undefined): Op<void> {
  if (fd === undefined) yield* run.command.print(text);
  else yield* run.command.sys.write(fd, text);
}

import { Errno, type Stat } from '../../fs/index.ts';
import type { Op } from '../../os/index.ts';
import { attempt, type Command, choose, fileApplet } from './command.ts';
import { modeString, rawMode, typeName } from './modes.ts';
import { type Owners, readOwners } from './owners.ts';
import { dirName } from './paths.ts';
import { quote, quoteFile, shellQuote } from './quote.ts';
import { major, makeDevice, minor } from './sizes.ts';
import { fullTime, nanoseconds, seconds } from './times.ts';

/** What a directive stands for: a text, or a number with its base. `seconds` may have a precision. */
type Value =
  | { readonly text: string }
  | { readonly number: number; readonly base?: 8 | 16 }
  | { readonly seconds: number }
  /** A name and what a link points to, each laid out for itself. */
  | { readonly names: readonly string[] };

type Lookup = (directive: string) => Value | undefined;

/** Lays a text out as printf's %s does. */
function layOut(text: string, flags: string, width: string, precision: string | undefined): string {
  const cut = precision === undefined ? text : text.slice(0, Number(precision || 0));
  const size = Number(width || 0);
  return flags.includes('-') ? cut.padEnd(size) : cut.padStart(size);
}

function layOutNumber(
  value: number,
  base: number,
  flags: string,
  width: string,
  precision: string | undefined,
): string {
  let digits = Math.abs(value).toString(base);
  if (precision) digits = digits.padStart(Number(precision), '0');
  if (flags.includes("'")) digits = digits.replace(/\B(?=(\d{3})+$)/g, '');
  const prefix = flags.includes('#') && value !== 0 ? (base === 8 ? '0' : base === 16 ? '0x' : '') : '';
  const sign = value < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') && base === 10 ? ' ' : '';
  const size = Number(width || 0);
  if (flags.includes('-')) return (sign + prefix + digits).padEnd(size);
  if (flags.includes('0') && precision === undefined)
    return sign + prefix + digits.padStart(size - sign.length - prefix.length, '0');
  return (sign + prefix + digits).padStart(size);
}

function layOutSeconds(ms: number, flags: string, width: string, precision: string | undefined): string {
  const whole = String(seconds(ms));
  if (precision === undefined) return layOutNumber(seconds(ms), 10, flags, width, undefined);
  const digits = Number(precision === '' ? 9 : precision);
  const fraction = String(nanoseconds(ms)).padStart(9, '0').slice(0, digits).padEnd(digits, '0');
  const text = digits === 0 ? whole : `${whole}.${fraction}`;
  const size = Number(width || 0);
  if (flags.includes('-')) return text.padEnd(size);
  return flags.includes('0') ? text.padStart(size, '0') : text.padStart(size);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Fills a format in. `escapes`: backslashes mean something (--printf). Unknown directives print a question mark. */
function* fill(command: Command, format: string, lookup: Lookup, escapes: boolean): Op<void> {
  let rest = format;
  while (rest !== '') {
    const m = /^%([-+ #0'I]*)(\d*)(?:\.(\d*))?([HLQ](?=[drn])|)([\s\S]?)/.exec(rest);
    if (m) {
      const [whole, flags, width, precision, modifier, letter] = m as unknown as string[];
      if (letter === '' || letter === '%') {
        if (command.gnu && whole !== '%' && whole !== '%%') command.die(`${quote(whole!)}: invalid directive`);
        yield* command.print('%');
        rest = rest.slice(whole!.length);
        continue;
      }
      let value = command.gnu && modifier !== '' ? lookup(modifier! + letter) : undefined;
      let used = whole!.length;
      if (value === undefined && modifier !== '') {
        // The letter was no modifier after all: it is the directive.
        used -= 1;
        value = undefined;
      } else value ??= lookup(letter!);
      rest = rest.slice(used);
      const unknown = command.gnu ? '?' : letter!;
      yield* command.print(value === undefined ? unknown : layOutValue(value, flags!, width!, precision));
      continue;
    }
    if (escapes && rest.startsWith('\\')) {
      const octal = /^\\([0-7]{1,3})/.exec(rest);
      const hex = /^\\x([\da-fA-F]{1,2})/.exec(rest);
      const code = octal ? Number.parseInt(octal[1]!, 8) : hex ? Number.parseInt(hex[1]!, 16) : undefined;
      if (code !== undefined) {
        yield* command.print(Uint8Array.of(code));
        rest = rest.slice((octal ?? hex)![0].length);
      } else if (rest.length === 1) {
        yield* command.say('warning: backslash at end of format');
        yield* command.print('\\');
        rest = '';
      } else {
        const known = ESCAPES[rest[1]!];
        if (known === undefined) yield* command.say(`warning: unrecognized escape '\\${rest[1]}'`);
        yield* command.print(known ?? rest[1]!);
        rest = rest.slice(2);
      }
      continue;
    }
    const end = /[%\\]/.exec(rest.slice(1));
    const length = end ? end.index + 1 : rest.length;
    yield* command.print(rest.slice(0, length));
    rest = rest.slice(length);
  }
}

function layOutValue(value: Value, flags: string, width: string, precision: string | undefined): string {
  if ('text' in value) return layOut(value.text, flags, width, precision);
  if ('names' in value) return value.names.map((name) => layOut(name, flags, width, precision)).join(' -> ');
  if ('seconds' in value) return layOutSeconds(value.seconds, flags, width, precision);
  return layOutNumber(value.number, value.base ?? 10, flags, width, precision);
}

/** The names of file system types as stat -f says them, and their magic numbers. */
const FS_TYPES: Readonly<Record<string, readonly [name: string, magic: number]>> = {
  ext4: ['ext2/ext3', 0xef53],
  tmpfs: ['tmpfs', 0x01021994],
  devtmpfs: ['tmpfs', 0x01021994],
  overlay: ['overlayfs', 0x794c7630],
  proc: ['proc', 0x9fa0],
  sysfs: ['sysfs', 0x62656572],
  devpts: ['devpts', 0x1cd1],
  mqueue: ['mqueue', 0x19800202],
  cgroup2: ['cgroup2fs', 0x63677270],
};

/** A file system's id, made up from its mount's source and type: real ones are as arbitrary. */
function fsid(text: string): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return (0x10000000 + (hash & 0xfffffff)).toString(16) + hash.toString(16).padStart(8, '0');
}

function fsLookup(command: Command, path: string): Lookup | Errno {
  const found = attempt(() => command.sys.statfs(path));
  if (found instanceof Errno) return found;
  const [name, magic] = FS_TYPES[found.type] ?? [`UNKNOWN (0x0)`, 0];
  const block = 4096;
  const blocks = Math.floor(found.size / block);
  const free = Math.floor((found.size - found.used) / block);
  const files = found.files ?? 0;
  return (directive) => {
    switch (directive) {
      case 'n':
        return { text: path };
      case 'Qn':
        return { text: shellQuote(path) };
      case 'i':
        return { text: fsid(found.mount.fs) };
      case 'l':
        return { number: 255 };
      case 't':
        return { number: magic, base: 16 };
      case 'T':
        return { text: command.gnu || name !== 'overlayfs' ? name : 'UNKNOWN' };
      case 'b':
        return { number: blocks };
      case 'f':
        return { number: free };
      case 'a':
        return { number: Math.floor(found.available / block) };
      case 's':
      case 'S':
        return { number: block };
      case 'c':
        return { number: files };
      case 'd':
        return { number: found.filesFree ?? 0 };
      default:
        return undefined;
    }
  };
}

/** The path of the mount point that a file is below (%m). */
function mountPoint(command: Command, path: string, stat: Stat): string {
  const { sys } = command;
  const start = attempt(() => (stat.type === 'symlink' ? sys.realpath(dirName(path)) : sys.realpath(path)));
  if (start instanceof Errno) return '?';
  const mounts = new Set(sys.mounts().map((mount) => mount.path));
  let at = start;
  while (at !== '/' && !mounts.has(at)) at = dirName(at);
  return at;
}

function statLookup(command: Command, path: string, stat: Stat, owners: Owners, always: boolean): Lookup {
  const { sys, gnu } = command;
  const rdev = stat.rdev ? makeDevice(...stat.rdev) : 0;
  const quoted = (name: string) => (!gnu ? `'${name}'` : always ? quoteFile(name) : shellQuote(name));
  const table: Readonly<Record<string, () => Value>> = {
    n: () => ({ text: path }),
    N: () => {
      if (stat.type !== 'symlink') return { names: [gnu ? quoted(path) : path] };
      const target = attempt(() => sys.readlink(path));
      return { names: [quoted(path), target instanceof Errno ? '?' : quoted(target)] };
    },
    a: () => ({ number: stat.mode & 0o7777, base: 8 }),
    A: () => ({ text: modeString(stat) }),
    b: () => ({ number: stat.blocks }),
    B: () => ({ number: 512 }),
    d: () => ({ number: stat.dev }),
    D: () => ({ number: stat.dev, base: 16 }),
    f: () => ({ number: rawMode(stat), base: 16 }),
    F: () => ({ text: typeName(stat) }),
    g: () => ({ number: stat.gid }),
    G: () => ({ text: owners.group(stat.gid) ?? 'UNKNOWN' }),
    h: () => ({ number: stat.nlink }),
    i: () => ({ number: stat.ino }),
    o: () => ({ number: 4096 }),
    s: () => ({ number: stat.size }),
    t: () => ({ number: major(rdev), base: 16 }),
    T: () => ({ number: minor(rdev), base: 16 }),
    u: () => ({ number: stat.uid }),
    U: () => ({ text: owners.user(stat.uid) ?? 'UNKNOWN' }),
    x: () => ({ text: fullTime(stat.atime) }),
    X: () => ({ seconds: stat.atime }),
    y: () => ({ text: fullTime(stat.mtime) }),
    Y: () => ({ seconds: stat.mtime }),
    z: () => ({ text: fullTime(stat.ctime) }),
    Z: () => ({ seconds: stat.ctime }),
  };
  // The disks keep no time of birth; the earliest time of a file is the closest to it.
  const birth = Math.min(stat.atime, stat.mtime, stat.ctime);
  const gnuOnly: Readonly<Record<string, () => Value>> = {
    Qn: () => ({ text: quoteFile(path) }),
    Hd: () => ({ number: major(stat.dev) }),
    Ld: () => ({ number: minor(stat.dev) }),
    C: () => ({ text: '?' }),
    m: () => ({ text: mountPoint(command, path, stat) }),
    r: () => ({ number: rdev }),
    R: () => ({ number: rdev, base: 16 }),
    Hr: () => ({ number: major(rdev) }),
    Lr: () => ({ number: minor(rdev) }),
    w: () => ({ text: fullTime(birth) }),
    W: () => ({ seconds: birth }),
  };
  return (directive) => (table[directive] ?? (gnu ? gnuOnly[directive] : undefined))?.();
}

const ACCESS = 'Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z\n';
const SIZE = '  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n';

const GNU_FORMATS = {
  file: `${SIZE}Device: %Hd,%Ld\tInode: %-10i  Links: %h\n${ACCESS} Birth: %w\n`,
  device: `${SIZE}Device: %Hd,%Ld\tInode: %-10i  Links: %-5h Device type: %Hr,%Lr\n${ACCESS} Birth: %w\n`,
  terse: '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n',
  fs:
    '  File: %Qn\n    ID: %-8i Namelen: %-7l Type: %T\nBlock size: %-10s Fundamental block size: %S\n' +
    'Blocks: Total: %-10b Free: %-10f Available: %a\nInodes: Total: %-10c Free: %d\n',
  fsTerse: '%n %i %l %t %s %S %b %f %a %c %d\n',
} as const;

const BUSYBOX_FORMATS = {
  file: `${SIZE}Device: %Dh/%dd\tInode: %-10i  Links: %h\n${ACCESS}`,
  device: `${SIZE}Device: %Dh/%dd\tInode: %-10i  Links: %-5h Device type: %t,%T\n${ACCESS}`,
  terse: '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o\n',
  fs:
    '  File: "%n"\n    ID: %-8i Namelen: %-7l Type: %T\nBlock size: %-10s\n' +
    'Blocks: Total: %-10b Free: %-10f Available: %a\nInodes: Total: %-10c Free: %d\n',
  fsTerse: '%n %i %l %t %s %b %f %a %c %d\n',
} as const;

export const stat = fileApplet('stat', function* (command) {
  const { sys, gnu } = command;
  const parsed = command.parse(
    gnu
      ? {
          dereference: ['L', 'flag'],
          'file-system': ['f', 'flag'],
          format: ['c', 'value'],
          printf: [undefined, 'value'],
          terse: ['t', 'flag'],
          cached: [undefined, 'value'],
        }
      : { 'file-system': ['f', 'flag'], dereference: ['L', 'flag'], terse: ['t', 'flag'], format: ['c', 'value'] },
  );
  const cached = parsed.value('cached');
  if (cached !== undefined) choose(command, '--cached', cached, [['default'], ['never'], ['always']]);
  if (parsed.operands.length === 0) command.usage(gnu ? 'missing operand' : '');
  const owners = yield* readOwners(sys);
  const given = parsed.order.findLast(({ name }) => name === 'format' || name === 'printf');
  const formats = gnu ? GNU_FORMATS : BUSYBOX_FORMATS;
  const terse = parsed.has('terse');
  for (const path of parsed.operands) {
    yield* command.pace();
    let lookup: Lookup;
    let standard: string;
    if (parsed.has('file-system')) {
      if (gnu && path === '-') {
        yield* command.fail("using '-' to denote standard input does not work in file system mode");
        continue;
      }
      const found = fsLookup(command, path);
      if (found instanceof Errno) {
        const what = gnu
          ? `cannot read file system information for ${quoteFile(path)}`
          : `can't read file system information for '${path}'`;
        yield* command.fail(`${what}: ${found.message}`);
        continue;
      }
      lookup = found;
      standard = terse ? formats.fsTerse : formats.fs;
    } else {
      const found = attempt(() =>
        gnu && path === '-' ? sys.fstat(0) : parsed.has('dereference') ? sys.stat(path) : sys.lstat(path),
      );
      if (found instanceof Errno) {
        const what = gnu ? `cannot statx ${quoteFile(path)}` : `can't stat '${path}'`;
        yield* command.fail(`${what}: ${found.message}`);
        continue;
      }
      lookup = statLookup(command, path, found, owners, given !== undefined || terse);
      standard = terse ? formats.terse : found.type === 'chardev' ? formats.device : formats.file;
    }
    const format = given === undefined ? standard : given.name === 'printf' ? given.value : `${given.value}\n`;
    yield* fill(command, format, lookup, given?.name === 'printf');
  }
});

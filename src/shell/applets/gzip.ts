import { Errno, isErrno, type Stat } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { type Applet, type OptionSpec, UsageError } from './applet.ts';
import { decodeWord, encodeWord, toBinary } from './binary.ts';
import { type Copied, gunzipFrom, gzipFrom } from './gzip-copy.ts';
import { type GunzipProblem, readGzipHeader } from './gzip-format.ts';
import { type Text, textApplet } from './text.ts';
import { strftime } from './times.ts';

const LEVELS = Object.fromEntries('123456789'.split('').map((digit) => [digit, [digit, 'flag'] as const]));
const GNU: OptionSpec = {
  ...LEVELS,
  stdout: ['c', 'flag'],
  'to-stdout': [undefined, 'flag'],
  decompress: ['d', 'flag'],
  uncompress: [undefined, 'flag'],
  force: ['f', 'flag'],
  keep: ['k', 'flag'],
  list: ['l', 'flag'],
  'no-name': ['n', 'flag'],
  name: ['N', 'flag'],
  quiet: ['q', 'flag'],
  silent: [undefined, 'flag'],
  recursive: ['r', 'flag'],
  rsyncable: [undefined, 'flag'],
  suffix: ['S', 'value'],
  synchronous: [undefined, 'flag'],
  test: ['t', 'flag'],
  verbose: ['v', 'flag'],
  fast: [undefined, 'flag'],
  best: [undefined, 'flag'],
};
const BUSYBOX: OptionSpec = {
  ...LEVELS,
  stdout: ['c', 'flag'],
  'to-stdout': [undefined, 'flag'],
  decompress: ['d', 'flag'],
  force: ['f', 'flag'],
  keep: ['k', 'flag'],
  'no-name': ['n', 'flag'],
  quiet: ['q', 'flag'],
  test: ['t', 'flag'],
  verbose: ['v', 'flag'],
  fast: [undefined, 'flag'],
  best: [undefined, 'flag'],
};
const GUNZIP_LONGS = ['stdout', 'force', 'test', 'no-name'];
const GZIP_LONGS = [...GUNZIP_LONGS, 'verbose', 'quiet'];
const WARNING = 2;

interface Plan {
  readonly mode: 'compress' | 'decompress' | 'test' | 'list';
  readonly stdout: boolean;
  readonly force: boolean;
  readonly keep: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly recursive: boolean;
  readonly name: boolean;
  readonly restoreName: boolean;
  readonly suffix: string;
  readonly level: number;
  readonly names: readonly string[];
}

function planOf(text: Text, called: string): Plan {
  const { gnu } = text;
  const parsed = gnu ? text.parse(GNU) : text.parse(BUSYBOX, { longs: called === 'gzip' ? GZIP_LONGS : GUNZIP_LONGS });
  const level = parsed.order.findLast(({ name }) => /^([1-9]|fast|best)$/.test(name))?.name ?? '6';
  const unpacks = called !== 'gzip' || parsed.has('decompress') || parsed.has('uncompress');
  const names = parsed.order.findLast(({ name }) => name === 'name' || name === 'no-name')?.name;
  return {
    mode: parsed.has('list') ? 'list' : parsed.has('test') ? 'test' : unpacks ? 'decompress' : 'compress',
    stdout: called === 'zcat' || parsed.has('stdout') || parsed.has('to-stdout'),
    force: parsed.has('force'),
    keep: parsed.has('keep'),
    quiet: parsed.has('quiet') || parsed.has('silent'),
    verbose: parsed.has('verbose'),
    recursive: parsed.has('recursive'),
    name: gnu && names !== 'no-name',
    restoreName: names === 'name',
    suffix: parsed.value('suffix') ?? '.gz',
    level: level === 'fast' ? 1 : level === 'best' ? 9 : Number(level),
    names: parsed.operands,
  };
}

const GNU_PROBLEMS: Readonly<Record<GunzipProblem, string>> = {
  magic: 'not in gzip format',
  method: 'unknown method 0 -- not supported',
  end: 'unexpected end of file',
  data: 'invalid compressed data--format violated',
  crc: 'invalid compressed data--crc error',
  length: 'invalid compressed data--length error',
  garbage: 'decompression OK, trailing garbage ignored',
};

/** One run over several files; the status is the worst of them. */
function createRun(text: Text, plan: Plan, called: string) {
  const { gnu, sys } = text;

  function* warn(message: string, status: number): Op<void> {
    if (!(plan.quiet && status === WARNING)) yield* text.say(message);
    // An error counts for more than a warning.
    if (text.status !== 1) text.status = Math.max(text.status, status) && (status === 1 ? 1 : status);
  }

  /** GNU: a blank line comes before what is wrong with the data. */
  function* complain(label: string, problem: GunzipProblem, size: number): Op<void> {
    if (gnu) {
      yield* text.flush();
      if (problem === 'garbage' && plan.quiet) text.status = text.status || WARNING;
      else {
        yield* sys.write(2, '\n');
        yield* warn(`${label}: ${GNU_PROBLEMS[problem]}`, problem === 'garbage' ? WARNING : 1);
      }
      return;
    }
    if (problem === 'garbage') return;
    const nothing = problem === 'magic' || (problem === 'end' && size === 0);
    yield* text.flush();
    if (called === 'zcat' && nothing) yield* warn(problem === 'magic' ? 'no gzip/bzip2/xz magic' : 'short read', 1);
    else if (nothing) yield* warn('invalid magic', 1);
    else {
      const words = { crc: 'crc error', length: 'incorrect length' } as const;
      yield* text.say(words[problem as 'crc'] ?? 'corrupted data');
      if (called !== 'zcat') text.status = 1;
    }
  }

  const toStdout = (bytes: Uint8Array): Op<void> => sys.write(1, bytes);

  function* standardInput(): Op<void> {
    const unpacks = plan.mode !== 'compress';
    if (gnu && !plan.force && sys.isatty(unpacks ? 0 : 1)) {
      yield* text.say(
        unpacks
          ? 'compressed data not read from a terminal. Use -f to force decompression.'
          : 'compressed data not written to a terminal. Use -f to force compression.',
      );
      yield* sys.write(2, 'For help, type: gzip -h\n');
      text.status = 1;
      return;
    }
    if (!unpacks) {
      yield* gzipFrom(sys, 0, { level: plan.level, mtime: 0, name: undefined }, toStdout);
      return;
    }
    if (plan.mode === 'list') {
      yield* list('stdin', 0, undefined);
      return;
    }
    const { problem, written } = yield* gunzipFrom(sys, 0, plan.mode === 'test' ? undefined : toStdout);
    if (problem) yield* complain('stdin', problem, written);
    else if (plan.verbose && plan.mode === 'test' && gnu) yield* sys.write(2, `stdin:\t OK\n`);
  }

  /** Finds a file to decompress: the name itself, or with a suffix. */
  function* findPacked(name: string): Op<string | undefined> {
    if (!gnu) {
      if (yield* exists(name, name)) return name;
      return undefined;
    }
    try {
      sys.stat(name);
      return name;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    const known = suffixOf(name) !== undefined;
    const longer = known ? name : `${name}${plan.suffix}`;
    return (yield* exists(longer, longer)) ? longer : undefined;
  }

  function* exists(name: string, shown: string): Op<boolean> {
    try {
      sys.stat(name);
      return true;
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* warn(`${shown}: ${error.message}`, 1);
      return false;
    }
  }

  /** The suffix that decompressing takes away. */
  function suffixOf(name: string): string | undefined {
    const suffixes = gnu ? [plan.suffix, '.gz', '-gz', '.z', '-z', '_z', '.Z', '.tgz', '.taz'] : ['.gz', '.tgz', '.Z'];
    const base = name.slice(name.lastIndexOf('/') + 1);
    return suffixes.find((suffix) => base.length > suffix.length && base.endsWith(suffix));
  }

  function* file(name: string): Op<void> {
    if (name === '-') {
      yield* standardInput();
      return;
    }
    const unpacks = plan.mode !== 'compress';
    const changes = !plan.stdout && plan.mode !== 'test' && plan.mode !== 'list';
    if (gnu && changes && !plan.force && isLink(name)) {
      yield* warn(`${name}: ${new Errno('ELOOP').message}`, 1);
      return;
    }
    const path = unpacks ? yield* findPacked(name) : (yield* exists(name, name)) ? name : undefined;
    if (path === undefined) return;
    const stat = sys.stat(path);
    if (stat.type === 'directory') {
      if (plan.recursive) {
        for (const { name: entry } of sys.readdir(path)) yield* file(`${path.replace(/\/$/, '')}/${entry}`);
      } else if (gnu) yield* warn(`${path} is a directory -- ignored`, WARNING);
      else yield* warn(called === 'zcat' ? 'short read' : `can't remove file '${path}': Is a directory`, 1);
      return;
    }
    if (gnu && changes && !(yield* ordinary(path, stat))) return;
    if (!unpacks) yield* pack(path, stat);
    else yield* unpack(path, stat);
  }

  function isLink(path: string): boolean {
    try {
      return sys.lstat(path).type === 'symlink';
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }

  /** GNU leaves special files alone, unless it is forced. */
  function* ordinary(path: string, stat: Stat): Op<boolean> {
    if (stat.type !== 'file') {
      yield* warn(`${path} is not a directory or a regular file - ignored`, WARNING);
      return false;
    }
    if (plan.force) return true;
    const special = stat.mode & 0o4000 ? 'set-user-ID' : stat.mode & 0o2000 ? 'set-group-ID' : undefined;
    if (special) yield* warn(`${path} is ${special} on execution - ignored`, WARNING);
    else if (stat.mode & 0o1000) yield* warn(`${path} has the sticky bit set - file ignored`, WARNING);
    else if (stat.nlink > 1 && !plan.keep) {
      const links = stat.nlink - 1;
      yield* warn(`${path} has ${links} other link${links > 1 ? 's' : ''}  -- file ignored`, WARNING);
    } else return true;
    return false;
  }

  /** Makes the output file; undefined: it may not be overwritten. */
  function* create(path: string): Op<Fd | undefined> {
    if (plan.force)
      try {
        sys.unlink(path);
      } catch (error) {
        if (!isErrno(error, 'ENOENT')) throw error;
      }
    try {
      return sys.open(path, { write: true, create: true, exclusive: true }, 0o600);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!gnu) yield* warn(`can't open '${path}': ${error.message}`, 1);
      else if (error.code !== 'EEXIST') yield* warn(`${path}: ${error.message}`, 1);
      else if (yield* overwrites(path)) {
        sys.unlink(path);
        return sys.open(path, { write: true, create: true, exclusive: true }, 0o600);
      }
      return undefined;
    }
  }

  function* overwrites(path: string): Op<boolean> {
    yield* sys.write(2, `gzip: ${path} already exists;`);
    if (sys.isatty(0)) {
      yield* sys.write(2, ' do you wish to overwrite (y or n)? ');
      const answer = toBinary(yield* sys.read(0));
      if (/^\s*[yY]/.test(answer)) return true;
    }
    yield* sys.write(2, '\tnot overwritten\n');
    text.status = text.status || WARNING;
    return false;
  }

  /** Gives the new file what the old one has, and removes the old one. */
  function replace(from: string, to: string, stat: Stat, mtime: number): void {
    sys.chmod(to, stat.mode);
    if (gnu) {
      try {
        sys.chown(to, stat.uid, stat.gid);
        sys.chmod(to, stat.mode);
      } catch (error) {
        if (!isErrno(error, 'EPERM')) throw error;
      }
      sys.utimes(to, stat.atime, mtime);
    }
    if (!plan.keep) sys.unlink(from);
  }

  function* pack(path: string, stat: Stat): Op<void> {
    if (gnu && suffixOf(path) !== undefined && !plan.stdout && !plan.force) {
      if (!plan.quiet) yield* text.say(`${path} already has ${suffixOf(path)} suffix -- unchanged`);
      return;
    }
    const from = sys.open(path);
    const base = path.slice(path.lastIndexOf('/') + 1);
    const header = {
      level: plan.level,
      mtime: plan.name ? Math.floor(stat.mtime / 1000) : 0,
      name: plan.name ? encodeWord(base) : undefined,
    };
    const to = `${path}${plan.suffix}`;
    const out = plan.stdout ? 1 : yield* create(to);
    if (out !== undefined) {
      const done = yield* gzipFrom(sys, from, header, (bytes) => sys.write(out, bytes));
      if (!plan.stdout) {
        sys.close(out);
        replace(path, to, stat, stat.mtime);
      }
      if (plan.verbose) yield* tell(path, to, done.read, done.written, header.name);
    }
    sys.close(from);
  }

  function* tell(path: string, to: string, plain: number, packed: number, name: string | undefined): Op<void> {
    if (!gnu) {
      if (!plan.stdout) yield* sys.write(2, `${path}: 100% - replaced with ${to}\n`);
      return;
    }
    const overhead = 18 + (name === undefined ? 0 : name.length + 1);
    const done = plan.stdout ? '' : plan.keep ? ` -- created ${to}` : ` -- replaced with ${to}`;
    yield* sys.write(2, `${path}:\t${ratio(plain, packed - overhead)}${done}\n`);
  }

  function* unpack(path: string, stat: Stat): Op<void> {
    const suffix = suffixOf(path);
    if (plan.mode === 'decompress' && !plan.stdout && suffix === undefined) {
      // Among all the files of a folder some aren't compressed.
      if (!plan.recursive || plan.verbose)
        yield* warn(`${path}: unknown suffix -${gnu ? '-' : ''} ignored`, gnu ? WARNING : 1);
      return;
    }
    const from = sys.open(path);
    if (plan.mode === 'list') yield* list(path, from, stat);
    else if (plan.mode === 'test' || plan.stdout) yield* unpackTo(path, from);
    else yield* unpackBeside(path, from, suffix!, stat);
    sys.close(from);
  }

  function* unpackTo(path: string, from: Fd): Op<void> {
    let first = true;
    const sink = function* (bytes: Uint8Array): Op<void> {
      first = false;
      yield* sys.write(1, bytes);
    };
    const { problem, written } = yield* gunzipFrom(sys, from, plan.mode === 'test' ? undefined : sink);
    // With -f and -c what isn't compressed is passed on as it is.
    if (problem === 'magic' && first && plan.force && plan.stdout && gnu) {
      sys.seek(from, 0);
      for (;;) {
        const bytes = yield* sys.read(from);
        if (bytes.length === 0) return;
        yield* sys.write(1, bytes);
        yield* sys.turn();
      }
    }
    if (problem) yield* complain(path, problem, written);
    if ((!problem || problem === 'garbage') && plan.verbose && plan.mode === 'test' && gnu)
      yield* sys.write(2, `${path}:\t OK\n`);
  }

  function* unpackBeside(path: string, from: Fd, suffix: string, stat: Stat): Op<void> {
    const stem = path.slice(0, path.length - suffix.length) + (suffix === '.tgz' || suffix === '.taz' ? '.tar' : '');
    const header = readGzipHeader(yield* sys.read(from, 4096));
    sys.seek(from, 0);
    const slash = stem.lastIndexOf('/') + 1;
    const known = typeof header === 'object';
    const to = plan.restoreName && known && header.name ? stem.slice(0, slash) + decodeWord(header.name) : stem;
    const out = yield* create(to);
    if (out === undefined) return;
    const done: Copied = yield* gunzipFrom(sys, from, (bytes) => sys.write(out, bytes));
    sys.close(out);
    if (done.problem && done.problem !== 'garbage') {
      sys.unlink(to);
      yield* complain(path, done.problem, done.written);
      return;
    }
    if (done.problem) yield* complain(path, done.problem, done.written);
    replace(path, to, stat, plan.restoreName && known && header.mtime ? header.mtime * 1000 : stat.mtime);
    if (!plan.verbose) return;
    if (gnu) {
      const overhead = 18 + (known && header.name !== undefined ? header.name.length + 1 : 0);
      const action = plan.keep ? 'created' : 'replaced with';
      yield* sys.write(2, `${path}:\t${ratio(done.written, done.read - overhead)} -- ${action} ${to}\n`);
    } else {
      const percent = (100 - Math.floor((100 * done.read) / Math.max(1, done.written))) >>> 0;
      yield* sys.write(2, `${path}: ${percent}% - replaced with ${to}\n`);
    }
  }

  const totals = { packed: 0, plain: 0, payload: 0, files: 0, headed: false };

  /** -l: what a file holds. */
  function* list(path: string, from: Fd, stat: Stat | undefined): Op<void> {
    const first = yield* sys.read(from, 4096);
    const header = readGzipHeader(first);
    if (typeof header === 'string') {
      yield* complain(path, header === 'more' ? 'end' : header, 0);
      return;
    }
    let last = first;
    let packed = first.length;
    for (;;) {
      const bytes = yield* sys.read(from);
      if (bytes.length === 0) break;
      packed += bytes.length;
      last = bytes.length >= 8 ? bytes : Uint8Array.from([...last, ...bytes]);
      yield* sys.turn();
    }
    const tail = new DataView(last.slice(-8).buffer);
    const [crc, plain] = [tail.getUint32(0, true), tail.getUint32(4, true)];
    const payload = packed - header.length - 8;
    if (!totals.headed && !plan.quiet)
      text.put(
        `${plan.verbose ? 'method  crc     date  time  ' : ''}${'compressed'.padStart(19)}${'uncompressed'.padStart(20)}  ratio uncompressed_name\n`,
      );
    totals.headed = true;
    totals.files++;
    totals.packed += packed;
    totals.plain += plain;
    totals.payload = totals.packed - header.length - 8;
    const name = path === 'stdin' ? 'stdout' : path.slice(0, path.length - (suffixOf(path)?.length ?? 0));
    const when = stat ? strftime('%b %e %H:%M', stat.mtime) : strftime('%b %e %H:%M', header.mtime * 1000);
    text.put(plan.verbose ? `defla ${crc.toString(16).padStart(8, '0')} ${when} ` : '');
    text.put(`${String(packed).padStart(19)} ${String(plain).padStart(19)} ${ratio(plain, payload)} ${name}\n`);
  }

  return {
    *all(): Op<void> {
      if (plan.names.length === 0) yield* standardInput();
      for (const name of plan.names) {
        try {
          yield* file(name);
        } catch (error) {
          if (!isErrno(error) || error.code === 'EPIPE') throw error;
          yield* warn(`${name}: ${error.message}`, 1);
        }
        yield* sys.turn();
      }
      if (plan.mode === 'list' && totals.files > 1)
        text.put(
          `${plan.verbose ? ' '.repeat(28) : ''}${String(totals.packed).padStart(19)} ${String(totals.plain).padStart(19)} ${ratio(totals.plain, totals.payload)} (totals)\n`,
        );
    },
  };
}

/** How much was saved, as GNU prints it: ` 99.1%`, `-100.0%`. */
function ratio(plain: number, packed: number): string {
  if (plain === 0) return '  0.0%';
  return `${(Math.trunc(((plain - packed) / plain) * 1000) / 10).toFixed(1)}%`.padStart(6);
}

/** GNU's gunzip and zcat are gzip, and say so. */
function gzipApplet(called: string): Applet {
  return textApplet(called, function* (given: Text): Op<number> {
    const text: Text = given.gnu && called !== 'gzip' ? { ...given, ...named(given, 'gzip') } : given;
    try {
      const plan = planOf(text, called);
      yield* createRun(text, plan, called).all();
      yield* text.flush();
      return text.gnu && plan.quiet && text.status === WARNING ? 0 : text.status;
    } catch (error) {
      if (!(error instanceof UsageError) || !text.gnu || !error.hint) throw error;
      yield* text.sys.write(2, `gzip: ${error.message}\nTry \`gzip --help' for more information.\n`);
      return error.status;
    }
  });
}

/** The parts of a text that say who speaks, under another name. */
function named(text: Text, name: string): Pick<Text, 'name' | 'say' | 'fail'> {
  const say = function* (message: string): Op<void> {
    yield* text.flush();
    yield* text.sys.write(2, `${name}: ${message}\n`);
  };
  return {
    name,
    say,
    *fail(message, status = 1) {
      yield* say(message);
      text.status = Math.max(text.status, status);
    },
  };
}

export const gzip = gzipApplet('gzip');
export const gunzip = gzipApplet('gunzip');
export const zcat = gzipApplet('zcat');

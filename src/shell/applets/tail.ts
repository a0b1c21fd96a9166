import { Errno, isErrno, type Stat } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { type OptionSpec, type Parsed, UsageError } from './applet.ts';
import { encodeWord, toBinary } from './binary.ts';
import { BKM, busyboxNumber, gnuCount } from './counts.ts';
import { quote, quoteFile, quoteName } from './quote.ts';
import { cantOpen, closeOperand, fill, inputError, inputOn, type Text, textApplet } from './text.ts';

interface Plan {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** From line or byte `count` on, instead of the last ones. */
  readonly fromTop: boolean;
  readonly separator: string;
  readonly follow: 'no' | 'descriptor' | 'name';
  /** Try again to open what can't be opened. */
  readonly retry: boolean;
  readonly pid: number | undefined;
  /** Milliseconds between two looks. */
  readonly interval: number;
  readonly headers: boolean | undefined;
  readonly names: readonly string[];
}

/** A followed file: plain data. */
interface Followed {
  readonly name: string;
  fd: Fd | undefined;
  /** Something was open under this name before. */
  known: boolean;
  at: number;
}

interface Following {
  readonly files: Followed[];
  /** The file that the last bytes came from. */
  last: number;
  status: number;
}

/** GNU tail is told of changes by the kernel (inotify) and prints them at once; here it looks often. */
const GNU_INTERVAL = 100;
/** A device whose end is its only content can't grow. */
const NEVER = 3_600_000;

/** A digit among the options is told in a way of its own. */
function parseGnu(text: Text, spec: OptionSpec, args: readonly string[]): Parsed {
  try {
    return text.parse(spec, { args });
  } catch (error) {
    const digit = error instanceof UsageError && /^invalid option -- '(\d)'$/.exec(error.message)?.[1];
    if (digit) return text.die(`option used in invalid context -- ${digit}`);
    throw error;
  }
}

function gnuPlan(text: Text): Plan {
  const { args } = text;
  const fits =
    args.length === 1 || (args.length === 2 && !/^-./.test(args[1]!)) || (args.length <= 3 && args[1] === '--');
  const old = fits ? /^([-+])(\d*)([bcl]?)(f?)$/.exec(args[0] ?? '') : null;
  const isOld = old && args[0] !== '-' && args[0] !== '+' && !/^-[bclf]/.test(args[0]!);
  const spec = {
    bytes: ['c', 'value'],
    f: ['f', 'flag'],
    F: ['F', 'flag'],
    follow: [undefined, 'optional'],
    lines: ['n', 'value'],
    'max-unchanged-stats': [undefined, 'value'],
    pid: [undefined, 'value'],
    quiet: ['q', 'flag'],
    silent: [undefined, 'flag'],
    retry: [undefined, 'flag'],
    'sleep-interval': ['s', 'value'],
    verbose: ['v', 'flag'],
    'zero-terminated': ['z', 'flag'],
  } as const;
  const parsed = parseGnu(text, spec, isOld ? args.slice(1) : args);
  let unit: Plan['unit'] = 'lines';
  let word = '10';
  let follow: Plan['follow'] = 'no';
  let retry = parsed.has('retry');
  let headers: boolean | undefined;
  if (isOld) {
    const [, sign, digits, letter, f] = old as unknown as [string, string, string, string, string];
    word = `${sign}${digits || '10'}${letter === 'b' ? 'b' : ''}`;
    if (letter === 'b' || letter === 'c') unit = 'bytes';
    if (f) follow = 'descriptor';
  }
  for (const { name, value } of parsed.order) {
    if (name === 'bytes' || name === 'lines') {
      unit = name;
      word = value;
    } else if (name === 'f') follow = 'descriptor';
    else if (name === 'follow') {
      if (value !== '' && value !== 'descriptor' && value !== 'name')
        text.usage(
          `invalid argument ${quote(value)} for '--follow'\nValid arguments are:\n  - 'descriptor'\n  - 'name'`,
        );
      follow = value === 'name' ? 'name' : 'descriptor';
    } else if (name === 'F') {
      follow = 'name';
      retry = true;
    } else if (name === 'quiet' || name === 'silent') headers = false;
    else if (name === 'verbose') headers = true;
  }
  const digits = /^[-+]/.test(word) ? word.slice(1) : word;
  const count = gnuCount(digits);
  if (count === undefined) text.die(`invalid number of ${unit}: ${quote(word)}`);
  const interval = parsed.value('sleep-interval');
  if (interval !== undefined && !/^(\d+\.?\d*|\.\d+)$/.test(interval))
    text.die(`invalid number of seconds: ${quote(interval)}`);
  const pid = parsed.value('pid');
  if (pid !== undefined && !/^\d+$/.test(pid)) text.die(`invalid PID: ${quote(pid)}`);
  return {
    unit,
    count,
    fromTop: word.startsWith('+'),
    separator: parsed.has('zero-terminated') ? '\0' : '\n',
    follow,
    retry,
    pid: pid === undefined ? undefined : Number(pid),
    interval: GNU_INTERVAL,
    headers: headers ?? parsed.operands.length > 1,
    names: parsed.operands,
  };
}

function busyboxPlan(text: Text): Plan {
  let { args } = text;
  let word = '10';
  if (/^[-+]\d/.test(args[0] ?? '')) {
    word = args[0]!;
    args = args.slice(1);
  }
  const parsed = text.parse(
    {
      c: ['c', 'value'],
      f: ['f', 'flag'],
      F: ['F', 'flag'],
      n: ['n', 'value'],
      q: ['q', 'flag'],
      s: ['s', 'value'],
      v: ['v', 'flag'],
    },
    { args },
  );
  const eat = (given: string) => busyboxNumber(text, given.replace(/^[-+]/, ''), { suffixes: BKM });
  let count = eat(word);
  for (const name of ['c', 'n']) {
    const value = parsed.value(name);
    if (value === undefined) continue;
    word = value;
    count = eat(word);
  }
  const last = parsed.order.findLast(({ name }) => name === 'q' || name === 'v')?.name;
  return {
    unit: parsed.has('c') ? 'bytes' : 'lines',
    count,
    fromTop: word.startsWith('+'),
    separator: '\n',
    follow: parsed.has('F') ? 'name' : parsed.has('f') ? 'descriptor' : 'no',
    retry: parsed.has('F'),
    pid: undefined,
    interval: parsed.has('s') ? busyboxNumber(text, parsed.value('s')!) * 1000 : 1000,
    headers: last === undefined ? undefined : last === 'v',
    names: parsed.operands,
  };
}

/** The part of `all` that is wanted, once all of it is there. */
function lastPart(all: string, { unit, count, separator }: Plan): string {
  if (unit === 'bytes') return count === 0 ? '' : all.slice(-Math.min(count, all.length) || all.length);
  if (count === 0) return '';
  let at = all.length - (all.endsWith(separator) ? 1 : 0);
  for (let left = count; at > 0; ) {
    const before = all.lastIndexOf(separator, at - 1);
    if (before < 0) return all;
    if (--left === 0) return all.slice(before + 1);
    at = before;
  }
  return all;
}

/** Reads a file to its end and puts what is wanted of it. */
function* first(text: Text, plan: Plan, fd: Fd): Op<string> {
  const input = inputOn(fd);
  let skip = plan.fromTop ? Math.max(0, plan.count - 1) : 0;
  let kept = '';
  let trim = 65_536;
  while (!input.ended) {
    yield* fill(text, input, undefined);
    let chunk = input.text;
    input.at = chunk.length;
    if (plan.fromTop) {
      if (plan.unit === 'bytes') {
        const cut = Math.min(skip, chunk.length);
        chunk = chunk.slice(cut);
        skip -= cut;
      } else
        for (; skip > 0 && chunk !== ''; skip--) {
          const end = chunk.indexOf(plan.separator);
          chunk = end < 0 ? '' : chunk.slice(end + 1);
          if (end < 0) break;
        }
      text.put(chunk);
      if (text.full) yield* text.flush();
      continue;
    }
    kept += chunk;
    if (kept.length > trim) {
      kept = lastPart(kept, plan);
      trim = Math.max(65_536, kept.length * 2);
    }
  }
  if (!plan.fromTop) text.put(lastPart(kept, plan));
  return input.error ? inputError(input) : '';
}

function openMessage(text: Text, name: string, error: Errno): string {
  return text.gnu ? `cannot open ${quoteFile(name)} for reading: ${error.message}` : cantOpen(name, error);
}

const header = (name: string, gnu: boolean, first: boolean): string =>
  `${first ? '' : '\n'}==> ${name === '-' && gnu ? 'standard input' : encodeWord(name)} <==\n`;

function open(text: Text, name: string): Fd | Errno {
  if (name === '-') return 0;
  try {
    return text.sys.open(name);
  } catch (error) {
    if (isErrno(error)) return error;
    throw error;
  }
}

function statOf(call: () => Stat): Stat | Errno {
  try {
    return call();
  } catch (error) {
    if (isErrno(error)) return error;
    throw error;
  }
}

function* main(text: Text): Op<number> {
  const { gnu, sys } = text;
  const plan = gnu ? gnuPlan(text) : busyboxPlan(text);
  if (text.saved) return yield* follow(text, plan, text.saved as Following);
  const names = plan.names.length > 0 ? plan.names : ['-'];
  const files: Followed[] = [];
  if (gnu && plan.retry && plan.follow === 'no')
    yield* text.say('warning: --retry ignored; --retry is useful only when following');
  if (gnu && plan.pid !== undefined && plan.follow === 'no')
    yield* text.say('warning: PID ignored; --pid=PID is useful only when following');
  const opened = gnu ? undefined : yield* openAll(text, names);
  const headers = plan.headers ?? (opened ? [...opened.values()].filter((fd) => fd !== undefined).length > 1 : false);
  let printed = false;
  let last = -1;
  for (const name of names) {
    let fd: Fd | undefined = opened?.get(name);
    if (!opened) {
      const result = open(text, name);
      if (result instanceof Errno) yield* text.fail(openMessage(text, name, result));
      else fd = result;
    }
    if (fd === undefined) {
      if (plan.follow === 'name') files.push({ name, fd: undefined, known: false, at: 0 });
      continue;
    }
    if (headers) text.put(header(name, gnu, !printed));
    printed = true;
    const error = yield* first(text, plan, fd);
    if (error) yield* text.fail(gnu ? `error reading ${quoteFile(name)}: ${error}` : `read error: ${error}`);
    const stat = sys.fstat(fd);
    const pipe = stat.type === 'fifo' || stat.type === 'directory';
    if (plan.follow === 'no' || (pipe && gnu)) closeOperand(text, fd);
    else {
      last = files.length;
      files.push({ name, fd, known: true, at: stat.type === 'file' ? sys.seek(fd, 0, 'current') : 0 });
    }
  }
  if (!gnu && !printed && !plan.retry) text.die('no files');
  if (plan.follow === 'no') return text.status;
  if (files.length === 0) {
    if (!printed) yield* text.fail('no files remaining');
    return text.status;
  }
  return yield* follow(text, plan, { files, last, status: text.status });
}

/** busybox opens all files before it prints any. */
function* openAll(text: Text, names: readonly string[]): Op<Map<string, Fd | undefined>> {
  const all = new Map<string, Fd | undefined>();
  for (const name of names) {
    const result = open(text, name);
    if (result instanceof Errno) {
      yield* text.fail(openMessage(text, name, result));
      all.set(name, undefined);
    } else all.set(name, result);
  }
  return all;
}

/** tail -f: looks from time to time, for ever. */
function* follow(text: Text, plan: Plan, state: Following): Op<number> {
  const { gnu, sys } = text;
  const headers = plan.headers ?? state.files.length > 1;
  yield* text.flush();
  for (;;) {
    sys.checkpoint(state);
    const still = state.files.every(
      ({ fd }) => fd !== undefined && sys.fstat(fd).type === 'chardev' && !sys.isatty(fd),
    );
    yield* sys.sleep(still ? NEVER : plan.interval);
    if (plan.pid !== undefined && !sys.processes().some(({ pid }) => pid === plan.pid)) return state.status;
    for (const [index, file] of state.files.entries()) {
      if (plan.follow === 'name') yield* reopen(text, file);
      const { fd } = file;
      if (fd === undefined) continue;
      const stat = sys.fstat(fd);
      if (stat.type === 'file' && stat.size < file.at) {
        if (gnu) yield* text.say(`${quoteName(file.name)}: file truncated`);
        if (gnu || stat.size > 0) file.at = sys.seek(fd, 0);
      }
      if (stat.type === 'file' && stat.size <= file.at) continue;
      for (;;) {
        const bytes = yield* sys.read(fd);
        if (bytes.length === 0) break;
        file.at += bytes.length;
        if (headers && state.last !== index) text.put(header(file.name, gnu, false));
        state.last = index;
        text.put(toBinary(bytes));
        yield* text.flush();
        yield* sys.turn();
        if (stat.type !== 'file') break;
      }
    }
  }
}

/** tail -F: is the name still that file's? */
function* reopen(text: Text, file: Followed): Op<void> {
  const { gnu, sys } = text;
  const now = statOf(() => sys.stat(file.name));
  const { fd } = file;
  if (now instanceof Errno) {
    if (fd === undefined) return;
    yield* text.say(
      gnu
        ? `${quoteFile(file.name)} has become inaccessible: ${now.message}`
        : `${file.name} has been renamed or deleted: ${now.message}`,
    );
    sys.close(fd);
    file.fd = undefined;
    return;
  }
  if (fd !== undefined) {
    const then = sys.fstat(fd);
    if (then.ino === now.ino && then.dev === now.dev) return;
    sys.close(fd);
  }
  const opened = open(text, file.name);
  file.fd = opened instanceof Errno ? undefined : opened;
  file.at = 0;
  if (opened instanceof Errno) return;
  if (gnu)
    yield* text.say(
      `${quoteFile(file.name)} has ${fd === undefined ? 'appeared' : 'been replaced'};  following new file`,
    );
  else yield* text.say(`${file.name} has ${file.known ? 'been replaced' : 'appeared'}; following end of new file`);
  file.known = true;
}

export const tail = textApplet('tail', main);

import { Errno, isErrno } from '../../fs/index.ts';
import type { Fd, Op } from '../../os/index.ts';
import { attempt, type Command, fileApplet } from './command.ts';
import { quote, quoteFile } from './quote.ts';
import { busyboxSize } from './sizes.ts';

/** What dd was told, in bytes and blocks. */
interface Plan {
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly ibs: number;
  readonly obs: number;
  /** `bs=` was said: a short block read is a short block written. */
  readonly together: boolean;
  readonly count: number | undefined;
  readonly countBytes: boolean;
  readonly skip: number;
  readonly skipBytes: boolean;
  readonly seek: number;
  readonly seekBytes: boolean;
  readonly conv: ReadonlySet<string>;
  readonly iflag: ReadonlySet<string>;
  readonly oflag: ReadonlySet<string>;
  readonly status: 'all' | 'noxfer' | 'none' | 'progress';
}

interface Counts {
  inFull: number;
  inPart: number;
  outFull: number;
  outPart: number;
  bytes: number;
  /** Writing failed. */
  cut: boolean;
}

const PIECE = 1 << 20;

/** printf's %g with six digits. */
function general(value: number): string {
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (exponent < -4 || exponent >= 6) {
    const [mantissa, power] = value.toExponential(5).split('e') as [string, string];
    const digits = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
    return `${digits}e${power[0] === '-' ? '-' : '+'}${power.slice(1).padStart(2, '0')}`;
  }
  return String(Number(value.toPrecision(6)));
}

/** A size as GNU dd tells it: `1.0 MB`, `512 B`. */
function spaced(value: number, base: 1000 | 1024): string {
  let power = 0;
  let size = value;
  while (size >= base && power < 8) {
    size /= base;
    power++;
  }
  let text = power > 0 && size < 9.95 ? size.toFixed(1) : String(Math.round(size));
  if (power > 0 && Number(text) >= base) {
    text = '1.0';
    power++;
  }
  const unit =
    base === 1000
      ? ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'][power]
      : ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'][power];
  return `${text} ${unit}B`;
}

/** The lines that dd ends with. */
function* report(command: Command, plan: Plan, counts: Counts, started: number): Op<void> {
  if (plan.status === 'none') return;
  const { sys, gnu } = command;
  let text = `${counts.inFull}+${counts.inPart} records in\n` + `${counts.outFull}+${counts.outPart} records out\n`;
  // busybox says no third line after a failed write.
  if (plan.status !== 'noxfer' && (gnu || !counts.cut)) {
    // A clock that stood still still ticks once.
    const elapsed = Math.max(sys.uptime() - started, 0.001) / 1000;
    const { bytes } = counts;
    if (gnu) {
      const si = bytes < 1000 ? '' : ` (${spaced(bytes, 1000)}${bytes < 1024 ? '' : `, ${spaced(bytes, 1024)}`})`;
      text += `${bytes} byte${bytes === 1 ? '' : 's'}${si} copied, ${general(elapsed)} s, ${spaced(bytes / elapsed, 1000)}/s\n`;
    } else {
      text += `${bytes} bytes (${busyboxSize(bytes)}B) copied, ${elapsed.toFixed(6)} seconds, `;
      text += `${busyboxSize(Math.floor(bytes / elapsed))}B/s\n`;
    }
  }
  yield* command.flush();
  yield* sys.write(2, text);
}

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  kB: 1000,
  k: 1024,
  K: 1024,
  KiB: 1024,
  kiB: 1024,
  KB: 1000,
  MB: 1e6,
  M: 1 << 20,
  MiB: 1 << 20,
  kD: 1000,
  KD: 1000,
  MD: 1e6,
  GD: 1e9,
  GB: 1e9,
  G: 1 << 30,
  GiB: 1 << 30,
  TB: 1e12,
  T: 2 ** 40,
  TiB: 2 ** 40,
};
const BUSYBOX_SUFFIXES = /^(c|w|b|[kK][BD]?|[MG][BD]?|)$/;

/** A number of dd: with a suffix, and (GNU) products of them with x. `bytes`: it ended with B. */
function parseNumber(text: string, gnu: boolean): { value: number; bytes: boolean } | undefined {
  let value = 1;
  let bytes = false;
  for (const factor of gnu ? text.split('x') : [text]) {
    const m = /^(\d+)([A-Za-z]*)$/.exec(factor);
    if (!m) return undefined;
    let suffix = m[2]!;
    if (!gnu && !BUSYBOX_SUFFIXES.test(suffix)) return undefined;
    if (gnu && (suffix === 'B' || /^[kKMGT]i?B$/.test(suffix))) bytes = true;
    if (suffix === 'B' && gnu) suffix = 'c';
    const unit = FACTORS[suffix];
    if (unit === undefined) return undefined;
    value *= Number(m[1]) * unit;
  }
  return { value, bytes };
}

const CONVERSIONS = [
  'lcase',
  'ucase',
  'swab',
  'noerror',
  'notrunc',
  'sync',
  'fsync',
  'fdatasync',
  'excl',
  'nocreat',
  'sparse',
];
const FLAGS = [
  'append',
  'direct',
  'directory',
  'dsync',
  'sync',
  'nonblock',
  'noatime',
  'nocache',
  'noctty',
  'nofollow',
  'fullblock',
  'count_bytes',
  'skip_bytes',
  'seek_bytes',
];
const BUSYBOX_WORDS = {
  conv: ['notrunc', 'sync', 'noerror', 'fsync', 'swab'],
  iflag: ['skip_bytes', 'count_bytes', 'fullblock', 'direct'],
  oflag: ['seek_bytes', 'append', 'direct'],
} as const;

function readOperands(command: Command): Plan {
  const { gnu } = command;
  const plan = {
    input: undefined as string | undefined,
    output: undefined as string | undefined,
    ibs: 512,
    obs: 512,
    bs: undefined as number | undefined,
    count: undefined as number | undefined,
    skip: 0,
    seek: 0,
    countBytes: false,
    skipBytes: false,
    seekBytes: false,
    conv: new Set<string>(),
    iflag: new Set<string>(),
    oflag: new Set<string>(),
    status: 'all' as Plan['status'],
  };
  const number = (name: string, text: string, least: number) => {
    const read = parseNumber(text, gnu);
    if (!read || read.value < least) {
      if (gnu) return command.die(`invalid number: ${quote(text)}`);
      if (read)
        return command.die(
          `number ${text} is not in ${least}..${name === 'bs' || name === 'ibs' || name === 'obs' ? '9223372036854775807' : '18446744073709551615'} range`,
        );
      return command.die(`invalid number '${text}'`);
    }
    return read;
  };
  const words = (name: 'conv' | 'iflag' | 'oflag', text: string, into: Set<string>) => {
    const known: readonly string[] = gnu ? (name === 'conv' ? CONVERSIONS : FLAGS) : BUSYBOX_WORDS[name];
    for (const word of text.split(',')) {
      if (known.includes(word)) into.add(word);
      else if (!gnu) command.die(`invalid argument '${word}' to '${name}'`);
      else {
        const what = name === 'conv' ? 'conversion' : name === 'iflag' ? 'input flag' : 'output flag';
        command.usage(`invalid ${what}: ${quote(word)}`);
      }
    }
  };
  const operands = gnu ? command.parse({}).operands : command.args;
  for (const operand of operands) {
    const equals = operand.indexOf('=');
    const name = equals < 0 ? operand : operand.slice(0, equals);
    const value = operand.slice(equals + 1);
    switch (equals < 0 ? '' : name) {
      case 'if':
        plan.input = value;
        break;
      case 'of':
        plan.output = value;
        break;
      case 'bs':
        plan.bs = number(name, value, 1).value;
        break;
      case 'ibs':
        plan.ibs = number(name, value, 1).value;
        break;
      case 'obs':
        plan.obs = number(name, value, 1).value;
        break;
      case 'count': {
        const read = number(name, value, 0);
        plan.count = read.value;
        plan.countBytes = read.bytes;
        break;
      }
      case 'skip':
      case 'iseek': {
        if (name === 'iseek' && !gnu) command.usage();
        const read = number(name, value, 0);
        plan.skip = read.value;
        plan.skipBytes = read.bytes;
        break;
      }
      case 'seek':
      case 'oseek': {
        if (name === 'oseek' && !gnu) command.usage();
        const read = number(name, value, 0);
        plan.seek = read.value;
        plan.seekBytes = read.bytes;
        break;
      }
      case 'conv':
        words('conv', value, plan.conv);
        break;
      case 'iflag':
        words('iflag', value, plan.iflag);
        break;
      case 'oflag':
        words('oflag', value, plan.oflag);
        break;
      case 'status':
        if (value === 'none' || value === 'noxfer' || (gnu && value === 'progress')) plan.status = value;
        else if (gnu) command.usage(`invalid status level: ${quote(value)}`);
        else command.die(`invalid argument '${value}' to 'status'`);
        break;
      default:
        command.usage(gnu ? `unrecognized operand ${quote(operand)}` : '');
    }
  }
  if (plan.conv.has('excl') && plan.conv.has('nocreat')) command.die('cannot combine excl and nocreat');
  if (plan.conv.has('lcase') && plan.conv.has('ucase')) command.die('cannot combine lcase and ucase');
  return {
    ...plan,
    ibs: plan.bs ?? plan.ibs,
    obs: plan.bs ?? plan.obs,
    together: plan.bs !== undefined || (!gnu && plan.ibs === plan.obs),
    countBytes: plan.countBytes || plan.iflag.has('count_bytes'),
    skipBytes: plan.skipBytes || plan.iflag.has('skip_bytes'),
    seekBytes: plan.seekBytes || plan.oflag.has('seek_bytes'),
  };
}

function openInput(command: Command, plan: Plan): Fd {
  if (plan.input === undefined) return 0;
  const fd = attempt(() => command.sys.open(plan.input!));
  if (typeof fd === 'number') return fd;
  const name = command.gnu ? quoteFile(plan.input) : `'${plan.input}'`;
  return command.die(command.gnu ? `failed to open ${name}: ${fd.message}` : `can't open ${name}: ${fd.message}`);
}

function openOutput(command: Command, plan: Plan): Fd {
  if (plan.output === undefined) return 1;
  const { sys, gnu } = command;
  const path = plan.output;
  const keeps = plan.conv.has('notrunc');
  const truncate = !keeps && plan.seek === 0;
  const append = plan.oflag.has('append');
  const fd = attempt(() =>
    sys.open(path, {
      read: false,
      write: true,
      create: !plan.conv.has('nocreat'),
      exclusive: plan.conv.has('excl'),
      truncate,
      append,
    }),
  );
  if (fd instanceof Errno)
    return command.die(
      gnu ? `failed to open ${quoteFile(path)}: ${fd.message}` : `can't open '${path}': ${fd.message}`,
    );
  if (plan.seek > 0 && !keeps) {
    const size = plan.seek * (plan.seekBytes ? 1 : plan.obs);
    const error = attempt(() => sys.ftruncate(fd, size));
    if (error instanceof Errno && sys.fstat(fd).type === 'file')
      command.die(
        gnu
          ? `failed to truncate to ${size} bytes in output file ${quoteFile(path)}: ${error.message}`
          : `${path}: ${error.message}`,
      );
  }
  return fd;
}

/** Passes over what is to be skipped at the input's beginning. */
function* skipInput(command: Command, plan: Plan, fd: Fd): Op<void> {
  const { sys, gnu } = command;
  if (plan.skip === 0) return;
  const bytes = plan.skip * (plan.skipBytes ? 1 : plan.ibs);
  const stat = sys.fstat(fd);
  const moved = attempt(() => sys.seek(fd, bytes, 'current'));
  if (!(moved instanceof Errno)) {
    if (gnu && stat.type === 'file' && bytes > stat.size)
      yield* command.say(`${quoteFile(plan.input ?? 'standard input')}: cannot skip to specified offset`);
    return;
  }
  for (let left = bytes; left > 0; ) {
    const got = yield* sys.read(fd, Math.min(left, PIECE));
    if (got.length === 0) break;
    left -= got.length;
  }
}

/** A block's bytes as conv= wants them. */
function convert(bytes: Uint8Array, conv: ReadonlySet<string>): Uint8Array {
  if (!conv.has('lcase') && !conv.has('ucase') && !conv.has('swab')) return bytes;
  const out = bytes.slice();
  for (let i = 0; i < out.length; i++) {
    const byte = out[i]!;
    if (conv.has('ucase') && byte >= 97 && byte <= 122) out[i] = byte - 32;
    if (conv.has('lcase') && byte >= 65 && byte <= 90) out[i] = byte + 32;
  }
  if (conv.has('swab')) for (let i = 0; i + 1 < out.length; i += 2) [out[i], out[i + 1]] = [out[i + 1]!, out[i]!];
  return out;
}

/** What happens to bytes on their way out: counted in blocks of obs. */
interface Writer {
  /** False: writing failed, and that was told. */
  put(bytes: Uint8Array): Op<boolean>;
  /** The end of an input block, or of all. */
  end(last: boolean): void;
}

function createWriter(command: Command, plan: Plan, fd: Fd, counts: Counts): Writer {
  const { sys, gnu } = command;
  let filled = 0;
  const position = () => attempt(() => sys.seek(fd, 0, 'current'));
  return {
    *put(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const room = plan.obs - filled;
        const part = bytes.subarray(at, at + room);
        const before = position();
        try {
          yield* sys.write(fd, part);
        } catch (error) {
          if (!isErrno(error)) throw error;
          const after = position();
          const written = typeof before === 'number' && typeof after === 'number' ? after - before : 0;
          counts.bytes += written;
          if (gnu && filled + written > 0) counts.outPart++;
          filled = 0;
          counts.cut = true;
          const name = plan.output ?? 'standard output';
          const doing = gnu && !plan.together ? 'writing to' : 'error writing';
          yield* command.fail(`${doing} ${gnu ? quoteFile(name) : `'${name}'`}: ${error.message}`);
          return false;
        }
        counts.bytes += part.length;
        filled += part.length;
        at += part.length;
        if (filled === plan.obs) {
          counts.outFull++;
          filled = 0;
        }
      }
      return true;
    },
    end(last) {
      if (filled > 0 && (last || plan.together)) {
        counts.outPart++;
        filled = 0;
      }
    },
  };
}

function* copy(command: Command, plan: Plan, from: Fd, to: Fd, counts: Counts): Op<void> {
  const { sys, gnu } = command;
  const writer = createWriter(command, plan, to, counts);
  const stream = ['fifo', 'socket'].includes(sys.fstat(from).type) || sys.isatty(from);
  const whole = !stream || plan.iflag.has('fullblock');
  let left = plan.count;
  for (let end = false; !end && (left === undefined || left > 0); ) {
    const want = plan.countBytes && left !== undefined ? Math.min(plan.ibs, left) : plan.ibs;
    let got = 0;
    let failed = false;
    while (got < want) {
      let bytes: Uint8Array;
      try {
        bytes = yield* sys.read(from, Math.min(want - got, PIECE));
      } catch (error) {
        if (!isErrno(error)) throw error;
        const name = plan.input ?? 'standard input';
        yield* command.fail(gnu ? `error reading ${quoteFile(name)}: ${error.message}` : `${name}: ${error.message}`);
        if (!gnu && !plan.conv.has('noerror')) throw new Stop();
        failed = true;
        break;
      }
      if (bytes.length === 0) {
        end = true;
        break;
      }
      got += bytes.length;
      if (!(yield* writer.put(convert(bytes, plan.conv)))) {
        if (got >= plan.ibs) counts.inFull++;
        else counts.inPart++;
        return;
      }
      yield* sys.turn();
      if (!whole) break;
    }
    if (failed) end = true;
    if (got === 0) break;
    if (got === plan.ibs) counts.inFull++;
    else {
      counts.inPart++;
      if (plan.conv.has('sync') && !(yield* writer.put(new Uint8Array(plan.ibs - got)))) return;
    }
    writer.end(false);
    if (left !== undefined) left -= plan.countBytes ? got : 1;
  }
  writer.end(true);
}

/** busybox ends at once, without its report. */
class Stop extends Error {}

export const dd = fileApplet('dd', function* (command) {
  const { sys, gnu } = command;
  const plan = readOperands(command);
  const from = openInput(command, plan);
  const to = openOutput(command, plan);
  const counts: Counts = { inFull: 0, inPart: 0, outFull: 0, outPart: 0, bytes: 0, cut: false };
  const started = sys.uptime();
  yield* skipInput(command, plan, from);
  if (plan.seek > 0) {
    const bytes = plan.seek * (plan.seekBytes ? 1 : plan.obs);
    const error = attempt(() => sys.seek(to, bytes, 'current'));
    if (error instanceof Errno) {
      const name = plan.output ?? 'standard output';
      command.die(gnu ? `${quoteFile(name)}: cannot seek: ${error.message}` : `${name}: ${error.message}`);
    }
  }
  try {
    yield* copy(command, plan, from, to, counts);
  } catch (error) {
    if (error instanceof Stop) return;
    throw error;
  }
  yield* report(command, plan, counts, started);
});

import { Errno, type ErrnoCode, isErrno } from '../../fs/index.ts';
import type { Fd, Op, Sys } from '../../os/index.ts';
import { toBytes } from '../bytes.ts';
import { type Applet, type Dialect, type OptionSpec, type Parsed, parseOptions, UsageError } from './applet.ts';
import { fromBinary, toBinary } from './binary.ts';
import { Printed } from './command.ts';
import { quoteName } from './quote.ts';
import { TEXT_USAGE } from './usage/texts.ts';
import { writeComplaint } from './write-errors.ts';

/**
 * How {@link Text.parse} parses; `args` in place of the applet's own. busybox's commands have the short options alone,
 * unless `longs` names those that are long there too.
 */
export interface ParseOptions {
  readonly stopAtOperand?: boolean;
  readonly status?: number;
  readonly args?: readonly string[];
  readonly longs?: readonly string[];
}

/** What one run of a text command works with. Text is bytes as of binary.ts; names and messages are words. */
export interface Text {
  readonly sys: Sys;
  readonly name: string;
  readonly args: readonly string[];
  readonly dialect: Dialect;
  readonly gnu: boolean;
  /** What {@link Sys.checkpoint} was last given; undefined at a first start. */
  readonly saved: unknown;
  /** The exit status so far; {@link fail} raises it. */
  status: number;
  /** Parses the options; GNU commands take `--help` and `--version` besides. */
  parse(spec: OptionSpec, options?: ParseOptions): Parsed;
  /** Collects standard output. It is written when much has come together, before a wait for input and at the end. */
  put(text: string): void;
  /** More was put than stdio's buffer holds. */
  readonly long: boolean;
  /** True when so much output is collected that it should be written. */
  readonly full: boolean;
  flush(): Op<void>;
  /** `NAME: message` on standard error, after what was printed before. */
  say(message: string): Op<void>;
  /** The same, and the exit status becomes `status` at least. */
  fail(message: string, status?: number): Op<void>;
  /** Ends the applet with a message. */
  die(message: string, status?: number): never;
  /** Ends the applet with a message (busybox often gives none) and the hint to `--help`, or busybox's usage text. */
  usage(message?: string, status?: number): never;
}

const FULL = 32_768;
const STDIO_BUFFER = 4096;

/** Parses with the long names hidden, but for those of `longs`; what was found has its names. */
function parseShort(args: readonly string[], spec: OptionSpec, options: ParseOptions = {}): Parsed {
  const hidden = new Map<string, string>();
  const entries = Object.entries(spec).map(([name, [short, kind]]) => {
    if (options.longs?.includes(name) || short === undefined || name.length === 1)
      return [name, [short, kind]] as const;
    hidden.set(short, name);
    return [short, [short, kind]] as const;
  });
  const parsed = parseOptions(args, Object.fromEntries(entries), options);
  const order = parsed.order.map(({ name, value }) => ({ name: hidden.get(name) ?? name, value }));
  const found = new Map([...parsed.options].map(([name, values]) => [hidden.get(name) ?? name, values]));
  const { operands } = parsed;
  return { order, operands, options: found, has: (name) => found.has(name), value: (name) => found.get(name)?.at(-1) };
}

function createText(sys: Sys, name: string, args: readonly string[], dialect: Dialect, saved: unknown): Text {
  let parts: string[] = [];
  let size = 0;
  let total = 0;
  const gnu = dialect === 'gnu';
  const texts = TEXT_USAGE[name];
  const text: Text = {
    sys,
    name,
    args,
    dialect,
    gnu,
    saved,
    status: 0,
    parse(spec, options) {
      const given = options?.args ?? args;
      if (!gnu) return parseShort(given, spec, options);
      const parsed = parseOptions(given, { ...spec, help: [undefined, 'flag'], version: [undefined, 'flag'] }, options);
      const first = parsed.order.find((option) => option.name === 'help' || option.name === 'version');
      if (first?.name === 'help') throw new Printed(texts?.gnu ?? `Usage: ${name}\n`);
      if (first?.name === 'version') throw new Printed(texts?.version ?? `${name}\n`);
      return parsed;
    },
    put(data) {
      parts.push(data);
      size += data.length;
      total += data.length;
    },
    get long(): boolean {
      return total > STDIO_BUFFER;
    },
    get full(): boolean {
      return size >= FULL;
    },
    *flush() {
      if (size === 0) return;
      const data = fromBinary(parts.join(''));
      parts = [];
      size = 0;
      yield* sys.write(1, data);
    },
    *say(message) {
      yield* text.flush();
      yield* sys.write(2, toBytes(`${name}: ${message}\n`));
    },
    *fail(message, status = 1) {
      yield* text.say(message);
      text.status = Math.max(text.status, status);
    },
    die(message, status = 1) {
      throw new UsageError(message, status, false);
    },
    usage(message = '', status = 1) {
      throw new UsageError(message, status);
    },
  };
  return text;
}

/** An applet's own part: it puts, sets `status` or returns one. */
export type TextMain = (text: Text) => Op<number> | Op<void>;

/** Makes an applet of a text command's main, with its recorded usage texts. */
export function textApplet(name: string, main: TextMain, { dialects }: { dialects?: readonly Dialect[] } = {}): Applet {
  const usage = TEXT_USAGE[name]?.busybox;
  return {
    name,
    ...(usage === undefined ? {} : { busyboxUsage: usage }),
    ...(dialects ? { dialects } : {}),
    *run(sys, args, dialect, saved) {
      const text = createText(sys, name, args, dialect, saved);
      try {
        const status = yield* main(text);
        yield* text.flush();
        return typeof status === 'number' ? status : text.status;
      } catch (error) {
        if (error instanceof Printed) {
          yield* sys.write(1, error.text);
          return 0;
        }
        if (error instanceof UsageError) yield* text.flush();
        if (!isErrno(error)) throw error;
        const complaint = writeComplaint(name, text.gnu, error, text.long);
        if (complaint.text.length > 0) yield* sys.write(2, complaint.text);
        return Math.max(text.status, complaint.status);
      }
    },
  };
}

/** An open file that is read in pieces: plain data, so that it can be part of a checkpoint. */
export interface Input {
  readonly fd: Fd;
  /** What was read and not yet taken begins at `at`; up to `searched` there is no end of a line. */
  text: string;
  at: number;
  searched: number;
  ended: boolean;
  /** The line taken last had no end: it was the file's last. */
  open: boolean;
  /** Why reading ended early. */
  error?: ErrnoCode;
}

/** An input on an open descriptor. */
export const inputOn = (fd: Fd): Input => ({ fd, text: '', at: 0, searched: 0, ended: false, open: false });

/** Real programs end when a line doesn't fit into memory; here it mayn't fill what all processes share. */
const LONGEST_LINE = 16 * 2 ** 20;
const LONG = 65_536;

/**
 * Reads once more. Before it may wait, the output is written and `state`, from which the applet's loop can begin anew
 * at the same point, is kept: nothing but this may call the system between that point and the read.
 */
export function* fill(text: Text, input: Input, state: unknown): Op<void> {
  const { sys } = text;
  yield* text.flush();
  if (input.at > 0) {
    input.text = input.text.slice(input.at);
    input.searched = Math.max(0, input.searched - input.at);
    input.at = 0;
  }
  if (state !== undefined && input.text.length < LONG) sys.checkpoint(state);
  let bytes: Uint8Array;
  try {
    bytes = yield* sys.read(input.fd);
  } catch (error) {
    if (!isErrno(error) || error.code === 'EINTR') throw error;
    input.error = error.code;
    input.ended = true;
    return;
  }
  if (bytes.length === 0) input.ended = true;
  else input.text = input.text === '' ? toBinary(bytes) : input.text + toBinary(bytes);
  if (input.text.length > LONGEST_LINE) text.die(text.gnu ? 'memory exhausted' : 'out of memory');
  yield* sys.turn();
}

/** The next line without its end; undefined: more must be read, or nothing is left. */
export function takeLine(input: Input, separator = '\n'): string | undefined {
  const end = input.text.indexOf(separator, input.searched);
  if (end < 0) {
    input.searched = input.text.length;
    if (!input.ended || input.at >= input.text.length) return undefined;
    const rest = input.text.slice(input.at);
    input.at = input.text.length;
    input.open = true;
    return rest;
  }
  const line = input.text.slice(input.at, end);
  input.at = input.searched = end + 1;
  return line;
}

/** The next line, read if need be; undefined at the end. For use as `takeLine(input) ?? (yield* readLine(…))`. */
export function* readLine(text: Text, input: Input, state: unknown, separator = '\n'): Op<string | undefined> {
  for (;;) {
    const line = takeLine(input, separator);
    if (line !== undefined || input.ended) return line;
    yield* fill(text, input, state);
  }
}

/** All that is not taken yet, read if there is none; the empty string at the end. */
export function* readChunk(text: Text, input: Input, state: unknown): Op<string> {
  if (input.at >= input.text.length && !input.ended) yield* fill(text, input, state);
  const chunk = input.text.slice(input.at);
  input.at = input.text.length;
  return chunk;
}

/** How an applet words that it can't open a file. */
export type OpenMessage = (name: string, error: { readonly message: string }) => string;

/** `x: No such file or directory`. */
export const plainMessage: OpenMessage = (name, error) => `${quoteName(name)}: ${error.message}`;
/** busybox's `can't open 'x': No such file or directory`. */
export const cantOpen: OpenMessage = (name, error) => `can't open '${name}': ${error.message}`;
/** busybox's `x: No such file or directory`. */
export const busyboxPlain: OpenMessage = (name, error) => `${name}: ${error.message}`;

/** Opens an operand, `-` being standard input; an error is told and gives undefined. */
export function* openOperand(text: Text, name: string, message: OpenMessage, status = 1): Op<Fd | undefined> {
  if (name === '-') return 0;
  try {
    return text.sys.open(name);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* text.fail(message(name, error), status);
    return undefined;
  }
}

/** Closes what {@link openOperand} opened. */
export function closeOperand(text: Text, fd: Fd): void {
  if (fd !== 0) text.sys.close(fd);
}

/** strerror's text of what stopped an input. */
export const inputError = (input: Input): string => (input.error ? new Errno(input.error).message : '');

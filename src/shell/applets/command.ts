import { type Errno, isErrno } from '../../fs/index.ts';
import type { Op, Sys } from '../../os/index.ts';
import { fromBytes, toBytes } from '../bytes.ts';
import {
  type Applet,
  concat,
  type Dialect,
  type OptionSpec,
  type Parsed,
  parseOptions,
  readAll,
  UsageError,
} from './applet.ts';
import { quote, quoteFile, quoteName } from './quote.ts';
import { FILE_USAGE } from './usage/files.ts';
import { writeComplaint } from './write-errors.ts';

/** Ends an applet after printing a text on standard output: `--help`, `--version`. */
export class Printed extends Error {
  constructor(readonly text: string) {
    super(text);
  }
}

/** Standard output could not be written: a full disk or a closed descriptor, which each command tells in its own way. */
class FailedWrite extends Error {
  constructor(readonly errno: Errno) {
    super(errno.message);
  }
}

/** How options are read; `args` in the place of the command's own. */
export interface ParseOptions {
  readonly stopAtOperand?: boolean;
  /** The exit status after a wrong option. */
  readonly status?: number;
  readonly args?: readonly string[];
}

/** What one run of a file command works with: its arguments, its buffered output and the status so far. */
export interface Command {
  readonly sys: Sys;
  readonly name: string;
  readonly args: readonly string[];
  readonly dialect: Dialect;
  readonly gnu: boolean;
  /** The exit status so far; {@link fail} raises it. */
  status: number;
  /** Parses the options; GNU commands take `--help` and `--version` besides. */
  parse(spec: OptionSpec, options?: ParseOptions): Parsed;
  /** Standard output, buffered like stdio's: 4096 bytes, or a line on a terminal. */
  print(data: string | Uint8Array): Op<void>;
  flush(): Op<void>;
  /** `NAME: message` on standard error, after what was printed before. */
  say(message: string): Op<void>;
  /** The same, and the exit status becomes `status`. */
  fail(message: string, status?: number): Op<void>;
  /** Ends the applet with a message. */
  die(message: string, status?: number): never;
  /** Ends the applet with a message (busybox often gives none) and the hint to `--help`, or busybox's usage text. */
  usage(message?: string, status?: number): never;
  /** Lets others have a turn every so many calls. */
  pace(): Op<void>;
  /** A question on standard error, answered by a line of standard input: is it a yes? */
  ask(question: string): Op<boolean>;
}

/** Calls a system call and gives its error back instead of throwing it. */
export function attempt<T>(call: () => T): T | Errno {
  try {
    return call();
  } catch (error) {
    if (isErrno(error)) return error;
    throw error;
  }
}

const BUFFER = 4096;
const ENTRIES_PER_TURN = 64;
const decoder = new TextDecoder();

function gnuOptions(name: string, args: readonly string[], spec: OptionSpec, help: string | undefined) {
  return (options: ParseOptions = {}): Parsed => {
    const parsed = parseOptions(
      options.args ?? args,
      { ...spec, help: [undefined, 'flag'], version: [undefined, 'flag'] },
      options,
    );
    const first = parsed.order.find((option) => option.name === 'help' || option.name === 'version');
    if (first?.name === 'help') throw new Printed(help ?? `Usage: ${name}\n`);
    if (first?.name === 'version') throw new Printed(`${versionLine(name)}\n`);
    return parsed;
  };
}

function versionLine(name: string): string {
  if (name === 'find') return 'find (GNU findutils) 4.11.0';
  if (name === 'mount' || name === 'umount' || name === 'fallocate') return `${name} from util-linux 2.42.4`;
  return `${name} (GNU coreutils) 9.10`;
}

/** What a command's main gets; `help` is the beginning of GNU's `--help`. */
export function createCommand(
  sys: Sys,
  name: string,
  args: readonly string[],
  dialect: Dialect,
  help: string | undefined,
): Command {
  const gnu = dialect === 'gnu';
  let buffered: Uint8Array[] = [];
  let size = 0;
  let paces = 0;
  let lineBuffered: boolean | undefined;
  let typed = '';
  function* flush(): Op<void> {
    if (size === 0) return;
    const data = concat(buffered);
    buffered = [];
    size = 0;
    try {
      yield* sys.write(1, data);
    } catch (error) {
      if (!isErrno(error) || error.code === 'EINTR') throw error;
      throw new FailedWrite(error);
    }
  }
  function* say(message: string): Op<void> {
    yield* flush();
    yield* sys.write(2, toBytes(`${name}: ${message}\n`));
  }
  const command: Command = {
    sys,
    name,
    args,
    dialect,
    gnu,
    status: 0,
    parse: (spec, options) =>
      gnu ? gnuOptions(name, args, spec, help)(options) : parseOptions(options?.args ?? args, spec, options),
    *print(data) {
      const bytes = typeof data === 'string' ? toBytes(data) : data;
      buffered.push(bytes);
      size += bytes.length;
      lineBuffered ??= sys.isatty(1);
      if (size >= BUFFER || (lineBuffered && bytes.includes(10))) yield* flush();
    },
    flush,
    say,
    *fail(message, status = 1) {
      yield* say(message);
      command.status = Math.max(command.status, status);
    },
    die(message, status = 1) {
      throw new UsageError(message, status, false);
    },
    usage(message = '', status = 1) {
      throw new UsageError(message, status);
    },
    *pace() {
      if (++paces % ENTRIES_PER_TURN === 0) yield* sys.turn();
    },
    *ask(question) {
      yield* flush();
      yield* sys.write(2, toBytes(question));
      while (!typed.includes('\n')) {
        const bytes = yield* sys.read(0);
        if (bytes.length === 0) break;
        typed += decoder.decode(bytes);
      }
      const end = typed.indexOf('\n');
      const line = end < 0 ? typed : typed.slice(0, end);
      typed = end < 0 ? '' : typed.slice(end + 1);
      return /^[yY]/.test(gnu ? line : line.trimStart());
    },
  };
  return command;
}

/** A command's own part: it prints, sets `status` or returns one. */
export type Main = (command: Command) => Op<number> | Op<void>;

/** Makes an applet of a file command's main, with its recorded usage texts. */
export function fileApplet(name: string, main: Main): Applet {
  const usage = FILE_USAGE[name];
  return {
    name,
    ...(usage?.busybox === undefined ? {} : { busyboxUsage: usage.busybox }),
    *run(sys, args, dialect) {
      const command = createCommand(sys, name, args, dialect, usage?.gnu);
      try {
        const status = yield* main(command);
        if (typeof status === 'number') command.status = status;
        yield* command.flush();
        return command.status;
      } catch (error) {
        if (error instanceof Printed) {
          yield* sys.write(1, error.text);
          return 0;
        }
        if (error instanceof UsageError) yield* command.flush();
        if (!(error instanceof FailedWrite)) throw error;
        const { text, status } = writeComplaint(name, command.gnu, error.errno);
        if (text.length > 0) yield* sys.write(2, text);
        return Math.max(command.status, status);
      }
    },
  };
}

/**
 * A word out of a list, or an unambiguous beginning of one (gnulib's argmatch): the first word of the group that it is
 * in. Ends the applet with the list if there is none. `what` names the option or the kind of value.
 */
export function choose(
  command: Command,
  what: string,
  word: string,
  groups: readonly (readonly string[])[],
  status = 1,
): string {
  const exact = groups.find((group) => group.includes(word));
  if (exact) return exact[0]!;
  const found = groups.filter((group) => group.some((name) => name.startsWith(word)));
  if (found.length === 1) return found[0]![0]!;
  const list = groups.map((group) => `  - ${group.map(quote).join(', ')}`).join('\n');
  const kind = found.length > 1 ? 'ambiguous' : 'invalid';
  return command.usage(`${kind} argument ${quote(word)} for ${quote(what)}\nValid arguments are:\n${list}`, status);
}

/** `-Z` and `--context` on a kernel without SELinux: a context that was named is told to be ignored. */
export function* ignoreContext(command: Command, parsed: Parsed): Op<void> {
  if (parsed.value('context'))
    yield* command.say('warning: ignoring --context; it requires an SELinux/SMACK-enabled kernel');
}

/** The pieces of a text file (`-` is standard input), without their ends. Ends the applet if it can't be read. */
export function* readLines(command: Command, path: string, end = '\n'): Op<string[]> {
  const { sys } = command;
  const fd = path === '-' ? 0 : attempt(() => sys.open(path));
  if (typeof fd !== 'number') {
    const what = end === '\0' ? `cannot open ${quoteFile(path)} for reading` : quoteName(path);
    return command.die(`${what}: ${fd.message}`);
  }
  const text = fromBytes(yield* readAll(sys, fd));
  if (path !== '-') sys.close(fd);
  const pieces = text.split(end);
  if (pieces.at(-1) === '') pieces.pop();
  return pieces;
}

import { isErrno } from '../../fs/index.ts';
import type { Fd, Op, Sys } from '../../os/index.ts';

/** Whose wording and formats a command has: GNU's (host, debian, ubuntu) or busybox's (busybox, alpine). */
export type Dialect = 'gnu' | 'busybox';

/** A command of the machine: an ordinary program, streaming, that ends within its command. */
export interface Applet {
  readonly name: string;
  /** busybox's usage text, from `Usage: ` on; printed by `--help` and after a wrong option. */
  readonly busyboxUsage?: string;
  /** Who has it; undefined: both. */
  readonly dialects?: readonly Dialect[];
  /** `args` are argv without argv[0]; `saved` is what the applet gave to `sys.checkpoint`. Returns the exit status. */
  run(sys: Sys, args: readonly string[], dialect: Dialect, saved?: unknown): Op<number>;
}

/** A usage error: the message (if any) is printed with the applet's name in front, and the applet ends with the status. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly status = 1,
    /** GNU: add `Try 'NAME --help' for more information.`; busybox: add the usage text. */
    readonly hint = true,
  ) {
    super(message);
  }
}

/** What an option takes: nothing, a value, or (long form `--x[=V]` only) perhaps a value. */
export type OptionKind = 'flag' | 'value' | 'optional';

/** Options by their canonical name; `-x` short names are one letter. `{ all: ['a', 'flag'], sort: [undefined, 'value'] }` */
export type OptionSpec = Readonly<Record<string, readonly [short: string | undefined, kind: OptionKind]>>;

export interface Parsed {
  /** Canonical name -> values in order (flags: empty strings). */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** All options in the order given, for commands where the last one wins. */
  readonly order: readonly { readonly name: string; readonly value: string }[];
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The last value. */
  value(name: string): string | undefined;
}

/**
 * getopt_long as GNU and busybox use it: clustered short options, `-nVALUE`, `--long=VALUE`, unambiguous long prefixes,
 * `--`, operands anywhere unless `stopAtOperand` (POSIXLY_CORRECT, for commands that run others).
 * The recorded busybox is linked with glibc, so both dialects complain in the same words.
 * @throws {UsageError}
 */
export function parseOptions(
  args: readonly string[],
  spec: OptionSpec,
  { stopAtOperand = false, status = 1 }: { stopAtOperand?: boolean; status?: number } = {},
): Parsed {
  const order: { name: string; value: string }[] = [];
  const operands: string[] = [];
  const entries = Object.entries(spec);
  const byShort = (letter: string) => entries.find(([, [short]]) => short === letter);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const equals = arg.indexOf('=');
      const given = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
      const exact = entries.filter(([name]) => name === given && name.length > 1);
      const found = exact.length > 0 ? exact : entries.filter(([name]) => name.length > 1 && name.startsWith(given));
      if (found.length === 0) throw new UsageError(`unrecognized option '${arg}'`, status);
      if (found.length > 1) {
        const list = found.map(([name]) => ` '--${name}'`).join('');
        throw new UsageError(`option '${arg}' is ambiguous; possibilities:${list}`, status);
      }
      const [name, [, kind]] = found[0]!;
      if (kind === 'flag') {
        if (equals >= 0) throw new UsageError(`option '--${name}' doesn't allow an argument`, status);
        order.push({ name, value: '' });
      } else if (equals >= 0) order.push({ name, value: arg.slice(equals + 1) });
      else if (kind === 'optional') order.push({ name, value: '' });
      else if (i + 1 < args.length) order.push({ name, value: args[++i]! });
      else throw new UsageError(`option '--${name}' requires an argument`, status);
    } else if (arg.length > 1 && arg.startsWith('-')) {
      for (let j = 1; j < arg.length; j++) {
        const letter = arg[j]!;
        const found = byShort(letter);
        if (!found) throw new UsageError(`invalid option -- '${letter}'`, status);
        const [name, [, kind]] = found;
        if (kind === 'flag') order.push({ name, value: '' });
        else if (kind === 'optional' || j + 1 < arg.length) {
          order.push({ name, value: arg.slice(j + 1) });
          break;
        } else if (i + 1 < args.length) {
          order.push({ name, value: args[++i]! });
          break;
        } else throw new UsageError(`option requires an argument -- '${letter}'`, status);
      }
    } else if (stopAtOperand) {
      operands.push(...args.slice(i));
      break;
    } else operands.push(arg);
  }
  const options = new Map<string, string[]>();
  for (const { name, value } of order) options.set(name, [...(options.get(name) ?? []), value]);
  return {
    options,
    order,
    operands,
    has: (name) => options.has(name),
    value: (name) => options.get(name)?.at(-1),
  };
}

/** The busybox banner that stands above a usage text. */
export const BUSYBOX_BANNER = 'BusyBox v1.37.0 (Debian 1:1.37.0-6+b9) multi-call binary.';

/** Runs an applet: usage errors and uncaught Errnos end in its own words and status, never in an exception. */
export function* runApplet(
  applet: Applet,
  sys: Sys,
  dialect: Dialect,
  saved?: unknown,
  args: readonly string[] = sys.argv.slice(1),
): Op<number> {
  try {
    if (dialect === 'busybox' && applet.busyboxUsage && args.length === 1 && args[0] === '--help') {
      yield* sys.write(2, `${BUSYBOX_BANNER}\n\n${applet.busyboxUsage}`);
      return 0;
    }
    return yield* applet.run(sys, args, dialect, saved);
  } catch (error) {
    if (error instanceof UsageError) {
      if (error.message !== '') yield* warn(sys, `${applet.name}: ${error.message}`);
      if (error.hint && dialect === 'gnu') yield* sys.write(2, `Try '${applet.name} --help' for more information.\n`);
      if (error.hint && dialect === 'busybox' && applet.busyboxUsage)
        yield* sys.write(2, `${BUSYBOX_BANNER}\n\n${applet.busyboxUsage}`);
      return error.status;
    }
    if (isErrno(error)) {
      if (error.code === 'EPIPE') return 1;
      yield* warn(sys, `${applet.name}: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

/** A line on standard error. */
export function* warn(sys: Sys, line: string): Op<void> {
  yield* sys.write(2, `${line}\n`);
}

/** The whole of a descriptor as bytes; others have a turn between its parts. */
export function* readAll(sys: Sys, fd: Fd): Op<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = yield* sys.read(fd);
    if (part.length === 0) return concat(parts);
    parts.push(part);
    yield* sys.turn();
  }
}

/** One array of bytes out of several. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

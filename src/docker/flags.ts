import { CsvError } from './go/csv.ts';
import { NumError, parseBool, quote, readFloat, readInt, readUint } from './go/strconv.ts';
import { DurationError, parseDuration } from './go/time.ts';

/** A refused value of a flag; the message goes behind `invalid argument "x" for "--y" flag: `. */
export class ValueError extends Error {}

/** A command line that pflag refuses: the message is its own. */
export class FlagError extends Error {}

/** What the meaning of a value may depend on. */
export interface FlagContext {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Says something on standard error (a deprecation). */
  readonly warn: (message: string) => void;
}

/** Turns a value's text into what it means. Throws ValueError. `several` gives more than one. */
export type FlagParser = (text: string, context: FlagContext) => unknown;

export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  /** The type as the help shows it; empty for a switch. */
  readonly type: string;
  readonly default?: string;
  /** The text after `Flag --x has been deprecated, `. */
  readonly deprecated?: string;
  /** The same for the shorthand only. */
  readonly shortDeprecated?: string;
  /** Why the daemon of this machine doesn't take it, as the command says. */
  readonly unsupported?: string;
  /** Another flag that this one is a second name of. */
  readonly aliasOf?: string;
}

/** The flags of a command line, by their long names. */
export interface Flags {
  changed(name: string): boolean;
  bool(name: string): boolean;
  string(name: string): string;
  /** Integers, bytes (numbers), durations (nanoseconds). */
  number(name: string): number;
  list(name: string): readonly string[];
  /** `key=value` pairs of a map, in the order given. */
  map(name: string): Readonly<Record<string, string>>;
  /** The parsed values of a flag with a grammar of its own; the caller knows its type. */
  values<T>(name: string): readonly T[];
}

export interface ParsedFlags {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** Deprecations to tell, in order. */
  readonly notes: readonly string[];
  readonly help: boolean;
}

const TEXT: FlagParser = (text) => text;

/** How the basic types are read. */
const BASIC: Readonly<Record<string, FlagParser>> = {
  '': (text) => parseBool(text),
  string: TEXT,
  list: TEXT,
  strings: TEXT,
  stringArray: TEXT,
  map: TEXT,
  int: (text) => readInt(text, 0),
  uint: (text) => readUint(text, 0),
  uint16: (text) => readUint(text, 0, 16),
  float: (text) => readFloat(text),
  duration: (text) => parseDuration(text),
};

const MANY = new Set(['list', 'strings', 'stringArray', 'map', 'mount', 'network', 'ulimit', 'filter', 'gpu-request']);

/** Is a thrown value one of the errors that refuse a flag's value? */
function isRefusal(error: unknown): error is Error {
  return (
    error instanceof ValueError ||
    error instanceof NumError ||
    error instanceof DurationError ||
    error instanceof CsvError
  );
}

/**
 * Reads a command line as pflag does: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-abc`, `--`; flags anywhere
 * unless not `interspersed`.
 * @param parsers grammars by flag name, before those by type
 * @throws {FlagError}
 */
export function parseFlags(
  line: readonly string[],
  specs: readonly FlagSpec[],
  parsers: Readonly<Record<string, FlagParser>>,
  context: FlagContext,
  interspersed: boolean,
): ParsedFlags {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const byShort = new Map(specs.flatMap((spec) => (spec.short ? [[spec.short, spec] as const] : [])));
  const given = new Map<string, unknown[]>();
  const notes: string[] = [];
  const args: string[] = [];

  const parserOf = (spec: FlagSpec): FlagParser =>
    (spec.type === '' ? undefined : (parsers[spec.aliasOf ?? spec.name] ?? parsers[`<${spec.type}>`])) ??
    BASIC[spec.type] ??
    TEXT;

  const set = (spec: FlagSpec, text: string, byShorthand: boolean): void => {
    if (byShorthand && spec.shortDeprecated)
      notes.push(`Flag shorthand -${spec.short} has been deprecated, ${spec.shortDeprecated}`);
    let value: unknown;
    try {
      value = parserOf(spec)(text, context);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const name = spec.short && !spec.shortDeprecated ? `-${spec.short}, --${spec.name}` : `--${spec.name}`;
      throw new FlagError(`invalid argument ${quote(text)} for ${quote(name)} flag: ${error.message}`);
    }
    const name = spec.aliasOf ?? spec.name;
    if (MANY.has(spec.type)) given.set(name, [...(given.get(name) ?? []), value]);
    else given.set(name, [value]);
    if (spec.deprecated) notes.push(`Flag --${spec.name} has been deprecated, ${spec.deprecated}`);
  };

  let rest = [...line];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg.length < 2 || arg[0] !== '-') {
      args.push(arg);
      if (interspersed) continue;
      args.push(...rest);
      break;
    }
    if (arg === '--') {
      args.push(...rest);
      break;
    }
    if (arg.startsWith('--')) {
      const name = arg.slice(2);
      if (/^[-=]/.test(name)) throw new FlagError(`bad flag syntax: ${arg}`);
      const equals = name.indexOf('=');
      const spec = byName.get(equals < 0 ? name : name.slice(0, equals));
      if (!spec) throw new FlagError(`unknown flag: --${equals < 0 ? name : name.slice(0, equals)}`);
      if (equals >= 0) set(spec, name.slice(equals + 1), false);
      else if (spec.type === '') set(spec, 'true', false);
      else {
        const [value, ...after] = rest;
        if (value === undefined) throw new FlagError(`flag needs an argument: ${arg}`);
        rest = after;
        set(spec, value, false);
      }
      continue;
    }
    let shorts = arg.slice(1);
    while (shorts !== '') {
      const letter = shorts[0]!;
      const spec = byShort.get(letter);
      if (!spec) throw new FlagError(`unknown shorthand flag: '${letter}' in -${shorts}`);
      if (shorts.length > 2 && shorts[1] === '=') {
        set(spec, shorts.slice(2), true);
        break;
      }
      if (spec.type === '') {
        set(spec, 'true', true);
        shorts = shorts.slice(1);
        continue;
      }
      if (shorts.length > 1) {
        set(spec, shorts.slice(1), true);
        break;
      }
      const [value, ...after] = rest;
      if (value === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${shorts}`);
      rest = after;
      set(spec, value, true);
      break;
    }
  }

  const single = (name: string): unknown => {
    const values = given.get(name);
    if (values) return values.at(-1);
    const spec = byName.get(name);
    return spec?.default === undefined ? undefined : parserOf(spec)(spec.default, context);
  };
  const many = (name: string): readonly unknown[] => given.get(name) ?? [];
  const flags: Flags = {
    changed: (name) => given.has(name),
    bool: (name) => single(name) === true,
    string: (name) => String(single(name) ?? ''),
    number: (name) => Number(single(name) ?? 0),
    list: (name) => many(name).map(String),
    map: (name) =>
      Object.fromEntries(
        many(name).map((pair) => {
          const text = String(pair);
          const equals = text.indexOf('=');
          return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
        }),
      ),
    values: <T>(name: string) => many(name) as readonly T[],
  };
  return { flags, args, notes, help: flags.bool('help') };
}

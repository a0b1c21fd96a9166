import type { Op } from '../os/index.ts';
import type { Cli } from './cli.ts';
import { CliError } from './errors.ts';
import { FlagError, type FlagSpec, type Flags, parseFlags } from './flags.ts';
import { quote } from './go/strconv.ts';
import { aliases, helpFlags, helpText, listedCommands, usageLine } from './help/help.ts';
import { PARSERS } from './opts/parsers.ts';

/** How many arguments a command takes: exactly, from, or from and up to. */
export interface ArgsRule {
  readonly min: number;
  readonly max?: number;
  /** How it is said, where it is said otherwise. */
  readonly words?: string;
}

export const NO_ARGS: ArgsRule = { min: 0, max: 0 };
export const exactly = (count: number): ArgsRule => ({ min: count, max: count });
export const atLeast = (count: number): ArgsRule => ({ min: count });
export const between = (min: number, max: number): ArgsRule => ({ min, max });

/** A verb: what its command line looks like and what it does. Its help and most of its flags are the recorded ones. */
export interface Verb {
  readonly name: string;
  readonly args: ArgsRule;
  /** False: the first argument ends the flags (`docker run IMAGE COMMAND -flags`). */
  readonly interspersed?: boolean;
  /** Flags that the help doesn't show. */
  readonly hidden?: readonly FlagSpec[];
  /** A plugin's command (buildx): what it calls itself, and what its errors begin with. */
  readonly plugin?: { readonly path: string; readonly prefix: string };
  readonly run: (cli: Cli, flags: Flags, args: readonly string[]) => Op<void>;
}

/** A group of verbs. */
export interface Group {
  readonly name: string;
  /** The usage line in its errors: the real command's own oddity is that some leave out `COMMAND`. */
  readonly use: string;
  readonly verbs: readonly Verb[];
  /** A blank line comes before its help if it wasn't asked for. */
  readonly blankFirst?: boolean;
  /** Groups inside it, by their full names (`trust key`). */
  readonly groups?: readonly Group[];
  /** A plugin's: its help goes to standard output, also before the complaint about a command that it doesn't know. */
  readonly plugin?: boolean;
}

const HELP: FlagSpec = { name: 'help', short: 'h', type: '', shortDeprecated: 'use --help' };

function plural(count: number): string {
  return `${count} ${count === 1 ? 'argument' : 'arguments'}`;
}

/** The complaint about a number of arguments, with the real command's three ways to end it. */
function argsError(path: string, { min, max, words }: ArgsRule, count: number, prefix = ''): CliError | undefined {
  if (count >= min && (max === undefined || count <= max)) return undefined;
  const [what, hint] =
    max === 0
      ? [words ?? 'accepts no arguments', 'Run']
      : max === undefined
        ? [`requires at least ${plural(min)}`, 'See']
        : min === max
          ? [`requires ${plural(min)}`, 'Run']
          : min === 0
            ? [`requires at most ${plural(max)}`, 'SRun']
            : [`requires at least ${min} and at most ${plural(max)}`, 'Run'];
  return new CliError(
    `${prefix}docker: '${path}' ${what}\n\nUsage:  ${usageLine(path)}\n\n${hint} '${path} --help' for more information`,
  );
}

export function flagError(path: string, use: string, error: FlagError): CliError {
  return new CliError(`${error.message}\n\nUsage:  ${use}\n\nRun '${path} --help' for more information`, 125);
}

/** The flags of a verb: those of its help, those it hides, and `--help`. */
export function verbFlags(path: string, verb: Verb): readonly FlagSpec[] {
  const own = [...helpFlags(path), ...(verb.hidden ?? [])];
  const help = own.some((flag) => flag.short === 'h') ? { name: 'help', type: '' } : HELP;
  return [...own, help];
}

/** What a command that is real but not here says. */
export function leftOut(path: string): CliError {
  return new CliError(`Drydock leaves out ${path}.`);
}

export function* printHelp(cli: Cli, path: string, fd: 1 | 2 = 1): Op<void> {
  const home = cli.sys.env.HOME ?? '/';
  const text = (helpText(path) ?? '').replaceAll('"/root/.docker', `"${home === '/' ? '' : home}/.docker`);
  yield* fd === 1 ? cli.out(text) : cli.err(text);
}

/** A plugin checks labels itself. */
const { label: _, ...PLUGIN_PARSERS } = PARSERS;

/** Runs a verb over the words behind its name. `help`: it was asked for further left. */
export function* runVerb(cli: Cli, called: string, verb: Verb, words: readonly string[], help: boolean): Op<void> {
  const path = verb.plugin?.path ?? called;
  const warnings: string[] = [];
  const context = { env: cli.sys.env, cwd: cli.sys.cwd, warn: (message: string) => void warnings.push(message) };
  const specs = verbFlags(path, verb);
  let parsed: ReturnType<typeof parseFlags>;
  try {
    parsed = parseFlags(words, specs, verb.plugin ? PLUGIN_PARSERS : PARSERS, context, verb.interspersed ?? true);
  } catch (error) {
    if (error instanceof FlagError) throw flagError(path, usageLine(path), error);
    throw error;
  }
  for (const note of parsed.notes) yield* cli.out(`${note}\n`);
  for (const warning of warnings) yield* cli.err(`${logLine(cli, 'warning', warning)}\n`);
  if (parsed.help || help) return yield* printHelp(cli, called);
  const unsupported = specs.filter((spec) => spec.unsupported && parsed.flags.changed(spec.name));
  if (unsupported.length > 0)
    throw new CliError(unsupported.map((spec) => `"--${spec.name}" ${spec.unsupported}`).join('\n'));
  const wrong = argsError(path, verb.args, parsed.args.length, verb.plugin?.prefix);
  if (wrong) throw wrong;
  yield* verb.run(cli, parsed.flags, parsed.args);
}

/** A line of the command's own log, as logrus writes it to something that is not a terminal. */
export function logLine(cli: Cli, level: 'warning' | 'error', message: string): string {
  const time = `${new Date(cli.sys.now()).toISOString().slice(0, 19)}Z`;
  const quoted = /^[\w\-.@^+/]+$/.test(message) ? message : JSON.stringify(message);
  if (!cli.sys.isatty(2)) return `time="${time}" level=${level} msg=${quoted}`;
  return `${level === 'error' ? '\x1b[31mERRO' : '\x1b[33mWARN'}\x1b[0m[0000] ${message} `;
}

/** A command without a verb of its own here: its help is still the real one's. */
export function* runLeftOut(cli: Cli, path: string, words: readonly string[], help: boolean): Op<void> {
  let deepest = path;
  let rest = words;
  for (; rest[0] !== undefined && listedCommands(deepest).includes(rest[0]); rest = rest.slice(1))
    deepest += ` ${rest[0]}`;
  if (!help && !(yield* asksForHelp(cli, rest))) throw leftOut(deepest);
  yield* printHelp(cli, deepest);
}

/** `--help` anywhere behind a command that isn't there asks for the help of what is. */
export function* asksForHelp(cli: Cli, words: readonly string[]): Op<boolean> {
  const end = words.indexOf('--');
  const flags = end < 0 ? words : words.slice(0, end);
  if (flags.includes('-h')) yield* cli.out('Flag shorthand -h has been deprecated, use --help\n');
  return flags.includes('--help') || flags.includes('-h');
}

/** Runs what stands behind a group's name. */
export function* runGroup(cli: Cli, group: Group, words: readonly string[], helpBefore: boolean): Op<void> {
  const path = `docker ${group.name}`;
  const index = words.findIndex((word) => word.length < 2 || word[0] !== '-' || word === '--');
  const before = index < 0 ? words : words.slice(0, index);
  const verbName = words[index];
  let help = helpBefore;
  try {
    const parsed = parseFlags(before, [HELP], {}, { env: {}, cwd: '/', warn: () => undefined }, true);
    for (const note of parsed.notes) yield* cli.out(`${note}\n`);
    help ||= parsed.help;
  } catch (error) {
    if (error instanceof FlagError) throw flagError(path, group.use, error);
    throw error;
  }
  if (verbName === undefined || verbName === '--') {
    if (group.blankFirst && !help) yield* cli.err('\n');
    return yield* printHelp(cli, path, help || group.plugin ? 1 : 2);
  }
  const inner = group.groups?.find(({ name }) => name === `${group.name} ${verbName}`);
  if (inner) return yield* runGroup(cli, inner, words.slice(index + 1), help);
  const found = findVerb(group, verbName);
  if (found) return yield* runVerb(cli, `${path} ${found.name}`, found, words.slice(index + 1), help);
  if (listedCommands(path).includes(verbName))
    return yield* runLeftOut(cli, `${path} ${verbName}`, words.slice(index + 1), help);
  help = (yield* asksForHelp(cli, words.slice(index + 1))) || help;
  if (help) return yield* printHelp(cli, path);
  if (group.plugin) {
    yield* printHelp(cli, path);
    throw new CliError(`ERROR: unknown command: ${quote(verbName)}`);
  }
  throw new CliError(
    `docker: unknown command: ${path} ${verbName}\n\nUsage:  ${group.use}\n\nRun '${path} --help' for more information`,
  );
}

/** A group's verb by its name or one of its aliases (`docker volume list`). */
export function findVerb(group: Group, name: string): Verb | undefined {
  return (
    group.verbs.find((verb) => verb.name === name) ??
    group.verbs.find((verb) => aliases(`docker ${group.name} ${verb.name}`).includes(name))
  );
}

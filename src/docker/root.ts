import type { Op } from '../os/index.ts';
import { type Cli, DEFAULT_HOST } from './cli.ts';
import {
  asksForHelp,
  findVerb,
  flagError,
  type Group,
  printHelp,
  runGroup,
  runLeftOut,
  runVerb,
  type Verb,
} from './command.ts';
import { contextNotFound } from './context/group.ts';
import { CliError } from './errors.ts';
import { FlagError, type FlagSpec, parseFlags } from './flags.ts';
import { helpFlags, helpText, listedCommands } from './help/help.ts';
import { GIT_COMMIT, VERSION } from './release.ts';

/** The whole tree: groups, and verbs that have a short name of their own. */
export interface Tree {
  readonly groups: readonly Group[];
  readonly verbs: readonly Verb[];
  /** Plugins: they read their words themselves. */
  readonly plugins: readonly {
    readonly name: string;
    readonly run: (cli: Cli, words: readonly string[], help: boolean) => Op<void>;
  }[];
}

/** Commands that are there, but that the root's help shows only in a swarm or with experimental features. */
export const UNLISTED = ['config', 'node', 'secret', 'service', 'stack', 'checkpoint'];

const HELP: FlagSpec = { name: 'help', short: 'h', type: '', shortDeprecated: 'use --help' };
const LEVELS = ['panic', 'fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace'];

/** What the options before the command say. */
export interface GlobalOptions {
  readonly host: string;
  readonly words: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
  readonly notes: readonly string[];
}

/**
 * Reads the options before the command.
 * @throws {CliError}
 */
export function parseGlobal(argv: readonly string[], env: Readonly<Record<string, string>>): GlobalOptions {
  const context = { env, cwd: '/', warn: () => undefined };
  let parsed: ReturnType<typeof parseFlags>;
  try {
    parsed = parseFlags(argv, [...helpFlags('docker'), HELP], {}, context, false);
  } catch (error) {
    if (error instanceof FlagError) throw flagError('docker', 'docker [OPTIONS] COMMAND [ARG...]', error);
    throw error;
  }
  const { flags } = parsed;
  const level = flags.string('log-level');
  if (!LEVELS.includes(level.toLowerCase())) throw new CliError(`Unable to parse logging level: ${level}`);
  const name = flags.string('context') || (flags.changed('host') || env.DOCKER_HOST ? '' : (env.DOCKER_CONTEXT ?? ''));
  if (flags.changed('host') && flags.changed('context'))
    throw new CliError('conflicting options: cannot specify both --host and --context');
  if (name !== '' && name !== 'default')
    throw new CliError(`Failed to initialize: unable to resolve docker endpoint: ${contextNotFound(env, name)}`);
  const given = flags.string('host') || env.DOCKER_HOST || '';
  return {
    host: given.trim() === '' ? DEFAULT_HOST : given.includes('://') ? given : `tcp://${given}`,
    words: parsed.args,
    help: parsed.help,
    version: flags.bool('version'),
    notes: parsed.notes,
  };
}

/** Finds the command among the words and runs it. */
export function* dispatch(cli: Cli, tree: Tree, options: GlobalOptions): Op<void> {
  const [name, ...rest] = options.words;
  for (const note of options.notes) yield* cli.err(`${note}\n`);
  if (name === undefined) {
    if (options.help) return yield* printHelp(cli, 'docker');
    if (options.version) return yield* cli.out(`Docker version ${VERSION}, build ${GIT_COMMIT}\n`);
    return yield* printHelp(cli, 'docker', 2);
  }
  if (name === 'help') return yield* helpCommand(cli, tree, rest);
  const group = tree.groups.find((candidate) => candidate.name === name);
  if (group) return yield* runGroup(cli, group, rest, options.help);
  const plugin = tree.plugins.find((candidate) => candidate.name === name);
  if (plugin) return yield* plugin.run(cli, rest, options.help);
  const verb = tree.verbs.find((candidate) => candidate.name === name);
  if (verb) return yield* runVerb(cli, `docker ${name}`, verb, rest, options.help);
  if (name === 'checkpoint') return yield* checkpoint(cli, rest, options.help);
  if (listedCommands('docker').includes(name)) return yield* runLeftOut(cli, `docker ${name}`, rest, options.help);
  if (yield* asksForHelp(cli, rest)) return yield* printHelp(cli, 'docker');
  throw new CliError(`docker: unknown command: docker ${name}\n\nRun 'docker --help' for more information`);
}

/** `docker checkpoint`, which asks the daemon first whether it is allowed: also before its help. */
function* checkpoint(cli: Cli, [verb = '', ...rest]: readonly string[], help: boolean): Op<void> {
  const words = verb.startsWith('-') ? [verb, ...rest] : rest;
  const path = ['docker checkpoint', ...(words.length === rest.length && verb !== '' ? [verb] : [])].join(' ');
  const message = `${path} is only supported on a Docker daemon with experimental features enabled`;
  if (!help && !(yield* asksForHelp(cli, words))) throw new CliError(message);
  yield* cli.out(`${message}\n`);
}

/** `docker help COMMAND…`: of as many words as name a command; more are no topic. */
function* helpCommand(cli: Cli, tree: Tree, words: readonly string[]): Op<void> {
  const path = ['docker'];
  for (const word of words) {
    const group = tree.groups.find((candidate) => `docker ${candidate.name}` === path.join(' '));
    const next = (group && findVerb(group, word)?.name) ?? word;
    if (helpText([...path, next].join(' ')) === undefined) break;
    path.push(next);
  }
  const rest = words.slice(path.length - 1);
  if (rest.length > 0) throw new CliError(`unknown help topic: ${rest.join(' ')}`);
  yield* printHelp(cli, path.join(' '));
}

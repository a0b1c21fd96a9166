import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { leftOut } from '../command.ts';
import { CliError } from '../errors.ts';
import { FlagError, type FlagSpec, parseFlags } from '../flags.ts';
import { NumError } from '../go/strconv.ts';
import { helpFlags, helpText, listedCommands, usageLine } from '../help/help.ts';
import { PARSERS } from '../opts/parsers.ts';
import { type Compose, polled } from './context.ts';
import { ComposeError } from './model/tree.ts';
import { createProgress } from './progress.ts';
import { isTrue } from './request.ts';
import type { ComposeVerb } from './verb.ts';
import { BUILD } from './verbs/build.ts';
import { CONFIG, VERSION } from './verbs/config.ts';
import { ATTACH, COMMIT, EXPORT, WATCH } from './verbs/container.ts';
import { DOWN, KILL, PAUSE, REMOVE, RESTART, START, STOP, UNPAUSE } from './verbs/down.ts';
import { EVENTS } from './verbs/events.ts';
import { IMAGES, LOGS, LS, PORT, PS, TOP, VOLUMES } from './verbs/list.ts';
import { PULL, PUSH } from './verbs/pull.ts';
import { CP, EXEC, RUN, WAIT } from './verbs/run.ts';
import { CREATE, SCALE, UP } from './verbs/up.ts';

const VERBS: readonly ComposeVerb[] = [
  ATTACH,
  BUILD,
  COMMIT,
  CONFIG,
  CP,
  CREATE,
  DOWN,
  EVENTS,
  EXEC,
  EXPORT,
  IMAGES,
  KILL,
  LOGS,
  LS,
  PAUSE,
  PORT,
  PS,
  PULL,
  PUSH,
  REMOVE,
  RESTART,
  RUN,
  SCALE,
  START,
  STOP,
  TOP,
  UNPAUSE,
  UP,
  VERSION,
  VOLUMES,
  WAIT,
  WATCH,
];

const HELP: FlagSpec = { name: 'help', short: 'h', type: '' };
const PROGRESS = ['auto', 'tty', 'plain', 'json', 'quiet'];

function parse(cli: Cli, words: readonly string[], specs: readonly FlagSpec[], interspersed: boolean) {
  const context = { env: cli.sys.env, cwd: cli.sys.cwd, warn: () => undefined };
  const { filter, ...parsers } = PARSERS;
  try {
    return parseFlags(
      words,
      specs,
      specs.some(({ type }) => type === 'filter') ? { ...parsers, filter: filter! } : {},
      context,
      interspersed,
    );
  } catch (error) {
    if (error instanceof FlagError) throw new CliError(error.message);
    throw error;
  }
}

/** `docker compose …`. @throws {CliError} */
export function* runCompose(cli: Cli, words: readonly string[], helpBefore: boolean): Op<void> {
  try {
    yield* dispatch(cli, words, helpBefore);
  } catch (error) {
    if (error instanceof ComposeError || error instanceof NumError) throw new CliError(error.message);
    throw error;
  }
}

function* dispatch(cli: Cli, words: readonly string[], helpBefore: boolean): Op<void> {
  const path = 'docker compose';
  const hidden: readonly FlagSpec[] = [
    { name: 'version', short: 'v', type: '' },
    { name: 'verbose', type: '' },
    { name: 'workdir', type: 'string' },
    { name: 'no-ansi', type: '' },
  ];
  const global = parse(cli, words, [...helpFlags(path), ...hidden, HELP], false);
  const { flags } = global;
  const [name, ...rest] = global.args;
  if (name === undefined) {
    if (flags.bool('version')) return yield* VERSION.run(contextOf(cli, flags), flags, []);
    return yield* cli.out(helpText(path) ?? '');
  }
  const verb = VERBS.find((each) => each.name === name);
  if (!verb) {
    if (listedCommands(path).includes(name)) {
      if (rest.includes('--help')) return yield* cli.out(helpText(`${path} ${name}`) ?? '');
      throw leftOut(`${path} ${name}`);
    }
    yield* cli.out(helpText(path) ?? '');
    throw new CliError(`unknown docker command: ${JSON.stringify(`compose ${name}`)}`);
  }
  const own = `${path} ${name}`;
  const specs = [...helpFlags(own), ...(verb.hidden ?? [])];
  const shown = specs.some(({ short }) => short === 'h') ? { name: 'help', type: '' } : HELP;
  const parsed = parse(cli, rest, [...specs, shown], verb.interspersed ?? true);
  if (parsed.help || helpBefore || flags.bool('help')) return yield* cli.out(helpText(own) ?? '');
  checkArguments(own, verb, parsed.args.length);
  const progress = flags.string('progress') || cli.sys.env.COMPOSE_PROGRESS || 'auto';
  if (!PROGRESS.includes(progress)) throw new CliError(`unsupported --progress value ${JSON.stringify(progress)}`);
  const unsupported = [...(verb.leftOut ?? []), 'dry-run', 'compatibility'].find(
    (flag) => parsed.flags.changed(flag) || flags.changed(flag),
  );
  if (unsupported !== undefined) throw leftOut(`${own} --${unsupported}`);
  yield* verb.run(contextOf(cli, flags), parsed.flags, parsed.args);
}

function contextOf(given: Cli, flags: ReturnType<typeof parse>['flags']): Compose {
  const cli = polled(given);
  const { env } = cli.sys;
  const progressMode = flags.string('progress') || env.COMPOSE_PROGRESS || 'auto';
  const ansi = flags.changed('ansi') ? flags.string('ansi') : env.COMPOSE_ANSI || 'auto';
  return {
    cli,
    options: {
      files: flags.list('file'),
      directory: flags.string('project-directory') || flags.string('workdir'),
      name: flags.string('project-name'),
      profiles: flags.list('profile'),
      envFiles: flags.list('env-file'),
      all: flags.bool('all-resources'),
      warn: () => undefined,
    },
    progress: createProgress(cli, progressMode),
    progressMode,
    colours: ansi === 'always' || (ansi !== 'never' && cli.sys.isatty(1)),
    ignoreOrphans: isTrue(env.COMPOSE_IGNORE_ORPHANS),
  };
}

function checkArguments(path: string, { min, between, exactly, atLeast }: ComposeVerb, count: number): void {
  if (between && (count < between[0] || count > between[1]))
    throw new CliError(`accepts between ${between[0]} and ${between[1]} arg(s), received ${count}`);
  if (min !== undefined && count < min) throw new CliError(`requires at least ${min} arg(s), only received ${count}`);
  const wanted = exactly ?? atLeast;
  if (wanted === undefined || (exactly === undefined ? count >= wanted : count === wanted)) return;
  const plural = `${wanted} ${wanted === 1 ? 'argument' : 'arguments'}`;
  throw new CliError(
    `docker: '${path}' requires ${exactly === undefined ? 'at least ' : ''}${plural}\n\nUsage:  ${usageLine(path)}\n\n${exactly === undefined ? 'See' : 'Run'} '${path} --help' for more information`,
  );
}

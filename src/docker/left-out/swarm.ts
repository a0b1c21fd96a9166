import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { type Group, leftOut, printHelp } from '../command.ts';
import { CliError } from '../errors.ts';
import { readAll, readFile } from '../files.ts';
import type { Flags } from '../flags.ts';
import { quote } from '../go/strconv.ts';
import { helpFlags } from '../help/help.ts';
import { type Answers, leftOutGroup } from './group.ts';

/*
 * The commands of a swarm, which this engine is in no way part of: what they ask of it, it refuses in its own words.
 * To make or join one is left out.
 */

const NO_MANAGER =
  'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

/** The error of whatever needs a swarm. */
export const noManager = (): CliError => new CliError(NO_MANAGER);

type Answer = Answers[string];

const refuse = (message: string): Answer =>
  function* () {
    throw new CliError(message);
  };

const refused = refuse(NO_MANAGER);

/** An inspect still shows what it found: nothing. */
function* inspected(cli: Cli, flags: Flags): Op<void> {
  yield* cli.out(flags.string('format') === '' || flags.string('format') === 'json' ? '[]\n' : '\n');
  throw noManager();
}

const all = (names: readonly string[]): Answers =>
  Object.fromEntries(names.map((name) => [name, name === 'inspect' ? inspected : refused]));

/** `web=3`: checked before anything is asked. */
const scale: Answer = function* (_cli, _flags, args) {
  for (const argument of args) {
    if (!argument.includes('='))
      throw new CliError(
        `invalid scale specifier '${argument}'.\nSee 'docker service scale --help'.\n\nUsage:  docker service scale SERVICE=REPLICAS [SERVICE=REPLICAS...]\n\nScale one or multiple replicated services`,
      );
  }
  throw new CliError(
    args
      .map((argument) => {
        const [service, replicas = ''] = argument.split(/=(.*)/s);
        return /^\d+$/.test(replicas)
          ? `${service}: ${NO_MANAGER}`
          : `${service}: invalid replicas value ${replicas}: strconv.ParseUint: parsing ${JSON.stringify(replicas)}: invalid syntax`;
      })
      .join('\n'),
  );
};

const joinToken: Answer = function* (_cli, _flags, [role = '']) {
  throw role === 'worker' || role === 'manager' ? noManager() : new CliError(`unknown role ${role}`);
};

/** It has nothing to do without a flag. */
const update: Answer = function* (cli, flags) {
  if (!helpFlags('docker swarm update').some(({ name }) => flags.changed(name)))
    return yield* printHelp(cli, 'docker swarm update');
  throw noManager();
};

/** `docker secret create NAME FILE`: the content is read before the engine is asked. */
const create = (unread: (file: string) => string): Answer =>
  function* (cli, flags, [, file = '']) {
    const fail = (message: string) => new CliError(`${unread(file)}${message}`);
    if (file === '') {
      if (flags.string('driver') === '') throw fail('either specify a file or use a secret driver');
      throw noManager();
    }
    if (file === '-') {
      const data = yield* readAll(cli.sys, 0, '-');
      if (data.length === 0) throw fail('error reading from STDIN: data is empty');
      throw noManager();
    }
    try {
      yield* readFile(cli.sys, file);
    } catch (error) {
      if (error instanceof CliError) throw fail(`error reading from ${file}: ${error.message}`);
      throw error;
    }
    throw noManager();
  };

/** A stack's Compose files are looked for before the engine is asked. */
function* readComposeFiles(cli: Cli, flags: Flags): Op<void> {
  const files = flags.values<string>('compose-file');
  if (files.length === 0) throw new CliError('Specify a Compose file (with --compose-file)');
  for (const file of files) if (file !== '-') yield* readFile(cli.sys, file);
}

const deploy: Answer = function* (cli, flags) {
  yield* readComposeFiles(cli, flags);
  throw noManager();
};

const stackConfig: Answer = function* (cli, flags) {
  yield* readComposeFiles(cli, flags);
  throw leftOut('docker stack config');
};

const SWARM: Answers = {
  ca: refused,
  'join-token': joinToken,
  leave: refuse('Error response from daemon: This node is not part of a swarm'),
  unlock: refuse('Error: This node is not part of a swarm'),
  'unlock-key': refuse(`could not fetch unlock key: ${NO_MANAGER}`),
  update,
};

export const SWARM_GROUPS: readonly Group[] = [
  leftOutGroup('config', {
    ...all(['inspect', 'ls', 'rm']),
    create: create((file) => `Error reading content from ${quote(file)}: `),
  }),
  leftOutGroup('node', all(['demote', 'inspect', 'ls', 'promote', 'ps', 'rm', 'update'])),
  leftOutGroup('secret', { ...all(['inspect', 'ls', 'rm']), create: create(() => '') }),
  leftOutGroup('service', {
    ...all(['create', 'inspect', 'logs', 'ls', 'ps', 'rm', 'rollback', 'update']),
    scale,
  }),
  leftOutGroup('stack', { ...all(['ls', 'ps', 'rm', 'services']), deploy, config: stackConfig }),
  leftOutGroup('swarm', SWARM, Object.keys(SWARM)),
];

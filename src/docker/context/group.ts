import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import type { Group } from '../command.ts';
import { leftOut } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Flags } from '../flags.ts';
import { context, render } from '../format/formatter.ts';
import { quote } from '../go/strconv.ts';
import { inspect as inspectAll } from '../inspect.ts';
import { type Answers, leftOutGroup } from '../left-out/group.ts';
import { goType } from '../template/types.ts';

/* The commands of contexts. There is the one that is always there, and no others can be made. */

/** Where the command keeps its configuration. */
export function configFolder(env: Readonly<Record<string, string>>): string {
  return env.DOCKER_CONFIG || `${(env.HOME ?? '').replace(/\/$/, '')}/.docker`;
}

/** What is said of a context that isn't there. */
export function contextNotFound(env: Readonly<Record<string, string>>, name: string): string {
  const folder = bytesToHex(sha256(utf8ToBytes(name)));
  return `context ${quote(name)}: context not found: open ${configFolder(env)}/contexts/meta/${folder}/meta.json: no such file or directory`;
}

const DEFAULT = 'default';

interface ContextRow {
  readonly host: string;
}

const CONTEXT = context<ContextRow>(
  'formatter.clientContextContext',
  {
    Name: 'NAME',
    Description: 'DESCRIPTION',
    DockerEndpoint: 'DOCKER ENDPOINT',
    Error: 'ERROR',
  },
  {
    Name: () => DEFAULT,
    Description: () => 'Current DOCKER_HOST based configuration',
    DockerEndpoint: ({ host }) => host,
    Error: () => '',
  },
  { Current: { params: [], result: goType('bool'), call: () => true } },
);

const TABLE = 'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}';

function* list(cli: Cli, flags: Flags): Op<void> {
  const given = flags.string('format');
  const format = flags.bool('quiet') ? '{{.Name}}' : given === '' || given === 'table' ? TABLE : given;
  yield* cli.out(render(format, CONTEXT, [{ host: cli.host }]));
}

function* show(cli: Cli): Op<void> {
  yield* cli.out(`${DEFAULT}\n`);
}

function* inspect(cli: Cli, flags: Flags, names: readonly string[]): Op<void> {
  const data = {
    Name: DEFAULT,
    Metadata: {},
    Endpoints: { docker: { Host: cli.host, SkipTLSVerify: false } },
    TLSMaterial: {},
    Storage: { MetadataPath: '<IN MEMORY>', TLSPath: '<IN MEMORY>' },
  };
  const references = names.length > 0 ? names : [DEFAULT];
  yield* inspectAll(cli, references, flags.string('format'), function* (name) {
    if (name !== DEFAULT) throw new CliError(contextNotFound(cli.sys.env, name));
    return { data, type: goType('any'), raw: false };
  });
}

function* use(cli: Cli, _flags: Flags, names: readonly string[]): Op<void> {
  if (names.length !== 1) throw new CliError(`accepts 1 arg(s), received ${names.length}`);
  const [name = ''] = names;
  if (name !== DEFAULT) throw new CliError(contextNotFound(cli.sys.env, name));
  yield* cli.out(`${name}\n`);
  yield* cli.err(`Current context is now ${quote(name)}\n`);
}

const RESERVED = `${quote(DEFAULT)} is a reserved context name`;
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/;

function* create(_cli: Cli, _flags: Flags, [name = '']: readonly string[]): Op<void> {
  if (name === '') throw new CliError('context name cannot be empty');
  if (name === DEFAULT) throw new CliError(RESERVED);
  if (!NAME.test(name))
    throw new CliError(
      `context name ${quote(name)} is invalid, names are validated against regexp "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"`,
    );
  throw leftOut('docker context create');
}

function* update(cli: Cli, _flags: Flags, [name = '']: readonly string[]): Op<void> {
  throw new CliError(name === DEFAULT ? RESERVED : contextNotFound(cli.sys.env, name));
}

function* remove(_cli: Cli, _flags: Flags, names: readonly string[]): Op<void> {
  throw new CliError(
    names
      .map((name) =>
        name === DEFAULT ? `context ${quote(name)} cannot be removed` : `context ${quote(name)} does not exist`,
      )
      .join('\n'),
  );
}

const ANSWERS: Answers = { ls: list, show, inspect, use, create, update, rm: remove };
const GROUP = leftOutGroup('context', ANSWERS);

/** `docker context`. */
export const CONTEXT_GROUP: Group = {
  ...GROUP,
  // It counts its arguments itself.
  verbs: GROUP.verbs.map((verb) => (verb.name === 'use' ? { ...verb, args: { min: 0 } } : verb)),
};

import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Group, leftOut, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { statOf } from '../files.ts';
import type { Flags } from '../flags.ts';
import { context, render } from '../format/formatter.ts';
import { quote } from '../go/strconv.ts';
import { type Answers, leftOutGroup } from '../left-out/group.ts';
import type { Filter } from '../opts/parsers.ts';

/* The commands of plugins. This engine has none, and none can be installed: what is asked for isn't there. */

const notFound = (name: string) => `Error response from daemon: plugin ${quote(name)} not found`;

const PLUGIN = context<never>(
  'plugin.pluginContext',
  { ID: 'ID', Name: 'NAME', Description: 'DESCRIPTION', Enabled: 'ENABLED', PluginReference: 'PLUGIN REFERENCE' },
  { ID: String, Name: String, Description: String, Enabled: String, PluginReference: String },
);

function* list(cli: Cli, flags: Flags): Op<void> {
  for (const filter of flags.values<Filter>('filter')) {
    const [key, value] = filter ?? ['enabled', 'true'];
    if (key !== 'enabled' && key !== 'capability')
      throw new CliError(`Error response from daemon: invalid filter '${key}'`);
    if (key === 'enabled' && !['true', 'false', '1', '0'].includes(value))
      throw new CliError(`Error response from daemon: invalid filter 'enabled=[${value}]'`);
  }
  const format = flags.string('format');
  const table = 'table {{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}';
  const quiet = flags.bool('quiet');
  yield* cli.out(render(quiet ? '{{.ID}}' : format === '' || format === 'table' ? table : format, PLUGIN, []));
}

function* inspect(cli: Cli, flags: Flags, names: readonly string[]): Op<void> {
  yield* cli.out(flags.string('format') === '' ? '[]\n' : '\n');
  throw new CliError(names.map(notFound).join('\n'));
}

/** Refused for the first name or for each of them. */
const missing = (each: boolean, prefix = ''): Answers[string] =>
  function* (_cli, _flags, names) {
    throw new CliError((each ? names : names.slice(0, 1)).map((name) => prefix + notFound(name)).join('\n'));
  };

const push: Answers[string] = function* (_cli, _flags, [name = '']) {
  throw new CliError(notFound(name.includes(':') ? name : `${name}:latest`));
};

const GROUP = leftOutGroup('plugin', {
  ls: list,
  inspect,
  rm: missing(true),
  disable: missing(false),
  enable: missing(false),
  set: missing(false),
  push,
  upgrade: missing(false, 'error reading plugin data: '),
});

/** Takes more arguments than its usage says. */
const CREATE: Verb = {
  name: 'create',
  args: atLeast(2),
  *run(cli, _flags, [, folder = '']) {
    const stat = statOf(cli.sys, folder, false);
    if (!stat) throw new CliError(`lstat ${folder}: no such file or directory`);
    if (stat.type !== 'directory') throw new CliError('context must be a directory');
    throw leftOut('docker plugin create');
  },
};

export const PLUGIN_GROUP: Group = {
  ...GROUP,
  verbs: GROUP.verbs.map((verb) => (verb.name === 'create' ? CREATE : verb)),
};

import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { type ArgsRule, type Group, leftOut, type Verb } from '../command.ts';
import type { Flags } from '../flags.ts';
import { listedCommands, usageLine } from '../help/help.ts';

/** What a command answers where that is certain without what is left out; by its name in the group. */
export type Answers = Readonly<Record<string, (cli: Cli, flags: Flags, args: readonly string[]) => Op<void>>>;

/** How many arguments the usage line asks for: `[OPTIONS] PLUGIN [REMOTE]`, `NODE [NODE...]`. */
export function argsOf(usage: string, path: string): ArgsRule {
  const words = usage
    .slice(path.length)
    .split(/ +(?![^[]*\])/)
    .filter((word) => word !== '' && word !== '[OPTIONS]' && word !== 'OPTIONS');
  const min = words.filter((word) => !word.startsWith('[')).length;
  return words.some((word) => word.endsWith('...]')) ? { min } : { min, max: words.length };
}

/** A command that the machine leaves out: its flags and arguments are still read, and refused, as the real one does. */
export function leftOutVerb(path: string, run?: Answers[string], args = argsOf(usageLine(path), path)): Verb {
  return {
    name: path.slice(path.lastIndexOf(' ') + 1),
    args,
    *run(cli, flags, words) {
      if (!run) throw leftOut(path);
      yield* run(cli, flags, words);
    },
  };
}

/**
 * A group of commands as its help lists them.
 * @param hidden commands that its help shows only in a swarm
 * @param use see {@link Group.use}
 */
export function leftOutGroup(
  name: string,
  answers: Answers = {},
  hidden: readonly string[] = [],
  use = `docker ${name}`,
): Group {
  const path = `docker ${name}`;
  const names = [...listedCommands(path), ...hidden];
  const isGroup = (verb: string) => listedCommands(`${path} ${verb}`).length > 0;
  return {
    name,
    use,
    verbs: names.filter((verb) => !isGroup(verb)).map((verb) => leftOutVerb(`${path} ${verb}`, answers[verb])),
    groups: names.filter(isGroup).map((verb) => leftOutGroup(`${name} ${verb}`)),
  };
}

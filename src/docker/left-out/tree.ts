import type { Group, Verb } from '../command.ts';
import { leftOut } from '../command.ts';
import { CliError } from '../errors.ts';
import { quote } from '../go/strconv.ts';
import type { Filter } from '../opts/parsers.ts';
import { BadReference, fullString, parseNormalizedNamed, tagNameOnly } from '../opts/reference.ts';
import { type Answers, leftOutGroup, leftOutVerb } from './group.ts';
import { SWARM_GROUPS } from './swarm.ts';

/* Commands that the machine leaves out, and what they answer all the same. */

/** A list of images that was never made. */
const removeManifest: Answers[string] = function* (cli, _flags, names) {
  yield* cli.out('');
  const missing = names.map((name) => {
    try {
      return `No such manifest: ${fullString(tagNameOnly(parseNormalizedNamed(name)))}`;
    } catch (error) {
      if (error instanceof BadReference) return error.message;
      throw error;
    }
  });
  throw new CliError(missing.join('\n'));
};

export const LEFT_OUT_GROUPS: readonly Group[] = [
  ...SWARM_GROUPS,
  { ...leftOutGroup('manifest', { rm: removeManifest }, [], 'docker manifest COMMAND'), blankFirst: true },
  leftOutGroup('trust'),
];

const SEARCH_FILTERS = ['is-automated', 'is-official', 'stars'];

/** `docker search`: what it asks is checked, but no registry is there to be asked. */
export const SEARCH: Verb = leftOutVerb('docker search', function* (_cli, flags) {
  for (const filter of flags.values<Filter>('filter'))
    if (filter && !SEARCH_FILTERS.includes(filter[0]))
      throw new CliError(`Error response from daemon: invalid filter ${quote(filter[0]).replaceAll('"', "'")}`);
  throw leftOut('docker search');
});

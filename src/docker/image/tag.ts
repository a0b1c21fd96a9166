import { exactly, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { quote } from '../go/strconv.ts';
import { BadReference, parseAnyReference, parseNormalizedNamed } from '../opts/reference.ts';
import { imageTag } from '../requests/images.ts';

function check(read: () => unknown, complaint: string): void {
  try {
    read();
  } catch (error) {
    if (error instanceof BadReference) throw new CliError(`${complaint}: ${error.message}`);
    throw error;
  }
}

export const TAG: Verb = {
  name: 'tag',
  args: exactly(2),
  *run(cli, _flags, args) {
    const [source, target] = args as [string, string];
    check(() => parseAnyReference(source), `Error parsing reference: ${quote(source)} is not a valid repository/tag`);
    check(
      () => parseNormalizedNamed(target),
      `Error parsing reference: ${quote(target)} is not a valid repository/tag`,
    );
    if (parseNormalizedNamed(target).digest !== undefined)
      throw new CliError('refusing to create a tag with a digest reference');
    yield* cli.call(imageTag(source, target));
  },
};

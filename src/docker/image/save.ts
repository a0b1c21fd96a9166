import { atLeast, type Verb } from '../command.ts';
import { outputProblem } from '../container/export.ts';
import { CliError } from '../errors.ts';
import { writeFile } from '../files.ts';
import { platformFlag } from '../opts/platform.ts';
import { imageSave } from '../requests/images.ts';

export const SAVE: Verb = {
  name: 'save',
  args: atLeast(1),
  *run(cli, flags, names) {
    const platform = platformFlag(flags);
    const output = flags.string('output');
    if (output === '' && cli.sys.isatty(1))
      throw new CliError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    const problem = outputProblem(cli, output);
    if (problem) throw new CliError(`failed to save image: ${problem}`);
    const tar = yield* cli.call(imageSave(names, platform));
    if (output === '') return yield* cli.out(tar);
    yield* writeFile(cli.sys, output, tar, 0o600);
    // The real command writes beside and renames, so that the mode is its own.
    cli.sys.chmod(output, 0o600);
  },
};

import { exactly, leftOut, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import { reference } from '../image/pull.ts';
import { familiarString, tagNameOnly } from '../opts/reference.ts';
import { imageList } from '../requests/images.ts';

/**
 * `docker push` and `docker image push`: an image that isn't there is refused as the daemon does it; one that is there would
 * go to a registry, and there is none.
 */
export const PUSH: Verb = {
  name: 'push',
  args: exactly(1),
  *run(cli, flags, [name]) {
    const named = reference(name!);
    const nameOnly = named.tag === undefined && named.digest === undefined;
    const all = flags.bool('all-tags');
    const quiet = flags.bool('quiet');
    if (all && !nameOnly) throw new CliError("tag can't be used with --all-tags/-a");
    if (!all && nameOnly && !quiet) yield* cli.out('Using default tag: latest\n');
    const { tag: _, digest: __, ...repository } = named;
    const wanted = familiarString(all ? repository : tagNameOnly(named));
    const images = yield* cli.call(imageList(false, { reference: [wanted] }));
    if (images.length > 0) throw leftOut('docker push');
    if (!quiet) yield* cli.out(`The push refers to repository [${repository.domain}/${repository.path}]\n`);
    throw new CliError(`An image does not exist locally with the tag: ${familiarString(repository)}`);
  },
};

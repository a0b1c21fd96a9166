import { between, leftOut, type Verb } from '../command.ts';
import { render } from '../format/formatter.ts';
import { IMAGE, imageFormat, imageRows } from '../format/image.ts';
import type { Filter } from '../opts/parsers.ts';
import { imageList } from '../requests/images.ts';
import { filtersOf } from '../requests/query.ts';

/** Names that are more likely meant as `docker image NAME`. */
const VERBS = 'build history import inspect list load ls prune pull push rm save tag'.split(' ');

/** `docker image ls`. */
export const LIST: Verb = {
  name: 'ls',
  args: between(0, 1),
  *run(cli, flags, [name = '']) {
    if (flags.bool('tree')) throw leftOut('docker images --tree');
    cli.ping();
    const filters: readonly Filter[] = [
      ...flags.values<Filter>('filter'),
      ...(name === '' ? [] : [['reference', name] as const]),
    ];
    const images = yield* cli.call(imageList(flags.bool('all'), filtersOf(filters)));
    const digests = flags.bool('digests');
    const format = imageFormat(flags.string('format') || 'table', flags.bool('quiet'), digests);
    const options = {
      trunc: !flags.bool('no-trunc'),
      now: cli.sys.now(),
      digests,
      needDigest: digests || format.includes('{{.Digest}}'),
    };
    yield* cli.out(
      render(
        format,
        IMAGE,
        images.flatMap((image) => imageRows(image, options)),
      ),
    );
    const shortForm = cli.sys.argv.includes('images');
    if (shortForm && images.length === 0 && VERBS.includes(name))
      yield* cli.err(`\nNo images found matching "${name}": did you mean "docker image ${name}"?\n`);
  },
};

export const IMAGES: Verb = { ...LIST, name: 'images' };

import { quote } from '../go/strconv.ts';
import { BadReference, parseNormalizedNamed } from '../opts/reference.ts';
import { BuildFailure } from './build.ts';

/** The name of an image as the builder is given it: `docker.io/library/app`. @throws {BuildFailure} */
export function normalizedTag(tag: string): string {
  try {
    const { domain, path, tag: version, digest } = parseNormalizedNamed(tag);
    return `${domain}/${path}${version === undefined ? '' : `:${version}`}${digest === undefined ? '' : `@${digest}`}`;
  } catch (error) {
    if (!(error instanceof BadReference)) throw error;
    const why = error.message.replace(
      /^invalid reference format: (repository name) \(.*\) (must be lowercase)$/,
      '$1 $2',
    );
    throw new BuildFailure(`invalid tag ${quote(tag)}: ${why}`, '', false);
  }
}

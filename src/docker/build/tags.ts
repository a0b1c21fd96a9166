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
    const why = /must be lowercase$/.test(error.message)
      ? isReference(tag.toLowerCase())
        ? 'repository name must be lowercase'
        : 'invalid reference format'
      : error.message;
    throw new BuildFailure(`invalid tag ${quote(tag)}: ${why}`, '', false);
  }
}

function isReference(text: string): boolean {
  try {
    parseNormalizedNamed(text);
    return true;
  } catch (error) {
    if (error instanceof BadReference) return false;
    throw error;
  }
}

import type { ImageInspect } from '../../engine/index.ts';
import { type ConvertOptions, convert } from './convert.ts';
import { type Dockerfile, readDockerfile } from './dockerfile.ts';
import { BuildError, type Location } from './error.ts';
import { createLint } from './lint.ts';

/**
 * The images that a Dockerfile's stages and `--from`s name, as far as the wanted stage needs them, in the order in which
 * they are asked for, each with its first place.
 * @throws {BuildError} for a file that names none because it is wrong.
 */
export function basesOf(read: Dockerfile, options: ConvertOptions): ReadonlyMap<string, Location> {
  const found = new Map<string, Location>();
  // A conversion that finds every image tells which ones it asks for.
  const nothing = { Id: '', Config: {}, Author: '' } as unknown as ImageInspect;
  try {
    convert(
      read,
      options,
      (reference, location) => {
        if (!found.has(reference)) found.set(reference, location);
        return { ...nothing, Id: `probe:${reference}` };
      },
      createLint('skip=all'),
    );
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    if (found.size === 0) throw error;
  }
  return found;
}

/** The images that a real builder would look for, its own frontend (`# syntax=`) among them; none for a wrong file. */
export function imagesAskedFor(
  text: string,
  { target, args }: Pick<ConvertOptions, 'target' | 'args'>,
): readonly string[] {
  const options = { target, args, labels: {}, noCache: false, noCacheFilter: [], platform: 'linux/amd64' };
  try {
    const read = readDockerfile(text);
    const { syntax } = read.directives;
    return [...(syntax === undefined ? [] : [syntax]), ...basesOf(read, options).keys()];
  } catch (error) {
    if (error instanceof BuildError) return [];
    throw error;
  }
}

import { DockerError, type Platform, parsePlatform } from '../../engine/index.ts';
import { CliError } from '../errors.ts';
import type { Flags } from '../flags.ts';

/**
 * What `--platform` says, read here and not by the engine; undefined if it wasn't given.
 * @throws {CliError} `invalid platform: …`
 */
export function platformFlag(flags: Flags): Platform | undefined {
  const text = flags.string('platform');
  if (text === '') return undefined;
  try {
    return parsePlatform(text);
  } catch (error) {
    if (error instanceof DockerError) throw new CliError(`invalid platform: ${error.message}`);
    throw error;
  }
}

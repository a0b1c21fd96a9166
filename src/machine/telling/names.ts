import { say, str } from '../phrase.ts';
import type { Phrase, World, WorldVolume } from '../wire.ts';

/*
 * How things are called in sentences. What belongs in monospace stands in backticks.
 */

/** `an anonymous volume` is called by the beginning of its id, as docker's lists cut ids. */
export function volumeName({ name, anonymous }: Pick<WorldVolume, 'name' | 'anonymous'>): Phrase {
  return anonymous ? say(str`anonymous volume \`${name.slice(0, 12)}\``) : say(str`volume \`${name}\``);
}

/** The same at the beginning of a sentence. */
export function volumeNameFirst({ name, anonymous }: Pick<WorldVolume, 'name' | 'anonymous'>): Phrase {
  return anonymous ? say(str`Anonymous volume \`${name.slice(0, 12)}\``) : say(str`Volume \`${name}\``);
}

/** `~/site` for the user's own folders. */
export function hostPath(path: string, { user }: Pick<World, 'user'>): string {
  const home = user === 'root' ? '/root' : `/home/${user}`;
  return `\`${path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path}\``;
}

/** `1 file`, `no files`. */
export function filesWords(count: number): Phrase {
  return count === 0 ? say('no files') : count === 1 ? say('1 file') : say(str`${count} files`);
}

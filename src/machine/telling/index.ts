import { say, str } from '../phrase.ts';
import type { Sentence, World } from '../wire.ts';
import { containerSentences } from './containers.ts';
import { fileSentences } from './files.ts';
import type { Happening } from './happening.ts';
import { imageSentences } from './images.ts';
import { volumeSentences } from './volumes.ts';

export type { Happening, SeenContainer } from './happening.ts';

/** At most so many sentences; the rest is counted. */
const MOST = 9;

/**
 * What happened and why, in plain sentences made from the change of the World and what the engine told on the way: in the
 * order of cause and effect, volumes first, since containers stand on them.
 */
export function tell(happening: Happening): readonly Sentence[] {
  const all = [
    ...imageSentences(happening),
    ...volumeSentences(happening),
    ...containerSentences(happening),
    ...fileSentences(happening),
  ];
  if (all.length <= MOST) return all;
  return [...all.slice(0, MOST - 1), { text: say(str`And ${all.length - MOST + 1} more changes.`) }];
}

/** What differs between two states, however it came about. */
export function tellDifference(before: World, after: World): readonly Sentence[] {
  const containers = [...before.containers, ...after.containers];
  const seen = new Map(containers.map((container) => [container.id, { ...container, autoRemove: false }]));
  return tell({ before, after, events: [], notes: [], seen, compared: true });
}

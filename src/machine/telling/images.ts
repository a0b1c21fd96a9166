import { say, str } from '../phrase.ts';
import type { Phrase, Sentence, WorldImage } from '../wire.ts';
import type { Happening } from './happening.ts';

/** Images that came, got or lost a name, and went. */
export function* imageSentences({ before, after }: Happening): Generator<Sentence> {
  const earlier = new Map(before.images.map((image) => [image.id, image]));
  const later = new Set(after.images.map(({ id }) => id));
  for (const image of after.images) {
    const about = `image:${image.id}` as const;
    const was = earlier.get(image.id);
    if (!was)
      yield {
        text: say(
          str`Image ${imageName(image)} is new on this host: ${layersWords(image.layers)}, read-only for every container.`,
        ),
        about,
      };
    else if (was.tags.join() !== image.tags.join())
      yield {
        text:
          image.tags.length === 0
            ? say(str`Image ${imageName(was)} is now without a name. Its layers are the same.`)
            : say(str`Image ${imageName(was)} is now ${namesOf(image)}. Its layers are the same.`),
        about,
      };
  }
  for (const image of before.images) {
    if (!later.has(image.id))
      yield {
        text: say(str`Image ${imageName(image)} removed from this host, with the layers that no other image has.`),
      };
  }
}

function imageName({ tags, id }: WorldImage): string {
  return `\`${tags[0] ?? id.slice(7, 19)}\``;
}

function namesOf({ tags }: WorldImage): string {
  return tags.map((tag) => `\`${tag}\``).join(', ');
}

function layersWords(count: number): Phrase {
  return count === 0 ? say('no layers') : count === 1 ? say('1 layer') : say(str`${count} layers`);
}

import type { Sentence, WorldImage } from '../wire.ts';
import type { Happening } from './happening.ts';
import { capital, counted } from './names.ts';

/** Images that came, got or lost a name, and went. */
export function* imageSentences({ before, after }: Happening): Generator<Sentence> {
  const earlier = new Map(before.images.map((image) => [image.id, image]));
  const later = new Set(after.images.map(({ id }) => id));
  for (const image of after.images) {
    const about = `image:${image.id}` as const;
    const was = earlier.get(image.id);
    if (!was)
      yield {
        text: `${capital(imageName(image))} is new on this host: ${counted(image.layers, 'layer')}, read-only for every container.`,
        about,
      };
    else if (was.tags.join() !== image.tags.join())
      yield {
        text: `${capital(imageName(was))} is now ${image.tags.length === 0 ? 'without a name' : image.tags.map((tag) => `\`${tag}\``).join(', ')}. Its layers are the same.`,
        about,
      };
  }
  for (const image of before.images) {
    if (!later.has(image.id))
      yield { text: `${capital(imageName(image))} removed from this host, with the layers that no other image has.` };
  }
}

function imageName({ tags, id }: WorldImage): string {
  return `image \`${tags[0] ?? id.slice(7, 19)}\``;
}

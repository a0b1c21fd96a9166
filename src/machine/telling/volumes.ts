import { listed, say, str } from '../phrase.ts';
import type { Sentence, WorldTree, WorldVolume } from '../wire.ts';
import { eventsOf, type Happening } from './happening.ts';
import { filesWords, volumeName, volumeNameFirst } from './names.ts';

/** So many are told of one by one. */
const FEW = 3;

/** Volumes that came, and why; that were filled; that went, and what with them. */
export function* volumeSentences(happening: Happening): Generator<Sentence> {
  const { before, after } = happening;
  const earlier = new Set(before.volumes.map(({ name }) => name));
  const later = new Set(after.volumes.map(({ name }) => name));
  const made = after.volumes.filter(({ name }) => !earlier.has(name));
  if (made.length <= FEW) for (const volume of made) yield created(volume, happening);
  else
    yield {
      text: say(
        str`${made.length} volumes created: ${listed(made.map(volumeName))}. Each is a folder of the host, under \`/var/lib/docker/volumes\`.`,
      ),
    };
  yield* filled(happening);
  for (const volume of before.volumes) if (!later.has(volume.name)) yield removed(volume, happening);
  yield* passing(happening, earlier, later);
}

function created(volume: WorldVolume, happening: Happening): Sentence {
  const { name } = volume;
  const about = `volume:${name}` as const;
  const user = [...happening.seen.values()].find(({ id, mounts }) => isNew(id, happening) && mounts.some(of(name)));
  const where = `\`/var/lib/docker/volumes/${volume.anonymous ? `${name.slice(0, 12)}…` : name}/_data\``;
  if (volume.anonymous) {
    const at = user?.mounts.find(of(name))?.destination;
    const short = `\`${name.slice(0, 12)}\``;
    const text =
      user && at
        ? say(
            str`Anonymous volume ${short} created for \`${at}\` in \`${user.name}\`, because no name was given. It is the folder ${where} on the host.`,
          )
        : say(str`Anonymous volume ${short} created. It is the folder ${where} on the host.`);
    return { text, about };
  }
  const text = user
    ? say(
        str`Volume \`${name}\` created, because \`${user.name}\` names it and it did not exist. It is the folder ${where} on the host.`,
      )
    : say(str`Volume \`${name}\` created. It is the folder ${where} on the host.`);
  return { text, about };
}

function* filled({ notes, seen, after }: Happening): Generator<Sentence> {
  for (const note of notes) {
    if (note.type !== 'filled') continue;
    const volume = after.volumes.find(({ name }) => name === note.volume);
    const image = seen.get(note.container)?.image;
    const name = volumeNameFirst(volume ?? { name: note.volume, anonymous: false });
    const copied = filesWords(note.files);
    yield {
      text: image
        ? say(
            str`${name} was empty, so Docker copied ${copied} into it: what the image \`${image}\` has at \`${note.path}\`.`,
          )
        : say(str`${name} was empty, so Docker copied ${copied} into it: what its image has at \`${note.path}\`.`),
      about: `volume:${note.volume}`,
    };
  }
}

function removed(volume: WorldVolume, { events, before }: Happening): Sentence {
  const lost = files(volume.tree);
  const withIt =
    lost === 0
      ? say('It was empty.')
      : lost === 1
        ? say('Its 1 file is gone for good.')
        : say(str`Its ${lost} files are gone for good.`);
  const owner = before.containers.find(({ mounts }) => mounts.some(of(volume.name)));
  const alongside = volume.anonymous && owner && events.some(isDestroy(owner.id));
  const name = volumeNameFirst(volume);
  const text = alongside
    ? say(str`${name} removed, together with container \`${owner.name}\` that it was made for. ${withIt}`)
    : say(str`${name} removed. ${withIt}`);
  return { text, about: `volume:${volume.name}` };
}

/** Volumes that came and went within one command: no World had them. */
function* passing(happening: Happening, earlier: ReadonlySet<string>, later: ReadonlySet<string>): Generator<Sentence> {
  const names = new Set(happening.events.filter(({ Type }) => Type === 'volume').map(({ Actor }) => Actor.ID));
  for (const name of names) {
    if (earlier.has(name) || later.has(name)) continue;
    if (eventsOf(happening, 'volume', name, 'create').length === 0) continue;
    yield {
      text: /^[0-9a-f]{64}$/.test(name)
        ? say(str`An anonymous volume, \`${name.slice(0, 12)}\`, was created and removed again with its container.`)
        : say(str`Volume \`${name}\` was created and removed again with its container.`),
    };
  }
}

/** How many entries are no folders. */
export function files({ entries, more }: WorldTree): number {
  return entries.filter(({ type }) => type !== 'directory').length + more;
}

const of =
  (volume: string) =>
  ({ type, source }: { readonly type: string; readonly source: string }) =>
    type === 'volume' && source === volume;

const isNew = (id: string, { before }: Happening) => !before.containers.some((container) => container.id === id);

const isDestroy =
  (id: string) =>
  ({ Type, Action, Actor }: Happening['events'][number]) =>
    Type === 'container' && Action === 'destroy' && Actor.ID === id;

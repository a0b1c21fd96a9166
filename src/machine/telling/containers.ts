import type { Sentence, World, WorldContainer, WorldMount } from '../wire.ts';
import { eventsOf, type Happening, type SeenContainer } from './happening.ts';
import { capital, containerName, counted, hostPath, listed } from './names.ts';
import { files } from './volumes.ts';

/** So many are told of one by one. */
const FEW = 3;

/** Containers that came, with what they see; what became of them; those that went, and what with them. */
export function* containerSentences(happening: Happening): Generator<Sentence> {
  const { before, after, seen } = happening;
  const earlier = new Map(before.containers.map((container) => [container.id, container]));
  const later = new Set(after.containers.map(({ id }) => id));
  const made = after.containers.filter(({ id }) => !earlier.has(id));
  if (made.length > FEW) {
    const images = [...new Set(made.map(({ image }) => `\`${image}\``))];
    const names = listed(made.map(({ name }) => `\`${name}\``));
    yield {
      text: `${made.length} containers created from ${listed(images)}: ${names}. Each has a writable layer of its own; the image is there once.`,
    };
  }
  for (const container of after.containers) {
    const was = earlier.get(container.id);
    if (!was && made.length > FEW) continue;
    const about = `container:${container.id}` as const;
    const sentences = was ? changed(was, container, happening) : created(container, happening);
    for (const text of sentences) yield { text, about };
  }
  for (const container of seen.values()) {
    if (!earlier.has(container.id) && !later.has(container.id)) yield { text: passed(container, happening) };
  }
  for (const container of before.containers) {
    if (!later.has(container.id)) yield { text: removed(container, after), about: `container:${container.id}` };
  }
}

function* created(container: WorldContainer, happening: Happening): Generator<string> {
  const { image, mounts, command } = container;
  const runs = container.status === 'running' ? ` It runs \`${short(command)}\`.` : '';
  yield `${capital(containerName(container))} created from the image \`${image}\`, with a writable layer of its own.${runs}`;
  yield* mountSentences(container, mounts, happening);
  if (container.status === 'exited')
    yield `Its command \`${short(command)}\` ${ended(container.exitCode)}. The container stays, stopped.`;
  if (container.status === 'restarting') yield 'Its command ended, and its restart policy starts it again.';
}

/** What it sees at its mount points, and what of the image is out of sight for it. */
function* mountSentences(
  { id, name }: Pick<WorldContainer, 'id' | 'name'>,
  mounts: readonly WorldMount[],
  { notes, after }: Happening,
): Generator<string> {
  for (const note of notes) {
    if (note.type === 'made-source' && note.container === id)
      yield `${hostPath(note.source, after)} did not exist on the host, so Docker made it, as root.`;
  }
  const seen = mounts.map(({ type, source, destination, readonly }) => {
    const what = { volume: 'the volume', bind: 'the host’s', tmpfs: 'memory of its own', image: 'the image' }[type];
    const anonymous = /^[0-9a-f]{64}$/.test(source);
    const which =
      type === 'volume' || type === 'image'
        ? ` \`${anonymous ? source.slice(0, 12) : source}\``
        : type === 'bind'
          ? ` ${hostPath(source, after)}`
          : '';
    return `${what}${which} at \`${destination}\`${readonly ? ', read-only' : ''}`;
  });
  if (seen.length > 0) yield `\`${name}\` sees ${listed(seen, 4)}. The rest is its image and its writable layer.`;
  for (const note of notes) {
    if (note.type !== 'covered' || note.container !== id) continue;
    const mount = mounts.find(({ destination }) => destination === note.path);
    if (!mount) continue;
    const cover = {
      volume: 'The volume has content already, so nothing is copied into it: it covers them.',
      bind: 'The host’s folder covers them; it is never filled from the image.',
      tmpfs: 'The memory covers them.',
      image: 'The other image covers them.',
    }[mount.type];
    yield `At \`${note.path}\` the image has ${counted(note.entries, 'entry', 'entries')} of its own. ${cover}`;
  }
}

function* changed(was: WorldContainer, container: WorldContainer, happening: Happening): Generator<string> {
  const name = capital(containerName(container));
  if (was.name !== container.name) yield `Container \`${was.name}\` is now named \`${container.name}\`.`;
  const restarted = eventsOf(happening, 'container', container.id, 'start').length > 0;
  if (was.status === container.status) {
    if (restarted && container.status === 'running')
      yield `${name} was stopped and started again, on the same writable layer and the same mounts.${memory(container)}`;
    else if (restarted) yield `${name} started again; its command ${ended(container.exitCode)}.`;
    return;
  }
  switch (container.status) {
    case 'running':
      if (was.status === 'paused') yield `${name} goes on: its processes run again.`;
      else {
        yield `${name} runs${was.status === 'created' ? '' : ' again, on the same writable layer and the same mounts'}.`;
        for (const note of happening.notes) {
          if (note.type === 'made-source' && note.container === container.id)
            yield `${hostPath(note.source, happening.after)} did not exist on the host, so Docker made it, as root.`;
        }
      }
      return;
    case 'exited':
      yield `${name} stopped: its command ${ended(container.exitCode)}. Its writable layer and its mounts are kept.${memory(container)}`;
      return;
    case 'paused':
      yield `${name} is paused: its processes stand still and keep what they have in memory.`;
      return;
    default:
      yield `${name} is ${container.status}.`;
  }
}

function memory({ mounts }: Pick<WorldContainer, 'mounts'>): string {
  const tmpfs = mounts.filter(({ type }) => type === 'tmpfs').map(({ destination }) => `\`${destination}\``);
  return tmpfs.length === 0 ? '' : ` What was in memory at ${listed(tmpfs)} is gone.`;
}

/** A container that came and went within one command. */
function passed(container: SeenContainer, happening: Happening): string {
  const { id, name, image, mounts, autoRemove, command } = container;
  const died = eventsOf(happening, 'container', id, 'die').at(-1);
  const code = Number(died?.Actor.Attributes.exitCode ?? 0);
  const sees = mounts.flatMap(({ type, source, destination }) =>
    type === 'tmpfs'
      ? []
      : [
          `${type === 'bind' ? hostPath(source, happening.after) : `\`${source.slice(0, source.length === 64 ? 12 : undefined)}\``} at \`${destination}\``,
        ],
  );
  const withMounts = sees.length === 0 ? '' : `, with ${listed(sees)}`;
  const ran = died ? `Its command \`${short(command)}\` ${ended(code)}. ` : '';
  const why = autoRemove ? '`--rm` removed it' : 'It was removed';
  const stays = kept(mounts, happening.after);
  return `Container \`${name}\` created from the image \`${image}\`${withMounts}. ${ran}${why}, and its writable layer with it.${stays}`;
}

function removed(container: WorldContainer, after: World): string {
  const lost = files(container.layer);
  const layer =
    lost === 0 ? 'with its writable layer, which was empty' : `and with its writable layer ${counted(lost, 'file')}`;
  return `${capital(containerName(container))} removed, ${layer}.${kept(container.mounts, after)}`;
}

/** What a container that goes leaves behind. */
function kept(mounts: readonly WorldMount[], after: World): string {
  const names = mounts.flatMap(({ type, source }) => {
    const volume = type === 'volume' ? after.volumes.find(({ name }) => name === source) : undefined;
    return volume ? [`\`${volume.anonymous ? volume.name.slice(0, 12) : volume.name}\``] : [];
  });
  const unique = [...new Set(names)];
  if (unique.length === 0) return '';
  return ` ${unique.length === 1 ? 'The volume' : 'The volumes'} ${listed(unique)} ${unique.length === 1 ? 'stays' : 'stay'}.`;
}

function ended(code: number): string {
  if (code === 0) return 'ended well, with status 0';
  if (code === 137) return 'was killed (SIGKILL, status 137)';
  if (code === 143) return 'was asked to end (SIGTERM, status 143)';
  if (code === 130) return 'was interrupted (SIGINT, status 130)';
  if (code === 127) return 'was not found, status 127';
  return `ended with status ${code}`;
}

function short(command: string): string {
  return command.length > 60 ? `${command.slice(0, 59)}…` : command;
}

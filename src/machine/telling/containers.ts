import { joined, listed, say, str } from '../phrase.ts';
import type { Sentence, Text, World, WorldContainer, WorldMount } from '../wire.ts';
import { eventsOf, type Happening, type SeenContainer } from './happening.ts';
import { filesWords, hostPath } from './names.ts';
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
      text: say(
        str`${made.length} containers created from ${listed(images)}: ${names}. Each has a writable layer of its own; the image is there once.`,
      ),
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

function* created(container: WorldContainer, happening: Happening): Generator<Text> {
  const { name, image, mounts, command } = container;
  const runs = container.status === 'running' ? [say(str`It runs \`${short(command)}\`.`)] : [];
  const made = say(str`Container \`${name}\` created from the image \`${image}\`, with a writable layer of its own.`);
  yield joined([made, ...runs], ' ');
  yield* mountSentences(container, mounts, happening);
  if (container.status === 'exited')
    yield say(str`Its command \`${short(command)}\` ${ended(container.exitCode)}. The container stays, stopped.`);
  if (container.status === 'restarting') yield say('Its command ended, and its restart policy starts it again.');
}

/** What it sees at its mount points, and what of the image is out of sight for it. */
function* mountSentences(
  { id, name }: Pick<WorldContainer, 'id' | 'name'>,
  mounts: readonly WorldMount[],
  { notes, after }: Happening,
): Generator<Text> {
  for (const note of notes) {
    if (note.type === 'made-source' && note.container === id) yield madeSource(note.source, after);
  }
  const seen = mounts.map(({ type, source, destination, readonly }) => {
    const name = `\`${/^[0-9a-f]{64}$/.test(source) ? source.slice(0, 12) : source}\``;
    const what = {
      volume: say(str`the volume ${name}`),
      bind: say(str`the host’s ${hostPath(source, after)}`),
      tmpfs: say('memory of its own'),
      image: say(str`the image ${name}`),
    }[type];
    return readonly ? say(str`${what} at \`${destination}\`, read-only`) : say(str`${what} at \`${destination}\``);
  });
  if (seen.length > 0)
    yield say(str`\`${name}\` sees ${listed(seen, 4)}. The rest is its image and its writable layer.`);
  for (const note of notes) {
    if (note.type !== 'covered' || note.container !== id) continue;
    const mount = mounts.find(({ destination }) => destination === note.path);
    if (!mount) continue;
    const cover = {
      volume: say('The volume has content already, so nothing is copied into it: it covers them.'),
      bind: say('The host’s folder covers them; it is never filled from the image.'),
      tmpfs: say('The memory covers them.'),
      image: say('The other image covers them.'),
    }[mount.type];
    const entries =
      note.entries === 0 ? say('no entries') : note.entries === 1 ? say('1 entry') : say(str`${note.entries} entries`);
    yield say(str`At \`${note.path}\` the image has ${entries} of its own. ${cover}`);
  }
}

/** Docker makes the folder of a bind of the old form. */
function madeSource(source: string, world: World): Text {
  return say(str`${hostPath(source, world)} did not exist on the host, so Docker made it, as root.`);
}

function* changed(was: WorldContainer, container: WorldContainer, happening: Happening): Generator<Text> {
  const { name, exitCode } = container;
  if (was.name !== name) yield say(str`Container \`${was.name}\` is now named \`${name}\`.`);
  const restarted = eventsOf(happening, 'container', container.id, 'start').length > 0;
  if (was.status === container.status) {
    if (restarted && container.status === 'running')
      yield joined(
        [
          say(
            str`Container \`${name}\` was stopped and started again, on the same writable layer and the same mounts.`,
          ),
          ...memory(container),
        ],
        ' ',
      );
    else if (restarted) yield say(str`Container \`${name}\` started again; its command ${ended(exitCode)}.`);
    return;
  }
  switch (container.status) {
    case 'running':
      if (was.status === 'paused') yield say(str`Container \`${name}\` goes on: its processes run again.`);
      else {
        yield was.status === 'created'
          ? say(str`Container \`${name}\` runs.`)
          : say(str`Container \`${name}\` runs again, on the same writable layer and the same mounts.`);
        for (const note of happening.notes)
          if (note.type === 'made-source' && note.container === container.id)
            yield madeSource(note.source, happening.after);
      }
      return;
    case 'exited':
      yield joined(
        [
          say(
            str`Container \`${name}\` stopped: its command ${ended(exitCode)}. Its writable layer and its mounts are kept.`,
          ),
          ...memory(container),
        ],
        ' ',
      );
      return;
    case 'paused':
      yield say(str`Container \`${name}\` is paused: its processes stand still and keep what they have in memory.`);
      return;
    default:
      yield say(str`Container \`${name}\` is ${container.status}.`);
  }
}

function memory({ mounts }: Pick<WorldContainer, 'mounts'>): readonly Text[] {
  const tmpfs = mounts.filter(({ type }) => type === 'tmpfs').map(({ destination }) => `\`${destination}\``);
  return tmpfs.length === 0 ? [] : [say(str`What was in memory at ${listed(tmpfs)} is gone.`)];
}

/** A container that came and went within one command. */
function passed(container: SeenContainer, happening: Happening): Text {
  const { id, name, image, mounts, autoRemove, command } = container;
  const died = eventsOf(happening, 'container', id, 'die').at(-1);
  const code = Number(died?.Actor.Attributes.exitCode ?? 0);
  const sees = mounts
    .filter(({ type }) => type !== 'tmpfs')
    .map(({ type, source, destination }) => {
      const short = `\`${source.slice(0, source.length === 64 ? 12 : undefined)}\``;
      const what = type === 'bind' ? hostPath(source, happening.after) : short;
      return say(str`${what} at \`${destination}\``);
    });
  const made =
    sees.length === 0
      ? say(str`Container \`${name}\` created from the image \`${image}\`.`)
      : say(str`Container \`${name}\` created from the image \`${image}\`, with ${listed(sees)}.`);
  const ran = died ? [say(str`Its command \`${short(command)}\` ${ended(code)}.`)] : [];
  const gone = autoRemove
    ? say('`--rm` removed it, and its writable layer with it.')
    : say('It was removed, and its writable layer with it.');
  return joined([made, ...ran, gone, ...kept(mounts, happening.after)], ' ');
}

function removed({ name, layer, mounts }: WorldContainer, after: World): Text {
  const lost = files(layer);
  const gone =
    lost === 0
      ? say(str`Container \`${name}\` removed, with its writable layer, which was empty.`)
      : say(str`Container \`${name}\` removed, and with its writable layer ${filesWords(lost)}.`);
  return joined([gone, ...kept(mounts, after)], ' ');
}

/** What a container that goes leaves behind. */
function kept(mounts: readonly WorldMount[], after: World): readonly Text[] {
  const names = mounts.flatMap(({ type, source }) => {
    const volume = type === 'volume' ? after.volumes.find(({ name }) => name === source) : undefined;
    return volume ? [`\`${volume.anonymous ? volume.name.slice(0, 12) : volume.name}\``] : [];
  });
  const unique = [...new Set(names)];
  if (unique.length === 0) return [];
  const all = listed(unique);
  return [unique.length === 1 ? say(str`The volume ${all} stays.`) : say(str`The volumes ${all} stay.`)];
}

function ended(code: number): Text {
  if (code === 0) return say('ended well, with status 0');
  if (code === 137) return say('was killed (SIGKILL, status 137)');
  if (code === 143) return say('was asked to end (SIGTERM, status 143)');
  if (code === 130) return say('was interrupted (SIGINT, status 130)');
  if (code === 127) return say('was not found, status 127');
  return say(str`ended with status ${code}`);
}

function short(command: string): string {
  return command.length > 60 ? `${command.slice(0, 59)}…` : command;
}

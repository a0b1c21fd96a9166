import type { World, WorldContainer, WorldTree } from './wire.ts';

type Drawn = Omit<World, 'number' | 'words'>;

/** At most so many sentences for one change of the picture; the rest is counted. */
const SENTENCES = 6;

/** What changed between two Worlds, in words: short sentences for the live region. Empty for the first World. */
export function inWords(before: Drawn | undefined, after: Drawn): readonly string[] {
  if (!before) return [];
  const words = [...volumeWords(before, after), ...containerWords(before, after), ...folderWords(before, after)];
  if (words.length <= SENTENCES) return words;
  return [...words.slice(0, SENTENCES), `${words.length - SENTENCES} more changes.`];
}

function* volumeWords(before: Drawn, after: Drawn): Generator<string> {
  const earlier = new Map(before.volumes.map((volume) => [volume.name, volume]));
  const later = new Set(after.volumes.map(({ name }) => name));
  for (const volume of after.volumes) {
    const name = volume.anonymous ? `Anonymous volume ${volume.name.slice(0, 12)}` : `Volume ${volume.name}`;
    const was = earlier.get(volume.name);
    if (!was) yield `${name} created${volume.tree.entries.length > 0 ? ' and filled from the image' : ''}.`;
    else yield* treeWords(name, was.tree, volume.tree);
  }
  for (const volume of before.volumes) {
    if (later.has(volume.name)) continue;
    yield volume.anonymous ? `Anonymous volume ${volume.name.slice(0, 12)} removed.` : `Volume ${volume.name} removed.`;
  }
}

function* containerWords(before: Drawn, after: Drawn): Generator<string> {
  const earlier = new Map(before.containers.map((container) => [container.id, container]));
  const later = new Set(after.containers.map(({ id }) => id));
  for (const container of after.containers) {
    const was = earlier.get(container.id);
    if (!was) yield `Container ${container.name} ${stateWords(container)}${mountWords(container)}.`;
    else {
      if (was.status !== container.status) yield `Container ${container.name} ${stateWords(container)}.`;
      if (was.name !== container.name) yield `Container ${was.name} is now named ${container.name}.`;
      yield* treeWords(`Writable layer of ${container.name}`, was.layer, container.layer);
    }
  }
  for (const { id, name } of before.containers) {
    if (!later.has(id)) yield `Container ${name} removed, and its writable layer with it.`;
  }
}

function* folderWords(before: Drawn, after: Drawn): Generator<string> {
  const earlier = new Map(before.folders.map((folder) => [folder.path, folder]));
  for (const { path, tree } of after.folders) {
    const was = earlier.get(path);
    if (was) yield* treeWords(`Host folder ${path}`, was.tree, tree);
  }
}

function stateWords({ status, exitCode }: WorldContainer): string {
  switch (status) {
    case 'exited':
      return `exited with status ${exitCode}`;
    case 'created':
      return 'created';
    case 'running':
      return 'runs';
    default:
      return `is ${status}`;
  }
}

function mountWords({ mounts }: WorldContainer): string {
  const list = mounts.map(({ type, source, destination, readonly }) => {
    const what = type === 'volume' ? `volume ${source}` : type === 'bind' ? `host folder ${source}` : 'a tmpfs';
    return `${what} at ${destination}${readonly ? ', read-only' : ''}`;
  });
  return list.length === 0 ? '' : `, with ${list.join(' and ')}`;
}

function* treeWords(place: string, before: WorldTree, after: WorldTree): Generator<string> {
  const earlier = new Map(before.entries.map((entry) => [entry.path, entry]));
  const later = new Set(after.entries.map(({ path }) => path));
  const added = after.entries.filter(({ path }) => !earlier.has(path)).map(({ path }) => path);
  const removed = before.entries.filter(({ path }) => !later.has(path)).map(({ path }) => path);
  const changed = after.entries
    .filter(
      (entry) => entry.type !== 'directory' && entry.changed > (earlier.get(entry.path)?.changed ?? entry.changed),
    )
    .map(({ path }) => path);
  if (added.length > 0) yield `${place}: ${listed(added)} added.`;
  if (changed.length > 0) yield `${place}: ${listed(changed)} changed.`;
  if (removed.length > 0) yield `${place}: ${listed(removed)} removed.`;
}

function listed(paths: readonly string[]): string {
  if (paths.length <= 3) return paths.join(', ');
  return `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more`;
}

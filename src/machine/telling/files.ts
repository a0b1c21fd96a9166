import { joined, listed, say, str } from '../phrase.ts';
import {
  BY_HOST,
  type Sentence,
  type Text,
  type ThingKey,
  type World,
  type WorldEntry,
  type WorldMount,
  type WorldTree,
} from '../wire.ts';
import type { Happening } from './happening.ts';
import { hostPath, volumeName } from './names.ts';

/** What was written, changed and removed in volumes, host folders and writable layers; by whom, and who sees it too. */
export function* fileSentences(happening: Happening): Generator<Sentence> {
  const { before, after } = happening;
  for (const volume of after.volumes) {
    const was = before.volumes.find(({ name }) => name === volume.name);
    const filled = happening.notes.some((note) => note.type === 'filled' && note.volume === volume.name);
    const place = {
      name: volumeName(volume),
      about: `volume:${volume.name}` as const,
      type: 'volume',
      source: volume.name,
    } as const;
    yield* storeSentences(place, was?.tree, volume.tree, happening, filled);
  }
  for (const folder of after.folders) {
    const was = before.folders.find(({ path }) => path === folder.path);
    if (!was) continue;
    const place = {
      name: hostPath(folder.path, after),
      about: `folder:${folder.path}` as const,
      type: 'bind',
      source: folder.path,
    } as const;
    // What lies in a folder that is shown by itself is told there.
    const inner = before.folders
      .filter(({ path }) => path.startsWith(`${folder.path}/`))
      .map(({ path }) => path.slice(folder.path.length + 1));
    const made = new Set(happening.notes.map((note) => (note.type === 'made-source' ? note.source : '')));
    const without = ({ entries, more }: WorldTree): WorldTree => ({
      entries: entries.filter(
        ({ path }) =>
          !made.has(`${folder.path}/${path}`) && !inner.some((each) => path === each || path.startsWith(`${each}/`)),
      ),
      more,
    });
    yield* storeSentences(place, without(was.tree), without(folder.tree), happening, false);
  }
  yield* layerSentences(happening);
}

interface Place {
  readonly name: Text;
  readonly about: ThingKey;
  readonly type: WorldMount['type'];
  readonly source: string;
}

/** So many files are named one by one. */
const FEW = 3;
const EMPTY: WorldTree = { entries: [], more: 0 };

function* storeSentences(
  place: Place,
  was: WorldTree | undefined,
  tree: WorldTree,
  happening: Happening,
  filled: boolean,
): Generator<Sentence> {
  const { added, changed, removed } = compare(was ?? EMPTY, tree);
  const { about, name } = place;
  const whole = place.type === 'volume' ? say(str`the ${name}`) : name;
  for (const [by, entries] of byWriter([...added, ...changed])) {
    // What Docker copied from the image is told elsewhere.
    if (by === undefined && filled) continue;
    const fresh = entries.filter((entry) => added.includes(entry));
    const paths = listed(telling(entries).map(({ path, type }) => `\`${path}${type === 'directory' ? '/' : ''}\``));
    const what = { paths, whole, one: entries.length === 1, fresh: fresh.length > 0 };
    const text = happening.compared
      ? differing(what)
      : joined([written(what, writer(by, place, happening)), ...alsoSeen(by, place, happening)], ' ');
    yield { text, about };
  }
  if (removed.length > 0) {
    const paths = marked(removed.map(({ path }) => path));
    const text =
      removed.length === 1 ? say(str`${paths} is gone from ${whole}.`) : say(str`${paths} are gone from ${whole}.`);
    yield { text, about };
  }
}

/** Entries of one writer. */
interface Entries {
  readonly paths: Text;
  readonly whole: Text;
  readonly one: boolean;
  /** Not all of them were there before. */
  readonly fresh: boolean;
}

function differing({ paths, whole, one, fresh }: Entries): Text {
  if (one) return fresh ? say(str`${paths} is new in ${whole}.`) : say(str`${paths} is changed in ${whole}.`);
  return fresh ? say(str`${paths} are new in ${whole}.`) : say(str`${paths} are changed in ${whole}.`);
}

function written({ paths, whole, fresh }: Entries, by: Text): Text {
  return fresh ? say(str`${by} wrote ${paths} in ${whole}.`) : say(str`${by} changed ${paths} in ${whole}.`);
}

function writer(by: string | undefined, { type, source }: Place, { seen }: Happening): Text {
  if (by === undefined) return 'Docker';
  if (by === BY_HOST) return say('You');
  const container = seen.get(by);
  if (!container) return say('A container');
  const mount = container.mounts.find((each) => each.type === type && each.source === source);
  return mount ? say(str`\`${container.name}\`, through its \`${mount.destination}\`,`) : `\`${container.name}\``;
}

/** Other running containers that have the same place mounted see the same files at once. */
function alsoSeen(by: string | undefined, { type, source }: Place, { after }: Happening): readonly Text[] {
  const others = after.containers.flatMap(({ id, name, status, mounts }) => {
    const mount = mounts.find((each) => each.type === type && each.source === source);
    return mount && id !== by && status === 'running' ? [say(str`\`${name}\` at \`${mount.destination}\``)] : [];
  });
  if (others.length === 0) return [];
  return [say(str`It is there at once for ${listed(others)}: the same files, not copies.`)];
}

function* layerSentences({ before, after }: Happening): Generator<Sentence> {
  for (const container of after.containers) {
    const { id, name, image } = container;
    const was = before.containers.find((each) => each.id === id);
    // What a new container's start-up wrote is said only if there is little of it.
    const { added, changed, removed } = compare(was?.layer ?? EMPTY, container.layer);
    const about = `container:${id}` as const;
    const written = telling([...added, ...changed]);
    const over = written.filter((entry) => entry.over);
    const own = written.filter((entry) => !entry.over);
    if (own.length > 0)
      yield {
        text: say(
          str`\`${name}\` wrote ${paths(own)} into its writable layer: no other container sees it, and it goes with the container.`,
        ),
        about,
      };
    if (over.length > 0)
      yield {
        text: say(
          str`\`${name}\` changed ${paths(over)}, which the image has: the change is a copy in its writable layer, the image \`${image}\` stays as it is.`,
        ),
        about,
      };
    if (removed.length > 0)
      yield {
        text:
          removed.length === 1
            ? say(str`${paths(removed)} is gone from the writable layer of \`${name}\`.`)
            : say(str`${paths(removed)} are gone from the writable layer of \`${name}\`.`),
        about,
      };
    const deleted = container.deleted.filter((path) => !was?.deleted.includes(path));
    if (deleted.length > 0)
      yield {
        text: say(
          str`\`${name}\` deleted ${marked(deleted)}: a mark in its writable layer hides what the image still has.`,
        ),
        about,
      };
  }
}

const marked = (paths: readonly string[]) => listed(paths.map((path) => `\`${path}\``));
const paths = (entries: readonly WorldEntry[]) => listed(entries.map(({ path }) => `\`/${path}\``));

/** Files, if there are few; else the topmost of what is new, without what lies in it. */
function telling(entries: readonly WorldEntry[]): readonly WorldEntry[] {
  const within = (folder: string) => (entry: WorldEntry) => entry.path.startsWith(`${folder}/`);
  const leaves = entries.filter(({ type, path }) => type !== 'directory' || !entries.some(within(path)));
  if (leaves.length <= FEW) return leaves;
  const folders = entries.filter(({ type }) => type === 'directory');
  return entries.filter((entry) => !folders.some(({ path }) => within(path)(entry)));
}

function byWriter(entries: readonly WorldEntry[]): ReadonlyMap<string | undefined, readonly WorldEntry[]> {
  const groups = new Map<string | undefined, WorldEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.by);
    if (group) group.push(entry);
    else groups.set(entry.by, [entry]);
  }
  return groups;
}

/** Entries that are new, that have changed (folders change with what is in them: not told), and that have gone. */
export function compare(before: WorldTree, after: WorldTree) {
  const earlier = new Map(before.entries.map((entry) => [entry.path, entry]));
  const later = new Set(after.entries.map(({ path }) => path));
  const added = after.entries.filter(({ path }) => !earlier.has(path));
  const changed = after.entries.filter((entry) => {
    const was = earlier.get(entry.path);
    return was !== undefined && entry.type !== 'directory' && (entry.changed > was.changed || differs(was, entry));
  });
  // A listing that is cut says nothing about what isn't in it.
  const removed = after.more > 0 ? [] : before.entries.filter(({ path }) => !later.has(path));
  const gone = new Set(removed.filter(({ type }) => type === 'directory').map(({ path }) => `${path}/`));
  return {
    added,
    changed,
    removed: removed.filter(({ path }) => ![...gone].some((folder) => path.startsWith(folder))),
  };
}

function differs(before: WorldEntry, after: WorldEntry): boolean {
  return (
    before.size !== after.size || before.text !== after.text || before.mode !== after.mode || before.uid !== after.uid
  );
}

/** The listings of a World by the key of the thing that they belong to. */
export function treesOf(world: World): ReadonlyMap<ThingKey, WorldTree> {
  return new Map<ThingKey, WorldTree>([
    ...world.volumes.map(({ name, tree }) => [`volume:${name}`, tree] as const),
    ...world.folders.map(({ path, tree }) => [`folder:${path}`, tree] as const),
    ...world.containers.map(({ id, layer }) => [`container:${id}`, layer] as const),
  ]);
}

import { EnteredLine } from './entered-line.ts';
import type { Machine } from './machine.ts';
import { compare, treesOf } from './telling/files.ts';
import type { Loss, ThingKey, World, WorldEntry } from './wire.ts';
import { Surveyor } from './world.ts';

/** Words and signs in a line that might destroy something; lines without them are not tried out. */
const RISKY =
  /(^|[^\w-])(rm|rmi|rmdir|unlink|prune|down|mv|cp|tee|dd|truncate|shred|install|stop|kill|restart|start|tar|unzip|gunzip)([^\w-]|$)|(^|[^>])>(?![>&])|-delete|sed\s+-i|--renew-anon/;

/** Might this line destroy something? */
export function isRisky(line: string): boolean {
  return RISKY.test(line);
}

/**
 * Tries a line out on a copy of the machine: presses Enter there, and answers yes when asked. Call {@link Trial.work} until
 * it gives a result, with pauses for others.
 */
export class Trial {
  readonly #machine: Machine;
  readonly #line: EnteredLine;

  constructor(
    machine: Machine,
    terminal: number,
    /** The World of the machine now. */
    private readonly before: World,
  ) {
    this.#machine = machine.fork();
    this.#line = new EnteredLine(this.#machine, terminal, '\r', ['y\r']);
  }

  /** Some of the work; undefined as long as there is more. A trial that doesn't come to its end tells what was lost so far. */
  work(): readonly Loss[] | undefined {
    if (this.#line.work() === 'busy') return undefined;
    return lossesOf(this.before, new Surveyor(this.#machine.surveyed()).survey()!);
  }
}

/** What a later World no longer has: things as a whole, and files that are gone or hold something else. */
export function lossesOf(before: World, after: World): readonly Loss[] {
  const trees = treesOf(after);
  const here = new Set<ThingKey>([...trees.keys(), ...after.images.map(({ id }) => `image:${id}` as const)]);
  const losses: Loss[] = [];
  for (const { id } of before.images) if (!here.has(`image:${id}`)) losses.push(whole(`image:${id}`));
  for (const [about, tree] of treesOf(before)) {
    const later = trees.get(about);
    if (!later) {
      // A folder that is no longer bound is only out of sight.
      if (!about.startsWith('folder:')) losses.push(whole(about));
      continue;
    }
    const { changed, removed } = compare(tree, later);
    const gone = removed.map(({ path }) => path);
    const earlier = new Map(tree.entries.map((entry) => [entry.path, entry]));
    const overwritten = changed.filter((entry) => loses(earlier.get(entry.path)!, entry)).map(({ path }) => path);
    if (gone.length + overwritten.length > 0) losses.push({ about, whole: false, gone, overwritten });
  }
  for (const container of before.containers) {
    const later = after.containers.find(({ id }) => id === container.id);
    for (const mount of container.mounts) {
      const held = mount.type === 'tmpfs' && (mount.tree?.entries.length ?? 0) > 0;
      const still =
        later?.mounts.find(({ destination }) => destination === mount.destination)?.tree?.entries.length ?? 0;
      if (held && later && still === 0)
        losses.push({ about: `container:${container.id}`, whole: false, gone: [mount.destination], overwritten: [] });
    }
  }
  return losses;
}

const whole = (about: ThingKey): Loss => ({ about, whole: true, gone: [], overwritten: [] });

/** Bytes that were there are not any more; what is only added to loses nothing. */
function loses(before: WorldEntry, after: WorldEntry): boolean {
  if (before.size === 0 || before.type !== 'file') return false;
  if (after.size < before.size) return true;
  if (before.text === undefined || after.text === undefined) return after.size === before.size;
  return !after.text.startsWith(before.text) && before.text !== after.text;
}

import type { WorldContainer, WorldEntry } from '../../machine/wire.ts';
import { msg, str } from '../texts/index.ts';
import type { Store, StoreKind } from './things.ts';

/*
 * The scene in words: for labels, details and whoever doesn't see it.
 */

/** `running`, `exited (137)`. */
export function stateWords({ status, exitCode }: WorldContainer): string {
  return status === 'exited' ? `exited (${exitCode})` : status;
}

const kindWords = (): Readonly<Record<StoreKind, string>> => ({
  volume: msg('volume'),
  anonymous: msg('anonymous volume'),
  folder: msg('host folder'),
  tmpfs: 'tmpfs',
  image: msg('image'),
});

/** A name for the button that opens a store's details: `volume notes, 1 entry, used by first`. */
export function storeLabel({ kind, name, single, tree, volume }: Store): string {
  const count = tree.entries.length + tree.more;
  const users =
    volume && (volume.users.length > 0 ? msg(str`used by ${volume.users.join(', ')}`) : msg('used by no container'));
  const what = storeName({ kind, name, single });
  if (kind === 'image') return msg(str`${what}, mounted read-only`);
  return [what, single ? undefined : entriesWords(count), users].filter(Boolean).join(', ');
}

/** `volume notes`, `host file ~/app.conf`. */
export function storeName({ kind, name, single }: Pick<Store, 'kind' | 'name' | 'single'>): string {
  // A tmpfs has its kind in its name.
  return kind === 'tmpfs' ? name : `${single ? msg('host file') : kindWords()[kind]} ${name}`;
}

export function boxLabel(container: WorldContainer): string {
  const { name, image, mounts, layer, deleted } = container;
  const written = layer.entries.length + layer.more + deleted.length;
  return [
    msg(str`container ${name}, ${stateWords(container)}, of the image ${image}`),
    counted(mounts.length, msg('no mounts'), msg('1 mount'), msg(str`${mounts.length} mounts`)),
    msg(str`${entriesWords(written)} in its writable layer`),
  ].join(', ');
}

/** How many entries a listing has. */
export function entriesWords(count: number): string {
  return counted(count, msg('no entries'), msg('1 entry'), msg(str`${count} entries`));
}

/** The text that goes with a number. */
function counted(count: number, none: string, one: string, many: string): string {
  return count === 0 ? none : count === 1 ? one : many;
}

/** A path in at most so many characters: what is cut is its beginning, since its end tells more. */
export function shortPath(path: string, room: number): string {
  if (path.length <= room) return path;
  const parts = path.split('/');
  for (let from = 1; from < parts.length - 1; from++) {
    const rest = `…/${parts.slice(from + 1).join('/')}`;
    if (rest.length <= room) return rest;
  }
  return `…/${parts.at(-1)}`;
}

/** `drwxr-xr-x`, as ls -l shows it. */
export function modeWords({ type, mode }: Pick<WorldEntry, 'type' | 'mode'>): string {
  const letters = [...'rwxrwxrwx'].map((letter, at) => (mode & (0o400 >> at) ? letter : '-'));
  const special = (bit: number, at: number, letter: string) => {
    if (mode & bit) letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
  };
  special(0o4000, 2, 's');
  special(0o2000, 5, 's');
  special(0o1000, 8, 't');
  return { directory: 'd', symlink: 'l', file: '-', other: '?' }[type] + letters.join('');
}

/** root, learner, or the number. */
export function ownerWords(uid: number): string {
  return { 0: 'root', 1000: 'learner' }[uid] ?? String(uid);
}

/** `12 B`, `4.1 kB`: decimal, as Docker counts. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${units[unit]}`;
}

import type { DirEntry, FileSystem, Ino } from '../fs/index.ts';
import { filesInArchive, mayBeArchive } from './archive-files.ts';
import type { WorldEntry, WorldTree } from './wire.ts';

/** How much of a folder the scene gets: entries, and depth below the root. */
const ENTRIES = 40;
const DEPTH = 4;
/** Text files up to this size show their beginning. */
const GLANCE_SIZE = 4096;
const GLANCE = 200;

/** In which World an inode last changed, by whom, and how: see {@link WorldEntry}. */
export interface Changed {
  readonly world: number;
  readonly by?: string;
  readonly tool?: 'tar';
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * A folder as the scene shows it, read below the permission checks (the picture shows all). `changed` says in which
 * World an inode last changed; `skip` leaves out what a place shows only because of how it works (mount points).
 */
export function treeOf(
  fs: FileSystem,
  root: Ino,
  changed: (fs: FileSystem, ino: Ino) => Changed | undefined,
  skip: (path: string, entry: DirEntry) => boolean = () => false,
): WorldTree {
  const entries: WorldEntry[] = [];
  let more = 0;
  const visit = (dir: Ino, prefix: string, depth: number) => {
    const children = [...fs.readdir(dir)].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const child of children) {
      const path = prefix + child.name;
      if (skip(path, child)) continue;
      if (entries.length >= ENTRIES) {
        more++;
        continue;
      }
      entries.push(worldEntry(fs, child, path, changed(fs, child.ino)));
      if (child.type === 'directory' && depth < DEPTH) visit(child.ino, `${path}/`, depth + 1);
    }
  };
  visit(root, '', 1);
  return { entries, more };
}

function worldEntry(fs: FileSystem, { ino, type }: DirEntry, path: string, changed: Changed | undefined): WorldEntry {
  const { size, uid, mode } = fs.stat(ino);
  const { world = 0, by, tool } = changed ?? {};
  const base = { path, size, uid, mode, changed: world, ...(by !== undefined && { by }), ...(tool && { tool }) };
  switch (type) {
    case 'directory':
      return { ...base, type };
    case 'symlink':
      return { ...base, type, target: fs.readlink(ino) };
    case 'file': {
      if (mayBeArchive(path, size)) {
        const holds = filesInArchive(fs.read(ino, 0, size));
        if (holds) return { ...base, type, holds };
      }
      const text = size > 0 && size <= GLANCE_SIZE ? glance(fs.read(ino, 0, size)) : undefined;
      return text === undefined ? { ...base, type } : { ...base, type, text };
    }
    default:
      return { ...base, type: 'other' };
  }
}

/** The beginning of a text; undefined for bytes that are none. */
function glance(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes).slice(0, GLANCE);
  } catch {
    return undefined;
  }
}

/** The bytes of the files below a folder, as `docker system df` counts a volume: each inode once. */
export function sizeOf(fs: FileSystem, root: Ino): number {
  const seen = new Set<Ino>();
  const visit = (dir: Ino): number => {
    let sum = 0;
    for (const { ino, type } of fs.readdir(dir)) {
      if (type === 'directory') sum += visit(ino);
      else if (!seen.has(ino)) {
        seen.add(ino);
        sum += fs.stat(ino).size;
      }
    }
    return sum;
  };
  return visit(root);
}

import type { Credentials } from './credentials.ts';
import { Errno } from './errno.ts';
import type { FileSystem } from './filesystem.ts';
import type { Location, MountTable } from './mounts.ts';
import { check, EXECUTE } from './permissions.ts';

/** PATH_MAX with its end, NAME_MAX, and how many links one walk follows (path_resolution(7)). */
const PATH_MAX = 4096;
const NAME_MAX = 255;
const LINKS_MAX = 40;

/** How a path is walked: from where, as whom. */
export interface Walker {
  readonly cwd: string;
  /** The working directory itself, if its path may have changed since; then `cwd` isn't looked at. */
  readonly directory?: Location;
  readonly credentials: Credentials;
}

/** Where a walk came to. */
export interface Walked {
  /** The directory that holds the last component, and its name; for `/`, `.` and `..` the name is that. */
  readonly directory: Location;
  readonly name: string;
  /** Is the last component a name rather than `/`, `.` or `..`? */
  readonly named: boolean;
  /** What is there, through mounts and links; undefined if there is no such entry. */
  readonly at: Location | undefined;
  /** The path had a slash at its end. */
  readonly slash: boolean;
  /** The canonical path of `directory`, as components. */
  readonly names: readonly string[];
}

export interface Tree {
  readonly table: MountTable;
  fs(id: string): FileSystem;
}

const SUPERUSER: Credentials = { uid: 0, gid: 0, groups: [] };

/**
 * Walks a path (path_resolution(7)). Only its last component may be missing. `follow` says what happens when that is a
 * symbolic link; a slash after it follows in any case, unless the walk is for the `entry` itself, as unlink(2)'s is.
 * Throws ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG.
 */
export function walk(tree: Tree, path: string, walker: Walker, follow: boolean, entry = false): Walked {
  if (path === '') throw new Errno('ENOENT');
  if (path.length >= PATH_MAX) throw new Errno('ENAMETOOLONG');
  const steps = new Steps(tree, walker.credentials);
  if (path.startsWith('/')) steps.toRoot();
  else steps.toDirectory(walker);
  return steps.go(path, follow, entry);
}

/** The root of the namespace, under whatever covers it. */
export function rootOf({ table }: Tree): Location {
  const first = table.list[0];
  if (first === undefined) throw new Errno('ENOENT');
  return top(table, { mount: first.id, ino: first.root });
}

/** What is to be seen at a place: the root of the mount that covers it, of the one that covers that one, and so on. */
export function top(table: MountTable, location: Location): Location {
  let at = location;
  for (let over = table.over(at); over; over = table.over(at)) at = { mount: over.id, ino: over.root };
  return at;
}

class Steps {
  #at: Location = { mount: 0, ino: 0 };
  #names: string[] = [];
  #links = 0;

  constructor(
    readonly tree: Tree,
    readonly who: Credentials,
  ) {}

  toRoot(): void {
    this.#at = rootOf(this.tree);
    this.#names = [];
  }

  /** The kernel holds the working directory open: getting there asks for no permission. */
  toDirectory({ cwd, directory }: Walker): void {
    if (directory) {
      this.#at = directory;
      this.#names = cwd.split('/').filter((name) => name !== '');
      return;
    }
    const { at, names, name, named } = walk(this.tree, cwd, { cwd: '/', credentials: SUPERUSER }, true);
    if (!at) throw new Errno('ENOENT');
    this.#at = at;
    this.#names = named ? [...names, name] : [...names];
  }

  go(path: string, follow: boolean, entry: boolean): Walked {
    let left = split(path);
    for (let index = 0; ; index++) {
      // Trailing slashes: the last component must be a directory, links to one included.
      const slash = index === left.length - 2 && left[left.length - 1] === '';
      const last = slash || index >= left.length - 1;
      const name = left[index] ?? '';
      const directory = this.#at;
      const stat = this.#fs(directory).stat(directory.ino);
      if (stat.type !== 'directory') throw new Errno('ENOTDIR');
      if (name === '' || name === '.') {
        if (name === '.') check(stat, this.who, EXECUTE);
        if (last) return this.#end(directory, name === '' ? '/' : name, slash);
        continue;
      }
      check(stat, this.who, EXECUTE);
      if (name === '..') {
        this.#up();
        if (last) return this.#end(directory, name, slash);
        continue;
      }
      if (name.length > NAME_MAX / 3 && new TextEncoder().encode(name).length > NAME_MAX) {
        throw new Errno('ENAMETOOLONG');
      }
      const fs = this.#fs(directory);
      const ino = fs.lookup(directory.ino, name);
      if (ino === undefined) {
        if (!last) throw new Errno('ENOENT');
        return { directory, name, named: true, at: undefined, slash, names: this.#names };
      }
      const at = top(this.tree.table, { mount: directory.mount, ino });
      const { type } = this.#fs(at).stat(at.ino);
      if (type === 'symlink' && (!last || follow || (slash && !entry))) {
        if (++this.#links > LINKS_MAX) throw new Errno('ELOOP');
        const target = this.#fs(at).readlink(at.ino);
        if (target === '') throw new Errno('ENOENT');
        const rest = left.slice(index + 1);
        if (target.startsWith('/')) this.toRoot();
        left = rest.length === 0 ? split(target) : [...split(target).filter(unlessEnd), ...rest];
        index = -1;
        continue;
      }
      if (last) {
        if (slash && !entry && type !== 'directory') throw new Errno('ENOTDIR');
        return { directory, name, named: true, at, slash, names: this.#names };
      }
      this.#at = at;
      this.#names.push(name);
    }
  }

  #end(directory: Location, name: string, slash: boolean): Walked {
    return { directory, name, named: false, at: this.#at, slash, names: this.#names };
  }

  #fs({ mount }: Location): FileSystem {
    const found = this.tree.table.get(mount);
    if (!found) throw new Errno('ENOENT');
    return this.tree.fs(found.fs);
  }

  /** To the directory above: out of as many mounts as this is the root of, but never above the namespace's root. */
  #up(): void {
    this.#names.pop();
    const { table } = this.tree;
    let at = this.#at;
    for (;;) {
      const mount = table.get(at.mount);
      if (!mount) throw new Errno('ENOENT');
      if (at.ino !== mount.root) break;
      if (mount.parent === undefined) {
        this.#at = top(table, at);
        return;
      }
      at = { mount: mount.parent, ino: mount.point };
    }
    this.#at = top(table, { mount: at.mount, ino: this.#fs(at).parent(at.ino) });
  }
}

/** The components; several slashes are one, and a slash at the end leaves an empty one there. */
function split(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return path.endsWith('/') && parts.length > 0 ? [...parts, ''] : parts;
}

function unlessEnd(part: string): boolean {
  return part !== '';
}

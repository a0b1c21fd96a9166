import { Errno } from './errno.ts';
import type { FileSystem, Ino } from './filesystem.ts';
import { type Location, type Mount, MountTable } from './mounts.ts';
import { nameOf } from './paths.ts';
import { type Walked, type Walker, walk } from './walk.ts';

/** Where a namespace finds its file systems. */
export interface FileSystems {
  fs(id: string): FileSystem;
  /** File system -> how many mounts of all namespaces show it. */
  readonly used: Map<string, number>;
  /** Runs an operation whose changes are seen as made through a namespace. */
  through<T>(namespace: string, operation: () => T): T;
}

/** A namespace as plain data. */
export interface SavedNamespace {
  readonly id: string;
  readonly mounts: readonly Mount[];
  readonly next: number;
}

const SUPERUSER: Walker = { cwd: '/', credentials: { uid: 0, gid: 0, groups: [] } };

/** An ordered list of mounts that paths are walked through: what a {@link MountNamespace} is without its system calls. */
export class MountTree {
  readonly table: MountTable;
  #next = 1;

  constructor(
    readonly id: string,
    readonly systems: FileSystems,
  ) {
    this.table = new MountTable(systems.used);
  }

  get mounts(): readonly Mount[] {
    return this.table.list;
  }

  fs(id: string): FileSystem {
    return this.systems.fs(id);
  }

  /**
   * Mounts a file system (or one inode of it: a bind) on a path; the first mount is the root, at `/`.
   * ENOENT, ENOTDIR for a file over a directory or the reverse.
   */
  mount(
    at: string,
    source: { fs: FileSystem; root?: Ino; readonly?: boolean; source?: string; options?: string },
  ): Mount {
    const { fs, root = fs.root, readonly = false, options = '' } = source;
    const mount = { fs: fs.id, root, readonly, source: source.source ?? fs.type, options };
    if (this.mounts.length === 0) return this.#add({ ...mount, parent: undefined, point: 0, path: '/' });
    const walked = this.walk(at, SUPERUSER, true);
    const point = found(walked);
    const covered = this.at(point);
    const [above, below] = [fs.stat(root).type, covered.fs.stat(covered.ino).type];
    if ((above === 'directory') !== (below === 'directory')) throw new Errno('ENOTDIR');
    return this.#add({ ...mount, parent: point.mount, point: point.ino, path: this.#canonical(walked) });
  }

  /**
   * mount --bind: what `from` shows at `path`; `recursive` with the mounts below it. `readonly` is for the bind itself,
   * `readonlySubmounts` for those below it too (as Docker's read-only binds are).
   */
  bind(
    at: string,
    from: MountTree,
    path: string,
    options: { readonly?: boolean; recursive?: boolean; readonlySubmounts?: boolean } = {},
  ): Mount {
    const { readonly = false, recursive = false, readonlySubmounts = false } = options;
    const walked = from.walk(path, SUPERUSER, true);
    const seen = found(walked);
    const origin = from.mountOf(seen);
    const below = recursive ? from.#mountsBelow(seen, from.#canonical(walked)) : [];
    const source = { fs: this.fs(origin.fs), root: seen.ino, source: origin.source, options: origin.options };
    const bound = this.mount(at, { ...source, readonly: readonly || origin.readonly });
    const ids = new Map([[origin.id, bound.id]]);
    for (const mount of below) {
      const parent = ids.get(mount.parent ?? 0);
      if (parent === undefined) continue;
      const copy = this.#add({
        ...mount,
        parent,
        readonly: mount.readonly || readonlySubmounts,
        path: rebase(mount.path, from.#canonical(walked), bound.path),
      });
      ids.set(mount.id, copy.id);
    }
    return bound;
  }

  /** EBUSY if something is mounted below, EINVAL if `path` is no mount point. */
  unmount(path: string): void {
    const at = found(this.walk(path, SUPERUSER, true));
    const mount = this.mountOf(at);
    if (at.ino !== mount.root || mount.parent === undefined) throw new Errno('EINVAL');
    if (this.table.hasChildren(mount.id)) throw new Errno('EBUSY');
    this.table.remove(mount);
    this.#hold(mount, false);
  }

  /** mount -o remount,ro and rw. EINVAL if `path` is no mount point. */
  remount(path: string, { readonly }: { readonly readonly: boolean }): void {
    const at = found(this.walk(path, SUPERUSER, true));
    const mount = this.mountOf(at);
    if (at.ino !== mount.root) throw new Errno('EINVAL');
    this.table.replace({ ...mount, readonly });
  }

  /** Lets go of all mounts: the namespace's last process has ended. */
  dispose(): void {
    for (const mount of this.mounts) this.#hold(mount, false);
    this.table.list = [];
  }

  save(): SavedNamespace {
    return { id: this.id, mounts: this.mounts, next: this.#next };
  }

  /** Takes over saved mounts. What they hold is part of the file systems' own saved state. */
  load(saved: SavedNamespace): void {
    if (this.table.list !== saved.mounts) this.table.list = saved.mounts;
    this.#next = saved.next;
  }

  /** ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG. */
  resolve(path: string, walker: Walker, follow = true): Location {
    return found(this.walk(path, walker, follow));
  }

  /** The canonical path of what `path` names (realpath(3)). */
  realpath(path: string, walker: Walker): string {
    const walked = this.walk(path, walker, true);
    found(walked);
    return this.#canonical(walked);
  }

  /** The path of a location within this namespace, for messages and getcwd. ENOENT if it has been removed. */
  pathOf(location: Location): string {
    const names: string[] = [];
    for (let at = location; ; ) {
      const mount = this.mountOf(at);
      if (at.ino === mount.root) {
        if (mount.parent === undefined) return `/${names.reverse().join('/')}`;
        at = { mount: mount.parent, ino: mount.point };
        continue;
      }
      const { name, dir } = nameOf(this.fs(mount.fs), at.ino, mount.root);
      names.push(name);
      at = { mount: at.mount, ino: dir };
    }
  }

  at(location: Location): { readonly fs: FileSystem; readonly ino: Ino; readonly readonly: boolean } {
    const mount = this.mountOf(location);
    return { fs: this.fs(mount.fs), ino: location.ino, readonly: mount.readonly };
  }

  /** Walks a path; `entry`: up to its last component's own name, as unlink(2) does. */
  protected walk(path: string, walker: Walker, follow: boolean, entry = false): Walked {
    return walk(this, path, walker, follow, entry);
  }

  protected mountOf({ mount }: Location): Mount {
    const mounted = this.table.get(mount);
    if (!mounted) throw new Errno('ENOENT');
    return mounted;
  }

  /** Makes the mounts of another tree this one's too. */
  protected adopt(other: MountTree): void {
    this.load(other.save());
    for (const mount of this.mounts) this.#hold(mount, true);
  }

  #canonical({ at, names, name, named }: Walked): string {
    return `/${(named && at ? [...names, name] : names).join('/')}`;
  }

  /** The mounts on what lies at or below a place, parents before children. */
  #mountsBelow(place: Location, path: string): readonly Mount[] {
    const ids = new Set<number>();
    const prefix = path === '/' ? '/' : `${path}/`;
    return this.mounts.filter((mount) => {
      const direct = mount.parent === place.mount && mount.path.startsWith(prefix);
      if (!direct && !ids.has(mount.parent ?? 0)) return false;
      ids.add(mount.id);
      return true;
    });
  }

  #add(mount: Omit<Mount, 'id'>): Mount {
    const added = { id: this.#next, ...mount };
    this.#next++;
    this.table.add(added);
    this.#hold(added, true);
    return added;
  }

  #hold(mount: Mount, hold: boolean): void {
    this.#holdIn(mount.fs, mount.root, hold);
    const parent = mount.parent === undefined ? undefined : this.table.get(mount.parent);
    if (parent) this.#holdIn(parent.fs, mount.point, hold);
  }

  #holdIn(id: string, ino: Ino, hold: boolean): void {
    const fs = this.fs(id);
    if (hold) fs.retain(ino);
    else fs.release(ino);
  }
}

/** What a walk found. ENOENT. */
export function found({ at }: Walked): Location {
  if (!at) throw new Errno('ENOENT');
  return at;
}

function rebase(path: string, from: string, to: string): string {
  const rest = from === '/' ? path.slice(1) : path.slice(from.length + 1);
  return to === '/' ? `/${rest}` : `${to}/${rest}`;
}

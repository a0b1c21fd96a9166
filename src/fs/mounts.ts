import type { Ino } from './filesystem.ts';

/** A place in a namespace: an inode as seen through one mount. */
export interface Location {
  readonly mount: number;
  readonly ino: Ino;
}

/** A mount as data; file systems are named by their id. */
export interface Mount {
  readonly id: number;
  readonly fs: string;
  /** The inode of `fs` that appears at the mount point: a file's for a single-file bind. */
  readonly root: Ino;
  /** The mount that this one is mounted on, and the inode it covers; undefined for the root mount. */
  readonly parent: number | undefined;
  readonly point: Ino;
  readonly readonly: boolean;
  /** /proc/mounts' first field: `overlay`, `tmpfs`, `/dev/sda1`, `proc`. */
  readonly source: string;
  /** The path of the mount point at the time of mounting, within this namespace. */
  readonly path: string;
  readonly options: string;
}

/** A namespace's mounts in the order of mounting, found by their id and by what they cover. The list is never changed in place. */
export class MountTable {
  #list: readonly Mount[] = [];
  readonly #byId = new Map<number, Mount>();
  readonly #covering = new Map<number, Map<Ino, Mount>>();
  /** File system -> inode -> how many mounts lie on it. */
  readonly #points = new Map<string, Map<Ino, number>>();

  /** `used`: file system -> how many mounts of all namespaces show it. */
  constructor(private readonly used: Map<string, number>) {}

  get list(): readonly Mount[] {
    return this.#list;
  }

  set list(mounts: readonly Mount[]) {
    for (const mount of this.#list) this.#use(mount, -1);
    this.#list = mounts;
    this.#byId.clear();
    this.#covering.clear();
    this.#points.clear();
    for (const mount of mounts) this.#index(mount);
  }

  get(id: number): Mount | undefined {
    return this.#byId.get(id);
  }

  /** The mount that covers this place. At most one: the next on the same path covers its root. */
  over({ mount, ino }: Location): Mount | undefined {
    return this.#covering.get(mount)?.get(ino);
  }

  /** Is this inode a mount point, through whichever mount of its file system? */
  covers(fs: string, ino: Ino): boolean {
    return (this.#points.get(fs)?.get(ino) ?? 0) > 0;
  }

  hasChildren(id: number): boolean {
    return (this.#covering.get(id)?.size ?? 0) > 0;
  }

  add(mount: Mount): void {
    this.#list = [...this.#list, mount];
    this.#index(mount);
  }

  remove(mount: Mount): void {
    this.#list = this.#list.filter((other) => other !== mount);
    this.#byId.delete(mount.id);
    this.#use(mount, -1);
    if (mount.parent === undefined) return;
    this.#covering.get(mount.parent)?.delete(mount.point);
    this.#count(mount, -1);
  }

  replace(mount: Mount): void {
    this.list = this.#list.map((other) => (other.id === mount.id ? mount : other));
  }

  #index(mount: Mount): void {
    this.#byId.set(mount.id, mount);
    this.#use(mount, 1);
    if (mount.parent === undefined) return;
    let covered = this.#covering.get(mount.parent);
    if (!covered) this.#covering.set(mount.parent, (covered = new Map()));
    covered.set(mount.point, mount);
    this.#count(mount, 1);
  }

  #use({ fs }: Mount, by: number): void {
    const count = (this.used.get(fs) ?? 0) + by;
    if (count > 0) this.used.set(fs, count);
    else this.used.delete(fs);
  }

  #count({ parent, point }: Mount, by: number): void {
    const fs = this.#byId.get(parent ?? 0)?.fs;
    if (fs === undefined) return;
    let points = this.#points.get(fs);
    if (!points) this.#points.set(fs, (points = new Map()));
    points.set(point, (points.get(point) ?? 0) + by);
  }
}

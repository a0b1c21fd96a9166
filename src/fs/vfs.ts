import { makeDevices } from './dev.ts';
import { Disk, type DiskCheckpoint, type DiskOptions } from './disk.ts';
import { Errno } from './errno.ts';
import type { FsChange, Now } from './filesystem.ts';
import type { Layer } from './layers.ts';
import type { FileSystems, SavedNamespace } from './mount-tree.ts';
import { MountNamespace } from './namespace.ts';
import { Overlay, type OverlayCheckpoint, type SavedOverlay } from './overlay.ts';
import { isWithin } from './paths.ts';
import { ProcFs, type SavedProc } from './proc.ts';
import type { ProcSource } from './proc-files.ts';
import type { SavedDisk } from './saved-disk.ts';
import { type TmpfsOptions, tmpfs } from './tmpfs.ts';

/** A change as the feed tells it: with the namespace through which it was made, if it was made through one. */
export type SeenChange = FsChange & { readonly namespace?: string };

type System = Disk | Overlay | ProcFs;
type SystemCheckpoint = DiskCheckpoint | OverlayCheckpoint | SavedProc;
type SavedSystem = SavedDisk | SavedOverlay | SavedProc;

/** All file systems and namespaces at one moment, in memory: shares with the present what hasn't changed since. */
export interface VfsCheckpoint {
  readonly systems: readonly SystemCheckpoint[];
  readonly namespaces: readonly SavedNamespace[];
  readonly nextDev: number;
}

/** The same as plain data (structured-cloneable). */
export interface SavedVfs {
  readonly systems: readonly (SavedSystem | { readonly kind: 'same'; readonly id: string })[];
  readonly namespaces: readonly SavedNamespace[];
  readonly nextDev: number;
}

/**
 * The file systems of a machine by their ids, its namespaces, and the feed of what changes on them; the one entry for
 * checkpoints of all of it. Objects stay the same over a restore as long as their id exists in both states.
 */
export class Vfs implements FileSystems {
  readonly #systems = new Map<string, System>();
  readonly #namespaces = new Map<string, MountNamespace>();
  readonly used = new Map<string, number>();
  readonly #listeners = new Set<(change: SeenChange) => void>();
  #through: string | undefined;
  #kernel: ProcSource | undefined;
  #nextDev = 1;

  constructor(readonly now: Now) {}

  /** ENODEV for an id that isn't registered. */
  readonly fs = (id: string): System => {
    const found = this.#systems.get(id);
    if (!found) throw new Errno('ENODEV');
    return found;
  };

  has(id: string): boolean {
    return this.#systems.has(id);
  }

  get ids(): readonly string[] {
    return [...this.#systems.keys()];
  }

  /** A new disk. EEXIST if the id is taken. */
  disk(id: string, options: Omit<DiskOptions, 'id' | 'dev' | 'now'> = {}): Disk {
    return this.#register(new Disk({ ...options, id, dev: this.#takeDev(id), now: this.now }));
  }

  /** A new file system in memory. EEXIST if the id is taken. */
  tmpfs(id: string, options: TmpfsOptions = {}): Disk {
    return this.disk(id, tmpfs(options));
  }

  /** A new /dev with its devices: a host's devtmpfs, or a container's tmpfs of 64 MiB. EEXIST if the id is taken. */
  dev(id: string, whose: 'host' | 'container'): Disk {
    const fs = this.disk(id, {
      ...tmpfs({ mode: 0o755, ...(whose === 'container' && { size: 2 ** 26 }) }),
      ...(whose === 'host' && { type: 'devtmpfs' }),
    });
    makeDevices(fs, whose);
    return fs;
  }

  /** A new /proc of a pid namespace (0: the host's). EEXIST if the id is taken. */
  proc(id: string, namespace: number): ProcFs {
    return this.#register(this.#proc({ id, dev: this.#takeDev(id), namespace }));
  }

  /** Tells every /proc, these and later ones, where processes are to be found. A fork has to be told anew. */
  attachKernel(source: ProcSource): void {
    this.#kernel = source;
  }

  /**
   * Layers as one file system; it holds their directories. EEXIST if the id is taken, EINVAL if a layer is no directory,
   * ELOOP if one lies within another.
   */
  overlay(
    id: string,
    layers: { readonly lower: readonly Layer[]; readonly upper?: Layer; readonly work?: Layer },
  ): Overlay {
    const all = [layers.upper, layers.work, ...layers.lower].filter((layer) => layer !== undefined);
    if (all.some(({ fs, ino }) => this.fs(fs).stat(ino).type !== 'directory')) throw new Errno('EINVAL');
    for (const [index, layer] of all.entries()) {
      const inside = all.some((other, at) => at !== index && other.fs === layer.fs && this.#within(layer, other));
      if (inside) throw new Errno('ELOOP');
    }
    const overlay = this.#register(new Overlay({ ...layers, id, dev: this.#takeDev(id), fs: this.fs }));
    for (const { fs, ino } of overlay.holds) this.fs(fs).retain(ino);
    return overlay;
  }

  /** Forgets a file system. EBUSY while a namespace has it mounted. */
  remove(id: string): void {
    const system = this.fs(id);
    if (this.used.has(id)) throw new Errno('EBUSY');
    this.#systems.delete(id);
    system.onChange = undefined;
    if (!(system instanceof Overlay)) return;
    for (const { fs, ino } of system.holds) this.fs(fs).release(ino);
  }

  /** The namespace of this id. ENOENT. */
  namespaceOf(id: string): MountNamespace {
    const found = this.#namespaces.get(id);
    if (!found) throw new Errno('ENOENT');
    return found;
  }

  /** A new namespace: a copy of another's mounts, or empty (its first mount, on `/`, is its root). EEXIST if the id is taken. */
  namespace(id: string, from?: MountNamespace): MountNamespace {
    if (this.#namespaces.has(id)) throw new Errno('EEXIST');
    const namespace = from ? from.clone(id) : new MountNamespace(id, this);
    this.#namespaces.set(id, namespace);
    return namespace;
  }

  /** Ends a namespace: all its mounts go. */
  removeNamespace(id: string): void {
    this.namespaceOf(id).dispose();
    this.#namespaces.delete(id);
  }

  through<T>(namespace: string, operation: () => T): T {
    const before = this.#through;
    this.#through = namespace;
    try {
      return operation();
    } finally {
      this.#through = before;
    }
  }

  /** Calls back after every change; the returned function ends that. */
  subscribe(listener: (change: SeenChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  checkpoint(): VfsCheckpoint {
    return {
      systems: [...this.#systems.values()].map((system) => system.checkpoint()),
      namespaces: [...this.#namespaces.values()].map((namespace) => namespace.save()),
      nextDev: this.#nextDev,
    };
  }

  restore({ systems, namespaces, nextDev }: VfsCheckpoint): void {
    const known = new Map(this.#systems);
    this.#systems.clear();
    for (const checkpoint of systems)
      this.#systems.set(checkpoint.id, this.#restored(known.get(checkpoint.id), checkpoint));
    this.#restoreNamespaces(namespaces);
    this.#nextDev = nextDev;
  }

  /** A copy that from here on changes on its own. */
  fork(now: Now = this.now): Vfs {
    const copy = new Vfs(now);
    copy.restore(this.checkpoint());
    return copy;
  }

  /** Everything as plain data, or what changed since a checkpoint. */
  save(since?: VfsCheckpoint): SavedVfs {
    const before = new Map(since?.systems.map((system) => [system.id, system]));
    const { systems, namespaces, nextDev } = this.checkpoint();
    return {
      systems: systems.map((system) => {
        const old = before.get(system.id);
        return old === system ? ({ kind: 'same', id: system.id } as const) : this.#save(system.id, old);
      }),
      namespaces,
      nextDev,
    };
  }

  /** Takes over saved state; `since` is the checkpoint that it was saved against (or one of an equal machine). */
  load(saved: SavedVfs, since?: VfsCheckpoint): void {
    if (since) this.restore(since);
    const known = new Map(this.#systems);
    this.#systems.clear();
    for (const system of saved.systems) {
      const same = known.get(system.id);
      if (system.kind === 'same') {
        if (!same) throw new Errno('ENODEV');
        this.#systems.set(system.id, same);
      } else this.#load(system, same);
    }
    this.#restoreNamespaces(saved.namespaces);
    this.#nextDev = saved.nextDev;
  }

  #within({ fs, ino }: Layer, outer: Layer): boolean {
    return isWithin(this.fs(fs), ino, outer.ino);
  }

  #takeDev(id: string): number {
    if (this.#systems.has(id)) throw new Errno('EEXIST');
    return this.#nextDev++;
  }

  #watch<T extends System>(system: T): T {
    system.onChange = (change) => {
      const namespace = this.#through;
      for (const listener of this.#listeners) listener(namespace === undefined ? change : { ...change, namespace });
    };
    return system;
  }

  #register<T extends System>(system: T): T {
    this.#systems.set(system.id, this.#watch(system));
    return system;
  }

  /** The same object as long as it is the same file system. */
  #restored(known: System | undefined, checkpoint: SystemCheckpoint): System {
    if (known instanceof Disk && checkpoint.kind === 'disk' && known.is(checkpoint)) known.restore(checkpoint);
    else if (known instanceof Overlay && checkpoint.kind === 'overlay' && known.is(checkpoint))
      known.restore(checkpoint);
    else if (!(known instanceof ProcFs) || known.checkpoint() !== checkpoint) return this.#revive(checkpoint);
    return known;
  }

  #revive(checkpoint: SystemCheckpoint): System {
    if (checkpoint.kind === 'disk') return this.#watch(Disk.from(checkpoint, this.now));
    if (checkpoint.kind === 'proc') return this.#watch(this.#proc(checkpoint));
    const overlay = new Overlay({ ...checkpoint, fs: this.fs });
    overlay.restore(checkpoint);
    return this.#watch(overlay);
  }

  #proc(saved: Pick<SavedProc, 'id' | 'dev' | 'namespace'>): ProcFs {
    return new ProcFs({ ...saved, now: this.now, source: () => this.#kernel, fs: this.fs });
  }

  #save(id: string, old: SystemCheckpoint | undefined): SavedSystem {
    const system = this.fs(id);
    if (system instanceof Disk) return system.save(old?.kind === 'disk' ? old : undefined);
    return system instanceof Overlay ? system.save() : system.checkpoint();
  }

  #load(saved: SavedSystem, same: System | undefined): void {
    if (saved.kind === 'disk') {
      const disk = same instanceof Disk && same.is(saved) ? same : this.#watch(new Disk({ ...saved, now: this.now }));
      this.#systems.set(saved.id, disk);
      disk.load(saved);
    } else if (saved.kind === 'proc') this.#systems.set(saved.id, this.#watch(this.#proc(saved)));
    else {
      const overlay =
        same instanceof Overlay && same.is(saved) ? same : this.#watch(new Overlay({ ...saved, fs: this.fs }));
      this.#systems.set(saved.id, overlay);
      overlay.load(saved);
    }
  }

  #restoreNamespaces(saved: readonly SavedNamespace[]): void {
    const known = new Map(this.#namespaces);
    this.#namespaces.clear();
    for (const data of saved) {
      const namespace = known.get(data.id) ?? new MountNamespace(data.id, this);
      namespace.load(data);
      this.#namespaces.set(data.id, namespace);
    }
    // What those that are gone had mounted counts no longer; the file systems are as they were then already.
    for (const [id, { table }] of known) if (!this.#namespaces.has(id)) table.list = [];
  }
}

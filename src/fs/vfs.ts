import { Disk, type DiskOptions } from './disk.ts';
import { Errno } from './errno.ts';
import type { FileSystem, FsChange, Now } from './filesystem.ts';
import { type FileSystems, MountNamespace } from './namespace.ts';

/** A change as the feed tells it: with the namespace through which it was made, if it was made through one. */
export type SeenChange = FsChange & { readonly namespace?: string };

/** The file systems of a machine by their ids, its namespaces, and the feed of what changes on them. */
export class Vfs implements FileSystems {
  readonly #systems = new Map<string, FileSystem>();
  readonly #namespaces = new Map<string, MountNamespace>();
  readonly #listeners = new Set<(change: SeenChange) => void>();
  #through: string | undefined;
  #dev = 1;

  constructor(readonly now: Now) {}

  /** ENODEV for an id that isn't registered. */
  fs(id: string): FileSystem {
    const found = this.#systems.get(id);
    if (!found) throw new Errno('ENODEV');
    return found;
  }

  has(id: string): boolean {
    return this.#systems.has(id);
  }

  /** A new disk. EEXIST if the id is taken. */
  disk(id: string, options: Omit<DiskOptions, 'id' | 'dev' | 'now'> = {}): Disk {
    return this.#register(new Disk({ ...options, id, dev: this.#nextDev(id), now: this.now }));
  }

  /** Forgets a file system. EBUSY while a namespace has it mounted. */
  remove(id: string): void {
    for (const { mounts } of this.#namespaces.values()) {
      if (mounts.some(({ fs }) => fs === id)) throw new Errno('EBUSY');
    }
    this.#systems.delete(id);
  }

  /** A new namespace, empty: the first mount on `/` is its root. EEXIST if the id is taken. */
  namespace(id: string): MountNamespace {
    return this.#adopt(new MountNamespace(id, this));
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

  #nextDev(id: string): number {
    if (this.#systems.has(id)) throw new Errno('EEXIST');
    return this.#dev++;
  }

  #register<T extends Disk>(fs: T): T {
    fs.onChange = (change) => {
      const namespace = this.#through;
      for (const listener of this.#listeners) listener(namespace === undefined ? change : { ...change, namespace });
    };
    this.#systems.set(fs.id, fs);
    return fs;
  }

  #adopt(namespace: MountNamespace): MountNamespace {
    if (this.#namespaces.has(namespace.id)) throw new Errno('EEXIST');
    this.#namespaces.set(namespace.id, namespace);
    return namespace;
  }
}

import { Errno } from './errno.ts';
import type { Ino } from './filesystem.ts';
import type { Merged } from './layers.ts';

/** Numbers from here on are an overlay's own; below they are the layers'. */
const OWN = 2 ** 40;

/** An inode that an overlay has shown. */
export interface OverlayInode extends Merged {
  readonly ino: Ino;
  /** Where it was last seen, for copy-up. */
  readonly parent: Ino;
  readonly name: string;
  /** One name of a lower file that has several: without an index, each copies up on its own. */
  readonly split: boolean;
  /** It has no name any more, but is held. */
  readonly gone: boolean;
}

/** Plain data; the maps are never changed once they are part of a checkpoint. */
export interface OverlayState {
  readonly inodes: ReadonlyMap<Ino, OverlayInode>;
  /** An upper layer's inode -> the number that it had before it was copied up. */
  readonly origins: ReadonlyMap<Ino, Ino>;
  /** Numbers for names of split files (`dir/name`) and for inodes on several file systems (`layer:ino`). */
  readonly numbers: ReadonlyMap<string, Ino>;
  readonly held: ReadonlyMap<Ino, number>;
  readonly next: Ino;
}

/** What can't be found again by looking: numbers, and the inodes that are held, with the directories above them. */
export interface SavedOverlayInodes {
  readonly inodes: readonly OverlayInode[];
  readonly origins: readonly (readonly [Ino, Ino])[];
  readonly numbers: readonly (readonly [string, Ino])[];
  readonly held: readonly (readonly [Ino, number])[];
  readonly next: Ino;
}

interface Mutable {
  inodes: Map<Ino, OverlayInode>;
  origins: Map<Ino, Ino>;
  numbers: Map<string, Ino>;
  held: Map<Ino, number>;
  next: Ino;
}

/**
 * The inodes of an overlay. An inode's number is that of the layer it came from, and stays when it is copied up, as
 * overlayfs has it when all layers lie on one file system.
 */
export class OverlayInodes {
  #state: Mutable = { inodes: new Map(), origins: new Map(), numbers: new Map(), held: new Map(), next: OWN };
  #shared: OverlayState | undefined;

  constructor(readonly oneFileSystem: boolean) {}

  get(ino: Ino): OverlayInode {
    const inode = this.#state.inodes.get(ino);
    if (!inode) throw new Errno('ENOENT');
    return inode;
  }

  /** The number of what a name means; the same as long as it means the same. */
  intern(parent: Ino, name: string, seen: Merged & { readonly shared: boolean }): Ino {
    const { type, upper, lower, shared } = seen;
    const ino = this.#number(parent, name, seen);
    const known = this.#state.inodes.get(ino);
    if (
      known &&
      known.upper === upper &&
      // One that is in the upper layer doesn't need a name for copy-up.
      ((upper !== undefined && type !== 'directory') || (known.parent === parent && known.name === name)) &&
      known.type === type &&
      known.lower.length === lower.length &&
      known.lower.every(({ layer, ino }, index) => lower[index]!.ino === ino && lower[index]!.layer === layer)
    ) {
      return ino;
    }
    const split = shared || (known?.split ?? false);
    this.#own().inodes.set(ino, { ino, parent, name, type, upper, lower, split, gone: false });
    return ino;
  }

  update(ino: Ino, change: Partial<OverlayInode>): void {
    this.#own().inodes.set(ino, { ...this.get(ino), ...change });
  }

  copiedUp(ino: Ino, upper: Ino): void {
    const { type, parent, name, lower, split } = this.get(ino);
    const state = this.#own();
    state.origins.set(upper, ino);
    if (split) state.numbers.delete(`${parent}/${name}`);
    this.update(ino, { upper, lower: type === 'directory' ? lower : [] });
  }

  held(ino: Ino): number {
    return this.#state.held.get(ino) ?? 0;
  }

  hold(ino: Ino): void {
    this.#own().held.set(ino, this.held(ino) + 1);
  }

  unhold(ino: Ino): void {
    const times = this.held(ino) - 1;
    if (times > 0) this.#own().held.set(ino, times);
    else {
      this.#own().held.delete(ino);
      if (this.get(ino).gone) this.#forget(ino);
    }
  }

  /** Its last name went. */
  dropped(ino: Ino): void {
    if (this.held(ino) > 0) this.update(ino, { gone: true });
    else this.#forget(ino);
  }

  checkpoint(): OverlayState {
    this.#shared ??= this.#state;
    return this.#shared;
  }

  restore(state: OverlayState): void {
    this.#shared = state;
    this.#state = state as Mutable;
  }

  save(root: Ino): SavedOverlayInodes {
    const { inodes, origins, numbers, held, next } = this.#state;
    const needed = new Set([root]);
    for (const ino of held.keys()) {
      for (let at = ino; !needed.has(at); at = this.get(at).parent) needed.add(at);
    }
    return {
      inodes: [...inodes.values()].filter(({ ino }) => needed.has(ino)),
      origins: [...origins],
      numbers: [...numbers],
      held: [...held],
      next,
    };
  }

  load({ inodes, origins, numbers, held, next }: SavedOverlayInodes): void {
    this.#shared = undefined;
    this.#state = {
      inodes: new Map(inodes.map((inode) => [inode.ino, inode])),
      origins: new Map(origins),
      numbers: new Map(numbers),
      held: new Map(held),
      next,
    };
  }

  #forget(ino: Ino): void {
    const { upper, parent, name, split } = this.get(ino);
    const state = this.#own();
    state.inodes.delete(ino);
    if (upper !== undefined) state.origins.delete(upper);
    else if (split) state.numbers.delete(`${parent}/${name}`);
  }

  /** The state, to be changed: a copy if a checkpoint shares it. */
  #own(): Mutable {
    if (this.#shared) {
      const { inodes, origins, numbers, held, next } = this.#state;
      this.#state = {
        inodes: new Map(inodes),
        origins: new Map(origins),
        numbers: new Map(numbers),
        held: new Map(held),
        next,
      };
      this.#shared = undefined;
    }
    return this.#state;
  }

  #number(parent: Ino, name: string, { upper, lower, shared }: Merged & { readonly shared: boolean }): Ino {
    if (upper !== undefined) return this.#state.origins.get(upper) ?? this.#plain(-1, upper);
    const { layer, ino } = lower[0]!;
    return shared ? this.#named(`${parent}/${name}`) : this.#plain(layer, ino);
  }

  #plain(layer: number, ino: Ino): Ino {
    return this.oneFileSystem ? ino : this.#named(`${layer}:${ino}`);
  }

  #named(key: string): Ino {
    const known = this.#state.numbers.get(key);
    if (known !== undefined) return known;
    const state = this.#own();
    const ino = state.next++;
    state.numbers.set(key, ino);
    return ino;
  }
}

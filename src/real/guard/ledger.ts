/*
 * What a replay has made on the engine: the guard writes it down, ownership is asked of it, and the clean-up removes
 * what stands in it and nothing else.
 */

export type NoteKind = 'container' | 'volume' | 'network' | 'image';

export interface Note {
  readonly kind: NoteKind;
  /** A container's, network's or image's id (an image's may be a reference, too), a volume's name. */
  readonly id: string;
  /** A volume's time of creation: names come again, so it tells whether it is still the same volume. */
  readonly created?: string;
}

/** A line about a note for whoever keeps a copy. */
export type LedgerEvent = { readonly add: Note } | { readonly drop: Note };

export class Ledger {
  readonly #notes = new Map<string, Note>();
  readonly #listeners: ((event: LedgerEvent) => void)[] = [];

  /** Told of every change, at once. */
  onChange(listener: (event: LedgerEvent) => void): void {
    this.#listeners.push(listener);
  }

  add(note: Note): void {
    if (this.has(note.kind, note.id)) return;
    this.#notes.set(key(note), note);
    for (const listener of this.#listeners) listener({ add: note });
  }

  drop(kind: NoteKind, id: string): void {
    const note = this.#notes.get(key({ kind, id }));
    if (!note) return;
    this.#notes.delete(key(note));
    for (const listener of this.#listeners) listener({ drop: note });
  }

  has(kind: NoteKind, id: string): boolean {
    return this.#notes.has(key({ kind, id }));
  }

  of(kind: NoteKind): readonly Note[] {
    return [...this.#notes.values()].filter((note) => note.kind === kind);
  }

  get all(): readonly Note[] {
    return [...this.#notes.values()];
  }
}

const key = ({ kind, id }: Pick<Note, 'kind' | 'id'>) => `${kind} ${id}`;

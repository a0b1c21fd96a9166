import { type SavedVfs, Vfs, type VfsCheckpoint } from '../fs/index.ts';
import { decode, encode } from './codec.ts';
import type { Checkpoint } from './machine.ts';
import type { PackedState } from './wire.ts';

/*
 * States as bytes. Files are packed against a state below, so that a point of the timeline costs what changed since the
 * one before; processes and engine are small, and packed whole.
 */

/** Nothing changes on these file systems, so nobody asks them for the time. */
const never = () => 0;

/** `below`: the files of the state that it goes on top of. */
export function packState(state: Checkpoint, below: VfsCheckpoint): PackedState {
  const { computer, terminals, steps } = state;
  const scratch = new Vfs(never);
  scratch.restore(computer.vfs);
  return {
    files: encode(scratch.save(below)),
    rest: encode({ kernel: computer.kernel, engine: computer.engine, terminals, steps }),
  };
}

/** The files of a packed state; `below` as they were packed. @throws {Error} if the bytes are no packed state. */
export function unpackFiles({ files }: PackedState, below: VfsCheckpoint): VfsCheckpoint {
  const scratch = new Vfs(never);
  scratch.load(decode(files) as SavedVfs, below);
  return scratch.checkpoint();
}

/** The whole state over its files. Its log is empty: it says what came since. */
export function unpackState({ rest }: PackedState, files: VfsCheckpoint): Checkpoint {
  const { kernel, engine, terminals, steps } = decode(rest) as Pick<Checkpoint, 'terminals' | 'steps'> &
    Pick<Checkpoint['computer'], 'kernel' | 'engine'>;
  return { computer: { vfs: files, kernel, engine }, terminals, steps, log: undefined };
}

/**
 * What tells one build's fresh computer from another's: states are packed against it, so they go with no other one.
 */
export function fingerprintOf({ systems, namespaces, nextDev }: VfsCheckpoint): string {
  const sizes = systems.map((system) =>
    system.kind === 'disk' ? `${system.id}:${system.next}:${system.used}:${system.count}` : system.id,
  );
  return [nextDev, namespaces.length, ...sizes].join(' ');
}

import { type SavedVfs, Vfs, type VfsCheckpoint } from '../fs/index.ts';
import { decode, encode } from './codec.ts';
import type { MorePrograms } from './computer.ts';
import { type Checkpoint, Machine } from './machine.ts';
import type { Packing } from './timeline.ts';
import type { MachineOptions, PackedState } from './wire.ts';

/*
 * States as bytes. Files are packed against a state below, so that a point of the timeline costs what changed since the
 * one before; processes and engine are small, and packed whole.
 */

/** The version of saved sessions: others are refused. */
const VERSION = 3;
const OTHER_VERSION = 'This session was saved by another version of Drydock.';

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

/** How a timeline packs its points; `base`: the files of the fresh machine. */
export function packingOn(base: VfsCheckpoint): Packing {
  return {
    pack: (state, below = base) => packState(state, below),
    unpackFiles: (packed, below = base) => unpackFiles(packed, below),
    unpack: unpackState,
  };
}

/** The whole state of a machine as bytes. */
export function saveMachine(machine: Machine): Uint8Array {
  return seal(machine, packState(machine.checkpoint(), machine.base.vfs));
}

/**
 * A machine from {@link saveMachine}'s bytes, over the same options.
 * @throws {Error} with a sentence for a person, if the bytes are no saved session of this version.
 */
export function loadMachine(options: MachineOptions, bytes: Uint8Array, more: MorePrograms): Machine {
  const { machine, rest } = unseal(options, bytes, more);
  const packed = rest as PackedState;
  machine.restore(unpackState(packed, unpackFiles(packed, machine.base.vfs)));
  return machine;
}

/** Data over a machine as bytes, with what a fresh machine of the same kind needs to be known by. */
export function seal({ options: { epoch, seed }, base }: Machine, rest: unknown): Uint8Array {
  return encode({ drydock: VERSION, epoch, seed, base: fingerprintOf(base.vfs), rest });
}

/**
 * The fresh machine of a saved session, and the data that was sealed.
 * @throws {Error} with a sentence for a person, if the bytes are no saved session of this version.
 */
export function unseal(
  options: MachineOptions,
  bytes: Uint8Array,
  more: MorePrograms,
): { readonly machine: Machine; readonly rest: unknown } {
  const { epoch, seed, base, rest } = readSealed(bytes);
  const machine = Machine.boot({ ...options, epoch, seed }, more);
  if (fingerprintOf(machine.base.vfs) !== base) throw new Error(OTHER_VERSION);
  return { machine, rest };
}

interface Sealed {
  readonly epoch: number;
  readonly seed: number;
  readonly base: string;
  readonly rest: unknown;
}

function readSealed(bytes: Uint8Array): Sealed {
  let sealed: unknown;
  try {
    sealed = decode(bytes);
  } catch {
    throw new Error('This is no saved session, or it is damaged.');
  }
  const { drydock } = sealed as { drydock?: unknown };
  if (drydock !== VERSION) throw new Error(OTHER_VERSION);
  return sealed as Sealed;
}

/**
 * What tells one build's fresh computer from another's: states are packed against it, so they go with no other one.
 */
function fingerprintOf({ systems, namespaces, nextDev }: VfsCheckpoint): string {
  const sizes = systems.map((system) =>
    system.kind === 'disk' ? `${system.id}:${system.next}:${system.used}:${system.count}` : system.id,
  );
  return [nextDev, namespaces.length, ...sizes].join(' ');
}

/** The words of the third field of `-v`, by kind: each kind at most once (moby volume/mounts, linux_parser.go). */
const KINDS: readonly (readonly string[])[] = [
  ['rw', 'ro'],
  ['z', 'Z'],
  ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'],
  ['nocopy'],
  ['consistent', 'cached', 'delegated'],
];

export const PROPAGATIONS = KINDS[2]!;

/** Is this a mode that `-v` and `--volumes-from` know? The empty one is. */
export function isMode(mode: string): boolean {
  if (mode === '') return true;
  const kinds = mode.split(',').map((word) => KINDS.findIndex((kind) => kind.includes(word)));
  return !kinds.includes(-1) && new Set(kinds).size === kinds.length;
}

/** The word of a kind that stands in a valid mode. */
function wordOf(mode: string, kind: number): string | undefined {
  return mode.split(',').find((word) => KINDS[kind]!.includes(word));
}

export const isReadOnly = (mode: string): boolean => wordOf(mode, 0) === 'ro';
export const propagationOf = (mode: string): string | undefined => wordOf(mode, 2);
export const isNoCopy = (mode: string): boolean => wordOf(mode, 3) !== undefined;

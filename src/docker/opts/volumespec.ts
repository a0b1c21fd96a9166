/** A `-v` value that the command itself refuses. */
export class SpecError extends Error {}

/** What the command reads out of `-v`: enough to tell a bind mount from a volume from an anonymous volume. */
export interface VolumeSpec {
  readonly source: string;
  readonly target: string;
  readonly type: 'bind' | 'volume';
}

const isDrive = (buffer: string, character: string) => character === ':' && /^\p{L}$/u.test(buffer);

function isFilePath(source: string): boolean {
  if (/^[./~]/.test(source)) return true;
  const characters = [...source];
  if (characters.length === 1) return false;
  return source.startsWith('\\\\') || isDrive(characters[0]!, characters[1]!);
}

/**
 * Parses `[SOURCE:]TARGET[:MODE]` without knowing the daemon's platform, so that a single letter before a colon is a
 * Windows drive (a one-letter volume name can't be meant). Modes are left to the daemon.
 * @throws {SpecError}
 */
export function parseVolumeSpec(spec: string): VolumeSpec {
  const size = new TextEncoder().encode(spec).length;
  if (size === 0) throw new SpecError('invalid empty volume spec');
  if (size <= 2) return { source: '', target: spec, type: 'volume' };
  let source = '';
  let target = '';
  let buffer = '';
  for (const character of [...spec, '']) {
    if (isDrive(buffer, character)) buffer += character;
    else if (character === ':' || character === '') {
      if (buffer === '') throw new SpecError(`invalid spec: ${spec}: empty section between colons`);
      if (source === '' && character === '') target = buffer;
      else if (source === '') source = buffer;
      else if (target === '') target = buffer;
      else if (character === ':') throw new SpecError(`invalid spec: ${spec}: too many colons`);
      buffer = '';
    } else buffer += character;
  }
  return { source, target, type: source !== '' && isFilePath(source) ? 'bind' : 'volume' };
}

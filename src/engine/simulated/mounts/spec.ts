import type { MountSpec } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { clean } from '../path.ts';
import { isMode, isNoCopy, isReadOnly, PROPAGATIONS, propagationOf } from './mode.ts';

/** A mount that was asked for, its fields checked and its destination cleaned. */
export interface ParsedMount {
  readonly spec: MountSpec;
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'image';
  /** A volume's name (empty: an anonymous one) or a bind's cleaned source. */
  readonly source: string;
  readonly destination: string;
  /** The text after the second colon of `-v`; empty for `--mount`. */
  readonly mode: string;
  readonly driver: string;
  readonly copy: boolean;
}

/** What of the host the checks look at: undefined if there is nothing; throws the text of a failed stat. */
export type SourceExists = (path: string) => boolean;

const invalidSpec = (raw: string) => `invalid volume specification: '${raw}'`;
const invalid = (message: string) => new DockerError('invalidParameter', message);

/**
 * `HostConfig.Binds[]`, what `-v` says: `[SOURCE:]DESTINATION[:MODE]`. In this order:
 * 1. up to three fields, the first not empty; two of which the second is a mode are refused;
 * 2. the mode;
 * 3. an absolute source is a path of the host, any other a volume's name;
 * 4. the checks that `--mount` has too.
 * @throws {DockerError} in the daemon's words.
 */
export function parseBind(raw: string, volumeDriver: string): ParsedMount {
  const [first = '', second, third, ...more] = splitN(raw, 4);
  if (first === '' || more.length > 0) throw invalid(invalidSpec(raw));
  if (third === undefined && second !== undefined && isMode(second)) throw invalid(invalidSpec(raw));
  const mode = third ?? '';
  if (!isMode(mode)) throw invalid(`invalid mode: ${mode}`);
  const [source, target] = second === undefined ? ['', first] : [first, second];
  const type = source.startsWith('/') ? 'bind' : 'volume';
  const propagation = propagationOf(mode);
  const driver = volumeDriver !== '' && type === 'volume' ? { DriverConfig: { Name: volumeDriver } } : undefined;
  const volumeOptions = isNoCopy(mode) ? { ...driver, NoCopy: true } : driver;
  const spec: MountSpec = {
    Type: type,
    Source: source,
    Target: target,
    ReadOnly: isReadOnly(mode),
    ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation } }),
    ...(volumeOptions === undefined ? {} : { VolumeOptions: volumeOptions }),
  };
  try {
    return { ...parseMount(spec, undefined), mode };
  } catch (error) {
    if (error instanceof DockerError) throw invalid(`${invalidSpec(raw)}: ${error.message}`);
    throw error;
  }
}

/** `HostConfig.Mounts[]`, what `--mount` says. `exists` is asked for a bind's source. @throws {DockerError} */
export function parseMount(spec: MountSpec, exists: SourceExists | undefined): ParsedMount {
  validateMount(spec, exists);
  const options = spec.VolumeOptions;
  return {
    spec,
    type: spec.Type as ParsedMount['type'],
    source: spec.Type === 'bind' ? clean(spec.Source ?? '') : (spec.Source ?? ''),
    destination: clean(spec.Target),
    mode: '',
    driver: options?.DriverConfig?.Name ?? '',
    copy: options?.NoCopy !== true,
  };
}

/** The checks of moby's validateMountConfig, in its order. @throws {DockerError} `invalid mount config for type …`. */
export function validateMount(spec: MountSpec, exists: SourceExists | undefined): void {
  const refuse = (why: string) => invalid(`invalid mount config for type "${spec.Type}": ${why}`);
  const source = spec.Source ?? '';
  if (spec.Target === '') throw refuse('field Target must not be empty');
  if (clean(spec.Target) === '/') throw refuse("invalid specification: destination can't be '/'");
  if (!spec.Target.startsWith('/')) throw refuse(notAbsolute(spec.Target));
  switch (spec.Type) {
    case 'bind': {
      if (source === '') throw refuse('field Source must not be empty');
      const propagation = spec.BindOptions?.Propagation ?? '';
      if (propagation !== '' && !PROPAGATIONS.includes(propagation))
        throw refuse(`invalid propagation mode: ${propagation}`);
      if (spec.VolumeOptions) throw refuse('field VolumeOptions must not be specified');
      if (spec.ImageOptions) throw refuse('field ImageOptions must not be specified');
      if (!source.startsWith('/')) throw refuse(notAbsolute(source));
      if (!exists) return;
      let found: boolean;
      try {
        found = exists(source);
      } catch (error) {
        throw refuse(error instanceof Error ? error.message : String(error));
      }
      if (!found && spec.BindOptions?.CreateMountpoint !== true)
        throw refuse(`bind source path does not exist: ${source}`);
      return;
    }
    case 'volume':
      if (spec.BindOptions) throw refuse('field BindOptions must not be specified');
      if (spec.ImageOptions) throw refuse('field ImageOptions must not be specified');
      if (source === '' && spec.ReadOnly) throw refuse('must not set ReadOnly mode when using anonymous volumes');
      if (source === '' && spec.VolumeOptions?.Subpath)
        throw refuse('must not set Subpath when using anonymous volumes');
      checkSubpath(spec.VolumeOptions?.Subpath, refuse);
      return;
    case 'image':
      if (source === '') throw refuse('field Source must not be empty');
      if (spec.BindOptions) throw refuse('field BindOptions must not be specified');
      if (spec.VolumeOptions) throw refuse('field VolumeOptions must not be specified');
      checkSubpath(spec.ImageOptions?.Subpath, refuse);
      return;
    case 'tmpfs':
      if (spec.BindOptions) throw refuse('field BindOptions must not be specified');
      if (source !== '') throw refuse('field Source must not be specified');
      return;
    default:
      throw refuse('mount type unknown');
  }
}

function checkSubpath(subpath = '', refuse: (why: string) => DockerError): void {
  if (subpath === '') return;
  const cleaned = clean(subpath);
  if (cleaned.startsWith('/') || cleaned === '..' || cleaned.startsWith('../'))
    throw refuse('subpath must be a relative path within the volume');
}

/** `HostConfig.VolumesFrom[]`: `CONTAINER[:MODE]`. @throws {DockerError} */
export function parseVolumesFrom(spec: string): { readonly container: string; readonly mode: string } {
  if (spec === '') throw invalid('volumes-from specification cannot be an empty string');
  const colon = spec.indexOf(':');
  if (colon < 0) return { container: spec, mode: 'rw' };
  const [container, mode] = [spec.slice(0, colon), spec.slice(colon + 1)];
  // For now don't allow propagation properties while importing volumes, and copying only concerns new ones.
  if (!isMode(mode) || propagationOf(mode) !== undefined || isNoCopy(mode)) throw invalid(`invalid mode: ${mode}`);
  return { container, mode };
}

/** A key of `HostConfig.Tmpfs`. @throws {DockerError} */
export function validateTmpfsDestination(destination: string): void {
  if (clean(destination) === '/') throw invalid("invalid specification: destination can't be '/'");
  if (!destination.startsWith('/')) throw invalid(notAbsolute(destination));
}

const notAbsolute = (path: string) => `invalid mount path: '${path}' mount path must be absolute`;

/** Go's strings.SplitN by colons: the last part keeps the rest. */
function splitN(text: string, n: number): readonly string[] {
  const parts = text.split(':');
  return parts.length <= n ? parts : [...parts.slice(0, n - 1), parts.slice(n - 1).join(':')];
}

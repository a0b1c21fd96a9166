import { signalNamed } from '../../../os/index.ts';
import type { ContainerConfig, HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';

type Given = Partial<ContainerConfig>;

/**
 * What a client asked for, completed from the image's configuration (moby merge):
 * lists of ports, volumes and labels are joined, the client's first; variables of the image come after the client's
 * unless it sets them; the image's command counts only if the client gives neither command nor entrypoint.
 * @throws {DockerError} `no command specified`.
 */
export function mergeConfig(given: Given, image: Given): Omit<ContainerConfig, 'Hostname'> & { Hostname: string } {
  const own = given.Env ?? [];
  const names = new Set(own.map(nameOf));
  const Env = [...own, ...(image.Env ?? []).filter((entry) => !names.has(nameOf(entry)))];
  const [Entrypoint, Cmd] = command(given, image);
  if (!Entrypoint?.length && !Cmd?.length) throw new DockerError('invalidParameter', 'no command specified');
  const ExposedPorts = sorted({ ...image.ExposedPorts, ...given.ExposedPorts });
  const Volumes = sorted({ ...image.Volumes, ...given.Volumes });
  const health = given.Healthcheck ? { ...image.Healthcheck, ...given.Healthcheck } : image.Healthcheck;
  const StopSignal = given.StopSignal || image.StopSignal;
  const Shell = given.Shell ?? image.Shell;
  return {
    Hostname: given.Hostname ?? '',
    Domainname: given.Domainname ?? '',
    User: given.User || image.User || '',
    AttachStdin: given.AttachStdin ?? false,
    AttachStdout: given.AttachStdout ?? false,
    AttachStderr: given.AttachStderr ?? false,
    ...(ExposedPorts ? { ExposedPorts } : {}),
    Tty: given.Tty ?? false,
    OpenStdin: given.OpenStdin ?? false,
    StdinOnce: given.StdinOnce ?? false,
    Env,
    Cmd,
    ...(health ? { Healthcheck: health } : {}),
    Image: given.Image ?? '',
    Volumes: Volumes ?? null,
    WorkingDir: given.WorkingDir || image.WorkingDir || '',
    Entrypoint,
    OnBuild: given.OnBuild ?? image.OnBuild ?? null,
    Labels: sorted({ ...image.Labels, ...given.Labels }) ?? {},
    ...(StopSignal ? { StopSignal } : {}),
    ...(given.StopTimeout === undefined ? {} : { StopTimeout: given.StopTimeout }),
    ...(Shell ? { Shell } : {}),
  };
}

type Words = readonly string[] | null;

function command(given: Given, image: Given): readonly [Words, Words] {
  const cmd = given.Cmd?.length ? given.Cmd : null;
  // `--entrypoint ''` takes the image's away.
  if (given.Entrypoint?.length === 1 && given.Entrypoint[0] === '') return [null, cmd];
  if (given.Entrypoint?.length) return [given.Entrypoint, cmd];
  return [image.Entrypoint ?? null, cmd ?? image.Cmd ?? null];
}

const nameOf = (entry: string) => entry.split('=', 1)[0]!;

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> | undefined {
  const entries = Object.entries(record);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** In nanoseconds. */
const MILLISECOND = 1e6;

/** The daemon's checks of a Config before anything is made. @throws {DockerError} */
export function validateConfig(config: Given): void {
  const { WorkingDir = '', StopSignal = '' } = config;
  if (WorkingDir !== '' && !WorkingDir.startsWith('/'))
    throw new DockerError(
      'invalidParameter',
      `the working directory '${WorkingDir}' is invalid, it needs to be an absolute path`,
    );
  for (const field of ['Interval', 'Timeout', 'StartPeriod', 'StartInterval'] as const) {
    const value = config.Healthcheck?.[field] ?? 0;
    if (value !== 0 && value < MILLISECOND)
      throw new DockerError('invalidParameter', `${field} in Healthcheck cannot be less than 1ms`);
  }
  if ((config.Healthcheck?.Retries ?? 0) < 0)
    throw new DockerError('invalidParameter', 'Retries in Healthcheck cannot be negative');
  if (StopSignal !== '' && !isSignal(StopSignal))
    throw new DockerError('invalidParameter', `invalid signal: ${StopSignal}`);
}

/** A signal's name or a number; the daemon doesn't ask whether the number exists. */
function isSignal(text: string): boolean {
  return signalNamed(text) !== undefined || /^[1-9]\d*$/.test(text);
}

/** The ports that a container listens on, and those that it publishes: they are exposed too. */
export function exposedPorts(config: Given, host: HostConfig): ContainerConfig['ExposedPorts'] {
  const ports = { ...config.ExposedPorts };
  for (const port of Object.keys(host.PortBindings ?? {})) ports[port] = {};
  return sorted(ports);
}

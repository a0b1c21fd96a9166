import type { ContainerStatus, ContainerSummary, Filters, Port } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import type { Daemon } from '../daemon.ts';
import { boolFilter, checkFilters, matchesLabels, matchesName } from '../filters.ts';
import { findImage } from '../images/store.ts';
import type { ContainerRecord } from '../state.ts';
import { humanDuration, NEVER, parseTime } from '../time.ts';
import { findContainer } from './find.ts';
import { containerSizes, mountPoint, networksOf, portsOf } from './inspect.ts';

const KNOWN = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];

const STATUSES: readonly ContainerStatus[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
];
const HEALTHS = ['starting', 'healthy', 'unhealthy', 'none'];

/** See {@link Engine.containerList}: the newest first. @throws {DockerError} for a filter that isn't one. */
export function listContainers(
  daemon: Daemon,
  options: { readonly all: boolean; readonly limit?: number; readonly size?: boolean; readonly filters: Filters },
): readonly ContainerSummary[] {
  const { filters, limit = 0 } = options;
  const matches = filterOf(daemon, filters);
  // A status, an exit code or a number of containers asks for those that don't run too.
  const all = options.all || limit > 0 || filters.status !== undefined || filters.exited !== undefined;
  const found: ContainerSummary[] = [];
  for (const container of [...daemon.state.containers.values()].reverse()) {
    if (limit > 0 && found.length === limit) break;
    const runs = container.status === 'running' || container.status === 'paused' || container.status === 'restarting';
    if ((all || runs) && matches(container)) found.push(summary(daemon, container, options.size ?? false));
  }
  return found;
}

const invalid = (message: string) => new DockerError('invalidParameter', message);

function filterOf(daemon: Daemon, filters: Filters): (container: ContainerRecord) => boolean {
  checkFilters(filters, KNOWN);
  for (const status of filters.status ?? [])
    if (!STATUSES.includes(status as ContainerStatus))
      throw invalid(
        `invalid filter 'status=${status}': invalid value for state (${status}): must be one of ${STATUSES.join(', ')}`,
      );
  for (const health of filters.health ?? [])
    if (!HEALTHS.includes(health))
      throw invalid(
        `invalid filter 'health=${health}': invalid value for health (${health}): must be one of none, starting, healthy, unhealthy`,
      );
  const published = filters.publish?.map((range) => portRange('publish', range)) ?? [];
  const exposed = filters.expose?.map((range) => portRange('expose', range)) ?? [];
  const exited = filters.exited?.map((code) => {
    if (!/^[+-]?\d+$/.test(code))
      throw invalid(`invalid filter 'exited=${code}': strconv.Atoi: parsing "${code}": invalid syntax`);
    return Number(code);
  });
  const task = filters['is-task'] && boolFilter('is-task', filters['is-task']);
  const names = filters.name?.map((pattern) => nameMatcher(pattern));
  const images = filters.ancestor && ancestorsOf(daemon, filters.ancestor);
  const edge = (values: readonly string[] | undefined) => values?.map((name) => findContainer(daemon, name).created);
  const [before, since] = [edge(filters.before), edge(filters.since)];
  return (container) => {
    const { Config, mounts, status, health, networks } = container;
    if (task) return false;
    return (
      (filters.status?.includes(status) ?? true) &&
      (filters.id?.some((part) => container.Id.includes(part)) ?? true) &&
      (names?.some((matches) => matches(container.Name)) ?? true) &&
      matchesLabels(filters, Config.Labels) &&
      (exited === undefined || (exited.includes(container.ExitCode) && status === 'exited')) &&
      (filters.health?.includes(health?.Status ?? 'none') ?? true) &&
      (images?.(container) ?? true) &&
      (before?.every((created) => container.created < created) ?? true) &&
      (since?.every((created) => container.created > created) ?? true) &&
      (filters.volume?.some((volume) =>
        mounts.some(({ Name, Destination, Source }) => [Name, Destination, Source].includes(volume)),
      ) ??
        true) &&
      (filters.network?.some(
        (network) =>
          network in networks ||
          Object.values(networks).some(({ NetworkID }) => NetworkID !== '' && NetworkID.startsWith(network)),
      ) ??
        true) &&
      (published.length + exposed.length === 0 ||
        ports(container).some(
          ({ PrivatePort, PublicPort, Type }) =>
            (PublicPort !== undefined && published.some((range) => inRange(range, PublicPort, Type))) ||
            exposed.some((range) => inRange(range, PrivatePort, Type)),
        ))
    );
  };
}

/** A name matches as a regular expression, with or without its slash. */
function nameMatcher(pattern: string): (name: string) => boolean {
  return (name) => matchesName(pattern, name) || matchesName(pattern, `/${name}`);
}

interface PortRange {
  readonly low: number;
  readonly high: number;
  readonly protocol: string;
}

/** `80`, `80-90` or `80/udp`; without a protocol it is tcp (moby portOp). @throws {DockerError} */
function portRange(key: string, text: string): PortRange {
  if (text.includes(':')) throw invalid(`filter for '${key}' should not contain ':': ${text}`);
  const refuse = (why: string) => invalid(`error while looking up for ${key} ${text}: ${why}`);
  const [range = '', protocol = ''] = text.split('/');
  if (range === '') throw refuse('Empty string specified for ports.');
  const [low, high] = (/^([^-]*)-(.*)$/s.exec(range)?.slice(1) ?? [range, range]).map((number) => {
    const wrong = !/^\d+$/.test(number) ? 'invalid syntax' : Number(number) > 65535 ? 'value out of range' : undefined;
    if (wrong) throw refuse(`strconv.ParseUint: parsing ${JSON.stringify(number)}: ${wrong}`);
    return Number(number);
  }) as [number, number];
  if (low > high) throw refuse(`Invalid range specified for the Port: ${range}`);
  return { low, high, protocol: protocol || 'tcp' };
}

function inRange({ low, high, protocol }: PortRange, port: number, type: string): boolean {
  return type === protocol && port >= low && port <= high;
}

/** Containers of an image, or of one that was made from it. */
function ancestorsOf(daemon: Daemon, names: readonly string[]): (container: ContainerRecord) => boolean {
  const wanted = names.flatMap((name) => {
    const image = findImage(daemon, name);
    return image ? [image] : [];
  });
  return ({ Image }) => {
    const image = daemon.state.images.get(Image);
    return wanted.some(
      ({ Id, layers }) =>
        Id === Image ||
        (image !== undefined && image.parent === Id && layers.every((layer) => image.layers.includes(layer))),
    );
  };
}

function summary(daemon: Daemon, container: ContainerRecord, size: boolean): ContainerSummary {
  const { Id, Name, Image, Config, created } = container;
  return {
    Id,
    Names: [`/${Name}`],
    Image: imageName(daemon, container),
    ImageID: Image,
    Command: commandOf(container),
    Created: Math.floor(created / 1000),
    Ports: ports(container),
    ...(size ? listedSizes(daemon, container) : {}),
    Labels: Config.Labels,
    State: container.status,
    Status: statusText(container, daemon.kernel.now()),
    HostConfig: { NetworkMode: container.HostConfig.NetworkMode ?? 'bridge' },
    NetworkSettings: { Networks: networksOf(container) },
    Mounts: container.mounts.map(mountPoint),
  };
}

/** What the container was made from, unless that name means another image by now. */
function imageName(daemon: Daemon, { Config, Image }: ContainerRecord): string {
  return findImage(daemon, Config.Image)?.Id === Image ? Config.Image : Image;
}

/** The words of the command; those with a space in quotes. */
function commandOf({ Path, Args }: ContainerRecord): string {
  const words = Args.map((word) => (word.includes(' ') ? `'${word}'` : word));
  return [Path, ...words].join(' ');
}

function ports(container: ContainerRecord): readonly Port[] {
  return Object.entries(portsOf(container)).flatMap(([port, bindings]): readonly Port[] => {
    const [number, Type = 'tcp'] = port.split('/');
    const PrivatePort = Number(number);
    if (!bindings) return [{ PrivatePort, Type }];
    return bindings.map(({ HostIp, HostPort }) => ({ IP: HostIp, PrivatePort, PublicPort: Number(HostPort), Type }));
  });
}

/** `Up 3 seconds (healthy)`, `Exited (0) 2 seconds ago` … (moby container.State.String). `now`: milliseconds since the epoch. */
export function statusText(container: ContainerRecord, now: number): string {
  const { status, ExitCode, StartedAt, FinishedAt, health } = container;
  const since = (time: string) => humanDuration(now - parseTime(time));
  switch (status) {
    case 'running': {
      const suffix = health ? ` (${health.Status === 'starting' ? 'health: starting' : health.Status})` : '';
      return `Up ${since(StartedAt)}${suffix}`;
    }
    case 'paused':
      return `Up ${since(StartedAt)} (Paused)`;
    case 'restarting':
      return `Restarting (${ExitCode}) ${since(FinishedAt)} ago`;
    case 'removing':
      return 'Removal In Progress';
    case 'dead':
      return 'Dead';
    case 'created':
      return 'Created';
    case 'exited':
      return FinishedAt === NEVER ? '' : `Exited (${ExitCode}) ${since(FinishedAt)} ago`;
  }
}

/** A list leaves a size of zero out. */
function listedSizes(daemon: Daemon, container: ContainerRecord): { SizeRw?: number; SizeRootFs: number } {
  const { SizeRw, SizeRootFs } = containerSizes(daemon, container);
  return SizeRw > 0 ? { SizeRw, SizeRootFs } : { SizeRootFs };
}

import type { ContainerInspect, ContainerState, HostConfig, MountPoint } from '../../api.ts';
import type { Daemon } from '../daemon.ts';
import { treeSize } from '../files.ts';
import { imageSize, layerOf, OVERLAY_ROOT } from '../images/store.ts';
import { logPath } from '../logs.ts';
import { dnsNames } from '../networks/names.ts';
import { IPV6_PREFIX } from '../networks/records.ts';
import type { ContainerRecord, MountRecord } from '../state.ts';
import { NEVER, rfc3339Nano } from '../time.ts';
import { findContainer } from './find.ts';
import { containerFolder } from './folder.ts';

/** See {@link Engine.containerInspect}: the order of the fields is the engine's own. @throws {DockerError} */
export function inspectContainer(daemon: Daemon, name: string, size = false): ContainerInspect {
  const container = findContainer(daemon, name);
  const { Id } = container;
  const folder = containerFolder(Id);
  // The files come with the first start.
  const ran = container.StartedAt !== NEVER || container.Error !== '';
  const file = (path: string) => (ran ? path : '');
  const execs = container.execs.filter((exec) => daemon.state.execs.get(exec)?.status === 'running');
  return {
    Id,
    Created: rfc3339Nano(container.created),
    Path: container.Path,
    Args: container.Args,
    State: stateOf(container),
    Image: container.Image,
    ResolvConfPath: file(`${folder}/resolv.conf`),
    HostnamePath: file(`${folder}/hostname`),
    HostsPath: file(`${folder}/hosts`),
    LogPath: file(logPath(Id)),
    Name: `/${container.Name}`,
    RestartCount: container.RestartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: execs.length > 0 ? execs : null,
    HostConfig: container.HostConfig as HostConfig,
    GraphDriver: graphDriver(container),
    ...(size ? containerSizes(daemon, container) : {}),
    Mounts: container.mounts.map(mountPoint),
    Config: container.Config,
    NetworkSettings: networkSettings(container),
  };
}

/** What `State` tells. */
export function stateOf(container: ContainerRecord): ContainerState {
  const { status, running, health } = container;
  return {
    Status: status,
    Running: status === 'running' || status === 'paused' || status === 'restarting',
    Paused: status === 'paused',
    Restarting: status === 'restarting',
    OOMKilled: false,
    Dead: status === 'dead',
    Pid: running ? Math.max(0, running.pid) : 0,
    ExitCode: container.ExitCode,
    Error: container.Error,
    StartedAt: container.StartedAt,
    FinishedAt: container.FinishedAt,
    ...(health ? { Health: { Status: health.Status, FailingStreak: health.FailingStreak, Log: health.Log } } : {}),
  };
}

/** A mount as inspect and ps show it. */
export function mountPoint(mount: MountRecord): MountPoint {
  const { Type, Name, Source, Destination, Driver, Mode, RW, Propagation } = mount;
  if (mount.image !== undefined) return { Type: 'image', Name: Name!, Source, Destination, Mode, RW, Propagation };
  if (Type !== 'volume') return { Type, Source, Destination, Mode, RW, Propagation };
  return { Type, Name: Name!, Source, Destination, Driver: Driver ?? 'local', Mode, RW, Propagation };
}

function graphDriver({ Id, layer }: ContainerRecord) {
  const folder = `${OVERLAY_ROOT}/${layer.id}`;
  return {
    Data: {
      ID: Id,
      LowerDir: layer.lower.map((name) => `${OVERLAY_ROOT}/${name}/diff`).join(':'),
      MergedDir: `${folder}/merged`,
      UpperDir: `${folder}/diff`,
      WorkDir: `${folder}/work`,
    },
    Name: 'overlay2',
  };
}

/** Bytes in the writable layer, and in all layers together. */
export function containerSizes(daemon: Daemon, container: ContainerRecord): { SizeRw: number; SizeRootFs: number } {
  const { fs, ino } = layerOf(daemon, container.layer.id);
  const SizeRw = treeSize(daemon.vfs.fs(fs), ino);
  const image = daemon.state.images.get(container.Image);
  const SizeRootFs = SizeRw + (image ? imageSize(daemon, image) : 0);
  return { SizeRw, SizeRootFs };
}

/** `Networks` of a container: those that it is in, or will be. */
export function networksOf(container: ContainerRecord): Record<string, Record<string, unknown>> {
  const names = Object.keys(container.networks).sort();
  return Object.fromEntries(
    names.map((name) => {
      const settings = container.networks[name]!;
      const { IPAMConfig, Links, Aliases, DriverOpts, GwPriority, NetworkID } = settings;
      const endpoint = container.running?.network?.endpoints[name];
      const v6 = endpoint?.IPv6Address ?? '';
      return [
        name,
        {
          IPAMConfig,
          Links,
          Aliases,
          MacAddress: endpoint?.MacAddress ?? settings.MacAddress,
          DriverOpts,
          GwPriority,
          NetworkID,
          EndpointID: endpoint?.EndpointID ?? '',
          Gateway: endpoint?.IPAddress ? endpoint.Gateway : '',
          IPAddress: endpoint?.IPAddress ?? '',
          IPPrefixLen: endpoint?.IPPrefixLen ?? 0,
          IPv6Gateway: v6 && `${v6.split('::')[0]}::1`,
          GlobalIPv6Address: v6,
          GlobalIPv6PrefixLen: v6 === '' ? 0 : IPV6_PREFIX,
          DNSNames: settings.named ? dnsNames(container, name, settings) : null,
        },
      ];
    }),
  );
}

function networkSettings(container: ContainerRecord): ContainerInspect['NetworkSettings'] {
  const attachment = container.running?.network;
  const host = container.HostConfig.NetworkMode === 'host';
  const sandbox = attachment?.SandboxID ?? '';
  // The older fields tell of the default bridge alone.
  const bridge = attachment?.endpoints.bridge;
  return {
    Bridge: '',
    SandboxID: sandbox,
    SandboxKey: sandbox === '' ? '' : `/var/run/docker/netns/${host ? 'default' : sandbox.slice(0, 12)}`,
    Ports: portsOf(container),
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: bridge?.EndpointID ?? '',
    Gateway: bridge?.Gateway ?? '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: bridge?.IPAddress ?? '',
    IPPrefixLen: bridge?.IPPrefixLen ?? 0,
    IPv6Gateway: '',
    MacAddress: bridge?.MacAddress ?? '',
    Networks: networksOf(container),
  };
}

/** `Ports` of a running container: those published with their places on the host, those only exposed with null. */
export function portsOf(container: ContainerRecord): ContainerInspect['NetworkSettings']['Ports'] {
  const attachment = container.running?.network;
  if (!attachment || !Object.values(attachment.endpoints).some(({ IPAddress }) => IPAddress !== '')) return {};
  const exposed = Object.keys(container.Config.ExposedPorts ?? {});
  const ports = [...new Set([...exposed, ...Object.keys(attachment.ports)])].sort();
  return Object.fromEntries(ports.map((port) => [port, attachment.ports[port] ?? null]));
}

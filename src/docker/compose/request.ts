import type { ContainerCreateRequest, EndpointRequest, HostConfig, MountPoint, MountSpec } from '../../engine/index.ts';
import type { Cli } from '../cli.ts';
import { statOf } from '../files.ts';
import { NumError, parseBool } from '../go/strconv.ts';
import { ramInBytes } from '../opts/units.ts';
import { COMPOSE_VERSION } from './context.ts';
import { LABEL, serviceHash } from './hash.ts';
import type { Project, Service, ServiceMount } from './model/project.ts';
import { durationOf } from './model/structs.ts';
import { ComposeError, isDict } from './model/tree.ts';

/** How a service's container is to be made. */
export interface Wanted {
  readonly number: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  /** The image's id, for the label that tells when it has changed. */
  readonly autoRemove?: boolean;
  readonly attachStdin?: boolean;
  readonly useAliases?: boolean;
  /** The container whose anonymous volumes it takes over, and the volumes of the image. */
  readonly inherited?: { readonly mounts: readonly MountPoint[]; readonly imageVolumes: readonly string[] };
  readonly links: readonly string[];
}

export const imageOf = (project: Project, service: Service): string =>
  service.image ?? `${project.name}-${service.name}`;

export function containerName(project: Project, service: Service, number: number): string {
  return service.container_name ?? `${project.name}-${service.name}-${number}`;
}

/** The service's networks, the most important first. */
export function networksByPriority({ networks = {} }: Service): readonly string[] {
  return Object.keys(networks).sort(
    (a, b) => (networks[b]?.priority ?? 0) - (networks[a]?.priority ?? 0) || (a < b ? -1 : 1),
  );
}

/** @throws {ComposeError} */
export function createRequest(project: Project, service: Service, wanted: Wanted): ContainerCreateRequest {
  const { number, attachStdin = false } = wanted;
  const labels = {
    ...wanted.labels,
    [LABEL.hash]: serviceHash(service),
    ...(number > 0 && { [LABEL.number]: String(number) }),
    [LABEL.dependencies]: Object.entries(service.depends_on ?? {})
      .map(([name, { condition, restart }]) => `${name}:${condition}:${restart === true}`)
      .join(','),
  };
  const exposed = [
    ...(service.expose ?? []).map((port) => (port.includes('/') ? port : `${port}/tcp`)),
    ...(service.ports ?? []).map(({ target, protocol = 'tcp' }) => `${target}/${protocol}`),
  ];
  const health = healthcheck(service);
  const grace = service.stop_grace_period;
  const { mode, endpoints } = networking(project, service, wanted);
  return {
    Config: {
      Hostname: service.hostname ?? '',
      Domainname: service.domainname ?? '',
      User: service.user ?? '',
      AttachStdin: attachStdin,
      AttachStdout: true,
      AttachStderr: true,
      ...(exposed.length > 0 && { ExposedPorts: Object.fromEntries(exposed.map((port) => [port, {}])) }),
      Tty: service.tty ?? false,
      OpenStdin: service.stdin_open ?? false,
      StdinOnce: attachStdin && (service.stdin_open ?? false),
      Env: Object.entries(service.environment ?? {})
        .map(([key, value]) => (value === null ? key : `${key}=${value}`))
        .sort(),
      Cmd: service.command ?? null,
      ...(health && { Healthcheck: health }),
      Image: wanted.image,
      WorkingDir: service.working_dir ?? '',
      Entrypoint: service.entrypoint ?? null,
      Labels: labels,
      ...(service.stop_signal && { StopSignal: service.stop_signal }),
      ...(grace && { StopTimeout: Math.floor(durationOf(grace) / 1e9) }),
    },
    HostConfig: {
      ...hostConfig(service),
      ...mounts(project, service, wanted),
      NetworkMode: mode,
      ...(wanted.autoRemove && { AutoRemove: true }),
    },
    ...(endpoints && { NetworkingConfig: { EndpointsConfig: endpoints } }),
  };
}

function healthcheck({ healthcheck: check }: Service) {
  if (!check) return undefined;
  const nanoseconds = (text: string | undefined) => (text === undefined ? undefined : durationOf(text));
  const timing = {
    Interval: nanoseconds(check.interval),
    Timeout: nanoseconds(check.timeout),
    StartPeriod: nanoseconds(check.start_period),
    StartInterval: nanoseconds(check.start_interval),
    Retries: check.retries,
  };
  const given = Object.fromEntries(Object.entries(timing).filter(([, value]) => value));
  const test = check.disable ? ['NONE'] : check.test;
  return { ...(test && { Test: test }), ...given };
}

const CONDITIONS: Readonly<Record<string, string>> = { none: 'no', any: 'always' };

function restartPolicy({ restart, deploy }: Service) {
  const policy = isDict(deploy?.restart_policy ?? null) ? deploy!.restart_policy : undefined;
  if (isDict(policy ?? null)) {
    const { condition = '', max_attempts = 0 } = policy as { condition?: string; max_attempts?: number };
    return { Name: CONDITIONS[condition] ?? condition, MaximumRetryCount: max_attempts };
  }
  if (!restart) return { Name: '', MaximumRetryCount: 0 };
  const [name = '', attempts] = restart.split(':');
  return { Name: CONDITIONS[name] ?? name, MaximumRetryCount: Number(attempts ?? 0) || 0 };
}

function hostConfig(service: Service): HostConfig {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { target, protocol = 'tcp', host_ip = '', published = '' } of service.ports ?? [])
    (bindings[`${target}/${protocol}`] ??= []).push({ HostIp: host_ip, HostPort: published });
  const limits = isDict(service.deploy?.resources ?? null)
    ? (service.deploy!.resources as Record<string, unknown>).limits
    : undefined;
  const limit = (limits ?? {}) as { readonly memory?: string; readonly cpus?: string; readonly pids?: number };
  const tmpfs = Object.fromEntries(
    (service.tmpfs ?? []).map((entry) => {
      const colon = entry.indexOf(':');
      return colon < 0 ? [entry, ''] : [entry.slice(0, colon), entry.slice(colon + 1)];
    }),
  );
  const all: Record<string, unknown> = {
    Annotations: service.annotations,
    CapAdd: service.cap_add,
    CapDrop: service.cap_drop,
    CgroupnsMode: service.cgroup,
    CgroupParent: service.cgroup_parent,
    Init: service.init,
    IpcMode: service.ipc,
    ReadonlyRootfs: service.read_only,
    RestartPolicy: restartPolicy(service),
    ShmSize: service.shm_size && Number(service.shm_size),
    Sysctls: service.sysctls,
    PortBindings: bindings,
    VolumesFrom: service.volumes_from,
    Dns: service.dns,
    DnsSearch: service.dns_search,
    DnsOptions: service.dns_opt,
    ExtraHosts: service.extra_hosts?.map((entry) => entry.replace('=', ':')),
    SecurityOpt: service.security_opt,
    UsernsMode: service.userns_mode,
    UTSMode: service.uts,
    Privileged: service.privileged,
    PidMode: service.pid,
    Tmpfs: tmpfs,
    Runtime: service.runtime,
    LogConfig: service.logging && { Type: service.logging.driver ?? '', Config: service.logging.options ?? {} },
    GroupAdd: service.group_add,
    OomScoreAdj: service.oom_score_adj,
    Memory: (limit.memory && ramInBytes(limit.memory)) || (service.mem_limit && Number(service.mem_limit)),
    MemoryReservation: service.mem_reservation && Number(service.mem_reservation),
    MemorySwap: service.memswap_limit && Number(service.memswap_limit),
    NanoCpus: (limit.cpus && Math.round(Number(limit.cpus) * 1e9)) || (service.cpus && Math.round(service.cpus * 1e9)),
    PidsLimit: limit.pids ?? service.pids_limit,
    CpusetCpus: service.cpuset,
    CpuShares: service.cpu_shares,
    CpuPeriod: service.cpu_period,
    CpuQuota: service.cpu_quota,
    Devices: service.devices?.map(({ source, target, permissions }) => ({
      PathOnHost: source,
      PathInContainer: target,
      CgroupPermissions: permissions,
    })),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
}

function networking(project: Project, service: Service, wanted: Wanted) {
  if (service.network_mode) return { mode: service.network_mode, endpoints: undefined };
  if (Object.keys(project.networks).length === 0) return { mode: 'none', endpoints: undefined };
  const keys = networksByPriority(service);
  const endpoints: Record<string, EndpointRequest> = {};
  for (const key of keys.length > 0 ? keys : ['default']) {
    const own = service.networks?.[key];
    const aliases = [
      containerName(project, service, wanted.number),
      ...(wanted.useAliases === false ? [] : [service.name, ...(own?.aliases ?? [])]),
    ];
    endpoints[project.networks[key]?.name ?? key] = {
      Aliases: aliases,
      Links: wanted.links.length > 0 ? wanted.links : null,
      IPAMConfig: own
        ? {
            ...(own.ipv4_address && { IPv4Address: own.ipv4_address }),
            ...(own.ipv6_address && { IPv6Address: own.ipv6_address }),
            ...(own.link_local_ips && { LinkLocalIPs: own.link_local_ips }),
          }
        : null,
      ...(own?.driver_opts && { DriverOpts: own.driver_opts }),
      ...((own?.mac_address ?? service.mac_address) && { MacAddress: own?.mac_address ?? service.mac_address }),
      ...(own?.gw_priority && { GwPriority: own.gw_priority }),
    };
  }
  return { mode: Object.keys(endpoints)[0]!, endpoints };
}

/** `Binds` where they can say it, `Mounts` else. @throws {ComposeError} */
function mounts(project: Project, service: Service, { inherited }: Wanted) {
  const all = new Map<string, MountSpec>();
  let volumes = service.volumes ?? [];
  for (const mount of inherited?.mounts ?? []) {
    if (mount.Type === 'tmpfs') continue;
    const taken: MountSpec = {
      Type: mount.Type,
      Source: mount.Type === 'volume' ? (mount.Name ?? '') : mount.Source,
      Target: mount.Destination,
      ...(!mount.RW && { ReadOnly: true }),
    };
    if (inherited!.imageVolumes.includes(mount.Destination)) all.set(mount.Destination, taken);
    if (volumes.some(({ target, source }) => target === mount.Destination && !source)) {
      all.set(mount.Destination, taken);
      volumes = volumes.filter(({ target, source }) => target !== mount.Destination || source);
    }
  }
  for (const volume of volumes) all.set(volume.target, mountSpec(project, volume));
  for (const mount of fileMounts(project, service)) if (!all.has(mount.Target)) all.set(mount.Target, mount);
  const binds: string[] = [];
  const rest: MountSpec[] = [];
  for (const mount of all.values()) {
    const volume = volumes.find(({ target }) => target === mount.Target);
    const { bind, volume: options } = volume ?? {};
    const plainBind =
      mount.Type === 'bind' && volume && !(bind && (!bind.create_host_path || bind.propagation || bind.recursive));
    const named = mount.Type === 'volume' && Object.values(project.volumes).some(({ name }) => name === mount.Source);
    const plainVolume = named && volume && !(options && (options.labels || options.subpath || options.nocopy));
    if (volume && (plainBind || plainVolume)) binds.push(bindText(mount.Source ?? '', volume));
    else rest.push(mount);
  }
  return { Binds: binds.length > 0 ? binds : null, ...(rest.length > 0 && { Mounts: rest }) };
}

function bindText(source: string, { target, read_only, bind, volume }: ServiceMount): string {
  const options = [
    read_only ? 'ro' : 'rw',
    ...(bind?.selinux ? [bind.selinux] : []),
    ...(bind?.propagation ? [bind.propagation] : []),
    ...(volume?.nocopy ? ['nocopy'] : []),
  ];
  return `${source}:${target}:${options.join(',')}`;
}

function mountSpec(project: Project, volume: ServiceMount): MountSpec {
  const { type, source, target, read_only, consistency, bind, volume: options, tmpfs, image } = volume;
  const name = type === 'volume' && source ? (project.volumes[source]?.name ?? source) : source;
  return {
    Type: type,
    ...(name && { Source: name }),
    Target: target,
    ...(read_only && { ReadOnly: true }),
    ...(consistency && { Consistency: consistency }),
    ...(type === 'bind' &&
      bind && {
        BindOptions: {
          ...(bind.propagation && { Propagation: bind.propagation }),
          ...(bind.create_host_path && { CreateMountpoint: true }),
          ...(bind.recursive === 'disabled' && { NonRecursive: true }),
          ...(bind.recursive === 'writable' && { ReadOnlyNonRecursive: true }),
          ...(bind.recursive === 'readonly' && { ReadOnlyForceRecursive: true }),
        },
      }),
    ...(type === 'volume' &&
      options && {
        VolumeOptions: {
          ...(options.nocopy && { NoCopy: true }),
          ...(options.labels && { Labels: options.labels }),
          ...(options.subpath && { Subpath: options.subpath }),
        },
      }),
    ...(type === 'tmpfs' &&
      tmpfs && {
        TmpfsOptions: { ...(tmpfs.size && { SizeBytes: Number(tmpfs.size) }), ...(tmpfs.mode && { Mode: tmpfs.mode }) },
      }),
    ...(type === 'image' && image && { ImageOptions: { ...(image.subpath && { Subpath: image.subpath }) } }),
  };
}

/** Secrets and configurations that are files of the host. @throws {ComposeError} */
function fileMounts(project: Project, service: Service): readonly MountSpec[] {
  const result: MountSpec[] = [];
  for (const { source, target } of service.secrets ?? []) {
    const secret = project.secrets[source]!;
    if (secret.external) throw new ComposeError(`unsupported external secret ${secret.name}`);
    if (secret.driver) throw new ComposeError('Docker Compose does not support secrets.*.driver');
    if (secret.environment) continue;
    const place = target?.startsWith('/') ? target : `/run/secrets/${target ?? source}`;
    result.push({ Type: 'bind', Source: secret.file!, Target: place, ReadOnly: true, BindOptions: {} });
  }
  for (const { source, target } of service.configs ?? []) {
    const config = project.configs[source]!;
    if (config.external) throw new ComposeError(`unsupported external config ${config.name}`);
    if (config.driver) throw new ComposeError('Docker Compose does not support configs.*.driver');
    if (config.environment || config.content) continue;
    const place = target?.startsWith('/') ? target : `/${target ?? source}`;
    result.push({ Type: 'bind', Source: config.file!, Target: place, ReadOnly: true });
  }
  return result;
}

/** Files of secrets that aren't there: only worth a warning. */
export function missingSecrets(cli: Cli, project: Project, service: Service): readonly string[] {
  return (service.secrets ?? []).flatMap(({ source }) => {
    const secret = project.secrets[source];
    return secret?.file && !statOf(cli.sys, secret.file) ? [`secret file ${secret.name} does not exist`] : [];
  });
}

/** The labels that a project's containers have. */
export function containerLabels(project: Project, service: Service, imageId: string, oneOff: boolean) {
  return {
    ...service.labels,
    [LABEL.project]: project.name,
    [LABEL.service]: service.name,
    [LABEL.version]: COMPOSE_VERSION,
    [LABEL.workingDir]: project.workingDir,
    [LABEL.files]: project.files.join(','),
    [LABEL.oneOff]: oneOff ? 'True' : 'False',
    [LABEL.image]: imageId,
  };
}

/** An environment's truth, as COMPOSE_IGNORE_ORPHANS is read. */
export function isTrue(text: string | undefined): boolean {
  if (!text) return false;
  try {
    return parseBool(text);
  } catch (error) {
    if (error instanceof NumError) return false;
    throw error;
  }
}

/*
 * Which container settings a replay may use. A list of the harmless ones, so that a setting which nobody thought of is
 * refused.
 */

/** What the checks ask of the outside. Each answers with a reason to refuse, or undefined. */
export interface Surroundings {
  hostPath(path: string): string | undefined;
  volume(name: string): Promise<string | undefined>;
  container(reference: string): Promise<string | undefined>;
  network(name: string): Promise<string | undefined>;
}

type Settings = Readonly<Record<string, unknown>>;

const HARMLESS = new Set(
  `AutoRemove ConsoleSize ContainerIDFile Dns DnsOptions DnsSearch ExtraHosts GroupAdd Init PortBindings PublishAllPorts
  ReadonlyRootfs RestartPolicy ShmSize StorageOpt Tmpfs Ulimits CapDrop Annotations
  BlkioWeight CpuCount CpuPercent CpuPeriod CpuQuota CpuRealtimePeriod CpuRealtimeRuntime CpuShares CpusetCpus CpusetMems
  IOMaximumBandwidth IOMaximumIOps KernelMemory KernelMemoryTCP Memory MemoryReservation MemorySwap MemorySwappiness
  NanoCpus PidsLimit`.split(/\s+/),
);

/** Settings with a few harmless values; any other value is refused. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  VolumeDriver: ['local'],
  IpcMode: ['private', 'shareable', 'none'],
  CgroupnsMode: ['private'],
  Isolation: ['default'],
  Runtime: ['runc', 'io.containerd.runc.v2'],
};

/** Options by which the command line names what is refused. */
const FLAGS: Readonly<Record<string, string>> = {
  Privileged: '--privileged',
  CapAdd: '--cap-add',
  Devices: '--device',
  DeviceRequests: '--gpus',
  DeviceCgroupRules: '--device-cgroup-rule',
  PidMode: '--pid',
  UTSMode: '--uts',
  UsernsMode: '--userns',
  IpcMode: '--ipc',
  CgroupnsMode: '--cgroupns',
  CgroupParent: '--cgroup-parent',
  SecurityOpt: '--security-opt',
  Sysctls: '--sysctl',
  OomScoreAdj: '--oom-score-adj',
  OomKillDisable: '--oom-kill-disable',
  Runtime: '--runtime',
  VolumeDriver: '--volume-driver',
  LogConfig: '--log-driver',
};

/** Says why a container with this HostConfig may not be; undefined if it may. */
export async function hostConfigRefusal(config: Settings, around: Surroundings): Promise<string | undefined> {
  for (const [field, value] of Object.entries(config)) {
    if (!said(value) || HARMLESS.has(field)) continue;
    const refusal = await fieldRefusal(field, value, around);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

async function fieldRefusal(field: string, value: unknown, around: Surroundings): Promise<string | undefined> {
  switch (field) {
    case 'Binds':
      return first(value as readonly string[], (bind) => bindRefusal(bind, around));
    case 'Mounts':
      return first(value as readonly Settings[], (mount) => mountRefusal(mount, around));
    case 'VolumesFrom':
      return first(value as readonly string[], (from) => around.container(from.split(':')[0]!));
    case 'Links':
      return first(value as readonly string[], (link) => around.container(link.split(':')[0]!));
    case 'NetworkMode':
      return around.network(String(value));
    case 'SecurityOpt': {
      const other = (value as readonly string[]).find((option) => !/^no-new-privileges([:=]true)?$/.test(option));
      return other && `--security-opt ${other}`;
    }
    case 'LogConfig': {
      const { Type = '' } = value as { Type?: string };
      return ['', 'json-file', 'local', 'none'].includes(Type) ? undefined : `--log-driver ${Type}`;
    }
    default: {
      if (VALUES[field]?.includes(value)) return undefined;
      return `${FLAGS[field] ?? `the setting HostConfig.${field}`}${typeof value === 'string' ? ` ${value}` : ''}`;
    }
  }
}

/** Null, false, 0, "", [] and {} all mean that nothing was said. */
function said(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).some(said);
  return Boolean(value);
}

async function first<Item>(
  items: readonly Item[],
  refusal: (item: Item) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const item of items) {
    const found = await refusal(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function bindRefusal(bind: string, around: Surroundings): Promise<string | undefined> {
  const [source = '', target] = bind.split(':');
  if (source.startsWith('/') && target !== undefined) return around.hostPath(source);
  return target === undefined || source === '' ? undefined : around.volume(source);
}

async function mountRefusal(mount: Settings, around: Surroundings): Promise<string | undefined> {
  const { Type, Source = '', VolumeOptions } = mount as { Type?: string; Source?: string; VolumeOptions?: Settings };
  switch (Type) {
    case 'bind':
      return around.hostPath(Source);
    case 'volume': {
      const { Name = '', Options } = (VolumeOptions?.DriverConfig ?? {}) as { Name?: string; Options?: Options };
      return driverRefusal(Name, Options, around) ?? (Source === '' ? undefined : around.volume(Source));
    }
    case 'tmpfs':
    case 'image':
      return undefined;
    default:
      return `mounts of type ${Type}`;
  }
}

type Options = Readonly<Record<string, string>> | null;

/**
 * Says why a volume with this driver may not be. The local driver mounts whatever its options name: only tmpfs and
 * folders of the scenario's home are harmless.
 */
export function driverRefusal(
  driver: string | undefined,
  options: Options | undefined,
  around: Pick<Surroundings, 'hostPath'>,
): string | undefined {
  if (driver && driver !== 'local') return `the volume driver ${driver}`;
  if (!options || Object.keys(options).length === 0) return undefined;
  const { type = '', device = '', o = '' } = options;
  if (type === 'tmpfs') return undefined;
  if (/(^|,)(r?bind)(,|$)/.test(o) && (type === 'none' || type === '')) return around.hostPath(device);
  // The daemon refuses these itself, or they have no effect.
  if (device === '' || type === '') return undefined;
  return `a volume that mounts ${device} as ${type}`;
}

/** Says why a network with this configuration may not be: it could change how the host reaches others. */
export function networkRefusal(body: Settings): string | undefined {
  const {
    Driver = '',
    Options,
    IPAM,
    ConfigOnly,
    ConfigFrom,
    Ingress,
  } = body as {
    Driver?: string;
    Options?: Settings;
    IPAM?: { Driver?: string; Config?: readonly unknown[] };
    ConfigOnly?: boolean;
    ConfigFrom?: Settings;
    Ingress?: boolean;
  };
  if (Driver !== '' && Driver !== 'bridge') return `networks of driver ${Driver}`;
  if (said(Options)) return 'options of a network driver';
  if (said(IPAM?.Config)) return 'a network with addresses of its own choice';
  if (ConfigOnly || Ingress || said(ConfigFrom)) return 'special networks';
  return undefined;
}

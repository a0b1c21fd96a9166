import type { HostConfig } from '../../api.ts';
import { DockerError } from '../../errors.ts';
import { validateMount, validateTmpfsDestination } from '../mounts/spec.ts';
import { validateLogOptions } from './log-options.ts';
import { validateSecurityOptions } from './privileges.ts';
import { validateResources } from './resources.ts';

const MASKED_PATHS = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];

const READONLY_PATHS = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** All fields that inspect shows, in the engine's order, with their defaults. `undefined`: left out unless set. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  Binds: null,
  ContainerIDFile: '',
  LogConfig: { Type: 'json-file', Config: {} },
  NetworkMode: 'bridge',
  PortBindings: {},
  RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
  AutoRemove: false,
  VolumeDriver: '',
  VolumesFrom: null,
  ConsoleSize: [0, 0],
  Annotations: undefined,
  CapAdd: null,
  CapDrop: null,
  CgroupnsMode: 'host',
  Dns: [],
  DnsOptions: [],
  DnsSearch: [],
  ExtraHosts: null,
  GroupAdd: null,
  IpcMode: 'private',
  Cgroup: '',
  Links: null,
  OomScoreAdj: 0,
  PidMode: '',
  Privileged: false,
  PublishAllPorts: false,
  ReadonlyRootfs: false,
  SecurityOpt: null,
  StorageOpt: undefined,
  Tmpfs: undefined,
  UTSMode: '',
  UsernsMode: '',
  ShmSize: 67108864,
  Sysctls: undefined,
  Runtime: 'runc',
  Isolation: '',
  CpuShares: 0,
  Memory: 0,
  NanoCpus: 0,
  CgroupParent: '',
  BlkioWeight: 0,
  BlkioWeightDevice: [],
  BlkioDeviceReadBps: [],
  BlkioDeviceWriteBps: [],
  BlkioDeviceReadIOps: [],
  BlkioDeviceWriteIOps: [],
  CpuPeriod: 0,
  CpuQuota: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  CpusetCpus: '',
  CpusetMems: '',
  Devices: [],
  DeviceCgroupRules: null,
  DeviceRequests: null,
  MemoryReservation: 0,
  MemorySwap: 0,
  MemorySwappiness: null,
  OomKillDisable: false,
  PidsLimit: null,
  Ulimits: [],
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
  Mounts: undefined,
  MaskedPaths: MASKED_PATHS,
  ReadonlyPaths: READONLY_PATHS,
  Init: undefined,
};

/** A client's HostConfig with all that it left out. */
export function completeHostConfig(given: HostConfig): HostConfig {
  const privileged = given.Privileged === true;
  const capabilities = (names: unknown) => (names as readonly string[] | null | undefined)?.map(capability) ?? null;
  const adapted: Record<string, unknown> = {
    ...given,
    NetworkMode: networkMode(given),
    LogConfig: logConfig(given),
    CapAdd: capabilities(given.CapAdd),
    CapDrop: capabilities(given.CapDrop),
    ...(given.Memory && !given.MemorySwap ? { MemorySwap: 2 * given.Memory } : {}),
    ...(privileged ? { SecurityOpt: ['label=disable'], MaskedPaths: null, ReadonlyPaths: null } : {}),
    ...(given.RestartPolicy?.Name === '' ? { RestartPolicy: { ...given.RestartPolicy, Name: 'no' } } : {}),
  };
  const result: Record<string, unknown> = {};
  for (const [field, fallback] of Object.entries(DEFAULTS)) {
    const value = adapted[field];
    const empty = value === undefined || (value === null && fallback !== undefined) || isEmptyOptional(value, fallback);
    if (!empty) result[field] = value;
    else if (fallback !== undefined) result[field] = fallback;
  }
  // Privileged containers have null where others have a default.
  if (privileged) Object.assign(result, { MaskedPaths: null, ReadonlyPaths: null });
  return result as HostConfig;
}

/** Fields that Go leaves out when they are empty; and empty lists that were sent where inspect shows null. */
function isEmptyOptional(value: unknown, fallback: unknown): boolean {
  const empty = Array.isArray(value)
    ? value.length === 0
    : typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (value === '' || value === 0) return fallback !== undefined;
  return empty && (fallback === undefined || fallback === null);
}

function logConfig({ LogConfig }: HostConfig): unknown {
  const { Type = '', Config = {} } =
    (LogConfig as { Type?: string; Config?: Record<string, string> } | undefined) ?? {};
  return { Type: Type || 'json-file', Config };
}

function networkMode({ NetworkMode = '' }: HostConfig): string {
  return NetworkMode === '' || NetworkMode === 'default' ? 'bridge' : NetworkMode;
}

const invalid = (message: string) => new DockerError('invalidParameter', message);

/** The daemon's checks of a HostConfig before anything is made. @throws {DockerError} */
export function validateHostConfig(config: HostConfig, exists: (path: string) => boolean): void {
  const { RestartPolicy, AutoRemove } = config;
  const policy = RestartPolicy?.Name ?? '';
  if (AutoRemove && policy !== '' && policy !== 'no')
    throw invalid("can't create 'AutoRemove' container with restart policy");
  for (const spec of config.Mounts ?? []) validateMount(spec, exists);
  for (const destination of Object.keys(config.Tmpfs ?? {})) validateTmpfsDestination(destination);
  validateRestartPolicy(config);
  validateResources(config);
  validateNames(config);
  validateSecurityOptions(config);
}

/** Linux's capabilities (capabilities(7)). */
const CAPABILITIES = `CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE
  NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT
  SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP
  MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE ALL`
  .trim()
  .split(/\s+/);

const LOG_DRIVERS = ['awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'local', 'none', 'splunk', 'syslog', ''];

/** `CAP_X` for `x`, `X` and `CAP_X`. */
export function capability(name: string): string {
  const upper = name.toUpperCase();
  return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
}

function validateNames(config: HostConfig): void {
  for (const field of ['CapAdd', 'CapDrop'])
    for (const name of (config[field] as readonly string[] | null | undefined) ?? []) {
      const full = capability(name);
      if (!CAPABILITIES.includes(full.replace('CAP_', '')))
        throw invalid(`invalid ${field}: unknown capability: ${JSON.stringify(full)}`);
    }
  const ipc = (config.IpcMode as string | undefined) ?? '';
  if (!['', 'none', 'private', 'shareable', 'host'].includes(ipc) && !ipc.startsWith('container:'))
    throw invalid(`invalid IPC mode: ${ipc}`);
  const isolation = (config.Isolation as string | undefined) ?? '';
  if (!['', 'default'].includes(isolation))
    throw invalid(`invalid isolation (${isolation}): linux only supports 'default'`);
  const runtime = (config.Runtime as string | undefined) ?? '';
  if (!['', 'runc', 'io.containerd.runc.v2'].includes(runtime))
    throw invalid(`unknown or invalid runtime name: ${runtime}`);
  const driver = (config.LogConfig as { readonly Type?: string } | undefined)?.Type ?? '';
  if (!LOG_DRIVERS.includes(driver))
    throw invalid(`error looking up logging plugin ${driver}: plugin "${driver}" not found`);
  validateLogOptions(config);
}

/** @throws {DockerError} */
export function validateRestartPolicy({ RestartPolicy }: HostConfig): void {
  if (!RestartPolicy) return;
  const { Name, MaximumRetryCount } = RestartPolicy;
  const refuse = (why: string) => invalid(`invalid restart policy: ${why}`);
  switch (Name) {
    case 'always':
    case 'unless-stopped':
    case 'no':
      if (MaximumRetryCount !== 0) {
        const negative = MaximumRetryCount < 0 ? ' and cannot be negative' : '';
        throw refuse(`maximum retry count can only be used with 'on-failure'${negative}`);
      }
      return;
    case 'on-failure':
      if (MaximumRetryCount < 0) throw refuse('maximum retry count cannot be negative');
      return;
    case '':
      return;
    default:
      throw refuse(`unknown policy '${Name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`);
  }
}

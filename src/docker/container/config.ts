import type {
  ContainerConfig,
  ContainerCreateRequest,
  Healthcheck,
  HostConfig,
  MountSpec,
} from '../../engine/index.ts';
import { isErrno, type Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../errors.ts';
import { readFile } from '../files.ts';
import type { Flags } from '../flags.ts';
import { absolute, clean } from '../go/path.ts';
import { atoi, NumError, quote } from '../go/strconv.ts';
import { readKeyValues } from '../opts/kvfile.ts';
import { isMac } from '../opts/net.ts';
import type { DeviceRate, DeviceWeight, NetworkAttachment, Ulimit } from '../opts/parsers.ts';
import { cut } from '../opts/parsers.ts';
import { PortError, parsePortRange, parsePortSpec, splitProtoPort, standardNotation } from '../opts/ports.ts';
import { parseVolumeSpec, SpecError } from '../opts/volumespec.ts';
import { keyValues } from '../volume/create.ts';
import { networkEndpoints } from './networks.ts';

/** What `run` and `create` ask the engine for, and whether they themselves attach. */
export interface Wanted {
  readonly request: ContainerCreateRequest;
  readonly config: Partial<ContainerConfig>;
}

const fail = (message: string): never => {
  throw new CliError(message);
};

/** The first of several values kept, as a map keeps them. */
const unique = (values: readonly string[]) => [...new Set(values)];

const listOrNull = (values: readonly string[]): readonly string[] | null => (values.length > 0 ? values : null);

/** Leaves out what is undefined, empty, 0 or false: the engine's own defaults. */
function given<T extends Readonly<Record<string, unknown>>>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => {
      if (value === undefined || value === '' || value === 0 || value === false) return false;
      if (Array.isArray(value)) return value.length > 0;
      return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
    }),
  ) as Partial<T>;
}

/** `-v`: a source makes it a bind of HostConfig, none a volume of Config. Only `./x` and `../x` are made absolute here. */
function volumes(flags: Flags, cwd: string): { binds: string[]; anonymous: Record<string, Record<string, never>> } {
  const binds: string[] = [];
  const anonymous: Record<string, Record<string, never>> = {};
  for (const bind of unique(flags.list('volume'))) {
    let spec: ReturnType<typeof parseVolumeSpec>;
    try {
      spec = parseVolumeSpec(bind);
    } catch (error) {
      if (error instanceof SpecError) fail(error.message);
      throw error;
    }
    if (spec.source === '') {
      anonymous[bind] = {};
      continue;
    }
    const [host, rest] = cut(bind, ':');
    const relative = spec.type === 'bind' && rest !== undefined && host.startsWith('.');
    binds.push(relative ? `${absolute(cwd, host)}:${rest}` : bind);
  }
  return { binds, anonymous };
}

interface Ports {
  readonly exposed: Record<string, Record<string, never>>;
  readonly bindings: Record<string, { HostIp: string; HostPort: string }[]>;
}

function ports(flags: Flags): Ports {
  const exposed: Ports['exposed'] = {};
  const bindings: Ports['bindings'] = {};
  try {
    for (const publish of flags.list('publish').map(standardNotation))
      for (const { port, binding } of parsePortSpec(publish)) {
        exposed[port] = {};
        (bindings[port] ??= []).push({ ...binding });
      }
  } catch (error) {
    if (error instanceof PortError) fail(error.message);
    throw error;
  }
  for (const expose of flags.list('expose')) {
    if (expose.includes(':')) fail(`invalid port format for --expose: ${expose}`);
    const [proto, port] = splitProtoPort(expose);
    try {
      const [start, end] = parsePortRange(port);
      for (let i = start; i <= end; i++) exposed[`${i}/${proto}`] = {};
    } catch (error) {
      if (error instanceof PortError) fail(`invalid range format for --expose: ${expose}, error: ${error.message}`);
      throw error;
    }
  }
  return { exposed, bindings };
}

/** `--restart on-failure:3`. */
export function restartPolicy(text: string): { Name: string; MaximumRetryCount: number } {
  const [name, count] = cut(text, ':');
  if (count !== undefined && name === '') fail('invalid restart policy format: no policy provided before colon');
  let retries = 0;
  if (count !== undefined && count !== '') {
    try {
      retries = atoi(count);
    } catch (error) {
      if (error instanceof NumError) fail('invalid restart policy format: maximum retry count must be an integer');
      throw error;
    }
  }
  return { Name: name, MaximumRetryCount: retries };
}

function healthcheck(flags: Flags): Healthcheck | undefined {
  const command = flags.string('health-cmd');
  const numbers = [
    'health-interval',
    'health-timeout',
    'health-start-period',
    'health-retries',
    'health-start-interval',
  ];
  const wanted = command !== '' || numbers.some((name) => flags.number(name) !== 0);
  if (flags.bool('no-healthcheck')) {
    if (wanted) fail('--no-healthcheck conflicts with --health-* options');
    return { Test: ['NONE'] };
  }
  if (!wanted) return undefined;
  for (const name of [
    'health-interval',
    'health-timeout',
    'health-retries',
    'health-start-period',
    'health-start-interval',
  ])
    if (flags.number(name) < 0) fail(`--${name} cannot be negative`);
  return given({
    Test: command === '' ? [] : ['CMD-SHELL', command],
    Interval: flags.number('health-interval'),
    Timeout: flags.number('health-timeout'),
    StartPeriod: flags.number('health-start-period'),
    StartInterval: flags.number('health-start-interval'),
    Retries: flags.number('health-retries'),
  });
}

const isDeviceMode = (mode: string) => /^[rwm]{1,3}$/.test(mode) && new Set(mode).size === mode.length;

/** `--device HOST[:CONTAINER][:MODE]`. */
function device(text: string): { PathOnHost: string; PathInContainer: string; CgroupPermissions: string } {
  const parts = text.split(':');
  if (parts.length > 3 || parts[0] === '') fail(`bad format for path: ${text}`);
  let [host, inside, mode] = parts as [string, string?, string?];
  if (parts.length === 2 && isDeviceMode(inside!)) [inside, mode] = [undefined, inside];
  if (parts.length === 3 && !isDeviceMode(mode!)) fail(`bad mode specified: ${mode}`);
  const target = inside ?? host;
  if (!target.startsWith('/')) fail(`${target} is not an absolute path`);
  if (parts.length < 3) {
    if (inside === undefined) host = clean(host);
    else inside = clean(inside);
  }
  return { PathOnHost: host, PathInContainer: inside || host, CgroupPermissions: mode ?? 'rwm' };
}

/** What Go says of JSON that begins wrong, which is what files that aren't JSON do. */
function jsonComplaint(text: string): string {
  const first = text.trim()[0];
  if (first === undefined || /[{[]/.test(first)) return 'unexpected end of JSON input';
  return `invalid character '${first}' looking for beginning of value`;
}

/** `--security-opt`: `seccomp=FILE` sends the file's JSON. */
function* securityOptions(cli: Cli, options: readonly string[]): Op<readonly string[]> {
  const result: string[] = [];
  for (const option of options) {
    let [key, value] = cut(option, '=');
    if (value === undefined && key !== 'no-new-privileges') [key, value] = cut(option, ':');
    if (!value && key !== 'no-new-privileges') fail(`Invalid --security-opt: ${quote(option)}`);
    if (key !== 'seccomp' || value === 'builtin' || value === 'unconfined') {
      result.push(option);
      continue;
    }
    let text: string;
    try {
      text = new TextDecoder().decode(yield* readFile(cli.sys, value!));
    } catch (error) {
      if (error instanceof CliError) fail(`opening seccomp profile (${value}) failed: ${error.message}`);
      throw error;
    }
    try {
      result.push(`seccomp=${JSON.stringify(JSON.parse(text))}`);
    } catch (error) {
      if (error instanceof SyntaxError)
        fail(`compacting json for seccomp profile (${value}) failed: ${jsonComplaint(text)}`);
      throw error;
    }
  }
  return result;
}

/** Of several settings of a variable the last one counts. */
function lastOfEach(variables: readonly string[]): readonly string[] {
  const byName = new Map(variables.map((variable) => [cut(variable, '=')[0], variable]));
  return [...byName.values()];
}

/** Capabilities by their full names, sorted: `CAP_NET_ADMIN`. */
function capabilities(names: readonly string[]): readonly string[] {
  const full = names.map((name) => name.toUpperCase().replace(/^(?!CAP_|ALL$)/, 'CAP_'));
  return unique(full).sort();
}

function storageOptions(options: readonly string[]): Record<string, string> {
  for (const option of options) if (!option.includes('=')) fail('invalid storage option');
  return keyValues(options);
}

/** Modes of namespaces: which are valid at all. */
function checkModes(flags: Flags): void {
  const isContainer = (mode: string) => /^container:./.test(mode);
  const pid = flags.string('pid');
  if (!(pid === '' || pid === 'host' || isContainer(pid))) fail('--pid: invalid PID mode');
  if (!['', 'host'].includes(flags.string('uts'))) fail('--uts: invalid UTS mode');
  if (!['', 'host'].includes(flags.string('userns'))) fail('--userns: invalid USER mode');
  if (!['', 'private', 'host'].includes(flags.string('cgroupns'))) fail('--cgroupns: invalid CGROUP mode');
}

/**
 * Turns the flags of `run` and `create` into a request, checking in the order in which the real command does.
 * @throws {CliError}
 */
export function* containerRequest(cli: Cli, flags: Flags, image: string, command: readonly string[]): Op<Wanted> {
  const { sys } = cli;
  const attach = flags.list('attach');
  const mac = flags.string('mac-address');
  if (mac !== '' && !isMac(mac.trim())) fail(`${mac} is not a valid mac address`);
  const swappiness = flags.number('memory-swappiness');
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100))
    fail(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  const { binds, anonymous } = volumes(flags, sys.cwd);
  const tmpfs: Record<string, string> = {};
  for (const spec of flags.list('tmpfs')) {
    const [path, options] = cut(spec, ':');
    tmpfs[path] = options ?? '';
  }
  const { exposed, bindings } = ports(flags);
  const isCdi = (name: string) => /^[a-zA-Z][\w.-]*\/[a-zA-Z][\w-]*=[\w.:-]+$/.test(name);
  const devices = flags
    .list('device')
    .filter((name) => !isCdi(name))
    .map(device);
  const cdi = flags.list('device').filter(isCdi);
  const env = [...(yield* readKeyValues(sys, flags.list('env-file'), sys.env)), ...lastOfEach(flags.list('env'))];
  const labels = [...(yield* readKeyValues(sys, flags.list('label-file'))), ...flags.list('label')];
  checkModes(flags);
  const restart = restartPolicy(flags.string('restart'));
  const logDriver = flags.string('log-driver');
  if (logDriver === 'none' && flags.list('log-opt').length > 0) fail(`invalid logging opts for driver ${logDriver}`);
  const security = yield* securityOptions(cli, flags.list('security-opt'));
  const unconfined = security.includes('systempaths=unconfined');
  const storage = storageOptions(flags.list('storage-opt'));
  const health = healthcheck(flags);
  const autoRemove = flags.bool('rm');
  if (autoRemove && restart.Name !== 'no' && restart.Name !== '')
    fail('conflicting options: cannot specify both --restart and --rm');
  const endpoints = networkEndpoints(flags);
  const networks = flags.values<NetworkAttachment>('network');

  const interactive = flags.bool('interactive');
  const attachStdin = interactive || attach.includes('stdin');
  const entrypoint = flags.string('entrypoint');
  const config: Partial<ContainerConfig> = {
    Hostname: flags.string('hostname'),
    Domainname: flags.string('domainname'),
    User: flags.string('user'),
    AttachStdin: attachStdin,
    AttachStdout: attach.length === 0 || attach.includes('stdout'),
    AttachStderr: attach.length === 0 || attach.includes('stderr'),
    ...(Object.keys(exposed).length > 0 && { ExposedPorts: exposed }),
    Tty: flags.bool('tty'),
    OpenStdin: interactive,
    StdinOnce: interactive && attachStdin,
    Env: listOrNull(env),
    Cmd: listOrNull(command),
    ...(health && { Healthcheck: health }),
    Image: image,
    Volumes: Object.keys(anonymous).length > 0 ? anonymous : null,
    WorkingDir: flags.string('workdir'),
    // `--entrypoint=` takes the image's away.
    Entrypoint: entrypoint !== '' ? [entrypoint] : flags.changed('entrypoint') ? [''] : null,
    Labels: keyValues(labels),
    ...(flags.string('stop-signal') !== '' && { StopSignal: flags.string('stop-signal') }),
    ...(flags.changed('stop-timeout') && { StopTimeout: flags.number('stop-timeout') }),
  };
  const tty = terminalSize(cli);
  const ulimits = new Map(flags.values<Ulimit>('ulimit').map((limit) => [limit.Name, limit]));
  const requests = [
    ...flags.values<Readonly<Record<string, unknown>>>('gpus'),
    ...(cdi.length > 0 ? [{ Driver: 'cdi', Count: 0, DeviceIDs: cdi, Capabilities: null, Options: {} }] : []),
  ];
  const host: HostConfig = {
    ...given({
      Binds: binds,
      ContainerIDFile: flags.string('cidfile'),
      LogConfig: given({ Type: logDriver, Config: keyValues(flags.list('log-opt')) }),
      PortBindings: bindings,
      AutoRemove: autoRemove,
      VolumeDriver: flags.string('volume-driver'),
      VolumesFrom: flags.list('volumes-from'),
      Annotations: flags.map('annotation'),
      CapAdd: capabilities(flags.list('cap-add')),
      CapDrop: capabilities(flags.list('cap-drop')),
      CgroupnsMode: flags.string('cgroupns'),
      Dns: flags.list('dns'),
      DnsOptions: flags.list('dns-option'),
      DnsSearch: flags.list('dns-search'),
      ExtraHosts: flags.list('add-host'),
      GroupAdd: flags.list('group-add'),
      IpcMode: flags.string('ipc'),
      Links: flags.list('link'),
      OomScoreAdj: flags.number('oom-score-adj'),
      PidMode: flags.string('pid'),
      Privileged: flags.bool('privileged'),
      PublishAllPorts: flags.bool('publish-all'),
      ReadonlyRootfs: flags.bool('read-only'),
      SecurityOpt: security.filter((option) => option !== 'systempaths=unconfined'),
      StorageOpt: storage,
      Tmpfs: tmpfs,
      UTSMode: flags.string('uts'),
      UsernsMode: flags.string('userns'),
      ShmSize: flags.number('shm-size'),
      Sysctls: flags.map('sysctl'),
      Runtime: flags.string('runtime'),
      Isolation: flags.string('isolation'),
      CpuShares: flags.number('cpu-shares'),
      Memory: flags.number('memory'),
      NanoCpus: flags.number('cpus'),
      CgroupParent: flags.string('cgroup-parent'),
      BlkioWeight: flags.number('blkio-weight'),
      BlkioWeightDevice: flags.values<DeviceWeight>('blkio-weight-device'),
      BlkioDeviceReadBps: flags.values<DeviceRate>('device-read-bps'),
      BlkioDeviceWriteBps: flags.values<DeviceRate>('device-write-bps'),
      BlkioDeviceReadIOps: flags.values<DeviceRate>('device-read-iops'),
      BlkioDeviceWriteIOps: flags.values<DeviceRate>('device-write-iops'),
      CpuPeriod: flags.number('cpu-period'),
      CpuQuota: flags.number('cpu-quota'),
      CpuRealtimePeriod: flags.number('cpu-rt-period'),
      CpuRealtimeRuntime: flags.number('cpu-rt-runtime'),
      CpusetCpus: flags.string('cpuset-cpus'),
      CpusetMems: flags.string('cpuset-mems'),
      Devices: devices,
      DeviceCgroupRules: flags.list('device-cgroup-rule'),
      DeviceRequests: requests,
      MemoryReservation: flags.number('memory-reservation'),
      MemorySwap: flags.number('memory-swap'),
      OomKillDisable: flags.bool('oom-kill-disable'),
      PidsLimit: flags.number('pids-limit'),
      Ulimits: [...ulimits.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1)),
      Mounts: flags.values<MountSpec>('mount'),
    }),
    ...(swappiness !== -1 && { MemorySwappiness: swappiness }),
    ...(unconfined && { MaskedPaths: [], ReadonlyPaths: [] }),
    ...(flags.changed('init') && { Init: flags.bool('init') }),
    NetworkMode: networks[0]?.target ?? 'default',
    RestartPolicy: restart,
    ConsoleSize: [tty?.rows ?? 0, tty?.columns ?? 0],
  };
  return {
    config,
    request: { Config: config, HostConfig: host, NetworkingConfig: { EndpointsConfig: endpoints } },
  };
}

/** The size of the terminal that standard output is, if it is one. */
export function terminalSize(cli: Cli): { readonly rows: number; readonly columns: number } | undefined {
  try {
    return cli.sys.isatty(1) ? cli.sys.windowSize(1) : undefined;
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

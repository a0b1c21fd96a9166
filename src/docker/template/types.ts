import { durationString, goTime } from '../go/time.ts';
import {
  BOOL,
  type Field,
  FLOAT64,
  type GoType,
  INT,
  INT64,
  INTERFACE,
  mapOf,
  pointerTo,
  STRING,
  sliceOf,
} from './value.ts';

/*
 * The Go types of the API's answers, which templates of `inspect`, `version`, `info` and `events` see: their fields in
 * order, since that is how a struct prints. One line a field: `Name type`, then `=key` where the JSON key is another one,
 * `?` where an empty value is left out of JSON, `-` where JSON has no such field; `+` marks an embedded struct.
 */
const STRUCTS: Readonly<Record<string, string>> = {
  'blkiodev.ThrottleDevice': 'Path string; Rate uint64',
  'blkiodev.WeightDevice': 'Path string; Weight uint16',
  'container.Config':
    'Hostname string; Domainname string; User string; AttachStdin bool; AttachStdout bool; AttachStderr bool; ExposedPorts nat.PortSet ?; Tty bool; OpenStdin bool; StdinOnce bool; Env []string; Cmd strslice.StrSlice; Healthcheck *v1.HealthcheckConfig ?; ArgsEscaped bool ?; Image string; Volumes map[string]struct; WorkingDir string; Entrypoint strslice.StrSlice; NetworkDisabled bool ?; MacAddress string ?; OnBuild []string; Labels map[string]string; StopSignal string ?; StopTimeout *int ?; Shell strslice.StrSlice ?',
  'container.ContainerJSONBase':
    'ID string =Id; Created string; Path string; Args []string; State *container.State; Image string; ResolvConfPath string; HostnamePath string; HostsPath string; LogPath string; Name string; RestartCount int; Driver string; Platform string; MountLabel string; ProcessLabel string; AppArmorProfile string; ExecIDs []string; HostConfig *container.HostConfig; GraphDriver storage.DriverData; SizeRw *int64 ?; SizeRootFs *int64 ?',
  'container.DeviceMapping': 'PathOnHost string; PathInContainer string; CgroupPermissions string',
  'container.DeviceRequest':
    'Driver string; Count int; DeviceIDs []string; Capabilities [][]string; Options map[string]string',
  'container.DefaultNetworkSettings':
    'EndpointID string; Gateway string; GlobalIPv6Address string; GlobalIPv6PrefixLen int; IPAddress string; IPPrefixLen int; IPv6Gateway string; MacAddress string',
  'container.Health': 'Status string; FailingStreak int; Log []*container.HealthcheckResult',
  'container.HealthcheckResult': 'Start time.Time; End time.Time; ExitCode int; Output string',
  'container.HostConfig':
    'Binds []string; ContainerIDFile string; LogConfig container.LogConfig; NetworkMode container.NetworkMode; PortBindings nat.PortMap; RestartPolicy container.RestartPolicy; AutoRemove bool; VolumeDriver string; VolumesFrom []string; ConsoleSize [2]uint; Annotations map[string]string ?; CapAdd strslice.StrSlice; CapDrop strslice.StrSlice; CgroupnsMode container.CgroupnsMode; DNS []string =Dns; DNSOptions []string =DnsOptions; DNSSearch []string =DnsSearch; ExtraHosts []string; GroupAdd []string; IpcMode container.IpcMode; Cgroup container.CgroupSpec; Links []string; OomScoreAdj int; PidMode container.PidMode; Privileged bool; PublishAllPorts bool; ReadonlyRootfs bool; SecurityOpt []string; StorageOpt map[string]string ?; Tmpfs map[string]string ?; UTSMode container.UTSMode; UsernsMode container.UsernsMode; ShmSize int64; Sysctls map[string]string ?; Runtime string ?; Isolation container.Isolation; +Resources container.Resources; Mounts []mount.Mount ?; MaskedPaths []string; ReadonlyPaths []string; Init *bool ?',
  'container.InspectResponse':
    '+ContainerJSONBase *container.ContainerJSONBase; Mounts []container.MountPoint; Config *container.Config; NetworkSettings *container.NetworkSettings; ImageManifestDescriptor *v1.Descriptor ?',
  'container.LogConfig': 'Type string; Config map[string]string',
  'container.MountPoint':
    'Type mount.Type ?; Name string ?; Source string; Destination string; Driver string ?; Mode string; RW bool; Propagation mount.Propagation',
  'container.NetworkSettings':
    '+NetworkSettingsBase container.NetworkSettingsBase; +DefaultNetworkSettings container.DefaultNetworkSettings; Networks map[string]*network.EndpointSettings',
  'container.NetworkSettingsBase':
    'Bridge string; SandboxID string; SandboxKey string; Ports nat.PortMap; HairpinMode bool; LinkLocalIPv6Address string; LinkLocalIPv6PrefixLen int; SecondaryIPAddresses []network.Address; SecondaryIPv6Addresses []network.Address',
  'container.Resources':
    'CPUShares int64 =CpuShares; Memory int64; NanoCPUs int64 =NanoCpus; CgroupParent string; BlkioWeight uint16; BlkioWeightDevice []*blkiodev.WeightDevice; BlkioDeviceReadBps []*blkiodev.ThrottleDevice; BlkioDeviceWriteBps []*blkiodev.ThrottleDevice; BlkioDeviceReadIOps []*blkiodev.ThrottleDevice; BlkioDeviceWriteIOps []*blkiodev.ThrottleDevice; CPUPeriod int64 =CpuPeriod; CPUQuota int64 =CpuQuota; CPURealtimePeriod int64 =CpuRealtimePeriod; CPURealtimeRuntime int64 =CpuRealtimeRuntime; CpusetCpus string; CpusetMems string; Devices []container.DeviceMapping; DeviceCgroupRules []string; DeviceRequests []container.DeviceRequest; KernelMemory int64 ?; KernelMemoryTCP int64 ?; MemoryReservation int64; MemorySwap int64; MemorySwappiness *int64; OomKillDisable *bool; PidsLimit *int64; Ulimits []*units.Ulimit; CPUCount int64 =CpuCount; CPUPercent int64 =CpuPercent; IOMaximumIOps uint64; IOMaximumBandwidth uint64',
  'container.RestartPolicy': 'Name container.RestartPolicyMode; MaximumRetryCount int',
  'container.Port': 'IP string ?; PrivatePort uint16; PublicPort uint16 ?; Type string',
  'container.State':
    'Status string; Running bool; Paused bool; Restarting bool; OOMKilled bool; Dead bool; Pid int; ExitCode int; Error string; StartedAt string; FinishedAt string; Health *container.Health ?',
  'container.StatsEntry':
    'Container string; Name string; ID string; CPUPercentage float64; Memory float64; MemoryLimit float64; MemoryPercentage float64; NetworkRx float64; NetworkTx float64; BlockRead float64; BlockWrite float64; PidsCurrent uint64; IsInvalid bool',
  'container.Summary':
    'ID string =Id; Names []string; Image string; ImageID string; ImageManifestDescriptor *v1.Descriptor ?; Command string; Created int64; Ports []container.Port; SizeRw int64 ?; SizeRootFs int64 ?; Labels map[string]string; State string; Status string; HostConfig container.SummaryHostConfig; NetworkSettings *container.NetworkSettingsSummary; Mounts []container.MountPoint',
  'container.SummaryHostConfig': 'NetworkMode string ?; Annotations map[string]string ?',
  'container.NetworkSettingsSummary': 'Networks map[string]*network.EndpointSettings',
  'events.Actor': 'ID string; Attributes map[string]string',
  'events.Message':
    'Status string =status?; ID string =id?; From string =from?; Type events.Type; Action events.Action; Actor events.Actor; Scope string =scope?; Time int64 =time?; TimeNano int64 =timeNano?',
  'image.InspectResponse':
    'ID string =Id; RepoTags []string; RepoDigests []string; Parent string; Comment string; Created string ?; Container string ?; ContainerConfig *container.Config ?; DockerVersion string; Author string; Config *v1.DockerOCIImageConfig; Architecture string; Variant string ?; Os string; OsVersion string ?; Size int64; VirtualSize int64 ?; GraphDriver storage.DriverData; RootFS image.RootFS; Metadata image.Metadata; Descriptor *v1.Descriptor ?; Manifests []image.ManifestSummary ?',
  'image.HistoryResponseItem':
    'Comment string; Created int64; CreatedBy string; ID string =Id; Size int64; Tags []string',
  'image.Summary':
    'Containers int64; Created int64; ID string =Id; Labels map[string]string; ParentID string =ParentId; Descriptor *v1.Descriptor ?; Manifests []image.ManifestSummary ?; RepoDigests []string; RepoTags []string; SharedSize int64; Size int64; VirtualSize int64 ?',
  'image.ManifestSummary': 'ID string; Kind string',
  'image.Metadata': 'LastTagTime time.Time',
  'image.RootFS': 'Type string ?; Layers []string ?',
  'mount.BindOptions':
    'Propagation mount.Propagation ?; NonRecursive bool ?; CreateMountpoint bool ?; ReadOnlyNonRecursive bool ?; ReadOnlyForceRecursive bool ?',
  'mount.ClusterOptions': '',
  'mount.Driver': 'Name string ?; Options map[string]string ?',
  'mount.ImageOptions': 'Subpath string ?',
  'mount.Mount':
    'Type mount.Type ?; Source string ?; Target string ?; ReadOnly bool ?; Consistency mount.Consistency ?; BindOptions *mount.BindOptions ?; VolumeOptions *mount.VolumeOptions ?; ImageOptions *mount.ImageOptions ?; TmpfsOptions *mount.TmpfsOptions ?; ClusterOptions *mount.ClusterOptions ?',
  'mount.TmpfsOptions': 'SizeBytes int64 ?; Mode fs.FileMode ?; Options [][]string ?',
  'mount.VolumeOptions': 'NoCopy bool ?; Labels map[string]string ?; Subpath string ?; DriverConfig *mount.Driver ?',
  'nat.PortBinding': 'HostIP string =HostIp; HostPort string',
  'network.Address': 'Addr string; PrefixLen int',
  'network.ConfigReference': 'Network string',
  'network.EndpointIPAMConfig': 'IPv4Address string ?; IPv6Address string ?; LinkLocalIPs []string ?',
  'network.EndpointResource':
    'Name string; EndpointID string; MacAddress string; IPv4Address string; IPv6Address string',
  'network.EndpointSettings':
    'IPAMConfig *network.EndpointIPAMConfig; Links []string; Aliases []string; MacAddress string; DriverOpts map[string]string; GwPriority int; NetworkID string; EndpointID string; Gateway string; IPAddress string; IPPrefixLen int; IPv6Gateway string; GlobalIPv6Address string; GlobalIPv6PrefixLen int; DNSNames []string',
  'network.IPAM': 'Driver string; Options map[string]string; Config []network.IPAMConfig',
  'network.IPAMConfig':
    'Subnet string ?; IPRange string ?; Gateway string ?; AuxAddress map[string]string =AuxiliaryAddresses?',
  'network.Inspect':
    'Name string; ID string =Id; Created time.Time; Scope string; Driver string; EnableIPv4 bool; EnableIPv6 bool; IPAM network.IPAM; Internal bool; Attachable bool; Ingress bool; ConfigFrom network.ConfigReference; ConfigOnly bool; Containers map[string]network.EndpointResource; Options map[string]string; Labels map[string]string; Peers []network.PeerInfo ?; Services map[string]network.ServiceInfo ?',
  'network.PeerInfo': 'Name string; IP string',
  'network.ServiceInfo': 'VIP string; Ports []string; LocalLBIndex int; Tasks []any',
  'registry.IndexInfo': 'Name string; Mirrors []string; Secure bool; Official bool',
  'registry.ServiceConfig':
    'InsecureRegistryCIDRs []string; IndexConfigs map[string]*registry.IndexInfo; Mirrors []string; ExtraFields map[string]any -',
  'storage.DriverData': 'Data map[string]string; Name string',
  'swarm.Info':
    'NodeID string; NodeAddr string; LocalNodeState swarm.LocalNodeState; ControlAvailable bool; Error string; RemoteManagers []any; Nodes int ?; Managers int ?; Cluster *any ?; Warnings []string ?',
  'system.Commit': 'ID string; Expected string ?',
  'system.ContainerdInfo': 'Address string ?; Namespaces system.ContainerdNamespaces',
  'system.ContainerdNamespaces': 'Containers string; Plugins string',
  'system.FirewallInfo': 'Driver string; Info [][2]string ?',
  'system.Info':
    'ID string; Containers int; ContainersRunning int; ContainersPaused int; ContainersStopped int; Images int; Driver string; DriverStatus [][2]string; SystemStatus [][2]string ?; Plugins system.PluginsInfo; MemoryLimit bool; SwapLimit bool; KernelMemory bool ?; KernelMemoryTCP bool ?; CPUCfsPeriod bool =CpuCfsPeriod; CPUCfsQuota bool =CpuCfsQuota; CPUShares bool; CPUSet bool; PidsLimit bool; IPv4Forwarding bool; Debug bool; NFd int; OomKillDisable bool; NGoroutines int; SystemTime string; LoggingDriver string; CgroupDriver string; CgroupVersion string ?; NEventsListener int; KernelVersion string; OperatingSystem string; OSVersion string; OSType string; Architecture string; IndexServerAddress string; RegistryConfig *registry.ServiceConfig; NCPU int; MemTotal int64; GenericResources []any; DockerRootDir string; HTTPProxy string =HttpProxy; HTTPSProxy string =HttpsProxy; NoProxy string; Name string; Labels []string; ExperimentalBuild bool; ServerVersion string; Runtimes map[string]system.RuntimeWithStatus; DefaultRuntime string; Swarm swarm.Info; LiveRestoreEnabled bool; Isolation container.Isolation; InitBinary string; ContainerdCommit system.Commit; RuncCommit system.Commit; InitCommit system.Commit; SecurityOptions []string; ProductLicense string ?; DefaultAddressPools []system.NetworkAddressPool ?; FirewallBackend *system.FirewallInfo ?; CDISpecDirs []string; DiscoveredDevices []any ?; Containerd *system.ContainerdInfo ?; Warnings []string',
  'system.NetworkAddressPool': 'Base string; Size int',
  'system.PluginsInfo': 'Volume []string; Network []string; Authorization []string; Log []string',
  'system.Runtime':
    'Path string =path?; Args []string =runtimeArgs?; Type string =runtimeType?; Options map[string]any =options?',
  'system.RuntimeWithStatus': '+Runtime system.Runtime; Status map[string]string =status?',
  'types.ComponentVersion': 'Name string; Version string; Details map[string]string ?',
  'types.PlatformName': 'Name string',
  'types.Version':
    'Platform types.PlatformName; Components []types.ComponentVersion ?; Version string; APIVersion string =ApiVersion; MinAPIVersion string ?; GitCommit string; GoVersion string; Os string; Arch string; KernelVersion string ?; Experimental bool ?; BuildTime string ?',
  'units.Ulimit': 'Name string; Hard int64; Soft int64',
  'v1.Descriptor': 'MediaType string =mediaType; Digest string =digest; Size int64 =size',
  'v1.DockerOCIImageConfig': '+ImageConfig v1.ImageConfig; +DockerOCIImageConfigExt v1.DockerOCIImageConfigExt',
  'v1.DockerOCIImageConfigExt': 'Healthcheck *v1.HealthcheckConfig ?; OnBuild []string ?; Shell []string ?',
  'v1.HealthcheckConfig':
    'Test []string ?; Interval time.Duration ?; Timeout time.Duration ?; StartPeriod time.Duration ?; StartInterval time.Duration ?; Retries int ?',
  'v1.ImageConfig':
    'User string ?; ExposedPorts map[string]struct ?; Env []string ?; Entrypoint []string ?; Cmd []string ?; Volumes map[string]struct ?; WorkingDir string ?; Labels map[string]string ?; StopSignal string ?; ArgsEscaped bool ?',
  'volume.UsageData': 'RefCount int64; Size int64',
  'volume.Volume':
    'ClusterVolume *any ?; CreatedAt string ?; Driver string; Labels map[string]string; Mountpoint string; Name string; Options map[string]string; Scope string; Status map[string]any ?; UsageData *volume.UsageData ?',
  'system.platformInfo': 'Name string ?',
  'system.clientVersion':
    'Platform *system.platformInfo ?; Version string ?; APIVersion string =ApiVersion?; DefaultAPIVersion string ?; GitCommit string ?; GoVersion string ?; Os string ?; Arch string ?; BuildTime string ?; Context string',
  'system.versionInfo': 'Client system.clientVersion; Server *types.Version',
};

/** Structs that say themselves how they print. */
const STRINGERS: Readonly<Record<string, (value: Readonly<Record<string, unknown>>) => string>> = {
  'blkiodev.ThrottleDevice': ({ Path, Rate }) => `${Path}:${Rate}`,
  'blkiodev.WeightDevice': ({ Path, Weight }) => `${Path}:${Weight}`,
  'units.Ulimit': ({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`,
};

/** os.FileMode's String, for permission bits as tmpfs has them. */
function modeString(mode: number): string {
  const special = [
    [0x80000000, 'd'],
    [0x40000000, 'a'],
    [0x20000000, 'l'],
    [0x10000000, 'T'],
    [0x8000000, 'L'],
    [0x4000000, 'D'],
    [0x2000000, 'p'],
    [0x1000000, 'S'],
    [0x800000, 'u'],
    [0x400000, 'g'],
    [0x200000, 'c'],
    [0x100000, 't'],
    [0x80000, '?'],
  ] as const;
  const kinds = special.map(([bit, letter]) => (Math.floor(mode / bit) % 2 === 1 ? letter : '')).join('');
  const bits = [...'rwxrwxrwx'].map((letter, i) => (mode & (1 << (8 - i)) ? letter : '-')).join('');
  return (kinds || '-') + bits;
}

const stringer = (call: (value: unknown) => string) => ({ String: { params: [], result: STRING, call } });

const NAMED: Readonly<Record<string, GoType>> = {
  string: STRING,
  bool: BOOL,
  int: INT,
  int64: INT64,
  uint: { kind: 'uint', name: 'uint' },
  uint16: { kind: 'uint', name: 'uint16' },
  uint64: { kind: 'uint', name: 'uint64' },
  float64: FLOAT64,
  any: INTERFACE,
  struct: { kind: 'struct', name: 'struct {}', fields: () => [] },
  'fs.FileMode': { kind: 'uint', name: 'fs.FileMode', methods: stringer((mode) => modeString(Number(mode))) },
  'nat.PortMap': {
    kind: 'map',
    name: 'nat.PortMap',
    key: { kind: 'string', name: 'nat.Port' },
    get elem() {
      return goType('[]nat.PortBinding');
    },
  },
  'nat.PortSet': {
    kind: 'map',
    name: 'nat.PortSet',
    key: { kind: 'string', name: 'nat.Port' },
    elem: { kind: 'struct', name: 'struct {}', fields: () => [] },
  },
  'strslice.StrSlice': { kind: 'slice', name: 'strslice.StrSlice', elem: STRING },
  'time.Duration': { kind: 'int', name: 'time.Duration', methods: stringer((value) => durationString(Number(value))) },
  'time.Time': {
    kind: 'string',
    name: 'time.Time',
    methods: stringer((value) => goTime(String(value))),
  },
};

const made = new Map<string, GoType>();

/** A type by its name in Go: `container.State`, `[]string`, `map[string]*network.EndpointSettings`. */
export function goType(name: string): GoType {
  const known = NAMED[name] ?? made.get(name);
  if (known) return known;
  const type = build(name);
  made.set(name, type);
  return type;
}

function build(name: string): GoType {
  if (name.startsWith('*')) return pointerTo(goType(name.slice(1)));
  if (name.startsWith('[]')) return sliceOf(goType(name.slice(2)));
  const array = /^\[(\d+)\](.*)$/.exec(name);
  if (array) return { kind: 'slice', name, elem: goType(array[2]!), length: Number(array[1]) };
  const map = /^map\[(\w+)\](.*)$/.exec(name);
  if (map) return mapOf(goType(map[1]!), goType(map[2]!));
  const fields = STRUCTS[name];
  if (fields === undefined) return { kind: 'string', name };
  let list: readonly Field[] | undefined;
  const print = STRINGERS[name];
  return {
    kind: 'struct',
    name,
    ...(print && { methods: stringer((value) => print(value as Readonly<Record<string, unknown>>)) }),
    fields: () => {
      list ??= fields === '' ? [] : fields.split('; ').map(field);
      return list;
    },
  };
}

function field(text: string): Field {
  const [rawName, type, mark = ''] = text.split(' ') as [string, string, string?];
  const embedded = rawName.startsWith('+');
  const name = embedded ? rawName.slice(1) : rawName;
  const key = mark === '-' ? '' : /^=([^?]*)/.exec(mark)?.[1] || name;
  return { name, key, type: goType(type), omitempty: mark.endsWith('?'), embedded };
}

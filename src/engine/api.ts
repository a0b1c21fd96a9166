import type { Op, WindowSize } from '../os/index.ts';

/*
 * The Engine port, in the words of Docker's Engine API v1.51: types keep the API's PascalCase JSON fields, so that
 * `docker inspect` is JSON.stringify and a real engine needs no mapper.
 *
 * Every method is an Op: it may wait. An implementation promises that an operation which waits can be begun anew from
 * its start and then goes on waiting (it changes state only before its first wait, and does so once): a client that
 * waits can be copied and restored.
 */

export interface PortBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** `HostConfig.Mounts[]`: what `--mount` says. Absent fields are omitted. */
export interface MountSpec {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly Consistency?: string;
  readonly BindOptions?: {
    readonly Propagation?: string;
    readonly NonRecursive?: boolean;
    readonly CreateMountpoint?: boolean;
    readonly ReadOnlyNonRecursive?: boolean;
    readonly ReadOnlyForceRecursive?: boolean;
  };
  readonly VolumeOptions?: {
    readonly NoCopy?: boolean;
    readonly Labels?: Readonly<Record<string, string>>;
    readonly Subpath?: string;
    readonly DriverConfig?: { readonly Name?: string; readonly Options?: Readonly<Record<string, string>> };
  };
  readonly ImageOptions?: { readonly Subpath?: string };
  readonly TmpfsOptions?: {
    readonly SizeBytes?: number;
    readonly Mode?: number;
    readonly Options?: readonly string[][];
  };
}

export interface Healthcheck {
  readonly Test?: readonly string[];
  /** Nanoseconds. */
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

/** `Config` of a container or an image. */
export interface ContainerConfig {
  readonly Hostname: string;
  readonly Domainname: string;
  readonly User: string;
  readonly AttachStdin: boolean;
  readonly AttachStdout: boolean;
  readonly AttachStderr: boolean;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Tty: boolean;
  readonly OpenStdin: boolean;
  readonly StdinOnce: boolean;
  readonly Env: readonly string[] | null;
  readonly Cmd: readonly string[] | null;
  readonly Healthcheck?: Healthcheck;
  readonly Image: string;
  readonly Volumes: Readonly<Record<string, Record<string, never>>> | null;
  readonly WorkingDir: string;
  readonly Entrypoint: readonly string[] | null;
  readonly OnBuild: readonly string[] | null;
  readonly Labels: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly StopTimeout?: number;
  readonly Shell?: readonly string[];
}

/** The part of `HostConfig` that a client sets; inspect shows the whole (see the simulated engine's defaults). */
export interface HostConfig {
  readonly Binds?: readonly string[] | null;
  readonly Mounts?: readonly MountSpec[];
  readonly Tmpfs?: Readonly<Record<string, string>>;
  readonly VolumesFrom?: readonly string[] | null;
  readonly VolumeDriver?: string;
  readonly PortBindings?: Readonly<Record<string, readonly PortBinding[]>>;
  readonly PublishAllPorts?: boolean;
  readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount: number };
  readonly AutoRemove?: boolean;
  readonly NetworkMode?: string;
  readonly ReadonlyRootfs?: boolean;
  readonly Init?: boolean;
  readonly Memory?: number;
  readonly NanoCpus?: number;
  readonly ExtraHosts?: readonly string[] | null;
  readonly Privileged?: boolean;
  readonly ConsoleSize?: readonly [number, number];
  /** Other fields as a client may set them; shown by inspect. */
  readonly [field: string]: unknown;
}

/** What a client wants of a container's place in a network. */
export interface EndpointRequest {
  readonly IPAMConfig?: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
    readonly LinkLocalIPs?: readonly string[];
  } | null;
  readonly Links?: readonly string[] | null;
  readonly Aliases?: readonly string[] | null;
  readonly DriverOpts?: Readonly<Record<string, string>> | null;
  readonly MacAddress?: string;
  readonly GwPriority?: number;
}

export interface ContainerCreateRequest {
  readonly Config: Partial<ContainerConfig>;
  readonly HostConfig: HostConfig;
  readonly NetworkingConfig?: {
    readonly EndpointsConfig?: Readonly<Record<string, EndpointRequest>>;
  };
}

export interface IPAMConfig {
  readonly Subnet?: string;
  readonly IPRange?: string;
  readonly Gateway?: string;
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>>;
}

/** `docker network inspect`; a list leaves the containers out. */
export interface Network {
  readonly Name: string;
  readonly Id: string;
  readonly Created: string;
  readonly Scope: string;
  readonly Driver: string;
  readonly EnableIPv4: boolean;
  readonly EnableIPv6: boolean;
  readonly IPAM: {
    readonly Driver: string;
    readonly Options: Readonly<Record<string, string>> | null;
    readonly Config: readonly (IPAMConfig & { readonly Subnet: string })[] | null;
  };
  readonly Internal: boolean;
  readonly Attachable: boolean;
  readonly Ingress: boolean;
  readonly ConfigFrom: { readonly Network: string };
  readonly ConfigOnly: boolean;
  readonly Containers: Readonly<
    Record<
      string,
      {
        readonly Name: string;
        readonly EndpointID: string;
        readonly MacAddress: string;
        /** With the length of the prefix; empty: none. */
        readonly IPv4Address: string;
        readonly IPv6Address: string;
      }
    >
  >;
  readonly Options: Readonly<Record<string, string>>;
  readonly Labels: Readonly<Record<string, string>>;
}

export interface NetworkCreateRequest {
  readonly Name: string;
  readonly Driver?: string;
  readonly Scope?: string;
  readonly EnableIPv4?: boolean;
  readonly EnableIPv6?: boolean;
  readonly IPAM?: {
    readonly Driver?: string;
    readonly Options?: Readonly<Record<string, string>>;
    readonly Config?: readonly IPAMConfig[];
  };
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly Ingress?: boolean;
  readonly ConfigOnly?: boolean;
  readonly ConfigFrom?: { readonly Network: string };
  readonly Options?: Readonly<Record<string, string>>;
  readonly Labels?: Readonly<Record<string, string>>;
}

/** `Mounts[]` of a container's inspect. */
export interface MountPoint {
  readonly Type: 'volume' | 'bind' | 'tmpfs' | 'image';
  readonly Name?: string;
  readonly Source: string;
  readonly Destination: string;
  readonly Driver?: string;
  readonly Mode: string;
  readonly RW: boolean;
  readonly Propagation: string;
}

export type ContainerStatus = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export interface ContainerState {
  readonly Status: ContainerStatus;
  readonly Running: boolean;
  readonly Paused: boolean;
  readonly Restarting: boolean;
  readonly OOMKilled: boolean;
  readonly Dead: boolean;
  readonly Pid: number;
  readonly ExitCode: number;
  readonly Error: string;
  /** RFC 3339 with nanoseconds; `0001-01-01T00:00:00Z` for never. */
  readonly StartedAt: string;
  readonly FinishedAt: string;
  readonly Health?: {
    readonly Status: 'starting' | 'healthy' | 'unhealthy';
    readonly FailingStreak: number;
    readonly Log: readonly {
      readonly Start: string;
      readonly End: string;
      readonly ExitCode: number;
      readonly Output: string;
    }[];
  };
}

/** `docker inspect` of a container: the order of the fields is the engine's own. */
export interface ContainerInspect {
  readonly Id: string;
  readonly Created: string;
  readonly Path: string;
  readonly Args: readonly string[];
  readonly State: ContainerState;
  readonly Image: string;
  readonly Name: string;
  readonly RestartCount: number;
  readonly HostConfig: HostConfig;
  readonly Mounts: readonly MountPoint[];
  readonly Config: ContainerConfig;
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly PortBinding[] | null>>;
    readonly Networks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly [field: string]: unknown;
  };
  readonly SizeRw?: number;
  readonly SizeRootFs?: number;
  readonly [field: string]: unknown;
}

export interface Port {
  readonly IP?: string;
  readonly PrivatePort: number;
  readonly PublicPort?: number;
  readonly Type: string;
}

/** One of `GET /containers/json`. */
export interface ContainerSummary {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly ImageID: string;
  readonly Command: string;
  /** Seconds since the epoch. */
  readonly Created: number;
  readonly Ports: readonly Port[];
  readonly SizeRw?: number;
  readonly SizeRootFs?: number;
  readonly Labels: Readonly<Record<string, string>>;
  readonly State: ContainerStatus;
  readonly Status: string;
  readonly HostConfig: { readonly NetworkMode: string };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
  readonly Mounts: readonly MountPoint[];
}

export interface Volume {
  readonly CreatedAt: string;
  readonly Driver: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Mountpoint: string;
  readonly Name: string;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Scope: string;
  /** Only from system df: bytes and the number of containers that use it. */
  readonly UsageData?: { readonly Size: number; readonly RefCount: number };
}

export interface VolumeCreateRequest {
  /** Empty or absent: an anonymous volume with a 64-digit name. */
  readonly Name?: string;
  readonly Driver?: string;
  readonly DriverOpts?: Readonly<Record<string, string>>;
  readonly Labels?: Readonly<Record<string, string>>;
}

export interface ImageSummary {
  readonly Id: string;
  readonly ParentId: string;
  readonly RepoTags: readonly string[];
  readonly RepoDigests: readonly string[];
  readonly Created: number;
  readonly Size: number;
  readonly SharedSize: number;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Containers: number;
}

export interface ImageInspect {
  readonly Id: string;
  readonly RepoTags: readonly string[];
  readonly RepoDigests: readonly string[];
  readonly Parent: string;
  readonly Comment: string;
  readonly Created: string;
  readonly Author: string;
  readonly Config: Partial<ContainerConfig>;
  readonly Architecture: string;
  readonly Os: string;
  readonly Size: number;
  readonly RootFS: { readonly Type: string; readonly Layers: readonly string[] };
  readonly [field: string]: unknown;
}

export interface ImageHistoryItem {
  readonly Id: string;
  readonly Created: number;
  readonly CreatedBy: string;
  readonly Tags: readonly string[] | null;
  readonly Size: number;
  readonly Comment: string;
}

/** Filters as the API has them: name -> values. */
export type Filters = Readonly<Record<string, readonly string[]>>;

export interface EngineEvent {
  /** The older names of `Action` and the actor's id, of containers and images; and a container's image. */
  readonly status?: string;
  readonly id?: string;
  readonly from?: string;
  readonly Type: 'container' | 'volume' | 'image' | 'network' | 'daemon' | 'builder';
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly scope: string;
  /** Seconds and nanoseconds since the epoch. */
  readonly time: number;
  readonly timeNano: number;
}

export type StreamName = 'stdout' | 'stderr';

/** A piece of a container's output. */
export interface StreamChunk {
  readonly stream: StreamName;
  readonly data: Uint8Array;
}

export interface LogLine extends StreamChunk {
  /** RFC 3339 with nanoseconds. */
  readonly time: string;
  /** What `--log-opt labels=…` and its like note beside it. */
  readonly attrs?: Readonly<Record<string, string>>;
}

export interface LogOptions {
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly until?: number;
  /** The last so many lines; undefined: all. */
  readonly tail?: number;
}

export interface ExecCreateRequest {
  readonly AttachStdin: boolean;
  readonly AttachStdout: boolean;
  readonly AttachStderr: boolean;
  readonly Tty: boolean;
  readonly Env?: readonly string[];
  readonly Cmd: readonly string[];
  readonly Privileged?: boolean;
  readonly User?: string;
  readonly WorkingDir?: string;
}

export interface ExecInspect {
  readonly ID: string;
  readonly Running: boolean;
  readonly ExitCode: number | null;
  readonly Pid: number;
  readonly ContainerID: string;
}

/** A step of a pull, as the API streams it. */
export interface PullProgress {
  readonly status: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** A message of a stream as the API sends it: a text, a step, or the error that ends it. */
export interface JSONMessage extends Partial<PullProgress> {
  readonly stream?: string;
  readonly error?: string;
}

/** `linux/arm64/v8`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Files that a copy puts somewhere. */
export interface BuildCopy {
  /** The vertex whose files are copied; absent: `Files`. */
  readonly From?: number;
  /** Files that the Dockerfile itself holds, by name. */
  readonly Files?: readonly { readonly Name: string; readonly Data: string }[];
  /** A path in `From`, absolute, with the wildcards of Go's filepath.Match; or a URL. */
  readonly Source: string;
  /** Absolute; a slash at its end says that it is a folder. */
  readonly Destination: string;
  /** `user:group`, names of the files that are copied to. */
  readonly Owner?: string;
  /** Permission bits. */
  readonly Mode?: number;
  /** Archives are unpacked. */
  readonly Unpack: boolean;
  /** Patterns that are left out, relative to the source. */
  readonly Exclude?: readonly string[];
}

/** A mount of a build's process. */
export interface BuildMount {
  readonly Type: 'bind' | 'cache' | 'tmpfs';
  readonly Target: string;
  /** A vertex (bind), and a path in it. */
  readonly From?: number;
  readonly Source?: string;
  /** What a cache is found again by. */
  readonly ID?: string;
  readonly ReadOnly?: boolean;
}

/** What a vertex of a build does. Numbers name other vertexes. */
export type BuildOperation =
  /** An image's files; by id, or none for `scratch`. */
  | { readonly Type: 'source'; readonly Image: string }
  | { readonly Type: 'context' }
  | {
      readonly Type: 'exec';
      readonly Input: number;
      readonly Args: readonly string[];
      readonly Env: readonly string[];
      readonly Cwd: string;
      readonly User: string;
      readonly Mounts: readonly BuildMount[];
    }
  | { readonly Type: 'copy'; readonly Input: number; readonly Copies: readonly BuildCopy[] }
  | { readonly Type: 'mkdir'; readonly Input: number; readonly Path: string };

/** A step of a build, after BuildKit's pb.Op: its name is what the progress shows. */
export interface BuildVertex {
  readonly Name: string;
  readonly Op: BuildOperation;
  readonly IgnoreCache: boolean;
}

/**
 * A build, as BuildKit's Solve takes it: a Dockerfile that a frontend has read, and what its `COPY`s need of the context.
 */
export interface BuildRequest {
  /** Chosen by the client; a second request with the same one continues the first. */
  readonly Ref: string;
  /** In an order in which what is needed comes first. */
  readonly Vertexes: readonly BuildVertex[];
  /** The vertex whose files the image has. */
  readonly Result: number;
  /** The folder that the context comes from, and its archive. */
  readonly Context?: { readonly SharedKey: string; readonly Tar: Uint8Array };
  /** The size of the Dockerfile, as the build cache counts it. */
  readonly DockerfileSize: number;
  readonly Image: {
    readonly Config: Readonly<Record<string, unknown>>;
    readonly Author: string;
    /** Steps after the base image's; those without `Vertex` change no files. */
    readonly History: readonly { readonly CreatedBy: string; readonly Vertex?: number }[];
    /** The image that it begins with; empty: `scratch`. */
    readonly Base: string;
  };
  /** Names with tags, as the exporter tells them: `docker.io/library/app:latest`. */
  readonly Tags: readonly string[];
}

/** What happens in a build, after BuildKit's StatusResponse. Times in virtual milliseconds. */
export type BuildMessage =
  | {
      readonly Type: 'vertex';
      readonly Vertex: number | 'export';
      readonly Started: number;
      readonly Completed?: number;
      readonly Cached?: boolean;
      readonly Error?: string;
    }
  | {
      readonly Type: 'status';
      readonly Vertex: number | 'export';
      readonly ID: string;
      readonly Current?: number;
      readonly Started: number;
      readonly Completed?: number;
    }
  | { readonly Type: 'log'; readonly Vertex: number; readonly Data: Uint8Array; readonly Time: number }
  /** The end: the image's id, or the vertex that failed and why. */
  | { readonly Type: 'done'; readonly Image: string }
  | { readonly Type: 'error'; readonly Vertex: number | 'export'; readonly Message: string };

export interface Change {
  readonly Path: string;
  /** 0 changed, 1 added, 2 deleted. */
  readonly Kind: 0 | 1 | 2;
}

/** One of `BuildCache[]` of GET /system/df. */
export interface BuildCacheRecord {
  readonly ID: string;
  readonly Parents?: readonly string[];
  readonly Type: string;
  readonly Description: string;
  readonly InUse: boolean;
  readonly Shared: boolean;
  readonly Size: number;
  readonly CreatedAt: string;
  readonly LastUsedAt: string | null;
  readonly UsageCount: number;
  /** As BuildKit's own interface tells it: a working copy that isn't committed. */
  readonly Mutable?: boolean;
  readonly [field: string]: unknown;
}

export interface DiskUsage {
  readonly LayersSize: number;
  readonly Images: readonly ImageSummary[];
  readonly Containers: readonly ContainerSummary[];
  readonly Volumes: readonly Volume[];
  readonly BuildCache: readonly BuildCacheRecord[];
}

/** A sample of GET /containers/{id}/stats. What a container that doesn't run has none of is absent. */
export interface ContainerStats {
  /** With its slash. */
  readonly name: string;
  readonly id: string;
  readonly pids_stats: { readonly current?: number };
  readonly cpu_stats: CpuStats;
  /** One sample before. */
  readonly precpu_stats: CpuStats;
  readonly memory_stats: {
    /** Bytes. */
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
  readonly blkio_stats: {
    readonly io_service_bytes_recursive: readonly { readonly op: string; readonly value: number }[] | null;
  };
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>;
}

/** Nanoseconds of processor time. */
export interface CpuStats {
  readonly cpu_usage: { readonly total_usage: number; readonly percpu_usage?: readonly number[] | null };
  readonly system_cpu_usage?: number;
  readonly online_cpus?: number;
}

export interface PruneReport {
  /** VolumesDeleted, ContainersDeleted: names or ids. */
  readonly Deleted: readonly string[];
  readonly SpaceReclaimed: number;
}

export interface ImageDeleted {
  readonly Untagged?: string;
  readonly Deleted?: string;
}

/** What HEAD /containers/{id}/archive tells of a path. */
export interface PathStat {
  readonly name: string;
  readonly size: number;
  /** Go's os.FileMode: permission bits, with the directory bit 2^31 and the symlink bit 2^27. */
  readonly mode: number;
  readonly mtime: string;
  readonly linkTarget: string;
}

/** The names of an attached stream: to a container's main process or to an exec's. */
export type StreamId = string;

export interface Engine {
  version(): Op<Readonly<Record<string, unknown>>>;
  info(): Op<Readonly<Record<string, unknown>>>;

  volumeCreate(request: VolumeCreateRequest): Op<Volume>;
  volumeList(filters: Filters): Op<readonly Volume[]>;
  volumeInspect(name: string): Op<Volume>;
  volumeRemove(name: string, force: boolean): Op<void>;
  volumePrune(filters: Filters): Op<PruneReport>;

  /** `Id` and the daemon's warnings. */
  containerCreate(
    name: string,
    request: ContainerCreateRequest,
  ): Op<{ readonly Id: string; readonly Warnings: readonly string[] }>;
  containerStart(id: string): Op<void>;
  /** Waits until it has stopped. `notModified` if it wasn't running. Seconds; undefined: the container's own (10). */
  containerStop(id: string, options: { readonly signal?: string; readonly timeout?: number }): Op<void>;
  containerRestart(id: string, options: { readonly signal?: string; readonly timeout?: number }): Op<void>;
  containerKill(id: string, signal: string): Op<void>;
  containerPause(id: string): Op<void>;
  containerUnpause(id: string): Op<void>;
  containerRename(id: string, name: string): Op<void>;
  containerRemove(
    id: string,
    options: { readonly force: boolean; readonly volumes: boolean; readonly link?: boolean },
  ): Op<void>;
  containerPrune(filters: Filters): Op<PruneReport>;
  /**
   * Waits for the condition; the exit code. The command asks after the end of the output, when a container of `--rm` may
   * be gone already: `removed` still answers with its last exit code as long as a stream to it is open.
   */
  containerWait(
    id: string,
    condition: 'not-running' | 'next-exit' | 'removed',
  ): Op<{ readonly StatusCode: number; readonly Error?: string }>;
  containerInspect(id: string, size?: boolean): Op<ContainerInspect>;
  containerList(options: {
    readonly all: boolean;
    readonly limit?: number;
    readonly size?: boolean;
    readonly filters: Filters;
  }): Op<readonly ContainerSummary[]>;
  containerChanges(id: string): Op<readonly Change[]>;
  /** `options`: ps's own; default `-ef`. */
  containerTop(
    id: string,
    options?: readonly string[],
  ): Op<{ readonly Titles: readonly string[]; readonly Processes: readonly (readonly string[])[] }>;
  /** What it uses at this moment. */
  containerStats(id: string): Op<ContainerStats>;
  containerResize(id: string, size: WindowSize): Op<void>;
  containerUpdate(id: string, update: HostConfig): Op<readonly string[]>;
  /** The log so far. */
  containerLogs(id: string, options: LogOptions): Op<readonly LogLine[]>;
  /** Lines after the first `seen` ones; waits for one; empty when the container has stopped. */
  containerLogsFollow(id: string, options: LogOptions, seen: number): Op<readonly LogLine[]>;

  /** Opens a stream to a container's main process: from now on its output is kept for it. Before start, as the CLI does. */
  containerAttach(
    id: string,
    streams: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean },
  ): Op<StreamId>;
  execCreate(id: string, request: ExecCreateRequest): Op<string>;
  /** Starts it and opens its stream. */
  execStart(exec: string, options: { readonly detach: boolean }): Op<StreamId>;
  execInspect(exec: string): Op<ExecInspect>;
  execResize(exec: string, size: WindowSize): Op<void>;
  /** Output after the first `seen` bytes that this reader had; waits; undefined at the end. */
  streamRead(stream: StreamId, seen: number): Op<StreamChunk | undefined>;
  /** Waits until all of it is taken. `offset`: how many bytes were written before (a repeat is not written twice). */
  streamWrite(stream: StreamId, data: Uint8Array, offset: number): Op<void>;
  /** The end of the input. */
  streamCloseInput(stream: StreamId): Op<void>;
  /** Detaches. */
  streamClose(stream: StreamId): Op<void>;

  archiveStat(id: string, path: string): Op<PathStat>;
  /** A tar of a path of a container, its last component as the tar's root. */
  archiveGet(id: string, path: string): Op<{ readonly stat: PathStat; readonly tar: Uint8Array }>;
  archivePut(
    id: string,
    path: string,
    tar: Uint8Array,
    options: { readonly noOverwriteDirNonDir: boolean; readonly copyUIDGID: boolean },
  ): Op<void>;
  containerExport(id: string): Op<Uint8Array>;
  containerCommit(
    id: string,
    options: {
      readonly reference: string;
      readonly comment: string;
      readonly author: string;
      readonly changes: readonly string[];
      readonly pause: boolean;
    },
  ): Op<string>;

  imageList(options: { readonly all: boolean; readonly filters: Filters }): Op<readonly ImageSummary[]>;
  imageInspect(name: string): Op<ImageInspect>;
  imageHistory(name: string): Op<readonly ImageHistoryItem[]>;
  imageTag(name: string, reference: string): Op<void>;
  imageRemove(name: string, options: { readonly force: boolean; readonly prune: boolean }): Op<readonly ImageDeleted[]>;
  imagePrune(filters: Filters): Op<PruneReport & { readonly Images: readonly ImageDeleted[] }>;
  /** Begins a pull (once per reference) and gives the progress after the first `seen` messages; waits; empty at the end. */
  imagePull(reference: string, seen: number): Op<readonly PullProgress[]>;
  /** The archive of images: an id saves one without names, a repository all its tags. */
  imageSave(names: readonly string[], platform?: Platform): Op<Uint8Array>;
  /** What was loaded, as it goes; the last message may be an error, and what came before it stays loaded. */
  imageLoad(
    tar: Uint8Array,
    options: { readonly quiet: boolean; readonly platform?: Platform },
  ): Op<readonly JSONMessage[]>;
  /** Makes an image of a file tree's archive, or of one behind a URL that the engine fetches; its id. */
  imageImport(
    source: Uint8Array | { readonly url: string },
    options: {
      /** Empty: the image gets no name. */
      readonly reference: string;
      readonly message: string;
      readonly changes: readonly string[];
      /** As the client was given it. */
      readonly platform: string;
    },
  ): Op<string>;
  /** Begins a build (once for each `Ref`) and gives what happened after the first `seen` messages; waits. */
  imageBuild(request: BuildRequest, seen: number): Op<readonly BuildMessage[]>;
  /** Ends a build that goes on. */
  buildCancel(ref: string): Op<void>;
  /** `all`: also what images are made of. The filters are `docker builder prune`'s. */
  buildPrune(options: { readonly all: boolean; readonly filters: Filters }): Op<readonly BuildCacheRecord[]>;

  networkCreate(request: NetworkCreateRequest): Op<{ readonly Id: string }>;
  networkList(filters: Filters): Op<readonly Network[]>;
  /** By name, id or the beginning of an id. */
  networkInspect(network: string): Op<Network>;
  networkRemove(network: string): Op<void>;
  networkConnect(network: string, container: string, endpoint: EndpointRequest): Op<void>;
  networkDisconnect(network: string, container: string, force: boolean): Op<void>;
  networkPrune(filters: Filters): Op<PruneReport>;
  diskUsage(): Op<DiskUsage>;
  /** Events after the first `seen` since `since` (milliseconds since the epoch); waits. */
  events(
    options: { readonly since?: number; readonly until?: number; readonly filters: Filters },
    seen: number,
  ): Op<readonly EngineEvent[]>;
}

import type { FileId, Pid } from '../../os/index.ts';
import type {
  BuildMessage,
  BuildRequest,
  ContainerConfig,
  ContainerStatus,
  EndpointRequest,
  EngineEvent,
  ExecCreateRequest,
  Healthcheck,
  HostConfig,
  Network,
  PullProgress,
  StreamChunk,
  StreamId,
} from '../api.ts';

/*
 * The engine's state as plain data. Records are never changed in place: a change puts a new record into its map. So a
 * copy of the maps is a copy of the state.
 */

/** A volume of the driver `local`. */
export interface VolumeRecord {
  readonly Name: string;
  readonly createdAt: number;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Options: Readonly<Record<string, string>> | null;
  /** How many running containers have a volume with driver options mounted: it is mounted while this isn't 0. */
  readonly mounted: number;
}

/** A mount of a container, as decided at create. */
export interface MountRecord {
  readonly Type: 'volume' | 'bind' | 'tmpfs';
  readonly Destination: string;
  /** A volume's name. */
  readonly Name?: string;
  /** A bind's source on the host. */
  readonly Source: string;
  readonly Driver?: string;
  readonly Mode: string;
  readonly RW: boolean;
  readonly Propagation: string;
  /** -v: a missing source is made when the container starts. */
  readonly createSource: boolean;
  readonly nonRecursive: boolean;
  readonly subpath?: string;
  /** `--mount type=image`: the id of the image whose files it shows (then Type is bind, and Source says where they would be). */
  readonly image?: string;
  /** mount(8)'s options of a tmpfs. */
  readonly tmpfs?: readonly string[];
  /** The volume was made for this container without a name: `rm -v` takes it along. */
  readonly anonymous: boolean;
}

/** A container's writable layer under /var/lib/docker/overlay2. */
export interface LayerRecord {
  /** The folder's name. */
  readonly id: string;
  /** Folders of the layers below, the topmost first. */
  readonly lower: readonly string[];
}

/** What a container has only while it runs. */
export interface Running {
  readonly pid: Pid;
  /** The id of its mount namespace. */
  readonly namespace: string;
  /** The writing end of its standard input, while it is open. */
  readonly stdin?: FileId;
  /** The reading ends of its output, or a terminal's master as stdout. */
  readonly stdout?: FileId;
  readonly stderr?: FileId;
  readonly tty: boolean;
  /** Output that came without a newline yet, for the log. */
  readonly partial: { readonly stdout: Uint8Array; readonly stderr: Uint8Array };
  /** Volumes with driver options that it keeps mounted. */
  readonly volumes: readonly string[];
  readonly network?: NetworkAttachment;
}

/** A network, as the API tells of it without the containers in it. */
export interface NetworkRecord {
  readonly Name: string;
  readonly Id: string;
  readonly Created: string;
  readonly Scope: string;
  readonly Driver: string;
  readonly EnableIPv4: boolean;
  readonly EnableIPv6: boolean;
  readonly IPAM: Network['IPAM'];
  readonly Internal: boolean;
  readonly Attachable: boolean;
  readonly Ingress: boolean;
  readonly ConfigFrom: { readonly Network: string };
  readonly ConfigOnly: boolean;
  readonly Options: Readonly<Record<string, string>>;
  readonly Labels: Readonly<Record<string, string>>;
  /** A person chose its subnet: containers may choose their addresses. */
  readonly ownSubnet?: boolean;
}

/** What a container is to be in a network. */
export interface EndpointSettings {
  readonly IPAMConfig: EndpointRequest['IPAMConfig'] | null;
  readonly Links: readonly string[] | null;
  readonly Aliases: readonly string[] | null;
  readonly DriverOpts: Readonly<Record<string, string>> | null;
  /** Asked for; empty: any. */
  readonly MacAddress: string;
  readonly GwPriority: number;
  /** Since its first start there. */
  readonly NetworkID: string;
  /** It has names there: it was connected or started. */
  readonly named: boolean;
}

/** A running container's place in one network. */
export interface EndpointRecord {
  readonly NetworkID: string;
  readonly EndpointID: string;
  /** Empty where the network has no addresses (host, none). */
  readonly IPAddress: string;
  readonly IPPrefixLen: number;
  readonly IPv6Address: string;
  readonly Gateway: string;
  readonly MacAddress: string;
}

/** A running container's places in networks, by their names. */
export interface NetworkAttachment {
  readonly SandboxID: string;
  readonly endpoints: Readonly<Record<string, EndpointRecord>>;
  /** The network whose address the published ports lead to. */
  readonly publisher?: string;
  /** `80/tcp` -> the ports of the host. */
  readonly ports: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>>;
}

export interface HealthRecord {
  readonly Status: 'starting' | 'healthy' | 'unhealthy';
  readonly FailingStreak: number;
  readonly Log: readonly {
    readonly Start: string;
    readonly End: string;
    readonly ExitCode: number;
    readonly Output: string;
  }[];
  /** Virtual milliseconds: when the next probe begins. */
  readonly next: number;
  /** The probe that runs: an exec's id, and when it is given up (virtual milliseconds). */
  readonly probe?: { readonly exec: string; readonly started: number; readonly deadline: number };
}

export interface ContainerRecord {
  readonly Id: string;
  /** Without the slash. */
  readonly Name: string;
  readonly created: number;
  readonly Path: string;
  readonly Args: readonly string[];
  /** The image's id, `sha256:…`. */
  readonly Image: string;
  readonly Config: ContainerConfig;
  readonly HostConfig: HostConfig;
  /** Networks by name, with what the client asked for there. */
  readonly networks: Readonly<Record<string, EndpointSettings>>;
  readonly mounts: readonly MountRecord[];
  readonly layer: LayerRecord;
  readonly status: ContainerStatus;
  readonly ExitCode: number;
  readonly Error: string;
  readonly StartedAt: string;
  readonly FinishedAt: string;
  readonly RestartCount: number;
  /** A person stopped it: restart policies leave it alone. */
  readonly stoppedByHand: boolean;
  /** How often its process has ended. */
  readonly exits: number;
  readonly running?: Running;
  /** A stop is under way: the kill comes at this moment (virtual milliseconds), Infinity for never. */
  readonly stopping?: { readonly deadline: number; readonly killed: boolean };
  /** A restart was asked for: it starts again when it has ended. */
  readonly restarting?: boolean;
  /** It goes when it has ended; with its anonymous volumes or without. */
  readonly removal?: { readonly volumes: boolean };
  /** Why the start after a restart failed, for who waits for it. */
  readonly restartError?: {
    readonly kind: 'system' | 'conflict' | 'notFound' | 'invalidParameter';
    readonly message: string;
  };
  /** Restart policy: the delay in milliseconds, and when it starts again (virtual milliseconds). */
  readonly backoff?: { readonly delay: number; readonly at: number };
  /** The delay before the start that its policy made last. */
  readonly delay?: number;
  /** Virtual milliseconds at the last start. */
  readonly startedUptime: number;
  /** Virtual milliseconds at its last end, and at the end of the last restart that somebody asked for. */
  readonly endedUptime?: number;
  readonly restartedUptime?: number;
  readonly health?: HealthRecord;
  readonly streams: readonly StreamId[];
  readonly execs: readonly string[];
  /** The terminal's size, as the client last said it. */
  readonly size?: { readonly columns: number; readonly rows: number };
}

export interface ExecRecord {
  readonly ID: string;
  readonly container: string;
  readonly request: ExecCreateRequest;
  readonly status: 'created' | 'running' | 'exited';
  readonly ExitCode: number | null;
  readonly running?: Omit<Running, 'volumes' | 'network' | 'namespace' | 'partial'>;
  readonly stream?: StreamId;
  readonly size?: { readonly columns: number; readonly rows: number };
  /** What a health check printed. */
  readonly output?: string;
}

/** What an attached client hasn't read yet. */
export interface StreamRecord {
  readonly id: StreamId;
  /** A container or an exec. */
  readonly of: { readonly container: string } | { readonly exec: string };
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly chunks: readonly StreamChunk[];
  /** Bytes before the first chunk. */
  readonly dropped: number;
  /** Bytes in the chunks. */
  readonly kept: number;
  readonly ended: boolean;
  /** How many bytes of input were taken. */
  readonly written: number;
  /** Virtual milliseconds since when a full stream hasn't been read. */
  readonly fullSince?: number;
}

export interface ImageRecord {
  /** The digest of its document. */
  readonly Id: string;
  /** The configuration document, as JSON (see images/document.ts). */
  readonly document: string;
  /** Absent: amd64. */
  readonly architecture?: string;
  readonly created: string;
  readonly author: string;
  readonly comment: string;
  readonly dockerVersion: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** DiffIDs, the lowest first. */
  readonly layers: readonly string[];
  readonly history: readonly {
    readonly created: string;
    readonly createdBy: string;
    readonly comment: string;
    /** Bytes of its layer; undefined: it has none. */
    readonly size?: number;
  }[];
  /** The image that a commit began with. */
  readonly parent: string;
  readonly lastTagTime: number;
}

/** An image layer on the host's disk. */
export interface ImageLayerRecord {
  /** `sha256:…` */
  readonly diffId: string;
  /** The folder's name under /var/lib/docker/overlay2. */
  readonly folder: string;
  readonly size: number;
}

export interface PullRecord {
  readonly progress: readonly PullProgress[];
  readonly done: boolean;
  /** A client has had all of it: the next one begins a new pull. */
  readonly told?: boolean;
  readonly error?: string;
  /** Steps that are still to come. */
  readonly rest: readonly PullProgress[];
  /** Virtual milliseconds of the next step. */
  readonly next: number;
}

/** The files that a vertex of a build made. */
export interface Snapshot {
  /** What it was made from and how: equal keys mean equal results. */
  readonly key: string;
  /** DiffIDs, the lowest first. */
  readonly layers: readonly string[];
  /** Where a context lies: a folder that is no layer. */
  readonly folder?: string;
  /** When its last layer was made, milliseconds since the epoch. */
  readonly created: number;
}

/** A record of the build cache. */
export interface CacheRecord {
  readonly ID: string;
  /** For a vertex's result: what it was made from and how. */
  readonly key: string;
  readonly snapshot?: Snapshot;
  /** A folder under overlay2 of its own: a context's files, or a cache mount's. */
  readonly folder?: string;
  /** What a context's files were when they came last: path -> a digest of their metadata. */
  readonly files?: Readonly<Record<string, string>>;
  readonly Type: 'regular' | 'source.local' | 'exec.cachemount';
  readonly Description: string;
  readonly Parents: readonly string[];
  readonly Size: number;
  readonly Mutable: boolean;
  readonly created: number;
  readonly lastUsed: number;
  readonly usage: number;
}

export interface BuildRecord {
  readonly request: BuildRequest;
  readonly messages: readonly BuildMessage[];
  /** The results of vertexes, by number. */
  readonly results: Readonly<Record<number, Snapshot>>;
  readonly done: boolean;
  /** The vertex whose process runs. */
  readonly running?: {
    readonly vertex: number;
    readonly container: ContainerRecord;
    readonly started: number;
    readonly key: string;
    readonly pid: Pid;
    /** Places of mounts that were made for it. */
    readonly stubs: readonly string[];
    readonly stdout?: FileId;
    readonly stderr?: FileId;
  };
}

/** A container that was removed. */
export interface GoneRecord {
  readonly code: number;
  /** Virtual milliseconds. */
  readonly at: number;
  /** It removed itself: its exit code can still be asked for. */
  readonly auto: boolean;
}

/** An operation on a container that waits. */
export interface PendingRecord {
  readonly container: string;
  /** How often the container had ended when the operation began. */
  readonly exits: number;
}

/**
 * What the daemon did on the way, or decided not to do, of which no event tells: whoever explains a command needs it.
 * Containers by their id, paths as the container sees them unless said otherwise.
 */
export type EngineNote =
  /** An empty volume was filled from the image: so many files. */
  | {
      readonly type: 'filled';
      readonly container: string;
      readonly volume: string;
      readonly path: string;
      readonly files: number;
    }
  /** The image has files at a volume's place, but the volume had its own already (or was mounted with nocopy). */
  | { readonly type: 'covered'; readonly container: string; readonly path: string; readonly entries: number }
  /** A missing folder of the host was made for a bind. */
  | { readonly type: 'made-source'; readonly container: string; readonly source: string };

export interface EngineState {
  readonly engineId: string;
  readonly startedAt: string;
  /** The seed of the engine's own random numbers, after the last one drawn. */
  random: number;
  /** Counts streams and namespaces. */
  next: number;
  readonly volumes: Map<string, VolumeRecord>;
  /** Volume -> the containers that use it, in the order they began to. */
  readonly volumeUsers: Map<string, readonly string[]>;
  readonly containers: Map<string, ContainerRecord>;
  readonly names: Map<string, string>;
  /** The containers that have something to look after: running, or to be started again. */
  readonly active: Set<string>;
  /** Those of them to which something has happened since they were looked at, and those that wait for a moment. */
  readonly stirred: Set<string>;
  readonly restless: Set<string>;
  /** Wake-ups that the kernel tells the daemon of -> container, and the other way round. */
  readonly watched: Map<string, string>;
  readonly watching: Map<string, readonly string[]>;
  /** Containers that are gone, the last ones, for clients that wait for that. */
  readonly gone: Map<string, GoneRecord>;
  /** Operations that wait, by what was asked: see waiting.ts. */
  readonly pending: Map<string, PendingRecord>;
  readonly execs: Map<string, ExecRecord>;
  readonly activeExecs: Set<string>;
  readonly streams: Map<StreamId, StreamRecord>;
  readonly images: Map<string, ImageRecord>;
  /** `repository:tag` -> image id. */
  readonly tags: Map<string, string>;
  /** DiffID -> layer. */
  readonly layers: Map<string, ImageLayerRecord>;
  readonly pulls: Map<string, PullRecord>;
  /** By `Ref`: those that go on, and the last that ended. */
  readonly builds: Map<string, BuildRecord>;
  /** By key. */
  readonly buildCache: Map<string, CacheRecord>;
  /** File systems of volumes that nobody uses, but somebody still sees. */
  readonly orphans: Set<string>;
  /** How many lines of a container's log were cut off. */
  readonly logsCut: Map<string, number>;
  /** Where a client that follows the last lines of a log began: container and options -> line. */
  readonly followed: Map<string, number>;
  /** By id, in the order in which they were made. */
  readonly networks: Map<string, NetworkRecord>;
  /** Addresses in use: `NETWORK-ID ADDRESS` -> container. */
  readonly addresses: Map<string, string>;
  /** Network -> an address, as a number, that none of its range before is free. */
  readonly lowestFree: Map<string, number>;
  /** Published ports of the host -> container. */
  readonly ports: Map<number, string>;
  /** The last events, oldest first. */
  events: readonly EngineEvent[];
  /** How many older events were forgotten. */
  eventsBefore: number;
  /** The last notes, oldest first, and how many there were. */
  notes: readonly EngineNote[];
  notesCount: number;
}

export type { Healthcheck };

import type { EngineEvent } from '../engine/index.ts';
import type { Place, ProbeStat } from '../lesson/probe.ts';

/*
 * Everything that passes between a page (or a test, or the command) and a machine: requests with an id, their
 * responses, and events. Plain data, structured-cloneable.
 */

/** A file or folder inside a store of the scene. */
export interface WorldEntry {
  /** Relative to the store's root: `sub/b.txt`. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
  readonly uid: number;
  readonly mode: number;
  /** The number of the World in which it last changed. */
  readonly changed: number;
  /** Who changed it then: a container's id, or the host's own processes. Absent: Docker itself, or nobody yet. */
  readonly by?: string;
  /** By which program, if it packs or unpacks. */
  readonly tool?: 'tar';
  /** In a writable layer: the image has something at this path, too, which this hides. */
  readonly over?: boolean;
  readonly target?: string;
  /** The beginning of a small text file (at most 200 characters), for the picture. */
  readonly text?: string;
  /** The files in a small tar archive. */
  readonly holds?: readonly string[];
}

/** The entries of a folder tree, parents first, sorted by name, cut after some; `more` says how many are left out. */
export interface WorldTree {
  readonly entries: readonly WorldEntry[];
  readonly more: number;
}

export interface WorldVolume {
  readonly name: string;
  readonly anonymous: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly size: number;
  /** Names of the containers that use it. */
  readonly users: readonly string[];
  readonly tree: WorldTree;
}

export interface WorldMount {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'image';
  /** A volume's name, a host path, an image's name, or empty. */
  readonly source: string;
  readonly destination: string;
  readonly readonly: boolean;
  /** What a tmpfs holds while its container runs. */
  readonly tree?: WorldTree;
}

export interface WorldContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly command: string;
  readonly status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  /** `Up 3 seconds`, `Exited (0) …` without the age: the state in words. */
  readonly exitCode: number;
  readonly ports: readonly { readonly host: number; readonly container: number }[];
  readonly mounts: readonly WorldMount[];
  /** What the writable layer holds: added and changed files; deleted ones apart. */
  readonly layer: WorldTree;
  readonly deleted: readonly string[];
}

export interface WorldImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly size: number;
  readonly layers: number;
}

/** A folder of the host that the scene shows: the learner's working folder, and every folder that is bind-mounted. */
export interface WorldFolder {
  readonly path: string;
  readonly file: boolean;
  readonly tree: WorldTree;
}

/** The computer as the scene draws it. Lists are sorted by creation, so that nothing jumps. */
export interface World {
  /** Counts up with every change. */
  readonly number: number;
  readonly user: string;
  readonly cwd: string;
  readonly folders: readonly WorldFolder[];
  readonly volumes: readonly WorldVolume[];
  readonly containers: readonly WorldContainer[];
  readonly images: readonly WorldImage[];
}

/** {@link WorldEntry.by} for the host's own processes: the learner's. */
export const BY_HOST = 'host';

/** A thing of the scene, by what it is: `volume:NAME`, `container:ID`, `folder:PATH`, `image:ID`. */
export type ThingKey = `${'volume' | 'container' | 'folder' | 'image'}:${string}`;

/** Words in English, in pieces, and what stands between them: a page may find other words for them. */
export interface Phrase {
  readonly strings: readonly string[];
  readonly values: readonly (Text | number)[];
}

/** What a machine says. A plain string is a name, or what a program said. */
export type Text = string | Phrase;

/** What happened and why, in one plain sentence. Names and paths are in backticks. */
export interface Sentence {
  readonly text: Text;
  /** Where in the scene. */
  readonly about?: ThingKey;
}

/** A command and what came of it: published while it runs, as far as it is, and once more when the prompt is back. */
export interface Told {
  /** As it was entered; empty for what happens by itself, between two commands. */
  readonly command: string;
  /** Empty: nothing changed. */
  readonly sentences: readonly Sentence[];
  readonly done: boolean;
}

/** A point of the machine's history that one can go to. */
export interface TimelinePoint {
  readonly id: number;
  /** The point before; undefined for the first one. */
  readonly parent: number | undefined;
  readonly kind: PointKind;
  readonly command: string;
  readonly sentences: readonly Sentence[];
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
}

/** A state in bytes: its files against those of another state, and everything else. */
export interface PackedState {
  readonly files: Uint8Array;
  readonly rest: Uint8Array;
}

/** A point for storage: against the point before, or against the fresh computer. */
export interface SavedPoint {
  readonly point: TimelinePoint;
  readonly packed: PackedState;
}

/** A machine for storage. */
export interface SavedMachine {
  /** Its state against the present point, and where in the timeline that is. */
  readonly machine: Uint8Array;
  readonly points: readonly SavedPoint[];
}

/**
 * How a point came about: the first prompt; a command that was entered; everything reset; what had changed by itself, or was
 * going on, when somebody went elsewhere; a file that was saved from outside.
 */
export type PointKind = 'start' | 'command' | 'start-over' | 'meanwhile' | 'file';

/** How a machine begins. All of it is needed to repeat a session. */
export interface MachineOptions {
  readonly seed: number;
  /** Milliseconds since the epoch at boot. */
  readonly epoch: number;
  readonly user: 'learner' | 'root';
  /** The user's home folder; default /home/learner or /root. */
  readonly home?: string;
  /** The learner's uid and gid; default 1000. */
  readonly uid?: number;
  /** Also the images that only tests and scripts use (volimg). */
  readonly hiddenImages?: boolean;
  /** Containers get neither volumes nor folders of the host, whatever they ask for. */
  readonly withoutStores?: boolean;
  /** Files that the host starts with: path (may begin with `~/`) -> content. */
  readonly files?: Readonly<Record<string, string>>;
  /** The working folder; default the home. */
  readonly cwd?: string;
  /** Command lines that are run before anybody logs in. */
  readonly setup?: readonly string[];
}

/** Where one looks: at the machine, or at what the latest trial has led to. */
export interface Probing {
  readonly trial?: number;
}

export type MachineRequest =
  | { readonly type: 'boot'; readonly options: MachineOptions; readonly saved?: SavedMachine }
  /** Opens a terminal with a login shell; the response is its number. */
  | { readonly type: 'terminal.open'; readonly columns: number; readonly rows: number }
  | { readonly type: 'terminal.input'; readonly terminal: number; readonly data: string }
  | { readonly type: 'terminal.resize'; readonly terminal: number; readonly columns: number; readonly rows: number }
  | { readonly type: 'terminal.close'; readonly terminal: number }
  /** The page has shown so many characters: more may come (flow control). */
  | { readonly type: 'terminal.shown'; readonly terminal: number; readonly characters: number }
  | ({ readonly type: 'probe.stat'; readonly place: Place; readonly path: string } & Probing)
  | ({ readonly type: 'probe.read'; readonly place: Place; readonly path: string } & Probing)
  | ({ readonly type: 'probe.list'; readonly place: Place; readonly path: string } & Probing)
  | ({
      readonly type: 'probe.inspect';
      readonly kind: 'volume' | 'container' | 'image';
      readonly name: string;
    } & Probing)
  | { readonly type: 'file.write'; readonly path: string; readonly data: Uint8Array }
  /** Names a checkpoint of the present state; the response is its number. */
  | { readonly type: 'checkpoint' }
  | { readonly type: 'restore'; readonly checkpoint: number }
  /** Looks through a path of a container. */
  | { readonly type: 'xray'; readonly container: string; readonly path: string }
  /** A file for an editor; undefined if there is none. */
  | { readonly type: 'file.look'; readonly place: Place; readonly path: string }
  /** Saves it as editors do: into the same inode, or as a new file that takes the name. Rejects with the system's word. */
  | {
      readonly type: 'file.save';
      readonly place: Place;
      readonly path: string;
      readonly data: Uint8Array;
      readonly how: 'in-place' | 'rename';
    }
  /** Goes to a point of the timeline; what the present has that no point has yet becomes one. */
  | { readonly type: 'timeline.go'; readonly point: number }
  /** Everything as at the first boot, as a new point of the timeline: it can be undone. */
  | { readonly type: 'timeline.reset' }
  /** What differs at a point against another one. */
  | { readonly type: 'timeline.compare'; readonly from: number; readonly to: number }
  /**
   * What the commands of the past, repeated from the beginning, would have led to if containers had no volumes and no folders of
   * the host. Rejects with a sentence for a person.
   */
  | { readonly type: 'timeline.without' }
  /**
   * Types commands at a copy of the machine at a point; the response is the trial's number, for {@link Probing}. Rejects with a
   * sentence for a person if one of them doesn't come to its end.
   */
  | { readonly type: 'timeline.try'; readonly point: number; readonly commands: readonly string[] }
  /** The machine for storage, with the points that no earlier answer had; `boot` takes all of them back. */
  | { readonly type: 'save' }
  /** An HTTP request to a published port. */
  | { readonly type: 'http'; readonly port: number; readonly path: string };

/** A path of a container, looked through: what answers, and what lies below. */
export interface XRay {
  /** With symbolic links followed. */
  readonly path: string;
  readonly found:
    | {
        readonly type: 'file' | 'directory' | 'symlink' | 'other';
        readonly size: number;
        readonly mode: number;
        readonly uid: number;
        readonly gid: number;
      }
    | undefined;
  readonly answers: XRayPlace | undefined;
  /** What lies there as well, and is out of sight; the topmost first. */
  readonly hidden: readonly XRayPlace[];
  /** Folders of lower layers that are shown together with the one that answers. */
  readonly merged: readonly XRayPlace[];
  readonly writable: boolean;
  /** Why, or what that means: a sentence. */
  readonly why: Text;
}

/** One of the places that lie over each other at a path. */
export interface XRayPlace {
  /** `docker`: what the daemon itself mounts, /proc and the like. */
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'docker' | 'layer' | 'image';
  /** The volume, the folder of the host, the container, the image with its layer. */
  readonly name: string;
  /** Where its bytes lie on the host; absent for memory. */
  readonly host?: string;
  /** `deleted`: a mark says that what is below is gone. */
  readonly state: 'there' | 'nothing' | 'deleted';
  readonly size?: number;
  /** The beginning of a text. */
  readonly text?: string;
}

/** A file as an editor opens it. */
export interface FileLook {
  readonly inode: number;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  /** Absent for a file that is too large to be edited. */
  readonly data?: Uint8Array;
}

/** The file's inode before and after it was saved. */
export interface FileSaved {
  readonly before: number | undefined;
  readonly inode: number;
}

/** What the line at the prompt would destroy of a thing, as a trial on a copy of the machine has shown. */
export interface Loss {
  readonly about: ThingKey;
  /** The thing itself goes. */
  readonly whole: boolean;
  /** Paths in it that go, and that would hold something else. */
  readonly gone: readonly string[];
  readonly overwritten: readonly string[];
}

export interface HttpResponse {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

/** What a request's response carries, by the request's type. */
export interface MachineResponses {
  /** The terminals that a saved session has open. */
  readonly boot: readonly number[];
  readonly 'terminal.open': number;
  readonly 'terminal.input': undefined;
  readonly 'terminal.resize': undefined;
  readonly 'terminal.close': undefined;
  readonly 'terminal.shown': undefined;
  readonly 'probe.stat': ProbeStat | undefined;
  readonly 'probe.read': Uint8Array | undefined;
  readonly 'probe.list': readonly string[] | undefined;
  readonly 'probe.inspect': unknown;
  readonly 'file.write': undefined;
  readonly checkpoint: number;
  readonly restore: undefined;
  readonly xray: XRay | undefined;
  readonly 'file.look': FileLook | undefined;
  readonly 'file.save': FileSaved;
  readonly 'timeline.go': undefined;
  readonly 'timeline.reset': undefined;
  readonly 'timeline.compare': readonly Sentence[];
  readonly 'timeline.without': Without;
  readonly 'timeline.try': number;
  readonly save: SavedMachine;
  readonly http: HttpResponse | undefined;
}

/** The present beside what it would be without volumes and folders of the host. */
export interface Without {
  readonly now: World;
  readonly without: World;
  /** What is there now, seen from how it would be. */
  readonly sentences: readonly Sentence[];
}

export type MachineEvent =
  | { readonly type: 'terminal.output'; readonly terminal: number; readonly data: string }
  | { readonly type: 'terminal.exit'; readonly terminal: number; readonly status: number }
  /** A shell of the terminal waits at its prompt (or no longer does): a good moment to save. */
  | { readonly type: 'terminal.prompt'; readonly terminal: number; readonly at: boolean }
  /** All waits, while a command has the terminal: for input perhaps, as a shell in a container does. Another good moment. */
  | { readonly type: 'terminal.quiet'; readonly terminal: number }
  /** The machine is at another point: this terminal is its present one, and shows what it showed then (nothing at a reset). */
  | { readonly type: 'terminal.moved'; readonly terminal: number; readonly point: number | undefined }
  | { readonly type: 'world'; readonly world: World }
  | { readonly type: 'told'; readonly told: Told }
  /** What Enter would destroy, as the line stands now; empty: nothing that is known of. */
  | { readonly type: 'foreseen'; readonly line: string; readonly losses: readonly Loss[] }
  /** A new point, if there is one; which old one is no longer kept; the present one; where one step forward leads. */
  | {
      readonly type: 'timeline';
      readonly added?: TimelinePoint;
      readonly gone?: number | undefined;
      readonly present: number;
      readonly forward: number | undefined;
    }
  | { readonly type: 'engine'; readonly event: EngineEvent };

/** A machine as its users hold it: in a worker or in the same process. A refused request rejects with an Error. */
export interface MachinePort {
  request<Request extends MachineRequest>(request: Request): Promise<MachineResponses[Request['type']]>;
  subscribe(listener: (event: MachineEvent) => void): () => void;
  /** The machine is gone (its worker died); nobody answers any more. */
  onCrash(listener: (reason: string) => void): () => void;
  close(): void;
}

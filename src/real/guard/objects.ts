import type { Connection } from '../connection.ts';
import type { Surroundings } from './host-config.ts';
import type { Ledger } from './ledger.ts';
import { leadsInto } from './paths.ts';

/** What a guard is set up with. */
export interface GuardOptions {
  readonly connection: Connection;
  /** Where its own socket shall be. */
  readonly socket: string;
  /** Who may use the socket, besides root. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** The folder that may be bound into containers. */
  readonly home: string;
  /** The replay's own number, in hexadecimal: the label's value. */
  readonly run: string;
  /** When the replay began, in milliseconds since the epoch. */
  readonly started: number;
  /** Everything is allowed but reaching registries: for an engine that can be thrown away. */
  readonly disposable: boolean;
  /** Images may be pulled. */
  readonly pull: boolean;
  /** The images that a builder would look for: the Dockerfile's own reader knows. */
  imagesAskedFor(
    dockerfile: string,
    build: { readonly target: string; readonly args: Readonly<Record<string, string>> },
  ): readonly string[];
  /** Images of others that the scenario may see in lists: `busybox:latest`. Undefined: all. */
  readonly images?: ReadonlySet<string>;
}

/** Networks that every engine has. */
const BUILT_IN = new Set(['bridge', 'host', 'none', 'default']);

/** Asks the engine whose an object is. Everything that others have made is not there for a scenario. */
export class Objects implements Surroundings {
  /** The numbers that the scenario gave to its builds. */
  readonly builds = new Set<string>();

  constructor(
    private readonly options: GuardOptions,
    readonly ledger: Ledger,
  ) {}

  /** The container's whole id; undefined if there is none. A part of the id or a name will do, as for the engine. */
  async containerId(reference: string): Promise<string | undefined> {
    const found = await this.options.connection.json<{ Id: string }>(
      'GET',
      `/containers/${encodeURIComponent(reference)}/json`,
    );
    return found?.Id;
  }

  /** True also when there is no such container: the engine says so itself. */
  async mayTouchContainer(reference: string): Promise<boolean> {
    const id = await this.containerId(reference);
    return id === undefined || this.ledger.has('container', id);
  }

  async volumeInfo(name: string): Promise<{ readonly CreatedAt: string } | undefined> {
    return this.options.connection.json('GET', `/volumes/${encodeURIComponent(name)}`);
  }

  async networkInfo(reference: string): Promise<{ readonly Id: string; readonly Name: string } | undefined> {
    return this.options.connection.json('GET', `/networks/${encodeURIComponent(reference)}`);
  }

  async imageInfo(
    reference: string,
  ): Promise<{ readonly Id: string; readonly RepoTags: string[] | null; readonly Created: string } | undefined> {
    return this.options.connection.json('GET', `/images/${encodeURIComponent(reference)}/json`);
  }

  hostPath(path: string): string | undefined {
    if (this.options.disposable || leadsInto(this.options.home, path)) return undefined;
    return `the host path ${path}, which is outside the scenario's own folder`;
  }

  async volume(name: string): Promise<string | undefined> {
    if (this.ledger.has('volume', name) || !(await this.volumeInfo(name))) return undefined;
    return `a change to the volume ${name}, which the scenario did not make`;
  }

  async container(reference: string): Promise<string | undefined> {
    if (await this.mayTouchContainer(reference)) return undefined;
    return `a change to the container ${reference}, which the scenario did not make`;
  }

  async network(name: string): Promise<string | undefined> {
    if (name.startsWith('container:')) return this.container(name.slice('container:'.length));
    if (name === 'host') return this.options.disposable ? undefined : "the host's network";
    if (BUILT_IN.has(name)) return undefined;
    const found = await this.networkInfo(name);
    if (!found || this.ledger.has('network', found.Id)) return undefined;
    return `a change to the network ${name}, which the scenario did not make`;
  }

  isBuiltIn(network: string): boolean {
    return BUILT_IN.has(network);
  }

  /** Says why a build that begins with this image may not be. */
  async imageFetch(reference: string): Promise<string | undefined> {
    if (reference === 'scratch' || (await this.imageInfo(tagged(reference)))) return undefined;
    return `to fetch the image ${tagged(reference)} (no --pull)`;
  }

  /** Says why an image reference may not be made to mean something else. */
  async imageTag(reference: string): Promise<string | undefined> {
    const name = tagged(reference);
    if (this.options.disposable || this.ledger.has('image', name) || !(await this.imageInfo(name))) return undefined;
    return `to change the image ${name}, which the scenario did not make`;
  }

  /** Says why an image may not be removed. */
  async imageRemoval(reference: string): Promise<string | undefined> {
    if (this.options.disposable || this.ledger.has('image', tagged(reference))) return undefined;
    const found = await this.imageInfo(reference);
    if (!found) return undefined;
    const ours =
      this.ledger.has('image', found.Id) && (found.RepoTags ?? []).every((tag) => this.ledger.has('image', tag));
    return ours ? undefined : `to remove the image ${reference}, which the scenario did not make`;
  }

  /** Writes down the volumes that a container has: the engine makes missing ones without being told. */
  async noteVolumesOf(container: string): Promise<void> {
    const found = await this.options.connection.json<{ Mounts: readonly { Type: string; Name?: string }[] }>(
      'GET',
      `/containers/${container}/json`,
    );
    for (const { Type, Name } of found?.Mounts ?? []) if (Type === 'volume' && Name) await this.noteVolume(Name);
  }

  async noteVolume(name: string): Promise<void> {
    const found = await this.volumeInfo(name);
    if (found) this.ledger.add({ kind: 'volume', id: name, created: found.CreatedAt });
  }
}

/** The reference as lists show it: with its tag, without the registry that is meant anyway. */
export function tagged(reference: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(reference) || reference.includes('@')) return reference;
  const short = reference.replace(/^(index\.)?docker\.io\/(library\/)?/, '');
  return /:[^/]*$/.test(short) ? short : `${short}:latest`;
}

import type { ContainerInspect, ImageInspect, Volume } from '../engine/index.ts';

/** Where a path is looked for: on the host, in a volume (from its root), or as a container sees it. */
export type Place = { readonly host: true } | { readonly volume: string } | { readonly container: string };

export interface ProbeStat {
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
}

/** How a lesson's checks look at a computer, simulated or real. A missing thing is undefined, never an exception. */
export interface Probe {
  /** Symbolic links are followed. `~` stands for the learner's home. */
  stat(place: Place, path: string): Promise<ProbeStat | undefined>;
  read(place: Place, path: string): Promise<Uint8Array | undefined>;
  list(place: Place, path: string): Promise<readonly string[] | undefined>;
  volume(name: string): Promise<Volume | undefined>;
  container(name: string): Promise<ContainerInspect | undefined>;
  image(name: string): Promise<ImageInspect | undefined>;
}

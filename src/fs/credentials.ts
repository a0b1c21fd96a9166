/** Who asks: the ids that permission checks look at. Root (uid 0) passes them, but for read-only file systems. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

export const ROOT: Credentials = { uid: 0, gid: 0, groups: [0] };

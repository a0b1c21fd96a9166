/** What lies beside a lesson as replay.json: written by a replay on a real engine, shown by the page. */
export interface Badge {
  /** SHA-256 of the lesson's text and files as they were replayed. */
  readonly lesson: string;
  /** `Docker Engine 28.5.2`. */
  readonly engine: string;
  /** Whose build, and which images. */
  readonly platform: string;
  /** Goals that were looked at on both engines. */
  readonly goals: number;
  /** Each command line, and what was masked in its output: ids, times and the like. */
  readonly lines: readonly { readonly cmd: string; readonly same: boolean; readonly masked: readonly string[] }[];
}

import type { CheckResult } from '../lesson/index.ts';

/** What a command line printed, and its status. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** What came of one act on one side. */
export type Outcome =
  | ({ readonly kind: 'line' } & Printed)
  | { readonly kind: 'checks'; readonly results: readonly CheckResult[] };

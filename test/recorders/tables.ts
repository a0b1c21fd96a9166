import type { CaseTable } from './cases.ts';
import { ARCHIVES } from './tables/archives.ts';
import { AWK } from './tables/awk.ts';
import { DUMPS } from './tables/dumps.ts';
import { PATTERNS } from './tables/patterns.ts';
import { FOLLOW, STREAMS } from './tables/streams.ts';

/** The tables by group: `GROUP-NAME.json` is what is recorded of one. */
export const TABLES: Readonly<Record<string, readonly CaseTable[]>> = {
  texts: [...STREAMS, FOLLOW, ...PATTERNS, ...ARCHIVES, ...DUMPS, ...AWK],
};

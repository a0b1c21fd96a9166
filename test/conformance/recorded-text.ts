import { norm, type PrintedLine, sig } from '../../src/replay/masking.mjs';

/** A command line, and what it printed. */
export type RecordedLine = PrintedLine;

/** A line's outcome with all that varies masked: equal for two runs that agree. */
export const signature = sig;

/** A text with all that varies masked. */
export const recordedText = norm;

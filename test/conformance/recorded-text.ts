import { fileURLToPath } from 'node:url';

/*
 * compare.mjs is also a command: it looks at the arguments when it is loaded. It masks what varies between two runs.
 */
const argv = process.argv;
process.argv = argv.slice(0, 2);
const compare = (await import(fileURLToPath(new URL('./compare.mjs', import.meta.url)))) as {
  sig: (line: RecordedLine) => string;
  norm: (text: string, command: string) => string;
};
process.argv = argv;

/** A command line, and what it printed. */
export interface RecordedLine {
  readonly cmd: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** A line's outcome with all that varies masked: equal for two runs that agree. */
export const signature = compare.sig;

/** A text with all that varies masked. */
export const recordedText = compare.norm;

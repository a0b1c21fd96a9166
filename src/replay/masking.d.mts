/** A command line, and what it printed. */
export interface PrintedLine {
  readonly cmd: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** A text with all that varies masked; the command decides about sizes and the times of files. */
export function norm(text: string, command?: string): string;

/** A line's outcome with all that varies masked: equal for two runs that agree. */
export function sig(line: PrintedLine): string;

/** The names of what was masked in a line: ids, times, ages, sizes and the like. */
export function masked(line: PrintedLine): readonly string[];

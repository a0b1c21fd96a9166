import type { Place } from '../lesson/probe.ts';

/** Something that reached the machine from outside, at a virtual moment. Options and log make a session, byte for byte. */
export type Input =
  | { readonly type: 'terminal.open'; readonly columns: number; readonly rows: number }
  | { readonly type: 'terminal.input'; readonly terminal: number; readonly data: string }
  | { readonly type: 'terminal.resize'; readonly terminal: number; readonly columns: number; readonly rows: number }
  | { readonly type: 'terminal.close'; readonly terminal: number }
  | { readonly type: 'file.write'; readonly path: string; readonly data: Uint8Array }
  | {
      readonly type: 'file.save';
      readonly place: Place;
      readonly path: string;
      readonly data: Uint8Array;
      readonly how: 'in-place' | 'rename';
    }
  | { readonly type: 'http'; readonly port: number; readonly path: string };

export interface LogEntry {
  /** Virtual milliseconds since boot. */
  readonly at: number;
  /** Scheduler steps since boot: which turn came before. */
  readonly step: number;
  readonly input: Input;
}

/** The inputs so far, the last one first: a list that shares its beginning with those it goes on from. */
export type Log = { readonly entry: LogEntry; readonly before: Log } | undefined;

/** The first one first. */
export function logEntries(log: Log): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  for (let at = log; at; at = at.before) entries.push(at.entry);
  return entries.reverse();
}

import type { Op } from '../../os/index.ts';

/** What a build tells while it goes on. Times in milliseconds. */
export type ProgressEvent =
  | { readonly type: 'start'; readonly id: string; readonly name: string; readonly time: number }
  | {
      readonly type: 'status';
      readonly id: string;
      /** `transferring context:` */
      readonly text: string;
      readonly bytes?: number;
      readonly started: number;
      readonly time: number;
    }
  | { readonly type: 'log'; readonly id: string; readonly data: Uint8Array; readonly time: number }
  | {
      readonly type: 'warning';
      readonly id: string;
      readonly rule: string;
      readonly message: string;
      readonly line: number;
    }
  | { readonly type: 'done'; readonly id: string; readonly time: number; readonly cached?: boolean }
  | { readonly type: 'error'; readonly id: string; readonly time: number; readonly message: string }
  | { readonly type: 'canceled'; readonly id: string; readonly time: number };

/** Shows a build's progress. */
export interface Progress {
  show(event: ProgressEvent): Op<void>;
  /** How many steps there will be, as far as is known. */
  expect(count: number): void;
  /** Time has gone on: what shows running times is drawn anew. When to call next (milliseconds); undefined: never. */
  tick(): Op<number | undefined>;
  /** After the last event. */
  end(): Op<void>;
}

/**
 * Who shows a build's progress: buildx on standard error, where it names its builder and sums up the warnings; or Compose
 * on standard output.
 */
export type Viewer = 'buildx' | 'compose';

export type ProgressMode = 'plain' | 'tty' | 'quiet' | 'rawjson';

/** A step that failed, as it is told again at the end: its name and the last of its output. */
export interface FailedStep {
  readonly name: string;
  readonly log: readonly string[];
}

export function failedText({ name, log }: FailedStep): string {
  return `------\n > ${name}:\n${log.map((line) => `${line}\n`).join('')}------\n`;
}

/** How many lines of a failed step's output are told again. */
export const LAST_LINES = 10;

export function warningsText(
  warnings: readonly { readonly rule: string; readonly message: string; readonly line: number }[],
): string {
  if (warnings.length === 0) return '';
  const count = `${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`;
  const list = warnings.map(({ rule, message, line }) => ` - ${rule}: ${message} (line ${line})\n`).join('');
  return `\n \x1b[33m${count} found (use docker --debug to expand):\n\x1b[0m${list}`;
}

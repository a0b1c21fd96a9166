import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { terminalWidth, ttyProgress } from './progress-tty.ts';

export type Status = 'working' | 'done' | 'warning' | 'error';

/** Tells of what happens to containers, networks, volumes and images. */
export interface Progress {
  /** Begins a piece of work; on a terminal its lines are redrawn in place until {@link stop}. */
  start(title: string): Op<void>;
  event(id: string, status: Status, text: string, detail?: string): Op<void>;
  stop(): Op<void>;
  /** Redraws what moves by itself; undefined where nothing does. */
  readonly tick?: () => Op<void>;
}

/** One line for each event. */
function plainProgress(cli: Cli): Progress {
  return {
    *start() {},
    *event(id, _status, text, detail = '') {
      yield* cli.err(` ${id} ${detail} ${text}\n`);
    },
    *stop() {},
  };
}

const QUIET: Progress = {
  *start() {},
  *event() {},
  *stop() {},
};

/** JSON lines. */
function jsonProgress(cli: Cli): Progress {
  return {
    *start() {},
    *event(id, _status, text, detail = '') {
      const line = { id, ...(detail !== '' && { text: detail }), ...(text !== '' && { status: text }) };
      yield* cli.err(`${JSON.stringify(line)}\n`);
    },
    *stop() {},
  };
}

export function createProgress(cli: Cli, mode: string): Progress {
  if (mode === 'quiet') return QUIET;
  if (mode === 'json') return jsonProgress(cli);
  const width = mode === 'plain' ? undefined : terminalWidth(cli);
  return width === undefined && mode !== 'tty' ? plainProgress(cli) : ttyProgress(cli, width ?? 80);
}

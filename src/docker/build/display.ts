import type { Cli } from '../cli.ts';
import type { Progress, ProgressMode, Viewer } from './progress.ts';
import { plainProgress } from './progress-plain.ts';
import { ttyProgress } from './progress-tty.ts';

/** Shows nothing. */
export const SILENT: Progress = {
  *show() {},
  expect: () => undefined,
  *tick() {
    return undefined;
  },
  *end() {},
};

export function createProgress(cli: Cli, mode: ProgressMode, viewer: Viewer = 'buildx'): Progress {
  if (mode === 'quiet') return SILENT;
  return mode === 'tty' ? ttyProgress(cli, viewer) : plainProgress(cli, viewer);
}

import type { Cli } from '../cli.ts';
import type { Progress, ProgressMode } from './progress.ts';
import { plainProgress } from './progress-plain.ts';
import { ttyProgress } from './progress-tty.ts';

const SILENT: Progress = {
  *show() {},
  expect: () => undefined,
  *tick() {
    return undefined;
  },
  *end() {},
};

export function createProgress(cli: Cli, mode: ProgressMode): Progress {
  if (mode === 'quiet') return SILENT;
  return mode === 'tty' ? ttyProgress(cli) : plainProgress(cli);
}

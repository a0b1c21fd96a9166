import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LedgerEvent } from './ledger.ts';

/** What a replay tells its reaper, one JSON a line. */
export type ReaperLine =
  | LedgerEvent
  /** The process group of the scenario's shell. */
  | { readonly group: number }
  /** The replay's folder, and an image with which it can be emptied. */
  | { readonly folder: string; readonly image: string }
  /** All is clean: nothing to do. */
  | { readonly done: true };

/** The reaper of a replay, started beside it. */
export interface Reaper {
  tell(line: ReaperLine): void;
  /** Everything was cleaned up: it ends without doing anything. */
  dismiss(): Promise<void>;
}

/** Starts a process that cleans up if this one ends without {@link Reaper.dismiss}. */
export function startReaper(): Reaper {
  const script = fileURLToPath(new URL('./reaper.ts', import.meta.url));
  // The sources are TypeScript: the child needs the loader that this process may have had from elsewhere.
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child: ChildProcess = spawn(process.execPath, ['--import', loader, script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  child.stdin?.on('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tell = (line: ReaperLine) => void child.stdin?.write(`${JSON.stringify(line)}\n`);
  return {
    tell,
    async dismiss() {
      child.ref();
      tell({ done: true });
      child.stdin?.end();
      await ended;
    },
  };
}

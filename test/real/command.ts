import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RealEngineHere } from './engine.ts';

const command = fileURLToPath(new URL('../../src/bin/drydock.ts', import.meta.url));

/** A `drydock` that runs. */
export interface Running {
  readonly process: ChildProcess;
  /** Resolves when the output holds the text. */
  says(text: string): Promise<void>;
  readonly ended: Promise<{ readonly output: string; readonly status: number | null }>;
}

/** Starts `drydock` in one process, with the options that reach this engine. */
export function drydock(here: RealEngineHere, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const [verb = '', ...rest] = args;
  const place = ['--scratch', here.scratch, ...(here.via ? ['--via', here.via] : [])];
  const child = spawn(process.execPath, ['--import', 'tsx', command, verb, ...place, ...rest], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting: (() => void)[] = [];
  const take = (data: Buffer) => {
    output += String(data);
    for (const resolve of waiting.splice(0)) resolve();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise<{ output: string; status: number | null }>((resolve) =>
    child.on('close', (status) => {
      resolve({ output, status });
      for (const wake of waiting.splice(0)) wake();
    }),
  );
  return {
    process: child,
    ended,
    async says(text) {
      while (!output.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it never said ${text}:\n${output}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

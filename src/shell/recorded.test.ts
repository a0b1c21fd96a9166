import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runScript, type ShellName, shellBench } from './testing.ts';

/** What a real shell printed for a script; see recorded/record.mjs. */
interface Recorded {
  readonly dialect: ShellName;
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

const FOLDER = new URL('recorded/', import.meta.url);
const base = shellBench();

/** Process ids, and where the commands are, differ between machines. */
function masked({ stdout, stderr, status }: Pick<Recorded, 'stdout' | 'stderr' | 'status'>): unknown {
  const mask = (text: string) =>
    text
      .replace(/line (\d+): +\d+ (?=[A-Z])/g, 'line $1: PID ')
      .replace(/(kill: \(|pid )\d+/g, '$1PID')
      .replaceAll('/bb/', '/bin/');
  return { stdout: mask(stdout), stderr: mask(stderr), status };
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const cases: readonly Recorded[] = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  describe(file.replace('.json', ''), () => {
    test.each(cases)('$dialect: $script', (recorded) => {
      const made = base.fork();
      expect(masked(runScript(made, recorded.dialect, recorded.script))).toEqual(masked(recorded));
      expect(made.kernel.faults).toEqual([]);
    });
  });
}

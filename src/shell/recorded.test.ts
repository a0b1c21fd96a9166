import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runForked, runScript, type ShellName, shellBench } from './testing.ts';

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

describe('a machine that is copied in the middle of a script', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'syntax.json');
  const all = files.flatMap((file): readonly Recorded[] => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')));
  // A seventh of the scripts, each stopped somewhere else.
  const some = all.filter((_, i) => i % 7 === 3).map((recorded, i) => ({ ...recorded, steps: 5 + ((i * 37) % 400) }));
  test.each(some)('$dialect after $steps steps: $script', ({ dialect, script, steps }) => {
    const [original, copy] = runForked(base.fork(), dialect, script, steps);
    expect(copy).toEqual(original);
    expect(masked(original)).toEqual(masked(runScript(base.fork(), dialect, script)));
  });
});

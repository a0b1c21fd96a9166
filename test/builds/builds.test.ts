import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { freshMachines, runScript } from '../../src/machine/script.ts';

/*
 * What a real engine said to the builds of cases.mjs (test/recording/builds.mjs), line by line, against the machine.
 */

interface Line {
  readonly line: string;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

const recorded: Readonly<Record<string, readonly Line[]>> = JSON.parse(
  readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'),
);
const machine = freshMachines({ epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 1 });

/** What differs between two real runs: ids, times, and steps of a transfer that were told on the way. */
function plain(text: string): string {
  return text
    .replaceAll(/^#\d+ (transferring context:|exporting layers|naming to \S+|writing image \S+)\n/gm, '')
    .replaceAll(/ \d+\.\ds done$/gm, ' done')
    .replaceAll(/DONE \d+\.\ds/g, 'DONE')
    .replaceAll(/^(#\d+ )?\d+\.\d{3} /gm, '$1TIME ')
    .replaceAll(/ref [0-9a-f-]+::\w+/g, 'ref REF')
    .replaceAll(/overlay2\/\w+/g, 'overlay2/ID')
    .replaceAll(/[0-9a-f]{64}/g, 'ID');
}

test.each(Object.keys(recorded))('%s', (name) => {
  const lines = recorded[name]!;
  const got = runScript(
    machine(),
    lines.map(({ line }) => line),
  );
  const both = lines.map(({ line, stdout, stderr, exit }, at) => {
    const ours = got[at]!;
    return [
      { line, stdout: plain(stdout), stderr: plain(stderr), exit },
      { line, stdout: plain(ours.stdout), stderr: plain(ours.stderr), exit: ours.exit },
    ] as const;
  });
  expect(both.map(([, ours]) => ours)).toEqual(both.map(([real]) => real));
});

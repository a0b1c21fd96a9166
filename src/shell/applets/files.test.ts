import { describe, expect, test } from 'vitest';
import { mask, recordings, runCase, titleOf } from '../../../test/recorders/replay-files.ts';
import differing from './recorded/files-differing.json' with { type: 'json' };

for (const [file, scenes] of recordings())
  describe(file, () => {
    // Known to differ still, by title: see the list.
    for (const [number, scene] of scenes.entries())
      for (const one of scene.cases)
        test.skipIf(differing.includes(`${number} ${titleOf(one)}`))(`${number} ${titleOf(one)}`, () => {
          expect(runCase(one, scene)).toEqual({
            stdout: mask(one.stdout, one),
            stderr: mask(one.stderr, one),
            status: one.status,
            changes: one.changes,
          });
        });
  });

import { describe, expect, test } from 'vitest';
import differing from './recorded/files-differing.json' with { type: 'json' };
import { mask, recordings, runCase, titleOf } from '../../../test/recorders/replay-files.ts';

for (const [file, scenes] of recordings())
  describe(file, () => {
    for (const [number, scene] of scenes.entries())
      for (const one of scene.cases)
        // Known to differ still, by title: see the list.
        test.skipIf(differing.includes(`${number} ${titleOf(one)}`))(`${number} ${titleOf(one)}`, () => {
          expect(runCase(one, scene)).toEqual({
            stdout: mask(one.stdout, one),
            stderr: mask(one.stderr, one),
            status: one.status,
            changes: one.changes,
          });
        });
  });

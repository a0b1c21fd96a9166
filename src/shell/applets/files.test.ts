import { describe, expect, test } from 'vitest';
import { mask, recordings, runCase, titleOf } from '../../../test/recorders/replay-files.ts';

for (const [file, scenes] of recordings())
  describe(file, () => {
    for (const [number, scene] of scenes.entries())
      for (const one of scene.cases)
        test(`${number} ${titleOf(one)}`, () => {
          expect(runCase(one, scene)).toEqual({
            stdout: mask(one.stdout, one),
            stderr: mask(one.stderr, one),
            status: one.status,
            changes: one.changes,
          });
        });
  });

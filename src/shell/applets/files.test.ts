import { describe, expect, test } from 'vitest';
import { mask, recordings, runCase, titleOf } from '../../../test/recorders/replay-files.ts';
import differing from './recorded/differing-files.json' with { type: 'json' };

/** The recorded cases that the machine does not match yet, by name. Whoever mends one takes it off the list. */
const known = new Set<string>(differing);

for (const [file, scenes] of recordings())
  describe(file, () => {
    for (const [number, scene] of scenes.entries())
      for (const one of scene.cases) {
        const title = `${number} ${titleOf(one)}`;
        (known.has(`${file} ${title}`) ? test.fails : test)(title, () => {
          expect(runCase(one, scene)).toEqual({
            stdout: mask(one.stdout, one),
            stderr: mask(one.stderr, one),
            status: one.status,
            changes: one.changes,
          });
        });
      }
  });

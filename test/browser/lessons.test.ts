import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lessonFiles } from '../../src/bin/lesson-files.ts';
import { parseLesson } from '../../src/lesson/format.ts';
import { solutionOf } from '../../src/lesson/index.ts';
import { findChromium, HOW_TO_GET_ONE } from './chromium.ts';
import { enter, type ServedPage, servePage, untilPrompt, visit } from './served-page.ts';

/*
 * Every lesson in the page, from its first step to its last, by typing its solution.
 */

const chromium = findChromium();
if (!chromium) console.log(HOW_TO_GET_ONE);

const files = lessonFiles(fileURLToPath(new URL('../../lessons/', import.meta.url)));

describe.skipIf(!chromium)('in Chromium', { timeout: 180_000 }, () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await servePage(chromium!);
  }, 120_000);
  afterAll(() => served?.close());

  test.each(files.map((file) => [basename(dirname(file)), file]))('%s', async (id, file) => {
    const lesson = parseLesson(readFileSync(file, 'utf8'), file);
    const { page, complaints } = await visit(served, `#${id}`);
    await untilPrompt(page);
    for (const [index, step] of lesson.steps.entries()) {
      await page.locator('dd-lesson').getByRole('heading', { level: 2 }).waitFor();
      if (step.predict) await page.getByRole('group').locator('input').first().check();
      for (const { command } of solutionOf(step)) await enter(page, command);
      const last = index === lesson.steps.length - 1;
      if (step.checks.length > 0) {
        await page.getByRole('button', { name: `Step ${index + 1}, done` }).waitFor();
      }
      if (step.predict) await page.getByText(/^(You saw it coming|Partly so|It goes the other way)\./).waitFor();
      await page.getByRole('button', { name: last ? 'Finish' : 'Next step' }).click();
    }
    await page.getByText('You have come to the end of this lesson.').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

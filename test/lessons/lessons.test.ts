import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkLesson, lessonFiles } from '../../src/bin/lesson-files.ts';

/*
 * Every lesson proves itself: its reference solution, typed step by step into a machine, reaches each step's goals in
 * order, no step is done before it, and what it says that commands print is what they print.
 */

const files = lessonFiles(fileURLToPath(new URL('../../lessons/', import.meta.url)));

test.each(files.map((file) => [basename(dirname(file)), file]))('%s', async (name, file) => {
  const findings = await checkLesson(file, `lessons/${name}/lesson.md`);
  expect(findings.map(({ file: at, line, message }) => `${at}:${line}: ${message}`)).toEqual([]);
});

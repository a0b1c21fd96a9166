import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lessonFiles } from '../../src/bin/lesson-files.ts';
import type { Badge } from '../../src/lesson/index.ts';
import { badgeFile, lessonHash } from '../../src/replay/badge.ts';

/*
 * The badge of a lesson says that this very text was replayed on a real engine. After a change:
 *   npm run -s drydock -- replay --badges --lesson NAME
 */

const files = lessonFiles(fileURLToPath(new URL('../../lessons/', import.meta.url)));
const badged = files.filter((file) => existsSync(badgeFile(file)));

test.each(badged.map((file) => [basename(dirname(file)), file]))('%s is badged for the text that it has', (_, file) => {
  const badge = JSON.parse(readFileSync(badgeFile(file), 'utf8')) as Badge;
  expect(badge.lesson, 'the lesson has changed since: replay it again, with --badges').toBe(
    lessonHash(file, readFileSync(file, 'utf8')),
  );
  expect(badge.lines.length).toBeGreaterThan(0);
  expect(badge.lines.filter(({ same }) => !same)).toEqual([]);
});

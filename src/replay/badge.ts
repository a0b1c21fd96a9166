import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Badge } from '../lesson/index.ts';
import type { EngineFacts } from '../real/index.ts';
import type { Compared } from './compare.ts';
import type { Replayed } from './replay.ts';
import { hostFiles } from './scenario.ts';

/** Says which text of a lesson a badge is for; asked for before a replay, so that the badge is for what was replayed. */
export function lessonHash(file: string, text: string): string {
  const hash = createHash('sha256').update(text);
  for (const [path, content] of Object.entries(hostFiles(dirname(file)))) hash.update(`\0${path}\0${content}`);
  return hash.digest('hex');
}

/** Where a lesson's badge lies. */
export function badgeFile(lesson: string): string {
  return join(dirname(lesson), 'replay.json');
}

/** Writes what a replay found; the paths are the lesson's own again. */
export function writeBadge(file: string, hash: string, { results, scenario }: Replayed, engine: EngineFacts): void {
  const lines = results.filter((result): result is Extract<Compared, { kind: 'line' }> => result.kind === 'line');
  const badge: Badge = {
    lesson: hash,
    engine: `Docker Engine ${engine.version.replace(/\+.*$/, '')}`,
    platform: /debian/i.test(engine.platform) ? 'Debian build, stand-in images' : engine.platform,
    lines: lines.map(({ cmd, same, masked }) => ({
      cmd: cmd.replaceAll(scenario.home, '/home/learner'),
      same,
      masked,
    })),
    goals: results.length - lines.length,
  };
  const rows = badge.lines.map((line) => `    ${JSON.stringify(line)}`).join(',\n');
  const head = Object.entries({ ...badge, lines: undefined })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  writeFileSync(badgeFile(file), `{\n${head.join(',\n')},\n  "lines": [\n${rows}\n  ]\n}\n`);
}

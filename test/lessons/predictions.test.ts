import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lessonFiles } from '../../src/bin/lesson-files.ts';
import { parseLesson } from '../../src/lesson/format.ts';
import { judged, solutionOf } from '../../src/lesson/index.ts';
import { Machine } from '../../src/machine/machine.ts';
import { morePrograms } from '../../src/machine/programs.ts';
import { Repetition } from '../../src/machine/repetition.ts';
import { hostFiles } from '../../src/replay/scenario.ts';
import { probeOf } from '../../src/replay/simulated.ts';

/*
 * A question is judged on a copy of the machine. Each one of the course: what the copy says is what then happens at the
 * machine itself, and until then nothing has happened there.
 */

const lessons = lessonFiles(fileURLToPath(new URL('../../lessons/', import.meta.url)))
  .map((file) => ({ file, name: basename(dirname(file)), lesson: parseLesson(readFileSync(file, 'utf8'), file) }))
  .filter(({ lesson }) => lesson.steps.some(({ predict }) => predict));

/** Types commands at a machine's terminal, each to its end. */
function typed(machine: Machine, terminal: number, commands: readonly string[]): Machine {
  const repetition = new Repetition(machine, terminal, commands);
  for (;;) {
    const done = repetition.work();
    if (done) return done;
  }
}

test.each(lessons)('$name', async ({ file, lesson }) => {
  const files = { ...lesson.start, ...hostFiles(dirname(file)) };
  const machine = Machine.boot(
    { epoch: Date.UTC(2026, 10, 24, 8, 0, 0), seed: 3, user: lesson.user, files },
    morePrograms,
  );
  const terminal = machine.openTerminal({ columns: 80, rows: 24 });
  machine.advance(100);
  for (const step of lesson.steps) {
    const commands = solutionOf(step).map(({ command }) => command);
    const before = step.predict && (await judged(step, probeOf(machine)));
    const foretold = step.predict && (await judged(step, probeOf(typed(machine.fork(), terminal, commands))));
    expect(before).toBeUndefined();
    typed(machine, terminal, commands);
    expect(step.predict && (await judged(step, probeOf(machine)))).toEqual(foretold);
    expect(foretold === undefined).toBe(step.predict === undefined);
  }
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseLesson } from '../../src/lesson/format.ts';
import { evaluateAll, type Lesson, type Probe } from '../../src/lesson/index.ts';
import { Machine } from '../../src/machine/machine.ts';
import { ProbeReader } from '../../src/machine/probe.ts';
import { morePrograms } from '../../src/machine/programs.ts';
import { recordedText } from '../conformance/recorded-text.ts';

/*
 * Every lesson proves itself: its reference solution, typed step by step into a machine, passes each step's checks in
 * order, no check holds before its step, and what it says that commands print is what they print.
 */

const folder = fileURLToPath(new URL('../../lessons/', import.meta.url));
const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());

/** The files that a lesson's host starts with: all below its host/ folder, as if that were the learner's home. */
function hostFiles(name: string): Record<string, string> {
  const root = join(folder, name, 'host');
  if (!statSync(root, { throwIfNoEntry: false })) return {};
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`~/${relative(root, path)}`, readFileSync(path, 'utf8')];
    }),
  );
}

function probeOf(machine: Machine): Probe {
  const reader = new ProbeReader(machine.surveyed());
  const inspect = (kind: 'volume' | 'container' | 'image') => async (name: string) =>
    reader.inspect(kind, name) as never;
  return {
    stat: async (place, path) => reader.stat(place, path),
    read: async (place, path) => reader.read(place, path),
    list: async (place, path) => reader.list(place, path),
    volume: inspect('volume'),
    container: inspect('container'),
    image: inspect('image'),
  };
}

describe.each(names)('%s', (name) => {
  const file = `lessons/${name}/lesson.md`;
  const lesson: Lesson = parseLesson(readFileSync(join(folder, name, 'lesson.md'), 'utf8'), file);

  test('the solution passes every check in order, and no step is done before it', async () => {
    const machine = Machine.boot(
      {
        epoch: Date.UTC(2026, 10, 24, 8, 0, 0),
        seed: 3,
        user: lesson.user,
        files: hostFiles(name),
      },
      morePrograms,
    );
    const shell = machine.scriptShell();
    for (const step of lesson.steps) {
      const at = `${file}:${step.line} ${step.title}`;
      if (step.checks.length > 0) {
        const before = await evaluateAll(step.checks, probeOf(machine));
        expect(
          before.every(({ met }) => met),
          `${at}: done before it began`,
        ).toBe(false);
      }
      for (const block of step.blocks) {
        if (block.kind !== 'console') continue;
        for (const { command, output, line } of block.commands) {
          const got = shell.run(command);
          const shown = (got.stdout + got.stderr).replace(/\n$/, '');
          expect(recordedText(shown, command), `${file}:${line} $ ${command}`).toBe(recordedText(output, command));
        }
      }
      const after = await evaluateAll(step.checks, probeOf(machine));
      expect(
        after.filter(({ met }) => !met).map(({ goal, seen }) => `${goal}: ${seen}`),
        at,
      ).toEqual([]);
    }
    expect(machine.kernel.faults).toEqual([]);
  });
});

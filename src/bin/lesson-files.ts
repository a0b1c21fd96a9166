import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LessonError, parseLesson } from '../lesson/format.ts';
import type { Lesson } from '../lesson/index.ts';
import { type LessonComputer, proveLesson } from '../lesson/prove.ts';
import { Machine } from '../machine/machine.ts';
import { morePrograms } from '../machine/programs.ts';
import { sig } from '../replay/masking.mjs';
import { hostFiles } from '../replay/scenario.ts';
import { probeOf } from '../replay/simulated.ts';

/** A mistake in a lesson's file, or something in it that isn't true. */
export interface LessonFinding {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The lesson.md files of a folder of lessons, in the course's order. */
export function lessonFiles(folder: string): readonly string[] {
  const files = readdirSync(folder).map((name) => join(folder, name, 'lesson.md'));
  return files.filter(existsSync).sort();
}

/** Reads a lesson and proves it on a fresh machine. `shown` is the file's name in findings. Throws what reading throws. */
export async function checkLesson(file: string, shown = file): Promise<readonly LessonFinding[]> {
  let lesson: Lesson;
  try {
    lesson = parseLesson(readFileSync(file, 'utf8'), shown);
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    return [{ file: shown, line: error.line, message: error.reason }];
  }
  const findings: LessonFinding[] = [];
  const folder = basename(dirname(file));
  if (!/^\d\d-[a-z0-9-]+$/.test(folder)) {
    findings.push({ file: shown, line: 1, message: `expected a folder named as 02-first-volume, not ${folder}` });
  }
  const machine = Machine.boot(
    {
      epoch: Date.UTC(2026, 10, 24, 8, 0, 0),
      seed: 3,
      user: lesson.user,
      files: { ...lesson.start, ...hostFiles(dirname(file)) },
    },
    morePrograms,
  );
  findings.push(...(await proveLesson(lesson, computerOf(machine))).map((each) => ({ file: shown, ...each })));
  const faults = machine.kernel.faults.map((fault) => `a program of the machine failed: ${JSON.stringify(fault)}`);
  return [...findings, ...faults.map((message) => ({ file: shown, line: 1, message }))];
}

function computerOf(machine: Machine): LessonComputer {
  const shell = machine.scriptShell();
  return {
    run: async (command) => {
      const { stdout, stderr } = shell.run(command);
      return stdout + stderr;
    },
    masked: (output, command) => {
      // Compose works on several things at once, and tells so on standard error in any order.
      const progress = command.startsWith('docker compose');
      const [stdout, stderr] = progress ? ['', `${output}\n`] : [`${output}\n`, ''];
      return sig({ cmd: command, stdout, stderr, exit: 0 });
    },
    probe: () => probeOf(machine),
  };
}

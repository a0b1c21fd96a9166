import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLesson, type LessonFinding, lessonFiles } from './lesson-files.ts';

export const LESSONS_USAGE = `       drydock lessons check [FILE...]
                                      look whether lesson files are well formed, and prove them on a fresh machine:
                                      the solution reaches every goal in order, no step is done too early, what the
                                      lesson prints is what the commands print; without FILE, the whole course
`;

/** `drydock lessons check [FILE...]`: FILE:LINE and what was expected for each mistake; status 1 if there is one. */
export async function lessons(args: readonly string[], usageError: (message: string) => void): Promise<void> {
  const [verb, ...files] = args;
  if (verb !== 'check') {
    usageError(verb === undefined ? 'lessons needs a verb: check' : `unknown verb of lessons: ${verb}`);
    return;
  }
  const option = files.find((file) => file.startsWith('-'));
  if (option !== undefined) {
    usageError(`unknown option: ${option}`);
    return;
  }
  const here = process.env.INIT_CWD ?? process.cwd();
  const course = fileURLToPath(new URL('../../lessons', import.meta.url));
  const paths = files.length > 0 ? files.map((file) => lessonOf(resolve(here, file))) : lessonFiles(course);
  for (const path of paths) {
    const shown = relative(here, path);
    const findings = await found(path, shown);
    for (const { file, line, message } of findings) process.stdout.write(`${file}:${line}: ${message}\n`);
    if (findings.length === 0) process.stdout.write(`${shown}: true\n`);
    else process.exitCode = 1;
  }
}

/** A lesson's folder stands for the lesson.md in it. */
function lessonOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'lesson.md') : path;
}

async function found(path: string, shown: string): Promise<readonly LessonFinding[]> {
  try {
    return await checkLesson(path, shown);
  } catch (error) {
    return [{ file: shown, line: 1, message: error instanceof Error ? error.message : String(error) }];
  }
}

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseLesson } from '../lesson/format.ts';
import { type Check, solutionOf } from '../lesson/lesson.ts';
import { scriptLines } from '../machine/script.ts';

/** What a replay does: a command line, or a look at goals. */
export type Act =
  | { readonly kind: 'line'; readonly cmd: string; readonly line?: number }
  | { readonly kind: 'checks'; readonly title: string; readonly line: number; readonly checks: readonly Check[] };

/** A scenario at home in some folder: every path in it is that folder's. */
export interface Scenario {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly user: 'learner' | 'root';
  readonly home: string;
  readonly cwd: string;
  /** Files that the host starts with: absolute path -> content. */
  readonly files: Readonly<Record<string, string>>;
  readonly images: readonly string[];
  readonly acts: readonly Act[];
}

/** A scenario's source, before it is known where its home will be. */
export type Source =
  | { readonly kind: 'lesson'; readonly name: string; readonly file: string; readonly text: string }
  | { readonly kind: 'script'; readonly name: string; readonly file: string; readonly text: string };

/**
 * Reads a lesson.md, its folder, or a script.
 * @throws {Error} with a sentence for a person.
 */
export function readSource(path: string): Source {
  const file = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'lesson.md') : path;
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.md')) return { kind: 'lesson', name: basename(dirname(file)), file, text };
  return { kind: 'script', name: basename(file).replace(/\.sh$/, ''), file, text };
}

/** The lessons of a course's folder, in order. */
export function lessonSources(course: string): readonly Source[] {
  const folders = readdirSync(course).sort();
  return folders
    .filter((name) => existsSync(join(course, name, 'lesson.md')))
    .map((name) => readSource(join(course, name)));
}

/** Who a lesson wants at the prompt; a script takes whoever there is. */
export function userOf(source: Source): 'learner' | 'root' | undefined {
  return source.kind === 'lesson' ? parseLesson(source.text, source.file).user : undefined;
}

/** Where a lesson's text and a recorded script believe to be at home. */
const LESSON_HOME = '/home/learner';
const SCRIPT_FOLDER = '/root/lab';

/**
 * Puts a scenario into a home: the home's path takes the place of the one that its text names, on both sides, so that
 * both print the same.
 * @throws {LessonError} for a lesson that doesn't follow the format.
 */
export function settle(source: Source, user: 'learner' | 'root', home: string): Scenario {
  const { name, file } = source;
  if (source.kind === 'script') {
    const cwd = `${home}/lab`;
    const text = source.text.replaceAll(SCRIPT_FOLDER, cwd);
    const acts = scriptLines(text).map((cmd): Act => ({ kind: 'line', cmd }));
    return { name, file, title: name, user, home, cwd, files: {}, images: [], acts };
  }
  const lesson = parseLesson(source.text.replaceAll(LESSON_HOME, home), file);
  const acts = lesson.steps.flatMap((step): Act[] => [
    ...solutionOf(step).map(({ command, line }): Act => ({ kind: 'line', cmd: command, line })),
    ...(step.checks.length > 0
      ? [
          {
            kind: 'checks' as const,
            title: step.title,
            line: step.line,
            checks: step.checks.map((check) => at(check, home)),
          },
        ]
      : []),
  ]);
  const files = Object.entries({ ...lesson.start, ...hostFiles(dirname(file)) });
  return {
    name,
    file,
    title: lesson.title,
    user,
    home,
    cwd: home,
    files: Object.fromEntries(files.map(([path, content]) => [path.replace(/^~(?=\/)/, home), content])),
    images: lesson.images,
    acts,
  };
}

/** A check whose `~` is that home. */
function at(check: Check, home: string): Check {
  const absolute = (path: string) => path.replace(/^~(?=\/|$)/, home);
  if (check.kind === 'file') return 'host' in check.place ? { ...check, path: absolute(check.path) } : check;
  if (check.kind !== 'container' || check.mount?.source === undefined) return check;
  return { ...check, mount: { ...check.mount, source: absolute(check.mount.source) } };
}

/** The files below a lesson's host/ folder, as if that were the home. */
export function hostFiles(folder: string): Readonly<Record<string, string>> {
  const root = join(folder, 'host');
  if (!existsSync(root)) return {};
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [`~/${relative(root, path)}`, readFileSync(path, 'utf8')]));
}

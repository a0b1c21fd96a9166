import { compileLesson, summaryOf } from './compile.ts';
import { LessonError, parseLesson } from './format.ts';
import type { LessonSummary } from './lesson.ts';

/*
 * The build's part: `lesson.md?lesson` is a module whose default export is the compiled lesson, `lesson.md?summary` one
 * with what the list needs. A lesson that doesn't follow the format warns here and says in the page what is wrong with
 * it; the rest of the course works.
 */

/** As much of a Vite plugin as this is. */
export interface LessonsPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  transform(
    this: { warn(message: string): void },
    source: string,
    id: string,
  ): { code: string; map: null; moduleType: 'js' } | undefined;
}

export function lessonsPlugin(root: string): LessonsPlugin {
  return {
    name: 'lessons',
    enforce: 'pre',
    transform(source, id) {
      const [path = '', query] = id.split('?');
      if (!path.endsWith('/lesson.md') || (query !== 'lesson' && query !== 'summary')) return undefined;
      const file = path.startsWith(root) ? path.slice(root.length).replace(/^\/+/, '') : path;
      const module = (code: string) => ({ code, map: null, moduleType: 'js' }) as const;
      try {
        const lesson = parseLesson(source, file);
        const data = query === 'lesson' ? compileLesson(lesson) : summaryOf(lesson);
        return module(`export default ${JSON.stringify(data)};`);
      } catch (error) {
        if (!(error instanceof LessonError)) throw error;
        if (query === 'lesson') return module(`throw new Error(${JSON.stringify(error.message)});\nexport default {};`);
        this.warn(error.message);
        return module(`export default ${JSON.stringify(brokenSummary(file, error))};`);
      }
    },
  };
}

/** What the list shows of a lesson that can't be read: the folder's name and the mistake. */
function brokenSummary(file: string, error: LessonError): LessonSummary {
  const title = file.split('/').at(-2) ?? file;
  return { title, summary: '', minutes: 0, images: [], teaches: [], error: error.message };
}

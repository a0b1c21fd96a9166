import { compileLesson, summaryOf } from './compile.ts';
import { parseLesson } from './format.ts';

/*
 * The build's part: `lesson.md?lesson` is a module whose default export is the compiled lesson, `lesson.md?summary` one
 * with what the list needs. A lesson that doesn't follow the format ends the build with its file and line.
 */

/** As much of a Vite plugin as this is. */
export interface LessonsPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  transform(source: string, id: string): { code: string; map: null; moduleType: 'js' } | undefined;
}

export function lessonsPlugin(root: string): LessonsPlugin {
  return {
    name: 'lessons',
    enforce: 'pre',
    transform(source, id) {
      const [path = '', query] = id.split('?');
      if (!path.endsWith('/lesson.md') || (query !== 'lesson' && query !== 'summary')) return undefined;
      const lesson = parseLesson(source, path.startsWith(root) ? path.slice(root.length).replace(/^\/+/, '') : path);
      const data = query === 'lesson' ? compileLesson(lesson) : summaryOf(lesson);
      return { code: `export default ${JSON.stringify(data)};`, map: null, moduleType: 'js' };
    },
  };
}

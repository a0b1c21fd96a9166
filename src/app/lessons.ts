import type { Badge, Lesson, LessonSummary } from '../lesson/index.ts';

/*
 * The course, compiled when the page is built. The list is part of the page; each lesson is loaded when it is opened.
 */

const summaries = import.meta.glob<LessonSummary>('/lessons/*/lesson.md', {
  query: '?summary',
  import: 'default',
  eager: true,
});
const lessons = import.meta.glob<Lesson>('/lessons/*/lesson.md', { query: '?lesson', import: 'default' });
const hostFiles = import.meta.glob<string>('/lessons/*/host/**', { query: '?raw', import: 'default' });

const badges = import.meta.glob<Badge>('/lessons/*/replay.json', { import: 'default' });

export interface ListedLesson extends LessonSummary {
  /** The folder's name: `07-bind-mounts`. */
  readonly id: string;
}

const idOf = (path: string) => path.split('/')[2]!;

/** In the course's order. */
export const LESSONS: readonly ListedLesson[] = Object.entries(summaries)
  .map(([path, summary]) => ({ id: idOf(path), ...summary }))
  .sort((a, b) => a.id.localeCompare(b.id));

/** The lesson that follows; undefined after the last one. */
export function lessonAfter(id: string): ListedLesson | undefined {
  return LESSONS[LESSONS.findIndex((lesson) => lesson.id === id) + 1];
}

/** Throws if there is no such lesson. */
export async function loadLesson(id: string): Promise<Lesson> {
  const load = lessons[`/lessons/${id}/lesson.md`];
  if (!load) throw new Error(`no lesson ${id}`);
  return load();
}

/** What a replay on a real engine has found; undefined if there was none. */
export async function loadBadge(id: string): Promise<Badge | undefined> {
  return badges[`/lessons/${id}/replay.json`]?.();
}

/** The files that the lesson's host starts with: path in the home -> content. */
export async function loadHostFiles(id: string): Promise<Readonly<Record<string, string>>> {
  const prefix = `/lessons/${id}/host/`;
  const files = Object.entries(hostFiles).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(
    await Promise.all(files.map(async ([path, load]) => [`~/${path.slice(prefix.length)}`, await load()] as const)),
  );
}

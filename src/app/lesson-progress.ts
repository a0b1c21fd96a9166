import type { LessonProgress } from '../lesson/index.ts';
import { type Memory, readJson, writeJson } from './preferences.ts';

/*
 * How far the reader has come in each lesson.
 */

const keyOf = (id: string) => `drydock.lesson.${id}`;

/** Undefined for a lesson that wasn't begun. */
export function loadProgress(memory: Memory, id: string): LessonProgress | undefined {
  const found = readJson(memory, keyOf(id));
  return isProgress(found) ? found : undefined;
}

export function storeProgress(memory: Memory, id: string, progress: LessonProgress): void {
  writeJson(memory, keyOf(id), progress);
}

export function forgetProgress(memory: Memory, id: string): void {
  memory.removeItem(keyOf(id));
}

/** Written by an earlier version, or by hand: no more is believed than what is checked. */
function isProgress(value: unknown): value is LessonProgress {
  if (typeof value !== 'object' || value === null) return false;
  const { step, done, hints, predictions } = value as Record<string, unknown>;
  const lists = [done, hints, predictions];
  return Number.isInteger(step) && (step as number) >= 0 && lists.every((list) => Array.isArray(list));
}

import type { LessonProgress, Prediction } from '../lesson/index.ts';
import { type Memory, readJson, writeJson } from './preferences.ts';

/*
 * How far the reader has come in each lesson; kept in this browser, and as a file for another one.
 */

const keyOf = (id: string) => `drydock.lesson.${id}`;

/** Undefined for a lesson that wasn't begun. */
export function loadProgress(memory: Memory, id: string): LessonProgress | undefined {
  return progressFrom(readJson(memory, keyOf(id)));
}

export function storeProgress(memory: Memory, id: string, progress: LessonProgress): void {
  writeJson(memory, keyOf(id), progress);
}

export function forgetProgress(memory: Memory, id: string): void {
  memory.removeItem(keyOf(id));
}

/** What a file of progress says of itself. */
const KIND = 'drydock progress';

/** The progress of these lessons as the text of a file. */
export function exportProgress(memory: Memory, ids: readonly string[]): string {
  const lessons = Object.fromEntries(ids.map((id) => [id, loadProgress(memory, id)]));
  return `${JSON.stringify({ kind: KIND, version: 1, lessons }, null, 2)}\n`;
}

/**
 * Takes the progress of the lessons that a file names in place of what is kept, and leaves the others. Gives how many
 * it took; undefined if the file is none of progress.
 */
export function importProgress(memory: Memory, ids: readonly string[], text: string): number | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof found !== 'object' || found === null) return undefined;
  const { kind, version, lessons } = found as Record<string, unknown>;
  if (kind !== KIND || version !== 1 || typeof lessons !== 'object' || lessons === null) return undefined;
  const taken = Object.entries(lessons).flatMap(([id, value]) => {
    const progress = ids.includes(id) ? progressFrom(value) : undefined;
    return progress ? [[id, progress] as const] : [];
  });
  for (const [id, progress] of taken) storeProgress(memory, id, progress);
  return taken.length;
}

/** Written by an earlier version, or by hand: no more is believed than what is checked. */
function progressFrom(value: unknown): LessonProgress | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { step, done, hints, predictions, begun } = value as Record<string, unknown>;
  if (!isCount(step) || !Array.isArray(done) || !Array.isArray(hints) || !Array.isArray(predictions)) return undefined;
  return {
    step,
    done: done.map((each) => each === true),
    hints: hints.map((each) => (isCount(each) ? each : 0)),
    predictions: predictions.map(predictionFrom),
    ...(Array.isArray(begun) && { begun: begun.map((each) => (typeof each === 'number' ? each : null)) }),
  };
}

function predictionFrom(value: unknown): Prediction | null {
  if (typeof value !== 'object' || value === null) return null;
  const { chosen, right } = value as Record<string, unknown>;
  if (!isCounts(chosen)) return null;
  return { chosen, ...(isCounts(right) && { right }) };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

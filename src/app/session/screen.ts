/*
 * The end of what a terminal has shown, so that a session that comes back comes back with its text.
 */

const KEPT = 32_000;

/** Adds output and keeps the end, from a line's beginning on. */
export function addToScreen(screen: string, data: string): string {
  const all = screen + data;
  if (all.length <= KEPT * 2) return all;
  const end = all.slice(-KEPT);
  return end.slice(end.indexOf('\n') + 1);
}

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

/** Without the last line, the prompt: the shell that comes back prints its own. Without what clears the screen. */
export function restorable(screen: string): string {
  const clear = Math.max(screen.lastIndexOf('\x1b[2J'), screen.lastIndexOf('\x1b[3J'), screen.lastIndexOf('\x1bc'));
  const text =
    clear < 0 ? screen : screen.slice(screen.indexOf(screen.startsWith('\x1bc', clear) ? 'c' : 'J', clear) + 1);
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

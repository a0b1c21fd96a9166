import type { Shell } from '../state.ts';

/**
 * Is the running command one whose failure `set -e` does not mind: a condition, the left side of && or ||, or behind `!`?
 */
export function ignoresFailure(shell: Shell): boolean {
  const { frames } = shell.state;
  for (let i = frames.length - 1; i >= 0; i--) {
    const frame = frames[i]!;
    if ((frame.type === 'if' || frame.type === 'while') && frame.condition) return true;
    if (frame.type === 'and-or' && frame.index <= frame.command.rest.length) return true;
    if (frame.type === 'invert') return true;
  }
  return shell.state.errexitIgnored;
}

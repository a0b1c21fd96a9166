import type { World, WorldContainer, WorldVolume } from '../wire.ts';

/*
 * How things are called in sentences. What belongs in monospace stands in backticks.
 */

/** `an anonymous volume` is called by the beginning of its id, as docker's lists cut ids. */
export function volumeName({ name, anonymous }: Pick<WorldVolume, 'name' | 'anonymous'>): string {
  return anonymous ? `anonymous volume \`${name.slice(0, 12)}\`` : `volume \`${name}\``;
}

export function containerName({ name }: Pick<WorldContainer, 'name'>): string {
  return `container \`${name}\``;
}

/** `~/site` for the user's own folders. */
export function hostPath(path: string, { user }: Pick<World, 'user'>): string {
  const home = user === 'root' ? '/root' : `/home/${user}`;
  return `\`${path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path}\``;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 file`, `no files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return count === 0 ? `no ${many}` : `${count} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, names.length > most ? most - 1 : most);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

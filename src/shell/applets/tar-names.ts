import { matches } from '../expand/pattern.ts';

/** Takes away what would lead out of the folder that an archive is unpacked in: `/`, `../`. Says what was taken. */
export function safeName(name: string): { readonly name: string; readonly prefix: string } {
  let at = 0;
  // Everything up to the last `..`, and slashes at the beginning.
  const pattern = /(^|\/)\.\.(?=\/|$)/g;
  for (let match = pattern.exec(name); match; match = pattern.exec(name)) at = match.index + match[0].length;
  while (name[at] === '/') at++;
  const rest = name.slice(at);
  return { name: rest === '' ? '.' : rest, prefix: name.slice(0, at) };
}

/** A name without its first components; undefined: nothing is left. */
export function stripped(name: string, count: number): string | undefined {
  let rest = name;
  for (let i = 0; i < count; i++) {
    const slash = rest.replace(/^\/+/, '').indexOf('/');
    if (slash < 0) return undefined;
    rest = rest.replace(/^\/+/, '').slice(slash + 1);
    rest = rest.replace(/^\/+/, '');
  }
  return rest === '' ? undefined : rest;
}

/** Does one of the patterns leave the name out? A pattern matches from any component on, and folders with what is in them. */
export function excluded(name: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const path = name.replace(/\/+$/, '');
  const parts = path.split('/');
  for (const given of patterns) {
    const pattern = given.replace(/\/+$/, '');
    for (let from = 0; from < parts.length; from++) {
      if (pattern.startsWith('/') && from > 0) break;
      for (let to = from + 1; to <= parts.length; to++)
        if (matches(pattern, parts.slice(from, to).join('/'))) return true;
    }
  }
  return false;
}

/** Is a member one of those that were named, or below one? */
export function named(member: string, operand: string, wildcards: boolean): boolean {
  const path = member.replace(/\/+$/, '');
  const wanted = operand.replace(/\/+$/, '');
  if (path === wanted || path.startsWith(`${wanted}/`)) return true;
  if (!wildcards) return false;
  const parts = path.split('/');
  for (let to = 1; to <= parts.length; to++) if (matches(wanted, parts.slice(0, to).join('/'))) return true;
  return matches(wanted, path);
}

import type { WorldEntry, WorldTree } from '../../machine/wire.ts';
import { msg } from '../texts/index.ts';

/*
 * Which lines of a store's or a layer's listing the picture shows: it has room for a few.
 */

export interface Row {
  readonly entry: WorldEntry;
  /** The last part of the path, or all of it when the folder above isn't shown. */
  readonly label: string;
  /** How deep below a folder that is shown. */
  readonly depth: number;
  /** Changed just now. */
  readonly fresh: boolean;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** How many entries are left out. */
  readonly more: number;
}

/**
 * At most `room` lines. What has changed after the World `since` comes in first, hidden files (`.profile`) last; the
 * order of the listing stays.
 */
export function rowsOf(tree: WorldTree, room: number, since: number): Rows {
  const fresh = (entry: WorldEntry) => entry.changed > since;
  const hidden = (entry: WorldEntry) => /(^|\/)\./.test(entry.path) && !fresh(entry);
  const shown = tree.entries.filter((entry) => !hidden(entry));
  const places = shown.length > room || tree.more > 0 ? Math.max(1, room - 1) : room;
  const first = new Set([...shown].sort((a, b) => Number(fresh(b)) - Number(fresh(a))).slice(0, places));
  const entries = shown.filter((entry) => first.has(entry));
  const paths = new Set(entries.map(({ path }) => path));
  const rows = entries.map((entry): Row => {
    const { label, depth } = labelled(entry.path, paths);
    return { entry, label, depth, fresh: fresh(entry) };
  });
  return { rows, more: shown.length - rows.length + tree.more };
}

function labelled(path: string, shown: ReadonlySet<string>): { readonly label: string; readonly depth: number } {
  const parts = path.split('/');
  for (let length = parts.length - 1; length > 0; length--) {
    if (!shown.has(parts.slice(0, length).join('/'))) continue;
    const above = labelled(parts.slice(0, length).join('/'), shown);
    return { label: parts.slice(length).join('/'), depth: above.depth + 1 };
  }
  return { label: path, depth: 0 };
}

/** The first line of a small text, for the picture; empty for a file without one. */
export function glanceOf(entry: WorldEntry): string {
  if (entry.type === 'symlink') return `→ ${entry.target ?? ''}`;
  if (entry.type !== 'file') return '';
  if (entry.size === 0) return msg('empty');
  const line = entry.text?.trim().split('\n')[0] ?? '';
  return line && entry.text!.trim().length > line.length ? `${line} …` : line;
}

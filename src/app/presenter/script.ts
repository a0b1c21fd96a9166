import type { Lesson } from '../../lesson/index.ts';

/*
 * What a presenter plays: command lines in order, some with a word on what they are about.
 */

export interface ScriptLine {
  /** May hold line breaks: what is typed at the continuation prompt. */
  readonly command: string;
  /** Shown while the line is the next one; the same as before if there is nothing new to say. */
  readonly note: string;
}

export interface Script {
  readonly title: string;
  readonly lines: readonly ScriptLine[];
}

/**
 * A script of command lines, one on each line. A line with a backslash at its end, or a here-document, goes on below.
 * Comments aren't typed: the ones above a command are its note. `$ ` in front of a command, as documentation has it, goes.
 */
export function scriptOf(title: string, text: string): Script {
  const lines: ScriptLine[] = [];
  let note = '';
  let comment: string[] = [];
  const rows = text.split(/\r?\n/);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!.trim();
    if (row.startsWith('#!')) continue;
    if (row === '') continue;
    if (row.startsWith('#')) {
      comment.push(row.replace(/^#+\s*/, ''));
      continue;
    }
    const [first, ...more] = whole(rows, at);
    at += more.length;
    if (comment.length > 0) note = comment.join(' ');
    comment = [];
    lines.push({ command: [first!.trim().replace(/^\$ /, ''), ...more].join('\n'), note });
  }
  return { title, lines };
}

/** The rows that one command takes. */
function whole(rows: readonly string[], at: number): readonly string[] {
  const first = rows[at]!;
  const end = /<<-?\s*(['"]?)(\w+)\1/.exec(first)?.[2];
  if (end !== undefined) {
    const last = rows.findIndex((row, index) => index > at && row.trim() === end);
    return last < 0 ? [first] : rows.slice(at, last + 1);
  }
  let last = at;
  while (/\\\s*$/.test(rows[last]!) && last + 1 < rows.length) last++;
  return rows.slice(at, last + 1);
}

/** The reference solution of a lesson; each step's title is the note of its commands. */
export function scriptOfLesson({ title, steps }: Lesson): Script {
  const lines = steps.flatMap((step) =>
    step.blocks.flatMap((block) =>
      block.kind === 'console' ? block.commands.map(({ command }) => ({ command, note: plain(step.title) })) : [],
    ),
  );
  return { title, lines };
}

/** A title's HTML without its tags. */
function plain(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html.replace(/<[^>]*>/g, '').replace(/&(#?\w+);/g, (all, name: string) => entities[name] ?? all);
}

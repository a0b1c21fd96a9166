/*
 * Markdown cut at the places that a lesson knows: front matter, `##` headings, fenced blocks. What lies between is left
 * as it is.
 */

/** A piece of lesson.md; `line` counts from 1 and is that of its first line of content. */
export type Piece =
  | { readonly kind: 'front'; readonly text: string; readonly line: number }
  | { readonly kind: 'heading'; readonly text: string; readonly line: number }
  | { readonly kind: 'fence'; readonly info: string; readonly text: string; readonly line: number }
  | { readonly kind: 'prose'; readonly text: string; readonly line: number };

/** Fences that mean something to a lesson; others stay prose. */
const SPECIAL = /^(console( \S+)?|yaml \S.*)$/;

/** Cuts; throws `LineError` when a block isn't closed. */
export function cut(source: string): readonly Piece[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const pieces: Piece[] = [];
  let prose: string[] = [];
  let proseLine = 1;
  const flush = () => {
    const text = prose.join('\n').trim();
    if (text) pieces.push({ kind: 'prose', text, line: proseLine + prose.findIndex((line) => line.trim()) });
    prose = [];
  };
  const until = (start: number, end: (line: string) => boolean, what: string) => {
    const close = lines.findIndex((line, at) => at > start && end(line));
    if (close < 0) throw new LineError(start + 1, `${what} is not closed`);
    return close;
  };

  let at = 0;
  if (lines[0] === '---') {
    const close = until(0, (line) => line === '---', 'the front matter');
    pieces.push({ kind: 'front', text: lines.slice(1, close).join('\n'), line: 2 });
    at = close + 1;
  }
  for (proseLine = at + 1; at < lines.length; at++) {
    const line = lines[at]!;
    const fence = /^(`{3,}|~{3,})\s*([^`]*)$/.exec(line);
    const heading = /^##\s+(.*?)\s*#*\s*$/.exec(line);
    if (fence) {
      const [, marks = '', rest = ''] = fence;
      const info = rest.trim().replace(/\s+/g, ' ');
      const closing = new RegExp(`^${marks[0]}{${marks.length},}\\s*$`);
      const close = until(at, (candidate) => closing.test(candidate), `the block ${marks}${info}`);
      if (SPECIAL.test(info)) {
        flush();
        pieces.push({ kind: 'fence', info, text: lines.slice(at + 1, close).join('\n'), line: at + 2 });
        proseLine = close + 2;
      } else prose.push(...lines.slice(at, close + 1));
      at = close;
    } else if (heading) {
      flush();
      pieces.push({ kind: 'heading', text: heading[1]!, line: at + 1 });
      proseLine = at + 2;
    } else prose.push(line);
  }
  flush();
  return pieces;
}

/** A mistake in a line of the source. */
export class LineError extends Error {
  override name = 'LineError';
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

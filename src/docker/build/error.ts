/** Lines of a Dockerfile, from 1. */
export interface Location {
  readonly start: number;
  readonly end: number;
}

/** Why a Dockerfile can't be built: BuildKit's message, and the lines that it is about. */
export class BuildError extends Error {
  constructor(
    message: string,
    readonly location?: Location,
  ) {
    super(message);
  }
}

/** The lines around a place of a file, as they stand before an error (BuildKit solver/errdefs). */
export function excerpt(name: string, text: string, location: Location): string {
  const lines = text.split('\n');
  let { start, end } = location;
  if (start > lines.length || start < 1) return '';
  end = Math.min(end, lines.length);
  const pad = end === start ? 4 : 2;
  const shown = (line: number) => line >= location.start && line <= location.end;
  for (let padded = 0; padded < pad; padded++) {
    if (start > 1) {
      start--;
      padded++;
    }
    if (end !== lines.length) {
      end++;
      padded++;
    }
  }
  const rule = '--------------------\n';
  let out = `${name}:${location.start}\n${rule}`;
  for (let line = start; line <= end; line++)
    out += ` ${String(line).padStart(3)} | ${shown(line) ? '>>>' : '   '} ${lines[line - 1]}\n`;
  return out + rule;
}

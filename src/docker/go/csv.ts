/** A refused line, with the text of Go's encoding/csv. */
export class CsvError extends Error {}

/** The byte column (from 1) of an index into a line. */
function column(line: string, index: number): number {
  return new TextEncoder().encode(line.slice(0, index)).length + 1;
}

/**
 * The first record of a text, as Go's csv.Reader reads it: flags such as `--mount` are one line of it.
 * @throws {CsvError}
 */
export function csvRecord(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  let number = 0;
  while (number < lines.length && lines[number] === '') number++;
  if (number === lines.length) throw new CsvError('EOF');
  const start = number + 1;
  const fields: string[] = [];
  let line = lines[number]!;
  let at = 0;
  for (;;) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      const field = comma < 0 ? line.slice(at) : line.slice(at, comma);
      const mark = field.indexOf('"');
      if (mark >= 0) {
        const where = `line ${number + 1}, column ${column(line, at + mark)}`;
        throw new CsvError(`parse error on ${where}: bare " in non-quoted-field`);
      }
      fields.push(field);
      if (comma < 0) return fields;
      at = comma + 1;
      continue;
    }
    let field = '';
    at++;
    for (;;) {
      const end = line.indexOf('"', at);
      if (end < 0) {
        field += line.slice(at);
        if (++number >= lines.length) {
          const where = `${start === number ? '' : `record on line ${start}; `}parse error on line ${number}, column ${column(line, line.length)}`;
          throw new CsvError(`${where}: extraneous or missing " in quoted-field`);
        }
        field += '\n';
        line = lines[number]!;
        at = 0;
        continue;
      }
      field += line.slice(at, end);
      at = end + 1;
      if (line[at] === '"') {
        field += '"';
        at++;
        continue;
      }
      fields.push(field);
      if (at >= line.length) return fields;
      if (line[at] !== ',') {
        const where = `parse error on line ${number + 1}, column ${column(line, at - 1)}`;
        throw new CsvError(`${where}: extraneous or missing " in quoted-field`);
      }
      at++;
      break;
    }
  }
}

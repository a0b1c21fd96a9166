import { DockerfileParser, ModifiableInstruction, type Instruction as Node } from 'dockerfile-ast';
import { BuildError, type Location } from './error.ts';

/** A here-document of an instruction. */
export interface Heredoc {
  readonly name: string;
  /** Are variables in it expanded? A quoted name says no. */
  readonly expand: boolean;
  readonly content: string;
}

/** An instruction of a Dockerfile, with its flags apart and its continued lines joined. */
export interface Line {
  /** As it was written. */
  readonly keyword: string;
  /** In upper case. */
  readonly name: string;
  /** Without `--`. */
  readonly flags: readonly string[];
  /** What follows the flags, without here-documents' content. */
  readonly text: string;
  readonly heredocs: readonly Heredoc[];
  readonly location: Location;
  /** As it was written, joined: `RUN echo a   && b`. */
  readonly original: string;
}

export interface Dockerfile {
  readonly lines: readonly Line[];
  readonly escapeToken: string;
  readonly directives: Readonly<Record<string, string>>;
  /** Lines that are empty within a continued instruction. */
  readonly emptyContinuations: readonly Location[];
}

/**
 * Reads a Dockerfile into instructions.
 * @throws {BuildError}
 */
export function readDockerfile(source: string): Dockerfile {
  if (source === '') throw new BuildError('the Dockerfile cannot be empty');
  const text = source.replaceAll('\r\n', '\n').replace(/^\ufeff/, '');
  const file = DockerfileParser.parse(text);
  const directives = Object.fromEntries(
    file.getDirectives().map((directive) => [directive.getName().toLowerCase(), directive.getValue()]),
  );
  const escapeToken = directives.escape ?? '\\';
  if (escapeToken !== '\\' && escapeToken !== '`')
    throw new BuildError(`invalid escape token '${escapeToken}' does not match \` or \\`);
  const rows = text.split('\n');
  const lines = file.getInstructions().map((node) => lineOf(node, escapeToken, rows));
  if (lines.length === 0) {
    const last = rows.findLastIndex((row) => row.trim() !== '');
    throw new BuildError('file with no instructions', { start: 1, end: Math.max(1, last + 1) });
  }
  return { lines, escapeToken, directives, emptyContinuations: emptyContinuations(lines, rows) };
}

const HEREDOC = /<<(-?)\s*(["']?)([a-zA-Z0-9_]+)\2/g;
const WITH_HEREDOCS = ['ADD', 'COPY', 'RUN'];

function lineOf(node: Node, escapeToken: string, rows: readonly string[]): Line {
  const range = node.getRange();
  const location = { start: range.start.line + 1, end: range.end.line + 1 };
  const keyword = node.getInstruction();
  const name = keyword.toUpperCase();
  const content = `${flagText(node)}${node.getArgumentsContent() ?? ''}`;
  const marks = WITH_HEREDOCS.includes(name) ? [...(content.split('\n')[0] ?? '').matchAll(HEREDOC)] : [];
  const joined = (marks.length > 0 ? content.split('\n')[0]! : content.replace(/\n/g, '')).trim();
  const { flags, text } = takeFlags(joined, escapeToken);
  const heredocs: Heredoc[] = [];
  let row = range.start.line + 1;
  for (const [, dash, quote, end] of marks) {
    const body: string[] = [];
    for (; ; row++) {
      const raw = rows[row];
      if (raw === undefined)
        throw new BuildError('unterminated heredoc', {
          start: location.start,
          end: rows.length - (rows.at(-1) === '' ? 1 : 0),
        });
      const line = dash === '-' ? raw.replace(/^\t+/, '') : raw;
      if (line === end) break;
      body.push(line);
    }
    row++;
    heredocs.push({ name: end!, expand: quote === '', content: body.map((line) => `${line}\n`).join('') });
  }
  return { keyword, name, flags, text, heredocs, location, original: `${keyword} ${joined}`.trim() };
}

/** The flags that the parser has set apart, as they were written. */
function flagText(node: Node): string {
  if (!(node instanceof ModifiableInstruction)) return '';
  return node
    .getFlags()
    .map((flag) => `--${flag.getName()}${flag.getValue() === null ? '' : `=${flag.getValue()}`} `)
    .join('');
}

/** Flags stand before everything else. */
function takeFlags(text: string, escapeToken: string): { readonly flags: readonly string[]; readonly text: string } {
  const flags: string[] = [];
  let rest = text;
  for (;;) {
    if (!rest.startsWith('--')) return { flags, text: rest };
    let end = 0;
    let quote = '';
    for (; end < rest.length; end++) {
      const char = rest[end]!;
      if (quote !== '') quote = char === quote ? '' : quote;
      else if (char === '"' || char === "'") quote = char;
      else if (char === escapeToken) end++;
      else if (/\s/.test(char)) break;
    }
    const flag = rest.slice(0, end);
    rest = rest.slice(end).trimStart();
    if (flag === '--') return { flags, text: rest };
    flags.push(flag.slice(2).replaceAll(/["']/g, ''));
  }
}

function emptyContinuations(lines: readonly Line[], rows: readonly string[]): readonly Location[] {
  return lines
    .filter(({ heredocs }) => heredocs.length === 0)
    .filter(({ location: { start, end } }) => rows.slice(start - 1, end).some((row) => row.trim() === ''))
    .map(({ location: { end } }) => ({ start: end, end }));
}

import { type Document, parseAllDocuments, type ScalarTag, type YAMLError } from 'yaml';
import { ComposeError, type Value } from './tree.ts';

/** `0755` is octal, as it was in YAML 1.1. */
const OCTAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]/, ''), 8),
};

/**
 * The documents of a YAML text. Only what the real parser makes of it: a complaint in its words.
 * @throws {ComposeError}
 */
export function readYaml(text: string): readonly Value[] {
  const documents = parseAllDocuments(text, {
    merge: true,
    customTags: (tags) => [OCTAL, ...tags],
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return [];
  return (documents as readonly Document.Parsed[]).map((document) => {
    const [error] = document.errors;
    if (error) throw new ComposeError(`yaml: ${complaint(error, text)}`);
    try {
      return document.toJS({ maxAliasCount: 1000 }) as Value;
    } catch (cause) {
      const anchor = /Unresolved alias[^:]*: (\S+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
      throw new ComposeError(`yaml: unknown anchor '${anchor ?? ''}' referenced`);
    }
  });
}

/** The line (from 1) of an offset. */
const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The line (from 0) where the block begins that the line belongs to by its indentation: its first sibling's. */
function blockStart(lines: readonly string[], index: number): number {
  const own = indentOf(lines[index] ?? '');
  let start = 0;
  let indent = -1;
  for (let above = index - 1; above >= 0; above--) {
    const line = lines[above]!;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    if (indent < 0 && indentOf(line) < own) indent = indentOf(line);
    if (indent < 0 || indentOf(line) > indent) continue;
    if (indentOf(line) < indent) break;
    start = above;
  }
  return start;
}

function complaint(error: YAMLError, text: string): string {
  const lines = text.split('\n');
  const line = lineAt(text, error.pos[0]);
  const where = (number: number) => (number > 0 ? `line ${number}: ` : '');
  switch (error.code) {
    case 'DUPLICATE_KEY': {
      const key = /^\s*(?:- )?["']?([^:"']+)["']?\s*:/.exec(lines[line - 1] ?? '')?.[1] ?? '';
      const same = new RegExp(`^\\s*(?:- )?["']?${key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?\\s*:`);
      const indent = indentOf(lines[line - 1] ?? '');
      let first = line - 1;
      for (let above = line - 1; above >= 1; above--) {
        const candidate = lines[above - 1]!;
        if (candidate.trim() !== '' && indentOf(candidate) < indent) break;
        if (indentOf(candidate) === indent && same.test(candidate)) first = above;
      }
      return `unmarshal errors:\n  line ${line}: mapping key ${JSON.stringify(key)} already defined at line ${first}`;
    }
    case 'TAB_AS_INDENT':
      return `${where(line)}found character that cannot start any token`;
    case 'MULTILINE_IMPLICIT_KEY':
      return `${where(line + 1)}could not find expected ':'`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `${where(line)}mapping values are not allowed in this context`;
    case 'BAD_ALIAS':
      return `unknown anchor '${/: (\S+)$/.exec(error.message)?.[1] ?? ''}' referenced`;
    case 'MISSING_CHAR':
      if (/quote/.test(error.message)) return `${where(line)}found unexpected end of stream`;
      if (/implicit (map|key)/i.test(error.message)) return `${where(line + 1)}could not find expected ':'`;
      return `${where(line - 1)}did not find expected ',' or ']'`;
    default: {
      const start = blockStart(lines, line - 1);
      const what = (lines[start] ?? '').trimStart().startsWith('- ') ? "'-' indicator" : 'key';
      return `${where(start > 0 ? start : line - 1)}did not find expected ${what}`;
    }
  }
}

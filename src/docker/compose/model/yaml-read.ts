import { type Document, parseAllDocuments, type ScalarTag, type YAMLError } from 'yaml';
import { ComposeError, type Dict, type Value } from './tree.ts';

/** `0755` is octal, as it was in YAML 1.1. */
const OCTAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]/, ''), 8),
};

/**
 * The documents of a YAML text. Only what the real parser makes of it: a complaint in its words.
 * @param file as it is called where a key stands twice
 * @throws {ComposeError}
 */
export function readYaml(text: string, file: string): readonly Value[] {
  const documents = parseAllDocuments(text, {
    merge: true,
    customTags: (tags) => [OCTAL, ...tags],
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return [];
  return (documents as readonly Document.Parsed[]).map((document) => {
    const [error] = document.errors;
    if (error) throw new ComposeError(complaint(error, text, file));
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: 1000, mapAsMap: true });
    } catch (cause) {
      const anchor = /Unresolved alias[^:]*: (\S+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
      throw new ComposeError(`yaml: unknown anchor '${anchor ?? ''}' referenced`);
    }
    return withTextKeys(value, '');
  });
}

/** Maps as plain objects: their keys must be texts. @throws {ComposeError} */
function withTextKeys(value: unknown, place: string): Value {
  if (Array.isArray(value)) return value.map((item, index) => withTextKeys(item, `${place}[${index}]`));
  if (!(value instanceof Map)) return value as Value;
  const result: Dict = {};
  for (const [key, item] of value as Map<unknown, unknown>) {
    if (typeof key !== 'string') {
      const shown = key === null ? '<nil>' : String(key);
      throw new ComposeError(`non-string key ${place === '' ? 'at top level' : `in ${place}`}: ${shown}`);
    }
    result[key] = withTextKeys(item, place === '' ? key : `${place}.${key}`);
  }
  return result;
}

/** The line (from 1) of an offset. */
const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
const indentOf = (line: string): number => line.length - line.trimStart().length;
const isContent = (line: string): boolean => line.trim() !== '' && !line.trimStart().startsWith('#');

/** The line (from 0) where the block begins that the line belongs to by its indentation: its first sibling's. */
function blockStart(lines: readonly string[], index: number): number {
  const own = indentOf(lines[index] ?? '');
  let start = 0;
  let indent = -1;
  for (let above = index - 1; above >= 0; above--) {
    const line = lines[above]!;
    if (!isContent(line)) continue;
    if (indent < 0 && indentOf(line) < own) indent = indentOf(line);
    if (indent < 0 || indentOf(line) > indent) continue;
    if (indentOf(line) < indent) break;
    start = above;
  }
  return start;
}

/** Does a line go back to an indentation that no block above it has? */
function isBadDedent(lines: readonly string[], index: number): boolean {
  const own = indentOf(lines[index] ?? '');
  let smallest = Number.POSITIVE_INFINITY;
  for (let above = index - 1; above >= 0; above--) {
    const line = lines[above]!;
    if (!isContent(line)) continue;
    const indent = indentOf(line);
    if (smallest === Number.POSITIVE_INFINITY && indent <= own) return false;
    if (indent >= smallest) continue;
    smallest = indent;
    if (indent === own) return false;
    if (indent < own) return true;
  }
  return false;
}

/** Where (from 0) the block begins that a line stands in with its indentation, if it is a map and the line an item, or the reverse. */
function otherKind(lines: readonly string[], index: number): number | undefined {
  const own = indentOf(lines[index] ?? '');
  const isItem = (line: string) => line.trimStart().startsWith('- ');
  const siblings: number[] = [];
  for (let above = index - 1; above >= 0; above--) {
    const line = lines[above]!;
    if (!isContent(line) || indentOf(line) > own) continue;
    if (indentOf(line) < own) break;
    siblings.push(above);
  }
  const [last, first] = [siblings[0], siblings.at(-1)];
  // A list may stand as far left as the key that has it.
  if (first === undefined || lines[last!]!.trimEnd().endsWith(':')) return undefined;
  return isItem(lines[first]!) === isItem(lines[index]!) ? undefined : first;
}

/** The line (from 0) of a bracket that is opened and not closed. */
function openFlow(lines: readonly string[]): { readonly line: number; readonly close: string } | undefined {
  const open: { readonly line: number; readonly close: string }[] = [];
  lines.forEach((text, line) => {
    for (const char of text.replaceAll(/"[^"]*"|'[^']*'/g, '')) {
      if (char === '[') open.push({ line, close: ']' });
      else if (char === '{') open.push({ line, close: '}' });
      else if (char === ']' || char === '}') open.pop();
    }
  });
  return open.at(-1);
}

function complaint(error: YAMLError, text: string, file: string): string {
  const lines = text.split('\n');
  const line = lineAt(text, error.pos[0]);
  const say = (number: number, what: string) => `yaml: ${number > 0 ? `line ${number}: ` : ''}${what}`;
  const from = (first: number) => {
    const more = lines.findIndex((each, index) => index >= first && each.includes(':'));
    return more < 0 ? first : more + 1;
  };
  const flow = openFlow(lines);
  if (/^ *\t/.test(lines[line - 1] ?? '')) return say(line, 'found character that cannot start any token');
  if (isBadDedent(lines, line - 1)) return misplaced(lines, line, say);
  const other = otherKind(lines, line - 1);
  if (other !== undefined) return notOfBlock(lines, other, line, say);
  if (/quote/.test(error.message) && error.code === 'MISSING_CHAR') {
    const first = lines.findIndex(
      (each) => (each.match(/"/g) ?? []).length % 2 === 1 || (each.match(/'/g) ?? []).length % 2 === 1,
    );
    return say(first + 1, 'found unexpected end of stream');
  }
  if (flow && (/flow/i.test(error.message) || error.code === 'MISSING_CHAR'))
    return say(flow.line, `did not find expected ',' or '${flow.close}'`);
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return `failed to parse ${file}: ${duplicate(lines, line)}`;
    case 'TAB_AS_INDENT':
      return say(line, 'found character that cannot start any token');
    case 'MULTILINE_IMPLICIT_KEY':
      return say(from(line), 'mapping values are not allowed in this context');
    case 'BLOCK_AS_IMPLICIT_KEY': {
      const twice = (lines[line - 1]!.match(/:(\s|$)/g) ?? []).length > 1;
      return say(twice ? line : from(line), 'mapping values are not allowed in this context');
    }
    case 'BAD_ALIAS':
      return `yaml: unknown anchor '${/: (\S+)$/.exec(error.message)?.[1] ?? ''}' referenced`;
    case 'MISSING_CHAR':
      return say(line, "could not find expected ':'");
    default:
      return misplaced(lines, line, say);
  }
}

/** A line that is no item of the block that it stands in. */
function misplaced(lines: readonly string[], line: number, say: (line: number, what: string) => string): string {
  return notOfBlock(lines, blockStart(lines, line - 1), line, say);
}

/** @param start where the block begins, from 0 */
function notOfBlock(
  lines: readonly string[],
  start: number,
  line: number,
  say: (line: number, what: string) => string,
): string {
  const what = (lines[start] ?? '').trimStart().startsWith('- ') ? "'-' indicator" : 'key';
  return say(start > 0 ? start : line - 1, `did not find expected ${what}`);
}

function duplicate(lines: readonly string[], line: number): string {
  const key = /^\s*(?:- )?["']?([^:"']+)["']?\s*:/.exec(lines[line - 1] ?? '')?.[1] ?? '';
  const same = new RegExp(`^\\s*(?:- )?["']?${key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?\\s*:`);
  const indent = indentOf(lines[line - 1] ?? '');
  let first = line - 1;
  for (let above = line - 1; above >= 1; above--) {
    const candidate = lines[above - 1]!;
    if (candidate.trim() !== '' && indentOf(candidate) < indent) break;
    if (indentOf(candidate) === indent && same.test(candidate)) first = above;
  }
  return `line ${line}: mapping key ${JSON.stringify(key)} already defined at line ${first}`;
}

/** What go-yaml says of a document that isn't a map where one is wanted. */
export function notAMap(value: Value): string {
  const kind = Array.isArray(value)
    ? '!!seq'
    : typeof value === 'string'
      ? '!!str'
      : typeof value === 'boolean'
        ? '!!bool'
        : Number.isInteger(value)
          ? '!!int'
          : '!!float';
  const text = String(value);
  const shown = Array.isArray(value) ? '' : ` \`${text.length > 10 ? `${text.slice(0, 7)}...` : text}\``;
  return `yaml: unmarshal errors:\n  line 1: cannot unmarshal ${kind}${shown} into cli.named`;
}

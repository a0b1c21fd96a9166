import { CliError } from '../errors.ts';
import { executeHeader, executeTemplate, parseTemplate, type Template, TemplateError } from '../template/index.ts';
import { goType } from '../template/types.ts';
import {
  type Field,
  type GoType,
  type GoValue,
  INTERFACE,
  type Method,
  type Methods,
  mapOf,
  pointerTo,
  STRING,
} from '../template/value.ts';
import { alignColumns } from './tabwriter.ts';

/**
 * What a list's template sees of one thing: methods by name, as the command's formatters have them. `T` is what they look
 * at; `header` is what a table writes over the column of each method.
 */
export interface Context<T> {
  /** A value for the template. */
  readonly of: (data: T) => GoValue;
  readonly header: Readonly<Record<string, string>>;
}

const LABEL: Method = {
  params: [STRING],
  result: STRING,
  call: (_, name) => String(name).split('.').at(-1)!.replaceAll(/[-_]/g, ' '),
};

const HEADER_TYPE: GoType = {
  kind: 'map',
  name: 'formatter.SubHeaderContext',
  key: STRING,
  elem: STRING,
  methods: { Label: LABEL },
};

/** What every context has first: the header, of which a row has none. */
const HEADER_FIELD: Field = {
  name: 'HeaderContext',
  key: 'header',
  type: {
    kind: 'struct',
    name: 'formatter.HeaderContext',
    fields: () => [{ name: 'Header', key: 'Header', type: INTERFACE }],
  },
};

/** A context's method that is not for templates, but that they can call. */
const FULL_HEADER: Method = { params: [], result: INTERFACE, call: () => null };

/**
 * Describes a context.
 * @param name Go's type, as errors name it: `formatter.ContainerContext`
 * @param texts methods without parameters that give a text
 * @param more others
 * @param inside its fields, which `{{.}}` prints: name, key in the data, type
 */
export function context<T>(
  name: string,
  header: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, (data: T) => string>>,
  more: Readonly<
    Record<string, Omit<Method, 'call'> & { readonly call: (data: T, ...args: readonly unknown[]) => unknown }>
  > = {},
  inside: readonly (readonly [name: string, key: string, type: string])[] = [],
): Context<T> {
  const methods: Record<string, Method> = { FullHeader: FULL_HEADER };
  for (const [method, call] of Object.entries(texts))
    methods[method] = { params: [], result: STRING, call: (data) => call(data as T) };
  for (const [method, { params, result, call }] of Object.entries(more))
    methods[method] = { params, result, call: (data, ...args) => call(data as T, ...args) };
  const fields = inside.map(([field, key, type]) => ({ name: field, key, type: goType(type) }));
  const struct: GoType = {
    kind: 'struct',
    name,
    fields: () => [HEADER_FIELD, ...fields],
    methods: methods satisfies Methods,
    isContext: true,
  };
  const type = pointerTo(struct);
  return { of: (value) => ({ type, value }), header };
}

/** A format as the flag gave it, made ready: without `table`, with `\t` and `\n` meant. */
function finalFormat(format: string): string {
  const text = format.startsWith('table') ? format.slice('table'.length) : format === 'json' ? '{{json .}}' : format;
  return text
    .replace(/^ +| +$/g, '')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
}

/** A template of a format. Throws {@link CliError} with the template's own complaint. */
export function parseFormat(format: string): Template {
  try {
    return parseTemplate(finalFormat(format));
  } catch (error) {
    if (error instanceof TemplateError) throw new CliError(`template parsing error: ${error.message}`);
    throw error;
  }
}

/** Executes a template for one row. */
export function formatRow(template: Template, value: GoValue): string {
  const { text, error } = executeTemplate(template, value);
  if (error !== undefined) throw new CliError(`template parsing error: ${error}`);
  return `${text}\n`;
}

/** The header and rows of a table. */
export function formatTable(template: Template, header: Readonly<Record<string, string>>, rows: string): string {
  const title = executeHeader(template, { type: HEADER_TYPE, value: header }).text;
  return alignColumns(`${title}\n${rows}`, 10, 3);
}

/**
 * Renders a list: a table, JSON lines or a template for each.
 * @throws {CliError} a template that doesn't parse or fails, before anything is written
 */
export function render<T>(format: string, shape: Context<T>, items: readonly T[]): string {
  const template = parseFormat(format);
  const rows = items.map((item) => formatRow(template, shape.of(item))).join('');
  return format.startsWith('table') ? formatTable(template, shape.header, rows) : rows;
}

/** For methods that give a map of texts. */
export const STRING_MAP = mapOf(STRING, STRING);

/** An id's first 12 digits, without the algorithm. */
export function truncateId(id: string): string {
  return id.slice(id.indexOf(':') + 1).slice(0, 12);
}

/** `a=1,b=2`, sorted. */
export function joinLabels(labels: Readonly<Record<string, string>> | null | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join(',');
}

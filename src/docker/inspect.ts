import type { Op } from '../os/index.ts';
import type { Cli } from './cli.ts';
import { CliError } from './errors.ts';
import { executeStrictly, executeTemplate, parseTemplate, type Template, TemplateError } from './template/index.ts';
import { indent, marshal, marshalPlain } from './template/json.ts';
import { dynamic, type GoType } from './template/value.ts';

/** One thing to show: its data, the Go type that templates see it as, and whether it is shown as the daemon sent it. */
export interface Inspected {
  readonly data: unknown;
  readonly type: GoType;
  readonly raw: boolean;
}

/**
 * The inspect of all kinds of things: what is found is shown in any case, the errors come after it.
 * Without a format, indented JSON; `json`, compact JSON; else a template, which first sees the type and, if that fails,
 * the plain JSON, where a missing key is an error.
 */
export function* inspect(
  cli: Cli,
  references: readonly string[],
  format: string,
  find: (reference: string) => Op<Inspected>,
): Op<void> {
  let template: Template | undefined;
  if (format !== '' && format !== 'json') {
    try {
      template = parseTemplate(format);
    } catch (error) {
      if (error instanceof TemplateError) throw new CliError(`template parsing error: ${error.message}`, 64);
      throw error;
    }
  }
  const errors: string[] = [];
  const found: string[] = [];
  let text = '';
  for (const reference of references) {
    let item: Inspected;
    try {
      item = yield* find(reference);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      errors.push(error.message);
      continue;
    }
    if (!template) {
      // What the command encodes itself (volumes) has its HTML escaped, what it passes on hasn't.
      const typed = marshal({ type: item.type, value: item.data }, !item.raw);
      found.push(item.raw ? marshalPlain(sortMaps(item.data, item.type)) : typed);
      continue;
    }
    const first = executeTemplate(template, { type: item.type, value: item.data });
    if (first.error === undefined) text += `${first.text}\n`;
    else if (!item.raw) errors.push(`template parsing error: ${first.error}`);
    else {
      const second = executeStrictly(template, dynamic(sortKeys(item.data)));
      if (second.error === undefined) text += `${second.text}\n`;
      else errors.push(`template parsing error: ${second.error}`);
    }
  }
  if (template) yield* cli.out(text || '\n');
  else if (format === 'json') yield* cli.out(found.length > 0 ? `[${found.join(',')}]\n` : '[]\n');
  else yield* cli.out(found.length > 0 ? `${indent(`[${found.join(',')}]`, '    ')}\n` : '[]\n');
  if (errors.length > 0) throw new CliError(errors.join('\n'));
}

/** The same data with all keys sorted: decoded into maps, it has lost its order. */
function sortKeys(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sortKeys);
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sortKeys(value)]));
}

/** The same data with the keys of its maps sorted, as the daemon's encoder writes them; structs keep their order. */
function sortMaps(data: unknown, type: GoType): unknown {
  if (data === null || data === undefined) return data;
  switch (type.kind) {
    case 'pointer':
      return sortMaps(data, type.elem);
    case 'slice':
      return Array.isArray(data) ? data.map((item: unknown) => sortMaps(item, type.elem)) : data;
    case 'map': {
      const record = data as Readonly<Record<string, unknown>>;
      const keys = Object.keys(record).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      return Object.fromEntries(keys.map((key) => [key, sortMaps(record[key], type.elem)]));
    }
    case 'struct': {
      const record = data as Readonly<Record<string, unknown>>;
      const types = new Map<string, GoType>();
      const collect = (owner: GoType): void => {
        const struct = owner.kind === 'pointer' ? owner.elem : owner;
        if (struct.kind !== 'struct') return;
        for (const field of struct.fields()) {
          if (field.embedded) collect(field.type);
          else types.set(field.key, field.type);
        }
      };
      collect(type);
      return Object.fromEntries(
        Object.entries(record).map(([key, value]) => {
          const fieldType = types.get(key);
          return [key, fieldType ? sortMaps(value, fieldType) : value];
        }),
      );
    }
    default:
      return data;
  }
}

import * as v from 'valibot';
import { CHECK, EXPLAINS, FRONT_MATTER, PREDICT } from './schema.ts';

/*
 * The author's manual: every key that a lesson may have, in the schema's own words, as Markdown.
 */

export function authorsManual(): string {
  const check = entriesOf(CHECK);
  const container = entriesOf(check.container!);
  return [
    section('Front matter', FRONT_MATTER),
    section('`yaml check`: a list; each item has one of these', CHECK),
    section('`volume:` as a mapping', check.volume!),
    section('`container:` as a mapping', check.container!),
    section('`mount:` of a container', container.mount!),
    section('`volumes:`', check.volumes!),
    section('`file:`', check.file!),
    section('`host:`', check.host!),
    section('`yaml predict`', PREDICT),
    section('Each of its `options`', entriesOf(PREDICT).options!),
    section('`in:` beside names', entriesOf(PREDICT).in!),
    section('`yaml explain`: a list; each item has', EXPLAINS),
  ].join('\n\n');
}

function section(title: string, schema: v.GenericSchema): string {
  const keys = Object.entries(entriesOf(schema)).map(([key, entry]) => {
    const needed = entry.type === 'optional' ? '' : ' (needed)';
    return `- \`${key}\`${needed}: ${descriptionOf(entry)}`;
  });
  return [`### ${title}`, '', ...keys].join('\n');
}

/** A schema as far as a walk through it needs to know. */
interface Walked extends v.GenericSchema {
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly wrapped?: v.GenericSchema;
  readonly item?: v.GenericSchema;
  readonly options?: readonly v.GenericSchema[];
}

/** The keys of the mapping that a schema, or what it wraps, stands for. */
function entriesOf(schema: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> {
  const { entries, wrapped, item, options } = schema as Walked;
  if (entries) return entries;
  const inner = wrapped ?? item;
  if (inner) return entriesOf(inner);
  const found = options?.map(entriesOf).find((each) => Object.keys(each).length > 0);
  return found ?? {};
}

function descriptionOf(schema: v.GenericSchema): string {
  const { wrapped } = schema as Walked;
  return v.getDescription(schema) ?? (wrapped ? descriptionOf(wrapped) : '');
}

import type { EngineEvent, Filters } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Filter } from '../opts/parsers.ts';
import { timestamp } from '../opts/timestamp.ts';
import { events } from '../requests/images.ts';
import { filtersOf } from '../requests/query.ts';
import { executeTemplate, parseTemplate, type Template, TemplateError } from '../template/index.ts';
import { goType } from '../template/types.ts';

/** A client that watches events, as plain data. */
export interface Watching {
  readonly kind: 'events';
  readonly options: { readonly since?: number; readonly until?: number; readonly filters: Filters };
  readonly format: string;
  seen: number;
}

/** RFC 3339 with nine digits of a second. */
export function eventTime({ time, timeNano }: EngineEvent): string {
  const seconds = new Date(time * 1000).toISOString().slice(0, 19);
  const nanoseconds = BigInt(Math.round(timeNano)) % 1_000_000_000n;
  return `${seconds}.${String(nanoseconds).padStart(9, '0')}Z`;
}

function plain(event: EngineEvent): string {
  const attributes = Object.entries(event.Actor.Attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  const more = attributes.length > 0 ? ` (${attributes.join(', ')})` : '';
  return `${eventTime(event)} ${event.Type} ${event.Action} ${event.Actor.ID}${more}\n`;
}

function templateOf(format: string): Template | undefined {
  if (format === '') return undefined;
  let template: Template;
  try {
    template = parseTemplate(format === 'json' ? '{{json .}}' : format);
  } catch (error) {
    if (error instanceof TemplateError) throw new CliError(`Error parsing format: ${error.message}`, 64);
    throw error;
  }
  const { error } = executeTemplate(template, { type: goType('*events.Message'), value: {} });
  if (error !== undefined) throw new CliError(`Error parsing format: ${error}`, 64);
  return template;
}

/** Shows events as they come, until the time that was asked for. */
export function* watch(cli: Cli, state: Watching): Op<void> {
  const template = templateOf(state.format);
  for (;;) {
    const batch = yield* cli.call(events(state.options, state.seen));
    if (batch.length === 0) return;
    for (const event of batch) {
      if (!template) {
        yield* cli.out(plain(event));
        continue;
      }
      const { text, error } = executeTemplate(template, { type: goType('events.Message'), value: event });
      yield* cli.out(`${text}\n`);
      if (error !== undefined) throw new CliError(error);
    }
    state.seen += batch.length;
    cli.save(state);
  }
}

export const EVENTS: Verb = {
  name: 'events',
  args: NO_ARGS,
  *run(cli, flags) {
    const format = flags.string('format');
    templateOf(format);
    const now = cli.sys.now();
    const since = timestamp(undefined, flags.string('since'), now);
    const until = timestamp(undefined, flags.string('until'), now);
    const options = {
      filters: filtersOf(flags.values<Filter>('filter')),
      // Without either of them nothing that is past is shown.
      ...((since ?? until) === undefined ? { since: now } : since !== undefined && { since }),
      ...(until !== undefined && { until }),
    };
    yield* watch(cli, { kind: 'events', options, format, seen: 0 });
  },
};

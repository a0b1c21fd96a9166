import type { LogLine, LogOptions } from '../../engine/index.ts';
import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { exactly, type Verb } from '../command.ts';
import { timestamp } from '../opts/timestamp.ts';
import { containerInspect, containerLogs, containerLogsFollow } from '../requests/containers.ts';
import { queryEscape } from '../requests/query.ts';

/** A client that follows a log, as plain data. */
export interface Following {
  readonly kind: 'logs';
  readonly container: string;
  readonly options: LogOptions;
  readonly tty: boolean;
  readonly timestamps: boolean;
  readonly details: boolean;
  seen: number;
}

/** `a=1,b=2`, escaped as in a query. */
function details({ attrs = {} }: LogLine): string {
  return Object.entries(attrs)
    .map((pair) => pair.map(queryEscape).join('='))
    .sort()
    .join(',');
}

function* show(cli: Cli, state: Following, lines: readonly LogLine[]): Op<void> {
  const encoder = new TextEncoder();
  for (const line of lines) {
    const prefix = (state.timestamps ? `${line.time} ` : '') + (state.details ? `${details(line)} ` : '');
    const data = new Uint8Array(prefix.length + line.data.length);
    data.set(encoder.encode(prefix));
    data.set(line.data, prefix.length);
    yield* line.stream === 'stdout' || state.tty ? cli.out(data) : cli.err(data);
  }
}

/** Shows lines as they come, to the end of the container. */
export function* follow(cli: Cli, state: Following): Op<void> {
  for (;;) {
    const lines = yield* cli.call(containerLogsFollow(state.container, state.options, state.seen));
    if (lines.length === 0) return;
    yield* show(cli, state, lines);
    state.seen += lines.length;
    cli.save(state);
  }
}

export const LOGS: Verb = {
  name: 'logs',
  args: exactly(1),
  *run(cli, flags, [name]) {
    const container = yield* cli.call(containerInspect(name!));
    const now = cli.sys.now();
    const since = timestamp('since', flags.string('since'), now);
    const until = timestamp('until', flags.string('until'), now);
    // What isn't a number means all of it.
    const tail = /^\+?\d+$/.test(flags.string('tail')) ? Number(flags.string('tail')) : undefined;
    const options: LogOptions = {
      stdout: true,
      stderr: true,
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(tail !== undefined && { tail }),
    };
    const state: Following = {
      kind: 'logs',
      container: container.Id,
      options,
      tty: container.Config.Tty,
      timestamps: flags.bool('timestamps'),
      details: flags.bool('details'),
      seen: 0,
    };
    if (flags.bool('follow')) return yield* follow(cli, state);
    yield* show(cli, state, yield* cli.call(containerLogs(container.Id, options)));
  },
};

import type { Op } from '../../os/index.ts';
import type { Cli } from '../cli.ts';
import { atLeast, type Verb } from '../command.ts';
import { ApiError, CliError, throwAll } from '../errors.ts';
import { render } from '../format/formatter.ts';
import { invalidEntry, STATS_ROW, type StatsEntry, statsEntry, statsFormat } from '../format/stats.ts';
import { containerList, containerStats } from '../requests/containers.ts';
import { takeSignals, timesAsked } from '../signals.ts';

/** A client that shows what containers use, as plain data. */
export interface Measuring {
  readonly kind: 'stats';
  /** Every container, as they come and go; otherwise those that were named. */
  readonly every: boolean;
  /** Also those that don't run. */
  readonly all: boolean;
  readonly stream: boolean;
  readonly trunc: boolean;
  readonly format: string;
  entries: readonly StatsEntry[];
  /** How often it was told to end. */
  ends: number;
}

/** Milliseconds from one picture to the next. */
const TICK = 500;

function* sample(cli: Cli, name: string, before?: StatsEntry): Op<{ entry: StatsEntry; error?: string }> {
  try {
    return { entry: statsEntry(name, yield* cli.call(containerStats(name))) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { entry: invalidEntry(name, before), error: error.message };
  }
}

/** The containers to show: those known, in their order, then the new ones. */
function* namesToShow(cli: Cli, state: Measuring): Op<readonly string[]> {
  const known = state.entries.map(({ Container }) => Container);
  if (!state.every) return known;
  const list = yield* cli.call(containerList({ all: state.all, filters: {} }));
  const present = list.map(({ Id }) => Id);
  return [...known.filter((id) => present.includes(id)), ...present.filter((id) => !known.includes(id))];
}

function* measure(cli: Cli, state: Measuring): Op<readonly string[]> {
  const errors: string[] = [];
  const entries: StatsEntry[] = [];
  for (const name of yield* namesToShow(cli, state)) {
    const before = state.entries.find(({ Container }) => Container === name);
    const { entry, error } = yield* sample(cli, name, before);
    entries.push(entry);
    if (error !== undefined) errors.push(error);
  }
  state.entries = entries;
  return errors;
}

/** A picture over the one before: the real command writes each of its lines twice, the second time to clear behind it. */
function picture(state: Measuring): string {
  const rows = state.entries.map((entry) => ({ entry, os: 'linux', trunc: state.trunc }));
  const text = render(statsFormat(state.format), STATS_ROW, rows);
  if (!state.stream) return text;
  const lines = `\x1b[H${text}`.split('\n').map((line) => `${line} \x1b[K\n`);
  return `\x1b[H${text}${lines.join('')}\x1b[J`;
}

/**
 * What comes of a wish to end, as the real command (28.5) has it: those that were named are shown without figures, and only
 * the third wish ends it. Of all containers one more picture is drawn.
 */
function end(state: Measuring): void {
  if (state.ends >= 3) throw new CliError('\ngot 3 SIGTERM/SIGINTs, forcefully exiting');
  if (!state.every) state.entries = state.entries.map((entry) => invalidEntry(entry.Container, entry));
}

/** Draws what was measured every half second, until it is told to end; the signals are its. */
export function* showStats(cli: Cli, state: Measuring): Op<void> {
  for (;;) {
    const until = cli.sys.uptime() + TICK;
    while (cli.sys.uptime() < until) {
      state.ends += timesAsked(cli);
      if (state.ends > 0) end(state);
      yield { on: [], until };
    }
    yield* cli.out(picture(state));
    if (!state.stream) return;
    if (state.every && state.ends > 0) throw new CliError('', 130);
    if (state.ends === 0) yield* measure(cli, state);
    cli.save(state);
  }
}

/** `docker stats`: without names, of every container that runs. */
export const STATS: Verb = {
  name: 'stats',
  args: atLeast(0),
  *run(cli, flags, names) {
    const state: Measuring = {
      kind: 'stats',
      every: names.length === 0,
      all: flags.bool('all'),
      stream: !flags.bool('no-stream'),
      trunc: !flags.bool('no-trunc'),
      format: flags.string('format'),
      entries: [...new Set(names)].map((name) => invalidEntry(name)),
      ends: 0,
    };
    const errors = yield* measure(cli, state);
    if (!state.every) throwAll(errors);
    takeSignals(cli);
    yield* showStats(cli, state);
  },
};

import type { Engine } from '../engine/index.ts';
import type { GeneratorProgram, Op, Sys } from '../os/index.ts';
import { type Cli, createCli } from './cli.ts';
import { dockerCompleter } from './complete.ts';
import { type Attached, ownsSignals, resumeAttached } from './container/attached.ts';
import { type Following, follow } from './container/logs.ts';
import { type Measuring, showStats } from './container/stats.ts';
import { CliError } from './errors.ts';
import { dispatch, parseGlobal } from './root.ts';
import { stillUntilAsked, untilAsked } from './signals.ts';
import { type Watching, watch } from './system/events.ts';
import { TREE } from './tree.ts';

/** What a command that lasts keeps of itself (see Sys.checkpoint). */
interface Saved {
  readonly host: string;
  readonly plugin: boolean;
  readonly state: Attached | Following | Measuring | Watching;
}

/** The program, and what it knows for a shell's Tab. */
export interface DockerProgram extends GeneratorProgram {
  readonly complete: ReturnType<typeof dockerCompleter>;
}

function* begin(sys: Sys, engineOf: () => Engine): Op<void> {
  const options = parseGlobal(sys.argv.slice(1), sys.env);
  const plugin = TREE.plugins.some(({ name }) => name === options.words[0]);
  const cli = createCli(sys, engineOf, options.host, plugin);
  const command = dispatch(cli, TREE, options);
  yield* plugin ? command : untilAsked(cli, command);
}

function* goOn(cli: Cli, state: Saved['state']): Op<void> {
  switch (state.kind) {
    case 'attached':
      return yield* resumeAttached(cli, state);
    case 'logs':
      return yield* follow(cli, state);
    case 'stats':
      return yield* showStats(cli, state);
    case 'events':
      return yield* watch(cli, state);
    default:
      return state satisfies never;
  }
}

/** Makes no call before those that followed the save: the process is as it was then, and catches the same signals. */
function* resume(cli: Cli, state: Saved['state']): Op<void> {
  const owns = state.kind === 'stats' || (state.kind === 'attached' && ownsSignals(state));
  if (owns) cli.signals = 'verb';
  else if (!cli.plugin) cli.signals = 'command';
  const command = goOn(cli, structuredClone(state));
  yield* cli.plugin ? command : stillUntilAsked(cli, command);
}

function* main(sys: Sys, engineOf: () => Engine, saved: Saved | undefined): Op<number> {
  try {
    if (saved) yield* resume(createCli(sys, engineOf, saved.host, saved.plugin), saved.state);
    else yield* begin(sys, engineOf);
    return 0;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (error.message !== '') yield* sys.write(2, `${error.message}\n`);
    return error.status;
  }
}

/**
 * The docker command line, talking to the engine that `engineOf` gives a process. It is asked anew for each request: a
 * process that is copied comes to live before the engine of its machine does.
 */
export function dockerProgram(engineOf: (sys: Sys) => Engine): DockerProgram {
  return {
    name: 'docker',
    main: (sys, saved) => main(sys, () => engineOf(sys), saved as Saved | undefined),
    complete: dockerCompleter(engineOf),
  };
}

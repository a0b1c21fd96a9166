import { isErrno } from '../../fs/index.ts';
import { type GeneratorProgram, type Op, type Pid, SIGNALS, type Signal, type Sys } from '../../os/index.ts';

/** The signals that an init passes on; the others concern itself alone. */
const FORWARDED: readonly Signal[] = ['HUP', 'INT', 'QUIT', 'USR1', 'USR2', 'TERM', 'CONT', 'WINCH', 'ALRM', 'PWR'];

interface Saved {
  readonly child: Pid;
}

/**
 * `docker-init` (tini): the process with number 1 of a container that runs with `--init`. It starts the command, passes
 * signals on to it, collects orphans, and ends as the command ends: 128 + n for a signal.
 */
export const dockerInit: GeneratorProgram = {
  name: 'docker-init',
  *main(sys: Sys, saved?: unknown): Op<number> {
    const state = (saved as Saved | undefined) ?? (yield* begin(sys));
    if (typeof state === 'number') return state;
    sys.checkpoint(state);
    for (;;) {
      for (let signal = sys.takeSignal(); signal; signal = sys.takeSignal()) forward(sys, state.child, signal);
      for (let ended = sys.tryWait(-1); ended; ended = sys.tryWait(-1)) {
        if (ended.pid !== state.child) continue;
        if (ended.status.kind === 'exited') return ended.status.status;
        if (ended.status.kind === 'signaled') return 128 + SIGNALS[ended.status.signal];
      }
      yield sys.childWait();
    }
  },
};

function* begin(sys: Sys): Op<Saved | number> {
  const argv = sys.argv[1] === '--' ? sys.argv.slice(2) : sys.argv.slice(1);
  const command = argv[0];
  if (command === undefined) {
    yield* sys.write(2, 'tini (tini version 0.19.0)\nUsage: tini [OPTIONS] PROGRAM -- [ARGS] | --version\n');
    return 1;
  }
  for (const signal of FORWARDED) sys.onSignal(signal, 'catch');
  try {
    return { child: sys.spawn({ path: sys.which(command), argv, pgid: 0 }) };
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* sys.write(2, `[FATAL tini (${sys.pid + 6})] exec ${command} failed: ${error.message}\n`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}

function forward(sys: Sys, child: Pid, signal: Signal): void {
  try {
    sys.kill(child, signal);
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error;
  }
}

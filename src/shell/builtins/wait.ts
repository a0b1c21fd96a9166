import { type Pid, SIGNALS, type Wait } from '../../os/index.ts';
import { complainAs, say } from '../messages.ts';
import { findJob, jobOf, jobState, reap, removeJob, signalText, statusOf } from '../run/jobs.ts';
import { isSignal } from '../run/signals.ts';
import { pop } from '../run/unwind.ts';
import type { Frame, Job, Shell } from '../state.ts';
import { setVariable } from '../variables.ts';
import type { Builtin } from './builtin.ts';
import { badNumber, readOptions } from './options.ts';

type WaitFrame = Extract<Frame, { type: 'wait' }>;

export const wait: Builtin = {
  run(shell, args) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    const options = readOptions(shell, 'wait', args, bash ? 'fn' : state.dialect === 'ash' ? 'n' : '', bash ? 'p' : '');
    if (typeof options === 'number') return options;
    reap(shell);
    const variable = options.values.p;
    if (options.operands.length === 0) {
      const running = state.jobs.filter((job) => job.background && !job.inherited && jobState(job) !== 'stopped');
      const pids = running.map((job) => job.processes.at(-1)!.pid);
      if (options.has('n')) {
        if (pids.length === 0) return 127;
        state.frames.push({ type: 'wait', pids, any: true, ...(variable !== undefined && { variable }) });
        return undefined;
      }
      state.frames.push({ type: 'wait', pids: [], any: false });
      return undefined;
    }
    const found: Pid[] = [];
    let status = 0;
    for (const word of options.operands) {
      const pid = target(shell, word);
      if (typeof pid === 'number') found.push(pid);
      else status = pid.status;
    }
    if (found.length === 0) return status;
    state.frames.push({
      type: 'wait',
      pids: found,
      any: options.has('n'),
      status,
      ...(variable !== undefined && { variable }),
    });
    return undefined;
  },
};

/** The process that a word names, or the status after a message. */
function target(shell: Shell, word: string): Pid | { readonly status: number } {
  const { state } = shell;
  if (word.startsWith('%')) {
    const job = findJob(shell, word);
    if (job && job !== 'ambiguous') return job.processes.at(-1)!.pid;
    if (state.dialect === 'bash') complainAs(shell, 'wait', `${word}: no such job`);
    else if (word === '%%' || word === '%+' || word === '%') complainAs(shell, 'wait', 'No current job');
    else complainAs(shell, 'wait', state.dialect === 'dash' ? `No such job: ${word}` : `${word}: no such job`);
    return { status: state.dialect === 'bash' ? 127 : 2 };
  }
  if (!/^\d+$/.test(word)) {
    if (state.dialect !== 'bash') return { status: badNumber(shell, 'wait', word) };
    complainAs(shell, 'wait', `\`${word}': not a pid or valid job spec`);
    return { status: 1 };
  }
  const pid = Number(word);
  if (state.children.has(pid) || jobOf(shell, pid)) return pid;
  if (state.dialect === 'bash') complainAs(shell, 'wait', `pid ${word} is not a child of this shell`);
  return { status: 127 };
}

/** Goes on when what it waits for has ended, or when a trapped signal comes. */
export function waitStep(shell: Shell, frame: WaitFrame): Wait | undefined {
  const { state, sys } = shell;
  reap(shell);
  const [condition] = state.pendingTraps;
  if (condition !== undefined && isSignal(condition) && !(state.dialect === 'dash' && frame.pids.length === 0)) {
    pop(shell);
    state.status = 128 + SIGNALS[condition];
    return undefined;
  }
  if (frame.pids.length === 0) {
    const running = state.jobs.some((job) => job.background && !job.inherited && jobState(job) === 'running');
    const others = [...state.children].some(
      ([pid, status]) => status === undefined && !jobOf(shell, pid) && pid === state.lastBackground,
    );
    if (running || others) return sys.childWait();
    pop(shell);
    for (const job of [...state.jobs]) if (job.background && jobState(job) === 'done') ended(shell, job, false);
    state.status = 0;
    return undefined;
  }
  const statuses = frame.pids.map((pid) => childStatus(shell, pid));
  const first = frame.any ? statuses.findIndex((status) => status !== undefined) : -1;
  if (frame.any ? first < 0 : statuses.includes(undefined)) return sys.childWait();
  pop(shell);
  const pid = frame.any ? frame.pids[first]! : frame.pids.at(-1)!;
  state.status = (frame.any ? statuses[first] : statuses.at(-1)) ?? 0;
  if (frame.variable !== undefined) setVariable(shell, frame.variable, String(pid));
  // ash leaves a job that -n has found in its list.
  if (frame.any && state.dialect === 'ash') return undefined;
  for (const each of frame.any ? [pid] : frame.pids) {
    const job = jobOf(shell, each);
    if (job && jobState(job) === 'done') ended(shell, job, true);
  }
  return undefined;
}

function childStatus(shell: Shell, pid: Pid): number | undefined {
  const process = jobOf(shell, pid)?.processes.find((each) => each.pid === pid);
  const status = process?.status ?? shell.state.children.get(pid);
  return status && statusOf(status);
}

/** A background job has been waited for. bash keeps its status for another `wait PID`. */
function ended(shell: Shell, job: Job, named: boolean): void {
  const { state } = shell;
  const last = job.processes.at(-1)!;
  if (last.status?.kind === 'signaled') tellSignal(shell, job, named);
  // bash forgets what a `wait` for all has found.
  const keeps = named || state.dialect !== 'bash';
  for (const process of job.processes) {
    if (process.status && keeps) state.children.set(process.pid, process.status);
    else state.children.delete(process.pid);
  }
  removeJob(shell, job);
}

function tellSignal(shell: Shell, job: Job, named: boolean): void {
  const { state } = shell;
  const last = job.processes.at(-1)!;
  if (last.status?.kind !== 'signaled') return;
  const { signal } = last.status;
  if (signal === 'INT' || signal === 'PIPE') return;
  if (state.interactive) return;
  if (state.dialect !== 'bash') {
    if (named) say(shell, signalText(signal));
    return;
  }
  if (signal === 'TERM') return;
  const width = state.version === '5.3' ? 27 : 24;
  complainJob(shell, `${String(last.pid).padStart(5)} ${signalText(signal).padEnd(width)}${job.text}`);
}

function complainJob(shell: Shell, text: string): void {
  say(shell, `${shell.state.name}: line ${shell.state.line}: ${text}`);
}

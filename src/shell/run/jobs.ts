import { isErrno } from '../../fs/index.ts';
import { type Pid, SIGNALS, type Signal, type Wait, type WaitStatus } from '../../os/index.ts';
import { complain, prefix, say } from '../messages.ts';
import { type Frame, flag, type Job, type Shell } from '../state.ts';
import { pop } from './unwind.ts';

/** `$?` of an ended or stopped child. */
export function statusOf(status: WaitStatus): number {
  switch (status.kind) {
    case 'exited':
      return status.status;
    case 'signaled':
    case 'stopped':
      return 128 + SIGNALS[status.signal];
    default:
      return 0;
  }
}

/** Learns of every child that has ended or stopped since. */
export function reap(shell: Shell): void {
  const { state, sys } = shell;
  for (;;) {
    let found: { pid: Pid; status: WaitStatus } | undefined;
    try {
      found = sys.tryWait(-1, { stopped: flag(shell, 'm') });
    } catch (error) {
      if (isErrno(error, 'ECHILD')) return;
      throw error;
    }
    if (!found) return;
    const { pid, status } = found;
    const job = jobOf(shell, pid);
    const process = job?.processes.find((each) => each.pid === pid);
    if (job && process) {
      process.status = status.kind === 'continued' ? undefined : status;
      if (status.kind === 'stopped') job.order = ++state.orders;
    }
    if (status.kind === 'exited' || status.kind === 'signaled') state.children.set(pid, status);
  }
}

export function jobOf(shell: Shell, pid: Pid): Job | undefined {
  return shell.state.jobs.find((job) => job.processes.some((process) => process.pid === pid));
}

export type JobState = 'running' | 'stopped' | 'done';

export function jobState(job: Job): JobState {
  if (job.processes.some((process) => process.status?.kind === 'stopped')) return 'stopped';
  return job.processes.every((process) => process.status !== undefined) ? 'done' : 'running';
}

/** The status of a job that has ended or stopped: its last process's, or under pipefail the last that failed. */
export function jobStatus(shell: Shell, job: Job): number {
  const all = job.processes.map((process) => (process.status ? statusOf(process.status) : 0));
  const last = all.at(-1) ?? 0;
  if (!shell.state.options.has('pipefail')) return last;
  return all.findLast((status) => status !== 0) ?? 0;
}

/** Enters a job in the table. */
export function addJob(shell: Shell, pids: readonly Pid[], text: string, background: boolean): Job {
  const { state } = shell;
  const own = state.jobs.filter((job) => !job.inherited);
  state.jobs.splice(0, state.jobs.length, ...own);
  const id = Math.max(0, ...own.map((job) => job.id)) + 1;
  const job: Job = {
    id,
    pgid: flag(shell, 'm') ? pids[0]! : 0,
    processes: pids.map((pid) => ({ pid })),
    text,
    background,
    told: 'running',
    order: ++state.orders,
  };
  state.jobs.push(job);
  return job;
}

export function removeJob(shell: Shell, job: Job): void {
  const { state } = shell;
  const at = state.jobs.indexOf(job);
  if (at >= 0) state.jobs.splice(at, 1);
}

/** The jobs that `%+` and `%-` are: stopped ones before running ones, the newest first. */
export function currentJobs(shell: Shell): readonly Job[] {
  const rank = (job: Job) => (jobState(job) === 'stopped' ? 1 : 0);
  return shell.state.jobs
    .filter((job) => job.background || jobState(job) === 'stopped')
    .toSorted((a, b) => rank(b) - rank(a) || b.order - a.order);
}

export function jobMark(shell: Shell, job: Job): string {
  const current = currentJobs(shell);
  if (current[0] === job) return '+';
  return current[1] === job ? '-' : ' ';
}

/** What `%…` names; undefined: no such job; a text: ambiguous. */
export function findJob(shell: Shell, spec: string): Job | undefined | 'ambiguous' {
  const { state } = shell;
  const name = spec.replace(/^%/, '');
  if (name === '' || name === '%' || name === '+') return currentJobs(shell)[0];
  if (name === '-') return currentJobs(shell)[1] ?? currentJobs(shell)[0];
  if (/^\d+$/.test(name))
    return state.jobs.find((job) => job.id === Number(name) && (job.background || jobState(job) === 'stopped'));
  const found = state.jobs.filter((job) =>
    name[0] === '?' ? job.text.includes(name.slice(1)) : job.text.startsWith(name),
  );
  return found.length > 1 ? 'ambiguous' : found[0];
}

const SIGNAL_TEXTS: Readonly<Partial<Record<Signal, string>>> = {
  HUP: 'Hangup',
  INT: 'Interrupt',
  QUIT: 'Quit',
  ILL: 'Illegal instruction',
  TRAP: 'Trace/breakpoint trap',
  ABRT: 'Aborted',
  BUS: 'Bus error',
  FPE: 'Floating point exception',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  SEGV: 'Segmentation fault',
  USR2: 'User defined signal 2',
  PIPE: 'Broken pipe',
  ALRM: 'Alarm clock',
  TERM: 'Terminated',
  STKFLT: 'Stack fault',
  STOP: 'Stopped (signal)',
  TSTP: 'Stopped',
  TTIN: 'Stopped (tty input)',
  TTOU: 'Stopped (tty output)',
  XCPU: 'CPU time limit exceeded',
  XFSZ: 'File size limit exceeded',
  VTALRM: 'Virtual timer expired',
  PROF: 'Profiling timer expired',
  IO: 'I/O possible',
  PWR: 'Power failure',
  SYS: 'Bad system call',
};

/** strsignal(3). */
export function signalText(signal: Signal): string {
  return SIGNAL_TEXTS[signal] ?? signal;
}

/** `Running`, `Done`, `Exit 3`, `Terminated`, `Stopped` … of a job. */
export function stateText(shell: Shell, job: Job): string {
  const last = job.processes.at(-1)!.status;
  const stopped = job.processes.find((process) => process.status?.kind === 'stopped')?.status;
  const bash = shell.state.dialect === 'bash';
  if (stopped?.kind === 'stopped') return signalText(stopped.signal);
  if (jobState(job) === 'running' || !last) return 'Running';
  if (last.kind === 'signaled') return signalText(last.signal);
  if (last.kind !== 'exited' || last.status === 0) return 'Done';
  return bash ? `Exit ${last.status}` : `Done(${last.status})`;
}

/** A job's line in `jobs` and in notices. */
export function jobLine(shell: Shell, job: Job, long = false): string {
  const { state } = shell;
  const mark = jobMark(shell, job);
  const what = stateText(shell, job);
  const pid = long ? `${job.processes[0]!.pid} ` : '';
  if (state.dialect === 'bash') {
    const width = state.version === '5.3' ? 27 : 24;
    const text = jobState(job) === 'running' ? `${job.text} &` : job.text;
    return `[${job.id}]${mark}  ${pid}${what.padEnd(width)}${text}`;
  }
  const head = state.dialect === 'dash' ? `[${job.id}] ${mark} ` : `[${job.id}]${mark}  `;
  // Without job control they don't keep the command.
  return `${`${head}${pid}${what}`.padEnd(33)}${flag(shell, 'm') ? job.text : ''}`;
}

/** Tells of the jobs that have changed since, and forgets those that ended. */
export function notify(shell: Shell): void {
  const { state } = shell;
  reap(shell);
  const interactive = flag(shell, 'm') || state.interactive;
  for (const job of [...state.jobs]) {
    const now = jobState(job);
    if (now === job.told || (now === 'running' && job.told !== 'stopped')) continue;
    if (job.background && interactive && !job.disowned) say(shell, jobLine(shell, job));
    job.told = now;
    if (now === 'done') forgetJob(shell, job, interactive);
  }
}

/** A job that ended and was told of: `wait PID` still knows its status. */
function forgetJob(shell: Shell, job: Job, interactive: boolean): void {
  if (interactive) removeJob(shell, job);
}

/** Waits for a foreground job; undefined: it has ended or stopped, and the frame is gone. */
export function waitJob(shell: Shell, frame: Extract<Frame, { type: 'wait-job' }>): Wait | undefined {
  const { state } = shell;
  reap(shell);
  const job = state.jobs.find((each) => each.id === frame.job);
  if (!job) {
    pop(shell);
    return undefined;
  }
  const now = jobState(job);
  if (now === 'running') return shell.sys.childWait();
  pop(shell);
  takeTerminal(shell);
  state.pipeStatus = job.processes.map((process) => (process.status ? statusOf(process.status) : 0));
  state.status = jobStatus(shell, job);
  if (now === 'stopped') {
    job.background = true;
    job.told = 'stopped';
    say(shell, `\n${jobLine(shell, job)}`);
    dropLoops(shell);
    return undefined;
  }
  for (const { pid } of job.processes) state.children.delete(pid);
  reportSignal(shell, job);
  removeJob(shell, job);
  return undefined;
}

/** A stopped job ends the loop or list that it was started in, back to the prompt. */
function dropLoops(shell: Shell): void {
  if (shell.state.dialect !== 'bash') return;
}

/** The shell's own group is the terminal's again. */
export function takeTerminal(shell: Shell): void {
  const { state, sys } = shell;
  if (state.terminal !== undefined && flag(shell, 'm')) sys.foreground(state.terminal, sys.pgid);
}

/** What a shell prints of a foreground job that a signal ended. */
function reportSignal(shell: Shell, job: Job): void {
  const { state } = shell;
  const last = job.processes.at(-1)!;
  if (last.status?.kind !== 'signaled') return;
  const { signal } = last.status;
  if (signal === 'INT') {
    if (state.interactive) {
      if (state.terminal !== undefined) say(shell, '');
      // The user meant the loop, too.
      state.interruptedJob = true;
    }
    return;
  }
  if (signal === 'PIPE') return;
  const what = signalText(signal);
  if (state.dialect !== 'bash') {
    say(shell, what);
    return;
  }
  const width = state.version === '5.3' ? 27 : 24;
  const line = `${what.padEnd(width)}${job.text}`;
  if (state.interactive) say(shell, line);
  else if (signal === 'TERM') say(shell, state.version === '5.3' ? line : what);
  else say(shell, `${prefix(shell)}${String(last.pid).padStart(5)} ${line}`);
}

/** No such job, in the shell's words. */
export function noSuchJob(shell: Shell, builtin: string, spec: string): void {
  const { state } = shell;
  const text = state.dialect === 'dash' ? `No such job: ${spec}` : `${spec}: no such job`;
  complain(shell, builtin ? `${builtin}: ${text}` : text);
}

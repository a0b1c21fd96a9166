import { isErrno } from '../../fs/index.ts';
import { complainAs } from '../messages.ts';
import {
  currentJobs,
  findJob,
  type JobState,
  jobLine,
  jobOf,
  jobState,
  reap,
  removeJob,
  statusOf,
} from '../run/jobs.ts';
import { flag, type Job, type Shell } from '../state.ts';
import { type Builtin, print } from './builtin.ts';
import { badOption, readOptions } from './options.ts';

/** The job that a word names, or the message about it. */
function jobFor(shell: Shell, builtin: string, spec: string | undefined): Job | undefined {
  const { dialect } = shell.state;
  const found = spec === undefined ? currentJobs(shell)[0] : findJob(shell, spec);
  if (found && found !== 'ambiguous') return found;
  if (dialect === 'bash') {
    complainAs(shell, builtin, found ? `${spec}: ambiguous job spec` : `${spec ?? 'current'}: no such job`);
  } else if (spec === undefined || spec === '%' || spec === '%%' || spec === '%+')
    complainAs(shell, builtin, 'No current job');
  else complainAs(shell, builtin, dialect === 'dash' ? `No such job: ${spec}` : `${spec}: no such job`);
  return undefined;
}

export const jobs: Builtin = {
  run(shell, args, frame) {
    const { state } = shell;
    const bash = state.dialect === 'bash';
    if (bash && args[0] === '-x') {
      complainAs(shell, 'jobs', '-x: not available in this shell');
      return 1;
    }
    const options = readOptions(shell, 'jobs', args, bash ? 'lnprs' : 'lp');
    if (typeof options === 'number') return options;
    reap(shell);
    const wanted: (JobState | undefined)[] = [
      options.has('r') ? 'running' : undefined,
      options.has('s') ? 'stopped' : undefined,
    ];
    const named = options.operands.length > 0;
    let status = 0;
    const list: Job[] = [];
    if (named) {
      for (const spec of options.operands) {
        const job = jobFor(shell, 'jobs', spec);
        if (job) list.push(job);
        else status = state.dialect === 'bash' ? 1 : 2;
      }
    } else list.push(...state.jobs.filter((job) => job.background));
    const filters = wanted.filter((each) => each !== undefined);
    const shown = list.filter((job) => (filters.length === 0 || filters.includes(jobState(job))) && !job.disowned);
    if (options.has('n')) shown.splice(0, shown.length, ...shown.filter((job) => jobState(job) !== job.told));
    const ordered = state.dialect === 'bash' ? shown : [...shown].sort((a, b) => b.id - a.id);
    const line = (job: Job) =>
      options.has('p') ? `${job.processes[0]!.pid}\n` : `${jobLine(shell, job, options.has('l'))}\n`;
    const forget = (job: Job) => {
      job.told = jobState(job);
      if (job.told === 'done' && !options.has('p')) removeJob(shell, job);
    };
    // bash shows all and then forgets those that are done, the others each at once.
    const name = frame.builtin ?? 'jobs';
    if (bash) print(shell, name, ordered.map(line).join(''));
    for (const job of ordered) {
      if (!bash) print(shell, name, line(job));
      forget(job);
    }
    return status;
  },
};

function continueJob(shell: Shell, job: Job): void {
  for (const process of job.processes) if (process.status?.kind === 'stopped') delete process.status;
  job.told = 'running';
  try {
    shell.sys.kill(job.pgid > 0 ? -job.pgid : job.processes[0]!.pid, 'CONT');
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

export const fg: Builtin = {
  run(shell, args) {
    const { state, sys } = shell;
    if (state.dialect === 'bash' && !flag(shell, 'm')) {
      complainAs(shell, 'fg', 'no job control');
      return 1;
    }
    const job = jobFor(shell, 'fg', args[0]);
    if (!job) return state.dialect === 'bash' ? 1 : 2;
    if (!flag(shell, 'm')) {
      complainAs(shell, 'fg', `job ${job.id} not created under job control`);
      return 2;
    }
    print(shell, 'fg', `${job.text}\n`);
    job.background = false;
    if (state.terminal !== undefined) sys.foreground(state.terminal, job.pgid);
    continueJob(shell, job);
    job.order = ++state.orders;
    state.frames.push({ type: 'wait-job', job: job.id });
    return undefined;
  },
};

export const bg: Builtin = {
  run(shell, args) {
    const { state } = shell;
    if (state.dialect === 'bash' && !flag(shell, 'm')) {
      complainAs(shell, 'bg', 'no job control');
      return 1;
    }
    let status = 0;
    for (const spec of args.length > 0 ? args : [undefined]) {
      const job = jobFor(shell, 'bg', spec);
      if (!job) {
        status = state.dialect === 'bash' ? 1 : 2;
        continue;
      }
      if (state.dialect === 'bash' && jobState(job) === 'running') {
        complainAs(shell, 'bg', `job ${job.id} already in background`);
        continue;
      }
      continueJob(shell, job);
      job.background = true;
      job.order = ++state.orders;
      const mark = currentJobs(shell)[0] === job ? '+' : currentJobs(shell)[1] === job ? '-' : ' ';
      print(shell, 'bg', state.dialect === 'bash' ? `[${job.id}]${mark} ${job.text} &\n` : `[${job.id}] ${job.text}\n`);
    }
    return status;
  },
};

export const disown: Builtin = {
  run(shell, args) {
    const options = readOptions(shell, 'disown', args, 'har');
    if (typeof options === 'number') return options;
    const { state } = shell;
    const all = options.has('a') || options.has('r');
    const chosen = all
      ? state.jobs.filter((job) => job.background && (!options.has('r') || jobState(job) === 'running'))
      : (options.operands.length > 0 ? options.operands : [undefined]).map((spec) => {
          if (spec !== undefined && /^\d+$/.test(spec))
            return jobOf(shell, Number(spec)) ?? jobFor(shell, 'disown', spec);
          return jobFor(shell, 'disown', spec);
        });
    let status = 0;
    for (const job of chosen) {
      if (!job) status = 1;
      else if (!options.has('h')) removeJob(shell, job);
      else job.disowned = true;
    }
    return status;
  },
};

export const suspend: Builtin = {
  run(shell, args) {
    if (args[0]?.startsWith('-') && args[0] !== '-f') return badOption(shell, 'suspend', args[0][1]!);
    complainAs(shell, 'suspend', 'cannot suspend: no job control');
    return 1;
  },
};

/** The status that `wait` gives for a job that has ended. */
export function endedStatus(job: Job): number {
  const last = job.processes.at(-1)!.status;
  return last ? statusOf(last) : 0;
}

import type { Fd, Pid } from '../../os/index.ts';
import { say } from '../messages.ts';
import { commandText } from '../print/command.ts';
import { type Descriptors, type Frame, flag, type Shell } from '../state.ts';
import type { Command, Pipeline, Statement } from '../syntax/nodes.ts';
import { type ForkOptions, forkShell } from './fork.ts';
import { jobControl } from './job-control.ts';
import { addJob } from './jobs.ts';

/** A pipeline of several commands runs in as many processes at once; of one it is that command. */
export function startPipeline(shell: Shell, pipeline: Pipeline): void {
  const { state, sys } = shell;
  if (pipeline.time) state.frames.push({ type: 'time', started: sys.uptime(), posix: pipeline.time === 'posix' });
  if (pipeline.negated) state.frames.push({ type: 'invert' });
  if (pipeline.commands.length === 0) {
    state.status = 0;
    return;
  }
  if (pipeline.commands.length === 1) {
    shell.recursion.begin(shell, pipeline.commands[0]!);
    return;
  }
  const pids = startProcesses(shell, pipeline.commands, state.fds, (leader) => jobControl(shell, leader));
  const job = addJob(shell, pids, commandText({ ...pipeline, negated: false }), false);
  state.frames.push({ type: 'settle' });
  state.frames.push({ type: 'wait-job', job: job.id });
}

/** Starts the processes of a pipeline, each with its input from the one before; the first one's from `base`. */
function startProcesses(
  shell: Shell,
  commands: readonly Command[],
  base: Descriptors,
  options: (leader: Pid | undefined) => ForkOptions,
): Pid[] {
  const { sys } = shell;
  const pids: Pid[] = [];
  let input: Fd | undefined;
  for (const [i, command] of commands.entries()) {
    const last = i === commands.length - 1;
    const [read, write] = last ? [undefined, undefined] : sys.pipe();
    const fds: Record<number, Fd> = { ...base };
    if (input !== undefined) fds[0] = input;
    if (write !== undefined) fds[1] = write;
    try {
      pids.push(forkShell(shell, [startFrame(command)], { fds, ...options(pids[0]) }));
    } catch (error) {
      if (read !== undefined) sys.close(read);
      throw error;
    } finally {
      if (input !== undefined) sys.close(input);
      if (write !== undefined) sys.close(write);
    }
    input = read;
  }
  return pids;
}

/** A frame that begins a command when it is its turn. */
function startFrame(command: Command): Frame {
  return { type: 'list', list: [{ command, background: false, line: lineOf(command) }], index: 0 };
}

function lineOf(command: Command): number {
  return 'line' in command ? command.line : 0;
}

/** `command &` */
export function startBackground(shell: Shell, statement: Statement): void {
  const { state, sys } = shell;
  const { command } = statement;
  const controls = flag(shell, 'm');
  const pipeline = command.type === 'pipeline' && command.commands.length > 1 && !command.negated && !command.time;
  let fds = state.fds;
  let nothing: Fd | undefined;
  if (!controls) {
    // Without job control it must not take the shell's input away.
    nothing = sys.open('/dev/null', { read: true });
    fds = { ...fds, 0: nothing };
  }
  let pids: Pid[];
  try {
    const commands = pipeline ? command.commands : [command];
    pids = startProcesses(shell, commands, fds, (leader) => ({
      background: true,
      ...(controls && { pgid: leader ?? 0 }),
    }));
  } finally {
    if (nothing !== undefined) sys.close(nothing);
  }
  const job = addJob(shell, pids, commandText(command), true);
  state.lastBackground = pids.at(-1)!;
  for (const pid of pids) state.children.set(pid, undefined);
  if (state.interactive && state.subshell === 0) say(shell, `[${job.id}] ${pids.at(-1)}`);
  state.status = 0;
}

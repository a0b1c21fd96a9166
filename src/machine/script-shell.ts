import type { MountNamespace } from '../fs/index.ts';
import type { FileId, Pid, StartProcess } from '../os/index.ts';
import { atPrompt, CONTROL_FD, lastStatus } from '../shell/index.ts';
import type { Machine } from './machine.ts';
import type { ScriptStep } from './script.ts';

/** Steps after which a line is given up: a loop without an end. */
const MAX_STEPS = 50_000_000;
/** Timers after which a line that prints nothing meanwhile is given up: it waits beside a health check, for one. */
const MAX_TIMERS = 1_000;
const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** One persistent bash that takes its command lines on a control descriptor: interactive, but on no terminal. */
export class ScriptShell {
  readonly #pid: Pid;
  readonly #control: FileId;
  readonly #stdout: FileId;
  readonly #stderr: FileId;

  constructor(
    private readonly machine: Machine,
    host: MountNamespace,
    login: Omit<StartProcess, 'fds'>,
  ) {
    const { kernel } = machine;
    const stdin = kernel.openFile(host, '/dev/null', { read: true });
    const [control, controlEnd] = kernel.pipe();
    const [stdout, stdoutEnd] = kernel.pipe();
    const [stderr, stderrEnd] = kernel.pipe();
    this.#pid = kernel.start({
      ...login,
      argv: [...login.argv, '--control-fd', String(CONTROL_FD)],
      fds: { 0: stdin, 1: stdoutEnd, 2: stderrEnd, [CONTROL_FD]: control },
    });
    for (const file of [stdin, control, stdoutEnd, stderrEnd]) kernel.close(file);
    this.#control = controlEnd;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#finish();
  }

  /** Runs one line to its end. After `exit` nothing runs any more: no output, the shell's status. */
  run(line: string): Omit<ScriptStep, 'cmd'> {
    const { kernel } = this.machine;
    if (kernel.alive(this.#pid)) {
      let left = encoder.encode(`${line}\n`);
      while (left.length > 0) {
        left = left.subarray(kernel.write(this.#control, left));
        if (left.length > 0) this.machine.cycle();
      }
    }
    return this.#finish();
  }

  /** Logs out. */
  end(): void {
    this.run('exit');
    const { kernel } = this.machine;
    if (!kernel.alive(this.#pid)) kernel.reap(this.#pid);
    for (const file of [this.#control, this.#stdout, this.#stderr]) kernel.close(file);
  }

  /** Works until the shell waits for its next line, taking what is printed meanwhile. */
  #finish(): Omit<ScriptStep, 'cmd'> {
    const { machine } = this;
    const { kernel } = machine;
    const stdout: Uint8Array[] = [];
    const stderr: Uint8Array[] = [];
    let timers = 0;
    for (let steps = 0; steps < MAX_STEPS && kernel.alive(this.#pid); steps += 256) {
      const idle = machine.cycle() === 'idle';
      const drained = drain(kernel, this.#stdout, stdout) + drain(kernel, this.#stderr, stderr);
      if (drained > 0) timers = 0;
      if (drained > 0 || !idle) continue;
      if (atPrompt(kernel.programState(this.#pid))) break;
      const timer = machine.nextTimer();
      if (timer === undefined || ++timers > MAX_TIMERS) break;
      kernel.advance(timer);
    }
    drain(kernel, this.#stdout, stdout);
    drain(kernel, this.#stderr, stderr);
    return { stdout: text(stdout), stderr: text(stderr), exit: this.#status() };
  }

  #status(): number {
    const { kernel } = this.machine;
    const ended = kernel.status(this.#pid);
    if (ended?.kind === 'exited') return ended.status;
    return ended ? 129 : lastStatus(kernel.programState(this.#pid));
  }
}

/** Takes all that is in a pipe; how many bytes that were. */
function drain(kernel: Machine['kernel'], pipe: FileId, into: Uint8Array[]): number {
  let sum = 0;
  for (let data = kernel.read(pipe) ?? NOTHING; data.length > 0; data = kernel.read(pipe) ?? NOTHING) {
    into.push(data);
    sum += data.length;
  }
  return sum;
}

function text(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}

import type { EngineEvent } from '../engine/index.ts';
import type { FileId, Kernel, Pid, WindowSize } from '../os/index.ts';
import { atPrompt } from '../shell/index.ts';
import {
  assemble,
  type Computer,
  type ComputerCheckpoint,
  checkpointComputer,
  engineOf,
  forkComputer,
  type MorePrograms,
  restoreComputer,
  writeFile,
} from './computer.ts';
import { saveFile } from './files.ts';
import { accountOf, HOSTNAME } from './host.ts';
import { fetchFrom } from './http.ts';
import { type Input, type Log, type LogEntry, logEntries } from './log.ts';
import { ScriptShell } from './script-shell.ts';
import type { FileSaved, HttpResponse, MachineOptions } from './wire.ts';
import type { Surveyed } from './world.ts';

/** Between two looks at the terminals' output the kernel runs so many steps, counted from boot: input never shifts them. */
const CYCLE = 256;

interface Terminal {
  readonly number: number;
  readonly master: FileId;
  readonly slave: FileId;
  readonly shell: Pid;
  readonly open: boolean;
  /** Typed, but not yet taken by the terminal's queue. */
  readonly typed: Uint8Array;
}

/** A machine's state at one moment, in memory. */
export interface Checkpoint {
  readonly computer: ComputerCheckpoint;
  readonly terminals: readonly Terminal[];
  readonly steps: number;
  readonly log: Log;
}

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);
/** Ctrl-C and Ctrl-\ */
const INTERRUPTS: readonly number[] = [0x03, 0x1c];

/**
 * One host computer with its Docker Engine: everything of it follows from its options and the log of its inputs.
 * It has no time of its own: who holds it says when time passes ({@link advance}) and lets it work ({@link cycle}).
 */
export class Machine {
  #terminals: readonly Terminal[] = [];
  #output: { terminal: number; data: Uint8Array }[] = [];
  #exits: { terminal: number; status: number }[] = [];
  #steps = 0;
  #log: Log;

  private constructor(
    readonly options: MachineOptions,
    private readonly computer: Computer,
    /** The state after boot: saved sessions hold what differs from it. */
    readonly base: ComputerCheckpoint,
  ) {}

  /**
   * A machine that has just booted: the engine runs, nobody has logged in. Without `more` there is nothing but a prompt
   * to type at: {@link complete} makes it a whole one.
   */
  static boot(options: MachineOptions, more?: MorePrograms): Machine {
    const computer = assemble(options, more);
    return new Machine(options, computer, checkpointComputer(computer));
  }

  /** Runs the command lines that the options ask for, as the user who will log in. All programs must be there. */
  setUp(): void {
    const { setup = [] } = this.options;
    if (setup.length === 0) return;
    const shell = this.scriptShell();
    for (const line of setup) shell.run(line);
    shell.end();
  }

  /** The whole machine in place of this one: booted alike, with the same terminals at the same moments. Nothing is typed yet. */
  complete(more: MorePrograms): Machine {
    const whole = Machine.boot(this.options, more);
    for (const { at, input } of this.log) {
      if (input.type === 'terminal.input') continue;
      whole.advance(at);
      whole.#input(input);
    }
    whole.advance(this.uptime());
    return whole;
  }

  /** Runs a log over a fresh machine: the same session again, up to after its last input. */
  static replay(options: MachineOptions, log: readonly LogEntry[], more: MorePrograms): Machine {
    const machine = Machine.boot(options, more);
    machine.setUp();
    for (const entry of log) {
      machine.#runTo(entry);
      machine.#take(entry.input);
    }
    return machine;
  }

  get kernel(): Kernel {
    return this.computer.kernel;
  }

  /** Who is told of each event of the engine at once, in the middle of what the daemon does: for looking only. */
  set onEngineEvent(listener: ((event: EngineEvent) => void) | undefined) {
    this.computer.onEvent = listener;
  }

  /** All inputs since boot. */
  get log(): readonly LogEntry[] {
    return logEntries(this.#log);
  }

  /** Virtual milliseconds since boot. */
  uptime(): number {
    return this.kernel.uptime();
  }

  /** The next moment that a process waits for; undefined: none. */
  nextTimer(): number | undefined {
    return this.kernel.nextTimer();
  }

  /** Works until a virtual moment has come, leaping over the time when every process waits. */
  advance(moment: number): void {
    const to = wholeTicks(moment);
    while (this.uptime() < to) if (this.cycle() === 'idle') this.#leap(to);
    this.cycle();
  }

  /**
   * What {@link advance} does, but only while the machine has little to do: a busy one is left to its driver, as its
   * steps take their own time.
   */
  passIdle(moment: number): void {
    const to = wholeTicks(moment);
    while (this.cycle() === 'idle' && this.uptime() < to) this.#leap(to);
  }

  #leap(to: number): void {
    this.kernel.advance(Math.min(to, this.nextTimer() ?? to));
  }

  /** Lets the machine work for a little. */
  cycle(): 'idle' | 'busy' {
    return this.#run(CYCLE - (this.#steps % CYCLE));
  }

  /** Works until every process waits for input, leaping over time when all wait for it. */
  settle(maxSteps = Number.POSITIVE_INFINITY): void {
    const end = this.#steps + maxSteps;
    while (this.#steps < end) {
      if (this.cycle() === 'busy') continue;
      const timer = this.nextTimer();
      if (timer === undefined) return;
      this.kernel.advance(timer);
    }
  }

  /** What the terminals showed since the last call. */
  takeOutput(): readonly { readonly terminal: number; readonly data: Uint8Array }[] {
    return this.#output.splice(0);
  }

  /** The terminals whose shell has ended since the last call. */
  takeExits(): readonly { readonly terminal: number; readonly status: number }[] {
    return this.#exits.splice(0);
  }

  /** Which terminals' shells wait at a prompt. */
  prompts(): readonly (readonly [terminal: number, at: boolean])[] {
    return this.#terminals.filter(({ open }) => open).map(({ number, shell }) => [number, this.#atPrompt(shell)]);
  }

  /** The states of the open terminals' shells, to look at. */
  shells(): readonly (readonly [terminal: number, state: unknown])[] {
    return this.#terminals
      .filter(({ open }) => open)
      .map(({ number, shell }) => [number, this.kernel.programState(shell)]);
  }

  /** A new terminal with a login shell; its number. */
  openTerminal({ columns, rows }: WindowSize): number {
    return this.#input({ type: 'terminal.open', columns, rows }) as number;
  }

  type(terminal: number, data: string): void {
    this.#input({ type: 'terminal.input', terminal, data });
  }

  resize(terminal: number, { columns, rows }: WindowSize): void {
    this.#input({ type: 'terminal.resize', terminal, columns, rows });
  }

  closeTerminal(terminal: number): void {
    this.#input({ type: 'terminal.close', terminal });
  }

  /** Makes or replaces a file of the host, as the learner. */
  writeFile(path: string, data: Uint8Array): void {
    this.#input({ type: 'file.write', path, data });
  }

  /** Saves a file as an editor does. @throws {Error} with the system's word. */
  saveFile(save: Omit<Extract<Input, { type: 'file.save' }>, 'type'>): FileSaved {
    return this.#input({ type: 'file.save', ...save }) as FileSaved;
  }

  /** An HTTP request to a port of the host; undefined if nobody answers there. */
  http(port: number, path: string): HttpResponse | undefined {
    return this.#input({ type: 'http', port, path }) as HttpResponse | undefined;
  }

  /** A bash that takes command lines from a script, one by one. */
  scriptShell(): ScriptShell {
    return new ScriptShell(this, this.computer.host, this.#login('bash', false));
  }

  checkpoint(): Checkpoint {
    return {
      computer: checkpointComputer(this.computer),
      terminals: this.#terminals,
      steps: this.#steps,
      log: this.#log,
    };
  }

  /** Goes back to a checkpoint of this machine or of one that it was forked from. */
  restore({ computer, terminals, steps, log }: Checkpoint): void {
    restoreComputer(this.computer, computer);
    this.#terminals = terminals;
    this.#steps = steps;
    this.#log = log;
    this.#output = [];
    this.#exits = [];
  }

  /** Goes back to the moment after boot, set up as the options ask: nobody has logged in. */
  reset(): void {
    this.restore({ computer: this.base, terminals: [], steps: 0, log: undefined });
    this.setUp();
  }

  /** A second machine in the same state that from here on goes its own way. */
  fork(): Machine {
    return this.#forkWith(this.options);
  }

  #forkWith(options: MachineOptions): Machine {
    const fork = new Machine(options, forkComputer({ ...this.computer, options }), this.base);
    fork.#terminals = this.#terminals;
    fork.#steps = this.#steps;
    fork.#log = this.#log;
    return fork;
  }

  /** A second machine, in the state of a checkpoint of this one; `change`: what is otherwise there from then on. */
  at(checkpoint: Checkpoint, change: Pick<MachineOptions, 'withoutStores'> = {}): Machine {
    const fork = this.#forkWith({ ...this.options, ...change });
    fork.restore(checkpoint);
    return fork;
  }

  /** What the World and the checks look at. */
  surveyed(): Surveyed {
    return surveyed(this.computer);
  }

  #input(input: Input): unknown {
    this.#log = { entry: { at: this.uptime(), step: this.#steps, input }, before: this.#log };
    return this.#take(input);
  }

  #take(input: Input): unknown {
    switch (input.type) {
      case 'terminal.open':
        return this.#open(input);
      case 'terminal.input':
        return this.#typeInto(input.terminal, encoder.encode(input.data));
      case 'terminal.resize': {
        const terminal = this.#terminal(input.terminal);
        return terminal && this.kernel.resize(terminal.master, input);
      }
      case 'terminal.close':
        return this.#close(input.terminal);
      case 'file.write':
        return writeFile(this.computer.host, input.path, input.data, this.#user());
      case 'file.save': {
        const { place, path, data, how } = input;
        return saveFile(this.surveyed(), place, path, data, how, this.#login('bash', false).credentials);
      }
      case 'http':
        return fetchFrom(this, input.port, input.path);
      default:
        return input satisfies never;
    }
  }

  #runTo({ step, at }: LogEntry): void {
    while (this.#steps < step) {
      const left = Math.min(CYCLE - (this.#steps % CYCLE), step - this.#steps);
      if (this.#run(left) === 'busy') continue;
      const timer = this.nextTimer();
      if (timer === undefined || timer > at) throw new Error('the log does not belong to this machine');
      this.kernel.advance(timer);
    }
    if (at > this.uptime()) this.kernel.advance(at);
  }

  #run(steps: number): 'idle' | 'busy' {
    const result = this.kernel.run(steps);
    const before = this.#steps;
    this.#steps += result.steps;
    // The last step may have counted for several.
    const boundary = result.state === 'idle' || Math.floor(this.#steps / CYCLE) > Math.floor(before / CYCLE);
    if (boundary && this.#pump()) return 'busy';
    return result.state;
  }

  /** Moves bytes between the terminals and outside; true if that gave a process something to do. */
  #pump(): boolean {
    let moved = false;
    this.#terminals = this.#terminals.map((terminal) => {
      if (!terminal.open) return terminal;
      for (let data = this.kernel.read(terminal.master); data?.length; data = this.kernel.read(terminal.master)) {
        this.#output.push({ terminal: terminal.number, data });
        moved = true;
      }
      const status = this.kernel.status(terminal.shell);
      if (status) {
        this.kernel.reap(terminal.shell);
        this.#exits.push({ terminal: terminal.number, status: status.kind === 'exited' ? status.status : 129 });
        this.kernel.close(terminal.master);
        return { ...terminal, open: false };
      }
      if (terminal.typed.length === 0) return terminal;
      const taken = this.kernel.write(terminal.master, terminal.typed);
      moved ||= taken > 0;
      return { ...terminal, typed: terminal.typed.subarray(taken) };
    });
    return moved;
  }

  #open(size: WindowSize): number {
    const number = this.#terminals.length + 1;
    const { master, slave } = this.kernel.pty(size);
    const shell = this.kernel.start({
      ...this.#login('bash', true),
      fds: { 0: slave, 1: slave, 2: slave },
      tty: slave,
    });
    this.kernel.close(slave);
    this.#terminals = [...this.#terminals, { number, master, slave, shell, open: true, typed: NOTHING }];
    return number;
  }

  #close(number: number): void {
    const terminal = this.#terminal(number);
    if (!terminal) return;
    this.kernel.close(terminal.master);
    this.#terminals = this.#terminals.map((other) => (other === terminal ? { ...other, open: false } : other));
  }

  #typeInto(number: number, data: Uint8Array): void {
    const terminal = this.#terminal(number);
    if (!terminal) return;
    // An interrupt throws away what was typed ahead, as the terminal's own queue does: also what still waits outside it.
    const ahead = data.length === 1 && INTERRUPTS.includes(data[0]!) ? NOTHING : terminal.typed;
    const typed = new Uint8Array(ahead.length + data.length);
    typed.set(ahead);
    typed.set(data, ahead.length);
    this.#terminals = this.#terminals.map((other) => (other === terminal ? { ...other, typed } : other));
    this.#pump();
  }

  #terminal(number: number): Terminal | undefined {
    return this.#terminals.find((terminal) => terminal.number === number && terminal.open);
  }

  #atPrompt(shell: Pid): boolean {
    return atPrompt(this.kernel.programState(shell));
  }

  #user(): { uid: number; gid: number } {
    const { uid, gid } = accountOf(this.options).credentials;
    return { uid, gid };
  }

  #login(name: string, terminal: boolean) {
    const { name: user, home, credentials } = accountOf(this.options);
    return {
      path: '/usr/bin/bash',
      argv: [name],
      env: {
        HOME: home,
        USER: user,
        LOGNAME: user,
        SHELL: '/bin/bash',
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        LANG: 'C.UTF-8',
        ...(terminal ? { TERM: 'xterm-256color' } : {}),
      },
      cwd: (this.options.cwd ?? home).replace(/^~(?=\/|$)/, home),
      credentials,
      namespace: this.computer.host,
      hostname: HOSTNAME,
      network: 'host',
    };
  }
}

/** The kernel's clock counts microseconds: a moment between two is never reached. */
const wholeTicks = (moment: number) => Math.floor(moment * 1000) / 1000;

function surveyed(computer: Computer): Surveyed {
  const { options, vfs, host, kernel } = computer;
  const { state, inspect, inContainer } = engineOf(computer);
  return { options, vfs, host, engine: state, inspect, inContainer, acting: kernel.acting };
}
